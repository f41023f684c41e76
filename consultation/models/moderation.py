"""Findings, claims, redactions and decisions: all appended, none overwritten (R27-R34)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consultation.models.base import NO_WORDS, Base, Instant, Owned, owned, word
from consultation.vocabulary import (
    AppealOutcome,
    Basis,
    CopyResult,
    DecisionKind,
    FileAct,
    FindingAnswer,
    FindingKind,
    Reason,
)

FIELD = "field"


class Finding(Owned, Base):
    """A place in an answer, in a file, or in a named field of the version that may identify a person.

    `start` and `end` are code points; `place` is "text", "proposed_text" or a field's name: of the version ("name"), or
    of the attachment ("original_name", "alt"); the text of an attachment is that of its AttachmentText.
    """

    __tablename__ = "finding"
    __table_args__ = owned(
        CheckConstraint('0 <= start AND start < "end"', name="span"),
        CheckConstraint("answer_id IS NULL OR attachment_id IS NULL", name="one_target"),
        Index(
            "uq_finding_place",
            "version_id",
            text("coalesce(answer_id, 0)"),
            text("coalesce(attachment_id, 0)"),
            "place",
            "kind",
            "start",
            "end",
            unique=True,
        ),
        version_id="response_version",
        answer_id="answer",
        attachment_id="attachment",
    )

    version_id: Mapped[int]
    answer_id: Mapped[int | None]
    attachment_id: Mapped[int | None]
    place: Mapped[str]
    kind: Mapped[FindingKind] = mapped_column(word(FindingKind, "kind"))
    sure: Mapped[bool]
    start: Mapped[int]
    end: Mapped[int]
    detector: Mapped[str]


class HeldWord(Owned, Base):
    """Words that an authority wants a person to look at, whoever wrote them; `key` is how they are compared.

    Never changed, only ended: what was held, from when and until when, can be told afterwards.
    """

    __tablename__ = "held_word"
    __table_args__ = owned(
        CheckConstraint("words <> '' AND key <> ''", name="has_words"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        Index(
            "uq_held_word_key",
            "authority_id",
            "key",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    words: Mapped[str]
    key: Mapped[str]
    kind: Mapped[FindingKind] = mapped_column(word(FindingKind, "kind"))
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_by: Mapped[str | None]


class FindingDecision(Owned, Base):
    """What a person answered to a finding; the newest counts. A sure CPR is kept only by two (R29)."""

    __tablename__ = "finding_answer"
    __table_args__ = owned(
        UniqueConstraint("finding_id", "seq"),
        CheckConstraint("second_by IS NULL OR second_by <> by", name="second_is_another"),
        finding_id="finding",
    )

    finding_id: Mapped[int]
    seq: Mapped[int]
    answer: Mapped[FindingAnswer] = mapped_column(word(FindingAnswer, "answer"))
    reason: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str]
    second_by: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(Instant)


class QueueEntry(Owned, Base):
    """A response that waits for a decision; `rank` is the place of its risk in `responses.risk.RISKS`.

    Written in the transaction that changes it, so that the next one is found without reading all that wait.
    `assigned_id` is who is to take it, `opinion_id` the question to a colleague that stands, and `parked_id` who asked.
    """

    __tablename__ = "queue_entry"
    __table_args__ = owned(
        UniqueConstraint("response_id"),
        CheckConstraint("rank >= 0", name="rank_positive"),
        CheckConstraint("(opinion_id IS NULL) = (parked_id IS NULL)", name="parked_by_somebody"),
        Index("ix_queue_entry_next", "consultation_id", "rank", "received_at", "response_id"),
        Index("ix_queue_entry_of", "consultation_id", "assigned_id", "rank", "received_at", "response_id"),
        consultation_id="consultation",
        response_id="response",
        assigned_id="staff",
        opinion_id="second_opinion",
        parked_id="staff",
    )

    consultation_id: Mapped[int]
    response_id: Mapped[int]
    rank: Mapped[int]
    received_at: Mapped[datetime] = mapped_column(Instant)
    assigned_id: Mapped[int | None]
    opinion_id: Mapped[int | None]
    parked_id: Mapped[int | None]


class SecondOpinion(Owned, Base):
    """A question to a colleague about a version, with what its asker would decide, or a decision that takes two (R36).

    It stands while the queue's entry names it. `asked_id` is who is asked, None for whoever comes first.
    """

    __tablename__ = "second_opinion"
    __table_args__ = owned(
        CheckConstraint("(kind = 'withhold') = (reason IS NOT NULL) OR kind IS NULL", name="withheld_has_reason"),
        CheckConstraint("kind IS NULL OR kind <> 'reopen'", name="proposes_an_end"),
        response_id="response",
        version_id="response_version",
        redaction_set_id="redaction_set",
        asked_id="staff",
    )

    response_id: Mapped[int]
    version_id: Mapped[int]
    kind: Mapped[DecisionKind | None] = mapped_column(word(DecisionKind, "kind"))
    reason: Mapped[Reason | None] = mapped_column(word(Reason, "reason"))
    redaction_set_id: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    asked_id: Mapped[int | None]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class Note(Owned, Base):
    """What moderators tell one another about a response; public nowhere, in no paper."""

    __tablename__ = "note"
    __table_args__ = owned(response_id="response")

    response_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class Appeal(Owned, Base):
    """The author's complaint about a decision, in their own words; another person answers it."""

    __tablename__ = "appeal"
    __table_args__ = owned(UniqueConstraint("decision_id"), response_id="response", decision_id="decision")

    response_id: Mapped[int]
    decision_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class AppealAnswer(Owned, Base):
    """What came of a complaint: the decision stands, or is opened again; with a reason to the author."""

    __tablename__ = "appeal_answer"
    __table_args__ = owned(UniqueConstraint("appeal_id"), appeal_id="appeal")

    appeal_id: Mapped[int]
    outcome: Mapped[AppealOutcome] = mapped_column(word(AppealOutcome, "outcome"))
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class Claim(Owned, Base):
    """Who has a response on the desk; ends by itself."""

    __tablename__ = "claim"
    __table_args__ = owned(UniqueConstraint("response_id"), response_id="response", staff_id="staff")

    response_id: Mapped[int]
    staff_id: Mapped[int]
    until_at: Mapped[datetime] = mapped_column(Instant)


