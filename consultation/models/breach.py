"""Breaches of personal data security: opened by a takedown, with the clock of GDPR 33, never overwritten (R35)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import Base, Instant, Owned, owned, word
from consultation.vocabulary import BreachEntryKind, BreachOutcome, Reason


class Breach(Owned, Base):
    """`seq` is its number in the authority; `due_at` is when Datatilsynet must have heard of it, 72 hours on."""

    __tablename__ = "breach"
    __table_args__ = owned(
        UniqueConstraint("authority_id", "seq"),
        CheckConstraint("found_at < due_at", name="due_after_found"),
        CheckConstraint(
            "(closed_at IS NULL) = (outcome IS NULL) AND (closed_at IS NULL) = (closed_by IS NULL)", name="closed_whole"
        ),
        CheckConstraint("closed_at IS NULL OR closed_reason <> ''", name="closed_has_reason"),
        Index("ix_breach_open", "authority_id", "closed_at", "due_at"),
        consultation_id="consultation",
    )

    seq: Mapped[int]
    consultation_id: Mapped[int]
    reason: Mapped[Reason] = mapped_column(word(Reason, "reason"))
    found_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    opened_by: Mapped[str]
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by: Mapped[str | None]
    outcome: Mapped[BreachOutcome | None] = mapped_column(word(BreachOutcome, "outcome"))
    closed_reason: Mapped[str] = mapped_column(Text, default="")


class BreachResponse(Owned, Base):
    """A response that a breach is about, and when everybody could read it. `shown_from` is before `hidden_at`."""

    __tablename__ = "breach_response"
    __table_args__ = owned(
        UniqueConstraint("breach_id", "decision_id"),
        CheckConstraint("shown_from < hidden_at", name="was_shown"),
        breach_id="breach",
        response_id="response",
        decision_id="decision",
    )

    breach_id: Mapped[int]
    response_id: Mapped[int]
    decision_id: Mapped[int]
    shown_from: Mapped[datetime] = mapped_column(Instant)
    hidden_at: Mapped[datetime] = mapped_column(Instant)


class BreachEntry(Owned, Base):
    """What was done or written about a breach; the newest of a kind and code counts.

    `code` is the task or the notice that it is about, "" for a note.
    """

    __tablename__ = "breach_entry"
    __table_args__ = owned(UniqueConstraint("breach_id", "seq"), breach_id="breach")

    breach_id: Mapped[int]
    seq: Mapped[int]
    kind: Mapped[BreachEntryKind] = mapped_column(word(BreachEntryKind, "kind"))
    code: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class AnnexWithdrawal(Owned, Base):
    """A paper that was taken off the page again because a response in it was taken down (R35)."""

    __tablename__ = "annex_withdrawal"
    __table_args__ = owned(
        UniqueConstraint("annex_id"),
        consultation_id="consultation",
        annex_id="published_annex",
        response_id="response",
    )

    consultation_id: Mapped[int]
    annex_id: Mapped[int]
    response_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)
