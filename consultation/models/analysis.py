"""Points, positions, remarks: what each response says, and what the administration answers (R37-R39)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import Base, Instant, Owned, owned, word
from consultation.vocabulary import NoPointReason, Outcome, PositionAct


class Theme(Owned, Base):
    """Default themes are the drafts' own headings, "Generelt" last; `rank` orders those of one parent.

    `main_rank` is its place among the main themes that the secretary chose for the summary, None for the others.
    """

    __tablename__ = "theme"
    __table_args__ = owned(
        Index("uq_theme_title", "consultation_id", text("coalesce(parent_id, 0)"), "title", unique=True),
        CheckConstraint("parent_id <> id", name="not_its_own_parent"),
        consultation_id="consultation",
        parent_id="theme",
    )

    consultation_id: Mapped[int]
    parent_id: Mapped[int | None]
    rank: Mapped[int]
    title: Mapped[str]
    main_rank: Mapped[int | None]
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
    """The printed row that gathers points: title, place, remark, outcome. `rank` is the order of making in its draft.

    `revision` rises with every saving: the lock against a lost edit (C2). A removed one keeps its row for the history.
    """

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
    revision: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    removed: Mapped[bool] = mapped_column(default=False, server_default=false())


class PositionEvent(Owned, Base):
    """What was done to a position, and as JSON what it said before: nothing is lost by splitting or merging (R37)."""

    __tablename__ = "position_event"
    __table_args__ = owned(position_id="position", other_id="position")

    position_id: Mapped[int]
    act: Mapped[PositionAct] = mapped_column(word(PositionAct, "act"))
    other_id: Mapped[int | None]
    before: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


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
    removed: Mapped[bool] = mapped_column(default=False, server_default=false())


class ChangePosition(Owned, Base):
    __tablename__ = "change_position"
    __table_args__ = owned(UniqueConstraint("change_id", "position_id"), change_id="change", position_id="position")

    change_id: Mapped[int]
    position_id: Mapped[int]


class VersionCause(Owned, Base):
    """Why a section of an adopted version is not as the consultation's: a position, or a reason in words (R47).

    `section_id` None: what stands beside the sections, as the references to laws.
    """

    __tablename__ = "version_cause"
    __table_args__ = owned(
        Index(
            "uq_version_cause",
            "version_id",
            text("coalesce(section_id, 0)"),
            text("coalesce(position_id, 0)"),
            unique=True,
        ),
        CheckConstraint("(position_id IS NULL) = (reason <> '')", name="position_or_reason"),
        consultation_id="consultation",
        version_id="draft_version",
        section_id="section",
        position_id="position",
    )

    consultation_id: Mapped[int]
    version_id: Mapped[int]
    section_id: Mapped[int | None]
    position_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
