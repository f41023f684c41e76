"""What waits for a moderator, in the order in which it is taken: written in the transaction that changes it."""

from collections.abc import Collection, Iterable
from functools import cache

from sqlalchemy import Select, bindparam, delete, func, select, text, update
from sqlalchemy.orm import Session, aliased

from consultation.models import (
    Attachment,
    AttachmentAct,
    AttachmentText,
    BlobText,
    Decision,
    Finding,
    QueueEntry,
    Response,
    ResponseVersion,
)
from consultation.responses import queries
from consultation.responses.risk import RISKS, Risk, risk_of
from consultation.responses.suspicion import held_by
from consultation.vocabulary import DecisionKind, FileAct, FindingKind, LoginMode

_ENTER = text(
    "INSERT INTO queue_entry (authority_id, consultation_id, response_id, rank, received_at)"
    " VALUES (:authority_id, :consultation_id, :response_id, :rank, :received_at)"
    " ON CONFLICT (response_id) DO UPDATE SET rank = excluded.rank, opinion_id = NULL, parked_id = NULL"
).bindparams(bindparam("received_at", type_=QueueEntry.received_at.type))

_SEEN = select(AttachmentAct.id).where(AttachmentAct.attachment_id == Attachment.id, AttachmentAct.act == FileAct.READ)
_UNREAD = (
    select(Attachment.version_id)
    .join(AttachmentText, AttachmentText.attachment_id == Attachment.id)
    .join(BlobText, BlobText.id == AttachmentText.blob_text_id)
    .join(ResponseVersion, ResponseVersion.id == Attachment.version_id)
    .join(Response, Response.id == ResponseVersion.response_id)
    .where(BlobText.readable.is_(False), ~_SEEN.exists())
)
"""Versions with a file that a machine cannot read and nobody has read by eye (R28)."""


def enter_new(session: Session, response: Response) -> None:
    """It has just come in, and nobody has looked."""
    _enter(session, response, Risk.NONE)


def enter(session: Session, response: Response) -> None:
    """It waits again, or may be read from now on, with all that has been found in it."""
    _enter(session, response, _risk(session, response))


def refresh(session: Session, response: Response) -> None:
    """Something was found in it, or it has other words; nothing where it does not wait."""
    rank = _rank(response, _risk(session, response))
    session.execute(update(QueueEntry).where(QueueEntry.response_id == response.id).values(rank=rank))


def renew(session: Session, response: Response, staff_id: int | None = None) -> None:
    """Its sender has corrected it: what a colleague was asked about is no more (states.md).

    What was withheld comes back to who withheld it, `staff_id`.
    """
    values: dict[str, int | None] = {"rank": _rank(response, _risk(session, response))}
    values |= {"opinion_id": None, "parked_id": None} | ({"assigned_id": staff_id} if staff_id else {})
    session.execute(update(QueueEntry).where(QueueEntry.response_id == response.id).values(**values))


def leave(session: Session, response: Response) -> None:
    """It is decided, or withdrawn."""
    leave_all(session, [response.id])


def leave_all(session: Session, response_ids: Collection[int]) -> None:
    """The same for many responses."""
    session.execute(delete(QueueEntry).where(QueueEntry.response_id.in_(response_ids)))


def enter_all(session: Session, found: Iterable[tuple[Response, Risk]]) -> None:
    """Each of them waits again, with the gravest that has been found in it."""
    rows = [_entry(response, risk) for response, risk in found if not response.unconfirmed]
    if rows:
        session.execute(_ENTER, rows)


def risk(response: Response, found: Risk) -> Risk:
    """What a machine may have sent is taken last (B1)."""
    return Risk.HELD if held_by(response.suspicion, shown=response.has_shown_who) else found


def read(session: Session, consultation_id: int) -> dict[int, int]:
    """Response id -> rank of everything that is in the queue."""
    rows = session.execute(
        select(QueueEntry.response_id, QueueEntry.rank).where(QueueEntry.consultation_id == consultation_id)
    )
    return {row.response_id: row.rank for row in rows}


def recount(session: Session, consultation_id: int) -> dict[int, int]:
    """The same from the rows themselves; `consultation doctor` compares them with `read`."""
    found: dict[int, list[tuple[FindingKind, bool]]] = {}
    rows = session.execute(
        select(Finding.version_id, Finding.kind, Finding.sure)
        .join(ResponseVersion, ResponseVersion.id == Finding.version_id)
        .join(Response, Response.id == ResponseVersion.response_id)
        .where(Response.consultation_id == consultation_id)
    )
    for version_id, kind, sure in rows:
        found.setdefault(version_id, []).append((kind, sure))
    waiting = session.execute(_awaiting(), {"of": consultation_id}).all()
    unread = set(session.scalars(_UNREAD.where(Response.consultation_id == consultation_id)))
    return {
        response.id: _rank(response, risk_of(found.get(version_id, ()), unreadable=version_id in unread))
        for response, version_id in waiting
    }


@cache
def _awaiting() -> Select[Response, int]:
    """In the consultation :of: not withdrawn, the sender's address confirmed where it must be; no decision yet, or
    reopened by the newest."""
    newest = (
        select(Decision.kind)
        .where(Decision.response_id == Response.id)
        .order_by(Decision.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    newer = aliased(ResponseVersion)
    number = select(func.max(newer.number)).where(newer.response_id == Response.id).scalar_subquery()
    confirmed = (Response.login_mode != LoginMode.CONFIRMED) | Response.confirmed_at.is_not(None)
    return (
        select(Response, ResponseVersion.id)
        .join(ResponseVersion, (ResponseVersion.response_id == Response.id) & (ResponseVersion.number == number))
        .where(Response.consultation_id == bindparam("of"), Response.withdrawn_at.is_(None), confirmed)
        .where(func.coalesce(newest, DecisionKind.REOPEN).in_([DecisionKind.REOPEN]))
    )


def _enter(session: Session, response: Response, found: Risk) -> None:
    """Whose sender nobody has confirmed waits for that first (states.md)."""
    enter_all(session, [(response, found)])


def _entry(response: Response, found: Risk) -> dict[str, object]:
    return {
        "authority_id": response.authority_id,
        "consultation_id": response.consultation_id,
        "response_id": response.id,
        "rank": _rank(response, found),
        "received_at": response.received_at,
    }


def _rank(response: Response, found: Risk) -> int:
    return RISKS.index(risk(response, found))


def _risk(session: Session, response: Response) -> Risk:
    version = queries.newest_version(session, response.id)
    rows = session.execute(select(Finding.kind, Finding.sure).where(Finding.version_id == version.id))
    unread = session.scalar(_UNREAD.where(Attachment.version_id == version.id).limit(1)) is not None
    return risk_of([(kind, sure) for kind, sure in rows], unreadable=unread)
