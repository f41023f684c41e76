"""Reads of messages and of whom an event concerns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from consultation.config import Settings
from consultation.errors import NotFound
from consultation.lib.integers import read_integer
from consultation.models import (
    Answer,
    Consultation,
    Draft,
    DraftVersion,
    HeardParty,
    Message,
    MessageDelivery,
    Response,
    ResponseContact,
    ResponseVersion,
    Subscription,
)
from consultation.notifications.messages import About
from consultation.responses import outbox, sending
from consultation.responses import queries as responses
from consultation.vocabulary import Language, MessageState


@dataclass(frozen=True)
class Reader:
    """Who has answered, and where to write to them: an e-mail address, or the lines of a postal one; or neither."""

    response: Response
    email: str
    letter_to: str


@dataclass(frozen=True)
class Followers:
    """Numbers of those who have confirmed: of one consultation, of its subject, of everything of the authority."""

    consultation: int
    subject: int
    authority: int


def list_readers(session: Session, consultation_id: int) -> list[Reader]:
    """The sender of every response that stands, in the order of coming in; who has not confirmed the address that was
    given is somebody whom nothing can be told (B3)."""
    newest = (
        select(ResponseVersion.response_id, func.max(ResponseVersion.number).label("number"))
        .group_by(ResponseVersion.response_id)
        .subquery()
    )
    rows = session.execute(
        select(Response, ResponseVersion)
        .join(ResponseVersion, ResponseVersion.response_id == Response.id)
        .join(newest, (newest.c.response_id == Response.id) & (newest.c.number == ResponseVersion.number))
        .where(Response.consultation_id == consultation_id, Response.withdrawn_at.is_(None))
        .order_by(Response.id)
    )
    changed = _changed_addresses(session, consultation_id)
    return [
        Reader(response, "", "")
        if response.unconfirmed
        else Reader(response, changed.get(response.id, version.email), sending.postal_of(responses.sender_of(version)))
        for response, version in rows
    ]


def _changed_addresses(session: Session, consultation_id: int) -> dict[int, str]:
    """Response id -> the e-mail address that its sender gave last, where it is another one than the version's."""
    rows = session.execute(
        select(ResponseContact.response_id, ResponseContact.email)
        .join(Response, Response.id == ResponseContact.response_id)
        .where(Response.consultation_id == consultation_id)
        .order_by(ResponseContact.id)
    )
    return {row.response_id: row.email for row in rows}


def list_unreachable(session: Session, consultation_id: int) -> list[Reader]:
    """Those who are told nothing: there is neither an e-mail address nor a postal one."""
    return [reader for reader in list_readers(session, consultation_id) if not reader.email and not reader.letter_to]


def list_messages(
    session: Session, consultation_id: int, after: str | None, before: str | None, limit: int
) -> Sequence[Message]:
    """Newest first: older than the message with the id `after`; or newer than `before`, in reverse order.

    Mails to followers are not among them: staff see how many follow, never who.
    """
    query = select(Message).where(Message.consultation_id == consultation_id, Message.subscription_id.is_(None))
    if (newer := read_integer(before)) is not None:
        return session.scalars(query.where(Message.id > newer).order_by(Message.id).limit(limit)).all()
    if (older := read_integer(after)) is not None:
        query = query.where(Message.id < older)
    return session.scalars(query.order_by(Message.id.desc()).limit(limit)).all()


def get_message(session: Session, consultation_id: int, message_id: int) -> Message:
    """One of those that `list_messages` lists. NotFound."""
    message = session.get(Message, message_id)
    if message is None or message.consultation_id != consultation_id or message.subscription_id is not None:
        raise NotFound("no such message")
    return message


def numbers_of(session: Session, messages: Iterable[Message]) -> dict[int, str]:
    """Message -> the number of the response that it is about; nothing for those that are about none."""
    about = {one.id: one.response_id for one in messages if one.response_id is not None}
    rows = session.scalars(select(Response).where(Response.id.in_(set(about.values()))))
    labels = {row.id: responses.number_of(row) for row in rows}
    return {message_id: labels[response_id] for message_id, response_id in about.items()}


def count_by_state(session: Session, consultation_id: int) -> dict[MessageState, int]:
    rows = session.execute(
        select(Message.state, func.count(Message.id))
        .where(Message.consultation_id == consultation_id, Message.subscription_id.is_(None))
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


def list_readers_of_draft(session: Session, draft: Draft) -> list[Reader]:
    """Those of `list_readers` whose newest version is about this draft, one of its sections, or the whole."""
    newest = (
        select(ResponseVersion.response_id, func.max(ResponseVersion.number).label("number"))
        .group_by(ResponseVersion.response_id)
        .subquery()
    )
    about = set(
        session.scalars(
            select(ResponseVersion.response_id)
            .join(
                newest,
                (newest.c.response_id == ResponseVersion.response_id) & (newest.c.number == ResponseVersion.number),
            )
            .join(Answer, Answer.version_id == ResponseVersion.id)
            .outerjoin(DraftVersion, DraftVersion.id == Answer.draft_version_id)
            .where((DraftVersion.draft_id == draft.id) | Answer.draft_version_id.is_(None))
        )
    )
    return [reader for reader in list_readers(session, draft.consultation_id) if reader.response.id in about]


# Followers


def list_followers(session: Session, consultation: Consultation) -> Sequence[Subscription]:
    """Who has confirmed to follow it, its subject or its authority, and has not stopped; the narrowest choice first."""
    wide = Subscription.consultation_id.is_(None) & Subscription.subject.in_(["", consultation.subject])
    return session.scalars(
        _following(consultation.authority_id)
        .where((Subscription.consultation_id == consultation.id) | wide)
        .order_by(Subscription.consultation_id.is_(None), Subscription.subject.desc(), Subscription.id)
    ).all()


def count_followers(session: Session, consultation: Consultation) -> Followers:
    """How many follow each; one address may be in all three. Nobody sees who they are."""
    rows = _following(consultation.authority_id).subquery()
    counted = session.execute(
        select(
            func.count().filter(rows.c.consultation_id == consultation.id),
            func.count().filter(rows.c.consultation_id.is_(None), rows.c.subject == consultation.subject),
            func.count().filter(rows.c.consultation_id.is_(None), rows.c.subject == ""),
        ).select_from(rows)
    ).one()
    return Followers(counted[0], counted[1] if consultation.subject else 0, counted[2])


def _following(authority_id: int) -> Select[Subscription]:
    return select(Subscription).where(
        Subscription.authority_id == authority_id,
        Subscription.confirmed_at.is_not(None),
        Subscription.ended_at.is_(None),
    )


def list_told(session: Session, events: Sequence[str]) -> set[str]:
    """The addresses, in lower case, that have a message about one of these events."""
    return {one.lower() for one in session.scalars(select(Message.recipient).where(Message.event_key.in_(events)))}


def list_to_follower(session: Session, subscription_id: int) -> Sequence[Message]:
    return session.scalars(select(Message).where(Message.subscription_id == subscription_id)).all()


def about_of(settings: Settings, consultation: Consultation, language: Language) -> About:
    """What a message says of a consultation, and the address of its page."""
    authority = consultation.authority
    prefix = "/en" if language is Language.ENGLISH else ""
    contact = (consultation.contact_phone or authority.phone, consultation.contact_email or authority.email)
    return About(
        language=language,
        title=consultation.title,
        url=f"{outbox.base_url(settings, consultation)}{prefix}/hoeringer/{consultation.slug}",
        authority=authority.name,
        contact=", ".join(part for part in contact if part),
    )
