"""`demo load`: everything in one transaction, deterministic, relative to the clock."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.config import Settings
from consultation.demo import (
    adopted,
    calendar,
    deciding,
    finishing,
    people,
    publishing,
    receiving,
    reporting,
    texts,
    treatment,
)
from consultation.demo.receiving import Desk
from consultation.errors import Conflict
from consultation.models import Authority, Position
from consultation.moderation import grouping
from consultation.storage import Store
from consultation.vocabulary import MilestoneKind, Role


def load(session: Session, settings: Settings, store: Store, now: datetime) -> None:
    """Two authorities and five consultations. The caller commits.

    Conflict where the database has an authority: demo data never stands beside real data.
    """
    if session.scalar(select(Authority.id).limit(1)) is not None:
        raise Conflict("the database is not empty")
    settings = replace(settings, mail_url=None)
    casts = people.load_casts(session, now)
    for schedule in calendar.schedules(now):
        cast = casts[schedule.authority]
        row = publishing.publish(session, settings.secret_key, cast, schedule)
        desk = Desk(session, settings, store, cast, schedule, row, now)
        _work(desk, now)
    finishing.run_jobs(session, settings, now)


def _work(desk: Desk, now: datetime) -> None:
    """What happened to the consultation until today."""
    rows = texts.responses(desk.schedule.slug)
    if not rows:
        return
    closed = desk.day(5, 9)
    responses = receiving.receive(desk, min(closed, now), rows)
    treated = texts.treatment(desk.schedule.slug) or {"default_decision": "publish"}
    receiving.settle(desk, responses, treated)
    grouping.rebuild(desk.session, desk.settings, desk.consultation)
    deciding.decide(desk, min(desk.day(7), now - timedelta(days=1)), responses, treated)
    positions = treatment.treat(desk, responses, treated)
    written = texts.consultation(desk.schedule.slug)
    reporting.write(desk, written)
    reporting.choose(desk, written)
    if desk.schedule.slug == "randers-2019":
        _finish(desk, positions, treated)


def _finish(desk: Desk, positions: Mapping[str, Position], treated: texts.Row) -> None:
    """The snapshot for the committee, the two meetings, and the open annexes on the page."""
    reporting.freeze(desk, desk.day(25, 12))
    milestones = texts.consultation(desk.schedule.slug)["milestones"]
    for milestone in milestones:
        if milestone["kind"] in {MilestoneKind.COMMITTEE, MilestoneKind.COUNCIL, MilestoneKind.IN_FORCE}:
            outcome = milestone.get("outcome", "")
            publishing.save_meeting(
                desk.session,
                desk.actor(Role.SECRETARY),
                desk.schedule,
                desk.consultation,
                milestone,
                outcome=outcome,
                protocol=milestone.get("protocol", "").strip(),
                recorded_at=desk.day(51, 12),
            )
    treatment.decide(desk, positions, treated)
    reporting.lay_open(desk, reporting.freeze(desk, desk.day(51, 14)), desk.day(51, 15))
    adopted.adopt(desk, desk.day(58, 10))
