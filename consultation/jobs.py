"""Jobs: an effect owed is a row in the transaction of its cause; the worker owes it until it is done."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.orm import Session

from consultation.models import Job
from consultation.vocabulary import JobState

LEASE = timedelta(minutes=2)
MAX_TRIES = 8
LONGEST_WAIT = 3600
_OWE = text(
    "INSERT INTO job (name, arguments, unique_key, due_at, tries, last_error, state)"
    " VALUES (:name, :arguments, :unique_key, :due_at, 0, '', 'waiting') ON CONFLICT (unique_key) DO NOTHING"
).bindparams(bindparam("due_at", type_=Job.due_at.type))


def enqueue(session: Session, name: str, now: datetime, unique_key: str | None = None, **ids: int | str) -> None:
    """Owes the job `name` from `now` on. With a `unique_key` the same job is owed once for ever."""
    session.execute(_OWE, _owed(name, now, unique_key, ids))


def enqueue_unbegun(session: Session, name: str, now: datetime, **ids: int | str) -> None:
    """Owes the job `name`, which reads whatever there is when it is done: one that waits and is not begun will do.

    That one waits for this transaction too, so that it meets what was changed here.
    """
    same = Job.state == JobState.WAITING, Job.tries == 0, Job.name == name, Job.arguments == _arguments(ids)
    if not session.execute(update(Job).where(*same).values(due_at=now).returning(Job.id)).all():
        enqueue(session, name, now, None, **ids)


def enqueue_many(session: Session, name: str, now: datetime, argument: str, ids: Iterable[int]) -> None:
    """The same for many at once, each once for ever: `argument` names the id, and the key ends with it."""
    rows = [_owed(name, now, f"{name}:{one}", {argument: one}) for one in ids]
    if rows:
        session.execute(_OWE, rows)


def _owed(name: str, now: datetime, unique_key: str | None, ids: Mapping[str, int | str]) -> dict[str, object]:
    return {"name": name, "arguments": _arguments(ids), "unique_key": unique_key, "due_at": now}


def _arguments(ids: Mapping[str, int | str]) -> str:
    return json.dumps(ids, sort_keys=True)


def claim(session: Session, now: datetime) -> Job | None:
    """The next job, leased until `now + LEASE`: a worker that dies gives it back. The caller commits."""
    job = session.scalars(
        select(Job)
        .where(Job.state == JobState.WAITING, Job.due_at <= now)
        .order_by(Job.due_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if job is not None:
        job.tries += 1
        job.due_at = now + LEASE
        job.state = JobState.WAITING if job.tries <= MAX_TRIES else JobState.DEAD
        session.flush()
    return job


def settle(session: Session, job_id: int, tries: int) -> bool:
    """Marks a job done if the lease is still ours; False where another worker has taken it over."""
    done = update(Job).where(Job.id == job_id, Job.tries == tries, Job.state == JobState.WAITING)
    return bool(session.execute(done.values(state=JobState.DONE, last_error="").returning(Job.id)).all())


def postpone(session: Session, job_id: int, tries: int, now: datetime, error: str) -> None:
    """After a failure: later and later, and dead after MAX_TRIES, where the administrator sees it."""
    job = session.get_one(Job, job_id)
    if job.tries != tries:
        return
    job.last_error = error[:500]
    job.due_at = now + timedelta(seconds=min(2**tries, LONGEST_WAIT))
    job.state = JobState.DEAD if tries >= MAX_TRIES else JobState.WAITING
    session.flush()
