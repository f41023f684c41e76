"""The worker: at least once, its effect exactly once, the others go on (jobs.py, C5)."""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from consultation import jobs, worker
from consultation.config import Settings
from consultation.models import Authority, Job
from consultation.vocabulary import JobState
from consultation.worker import HANDLERS, Handler
from tests import factories
from tests.conftest import Clock
from tests.factories import NOW

SECRET = "kanariefugl"
"""What must not be read in any error."""


@pytest.fixture
def settings() -> Settings:
    return factories.settings()


def add_authority(session: Session, _settings: Settings, _now: datetime, *, place: str) -> None:
    factories.authority(session, place)


def fail(session: Session, _settings: Settings, _now: datetime, *, place: str) -> None:
    factories.authority(session, place)
    raise RuntimeError("after the first write")


def owe(session: Session, job: str, place: str) -> None:
    jobs.enqueue(session, job, NOW, place=place)
    session.commit()


def states(session: Session) -> list[JobState]:
    session.rollback()
    return list(session.scalars(select(Job.state).order_by(Job.id)))


def count(session: Session) -> int:
    session.rollback()
    found = session.scalar(select(func.count(Authority.id))) or 0
    session.rollback()
    return found


def run(engine: Engine, settings: Settings, now: datetime, **handlers: Handler) -> bool:
    return worker.run_once(engine, settings, now, handlers)


def test_a_job_has_its_effect_once(engine: Engine, session: Session, settings: Settings) -> None:
    owe(session, "add", "a")
    assert run(engine, settings, NOW, add=Handler(add_authority))
    assert not run(engine, settings, NOW, add=Handler(add_authority))
    assert (count(session), states(session)) == (1, [JobState.DONE])


def test_a_job_that_reads_what_there_is_then_is_owed_once_until_it_is_begun(session: Session) -> None:
    def owed() -> int:
        jobs.enqueue_unbegun(session, "add", NOW, place="a")
        session.commit()
        return len(states(session))

    assert (owed(), owed()) == (1, 1)
    jobs.enqueue_unbegun(session, "add", NOW, place="b")
    jobs.claim(session, NOW)
    assert owed() == 3


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_job_that_will_do_is_not_begun_before_the_change_is_there(
    engine: Engine, session: Session, settings: Settings
) -> None:
    """PostgreSQL's workers pass by what somebody holds; SQLite has one writer at a time."""
    owe(session, "add", "a")
    jobs.enqueue_unbegun(session, "add", NOW, place="a")
    assert not run(engine, settings, NOW, add=Handler(add_authority))
    session.commit()
    assert run(engine, settings, NOW, add=Handler(add_authority))


def test_a_job_that_is_not_due_waits(engine: Engine, session: Session, settings: Settings) -> None:
    owe(session, "add", "a")
    assert not run(engine, settings, NOW - timedelta(seconds=1), add=Handler(add_authority))
    assert states(session) == [JobState.WAITING]


def test_a_failing_job_leaves_nothing_and_is_tried_again_later(
    engine: Engine, session: Session, settings: Settings, at: Clock
) -> None:
    owe(session, "add", "a")
    run(engine, settings, at.now, add=Handler(fail))
    assert count(session) == 0
    assert not run(engine, settings, at.now, add=Handler(add_authority))
    at.now += timedelta(minutes=1)
    assert run(engine, settings, at.now, add=Handler(add_authority))
    assert (count(session), states(session)) == (1, [JobState.DONE])


def test_a_job_that_always_fails_dies_and_says_why(
    engine: Engine, session: Session, settings: Settings, at: Clock
) -> None:
    owe(session, "add", "a")
    owe(session, "other", "b")
    for _ in range(20):
        while run(engine, settings, at.now, add=Handler(fail), other=Handler(add_authority)):
            pass
        at.now += timedelta(hours=2)
    assert states(session) == [JobState.DEAD, JobState.DONE]
    row = session.scalars(select(Job).order_by(Job.id)).all()[0]
    assert (row.tries, row.last_error) == (jobs.MAX_TRIES, "RuntimeError: after the first write")


def test_a_job_that_nobody_knows_is_kept_for_the_administrator(
    engine: Engine, session: Session, settings: Settings
) -> None:
    owe(session, "unheard", "a")
    assert run(engine, settings, NOW)
    assert session.scalars(select(Job.last_error)).one() == "KeyError: 'unheard'"


def test_P7_what_the_database_refuses_is_told_by_kind_and_code_and_never_repeated(
    engine: Engine, session: Session, settings: Settings
) -> None:
    """A statement has its values with it, and PostgreSQL names those that are in the way."""
    factories.authority(session, SECRET)
    owe(session, "add", SECRET)
    assert run(engine, settings, NOW, add=Handler(add_authority))
    told = {
        "sqlite": "IntegrityError: IntegrityError SQLITE_CONSTRAINT_UNIQUE",
        "postgresql": "IntegrityError: UniqueViolation 23505",
    }
    assert session.scalars(select(Job.last_error)).one() == told[engine.dialect.name]


