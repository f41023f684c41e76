"""Points, positions, remarks: what each response says, and what the administration answers (R37-R39)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import Base, Instant, Owned, owned, word
from consultation.vocabulary import NoPointReason, Outcome


class Theme(Owned, Base):
    """Default themes are the drafts' own headings, "Generelt" last; `rank` orders them."""

    __tablename__ = "theme"
    __table_args__ = owned(UniqueConstraint("consultation_id", "title"), consultation_id="consultation")

    consultation_id: Mapped[int]
    rank: Mapped[int]
    title: Mapped[str]
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class Remark(Owned, Base):
    """The administration's answer B<number>, used by one or more positions; its text is versioned."""

    __tablename__ = "remark"
    __table_args__ = owned(UniqueConstraint("consultation_id", "number"), consultation_id="consultation")

    consultation_id: Mapped[int]
    number: Mapped[int]


class RemarkVersion(Owned, Base):
    """`base_number` is the version that was on the screen: the lock against lost text (C2)."""

    __tablename__ = "remark_version"
    __table_args__ = owned(UniqueConstraint("remark_id", "number"), remark_id="remark")

    remark_id: Mapped[int]
    number: Mapped[int]
    base_number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class Position(Owned, Base):
    """The printed row that gathers points: title, place, remark, outcome. `rank` orders within its draft."""

    __tablename__ = "position"
    __table_args__ = owned(
        Index(
            "uq_position_rank",
            "consultation_id",
            text("coalesce(draft_id, 0)"),
            "rank",
            unique=True,
        ),
        CheckConstraint("section_id IS NULL OR draft_id IS NOT NULL", name="section_has_draft"),
        consultation_id="consultation",
        draft_id="draft",
        section_id="section",
        theme_id="theme",
        remark_id="remark",
    )

    consultation_id: Mapped[int]
    draft_id: Mapped[int | None]
    section_id: Mapped[int | None]
    theme_id: Mapped[int]
    title: Mapped[str]
    remark_id: Mapped[int | None]
    recommended_outcome: Mapped[Outcome | None] = mapped_column(word(Outcome, "recommended_outcome"))
    decided_outcome: Mapped[Outcome | None] = mapped_column(word(Outcome, "decided_outcome"))
    rank: Mapped[int]


class Point(Owned, Base):
    """What one response says about one thing, numbered within it: "17.2"."""

    __tablename__ = "point"
    __table_args__ = owned(UniqueConstraint("response_id", "seq"), response_id="response", position_id="position")

    response_id: Mapped[int]
    seq: Mapped[int]
    position_id: Mapped[int | None]
    removed_at: Mapped[datetime | None] = mapped_column(Instant)


class Passage(Owned, Base):
    """A part of one answer's text that belongs to a point, or needs none for a reason (R38). Code points."""

    __tablename__ = "passage"
    __table_args__ = owned(
        CheckConstraint("(point_id IS NULL) <> (no_point_reason IS NULL)", name="point_or_reason"),
        CheckConstraint('0 <= start AND start < "end"', name="span"),
        UniqueConstraint("answer_id", "start", "end", "point_id"),
        point_id="point",
        answer_id="answer",
    )

    point_id: Mapped[int | None]
    no_point_reason: Mapped[NoPointReason | None] = mapped_column(word(NoPointReason, "no_point_reason"))
    answer_id: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    splitter: Mapped[str]
    by: Mapped[str]
    removed_at: Mapped[datetime | None] = mapped_column(Instant)


class Change(Owned, Base):
    """A proposed change of a section's text: before and after (R37)."""

    __tablename__ = "change"
    __table_args__ = owned(consultation_id="consultation", section_text_id="section_text")

    consultation_id: Mapped[int]
    section_text_id: Mapped[int]
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)


class ChangePosition(Owned, Base):
    __tablename__ = "change_position"
    __table_args__ = owned(UniqueConstraint("change_id", "position_id"), change_id="change", position_id="position")

    change_id: Mapped[int]
    position_id: Mapped[int]
