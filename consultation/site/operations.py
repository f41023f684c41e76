"""Writes of the pages of operation."""

from datetime import datetime

from sqlalchemy.orm import Session

from consultation import audit
from consultation.errors import Conflict, NotFound
from consultation.models import Job
from consultation.site import entries
from consultation.vocabulary import JobState


def note_log_export(session: Session, actor: str, now: datetime, authority_id: int, wanted: entries.Filter) -> None:
    """Notes that entries of the log were taken as a file, and how many."""
    count = entries.count_entries(session, authority_id, wanted)
    audit.record(
        session,
        authority_id,
        actor=actor,
        at=now,
        event="log.exported",
        subject=f"authority:{authority_id}",
        count=count,
    )
    session.flush()


def retry_job(session: Session, actor: str, now: datetime, authority_id: int, job_id: int) -> None:
    """Gives a dead job its tries again. Conflict where it is not dead any more."""
    job = session.get(Job, job_id, with_for_update=True)
    if job is None:
        raise NotFound("no such job")
    if job.state is not JobState.DEAD:
        raise Conflict("the job is not dead")
    job.state, job.tries, job.due_at = JobState.WAITING, 0, now
    audit.record(session, authority_id, actor=actor, at=now, event="job.retried", subject=f"job:{job.id}", job=job.name)
    session.flush()
