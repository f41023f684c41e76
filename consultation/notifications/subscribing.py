"""Writes of following by mail: asked for, confirmed by who owns the address, ended by one press, then forgotten.

Kept are the address, what is followed and three times. An address that is not confirmed, and one whose owner has
stopped, is erased after KEPT, in the mails too; until then the link still says what became of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consultation import audit, jobs
from consultation.config import Settings
from consultation.errors import Conflict, NotFound
from consultation.lib.tokens import hash_token, keyed_hash, new_key
from consultation.models import Authority, Consultation, Erasure, Message, MessageDelivery, Subscription
from consultation.notifications import news, queries
from consultation.notifications.news import Following
from consultation.responses import formkeys, outbox
from consultation.vocabulary import Language, MessageState

FOLLOWER = "follower"
"""Who acts by the link in a mail, in the log."""
FORGET = "notifications.forget_subscription"
"""The job that erases; arguments: subscription_id."""
KEPT = timedelta(days=7)
END_WITH = "notifications.end_following"
"""The job that ends the following of one consultation; arguments: consultation_id."""
AFTER_THE_END = timedelta(days=30)


@dataclass(frozen=True)
class Scope:
    """What is followed: a consultation, else the subject with this code, else everything of the authority."""

    subject: str = ""
    consultation_id: int | None = None


def ask(
    session: Session,
    settings: Settings,
    now: datetime,
    owner: Authority,
    scope: Scope,
    email: str,
    language: Language,
) -> None:
    """Owes the address one mail with a link, whether it is known or not (A2); none where it has had five today (B3)."""
    email = email.lower()
    if outbox.is_often(session, email, now):
        return
    row = _find(session, owner, scope, email) or _begin(session, settings, now, owner, scope, email, language)
    if row.confirmed_at is None:
        row.asked_at, row.language = now, language
        jobs.enqueue(session, FORGET, now + KEPT, subscription_id=row.id)
    following = following_of(session, settings, row)
    words = news.already(following) if row.confirmed_at else news.confirm(following, KEPT.days)
    event = f"{outbox.CONFIRM_SUBSCRIPTION}:{row.id}:{now:%Y%m%d%H%M%S%f}"
    outbox.queue_to_follower(session, settings, now, row, scope.consultation_id, event=event, words=words)


def _find(session: Session, owner: Authority, scope: Scope, email: str) -> Subscription | None:
    about = Subscription.consultation_id
    return session.scalars(
        select(Subscription).where(
            Subscription.authority_id == owner.id,
            Subscription.subject == scope.subject,
            about.is_(None) if scope.consultation_id is None else about == scope.consultation_id,
            Subscription.email == email,
            Subscription.ended_at.is_(None),
        )
    ).one_or_none()


def _begin(
    session: Session,
    settings: Settings,
    now: datetime,
    owner: Authority,
    scope: Scope,
    email: str,
    language: Language,
) -> Subscription:
    """A new row. Conflict where the same was asked for at the same moment: then there is one."""
    key = new_key()
    row = Subscription(
        authority_id=owner.id,
        subject=scope.subject,
        consultation_id=scope.consultation_id,
        email=email,
        language=language,
        key=key,
        token_hash=hash_token(_token(settings.secret_key, key)),
        asked_at=now,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("asked for twice at once") from error
    return row


# The link


def get_by_token(session: Session, token: str) -> Subscription:
    """What the link in a mail is about. NotFound."""
    row = session.scalars(select(Subscription).where(Subscription.token_hash == hash_token(token))).one_or_none()
    if row is None:
        raise NotFound("no such link")
    return row


def find_link(settings: Settings, owner: Authority, row: Subscription) -> str:
    """The whole address at which the choice can be seen and stopped; "" where its key is one we have no more (M3)."""
    made = (_token(secret, row.key) for secret in settings.secret_keys)
    token = formkeys.find(made, row.token_hash)
    prefix = "/en" if row.language is Language.ENGLISH else ""
    return f"{outbox.base_of(settings, owner)}{prefix}/foelg/{token}" if token else ""


def following_of(session: Session, settings: Settings, row: Subscription) -> Following:
    """What a mail says of what is followed; a link whose key is gone is made anew, and the one before dies (M3)."""
    owner = session.get_one(Authority, row.authority_id)
    if not find_link(settings, owner, row):
        row.token_hash = hash_token(_token(settings.secret_key, row.key))
    contact = ", ".join(part for part in (owner.phone, owner.email) if part)
    what = what_of(session, row, row.language)
    return Following(row.language, what, find_link(settings, owner, row), owner.name, contact)


def what_of(session: Session, row: Subscription, language: Language) -> str:
    """What the row is about, in words that read on after "you follow"."""
    owner = session.get_one(Authority, row.authority_id)
    about = session.get(Consultation, row.consultation_id) if row.consultation_id is not None else None
    return news.what_words(language, owner.name, row.subject, about.title if about else "")


def _token(secret: str, key: str) -> str:
    return keyed_hash(secret, "subscription", key)[: formkeys.SECRET_DIGITS]


# By the owner of the address


def confirm(session: Session, now: datetime, row: Subscription) -> None:
    """From now on there are mails. Conflict where it is ended: the owner asks again."""
    if row.ended_at is not None:
        raise Conflict("it is ended")
    if row.confirmed_at is None:
        row.confirmed_at = now
        audit.note(session, row, FOLLOWER, now, "subscription.confirmed")
    session.flush()


def end(session: Session, now: datetime, row: Subscription) -> None:
    """No more mails, at once: what waits for the mail server does not leave. The same again changes nothing."""
    if row.ended_at is not None:
        return
    row.ended_at = now
    for message in queries.list_to_follower(session, row.id):
        _hold_back(message)
    audit.note(session, row, FOLLOWER, now, "subscription.ended")
    jobs.enqueue(session, FORGET, now + KEPT, subscription_id=row.id)
    session.flush()


def end_with(session: Session, _settings: Settings, now: datetime, *, consultation_id: int) -> None:
    """The job: nothing more will happen in the case, so nobody needs to be remembered for it."""
    about = Subscription.consultation_id == consultation_id
    for row in session.scalars(select(Subscription).where(about, Subscription.ended_at.is_(None))).all():
        end(session, now, row)


def owe_end(session: Session, now: datetime, consultation_id: int) -> None:
    """After its last news; the pause is for who wants to look at the choice in between."""
    key = f"{END_WITH}:{consultation_id}"
    jobs.enqueue(session, END_WITH, now + AFTER_THE_END, unique_key=key, consultation_id=consultation_id)


def _hold_back(message: Message) -> None:
    if message.state is MessageState.QUEUED:
        message.state = MessageState.KEPT


# Forgetting


def forget(session: Session, _settings: Settings, now: datetime, *, subscription_id: int) -> None:
    """The job: erases the address of who has not confirmed, or has stopped, and of every mail to it."""
    row = session.get(Subscription, subscription_id)
    if row is None or (row.ended_at is None and row.confirmed_at is not None):
        return
    if now < (row.ended_at or row.asked_at) + KEPT:
        return
    for message in queries.list_to_follower(session, row.id):
        _hold_back(message)
        message.recipient, message.body, message.subscription_id = f"erased:{message.id}", "", None
        _erase_answers(session, now, message)
    session.flush()
    session.delete(row)
    session.flush()


def _erase_answers(session: Session, now: datetime, message: Message) -> None:
    """A mail server's answer may name the address; it is blanked with leave, as the guards ask (L1)."""
    for answer in session.scalars(select(MessageDelivery).where(MessageDelivery.message_id == message.id)).all():
        if "@" not in answer.answer:
            continue
        leave = {"table_name": "message_delivery", "row_id": answer.id, "columns": ",answer,"}
        session.add(Erasure(**leave, reason="the follower has stopped", by="system", at=now))
        subject = f"message_delivery:{answer.id}"
        fields = {"table": "message_delivery", "row": answer.id}
        owner = answer.authority_id
        audit.record(session, owner, actor="system", at=now, event="erasure.made", subject=subject, **fields)
        session.flush()
        answer.answer = ""
