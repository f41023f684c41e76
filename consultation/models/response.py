"""A response: received once, numbered once, corrected by new versions, never changed (R18-R24)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consultation.models.base import NO_WORDS, Base, Instant, Owned, owned, word
from consultation.models.consultation import Consultation
from consultation.vocabulary import By, Capacity, Channel, Language, LoginMode, Precision, Series, Stance


class NumberSeries(Base):
    """The next free number; the row is locked while a response takes one, so no number comes twice."""

    __tablename__ = "number_series"
    __table_args__ = (
        ForeignKeyConstraint(["authority_id", "consultation_id"], ["consultation.authority_id", "consultation.id"]),
    )

    authority_id: Mapped[int]
    consultation_id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[Series] = mapped_column(word(Series, "series"), primary_key=True)
    next: Mapped[int] = mapped_column(default=1)


class Response(Owned, Base):
    """`key` is the public address for ever; `nonce` and `commitment` make the receipt provable (L3, trap 1).

    `series` and `seq` are the number for ever; `late` is judged by the deadline in force for the sender (states.md).
    `login_mode` is how the sender showed who they are; `confirm_hash` is the secret of the newest mail that asks,
    and `confirmed_by` staff is a reasoned decision to do without (states.md). `suspicion` holds codes of `Sign` (B1).
    """

    __tablename__ = "response"
    __table_args__ = owned(
        UniqueConstraint("consultation_id", "series", "seq"),
        UniqueConstraint("consultation_id", "form_key"),
        UniqueConstraint("consultation_id", "external_ref"),
        CheckConstraint("seq > 0", name="seq_positive"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_someone"),
        CheckConstraint("channel <> 'portal' OR registered_by IS NULL", name="portal_is_unregistered"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by IS NULL)", name="confirmed_by_someone"),
        CheckConstraint("confirmed_by <> 'staff' OR confirmed_reason <> ''", name="admitted_has_reason"),
        consultation_id="consultation",
    )

    consultation_id: Mapped[int]
    series: Mapped[Series] = mapped_column(word(Series, "series"))
    seq: Mapped[int]
    late: Mapped[bool]
    key: Mapped[str] = mapped_column(unique=True)
    form_key: Mapped[str]
    external_ref: Mapped[str | None]
    channel: Mapped[Channel] = mapped_column(word(Channel, "channel"))
    received_at: Mapped[datetime] = mapped_column(Instant)
    received_precision: Mapped[Precision] = mapped_column(word(Precision, "received_precision"))
    received_source: Mapped[str] = mapped_column(default="")
    registered_at: Mapped[datetime] = mapped_column(Instant)
    registered_by: Mapped[str | None]
    language: Mapped[Language] = mapped_column(word(Language, "language"), default=Language.DANISH)
    token_hash: Mapped[str] = mapped_column(unique=True)
    nonce: Mapped[str]
    commitment: Mapped[str]
    suspicion: Mapped[str] = mapped_column(default="")
    no_remarks: Mapped[bool] = mapped_column(default=False)
    hide_requested: Mapped[bool] = mapped_column(default=False)
    notice_text_id: Mapped[int | None]
    login_mode: Mapped[LoginMode] = mapped_column(word(LoginMode, "login_mode"), default=LoginMode.OPEN)
    confirm_hash: Mapped[str | None] = mapped_column(unique=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    confirmed_by: Mapped[By | None] = mapped_column(word(By, "confirmed_by"))
    confirmed_reason: Mapped[str] = mapped_column(Text, default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_by: Mapped[By | None] = mapped_column(word(By, "withdrawn_by"))
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")

    consultation: Mapped[Consultation] = relationship(
        primaryjoin="foreign(Response.consultation_id) == Consultation.id", viewonly=True
    )

    @property
    def has_shown_who(self) -> bool:
        """Whether its sender has confirmed an address or been identified (R13)."""
        return self.login_mode is not LoginMode.OPEN and not self.unconfirmed

    @property
    def unconfirmed(self) -> bool:
        """Whether it still waits for its sender to confirm the e-mail address."""
        return self.login_mode is LoginMode.CONFIRMED and self.confirmed_at is None


class LateAdmission(Owned, Base):
    """A reasoned decision on a late response (R24); the newest counts."""

    __tablename__ = "late_admission"
    __table_args__ = owned(CheckConstraint("reason <> ''", name="has_reason"), response_id="response")

    response_id: Mapped[int]
    admitted: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class LinkIssue(Owned, Base):
    """Staff gave the sender a new private link, after a check of who asked (states.md); the one before opens nothing.

    `serial` is the new link's: the first link of a response has 0.
    """

    __tablename__ = "link_issue"
    __table_args__ = owned(
        UniqueConstraint("response_id", "serial"),
        CheckConstraint("serial > 0", name="serial_positive"),
        CheckConstraint("checked <> ''", name="has_check"),
        response_id="response",
    )

    response_id: Mapped[int]
    serial: Mapped[int]
    checked: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class LinkRequest(Owned, Base):
    """Somebody asks for the links of an e-mail address; gone as soon as it is answered (A2)."""

    __tablename__ = "link_request"
    __table_args__ = owned()

    email: Mapped[str]
    language: Mapped[Language] = mapped_column(word(Language, "language"))
    at: Mapped[datetime] = mapped_column(Instant)


class ResponseContact(Owned, Base):
    """A new e-mail address for what is told about a response; the newest counts, before that of the version."""

    __tablename__ = "response_contact"
    __table_args__ = owned(response_id="response")

    response_id: Mapped[int]
    email: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class ResponseVersion(Owned, Base):
    """What was sent, and who the sender said they were. `sender_key` is an HMAC and public nowhere."""

    __tablename__ = "response_version"
    __table_args__ = owned(UniqueConstraint("response_id", "number"), Index(None, "sender_key"), response_id="response")

    response_id: Mapped[int]
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[By] = mapped_column(word(By, "by"))
    capacity: Mapped[Capacity] = mapped_column(word(Capacity, "capacity"))
    name: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    cvr: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(Text, default="")
    on_behalf_of: Mapped[str] = mapped_column(default="")
    helper_name: Mapped[str] = mapped_column(default="")
    under_18: Mapped[bool] = mapped_column(default=False)
    protected: Mapped[bool] = mapped_column(default=False)
    follow: Mapped[bool] = mapped_column(default=False)
    sender_key: Mapped[str]

    response: Mapped[Response] = relationship(
        primaryjoin="foreign(ResponseVersion.response_id) == Response.id", viewonly=True
    )


class Answer(Owned, Base):
    """Words about the whole, a draft, or a section of the version that was on the screen. NFC, LF.

    With a question it answers that; `choices` is JSON, the places of the chosen options, and no words of the sender's.
    `quote` are the draft's own words that it is about, from code point `quote_start` of the section's text on.
    """

    __tablename__ = "answer"
    __table_args__ = owned(
        UniqueConstraint("version_id", "position"),
        CheckConstraint("section_id IS NULL OR draft_version_id IS NOT NULL", name="section_has_version"),
        CheckConstraint("section_id IS NULL OR question_id IS NULL", name="section_or_question"),
        CheckConstraint("quote = '' OR section_id IS NOT NULL", name="quote_has_section"),
        CheckConstraint("(quote = '') = (quote_start IS NULL)", name="quote_has_start"),
        CheckConstraint("quote_start >= 0", name="quote_start_in_text"),
        version_id="response_version",
        draft_version_id="draft_version",
        section_id="section",
        question_id="question",
    )

    version_id: Mapped[int]
    position: Mapped[int]
    draft_version_id: Mapped[int | None]
    section_id: Mapped[int | None]
    question_id: Mapped[int | None]
    choices: Mapped[str] = mapped_column(default="[]")
    stance: Mapped[Stance | None] = mapped_column(word(Stance, "stance"))
    text: Mapped[str] = mapped_column(Text, default="")
    proposed_text: Mapped[str] = mapped_column(Text, default="")
    quote: Mapped[str] = mapped_column(Text, default="", server_default=NO_WORDS)
    quote_start: Mapped[int | None]


class ResponseParty(Owned, Base):
    """Whom a response speaks for: a heard party, or an organisation that answers together with the sender.

    Joint answers are many to many, and each of them is one response of one sender.
    """

    __tablename__ = "response_party"
    __table_args__ = owned(
        UniqueConstraint("response_id", "heard_party_id"),
        Index(
            "uq_response_party_named",
            "response_id",
            "organisation",
            unique=True,
            sqlite_where=text("heard_party_id IS NULL"),
            postgresql_where=text("heard_party_id IS NULL"),
        ),
        CheckConstraint("heard_party_id IS NOT NULL OR organisation <> ''", name="speaks_for_somebody"),
        response_id="response",
        heard_party_id="heard_party",
    )

    response_id: Mapped[int]
    heard_party_id: Mapped[int | None]
    organisation: Mapped[str] = mapped_column(default="")
    cvr: Mapped[str] = mapped_column(default="")
    joined_by: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")


class Attachment(Owned, Base):
    __tablename__ = "attachment"
    __table_args__ = owned(UniqueConstraint("version_id", "position"), version_id="response_version", blob_id="blob")

    version_id: Mapped[int]
    position: Mapped[int]
    blob_id: Mapped[int]
    original_name: Mapped[str]
    alt: Mapped[str] = mapped_column(default="")


class ImportBatch(Owned, Base):
    """One file taken in whole; the same file is taken in once."""

    __tablename__ = "import_batch"
    __table_args__ = owned(UniqueConstraint("consultation_id", "sha256"), consultation_id="consultation")

    consultation_id: Mapped[int]
    sha256: Mapped[str]
    by: Mapped[str]
    rows: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)
