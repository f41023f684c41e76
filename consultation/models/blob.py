"""Bytes of a file by content; the hash is internal and never shown (reliability.md, trap 1)."""

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import Base, Instant, Owned, owned, word
from consultation.vocabulary import ScanResult


class Blob(Owned, Base):
    """`sha256` is "" once the bytes are erased: a hash of a short text gives the text away (P4)."""

    __tablename__ = "blob"
    __table_args__ = owned(
        Index(
            "uq_blob_content",
            "authority_id",
            "sha256",
            unique=True,
            sqlite_where=text("erased_at IS NULL"),
            postgresql_where=text("erased_at IS NULL"),
        )
    )

    sha256: Mapped[str]
    size: Mapped[int]
    media_type: Mapped[str]
    erased_at: Mapped[datetime | None] = mapped_column(Instant)


class BlobText(Owned, Base):
    """The words of a stranger's file, NFC and LF. `parts` is JSON: [[part, start, end, page], …] in code points.

    One row as it was taken, another when all of it has been read in a job; the newest counts. `readable` is false where
    words may be in it that a machine cannot read; `notes` is JSON, a list of FileNote.
    """

    __tablename__ = "blob_text"
    __table_args__ = owned(UniqueConstraint("blob_id", "method"), blob_id="blob")

    blob_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    parts: Mapped[str] = mapped_column(Text)
    readable: Mapped[bool]
    notes: Mapped[str]
    method: Mapped[str]


class BlobScan(Owned, Base):
    """What a virus scanner said; the newest counts. `signature` names what was found, else ""."""

    __tablename__ = "blob_scan"
    __table_args__ = owned(blob_id="blob")

    blob_id: Mapped[int]
    tool: Mapped[str]
    result: Mapped[ScanResult] = mapped_column(word(ScanResult, "result"))
    signature: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(Instant)
