"""A consultation, its deadlines and milestones. No status column: the state is computed (R3)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.models.authority import Authority
from consultation.models.base import NO_WORDS, Base, Instant, Owned, owned, word
from consultation.vocabulary import (
    ConsultationKind,
    DocumentKind,
    FollowUp,
    Language,
    LoginMode,
    MilestoneKind,
    NameRule,
    PublicationMode,
    WarningCode,
)

_COMPLETE = " AND ".join(
    f"{column} <> ''"
    for column in ("title", "lead", "body", "meaning", "case_number", "contact_name", "contact_department")
)


class Consultation(Owned, Base):
    """`follows_id` is the consultation that this one supplements or renews, with the assessment why (R8).

    `closes_at` is exclusive: the shown minute plus 60 s (T1), a copy of the newest deadline.

    `body`, `meaning` and `easy_read` are Markdown. `revision` rises with every write that the public can see.
    """

    __tablename__ = "consultation"
    __table_args__ = owned(
        CheckConstraint(f"published_at IS NULL OR ({_COMPLETE})", name="published_is_complete"),
        CheckConstraint(
            "published_at IS NULL OR (opens_at IS NOT NULL AND closes_at IS NOT NULL AND visible_from IS NOT NULL)",
            name="published_has_times",
        ),
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("cancelled_at IS NULL OR cancelled_reason <> ''", name="cancelled_has_reason"),
        CheckConstraint(
            "published_at IS NULL OR publication_mode <> 'with_agenda' OR responses_public_at IS NOT NULL",
            name="agenda_mode_has_time",
        ),
        CheckConstraint("(follows_id IS NULL) = (follow_up IS NULL)", name="follows_in_a_way"),
        CheckConstraint("follow_up IS NULL OR follow_up_reason <> ''", name="follow_up_has_reason"),
        follows_id="consultation",
    )

    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[ConsultationKind] = mapped_column(word(ConsultationKind, "kind"))
    title: Mapped[str] = mapped_column(default="")
    title_en: Mapped[str] = mapped_column(default="")
    lead: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(Text, default="")
    meaning: Mapped[str] = mapped_column(Text, default="")
    easy_read: Mapped[str] = mapped_column(Text, default="")
    case_number: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str] = mapped_column(default="")
    contact_department: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    publication_mode: Mapped[PublicationMode | None] = mapped_column(word(PublicationMode, "publication_mode"))
    publication_reason: Mapped[str] = mapped_column(default="")
    name_rule: Mapped[NameRule] = mapped_column(word(NameRule, "name_rule"), default=NameRule.CITIZEN_POSTCODE)
    two_person: Mapped[bool] = mapped_column(default=False, server_default=false())
    owner_approval: Mapped[bool] = mapped_column(default=False, server_default=false())
    director_approval: Mapped[bool] = mapped_column(default=False, server_default=false())
    login_mode: Mapped[LoginMode] = mapped_column(word(LoginMode, "login_mode"), default=LoginMode.OPEN)
    visible_from: Mapped[datetime | None] = mapped_column(Instant)
    opens_at: Mapped[datetime | None] = mapped_column(Instant)
    closes_at: Mapped[datetime | None] = mapped_column(Instant)
    responses_public_at: Mapped[datetime | None] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)
    cancelled_reason: Mapped[str] = mapped_column(default="")
    archived_at: Mapped[datetime | None] = mapped_column(Instant)
    follows_id: Mapped[int | None]
    follow_up: Mapped[FollowUp | None] = mapped_column(word(FollowUp, "follow_up"))
    follow_up_reason: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)

    authority: Mapped[Authority] = relationship(
        primaryjoin="foreign(Consultation.authority_id) == Authority.id", viewonly=True
    )


class Deadline(Owned, Base):
    """A deadline as it was set, in force for all, or for one heard party (R6). `shown_local` is what people read."""

    __tablename__ = "deadline"
    __table_args__ = owned(
        Index(
            "uq_deadline_all",
            "consultation_id",
            "seq",
            unique=True,
            sqlite_where=text("heard_party_id IS NULL"),
            postgresql_where=text("heard_party_id IS NULL"),
        ),
        UniqueConstraint("consultation_id", "heard_party_id", "seq"),
        consultation_id="consultation",
        heard_party_id="heard_party",
    )

    consultation_id: Mapped[int]
    heard_party_id: Mapped[int | None]
    seq: Mapped[int]
    closes_at: Mapped[datetime] = mapped_column(Instant)
    shown_local: Mapped[str]
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class WarningReason(Owned, Base):
    """One thing that a deadline needs a reason for, as it was then, and the reason; "" while none is given (R5).

    `days`, `least` and `name` are those of `deadlines.DeadlineWarning`.
    """

    __tablename__ = "warning_reason"
    __table_args__ = owned(UniqueConstraint("deadline_id", "code"), deadline_id="deadline")

    deadline_id: Mapped[int]
    code: Mapped[WarningCode] = mapped_column(word(WarningCode, "code"))
    days: Mapped[int]
    least: Mapped[int]
    name: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)


class Milestone(Owned, Base):
    """A meeting or date of the case; `outcome` is what was decided there, `protocol` the minutes as pasted (R47)."""

    __tablename__ = "milestone"
    __table_args__ = owned(UniqueConstraint("consultation_id", "kind", "on"), consultation_id="consultation")

    consultation_id: Mapped[int]
    kind: Mapped[MilestoneKind] = mapped_column(word(MilestoneKind, "kind"))
    body: Mapped[str]
    on: Mapped[date]
    agenda_on: Mapped[date | None]
    item: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(Text, default="")
    protocol: Mapped[str] = mapped_column(Text, default="", server_default=NO_WORDS)
    decides: Mapped[bool] = mapped_column(default=False)


class MilestoneOutcome(Owned, Base):
    """What a meeting decided, as it was written down, and when; the newest is the milestone's own (R47)."""

    __tablename__ = "milestone_outcome"
    __table_args__ = owned(milestone_id="milestone")

    milestone_id: Mapped[int]
    outcome: Mapped[str] = mapped_column(Text)
    protocol: Mapped[str] = mapped_column(Text, default="", server_default=NO_WORDS)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class Document(Owned, Base):
    """Material of a consultation: HTML written here, or a file."""

    __tablename__ = "document"
    __table_args__ = owned(
        UniqueConstraint("consultation_id", "position"),
        CheckConstraint("blob_id IS NOT NULL OR html <> '' OR url <> ''", name="has_content"),
        consultation_id="consultation",
        blob_id="blob",
    )

    consultation_id: Mapped[int]
    kind: Mapped[DocumentKind] = mapped_column(word(DocumentKind, "kind"))
    title: Mapped[str]
    language: Mapped[Language] = mapped_column(word(Language, "language"), default=Language.DANISH)
    slug: Mapped[str]
    blob_id: Mapped[int | None]
    html: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
