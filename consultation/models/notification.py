"""Messages: written in the transaction that causes them, delivered by a job, or printed as letters."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import Base, Instant, Owned, owned, word
from consultation.vocabulary import Language, MessageState


class Message(Owned, Base):
    """One event to one recipient, once (R48). Without an e-mail address it is a letter.

    `consultation_id` is None where it is about no consultation: to confirm that one follows an authority or a subject.
    `subscription_id` says that it goes to a follower, who can stop it.
    """

    __tablename__ = "message"
    __table_args__ = owned(
        UniqueConstraint("event_key", "recipient"),
        Index("ix_message_recipient", text("lower(recipient)")),
        consultation_id="consultation",
        response_id="response",
        subscription_id="subscription",
    )

    consultation_id: Mapped[int | None]
    response_id: Mapped[int | None]
    subscription_id: Mapped[int | None]
    event_key: Mapped[str]
    recipient: Mapped[str]
    language: Mapped[Language] = mapped_column(word(Language, "language"))
    subject: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[MessageState] = mapped_column(word(MessageState, "state"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)


class MessageDelivery(Owned, Base):
    """What a mail server answered."""

    __tablename__ = "message_delivery"
    __table_args__ = owned(message_id="message")

    message_id: Mapped[int]
    delivered: Mapped[bool]
    answer: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class Subscription(Owned, Base):
    """Who follows what by mail: one consultation, else a subject, else everything of the authority.

    `key` is what the secret of its link is made of. Nothing is sent but the question before `confirmed_at`, and nothing
    at all after `ended_at`. `email` is in lower case.
    """

    __tablename__ = "subscription"
    __table_args__ = owned(
        UniqueConstraint("token_hash"),
        CheckConstraint("subject = '' OR consultation_id IS NULL", name="one_scope"),
        Index(
            "uq_subscription_followed",
            "authority_id",
            "subject",
            text("coalesce(consultation_id, 0)"),
            "email",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        consultation_id="consultation",
    )

    subject: Mapped[str] = mapped_column(default="")
    consultation_id: Mapped[int | None]
    email: Mapped[str]
    language: Mapped[Language] = mapped_column(word(Language, "language"))
    key: Mapped[str]
    token_hash: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
