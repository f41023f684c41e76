"""Groups of responses that say the same, or nearly; each is counted, none is hidden (R39)."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import Base, Instant, Owned, owned, word
from consultation.vocabulary import DecisionKind, GroupAct, GroupKind, Reason


class Letter(Owned, Base):
    """A text that responses consist of now, told by its `mark`, an HMAC; `copies` is how many.

    `shingles` are keyed hashes of five words in a row, 8 bytes each, without those of the drafts (campaigns.Reader).
    `leader_id` is the letter whose group it stands in, `shared` the shingles that the two share.
    """

    __tablename__ = "letter"
    __table_args__ = owned(
        UniqueConstraint("consultation_id", "mark"), consultation_id="consultation", leader_id="letter"
    )

    consultation_id: Mapped[int]
    mark: Mapped[str]
    copies: Mapped[int]
    shingles: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int]
    leader_id: Mapped[int | None]
    shared: Mapped[int]


class Shingle(Base):
    """Which letters have a shingle, those that lead a group apart. No reference to the letter: there are millions."""

    __tablename__ = "shingle"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as the base declares it

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    leads: Mapped[bool] = mapped_column(primary_key=True)
    hash: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    letter_id: Mapped[int] = mapped_column(primary_key=True)


class LetterIndex(Base):
    """What a consultation's letters were read with: a sign of the key, and the drafts that were left out of them.

    Locked by whoever groups, one at a time.
    """

    __tablename__ = "letter_index"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    key: Mapped[str]
    drafts: Mapped[str]


class AnswerGroup(Owned, Base):
    """The responses whose letters one leads, or that a person has put together (`made_by`); one alone is no group.

    Counters are written with what they count: `identical` are those whose text another here has too, `near` those
    that are less than half the same as the letter that leads.
    """

    __tablename__ = "answer_group"
    __table_args__ = owned(
        CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", name="confirmed_by_somebody"),
        Index("ix_answer_group_largest", "consultation_id", "responses", "id"),
        consultation_id="consultation",
        letter_id="letter",
    )

    consultation_id: Mapped[int]
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[GroupKind] = mapped_column(word(GroupKind, "kind"))
    letter_id: Mapped[int | None]
    made_by: Mapped[str] = mapped_column(default="")
    responses: Mapped[int] = mapped_column(default=0)
    senders: Mapped[int] = mapped_column(default=0)
    identical: Mapped[int] = mapped_column(default=0)
    near: Mapped[int] = mapped_column(default=0)
    confirmed_by: Mapped[str | None]
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)


class GroupMember(Owned, Base):
    """Where a response stands that has words and is not withdrawn; `by` is the person who put it there, "" for none."""

    __tablename__ = "group_member"
    __table_args__ = owned(
        UniqueConstraint("response_id"),
        Index("ix_group_member_page", "group_id", "response_id"),
        Index("ix_group_member_equal", "group_id", "letter_id"),
        Index("ix_group_member_sender", "group_id", "sender_key"),
        group_id="answer_group",
        response_id="response",
        version_id="response_version",
        letter_id="letter",
    )

    group_id: Mapped[int]
    response_id: Mapped[int]
    version_id: Mapped[int]
    letter_id: Mapped[int]
    sender_key: Mapped[str]
    near: Mapped[bool]
    by: Mapped[str] = mapped_column(default="")


class GroupEvent(Owned, Base):
    """What a person decided about a group, or about one response in it. `to_group_id` is where it went."""

    __tablename__ = "group_event"
    __table_args__ = owned(
        CheckConstraint("(response_id IS NULL) = (act = 'confirmed')", name="of_group_or_response"),
        CheckConstraint("reason <> '' OR act = 'confirmed'", name="has_reason"),
        group_id="answer_group",
        response_id="response",
        to_group_id="answer_group",
    )

    group_id: Mapped[int]
    act: Mapped[GroupAct] = mapped_column(word(GroupAct, "act"))
    response_id: Mapped[int | None]
    to_group_id: Mapped[int | None]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text, default="")


class BulkAct(Owned, Base):
    """One act of a person that decides many equal responses of a group (interface.md 5.1), or takes such an act back.

    `undoes_id` is the act that this one takes back.
    """

    __tablename__ = "bulk_act"
    __table_args__ = owned(
        UniqueConstraint("undoes_id"),
        CheckConstraint("(kind = 'reopen') = (undoes_id IS NOT NULL)", name="undoes_an_act"),
        CheckConstraint("(kind = 'withhold') = (reason IS NOT NULL)", name="withheld_has_reason"),
        group_id="answer_group",
        undoes_id="bulk_act",
    )

    group_id: Mapped[int]
    kind: Mapped[DecisionKind] = mapped_column(word(DecisionKind, "kind"))
    reason: Mapped[Reason | None] = mapped_column(word(Reason, "reason"))
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    undoes_id: Mapped[int | None]


class BulkDecision(Owned, Base):
    """A decision that was made in an act with others; for everything else it is a decision like each."""

    __tablename__ = "bulk_decision"
    __table_args__ = owned(UniqueConstraint("decision_id"), act_id="bulk_act", decision_id="decision")

    act_id: Mapped[int]
    decision_id: Mapped[int]


class BulkProposal(Owned, Base):
    """What one person would decide about many equal responses of a group, where a decision takes two (R36).

    The newest of a group counts, until another decides the same. `redaction_set_id` is what was taken out of the text
    that was read.
    """

    __tablename__ = "bulk_proposal"
    __table_args__ = owned(
        CheckConstraint("kind <> 'reopen'", name="proposes_an_end"),
        CheckConstraint("(kind = 'withhold') = (reason IS NOT NULL)", name="withheld_has_reason"),
        group_id="answer_group",
        redaction_set_id="redaction_set",
    )

    group_id: Mapped[int]
    kind: Mapped[DecisionKind] = mapped_column(word(DecisionKind, "kind"))
    reason: Mapped[Reason | None] = mapped_column(word(Reason, "reason"))
    redaction_set_id: Mapped[int]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class BulkProposed(Owned, Base):
    """A response that a proposal is about, as it was: another version or decision, and the proposal leaves it out."""

    __tablename__ = "bulk_proposed"
    __table_args__ = owned(
        UniqueConstraint("proposal_id", "response_id"),
        proposal_id="bulk_proposal",
        response_id="response",
        version_id="response_version",
    )

    proposal_id: Mapped[int]
    response_id: Mapped[int]
    version_id: Mapped[int]
    decision_seq: Mapped[int]


class Petition(Owned, Base):
    """A response that carries signatures of others: how many, and where that is to be seen; the newest row counts.

    They are told beside the numbers of responses and of senders, and are in neither (R39).
    """

    __tablename__ = "petition"
    __table_args__ = owned(
        UniqueConstraint("response_id", "seq"),
        CheckConstraint("signatures >= 0", name="signatures_counted"),
        CheckConstraint("source <> ''", name="has_source"),
        response_id="response",
    )

    response_id: Mapped[int]
    seq: Mapped[int]
    signatures: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
