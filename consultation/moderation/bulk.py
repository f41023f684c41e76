"""Publishing many responses that a moderator answers for having read: those without a finding; the rest wait (P6)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from consultation.models import Response
from consultation.moderation import operations, queries
from consultation.moderation.queries import Material
from consultation.responses.queries import standing_of
from consultation.vocabulary import Status


def publish_clean(session: Session, actor: str, now: datetime, response_ids: Iterable[int]) -> int:
    """A decision for each response without findings, in the actor's name; returns how many."""
    published = 0
    for response_id in response_ids:
        operations.scan_response(session, now, response_id)
        response = session.get_one(Response, response_id)
        waits = standing_of(session, response).status is Status.AWAITING and not response.unconfirmed
        material = queries.material_of(session, response)
        if waits and _is_plain(material) and not material.consultation.two_person:
            operations.publish_response(session, actor, now, response_id)
            published += 1
    return published


def _is_plain(material: Material) -> bool:
    """Without findings, and without files, which somebody looks at."""
    return not material.findings and not material.files
