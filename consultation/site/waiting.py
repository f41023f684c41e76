"""What waits for a member of staff, by role, and what comes: reads only, in codes and numbers (interface.md 3.12)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation import chain
from consultation.analysis import approving, assigning
from consultation.analysis import queries as analysis
from consultation.analysis.dues import days_late
from consultation.consultations import planning, queries, rules
from consultation.consultations.looks import REPORT_READY
from consultation.lib.dates import local
from consultation.lib.integers import read_integer
from consultation.models import (
    Consultation,
    HeardParty,
    Job,
    LateAdmission,
    Message,
    Milestone,
    Outage,
    Position,
    QueueEntry,
    Response,
)
from consultation.moderation import appeals, breach_queries, bulk_proposals
from consultation.notifications import overdue
from consultation.notifications.overdue_rules import Overdue
from consultation.parties import rules as party_rules
from consultation.vocabulary import (
    ApprovalStep,
    Delivery,
    JobState,
    MessageState,
    MilestoneKind,
    Role,
    State,
)

LOG_READERS = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
"""Who reads all of the log."""
AHEAD = timedelta(days=60)
DAY = timedelta(days=1)
_MEETINGS = (MilestoneKind.COMMITTEE, MilestoneKind.COUNCIL)
_READING = frozenset({State.OPEN, State.CLOSED})


@dataclass(frozen=True)
class Task:
    """One row: what waits (a code), in which consultation, how much of it, since when, and how late it is.

    `rank` is the risk: 0 before 1. `days_late` is 0 for what is not overdue. Of a breach `since` is when it must be
    reported. `body` is who meets.
    """

    code: str
    rank: int
    consultation: Consultation | None = None
    count: int = 0
    since: datetime | None = None
    days_late: int = 0
    body: str = ""


@dataclass(frozen=True)
class Coming:
    """Something ahead on the calendar: `code` is opens, closes, agenda or meeting."""

    code: str
    consultation: Consultation
    at: datetime | None = None
    on: date | None = None
    body: str = ""

    @property
    def day(self) -> date:
        return local(self.at).date() if self.at is not None else self.on or date.max


@dataclass(frozen=True)
class _Seen:
    """One consultation with its state now."""

    consultation: Consultation
    state: State


_Read = Callable[[Session, _Seen, datetime], Iterable[Task]]


def tasks_of(session: Session, authority_id: int, roles: frozenset[Role], now: datetime, actor: str = "") -> list[Task]:
    """By risk, then by how long it has waited. `actor` is whose tasks they are."""
    seen = [_Seen(row, queries.state_of(session, row, now)) for row in queries.list_of_authority(session, authority_id)]
    found: list[Task] = []
    for role, read in _BY_ROLE.items():
        if role in roles:
            found += [task for one in seen for task in read(session, one, now)]
    if roles & set(assigning.WORKERS):
        found += [task for one in seen for task in _given(session, one.consultation, staff_of(actor), now)]
    if Role.SECRETARY in roles:
        found += _breaches(session, authority_id, now)
    if Role.ADMINISTRATOR in roles:
        found += _running(session, authority_id, now)
    if Role.MODERATOR in roles:
        found += _complaints(session, authority_id, actor)
        found += [task for one in seen for task in _seconding(session, one.consultation, actor)]
    if roles & LOG_READERS:
        found += _of_log(session, authority_id)
    return sorted(_once(found, roles), key=lambda task: (task.rank, -task.days_late, task.since or now))


def _once(found: list[Task], roles: frozenset[Role]) -> Iterable[Task]:
    """Each thing once; who does it does not watch it, too."""
    kept = [task for task in found if Role.SECRETARY not in roles or not task.code.startswith("watch_")]
    return {(task.code, task.consultation.id if task.consultation else 0): task for task in kept}.values()


def staff_of(actor: str) -> int:
    """The account behind "staff:12"; 0 for who has none."""
    return read_integer(actor.removeprefix("staff:")) or 0


def coming_of(session: Session, authority_id: int, now: datetime) -> list[Coming]:
    """Openings, deadlines, agendas and meetings of the next weeks, nearest first."""
    rows = [
        row
        for row in queries.list_of_authority(session, authority_id)
        if row.published_at is not None and row.cancelled_at is None
    ]
    found = [coming for row in rows for coming in _ahead(session, row)]
    first, last = local(now).date(), local(now + AHEAD).date()
    kept = [one for one in found if first <= one.day <= last and (one.at is None or one.at > now)]
    return sorted(kept, key=lambda one: (one.day, one.consultation.id))


def _ahead(session: Session, row: Consultation) -> Iterable[Coming]:
    for code, at in (("opens", row.opens_at), ("closes", row.closes_at), ("agenda", row.responses_public_at)):
        if at is not None:
            yield Coming(code, row, at=at)
    for meeting in queries.list_milestones(session, row.id):
        yield Coming("meeting", row, on=meeting.on, body=meeting.body)


def _moderating(session: Session, seen: _Seen, _now: datetime) -> Iterable[Task]:
    waits = select(func.count(), func.min(QueueEntry.received_at))
    count, oldest = session.execute(waits.where(QueueEntry.consultation_id == seen.consultation.id)).one()
    if count:
        yield Task("moderate", 1, seen.consultation, count, oldest)


def _seconding(session: Session, row: Consultation, actor: str) -> Iterable[Task]:
    """What a colleague has decided about many at once, and another must decide too (R36)."""
    waits = (
        [one for one in bulk_proposals.list_pending(session, row.id) if one.row.by != actor] if row.two_person else []
    )
    if waits:
        yield Task("second", 1, row, sum(one.count for one in waits), waits[0].row.at)


def _editing(session: Session, seen: _Seen, now: datetime) -> Iterable[Task]:
    row = seen.consultation
    if row.published_at is not None:
        return
    gaps = len(rules.missing(planning.plan_of(session, row), now))
    yield Task("complete", 3, row, gaps) if gaps else Task("send", 2, row)


def _asking(session: Session, seen: _Seen, _now: datetime) -> Iterable[Task]:
    row = seen.consultation
    if row.published_at is None or row.cancelled_at is not None:
        return
    heard = [one for one in queries.list_heard(session, row.id) if one.removed_at is None and not one.opt_out_reason]
    if alarms := sum(1 for one in heard if _is_alarming(one)):
        yield Task("party_failed", 1, row, alarms)
    if seen.state in {State.PLANNED, State.OPEN} and (
        waiting := sum(1 for one in heard if one.delivery is Delivery.PENDING)
    ):
        yield Task("party_unasked", 2, row, waiting)


def _is_alarming(heard: HeardParty) -> bool:
    return party_rules.is_alarming(heard.basis, heard.delivery, heard.waived_reason)


def _dividing(session: Session, seen: _Seen, _now: datetime) -> Iterable[Task]:
    if seen.state not in _READING:
        return
    left, oldest = analysis.count_untouched(session, seen.consultation.id)
    if left:
        yield Task("divide", 2, seen.consultation, left, oldest)
    unanswered = select(func.count(Position.id)).where(
        Position.consultation_id == seen.consultation.id, Position.remark_id.is_(None), Position.removed.is_(False)
    )
    if count := session.scalar(unanswered) or 0:
        yield Task("remark", 3, seen.consultation, count)
    if count := analysis.count_lacking_change(session, seen.consultation.id):
        yield Task("change", 3, seen.consultation, count)


def _compiling(session: Session, seen: _Seen, now: datetime) -> Iterable[Task]:
    row, today = seen.consultation, local(now).date()
    meetings = queries.list_milestones(session, row.id)
    late = (
        select(func.count(Response.id))
        .outerjoin(LateAdmission, LateAdmission.response_id == Response.id)
        .where(Response.consultation_id == row.id, Response.late, Response.withdrawn_at.is_(None))
        .where(LateAdmission.id.is_(None))
    )
    if count := session.scalar(late) or 0:
        yield Task("late", 2, row, count)
    if seen.state is State.CLOSED:
        yield Task("report", 3, row, since=row.closes_at, days_late=_days_late(meetings, today))
    held = [one for one in meetings if one.kind in _MEETINGS and one.on < today and not one.outcome]
    if held and seen.state in {State.CLOSED, State.UNDER_CONSIDERATION}:
        yield Task("outcome", 2, row, len(held), days_late=(today - held[0].on).days, body=held[0].body)


def _deciding(session: Session, seen: _Seen, now: datetime) -> Iterable[Task]:
    """What is overdue around the decision (R47, R48); the outcome of a meeting stands here from the day after it."""
    return [task for task in _overdue(session, seen, now, "late") if task.code != f"late_{Overdue.OUTCOME}"]


def _watching(session: Session, seen: _Seen, now: datetime) -> Iterable[Task]:
    """The same for the editor, who writes the adopted texts and watches what the secretary does."""
    for task in _overdue(session, seen, now, "watch"):
        yield replace(task, code=f"late_{Overdue.TEXTS}") if task.code == f"watch_{Overdue.TEXTS}" else task


def _overdue(session: Session, seen: _Seen, now: datetime, kind: str) -> Iterable[Task]:
    today = local(now).date()
    for late in overdue.list_late(session, seen.consultation, now):
        yield Task(f"{kind}_{late.what}", 2, seen.consultation, days_late=late.days(today), body=late.body)


def _days_late(meetings: Sequence[Milestone], today: date) -> int:
    ready = [one.on - REPORT_READY for one in meetings if one.kind is MilestoneKind.COMMITTEE]
    return max((today - ready[0]).days, 0) if ready else 0


def _approving(step: ApprovalStep) -> _Read:
    """What waits for somebody's approval, where the consultation asks for it (domain.md 6)."""

    def read(session: Session, seen: _Seen, _now: datetime) -> Iterable[Task]:
        if count := approving.count_waiting(session, seen.consultation, step):
            yield Task("approve", 2, seen.consultation, count)

    return read


