"""Messages owed: a row in the transaction of its cause (D6), with the link that only its cause knows in clear."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from consultation import audit, jobs
from consultation.config import Settings
from consultation.lib.tokens import keyed_hash
from consultation.models import Authority, Consultation, Message, Response, Staff, Subscription
from consultation.responses.receipts import Words
from consultation.vocabulary import Language, MessageState

DELIVER = "notifications.deliver"
"""The job that sends a message; arguments: message_id."""

CONFIRM_SUBSCRIPTION = "subscription_confirm"
ASKED_FOR = ("lost_links", "receipt_again", CONFIRM_SUBSCRIPTION)
"""Kinds of mails that anybody can ask for as often as they like."""
MOST_A_DAY = 5
_OWED = select(Message).where(Message.event_key == bindparam("event"), Message.recipient == bindparam("recipient"))
"""Made once: every sending asks it."""


def queue_mail(
    session: Session,
    settings: Settings,
    now: datetime,
    consultation: Consultation,
    *,
    event: str,
    recipient: str,
    words: Words,
    language: Language = Language.DANISH,
    response: Response | None = None,
) -> Message:
    """Owes one recipient a mail about one event, once (R48); without a mail server it is kept for staff to read.

    `event` names what happened, for example "receipt:12"; the same event and recipient give the same row.
    """
    state = MessageState.QUEUED if settings.mail_url else MessageState.KEPT
    about = {"consultation_id": consultation.id, "response_id": response.id if response else None}
    row = _row(session, settings, now, consultation.authority, event, recipient, words, language, state, **about)
    return _owed(session, now, row)


def queue_to_follower(
    session: Session,
    settings: Settings,
    now: datetime,
    subscription: Subscription,
    consultation_id: int | None,
    *,
    event: str,
    words: Words,
) -> Message:
    """The same to somebody who follows; None for the id where the mail is about the following itself."""
    state = MessageState.QUEUED if settings.mail_url else MessageState.KEPT
    owner = session.get_one(Authority, subscription.authority_id)
    about = {"consultation_id": consultation_id, "subscription_id": subscription.id}
    to, language = subscription.email, subscription.language
    return _owed(session, now, _row(session, settings, now, owner, event, to, words, language, state, **about))


def queue_to_staff(
    session: Session,
    settings: Settings,
    now: datetime,
    owner: Authority,
    staff: Staff,
    *,
    event: str,
    words: Words,
) -> Message:
    """The same to a member of staff, about no consultation."""
    state = MessageState.QUEUED if settings.mail_url else MessageState.KEPT
    return _owed(session, now, _row(session, settings, now, owner, event, staff.email, words, staff.language, state))


def _owed(session: Session, now: datetime, row: tuple[Message, bool]) -> Message:
    message, new = row
    if new and message.state is MessageState.QUEUED:
        jobs.enqueue(session, DELIVER, now, unique_key=f"{DELIVER}:{message.id}", message_id=message.id)
    return message


def queue_letter(
    session: Session,
    settings: Settings,
    now: datetime,
    consultation: Consultation,
    *,
    event: str,
    recipient: str,
    words: Words,
    language: Language = Language.DANISH,
    response: Response | None = None,
) -> Message:
    """A letter to print for somebody without an e-mail address; `recipient` is name and address in lines."""
    state = MessageState.LETTER
    about = {"consultation_id": consultation.id, "response_id": response.id if response else None}
    return _row(session, settings, now, consultation.authority, event, recipient, words, language, state, **about)[0]


def is_often(session: Session, recipient: str, now: datetime) -> bool:
    """Whether an address has had as many mails as one may ask for in a day; nobody is flooded through us (B3)."""
    recent = select(func.count(Message.id)).where(
        func.lower(Message.recipient) == recipient.lower(), Message.made_at > now - timedelta(days=1)
    )
    asked = recent.where(or_(*(Message.event_key.startswith(f"{kind}:") for kind in ASKED_FOR)))
    return (session.scalar(asked) or 0) >= MOST_A_DAY


def base_url(settings: Settings, consultation: Consultation) -> str:
    """The address that links in messages begin with; configured, never from a header (A5)."""
    return base_of(settings, consultation.authority)


def base_of(settings: Settings, owner: Authority) -> str:
    """The same for what is about no consultation."""
    return (owner.base_url or settings.base_url).rstrip("/")


def _row(
    session: Session,
    settings: Settings,
    now: datetime,
    owner: Authority,
    event: str,
    recipient: str,
    words: Words,
    language: Language,
    state: MessageState,
    **about: int | None,
) -> tuple[Message, bool]:
    """`about` are the ids of what the message is about, by their columns."""
    found = session.scalars(_OWED, {"event": event, "recipient": recipient}).one_or_none()
    if found is not None:
        return found, False
    host = urlsplit(base_of(settings, owner)).hostname or "localhost"
    name = keyed_hash(settings.secret_key, "message", f"{event}\n{recipient}")[:32]
    message = Message(
        **about,
        authority_id=owner.id,
        event_key=event,
        recipient=recipient,
        language=language,
        subject=words.subject,
        body=words.body,
        message_id=f"<{name}@{host}>",
        state=state,
        made_at=now,
    )
    session.add(message)
    session.flush()
    kind = event.partition(":")[0]
    audit.record(
        session,
        owner.id,
        actor="system",
        at=now,
        event="message.queued",
        subject=f"message:{message.id}",
        kind=kind,
    )
    return message, True
