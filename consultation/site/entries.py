"""Reads of the audit log: who did what, newest first (R57); and of what the worker owes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, String, cast, func, literal, or_, select
from sqlalchemy.orm import Session

from consultation.models import Audit, Consultation, Job, Message, Outage, Response
from consultation.responses.rules import number_label
from consultation.vocabulary import JobState, MessageState

MOST_JOBS = 100
CHUNK = 1000
"""Entries that are read and written at a time."""
_ADDRESS = re.compile(r"[^\s<>\"']+@[^\s<>\"']+")


@dataclass(frozen=True)
class Filter:
    """Which entries; "" and None leave a condition out. `event` is one, or all of a kind ("response.").

    `before` and `after` are sequence numbers; `ends` is exclusive.
    """

    event: str = ""
    actor: str = ""
    consultation_id: int | None = None
    response_id: int | None = None
    begins: datetime | None = None
    ends: datetime | None = None
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True)
class Subject:
    """A consultation, or the response of it with this number, that an entry is about."""

    slug: str
    title: str
    number: str = ""


def list_entries(session: Session, authority_id: int, wanted: Filter, size: int) -> Sequence[Audit]:
    """At most `size` entries, newest first; with `after` the oldest first of those that are newer."""
    query = _chosen(authority_id, wanted)
    if wanted.after is not None:
        return session.scalars(query.where(Audit.seq > wanted.after).order_by(Audit.seq).limit(size)).all()
    if wanted.before is not None:
        query = query.where(Audit.seq < wanted.before)
    return session.scalars(query.order_by(Audit.seq.desc()).limit(size)).all()


def stream_entries(session: Session, authority_id: int, wanted: Filter) -> Iterator[Sequence[Audit]]:
    """All of these, oldest first, a thousand at a time."""
    query = _chosen(authority_id, wanted).order_by(Audit.seq).execution_options(yield_per=CHUNK)
    with closing(session.scalars(query)) as rows:
        yield from rows.partitions()


def count_entries(session: Session, authority_id: int, wanted: Filter) -> int:
    """How many these are, for the log itself to say what was taken."""
    return session.scalar(select(func.count()).select_from(_chosen(authority_id, wanted).subquery())) or 0


def _chosen(authority_id: int, wanted: Filter) -> Select[Audit]:
    query = select(Audit).where(Audit.authority_id == authority_id)
    if wanted.event:
        one = Audit.event == wanted.event
        query = query.where(Audit.event.startswith(wanted.event) if wanted.event.endswith(".") else one)
    if wanted.actor:
        query = query.where(Audit.actor == wanted.actor)
    if wanted.begins is not None:
        query = query.where(Audit.at >= wanted.begins)
    if wanted.ends is not None:
        query = query.where(Audit.at < wanted.ends)
    if wanted.response_id is not None:
        return query.where(Audit.subject == f"response:{wanted.response_id}")
    if wanted.consultation_id is not None:
        own = select(literal("response:") + cast(Response.id, String)).where(
            Response.consultation_id == wanted.consultation_id
        )
        subject = f"consultation:{wanted.consultation_id}"
        query = query.where(or_(Audit.subject == subject, Audit.subject.in_(own)))
    return query


def subjects_of(session: Session, entries: Iterable[Audit]) -> dict[str, Subject]:
    """What the entries are about, by their subjects: responses and consultations; two statements."""
    ids: dict[str, set[int]] = {}
    for table, _colon, number in (one.subject.partition(":") for one in entries):
        ids.setdefault(table, set()).add(int(number))
    responses = session.execute(
        select(Response.id, Response.series, Response.seq, Consultation.slug, Consultation.title)
        .join(Consultation, Consultation.id == Response.consultation_id)
        .where(Response.id.in_(ids.get("response", ())))
    )
    found = {f"response:{row.id}": Subject(row.slug, row.title, number_label(row.series, row.seq)) for row in responses}
    consultations = session.execute(
        select(Consultation.id, Consultation.slug, Consultation.title).where(
            Consultation.id.in_(ids.get("consultation", ()))
        )
    )
    return found | {f"consultation:{row.id}": Subject(row.slug, row.title) for row in consultations}


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
