"""Report texts, snapshots and packages (R41-R46)."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import Base, Instant, Owned, owned


class ReportText(Owned, Base):
    """The secretary's own words of a chapter, by version; `base_number` is the lock (C2)."""

    __tablename__ = "report_text"
    __table_args__ = owned(UniqueConstraint("consultation_id", "chapter", "number"), consultation_id="consultation")

    consultation_id: Mapped[int]
    chapter: Mapped[str]
    number: Mapped[int]
    base_number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class Snapshot(Owned, Base):
    """All inputs of a package as canonical JSON, frozen (R45)."""

    __tablename__ = "snapshot"
    __table_args__ = owned(UniqueConstraint("consultation_id", "seq"), consultation_id="consultation")

    consultation_id: Mapped[int]
    seq: Mapped[int]
    inputs: Mapped[str] = mapped_column(Text)
    provisional: Mapped[bool]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class Package(Owned, Base):
    """The papers made from a snapshot; `key` is its staff address.

    `places` is JSON: on which pages responses and positions stand, as `summary.paging.Pages`.
    """

    __tablename__ = "package"
    __table_args__ = owned(snapshot_id="snapshot")

    snapshot_id: Mapped[int]
    key: Mapped[str] = mapped_column(unique=True)
    places: Mapped[str] = mapped_column(Text, default="{}", server_default="{}")
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class PaperTemplate(Owned, Base):
    """A DOCX that the authority's papers are written into, letterhead and styles; the newest is in force."""

    __tablename__ = "paper_template"
    __table_args__ = owned(blob_id="blob")

    blob_id: Mapped[int]
    name: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_by: Mapped[str | None]


class PackageFile(Owned, Base):
    __tablename__ = "package_file"
    __table_args__ = owned(UniqueConstraint("package_id", "name"), package_id="package", blob_id="blob")

    package_id: Mapped[int]
    name: Mapped[str]
    blob_id: Mapped[int]
    public: Mapped[bool]


class PublishedAnnex(Owned, Base):
    """An open annex laid on the page by the secretary's act, never by compiling (states.md)."""

    __tablename__ = "published_annex"
    __table_args__ = owned(
        UniqueConstraint("consultation_id", "name"), consultation_id="consultation", file_id="package_file"
    )

    consultation_id: Mapped[int]
    file_id: Mapped[int]
    name: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