class RedactionSet(Owned, Base):
    """The marks on a version at one time; the newest set is the one a decision uses."""

    __tablename__ = "redaction_set"
    __table_args__ = owned(UniqueConstraint("version_id", "seq"), version_id="response_version")

    version_id: Mapped[int]
    seq: Mapped[int]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class Redaction(Owned, Base):
    """A span of an answer or a file that no public copy holds, and the rule it goes by.

    `place` is "text" or "proposed_text"; of a file "text", "original_name" or "alt".
    """

    __tablename__ = "redaction"
    __table_args__ = owned(
        CheckConstraint('0 <= start AND start < "end"', name="span"),
        CheckConstraint("(answer_id IS NULL) <> (attachment_id IS NULL)", name="one_target"),
        set_id="redaction_set",
        answer_id="answer",
        attachment_id="attachment",
    )

    set_id: Mapped[int]
    answer_id: Mapped[int | None]
    attachment_id: Mapped[int | None]
    place: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    kind: Mapped[FindingKind] = mapped_column(word(FindingKind, "kind"))
    basis: Mapped[str] = mapped_column(default="", server_default=NO_WORDS)
    """A Basis; "" where it follows from the kind."""


class FileMark(Owned, Base):
    """A whole file, or a box on one of its pages, that no public copy holds.

    `x`, `y`, `width` and `height` are per mille of the page; all of them and `page` are NULL where the whole file goes.
    """

    __tablename__ = "file_mark"
    __table_args__ = owned(
        CheckConstraint("(page IS NULL) = (x IS NULL)", name="page_has_box"),
        CheckConstraint(
            "page IS NULL OR (page > 0 AND x >= 0 AND y >= 0 AND width > 0 AND height > 0"
            " AND x + width <= 1000 AND y + height <= 1000)",
            name="box_on_page",
        ),
        set_id="redaction_set",
        attachment_id="attachment",
    )

    set_id: Mapped[int]
    attachment_id: Mapped[int]
    page: Mapped[int | None]
    x: Mapped[int | None]
    y: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    kind: Mapped[FindingKind] = mapped_column(word(FindingKind, "kind"))
    basis: Mapped[Basis] = mapped_column(word(Basis, "basis"))


class AttachmentText(Owned, Base):
    """All of an attachment has been read and looked through; its findings are places in this text, for ever."""

    __tablename__ = "attachment_text"
    __table_args__ = owned(UniqueConstraint("attachment_id"), attachment_id="attachment", blob_text_id="blob_text")

    attachment_id: Mapped[int]
    blob_text_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)


class AttachmentAct(Owned, Base):
    """What a person has said of an attachment; of each kind the newest counts."""

    __tablename__ = "attachment_act"
    __table_args__ = owned(attachment_id="attachment")

    attachment_id: Mapped[int]
    act: Mapped[FileAct] = mapped_column(word(FileAct, "act"))
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class AttachmentCopy(Owned, Base):
    """What came of making the public copy of an attachment for a decision. `left` is JSON: words still found in it."""

    __tablename__ = "attachment_copy"
    __table_args__ = owned(
        UniqueConstraint("decision_id", "attachment_id"), decision_id="decision", attachment_id="attachment"
    )

    decision_id: Mapped[int]
    attachment_id: Mapped[int]
    result: Mapped[CopyResult] = mapped_column(word(CopyResult, "result"))
    left: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)


class Decision(Owned, Base):
    """`seq` counts the response's decisions: the expected next one is the lock (C1)."""

    __tablename__ = "decision"
    __table_args__ = owned(
        UniqueConstraint("response_id", "seq"),
        Index(None, "at"),
        CheckConstraint("(kind = 'withhold') = (reason IS NOT NULL)", name="withheld_has_reason"),
        CheckConstraint("second_by IS NULL OR second_by <> by", name="second_is_another"),
        response_id="response",
        version_id="response_version",
        redaction_set_id="redaction_set",
    )

    response_id: Mapped[int]
    version_id: Mapped[int]
    seq: Mapped[int]
    kind: Mapped[DecisionKind] = mapped_column(word(DecisionKind, "kind"))
    reason: Mapped[Reason | None] = mapped_column(word(Reason, "reason"))
    redaction_set_id: Mapped[int | None]
    by: Mapped[str]
    second_by: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(Instant)
    effective_at: Mapped[datetime] = mapped_column(Instant)
