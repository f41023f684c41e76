"""Why a warning about wording is let be: kept with the words it was about, and asked again when they change."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.errors import Invalid
from consultation.models import Consultation, WordingAnswer

Answers = dict[tuple[str, str], WordingAnswer]
"""(fault, words) -> the newest answer."""


def answer_warning(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    place: str,
    *,
    fault: str,
    words: str,
    reason: str,
) -> WordingAnswer:
    """Keeps the reason; the latest holds. `place` is "position:12", "remark:4" or "chapter:summary"."""
    if not reason.strip():
        raise Invalid("a reason is needed", errors={"reason": "required"})
    row = WordingAnswer(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        place=place,
        fault=fault,
        words=words,
        reason=reason.strip(),
        by=actor,
        at=now,
    )
    session.add(row)
    session.flush()
    audit.note(session, consultation, actor, now, "wording.answered", place=place, fault=fault)
    return row


def answers_at(session: Session, consultation_id: int, place: str) -> Answers:
    """What has been answered about the words that stand in one place."""
    rows = session.scalars(
        select(WordingAnswer)
        .where(WordingAnswer.consultation_id == consultation_id, WordingAnswer.place == place)
        .order_by(WordingAnswer.id)
    )
    return {(row.fault, row.words): row for row in rows}
