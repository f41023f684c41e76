"""An authority: the municipality, region or ministry that everything else belongs to."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import Base, Instant, Owned, owned, word
from consultation.vocabulary import AuthorityKind, ConsultationKind, Language


class Authority(Base):
    __tablename__ = "authority"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    host: Mapped[str | None] = mapped_column(unique=True)
    base_url: Mapped[str | None]
    name: Mapped[str]
    kind: Mapped[AuthorityKind] = mapped_column(word(AuthorityKind, "kind"))
    accent: Mapped[str] = mapped_column(default="#454545")
    department: Mapped[str]
    address: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]
    dpo: Mapped[str]
    accessibility_url: Mapped[str]


class AuthorityText(Owned, Base):
    """A versioned text in Markdown: kind "privacy", "privacy_short" (one line a point) or "policy".

    "glossary" explains the word in `code`, "law" has the address of the law in `code`; an empty one takes it off again.
    """

    __tablename__ = "authority_text"
    __table_args__ = owned(UniqueConstraint("authority_id", "kind", "code", "language", "version"))

    kind: Mapped[str]
    code: Mapped[str] = mapped_column(default="")
    language: Mapped[Language] = mapped_column(word(Language, "language"))
    version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)


class ClosureDay(Owned, Base):
    """A day on which the authority is closed, beside the holidays that everybody has."""

    __tablename__ = "closure_day"
    __table_args__ = owned(UniqueConstraint("authority_id", "on"))

    on: Mapped[date]
    name: Mapped[str]


class ShortestPeriod(Owned, Base):
    """The authority's own days and source for a kind of consultation; the newest row counts (R5)."""

    __tablename__ = "shortest_period"
    __table_args__ = owned(CheckConstraint("days > 0 AND source <> ''", name="has_days_and_source"))

    kind: Mapped[ConsultationKind] = mapped_column(word(ConsultationKind, "kind"))
    days: Mapped[int]
    source: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
