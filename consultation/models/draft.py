"""Draft standards: numbered, in immutable versions with addressable sections (R2, R7)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.models.base import Base, Instant, Owned, owned, word
from consultation.vocabulary import SectionFate


class Draft(Owned, Base):
    """`heading` groups the list ("Børn og unge"); `small_group` warns that few people are concerned."""

    __tablename__ = "draft"
    __table_args__ = owned(UniqueConstraint("consultation_id", "number"), consultation_id="consultation")

    consultation_id: Mapped[int]
    number: Mapped[int]
    title: Mapped[str]
    heading: Mapped[str] = mapped_column(default="")
    small_group: Mapped[bool] = mapped_column(default=False)


class DraftVersion(Owned, Base):
    """`published_at` is set once, when the consultation is sent out; from then on nothing here changes (R7).

    `legal_refs` has a line for each reference (lib.legal); `easy_read` is the same draft in easy Danish, in Markdown.
    `final` is the text that was adopted after the consultation: nobody answers it, and it replaces no other (R47).
    """

    __tablename__ = "draft_version"
    __table_args__ = owned(UniqueConstraint("draft_id", "number"), draft_id="draft")

    draft_id: Mapped[int]
    number: Mapped[int]
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    change_list: Mapped[str] = mapped_column(Text, default="")
    legal_refs: Mapped[str] = mapped_column(Text, default="")
    easy_read: Mapped[str] = mapped_column(Text, default="")
    final: Mapped[bool] = mapped_column(default=False, server_default=false())

    draft: Mapped[Draft] = relationship(primaryjoin="foreign(DraftVersion.draft_id) == Draft.id", viewonly=True)


class Section(Owned, Base):
    """A section's identity across versions: a word frozen at creation, part of the public address."""

    __tablename__ = "section"
    __table_args__ = owned(UniqueConstraint("draft_id", "anchor"), draft_id="draft")

    draft_id: Mapped[int]
    anchor: Mapped[str]


class SectionText(Owned, Base):
    """A section as one version has it: sanitised HTML and the same words as plain text.

    `source` is the Markdown that it was made of, "" for one that came from a file and holds what Markdown cannot.
    """

    __tablename__ = "section_text"
    __table_args__ = owned(
        UniqueConstraint("version_id", "section_id"),
        UniqueConstraint("version_id", "position"),
        UniqueConstraint("version_id", "printed_number"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
        version_id="draft_version",
        section_id="section",
        parent_id="section_text",
    )

    version_id: Mapped[int]
    section_id: Mapped[int]
    parent_id: Mapped[int | None]
    position: Mapped[int]
    printed_number: Mapped[str]
    heading: Mapped[str]
    source: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    locked_reason: Mapped[str] = mapped_column(default="")

    section: Mapped[Section] = relationship(
        primaryjoin="foreign(SectionText.section_id) == Section.id", viewonly=True, lazy="joined"
    )


class SectionLink(Owned, Base):
    """What became of a section between two versions that follow each other; a split one has a row for each part."""

    __tablename__ = "section_link"
    __table_args__ = owned(
        Index(
            "uq_section_link",
            "to_version_id",
            "from_section_id",
            text("coalesce(to_section_id, 0)"),
            unique=True,
        ),
        CheckConstraint("(to_section_id IS NULL) = (status = 'gone')", name="gone_leads_nowhere"),
        from_version_id="draft_version",
        to_version_id="draft_version",
        from_section_id="section",
        to_section_id="section",
    )

    from_version_id: Mapped[int]
    to_version_id: Mapped[int]
    from_section_id: Mapped[int]
    to_section_id: Mapped[int | None]
    status: Mapped[SectionFate] = mapped_column(word(SectionFate, "status"))


class DraftImport(Owned, Base):
    """A text that was read in, as it was shown before anyone took it over: its sections and what was left out, in JSON.

    It stays as evidence of what the file held and the draft does not.
    """

    __tablename__ = "draft_import"
    __table_args__ = owned(draft_id="draft")

    draft_id: Mapped[int]
    name: Mapped[str]
    content: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    taken_at: Mapped[datetime | None] = mapped_column(Instant)


class Illustration(Owned, Base):
    """A picture in the texts of a consultation; `key` is its public address."""

    __tablename__ = "illustration"
    __table_args__ = owned(UniqueConstraint("key"), consultation_id="consultation", blob_id="blob")

    consultation_id: Mapped[int]
    blob_id: Mapped[int]
    key: Mapped[str]
