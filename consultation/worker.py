"""The jobs: claim one, do it, mark it done with its effect in one transaction; what fails is tried again later."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation import clock, erasures, jobs, search_index
from consultation.analysis import suggesting
from consultation.config import Settings
from consultation.consultations import downloads
from consultation.database import fault_of
from consultation.lib import log
from consultation.models import Job
from consultation.moderation import appeals, file_copies, file_reading, grouping, holding, renditions, sending
from consultation.moderation import operations as moderation
from consultation.notifications import checkpoints, followers, overdue, subscribing, telling
from consultation.notifications import operations as notifications
from consultation.responses import filing, lateness, links, reminding, unsent
from consultation.responses import sending as responses_sending
from consultation.site import draft_making
from consultation.summary import making
from consultation.vocabulary import JobState

_log = log.logger(__name__)

IDLE_SECONDS = 1.0
BROKEN_SECONDS = 5.0
"""How long the loop rests when there is nothing to do, and when not even that can be known."""


@dataclass(frozen=True)
class Handler:
    """`write(session, settings, now, **ids)` has its effect in the transaction that ends the job.

    What is slow stands before it and writes nothing: `prepare(session, settings, **ids)`, whose result goes to `write`
    as `prepared`.
    """

    write: Callable[..., None]
    prepare: Callable[..., object] | None = None


HANDLERS: Mapping[str, Handler] = {
    suggesting.SUGGEST: Handler(suggesting.keep, suggesting.learn),
    "erasures.note_takedown": Handler(erasures.note_takedown),
    "moderation.group": Handler(grouping.group_response),
    "moderation.regroup": Handler(grouping.regroup),
    holding.RESCAN: Handler(holding.rescan),
    appeals.TELL: Handler(appeals.tell_author),
    renditions.COPY_FILE: Handler(file_copies.keep, file_copies.make),
    moderation.READ_FILE: Handler(file_reading.keep, file_reading.look),
    "moderation.scan": Handler(moderation.scan_version),
    "moderation.withhold_unconfirmed": Handler(moderation.withhold_unconfirmed),
    checkpoints.CHECK: Handler(checkpoints.keep, checkpoints.check),
    "notifications.closing_soon": Handler(followers.tell_closing_soon),
    "notifications.consultation_cancelled": Handler(notifications.tell_cancelled),
    "notifications.consultation_opened": Handler(followers.tell_opened),
    "notifications.consultation_published": Handler(followers.tell_published),
    "notifications.deadline_moved": Handler(notifications.tell_deadline_moved),
    "notifications.decided": Handler(sending.tell_author),
    "notifications.deliver": Handler(notifications.note_delivery, notifications.hand_over),
    "notifications.draft_replaced": Handler(notifications.tell_draft_replaced),
    "notifications.end_following": Handler(subscribing.end_with),
    "notifications.follow_up_published": Handler(notifications.tell_follow_up),
    "notifications.forget_subscription": Handler(subscribing.forget),
    "notifications.outcome_recorded": Handler(notifications.tell_outcome),
    overdue.CHECK: Handler(overdue.remind),
    telling.TELL: Handler(telling.tell),
    "notifications.party_deadline_set": Handler(notifications.tell_party_deadline),
    "notifications.party_invited": Handler(notifications.invite_party),
    "responses.judge_again": Handler(lateness.judge_again),
    "responses.remind_unsent": Handler(reminding.remind),
    "responses.scan_file": Handler(filing.note_scan, filing.ask_scanner),
    "responses.delete_unsent": Handler(unsent.delete_overdue),
    "responses.send_lost_links": Handler(links.send_lost_links),
    "responses.tell_late_decided": Handler(responses_sending.tell_late_decided),
    "responses.tell_withdrawn": Handler(responses_sending.tell_withdrawn),
    search_index.REBUILD: Handler(search_index.rebuild),
    downloads.MAKE: Handler(draft_making.keep, draft_making.make),
    "summary.compile": Handler(making.keep, making.make),
}
"""Who listens to what is owed."""


def run_once(engine: Engine, settings: Settings, now: datetime, handlers: Mapping[str, Handler] = HANDLERS) -> bool:
    """Does one job that is due. False where there is none."""
    job = _claim(engine, now)
    if job is None:
        return False
    try:
        _do(engine, settings, job, handlers)
    except Exception as error:  # noqa: BLE001 - whatever a job does, it is tried again and the others go on
        _log.error("job_failed", job=job.name, job_id=job.id, tries=job.tries, error=type(error).__qualname__)
        with Session(engine) as session:
            jobs.postpone(session, job.id, job.tries, clock.now(), fault_of(error))
            session.commit()
    return True


def run_forever(engine: Engine, settings: Settings, stop: threading.Event) -> None:
    """Until told to stop; a database that is away is waited for."""
    begun = False
    while not stop.is_set():
        try:
            begun = begun or begin(engine, clock.now())
            busy = run_once(engine, settings, clock.now())
        except Exception as error:  # noqa: BLE001 - the worker outlives everything
            _log.error("worker_waits", error=type(error).__qualname__)
            stop.wait(BROKEN_SECONDS)
            continue
        if not busy:
            stop.wait(IDLE_SECONDS)


def begin(engine: Engine, now: datetime) -> bool:
    """Owes what comes back every day."""
    with Session(engine) as session:
        checkpoints.owe(session, now)
        overdue.owe(session, now)
        session.commit()
    return True


@dataclass(frozen=True)
class _Claimed:
    id: int
    name: str
    tries: int
    ids: dict[str, Any]


def _claim(engine: Engine, now: datetime) -> _Claimed | None:
    """Looks first, so that an idle worker never takes the turn of who writes."""
    due = select(Job.id).where(Job.state == JobState.WAITING, Job.due_at <= now).limit(1)
    with Session(engine.execution_options(writes=False)) as session:
        if session.scalar(due) is None:
            return None
    with Session(engine) as session:
        job = jobs.claim(session, now)
        claimed = job and _Claimed(job.id, job.name, job.tries, json.loads(job.arguments))
        dead = job is not None and job.state is JobState.DEAD
        session.commit()
    return claimed if claimed and not dead else None


def _do(engine: Engine, settings: Settings, job: _Claimed, handlers: Mapping[str, Handler]) -> None:
    handler = handlers[job.name]
    given = dict(job.ids)
    if handler.prepare is not None:
        with Session(engine.execution_options(writes=False)) as session:
            given["prepared"] = handler.prepare(session, settings, **job.ids)
    with Session(engine) as session:
        if jobs.settle(session, job.id, job.tries):
            handler.write(session, settings, clock.now(), **given)
            session.commit()
