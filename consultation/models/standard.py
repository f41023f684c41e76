"""Remarks that an authority uses again and again, and where they were used."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import Base, Instant, Owned, owned


class StandardRemark(Owned, Base):
    """A remark that the authority uses again and again; its text is versioned."""

    __tablename__ = "standard_remark"
    __table_args__ = owned(UniqueConstraint("authority_id", "number"))

    number: Mapped[int]
    title: Mapped[str]
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class StandardRemarkVersion(Owned, Base):
    __tablename__ = "standard_remark_version"
    __table_args__ = owned(UniqueConstraint("standard_id", "number"), standard_id="standard_remark")

    standard_id: Mapped[int]
    number: Mapped[int]
    base_number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class StandardUse(Owned, Base):
    """That a remark began as a copy of this text of a standard one: the list of its use."""

    __tablename__ = "standard_use"
    __table_args__ = owned(
        UniqueConstraint("version_id", "remark_id"), version_id="standard_remark_version", remark_id="remark"
    )

    version_id: Mapped[int]
    remark_id: Mapped[int]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
