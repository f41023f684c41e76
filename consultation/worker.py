"""The jobs: HANDLERS says who listens; the loop claims, runs, commits and tries again (stack.md 2.5)."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consultation import clock, jobs
from consultation.config import Settings
from consultation.moderation import operations as moderation
from consultation.moderation import sending
from consultation.notifications import delivery, operations
from consultation.responses import unsent
from consultation.summary import making

PAUSE_SECONDS = 1.0
log = structlog.get_logger()


@dataclass(frozen=True)
class Handler:
    """`write(session, settings, now, **ids)` takes effect in the transaction that settles the job.

    Slow work comes before it, in `prepare(session, settings, **ids)` on a reading session, since a writer holds
    SQLite's one write lock; what it returns is given to `write` as `prepared`.
    """

    write: Callable[..., object]
    prepare: Callable[..., object] | None = None


HANDLERS = {
    "moderation.scan": Handler(moderation.scan_version),
    "notifications.consultation_cancelled": Handler(operations.tell_cancelled),
    "notifications.deadline_moved": Handler(operations.tell_deadline_moved),
    "notifications.decided": Handler(sending.tell_author),
    "notifications.deliver": Handler(delivery.note_delivery, delivery.deliver),
    "notifications.party_invited": Handler(operations.invite_party),
    "responses.delete_unsent": Handler(unsent.delete_overdue),
    "summary.compile": Handler(making.keep, making.make),
}


def run_once(engine: Engine, settings: Settings, now: datetime) -> bool:
    """Runs the next job that is due; False when there is none. A failure is noted and tried again later."""
    with Session(engine) as session:
        job = jobs.claim(session, now)
        if job is None:
            return False
        claimed = (job.id, job.name, job.tries, json.loads(job.arguments))
        session.commit()
    _run(engine, settings, *claimed)
    return True


def _run(engine: Engine, settings: Settings, job_id: int, name: str, tries: int, ids: dict[str, int]) -> None:
    try:
        _take_effect(engine, settings, job_id, name, tries, ids)
    except Exception as error:  # noqa: BLE001 - whatever a job raises, the others go on and the job is kept
        log.warning("job_failed", job=job_id, name=name, tries=tries, error=type(error).__name__)
        with Session(engine) as session:
            jobs.postpone(session, job_id, tries, clock.now(), f"{type(error).__name__}: {error}")
            session.commit()


def _take_effect(engine: Engine, settings: Settings, job_id: int, name: str, tries: int, ids: dict[str, int]) -> None:
    handler = HANDLERS[name]
    given: dict[str, object] = dict(ids)
    if handler.prepare is not None:
        with Session(engine.execution_options(writes=False)) as session:
            given["prepared"] = handler.prepare(session, settings, **ids)
    with Session(engine) as session:
        handler.write(session, settings, clock.now(), **given)
        if jobs.settle(session, job_id, tries):
            session.commit()


def run_forever(engine: Engine, settings: Settings, stop: threading.Event) -> None:
    """Until `stop` is set; rests while nothing is due, and while the database is away."""
    while not stop.is_set():
        try:
            busy = run_once(engine, settings, clock.now())
        except Exception as error:  # noqa: BLE001 - a worker outlives its database
            log.warning("worker_waits", error=type(error).__name__)
            busy = False
        if not busy:
            stop.wait(PAUSE_SECONDS)
