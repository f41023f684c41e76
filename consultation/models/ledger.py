"""Jobs, the audit chain, outages and erasures."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import Base, Instant, word
from consultation.vocabulary import JobState


class Job(Base):
    """An effect owed: a row in the transaction of its cause. `arguments` is JSON of ids, never text."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_next", "state", "due_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    arguments: Mapped[str] = mapped_column(Text)
    unique_key: Mapped[str | None] = mapped_column(unique=True)
    due_at: Mapped[datetime] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[JobState] = mapped_column(word(JobState, "state"), default=JobState.WAITING)


class Audit(Base):
    """One entry of an authority's hash chain (R57). `fields` is canonical JSON of ids and codes, never text."""

    __tablename__ = "audit"
    __table_args__ = (UniqueConstraint("authority_id", "seq"), Index(None, "authority_id", "subject"))

    id: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str]
    event: Mapped[str]
    subject: Mapped[str]
    fields: Mapped[str] = mapped_column(Text)
    previous: Mapped[str]
    hash: Mapped[str]


class AuditHead(Base):
    """The chain's end, locked last in every transaction, so that no two wait for each other."""

    __tablename__ = "audit_head"

    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str]


class Checkpoint(Base):
    """What a check of the whole log came to: its end then, and the first bad entry, None where it was whole (L2)."""

    __tablename__ = "checkpoint"
    __table_args__ = (Index(None, "authority_id", "at"), CheckConstraint("seq >= 0", name="seq_counts"))

    id: Mapped[int] = mapped_column(primary_key=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    seq: Mapped[int]
    hash: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    bad_seq: Mapped[int | None]


class Erasure(Base):
    """Leave to blank named columns of one row; the only way through the guards (L1, P4). `columns` as ",a,b,"."""

    __tablename__ = "erasure"
    __table_args__ = (
        CheckConstraint("columns LIKE ',%,'", name="columns_listed"),
        Index("ix_erasure_row", "table_name", "row_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    table_name: Mapped[str]
    row_id: Mapped[int]
    columns: Mapped[str]
    reason: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class Outage(Base):
    """Time in which an instance could not do its work, as its watch saw it (V4). `causes` as "clock database"."""

    __tablename__ = "outage"
    __table_args__ = (CheckConstraint("from_at < to_at", name="takes_time"), Index(None, "to_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    from_at: Mapped[datetime] = mapped_column(Instant)
    to_at: Mapped[datetime] = mapped_column(Instant)
    causes: Mapped[str]
