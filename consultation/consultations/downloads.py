"""The papers of drafts that everybody can download are made by a job, owed with what changes them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import jobs
from consultation.models import Draft

MAKE = "site.make_draft_files"


def owe_all_files(session: Session, now: datetime, consultation_id: int) -> None:
    """All papers anew: of each draft, and of the whole."""
    drafts = select(Draft.number).where(Draft.consultation_id == consultation_id).order_by(Draft.number)
    owe_draft_files(session, now, consultation_id, [*session.scalars(drafts), 0])


def owe_draft_files(session: Session, now: datetime, consultation_id: int, drafts: Iterable[int]) -> None:
    """The papers of the drafts with these numbers anew, a job for each; 0 is the whole consultation."""
    for draft in drafts:
        jobs.enqueue_unbegun(session, MAKE, now, consultation_id=consultation_id, draft=draft)
