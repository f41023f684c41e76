"""The audit log: append-only and hash-chained per authority (R57, L2). Ids and codes only, never text."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import bindparam, event, insert, select, update
from sqlalchemy.orm import Session

from consultation.models import Audit, AuditHead, pending, table_of

_NOTED = "audit"
GENESIS = "0" * 64
_HEAD, _ADD = table_of(AuditHead), insert(table_of(Audit))
_OF_AUTHORITY = _HEAD.c.authority_id == bindparam("of")
_LOCK = select(_HEAD.c.seq, _HEAD.c.hash).where(_OF_AUTHORITY).with_for_update()
_BEGIN = insert(_HEAD)
_MOVE = update(_HEAD).where(_OF_AUTHORITY).values(seq=bindparam("new_seq"), hash=bindparam("new_hash"))
"""Made once: every act asks them."""

EVENTS: dict[str, frozenset[str]] = {
    name: frozenset(fields.split())
    for name, fields in {
        "authority.created": "",
        "authority.closure_day_added": "on",
        "authority.closure_day_removed": "on",
        "authority.shortest_period_set": "kind days",
        "authority.clock_differs": "",
        "log.checked": "seq sound",
        "log.exported": "count",
        "staff.invited": "roles",
        "staff.activated": "",
        "staff.signed_in": "",
        "staff.signed_out": "",
        "staff.sign_in_failed": "",
        "staff.disabled": "",
        "consultation.created": "",
        "consultation.copied": "source follow_up",
        "consultation.edited": "part",
        "consultation.published": "opens_at closes_at",
        "consultation.deadline_set": "seq closes_at",
        "consultation.party_deadline_set": "party closes_at",
        "consultation.cancelled": "",
        "consultation.meeting_recorded": "milestone",
        "consultation.agenda_time_set": "public_at",
        "consultation.approvals_set": "owner director",
        "draft.saved": "draft",
        "draft.version_published": "draft version",
        "draft.version_discarded": "draft",
        "draft.adopted": "draft version",
        "draft.cause_said": "version",
        "draft.read_in": "draft",
        "draft.imported": "draft left_out",
        "text.saved": "kind",
        "document.saved": "document",
        "document.removed": "document",
        "question.saved": "question",
        "question.removed": "question",
        "preview.made": "link may_remark ends_at",
        "preview.withdrawn": "link",
        "review.remarked": "remark draft by_link",
        "review.answered": "remark outcome",
        "party.included": "party",
        "party.opted_out": "party",
        "party.sent": "party",
        "party.removed": "party",
        "party.waived": "party",
        "parties.reminded": "count",
        "party.registered": "",
        "party.changed": "fields",
        "party.ended": "",
        "party.resumed": "",
        "response.received": "number channel",
        "response.registered": "number channel",
        "response.corrected": "version",
        "response.withdrawn": "by",
        "response.late_decided": "admitted",
        "response.confirmed": "",
        "response.admitted": "",
        "response.on_time": "",
        "response.party_joined": "heard_party",
        "response.link_issued": "serial",
        "response.email_changed": "",
        "responses.imported": "rows",
        "file.uploaded": "file",
        "access.opened": "purpose",
        "claim.taken": "",
        "claim.released": "",
        "finding.answered": "finding answer",
        "redaction.marked": "set",
        "file.said": "file act",
        "file.copied": "file result",
        "appeal.made": "appeal",
        "appeal.answered": "appeal outcome",
        "opinion.asked": "opinion kind",
        "opinion.withdrawn": "opinion",
        "note.added": "note",
        "queue.assigned": "staff responses",
        "queue.returned": "staff count",
        "response.assigned": "staff",
        "held_word.added": "kind",
        "held_word.ended": "",
        "decision.made": "seq kind reason",
        "breach.opened": "reason responses",
        "breach.noted": "kind code",
        "breach.closed": "outcome",
        "group.confirmed": "responses",
        "petition.registered": "signatures",
        "group.parted": "responses to",
        "group.proposed": "proposal kind responses",
        "group.proposal_withdrawn": "proposal",
        "point.made": "point",
        "point.changed": "point",
        "point.removed": "point",
        "point.split": "point into passages",
        "point.merged": "point into passages",
        "passage.settled": "count",
        "passage.reopened": "count",
        "position.saved": "position",
        "position.removed": "position",
        "position.restored": "position",
        "position.split": "position new points",
        "position.merged": "position count points",
        "position.step_undone": "position step",
        "points.moved": "position count",
        "position.decided": "position outcome",
        "theme.saved": "theme",
        "theme.main_chosen": "themes",
        "theme.merged": "theme into positions",
        "theme.withdrawn": "theme",
        "quotes.picked": "position passages",
        "remark.saved": "remark version",
        "standard.saved": "number version",
        "standard.withdrawn": "number withdrawn",
        "position.approved": "position step",
        "position.sent_back": "position step",
        "work.assigned": "staff count",
        "change.saved": "change",
        "journal.taken": "responses reason",
        "sheet.taken_in": "remarks outcomes",
        "change.removed": "change",
        "report.text_saved": "chapter number",
        "wording.answered": "place fault",
        "snapshot.frozen": "seq provisional",
        "package.made": "package",
        "package.downloaded": "file",
        "template.put_in_force": "",
        "template.withdrawn": "",
        "annex.published": "file",
        "annex.withdrawn": "",
        "message.queued": "kind",
        "message.failed": "kind",
        "message.posted": "kind",
        "message.opened": "kind",
        "message.sent_again": "by_letter",
        "outcomes.sent": "count",
        "letters.printed": "count",
        "subscription.confirmed": "",
        "subscription.ended": "",
        "job.retried": "job",
        "response.erased": "",
        "erasure.made": "table row",
    }.items()
}
"""Event name and the fields it must carry."""


@dataclass(frozen=True)
class _Entry:
    authority_id: int
    at: datetime
    actor: str
    event: str
    subject: str
    fields: str


def record(
    session: Session, authority_id: int, *, actor: str, at: datetime, event: str, subject: str, **fields: object
) -> None:
    """Notes an event; the entry is written when the session commits, with the chain's end locked last.

    `actor` is "staff:<id>", "sender" or "system"; `subject` is "<table>:<id>". Raises ValueError for an event that is
    not declared, or whose fields are not the declared ones.
    """
    if EVENTS.get(event) != frozenset(fields):
        raise ValueError(f"{event} is declared with {sorted(EVENTS.get(event, ()))}, not {sorted(fields)}")
    entry = _Entry(authority_id, at, actor, event, subject, canonical(fields))
    pending.note(session, _NOTED, entry)


class Noted(Protocol):
    """A row of one authority."""

    __tablename__: str

    @property
    def id(self) -> int: ...

    @property
    def authority_id(self) -> int: ...


def note(session: Session, row: Noted, actor: str, at: datetime, event: str, **fields: object) -> None:
    """`record` about a row: its authority, and "<table>:<id>" as the subject."""
    subject = f"{row.__tablename__}:{row.id}"
    record(session, row.authority_id, actor=actor, at=at, event=event, subject=subject, **fields)


def canonical(fields: dict[str, object]) -> str:
    return json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def digest(entry: _Entry | Audit, seq: int, previous: str) -> str:
    """SHA-256 over an entry's content, its place in the chain and the hash before it."""
    at = entry.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    parts = (entry.authority_id, seq, at, entry.actor, entry.event, entry.subject, entry.fields, previous)
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


@event.listens_for(Session, "before_commit")
def _append(session: Session) -> None:
    if session.in_nested_transaction():
        return
    entries: list[_Entry] = pending.take(session, _NOTED)
    if entries:
        session.flush()
    for authority_id in sorted({entry.authority_id for entry in entries}):
        _extend_chain(session, authority_id, [entry for entry in entries if entry.authority_id == authority_id])


def _extend_chain(session: Session, authority_id: int, entries: list[_Entry]) -> None:
    head = session.execute(_LOCK, {"of": authority_id}).one_or_none()
    last, newest = head or (0, GENESIS)
    rows = []
    for seq, entry in enumerate(entries, last + 1):
        previous, newest = newest, digest(entry, seq, newest)
        rows.append({"seq": seq, "previous": previous, "hash": newest, **vars(entry)})
    last += len(entries)
    if head is None:
        session.execute(_BEGIN, {"authority_id": authority_id, "seq": last, "hash": newest})
    else:
        session.execute(_MOVE, {"of": authority_id, "new_seq": last, "new_hash": newest})
    session.execute(_ADD, rows)
