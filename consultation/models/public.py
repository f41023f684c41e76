"""The public read model: written by decisions, without a private column, without a reference into private tables."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import NO_WORDS, Base, Instant, word
from consultation.vocabulary import Capacity, CopyState, SearchKind, Stance, Status

NO_SIGNATURES = text("0")
VECTOR = "array_to_tsvector(string_to_array(words, ' '))"
"""The words of a search_entry as PostgreSQL compares them: as they stand, parted by single blanks."""


class Rendition(Base):
    """A response as the public may read it, from `visible_from` until `hidden_at`; `key` is its address for ever.

    `signatures` is how many have signed it where it is a petition. `said` is equal where the public reads the same
    words of the same things, a digest of these alone; "" where it reads none.
    """

    __tablename__ = "rendition"
    __table_args__ = (
        Index(
            "uq_rendition_key_shown",
            "key",
            unique=True,
            sqlite_where=text("hidden_at IS NULL"),
            postgresql_where=text("hidden_at IS NULL"),
        ),
        Index(
            "uq_rendition_number_shown",
            "consultation_id",
            "number_label",
            unique=True,
            sqlite_where=text("hidden_at IS NULL"),
            postgresql_where=text("hidden_at IS NULL"),
        ),
        Index("ix_rendition_list", "consultation_id", "sort_number"),
        Index("ix_rendition_capacity", "consultation_id", "capacity", "sort_number"),
        Index("ix_rendition_said", "consultation_id", "said", "sort_number"),
        Index("ix_rendition_newest", "consultation_id", "visible_from", "sort_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    key: Mapped[str] = mapped_column(index=True)
    number_label: Mapped[str]
    sort_number: Mapped[int]
    decision_seq: Mapped[int]
    redacted: Mapped[bool]
    shown_name: Mapped[str]
    capacity: Mapped[Capacity] = mapped_column(word(Capacity, "capacity"))
    under_18: Mapped[bool] = mapped_column(default=False)
    received_on: Mapped[str]
    late: Mapped[bool]
    drafts: Mapped[str] = mapped_column(default="")
    signatures: Mapped[int] = mapped_column(default=0, server_default=NO_SIGNATURES)
    said: Mapped[str] = mapped_column(default="", server_default=NO_WORDS)
    visible_from: Mapped[datetime] = mapped_column(Instant)
    hidden_at: Mapped[datetime | None] = mapped_column(Instant)


class RenditionPart(Base):
    """`choices` is JSON as in `answer`; a question's words are the authority's own and stand in `question`.

    `quote` are the draft's own words that the answer is about, "" where it is about all of the section.
    """

    __tablename__ = "rendition_part"
    __table_args__ = (UniqueConstraint("rendition_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rendition_id: Mapped[int] = mapped_column(ForeignKey("rendition.id"))
    position: Mapped[int]
    draft_number: Mapped[int | None]
    version_number: Mapped[int | None]
    anchor: Mapped[str] = mapped_column(default="")
    printed_number: Mapped[str] = mapped_column(default="")
    heading: Mapped[str] = mapped_column(default="")
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    choices: Mapped[str] = mapped_column(default="[]")
    stance: Mapped[Stance | None] = mapped_column(word(Stance, "stance"))
    text: Mapped[str] = mapped_column(Text, default="")
    proposed_text: Mapped[str] = mapped_column(Text, default="")
    quote: Mapped[str] = mapped_column(Text, default="", server_default=NO_WORDS)


class RenditionFile(Base):
    """The public copy of a file, made anew; its bytes lie in a store of their own under `key`, "" until they do.

    `text` is what it says, after redaction, and `alt` what it shows; nothing here is of the original.
    """

    __tablename__ = "rendition_file"
    __table_args__ = (
        UniqueConstraint("rendition_id", "position"),
        CheckConstraint("(key <> '') = (state = 'shown')", name="shown_has_bytes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rendition_id: Mapped[int] = mapped_column(ForeignKey("rendition.id"))
    position: Mapped[int]
    name: Mapped[str]
    media_type: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)
    state: Mapped[CopyState] = mapped_column(word(CopyState, "state"))
    key: Mapped[str] = mapped_column(default="")
    alt: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")


class Tombstone(Base):
    """A number whose response is not shown, and the coded reason (R33). `erased_on` is the day its content went."""

    __tablename__ = "tombstone"
    __table_args__ = (
        UniqueConstraint("consultation_id", "number_label"),
        CheckConstraint("status IN ('withheld', 'withdrawn', 'awaiting')", name="not_shown"),
        Index("ix_tombstone_list", "consultation_id", "sort_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    key: Mapped[str] = mapped_column(unique=True)
    number_label: Mapped[str]
    sort_number: Mapped[int]
    late: Mapped[bool]
    status: Mapped[Status] = mapped_column(word(Status, "status"))
    reason_code: Mapped[str] = mapped_column(default="")
    erased_on: Mapped[str] = mapped_column(default="", server_default=NO_WORDS)


class DraftFile(Base):
    """A paper of drafts that everybody can download; with `draft_number` and `version_number` 0 of the consultation."""

    __tablename__ = "draft_file"
    __table_args__ = (UniqueConstraint("consultation_id", "draft_number", "version_number", "easy"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    draft_number: Mapped[int]
    version_number: Mapped[int]
    easy: Mapped[bool]
    blob_id: Mapped[int] = mapped_column(ForeignKey("blob.id"))


class Figure(Base):
    """A counter of a consultation, changed in the transaction that changes what it counts (D7)."""

    __tablename__ = "figure"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class SearchEntry(Base):
    """A published text that a search can find, from `visible_from` on; written by `search_index` alone.

    `subject_id` is the row that it was written from: consultation, draft_version, section_text, document or rendition.
    `words` are its different words, folded (lib.stems). `sort_key` is the place in a page of results, told in bytes.
    """

    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        UniqueConstraint("sort_key"),
        Index("ix_search_entry_consultation_id", "consultation_id"),
        Index(
            "ix_search_entry_words",
            text(VECTOR),
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},  # what waits to be indexed would be read by every search
        ).ddl_if(dialect="postgresql"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    kind: Mapped[SearchKind] = mapped_column(word(SearchKind, "kind"))
    subject_id: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    sort_key: Mapped[str] = mapped_column(String().with_variant(String(collation="C"), "postgresql"))
    visible_from: Mapped[datetime] = mapped_column(Instant)
