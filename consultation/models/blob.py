"""Bytes of a file by content; the hash is internal and never shown (reliability.md, trap 1)."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import Base, Instant, Owned, owned


class Blob(Owned, Base):
    __tablename__ = "blob"
    __table_args__ = owned(UniqueConstraint("authority_id", "sha256"))

    sha256: Mapped[str]
    size: Mapped[int]
    media_type: Mapped[str]
    erased_at: Mapped[datetime | None] = mapped_column(Instant)
