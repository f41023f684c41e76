"""Before a consultation is sent out: links by which others see it, and what they and staff remark on its drafts."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import Base, Instant, Owned, owned, word
from consultation.vocabulary import ReviewOutcome


class PreviewLink(Owned, Base):
    """`name` says whom it is for; it opens until `ends_at`, exclusive, and never longer. Its secret is a hash (A2)."""

    __tablename__ = "preview_link"
    __table_args__ = owned(
        UniqueConstraint("token_hash"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_somebody"),
        consultation_id="consultation",
    )

    consultation_id: Mapped[int]
    token_hash: Mapped[str]
    name: Mapped[str]
    may_remark: Mapped[bool]
    ends_at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_by: Mapped[str | None]


class ReviewRemark(Owned, Base):
    """What somebody remarked on a draft before it was sent out, and the editor's answer; never public.

    `by` is "staff:<id>", or "preview" for the holder of a link. `place` is the section as it was called then, "" for
    the whole draft. `form_key` is the sending it came by, so that a retry writes nothing new (C3).
    """

    __tablename__ = "review_remark"
    __table_args__ = owned(
        UniqueConstraint("form_key"),
        CheckConstraint("(link_id IS NULL) = (\"by\" <> 'preview')", name="by_staff_or_link"),
        CheckConstraint("section_id IS NOT NULL OR place = ''", name="place_of_section"),
        CheckConstraint(
            "(outcome IS NULL) = (answered_at IS NULL) AND (outcome IS NULL) = (answered_by IS NULL)",
            name="answered_by_somebody",
        ),
        consultation_id="consultation",
        draft_id="draft",
        section_id="section",
        link_id="preview_link",
    )

    consultation_id: Mapped[int]
    draft_id: Mapped[int]
    section_id: Mapped[int | None]
    link_id: Mapped[int | None]
    place: Mapped[str]
    name: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    form_key: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    outcome: Mapped[ReviewOutcome | None] = mapped_column(word(ReviewOutcome, "outcome"))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
