"""Writes of who is to take what in the queue, and what moderators note for one another."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from consultation import audit
from consultation.errors import Conflict, Invalid
from consultation.models import Consultation, Note, QueueEntry
from consultation.moderation import queries, queue
from consultation.moderation.queue import Chosen, Whose

MOST_AT_ONCE = 500


def assign_next(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    staff_id: int,
    count: int,
    chosen: Chosen | None = None,
) -> int:
    """Gives a moderator the next `count` that are nobody's, the gravest first; returns how many there were.

    Invalid: `staff` is "unknown", `count` is "range".
    """
    faults = {} if queries.is_moderator(session, consultation.authority_id, staff_id) else {"staff": "unknown"}
    if not 1 <= count <= MOST_AT_ONCE:
        faults["count"] = "range"
    if faults:
        raise Invalid("cannot be assigned so", errors=faults)
    wanted = Chosen(**{**vars(chosen or Chosen()), "whose": Whose.FREE})
    ids = queue.list_ids(session, consultation.id, now, wanted, count)
    free = update(QueueEntry).where(QueueEntry.response_id.in_(ids), queue.is_unassigned())
    given = session.scalars(free.values(assigned_id=staff_id).returning(QueueEntry.response_id)).all()
    if given:
        audit.note(session, consultation, actor, now, "queue.assigned", staff=staff_id, responses=sorted(given))
    return len(given)


def assign_response(session: Session, actor: str, now: datetime, response_id: int, staff_id: int | None) -> None:
    """Gives one response to a moderator, or to nobody. Conflict: it does not wait.

    Invalid: `staff` is "unknown", or "asked", where that person has asked a colleague and may not take it (R36).
    """
    response = queries.lock_response(session, response_id)
    if staff_id is not None and not queries.is_moderator(session, response.authority_id, staff_id):
        raise Invalid("no moderator here", errors={"staff": "unknown"})
    entry = queries.find_entry(session, response_id)
    if entry is None:
        raise Conflict("the response does not wait", cause="decided")
    if staff_id is not None and entry.parked_id == staff_id:
        raise Invalid("this person has asked a colleague", errors={"staff": "asked"})
    if entry.assigned_id != staff_id:
        entry.assigned_id = staff_id
        audit.note(session, response, actor, now, "response.assigned", staff=staff_id)
        session.flush()


def return_all(session: Session, actor: str, now: datetime, consultation: Consultation, staff_id: int) -> int:
    """What was a moderator's to take is nobody's again; returns how many."""
    theirs = (QueueEntry.consultation_id == consultation.id) & (QueueEntry.assigned_id == staff_id)
    count = session.scalar(select(func.count()).select_from(QueueEntry).where(theirs)) or 0
    if count:
        session.execute(update(QueueEntry).where(theirs).values(assigned_id=None))
        audit.note(session, consultation, actor, now, "queue.returned", staff=staff_id, count=count)
    return count


def add_note(session: Session, actor: str, now: datetime, response_id: int, text: str) -> Note:
    """Writes something for the other moderators. Invalid: `note` is "missing"."""
    response = queries.lock_response(session, response_id)
    if not text.strip():
        raise Invalid("no words", errors={"note": "missing"})
    row = Note(authority_id=response.authority_id, response_id=response.id, text=text.strip(), by=actor, at=now)
    session.add(row)
    session.flush()
    audit.note(session, response, actor, now, "note.added", note=row.id)
    return row
