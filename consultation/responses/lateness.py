"""Which responses are late, by the deadline now in force for their sender, and which of those are let in (R6, R24)."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consultation import audit, jobs
from consultation.config import Settings
from consultation.errors import Conflict, Invalid
from consultation.models import Consultation, LateAdmission, Rendition, Response, Tombstone
from consultation.responses import figures, queries, reminding, rules, sending, standing
from consultation.vocabulary import Series


def decide_late(
    session: Session, actor: str, now: datetime, response: Response, *, admitted: bool, reason: str
) -> LateAdmission:
    """Whether a late response is taken into the consideration (R24); the newest decision counts."""
    if not response.late:
        raise Conflict("the response is on time")
    if not reason.strip():
        raise Invalid("a reason is needed", errors={"reason": "missing"})
    row = LateAdmission(
        authority_id=response.authority_id,
        response_id=response.id,
        admitted=admitted,
        reason=reason.strip(),
        by=actor,
        at=now,
    )
    session.add(row)
    audit.note(session, response, actor, now, "response.late_decided", admitted=admitted)
    session.flush()
    jobs.enqueue(session, sending.LATE_DECIDED, now, unique_key=f"{sending.LATE_DECIDED}:{row.id}", admission_id=row.id)
    return row


def judge_again(session: Session, _settings: Settings, now: datetime, *, consultation_id: int) -> None:
    """After a move of the deadline: who is now on time is so everywhere, with the number they have (states.md).

    Who is still writing is reminded before the new one.
    """
    late = session.scalars(
        select(Response)
        .where(Response.consultation_id == consultation_id, Response.late)
        .order_by(Response.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    _take_in(session, now, consultation_id, late)
    reminding.owe_again(session, now, consultation_id)


def judge(session: Session, now: datetime, response: Response) -> None:
    """The same of one response, whose sender has got a deadline of their own. The caller holds its lock."""
    _take_in(session, now, response.consultation_id, [response] if response.late else [])


def _take_in(session: Session, now: datetime, consultation_id: int, late: Sequence[Response]) -> None:
    """Responses that are on time after all: the row, what the public sees of it, and the counters."""
    consultation = session.get_one(Consultation, consultation_id)
    changes: Counter[str] = Counter()
    in_time = [response for response in late if _is_in_time(session, consultation, response)]
    for response in in_time:
        before = queries.standing_of(session, response)
        changes[standing.bucket_of(before)] -= 1
        response.late = False
        session.flush()
        for shown in (Rendition, Tombstone):
            session.execute(update(shown).where(shown.key == response.key).values(late=False))
        changes[standing.bucket_of(before)] += 1
    if in_time:
        figures.add(session, consultation_id, changes)
    for response in in_time:
        audit.note(session, response, standing.SYSTEM, now, "response.on_time")


def _is_in_time(session: Session, consultation: Consultation, response: Response) -> bool:
    closes_at = queries.closes_at_for(session, consultation, queries.find_heard_party_id(session, response.id))
    if closes_at is None:
        return False
    return rules.series_of(response.received_at, response.received_precision, closes_at) is Series.ON_TIME
