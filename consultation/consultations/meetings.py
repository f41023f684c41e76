"""Writes of the case's meetings: expected before sending out, with item and outcome afterwards (R1, R47)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from consultation import audit
from consultation.consultations import operations, queries
from consultation.errors import Closed, Invalid
from consultation.lib.dates import local
from consultation.models import Consultation, Milestone
from consultation.vocabulary import MilestoneKind


@dataclass(frozen=True)
class MeetingInput:
    """A meeting as the secretary wrote it; `decides` marks the one whose outcome decides the case."""

    kind: MilestoneKind
    on: date
    body: str
    item: str = ""
    url: str = ""
    outcome: str = ""
    decides: bool = False
    protocol: str = ""


def plan_meeting(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    kind: MilestoneKind,
    on: date | None,
    body: str,
) -> None:
    """The one expected meeting of this kind, before sending out; None takes it away. The council's is the deciding."""
    if consultation.published_at is not None:
        raise Closed("the consultation is sent out")
    row = next((row for row in queries.list_milestones(session, consultation.id) if row.kind is kind), None)
    if on is None:
        if row is not None:
            session.delete(row)
            session.flush()
        return
    if row is None:
        decides = kind is MilestoneKind.COUNCIL
        operations.save_milestone(session, actor, now, consultation, kind, on=on, body=body, decides=decides)
    elif (row.on, row.body) != (on, body):
        row.on, row.body = on, body
        session.flush()
        audit.note(session, consultation, actor, now, "consultation.meeting_recorded", milestone=row.id)


def record_meeting(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    given: MeetingInput,
    milestone_id: int | None = None,
) -> Milestone:
    """Adds a meeting, or changes the one with this id. Invalid names the field that collides with another meeting, or
    "outcome" where the meeting is of a day to come: its decision would be told to all at once (R48)."""
    if given.decides and given.outcome and given.on > local(now).date():
        raise Invalid("the meeting has not been held", errors={"outcome": "early"})
    others = [row for row in queries.list_milestones(session, consultation.id) if row.id != milestone_id]
    if any((row.kind, row.on) == (given.kind, given.on) for row in others):
        raise Invalid("that meeting is there", errors={"on": "twice"})
    if given.decides and any(row.decides for row in others):
        raise Invalid("another meeting decides", errors={"decides": "twice"})
    if milestone_id is None:
        row = Milestone(authority_id=consultation.authority_id, consultation_id=consultation.id)
        session.add(row)
    else:
        row = queries.get_milestone(session, consultation.id, milestone_id)
    for name, value in vars(given).items():
        setattr(row, name, value)
    session.flush()
    operations.note_outcome(session, actor, now, row)
    audit.note(session, consultation, actor, now, "consultation.meeting_recorded", milestone=row.id)
    return row