def _of_owner(session: Session, seen: _Seen, now: datetime) -> Iterable[Task]:
    yield from _dividing(session, seen, now)
    yield from _approving(ApprovalStep.SUBJECT_OWNER)(session, seen, now)


def _given(session: Session, row: Consultation, staff_id: int, now: datetime) -> Iterable[Task]:
    """What a colleague gave this person, and what stands with those who work here no more (R37)."""
    if work := assigning.own_work(session, row, staff_id):
        today = local(now).date()
        yield Task("given", 1, row, len(work), days_late=max(days_late(one.due_on, today, done=False) for one in work))
    if left := assigning.count_left_behind(session, row):
        yield Task("left_behind", 1, row, left)


def _down(session: Session, seen: _Seen, now: datetime) -> Iterable[Task]:
    """Time that people lost in the last day, while it can still be given back (V4)."""
    if seen.state in _READING and (minutes := queries.minutes_down(session, seen.consultation, now)):
        yield Task("was_down", 1, seen.consultation, minutes)


def _running(session: Session, authority_id: int, now: datetime) -> list[Task]:
    dead = session.scalar(select(func.count(Job.id)).where(Job.state == JobState.DEAD)) or 0
    failed_messages = select(func.count(Message.id)).where(
        Message.authority_id == authority_id, Message.state == MessageState.FAILED
    )
    failed = session.scalar(failed_messages) or 0
    clocks = select(func.count(Outage.id)).where(Outage.to_at > now - DAY, Outage.causes.contains("clock"))
    differ = session.scalar(clocks) or 0
    counted = (("jobs_dead", dead), ("messages_failed", failed), ("clock_differs", differ))
    return [Task(code, 1, None, count) for code, count in counted if count]


