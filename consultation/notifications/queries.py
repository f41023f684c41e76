"""Reads of messages and of whom an event concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.models import Deadline, HeardParty, Message, MessageDelivery, Response, ResponseVersion
from consultation.vocabulary import MessageState


@dataclass(frozen=True)
class Reader:
    """Who has answered, and where to write to them."""

    response: Response
    email: str


def list_readers(session: Session, consultation_id: int) -> list[Reader]:
    """Every response that stands and has an e-mail address, in the order of coming in."""
    newest = (
        select(ResponseVersion.response_id, func.max(ResponseVersion.number).label("number"))
        .group_by(ResponseVersion.response_id)
        .subquery()
    )
    rows = session.execute(
        select(Response, ResponseVersion.email)
        .join(ResponseVersion, ResponseVersion.response_id == Response.id)
        .join(newest, (newest.c.response_id == Response.id) & (newest.c.number == ResponseVersion.number))
        .where(
            Response.consultation_id == consultation_id,
            Response.withdrawn_at.is_(None),
            ResponseVersion.email != "",
        )
        .order_by(Response.id)
    )
    return [Reader(response, email) for response, email in rows]


def list_messages(
    session: Session, consultation_id: int, after: str | None, before: str | None, limit: int
) -> Sequence[Message]:
    """Newest first: older than the message with the id `after`; or newer than `before`, in reverse order."""
    query = select(Message).where(Message.consultation_id == consultation_id)
    if before is not None and before.isdigit():
        return session.scalars(query.where(Message.id > int(before)).order_by(Message.id).limit(limit)).all()
    if after is not None and after.isdigit():
        query = query.where(Message.id < int(after))
    return session.scalars(query.order_by(Message.id.desc()).limit(limit)).all()


def count_by_state(session: Session, consultation_id: int) -> dict[MessageState, int]:
    rows = session.execute(
        select(Message.state, func.count(Message.id))
        .where(Message.consultation_id == consultation_id)
        .group_by(Message.state)
    )
    return {row[0]: row[1] for row in rows}


def list_letters(session: Session, consultation_id: int) -> Sequence[Message]:
    """Letters to print, oldest first."""
    return session.scalars(
        select(Message)
        .where(Message.consultation_id == consultation_id, Message.state == MessageState.LETTER)
        .order_by(Message.id)
    ).all()


def last_answer(session: Session, message_id: int) -> str:
    """What the mail server said last; "" before it was asked."""
    answer = session.scalar(
        select(MessageDelivery.answer)
        .where(MessageDelivery.message_id == message_id)
        .order_by(MessageDelivery.id.desc())
        .limit(1)
    )
    return answer or ""


def list_asked(session: Session, consultation_id: int) -> Sequence[HeardParty]:
    """The heard parties that have got their letter and are still on the list."""
    return session.scalars(
        select(HeardParty)
        .where(
            HeardParty.consultation_id == consultation_id,
            HeardParty.sent_at.is_not(None),
            HeardParty.removed_at.is_(None),
        )
        .order_by(HeardParty.id)
    ).all()


def own_deadline(session: Session, heard_party_id: int) -> datetime | None:
    """A heard party's own, exclusive; None where it has the same as all."""
    return session.scalar(select(func.max(Deadline.closes_at)).where(Deadline.heard_party_id == heard_party_id))
