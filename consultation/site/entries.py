"""Reads of the audit log: who did what, newest first (R57); and of what the worker owes."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, func, literal, or_, select
from sqlalchemy.orm import Session

from consultation.models import Audit, Job, Message, Outage, Response
from consultation.vocabulary import JobState, MessageState

MOST_JOBS = 100
_ADDRESS = re.compile(r"[^\s<>\"']+@[^\s<>\"']+")


@dataclass(frozen=True)
class Filter:
    """Which entries; "" and None leave a condition out. `before` and `after` are sequence numbers."""

    event: str = ""
    actor: str = ""
    consultation_id: int | None = None
    before: int | None = None
    after: int | None = None


def list_entries(session: Session, authority_id: int, wanted: Filter, size: int) -> Sequence[Audit]:
    """At most `size` entries, newest first; with `after` the oldest first of those that are newer."""
    query = select(Audit).where(Audit.authority_id == authority_id)
    if wanted.event:
        query = query.where(Audit.event == wanted.event)
    if wanted.actor:
        query = query.where(Audit.actor == wanted.actor)
    if wanted.consultation_id is not None:
        own = select(literal("response:") + cast(Response.id, String)).where(
            Response.consultation_id == wanted.consultation_id
        )
        subject = f"consultation:{wanted.consultation_id}"
        query = query.where(or_(Audit.subject == subject, Audit.subject.in_(own)))
    if wanted.after is not None:
        return session.scalars(query.where(Audit.seq > wanted.after).order_by(Audit.seq).limit(size)).all()
    if wanted.before is not None:
        query = query.where(Audit.seq < wanted.before)
    return session.scalars(query.order_by(Audit.seq.desc()).limit(size)).all()


def fields_of(entry: Audit) -> list[tuple[str, str]]:
    """The ids and codes of an entry."""
    found: dict[str, Any] = json.loads(entry.fields)
    return [
        (name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)) for name, value in found.items()
    ]


def list_jobs(session: Session, state: JobState) -> Sequence[Job]:
    """What the worker owes, or has given up."""
    return session.scalars(select(Job).where(Job.state == state).order_by(Job.due_at, Job.id).limit(MOST_JOBS)).all()


def count_jobs(session: Session) -> dict[JobState, int]:
    rows = session.execute(select(Job.state, func.count(Job.id)).group_by(Job.state))
    return {row[0]: row[1] for row in rows}


def count_messages(session: Session, authority_id: int) -> dict[MessageState, int]:
    rows = session.execute(
        select(Message.state, func.count(Message.id))
        .where(Message.authority_id == authority_id)
        .group_by(Message.state)
    )
    return {row[0]: row[1] for row in rows}


def without_addresses(error: str) -> str:
    """What a mail server said, without whom it was to: an administrator runs the system and reads no mail (P7)."""
    return _ADDRESS.sub("…@…", error)


def list_outages(session: Session, after: datetime) -> Sequence[Outage]:
    """Time in which the system could not do its work, newest first (V4)."""
    return session.scalars(select(Outage).where(Outage.to_at > after).order_by(Outage.from_at.desc())).all()