def _breaches(session: Session, authority_id: int, now: datetime) -> list[Task]:
    """What Datatilsynet must hear of in time comes before everything else (R35)."""
    cases = breach_queries.list_open(session, authority_id)
    late = [case for case in cases if case.is_overdue(now)]
    tasks = [Task("breach_overdue", 0, None, len(late), late[0].breach.due_at)] if late else []
    ahead = [case for case in cases if case not in late]
    return [*tasks, Task("breach", 1, None, len(ahead), ahead[0].breach.due_at)] if ahead else tasks


def _complaints(session: Session, authority_id: int, actor: str) -> list[Task]:
    """What authors have complained about and nobody has answered, but for this person's own decisions (R32)."""
    rows = [one for one in appeals.list_open(session, authority_id, actor) if not one.own]
    return [Task("appeals", 2, None, len(rows), rows[0].appeal.at)] if rows else []


def _of_log(session: Session, authority_id: int) -> list[Task]:
    """What the newest check of the whole log found (L2)."""
    newest = chain.last_checkpoint(session, authority_id)
    return [Task("log_broken", 1, since=newest.at)] if newest and newest.bad_seq is not None else []


def _of_editor(session: Session, seen: _Seen, now: datetime) -> Iterable[Task]:
    yield from _down(session, seen, now)
    yield from _editing(session, seen, now)
    yield from _asking(session, seen, now)
    yield from _watching(session, seen, now)


def _of_secretary(session: Session, seen: _Seen, now: datetime) -> Iterable[Task]:
    yield from _down(session, seen, now)
    yield from _compiling(session, seen, now)
    yield from _asking(session, seen, now)
    yield from _deciding(session, seen, now)


_BY_ROLE: Mapping[Role, _Read] = {
    Role.MODERATOR: _moderating,
    Role.EDITOR: _of_editor,
    Role.SUBJECT_OWNER: _of_owner,
    Role.DIRECTOR: _approving(ApprovalStep.DIRECTOR),
    Role.SECRETARY: _of_secretary,
}
