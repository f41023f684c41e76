"""What was decided of a response that came late, in words (R24)."""

from consultation.summary.inputs import Response
from consultation.summary.words import STATUSES
from consultation.vocabulary import Status

NOT_ADMITTED = "Ikke optaget i behandlingen"
ADMITTED = "Optaget i behandlingen"
UNDECIDED = "Ikke afgjort"


def admission(response: Response) -> str:
    """The decision on a late response."""
    if response.status is Status.WITHDRAWN:
        return STATUSES[Status.WITHDRAWN]
    return UNDECIDED if response.admitted is None else ADMITTED if response.admitted else NOT_ADMITTED
