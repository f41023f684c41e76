"""Reads of what has happened to consultations, in the same few statements however many there are (R6, R7, R47)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from consultation.models import (
    Consultation,
    Deadline,
    Draft,
    DraftVersion,
    Milestone,
    MilestoneOutcome,
    PublishedAnnex,
)
from consultation.site import events
from consultation.site.events import MOST, Event, Kind
from consultation.site.queries import Listed


def list_events(session: Session, listed: Sequence[Listed], now: datetime) -> list[Event]:
    """The newest of these consultations, newest first."""
    rows = {one.consultation.id: one.consultation for one in listed}
    found = [event for one in listed for event in events.by_clock(one, now)]
    for read in (_moves, _versions, _outcomes, _annexes):
        found += read(session, rows)
    return events.newest(found, now)


def deadlines_of(session: Session, listed: Sequence[Listed]) -> dict[int, list[Deadline]]:
    """Consultation id -> the deadlines for all, as they were set, oldest first."""
    ids = [one.consultation.id for one in listed]
    found: dict[int, list[Deadline]] = {one: [] for one in ids}
    query = select(Deadline).where(Deadline.consultation_id.in_(ids), Deadline.heard_party_id.is_(None))
    for row in session.scalars(query.order_by(Deadline.seq)):
        found[row.consultation_id].append(row)
    return found


Rows = Mapping[int, Consultation]


def _moves(session: Session, rows: Rows) -> list[Event]:
    """Each time the deadline for all was moved after sending out."""
    before, after = aliased(Deadline), aliased(Deadline)
    query = (
        select(after, before.closes_at)
        .join(before, (before.consultation_id == after.consultation_id) & (before.seq == after.seq - 1))
        .join(Consultation, Consultation.id == after.consultation_id)
        .where(before.heard_party_id.is_(None), after.heard_party_id.is_(None), after.at > Consultation.published_at)
    )
    return [
        Event(Kind.MOVED, rows[row.consultation_id], row.at, str(row.seq), row.reason, old, row.closes_at)
        for row, old in session.execute(_newest(query, after.consultation_id, after.at, rows))
    ]


def _versions(session: Session, rows: Rows) -> list[Event]:
    """Each new version of a draft that was sent out."""
    query = select(DraftVersion, Draft.number, Draft.consultation_id).join(Draft, Draft.id == DraftVersion.draft_id)
    query = query.where(DraftVersion.number > 1, DraftVersion.published_at.is_not(None), DraftVersion.final.is_(False))
    return [
        Event(Kind.REPLACED, rows[about], at, f"{draft}/{row.number}", row.change_list, draft=draft)
        for row, draft, about in session.execute(_newest(query, Draft.consultation_id, DraftVersion.published_at, rows))
        if (at := row.published_at) is not None
    ]


def _outcomes(session: Session, rows: Rows) -> list[Event]:
    """What the deciding meeting decided, as new as its words; it counts from the close (states.md)."""
    told_at = func.min(MilestoneOutcome.at)
    query = (
        select(Milestone, told_at)
        .join(MilestoneOutcome, MilestoneOutcome.milestone_id == Milestone.id)
        .where(Milestone.decides, Milestone.outcome != "", MilestoneOutcome.outcome == Milestone.outcome)
        .group_by(Milestone.id)
    )
    found = session.execute(_newest(query, Milestone.consultation_id, told_at, rows)).all()
    return [
        Event(Kind.DECIDED, row, max(at, row.closes_at or at), words=meeting.outcome)
        for meeting, at in found
        for row in [rows[meeting.consultation_id]]
    ]


def _annexes(session: Session, rows: Rows) -> list[Event]:
    """Each act by which open papers were laid on the page, with how many."""
    about, at = PublishedAnnex.consultation_id, PublishedAnnex.at
    query = select(about, at, func.count(PublishedAnnex.id)).group_by(about, at)
    return [
        Event(Kind.ANNEXES, rows[owner], laid_at, laid_at.strftime("%Y%m%d%H%M%S%f"), count=count)
        for owner, laid_at, count in session.execute(_newest(query, about, at, rows))
    ]


def _newest(query: Select, about: object, at: object, rows: Rows) -> Select:  # type: ignore[type-arg]  # - whatever it selects
    return query.where(about.in_(list(rows))).order_by(at.desc()).limit(MOST)  # type: ignore[attr-defined]  # - columns
