"""T3: the seconds around the hour that comes twice, on Sunday 25 October 2026 in Denmark, by the one clock."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation import jobs, worker
from consultation.config import Settings
from consultation.consultations.queries import state_of
from consultation.models import Authority, Consultation, Job, Response
from consultation.vocabulary import JobState, Series, State
from consultation.worker import Handler
from tests import factories
from tests.conftest import Clock

FOLD = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)
"""3.00 becomes 2.00: one second before, clocks in Denmark show 2.59.59."""
STEP = timedelta(seconds=0.5)
RUN = [FOLD - timedelta(seconds=2) + number * STEP for number in range(15)]
MONTH = timedelta(days=30)


@pytest.fixture
def closing(session: Session) -> Consultation:
    """Its last minute ends with the first of the two hours."""
    row = factories.consultation(session, factories.authority(session), opens_at=FOLD - MONTH, closes_at=FOLD)
    session.commit()
    return row


@pytest.fixture
def opening(session: Session, closing: Consultation) -> Consultation:
    row = factories.consultation(session, closing.authority, "nabo", opens_at=FOLD, closes_at=FOLD + MONTH)
    session.commit()
    return row


def test_T3_receipts_stand_in_the_order_in_which_they_came(session: Session, closing: Consultation, at: Clock) -> None:
    for at.now in RUN:
        factories.response(session, closing, factories.submission(received_at=at.now))
        session.commit()
    rows = session.execute(select(Response.series, Response.seq, Response.received_at).order_by(Response.id)).all()
    assert [row.received_at for row in rows] == RUN
    assert all(one.received_at < other.received_at for one, other in pairwise(rows))
    on_time = [moment for moment in RUN if moment < FOLD]
    numbers = [*((Series.ON_TIME, seq) for seq in range(1, 5)), *((Series.LATE, seq) for seq in range(1, 12))]
    assert len(on_time) == 4
    assert [(row.series, row.seq) for row in rows] == numbers


def test_T3_nothing_opens_or_closes_twice(
    session: Session, closing: Consultation, opening: Consultation, at: Clock
) -> None:
    seen = []
    for at.now in RUN:
        session.expire_all()
        seen.append(tuple(state_of(session, row, at.now) for row in (closing, opening)))
    assert seen == [(State.OPEN, State.UNPUBLISHED)] * 4 + [(State.CLOSED, State.OPEN)] * 11


def test_T3_what_is_due_is_done_once(engine: Engine, session: Session, at: Clock) -> None:
    """One job for each half second of the run, and one for each a local hour earlier, which shows the same time."""
    for due in [moment - shift for moment in RUN for shift in (timedelta(0), timedelta(hours=1))]:
        jobs.enqueue(session, "add", due, place=due.strftime("%H%M%S%f"))
    session.commit()
    handlers = {"add": Handler(_add)}
    for at.now in RUN:
        while worker.run_once(engine, factories.settings(), at.now, handlers):
            pass
    assert set(session.scalars(select(Job.state))) == {JobState.DONE}
    assert len(session.scalars(select(Authority.slug)).all()) == 2 * len(RUN)


def _add(session: Session, _settings: Settings, _now: datetime, *, place: str) -> None:
    factories.authority(session, place)