def test_P7_nor_is_it_where_the_job_goes_on_after_it(engine: Engine, session: Session, settings: Settings) -> None:
    def go_on(session: Session, settings: Settings, now: datetime, *, place: str) -> None:
        with suppress(IntegrityError):
            add_authority(session, settings, now, place=place)
        session.scalar(select(1))

    factories.authority(session, SECRET)
    owe(session, "add", SECRET)
    assert run(engine, settings, NOW, add=Handler(go_on))
    assert session.scalars(select(Job.last_error)).one() == "PendingRollbackError"


def test_P7_the_log_says_no_more_of_it(engine: Engine, session: Session, settings: Settings) -> None:
    factories.authority(session, SECRET)
    owe(session, "add", SECRET)
    with capture_logs() as written:
        run(engine, settings, NOW, add=Handler(add_authority))
    assert [one["event"] for one in written] == ["job_failed"]
    assert SECRET not in str(written)


def test_a_worker_that_died_gives_its_job_back(engine: Engine, session: Session, settings: Settings, at: Clock) -> None:
    owe(session, "add", "a")
    jobs.claim(session, NOW)
    session.commit()
    assert not run(engine, settings, NOW + timedelta(minutes=1), add=Handler(add_authority))
    assert run(engine, settings, NOW + jobs.LEASE, add=Handler(add_authority))
    assert count(session) == 1


def test_a_worker_that_was_too_slow_writes_nothing(
    engine: Engine, session: Session, settings: Settings, at: Clock
) -> None:
    owe(session, "add", "a")

    def slow(_session: Session, _settings: Settings, *, place: str) -> None:
        run(engine, settings, NOW + jobs.LEASE, add=Handler(_named(add_authority)))

    run(engine, settings, NOW, add=Handler(_named(add_authority), slow))
    assert (count(session), states(session)) == (1, [JobState.DONE])


def _named(write: Callable[..., None]) -> Callable[..., None]:
    def prepared_too(
        session: Session, settings: Settings, now: datetime, *, place: str, prepared: object = None
    ) -> None:
        write(session, settings, now, place=place)

    return prepared_too


def test_what_is_slow_holds_no_turn_to_write(engine: Engine, session: Session, settings: Settings) -> None:
    owe(session, "add", "a")

    def slow(_session: Session, _settings: Settings, *, place: str) -> str:
        with Session(engine) as other:
            factories.authority(other, "samtidig")
            other.commit()
        return "prepared"

    seen = []

    def write(_session: Session, _settings: Settings, _now: datetime, *, place: str, prepared: str) -> None:
        seen.append((place, prepared))

    run(engine, settings, NOW, add=Handler(write, slow))
    assert seen == [("a", "prepared")]


def test_two_workers_do_each_job_once(engine: Engine, session: Session, settings: Settings) -> None:
    for number in range(10):
        owe(session, "add", f"a{number}")
    handlers: Mapping[str, Handler] = {"add": Handler(add_authority)}

    def work() -> None:
        while worker.run_once(engine, settings, NOW, handlers):
            pass

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (count(session), set(states(session))) == (10, {JobState.DONE})


def test_the_loop_works_until_it_is_told_to_stop(
    engine: Engine, session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = threading.Event()

    def last(_engine: Engine, _settings: Settings, _now: datetime) -> bool:
        stop.set()
        return False

    monkeypatch.setattr(worker, "run_once", last)
    worker.run_forever(engine, settings, stop)
    assert stop.is_set()


def test_everything_that_is_owed_has_somebody_who_listens() -> None:
    assert set(HANDLERS) == {
        "analysis.suggest",
        "erasures.note_takedown",
        "moderation.copy_file",
        "moderation.read_file",
        "moderation.group",
        "moderation.regroup",
        "moderation.rescan",
        "moderation.appeal_answered",
        "moderation.scan",
        "moderation.withhold_unconfirmed",
        "notifications.check_logs",
        "notifications.closing_soon",
        "notifications.consultation_cancelled",
        "notifications.consultation_opened",
        "notifications.consultation_published",
        "notifications.deadline_moved",
        "notifications.decided",
        "notifications.deliver",
        "notifications.draft_replaced",
        "notifications.end_following",
        "notifications.follow_up_published",
        "notifications.forget_subscription",
        "notifications.outcome_recorded",
        "notifications.check_overdue",
        "notifications.tell_own_outcomes",
        "notifications.party_deadline_set",
        "notifications.party_invited",
        "responses.delete_unsent",
        "responses.send_lost_links",
        "responses.tell_late_decided",
        "responses.tell_withdrawn",
        "responses.judge_again",
        "responses.remind_unsent",
        "responses.scan_file",
        "search.rebuild",
        "site.make_draft_files",
        "summary.compile",
    }
