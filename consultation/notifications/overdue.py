"""Reminders of what is overdue around the decision: to secretary and editor, once a week for each thing (R47, R48)."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation import jobs
from consultation.clock import COPENHAGEN
from consultation.config import Settings
from consultation.consultations import queries as texts
from consultation.lib.dates import local
from consultation.models import (
    Authority,
    Consultation,
    Message,
    Milestone,
    MilestoneOutcome,
    Response,
    Staff,
    StaffRole,
)
from consultation.notifications import overdue_words, queries
from consultation.notifications.overdue_rules import Late, Meeting, Standing, overdue
from consultation.notifications.telling import OWN_OUTCOME
from consultation.responses import outbox
from consultation.vocabulary import Role, State

CHECK = "notifications.check_overdue"
"""The job that looks; it owes the next day's."""
CHECKED_AT = time(7)
"""In Copenhagen, before people come to work."""
_AFTER_CLOSE = frozenset({State.CLOSED, State.UNDER_CONSIDERATION, State.DECIDED})
_TOLD = (Role.SECRETARY, Role.EDITOR)


def list_late(session: Session, consultation: Consultation, now: datetime) -> list[Late]:
    """What is overdue now; nothing of one that is open, cancelled or archived."""
    acts = texts.acts_of(session, consultation)
    if texts.state_of(session, consultation, now) not in _AFTER_CLOSE:
        return []
    rows = texts.list_milestones(session, consultation.id)
    decided_at = _decided_at(session, consultation.id) if acts.decided else None
    standing = Standing(
        meetings=[Meeting(row.id, row.kind, row.body, row.on, row.agenda_on, bool(row.outcome)) for row in rows],
        frozen=acts.frozen_at is not None,
        decided_on=local(decided_at).date() if decided_at else None,
        told=_is_told(session, consultation.id),
        adopted=_is_adopted(session, consultation.id),
    )
    return overdue(standing, local(now).date())


def _decided_at(session: Session, consultation_id: int) -> datetime | None:
    """When the outcome of the deciding meeting was first written down."""
    return session.scalar(
        select(func.min(MilestoneOutcome.at))
        .join(Milestone, Milestone.id == MilestoneOutcome.milestone_id)
        .where(Milestone.consultation_id == consultation_id, Milestone.decides, MilestoneOutcome.outcome != "")
    )


def _is_told(session: Session, consultation_id: int) -> bool:
    """Whether the messages have gone, or nobody has answered."""
    made = select(Message.id).where(
        Message.consultation_id == consultation_id, Message.event_key.startswith(f"{OWN_OUTCOME}:")
    )
    stands = select(Response.id).where(Response.consultation_id == consultation_id, Response.withdrawn_at.is_(None))
    return session.scalar(made.limit(1)) is not None or session.scalar(stands.limit(1)) is None


def _is_adopted(session: Session, consultation_id: int) -> bool:
    adopted = texts.adopted_versions(session, consultation_id)
    return all(one.draft.id in adopted for one in texts.list_drafts(session, consultation_id))


def owe(session: Session, now: datetime) -> None:
    """Owes the next look, once however many workers ask."""
    today = local(now).date()
    begins = datetime.combine(today, CHECKED_AT, COPENHAGEN)
    due = begins if begins > now else datetime.combine(today + timedelta(days=1), CHECKED_AT, COPENHAGEN)
    jobs.enqueue(session, CHECK, due, unique_key=f"{CHECK}:{local(due).date().isoformat()}")


def remind(session: Session, settings: Settings, now: datetime) -> None:
    """The job: a mail for each thing to each secretary and editor, one in a week, and owes the next day's look."""
    for owner in session.scalars(select(Authority).order_by(Authority.id)).all():
        told = _staff(session, owner.id)
        for row in texts.list_of_authority(session, owner.id) if told else ():
            for late in list_late(session, row, now):
                _tell(session, settings, now, row, late, told)
    owe(session, now)


def _tell(
    session: Session, settings: Settings, now: datetime, row: Consultation, late: Late, told: Mapping[Staff, bool]
) -> None:
    today = local(now).date()
    event = f"overdue:{row.id}:{late.what.value}:{late.meeting_id}:{late.week(today)}"
    overview = f"{outbox.base_url(settings, row)}/intern/hoeringer/{row.slug}"
    for staff, is_secretary in told.items():
        about = queries.about_of(settings, row, staff.language)
        page = f"{overview}/{overdue_words.PAGES[late.what]}" if is_secretary else overview
        words = overdue_words.overdue(about, late.what, late.body, late.days(today), page)
        outbox.queue_to_staff(session, settings, now, row.authority, staff, event=event, words=words)


def _staff(session: Session, authority_id: int) -> dict[Staff, bool]:
    """Who is reminded, and whether they are the secretary, who has the pages on which it is done."""
    rows = session.execute(
        select(Staff, StaffRole.role)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(
            StaffRole.authority_id == authority_id,
            StaffRole.role.in_(_TOLD),
            StaffRole.ended_at.is_(None),
            Staff.disabled_at.is_(None),
        )
        .order_by(Staff.id)
    )
    found: dict[Staff, bool] = {}
    for staff, role in rows:
        found[staff] = found.get(staff, False) or role is Role.SECRETARY
    return found
