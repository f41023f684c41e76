"""Messages: written in the transaction that causes them, delivered by a job, or printed as letters."""

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import Base, Instant, Owned, owned, word
from consultation.vocabulary import Language, MessageState


class Message(Owned, Base):
    """One event to one recipient, once (R48). Without an e-mail address it is a letter."""

    __tablename__ = "message"
    __table_args__ = owned(
        UniqueConstraint("event_key", "recipient"),
        Index("ix_message_recipient", text("lower(recipient)")),
        consultation_id="consultation",
        response_id="response",
    )

    consultation_id: Mapped[int]
    response_id: Mapped[int | None]
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
