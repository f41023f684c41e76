"""What the worker would have done by now: demo messages are kept, never sent."""

import json
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.config import Settings
from consultation.consultations import downloads
from consultation.models import Job
from consultation.responses.versions import SCAN
from consultation.vocabulary import JobState
from consultation.worker import HANDLERS


def _run(session: Session, settings: Settings, job: Job) -> None:
    handler, given = HANDLERS[job.name], json.loads(job.arguments)
    prepared = {"prepared": handler.prepare(session, settings, **given)} if handler.prepare else {}
    handler.write(session, settings, job.due_at, **given, **prepared)


def run_jobs(session: Session, settings: Settings, now: datetime) -> None:
    """Every job that is due, in order. `settings` name no mail server.

    Papers of drafts are left to the worker, so that the demo is there at once.
    """
    waits = select(Job).where(Job.state == JobState.WAITING, Job.due_at <= now).order_by(Job.due_at, Job.id)
    for job in session.scalars(waits.where(Job.name == downloads.MAKE)):
        job.due_at = now
    while due := session.scalars(waits.where(Job.name != downloads.MAKE)).all():  # a job may owe another
        for job in due:
            if job.name != SCAN:  # every response has been looked through where it was decided
                _run(session, settings, job)
            job.state = JobState.DONE
