"""What the published responses answered to the guiding questions, counted for the page of numbers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consultation.consultations.asked import Asked, tally_counted
from consultation.consultations.queries import list_questions
from consultation.site import renditions


@dataclass(frozen=True)
class Tally:
    """`chose` counts each option in order, `answers` the responses that answered at all."""

    asked: Asked
    answers: int
    chose: tuple[int, ...]


def list_tallies(session: Session, consultation_id: int, now: datetime) -> list[Tally]:
    """Every question of the editor's, and those of the easy path that somebody has answered."""
    given = renditions.count_answered(session, consultation_id, now)
    asked = list_questions(session, consultation_id, with_easy=True)
    return [
        Tally(one, given[one.id].total(), tally_counted(one.options, given[one.id]))
        for one in asked
        if one.code is None or given[one.id]
    ]
