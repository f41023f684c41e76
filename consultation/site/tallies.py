"""What the published responses answered to the guiding questions, counted for the page of numbers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consultation.consultations.asked import Asked, tally
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
    given: defaultdict[int, list[tuple[int, ...]]] = defaultdict(list)
    for question_id, choices in renditions.list_answered(session, consultation_id, now):
        given[question_id].append(choices)
    asked = list_questions(session, consultation_id, with_easy=True)
    return [
        Tally(one, len(given[one.id]), tally(one.options, given[one.id]))
        for one in asked
        if one.code is None or given[one.id]
    ]
