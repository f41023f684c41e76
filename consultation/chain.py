"""Whether the log is whole: its chain from the beginning, held against heads that were kept since (L2).

Somebody with the database in their hands can write the chain anew from any entry on; a head that was mailed, printed on
a receipt or stored before does not fit it then.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from consultation.audit import GENESIS, canonical, digest, record
from consultation.models import Audit, AuditHead, Authority, Checkpoint

LATENESS = timedelta(minutes=15)
"""How much earlier than the check before it an entry may be dated: an act is dated when it begins."""
HEAD_MAIL = "log_head"
"""The kind of the message that takes the head out of the house."""
_SOUND = (
    select(Checkpoint)
    .where(
        Checkpoint.authority_id == bindparam("authority_id"),
        Checkpoint.at <= bindparam("until", type_=Checkpoint.at.type),
        Checkpoint.bad_seq.is_(None),
    )
    .order_by(Checkpoint.at.desc(), Checkpoint.id.desc())
    .limit(1)
)
"""Made once: every receipt asks it."""
_OF_CHECKING = canonical({"kind": HEAD_MAIL})


@dataclass(frozen=True)
class Head:
    """An end that the chain had: the last entry's number and hash; `at` where it is known when."""

    seq: int
    hash: str
    at: datetime | None = None


class Fault(NamedTuple):
    """The first entry that is not as it was, and what is wrong with it, in English for who runs the system."""

    seq: int
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Line:
    """An entry as evidence of what it tells; `sound`: it fits itself, the entry before it and the one after it."""

    seq: int
    hash: str
    at: datetime
    sound: bool


def faults(session: Session, authority_id: int, kept: Iterable[Head] = ()) -> list[Fault]:
    """What is wrong with a chain, the first bad entry named; `kept` are heads from elsewhere, beside those stored."""
    before = head_of(session, authority_id)
    heads = sorted([*_stored(session, authority_id), *kept], key=lambda one: one.seq)
    query = select(Audit).where(Audit.authority_id == authority_id).order_by(Audit.seq)
    expected, previous, rest = 1, GENESIS, list(heads)
    since: datetime | None = None
    with closing(session.scalars(query.execution_options(yield_per=1000))) as rows:
        for row in rows:
            if fault := _fault(row, expected, previous) or _late_fault(row, since):
                return [fault]
            while rest and rest[0].seq == row.seq:
                if rest[0].hash != row.hash:
                    return [Fault(row.seq, f"entry {row.seq} is not the one of the checkpoint")]
                since, rest = rest[0].at or since, rest[1:]
            if row.seq == before.seq and row.hash != before.hash:
                return [Fault(row.seq, f"the head is not the one of entry {row.seq}")]
            expected, previous = row.seq + 1, row.hash
    return _end_faults(before, head_of(session, authority_id), expected - 1, heads)


def _fault(row: Audit, expected: int, previous: str) -> Fault | None:
    if row.seq != expected:
        return Fault(expected, f"entry {expected} is missing")
    if row.previous != previous or row.hash != digest(row, row.seq, row.previous):
        return Fault(row.seq, f"entry {row.seq} has been changed")
    return None


def _late_fault(row: Audit, since: datetime | None) -> Fault | None:
    """Numbers order the log, not times; but what was not there at a check cannot have been done long before it."""
    if since is None or row.at >= since - LATENESS:
        return None
    return Fault(row.seq, f"entry {row.seq} is dated before the checkpoint that it follows")


def _end_faults(before: Head, after: Head, last: int, heads: list[Head]) -> list[Fault]:
    """The head is read before the entries and after them: others may have added some meanwhile."""
    if before.seq > last:
        return [Fault(last + 1, f"the last entries are missing: the chain ends at {last}, its head is {before.seq}")]
    if after.seq < last:
        return [Fault(after.seq + 1, f"entry {after.seq + 1} is behind the head of the chain")]
    if heads and heads[-1].seq > last:
        missing = f"the last entries are missing: the chain ends at {last}, the checkpoint is {heads[-1].seq}"
        return [Fault(last + 1, missing)]
    return []


def _stored(session: Session, authority_id: int) -> Iterator[Head]:
    sound = select(Checkpoint).where(Checkpoint.authority_id == authority_id, Checkpoint.bad_seq.is_(None))
    rows = session.scalars(sound)
    yield from (Head(row.seq, row.hash, row.at) for row in rows)


def head_of(session: Session, authority_id: int) -> Head:
    """The chain's end now."""
    row = session.execute(select(AuditHead.seq, AuditHead.hash).where(AuditHead.authority_id == authority_id)).first()
    return Head(row.seq, row.hash) if row else Head(0, GENESIS)


# Checkpoints: what the chain was when it was last checked


def last_checkpoint(session: Session, authority_id: int) -> Checkpoint | None:
    """The newest check of the whole log, sound or not."""
    query = select(Checkpoint).where(Checkpoint.authority_id == authority_id)
    return session.scalars(query.order_by(Checkpoint.id.desc()).limit(1)).one_or_none()


def sound_checkpoint(session: Session, authority_id: int, until: datetime) -> Checkpoint | None:
    """The newest check that found the log whole, until then."""
    return session.scalars(_SOUND, {"authority_id": authority_id, "until": until}).one_or_none()


def has_grown(session: Session, authority_id: int) -> bool:
    """Whether anything was noted since the newest check, apart from what checking itself notes."""
    newest = last_checkpoint(session, authority_id)
    own = (Audit.event == "log.checked") | ((Audit.event == "message.queued") & (Audit.fields == _OF_CHECKING))
    later = exists().where(Audit.authority_id == authority_id, Audit.seq > (newest.seq if newest else 0), ~own)
    return bool(session.scalar(select(later)))


def keep(session: Session, now: datetime, authority: Authority, head: Head, bad_seq: int | None) -> Checkpoint:
    """Stores what a check found: the head that it came to, and the first bad entry."""
    row = Checkpoint(authority_id=authority.id, seq=head.seq, hash=head.hash, at=now, bad_seq=bad_seq)
    session.add(row)
    record(
        session,
        authority.id,
        actor="system",
        at=now,
        event="log.checked",
        subject=f"authority:{authority.id}",
        seq=head.seq,
        sound=bad_seq is None,
    )
    session.flush()
    return row


def find_line(session: Session, authority_id: int, events: Iterable[str], subject: str) -> Line | None:
    """The first entry that tells one of these events of a subject ("response:12"); three rows are read."""
    of_authority = select(Audit).where(Audit.authority_id == authority_id)
    row = session.scalars(
        of_authority.where(Audit.subject == subject, Audit.event.in_(list(events))).order_by(Audit.seq).limit(1)
    ).one_or_none()
    if row is None:
        return None
    beside = session.scalars(of_authority.where(Audit.seq.in_((row.seq - 1, row.seq + 1))))
    near = {one.seq: one for one in beside}
    before, after = near.get(row.seq - 1), near.get(row.seq + 1)
    last = head_of(session, authority_id)
    sound = (
        row.hash == digest(row, row.seq, row.previous)
        and row.previous == (before.hash if before else GENESIS)
        and (after.previous if after else last.hash if last.seq == row.seq else None) == row.hash
    )
    return Line(row.seq, row.hash, row.at, sound)
