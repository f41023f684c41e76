"""The work on points and positions: who does what, who approved it, what is quoted, what the machine suggests."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import Base, Instant, Owned, owned, word
from consultation.vocabulary import ApprovalStep

_ONE_SUBJECT = "(response_id IS NULL) <> (position_id IS NULL)"

_STANDS = text("ended_at IS NULL")
_PICKED = text("removed_at IS NULL")


class Assignment(Owned, Base):
    """Who divides a response, or writes what is answered to a position, and until when; one at a time."""

    __tablename__ = "assignment"
    __table_args__ = owned(
        CheckConstraint(_ONE_SUBJECT, name="one_subject"),
        Index("uq_assignment_response", "response_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
        Index("uq_assignment_position", "position_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
        response_id="response",
        position_id="position",
        staff_id="staff",
    )

    response_id: Mapped[int | None]
    position_id: Mapped[int | None]
    staff_id: Mapped[int]
    due_on: Mapped[date | None]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_by: Mapped[str | None]


class Approval(Owned, Base):
    """That a person approved a position as it stood (`revision`, and that text of its remark), or took it back."""

    __tablename__ = "approval"
    __table_args__ = owned(position_id="position", remark_version_id="remark_version")

    position_id: Mapped[int]
    step: Mapped[ApprovalStep] = mapped_column(word(ApprovalStep, "step"))
    revision: Mapped[int]
    remark_version_id: Mapped[int | None]
    granted: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class WordingAnswer(Owned, Base):
    """Why a warning about the wording of a title or a text is let be (analysis.md).

    `place` is "position:12", "remark:4" or "chapter:summary"; `words` are those that the warning is about.
    """

    __tablename__ = "wording_answer"
    __table_args__ = owned(consultation_id="consultation")

    consultation_id: Mapped[int]
    place: Mapped[str]
    fault: Mapped[str]
    words: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class QuotePick(Owned, Base):
    """A passage that the report quotes under a position; a person picked it, `rank` is its place."""

    __tablename__ = "quote_pick"
    __table_args__ = owned(
        Index(
            "uq_quote_pick_passage",
            "position_id",
            "passage_id",
            unique=True,
            sqlite_where=_PICKED,
            postgresql_where=_PICKED,
        ),
        position_id="position",
        passage_id="passage",
    )

    position_id: Mapped[int]
    passage_id: Mapped[int]
    rank: Mapped[int]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)


class Suggestion(Owned, Base):
    """What the machine suggests of a response or a position, as JSON of ids, offsets and percentages; never text.

    Made anew as a whole; nothing that is printed reads it (analysis.md).
    """

    __tablename__ = "suggestion"
    __table_args__ = owned(
        CheckConstraint(_ONE_SUBJECT, name="one_subject"),
        UniqueConstraint("response_id"),
        UniqueConstraint("position_id"),
        response_id="response",
        position_id="position",
    )

    response_id: Mapped[int | None]
    position_id: Mapped[int | None]
    body: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
