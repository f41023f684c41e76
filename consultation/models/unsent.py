"""An answer that is being written (kladde): on the server from the first POST, reached by its own link."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import NO_WORDS, Base, Instant, Owned, owned, word
from consultation.vocabulary import Language, Stance


class Unsent(Owned, Base):
    """`about` is the fields of "Om dig" as JSON; `form_key` is the key that makes sending happen once (C3).

    `remind_to` is where to remind of it before the deadline, "" where nobody asked for that. `trapped`: a field that
    no person sees was filled (B2). `easy`: written on the page with three questions (interface.md 4.4).
    `lead_code_hash` is the code by which colleagues join, while it is open.
    """

    __tablename__ = "unsent"
    __table_args__ = owned(consultation_id="consultation", heard_party_id="heard_party", response_id="response")

    consultation_id: Mapped[int]
    token_hash: Mapped[str] = mapped_column(unique=True)
    form_key: Mapped[str] = mapped_column(unique=True)
    begun_at: Mapped[datetime] = mapped_column(Instant)
    language: Mapped[Language] = mapped_column(word(Language, "language"), default=Language.DANISH)
    heard_party_id: Mapped[int | None]
    trapped: Mapped[bool] = mapped_column(default=False)
    easy: Mapped[bool] = mapped_column(default=False)
    about: Mapped[str] = mapped_column(Text, default="{}")
    remind_to: Mapped[str] = mapped_column(default="")
    lead_code_hash: Mapped[str | None] = mapped_column(unique=True)
    delete_on: Mapped[date]
    response_id: Mapped[int | None]


class UnsentPart(Owned, Base):
    """What is written about the whole (no version), a draft, one section of it, or in answer to a question.

    `quote` are the words of the section that it is about: as the draft has them, from code point `quote_start` of the
    section's text on, or as they were typed where they do not stand there.
    """

    __tablename__ = "unsent_part"
    __table_args__ = owned(
        Index(
            "uq_unsent_part_place",
            "unsent_id",
            text("coalesce(version_id, 0)"),
            text("coalesce(section_id, 0)"),
            text("coalesce(question_id, 0)"),
            unique=True,
        ),
        CheckConstraint("section_id IS NULL OR version_id IS NOT NULL", name="section_has_version"),
        CheckConstraint("quote = '' OR section_id IS NOT NULL", name="quote_has_section"),
        CheckConstraint("quote_start IS NULL OR (quote_start >= 0 AND quote <> '')", name="start_has_quote"),
        unsent_id="unsent",
        version_id="draft_version",
        section_id="section",
        question_id="question",
    )

    unsent_id: Mapped[int]
    version_id: Mapped[int | None]
    section_id: Mapped[int | None]
    question_id: Mapped[int | None]
    choices: Mapped[str] = mapped_column(default="[]")
    text: Mapped[str] = mapped_column(Text, default="")
    stance: Mapped[Stance | None] = mapped_column(word(Stance, "stance"))
    proposed_text: Mapped[str] = mapped_column(Text, default="")
    quote: Mapped[str] = mapped_column(Text, default="", server_default=NO_WORDS)
    quote_start: Mapped[int | None]
    saved_at: Mapped[datetime] = mapped_column(Instant)


class UnsentSave(Owned, Base):
    """Earlier texts of a part, kept for the life of the unsent answer: two windows lose nothing."""

    __tablename__ = "unsent_save"
    __table_args__ = owned(part_id="unsent_part")

    part_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    proposed_text: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(Instant)


class UnsentFile(Owned, Base):
    """A file stored at once, before the answer is sent."""

    __tablename__ = "unsent_file"
    __table_args__ = owned(unsent_id="unsent", blob_id="blob")

    unsent_id: Mapped[int]
    blob_id: Mapped[int]
    original_name: Mapped[str]
    alt: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime] = mapped_column(Instant)


class UnsentAuthor(Owned, Base):
    """A colleague who writes along; the link dies when `removed_at` is set, what was written stays."""

    __tablename__ = "unsent_author"
    __table_args__ = owned(unsent_id="unsent")

    unsent_id: Mapped[int]
    token_hash: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    joined_at: Mapped[datetime] = mapped_column(Instant)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)


class UnsentContribution(Owned, Base):
    """A colleague's words about one place; no part of the answer until the lead has put them in."""

    __tablename__ = "unsent_contribution"
    __table_args__ = owned(
        Index(
            "uq_unsent_contribution_place",
            "author_id",
            text("coalesce(version_id, 0)"),
            text("coalesce(section_id, 0)"),
            unique=True,
        ),
        CheckConstraint("section_id IS NULL OR version_id IS NOT NULL", name="section_has_version"),
        author_id="unsent_author",
        version_id="draft_version",
        section_id="section",
    )

    author_id: Mapped[int]
    version_id: Mapped[int | None]
    section_id: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime] = mapped_column(Instant)
    inserted_at: Mapped[datetime | None] = mapped_column(Instant)
