"""Everything a snapshot holds, as plain values: the only thing the compiler reads (R41, R45).

Instants are aware UTC datetimes, local days are dates, an absent text is "" unless None is said to mean something.
`to_json` is canonical: the same inputs are the same bytes on every machine, and `from_json` gives equal inputs back.
"""

from dataclasses import dataclass
from datetime import date, datetime

from consultation.summary.canonical import decode, encode
from consultation.vocabulary import (
    ORGANISED,
    ApprovalStep,
    AuthorityKind,
    Capacity,
    Channel,
    CopyState,
    Delivery,
    FollowUp,
    GroupKind,
    MilestoneKind,
    NameRule,
    NoPointReason,
    Outcome,
    PartyBasis,
    PartyKind,
    PartyOutcome,
    Precision,
    PublicationMode,
    QuestionKind,
    Reason,
    Stance,
    Status,
)

CHAPTERS = ("summary", "recommendation", "legal_basis", "economy", "information", "general", "process")
"""Texts that people write for the papers; the first four must be there before a final package (R44)."""

REQUIRED_CHAPTERS = CHAPTERS[:4]


@dataclass(frozen=True)
class Contact:
    name: str
    department: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Authority:
    name: str
    kind: AuthorityKind
    contact: Contact


@dataclass(frozen=True)
class Warned:
    """What a deadline needed a reason for, as a Danish sentence, and the reason (R5)."""

    words: str
    reason: str


@dataclass(frozen=True)
class Deadline:
    """One row of the history, oldest first. `closes_at` is exclusive; `shown` is the deadline in Danish words (T1).

    `party` is the name of the heard party whose own it is, "" for all (R6).
    """

    seq: int
    closes_at: datetime
    shown: str
    reason: str = ""
    warnings: tuple[Warned, ...] = ()
    party: str = ""


@dataclass(frozen=True)
class FollowUpOf:
    """That one consultation supplements or renews another: the other's title and page, and the assessment (R8)."""

    kind: FollowUp
    title: str
    url: str
    reason: str


@dataclass(frozen=True)
class Consultation:
    """`days` is the length of the period in days, `url` the public page, `cover_letter` its lines (letters.py).

    `follows` is the earlier one that this one supplements or renews, `followed_by` those that do so to this one.
    """

    slug: str
    title: str
    case_number: str
    lead: str
    contact: Contact
    url: str
    opens_at: datetime
    closes_at: datetime
    deadline_shown: str
    days: int
    publication_mode: PublicationMode
    name_rule: NameRule
    cover_letter: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    party_deadlines: tuple[Deadline, ...] = ()
    follows: FollowUpOf | None = None
    followed_by: tuple[FollowUpOf, ...] = ()


@dataclass(frozen=True)
class Changed:
    """A sentence about what has changed since the snapshot before, under the heading that it belongs to (R45)."""

    about: str
    words: str


@dataclass(frozen=True)
class Snapshot:
    """`changes` is what has changed since the final snapshot `previous`; "" and none for the first."""

    id: str
    seq: int
    made_at: datetime
    provisional: bool
    previous: str = ""
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True)
class Section:
    anchor: str
    printed_number: str
    heading: str


@dataclass(frozen=True)
class Draft:
    """The version now in force; `heading` is the group of drafts it stands under, or ""."""

    number: int
    title: str
    heading: str
    version: int
    url: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Question:
    """A guiding question as it was asked; draft None means the whole. A choice is a place in `options`, from 1."""

    number: int
    draft: int | None
    kind: QuestionKind
    text: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicAnswer:
    """One part of a rendition, redactions shown. `section` is the frozen anchor; draft None means the whole.

    `wording` is what that version of the draft says there, given where other words are proposed.
    `question` is the number of the guiding question that it answers, None for none.
    `quote` are that version's own words in the section which it is about, "" where it is about all of it.
    """

    draft: int | None
    version: int | None
    section: str | None
    printed_number: str | None
    heading: str | None
    stance: Stance | None
    text: str
    proposed_text: str = ""
    wording: str = ""
    question: int | None = None
    choices: tuple[int, ...] = ()
    quote: str = ""


@dataclass(frozen=True)
class ClosedAnswer:
    """The original words of one answer; `wording` and `quote` as in a public one."""

    draft: int | None
    printed_number: str | None
    heading: str | None
    text: str
    proposed_text: str = ""
    wording: str = ""
    question: int | None = None
    choices: tuple[int, ...] = ()
    quote: str = ""


@dataclass(frozen=True)
class Sender:
    """Who sent it, as given; printed in the closed part only."""

    name: str
    organisation: str = ""
    postcode: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    protected: bool = False


@dataclass(frozen=True)
class File:
    """A file of a response by the name that the public may know, and how far its public copy has come."""

    name: str
    state: CopyState


@dataclass(frozen=True)
class Response:
    """One received response.

    `number` is "48", or "E-3" in the late series; `late` is judged by the deadline now in force (states.md).
    `admitted` is the decision on a late one, None while there is none. `status` is the decision alone, not whether it
    shows now. `withheld_reason` is a `Reason` value. `shown_name` is the rendition's name, None where
    there is no rendition; `sort_name` derives from it alone, so that the order gives no hidden name away.
    `sender_key` is opaque and equal for one sender. `answers` is the rendition; `closed` and `sender` are given for
    withheld and redacted ones only. `cleared` are the words in it that look private and that a person let stand.
    `files` are the rendition's, `attached` is how many it was sent with, `file_names` are theirs as given, for withheld
    and redacted ones only. `signatures` is how many have signed it where it is a petition; they are in no other number
    (R39).
    `open_sentences` are in no point and not marked "kræver ingen bemærkning" (R38).
    """

    number: str
    received_at: datetime
    precision: Precision
    channel: Channel
    late: bool
    capacity: Capacity
    status: Status
    sender_key: str
    shown_name: str | None = None
    sort_name: str = ""
    admitted: bool | None = None
    admission_reason: str = ""
    withheld_reason: str | None = None
    no_remarks: bool = False
    drafts: tuple[int, ...] = ()
    group: str | None = None
    answers: tuple[PublicAnswer, ...] = ()
    files: tuple[File, ...] = ()
    attached: int = 0
    file_names: tuple[str, ...] = ()
    closed: tuple[ClosedAnswer, ...] = ()
    sender: Sender | None = None
    cleared: tuple[str, ...] = ()
    open_sentences: int = 0
    signatures: int = 0

    @property
    def organised(self) -> bool:
        """Whether it is the answer of a body with a name: council, organisation or authority (R31)."""
        return self.capacity in ORGANISED

    @property
    def considered(self) -> bool:
        """Whether it is part of the processing: not withdrawn, confirmed, and on time or admitted (R24, R38)."""
        standing = self.status is not Status.WITHDRAWN and self.withheld_reason != Reason.NOT_CONFIRMED
        return standing and (not self.late or self.admitted is True)


@dataclass(frozen=True)
class Group:
    """Identical answers. Members may have been withdrawn since; counts leave these out."""

    id: str
    kind: GroupKind
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Party:
    """A heard party; `numbers` are its responses. A reason that is not "" says it was waived, removed or opted out."""

    name: str
    kind: PartyKind
    basis: PartyBasis
    legal_ground: str
    sent_at: datetime | None
    delivery: Delivery
    outcome: PartyOutcome
    numbers: tuple[str, ...] = ()
    waived_reason: str = ""
    removed_reason: str = ""
    opt_out_reason: str = ""


@dataclass(frozen=True)
class Theme:
    """Among its siblings in the order in which they are printed; "Generelt" stands last. `parent` is the key of the
    theme above, `main` the rank that the secretary gave it among the main themes of the summary."""

    key: str
    title: str
    parent: str | None = None
    main: int | None = None


@dataclass(frozen=True)
class Place:
    """Where words stand in a rendition: the answer, counted from 0, and the code points of its text."""

    answer: int
    start: int
    end: int


@dataclass(frozen=True)
class Point:
    """What one response says (17.2). With `group`, it was made on the shared text and holds for every member.
    `quotes` are parts of the rendition, word for word; none where there is no rendition. `places` are theirs, each in
    turn; a quote without one stands where its words are first found."""

    number: str
    response: str
    position: str | None
    group: str | None = None
    quotes: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Change:
    draft: int
    section: str
    printed_number: str
    before: str
    after: str


@dataclass(frozen=True)
class Picked:
    """Words of a point that a person picked for the report: one of its quotes."""

    point: str
    words: str


@dataclass(frozen=True)
class Position:
    """The printed row (8.3). `section` is an anchor of `draft`, `theme` a theme's key, `remark` the text of B4.

    `key` stays the same when the number changes; a sheet that comes back is known by it. `lacks_approval` are the steps
    that the consultation asks for and that are not taken; `outdated_changes` were written for an earlier version.
    """

    number: str
    title: str
    draft: int | None
    section: str | None
    theme: str | None
    remark_number: str | None
    remark: str
    recommended: Outcome | None
    decided: Outcome | None = None
    changes: tuple[Change, ...] = ()
    key: str = ""
    picked: tuple[Picked, ...] = ()
    lacks_approval: tuple[ApprovalStep, ...] = ()
    outdated_changes: int = 0

    @property
    def outcome(self) -> Outcome | None:
        """What was decided, and until then what is recommended."""
        return self.decided or self.recommended


@dataclass(frozen=True)
class NoPoints:
    """How many sentences are marked "kræver ingen bemærkning" for one reason."""

    reason: NoPointReason
    sentences: int


@dataclass(frozen=True)
class Milestone:
    kind: MilestoneKind
    on: date
    body: str
    item: str = ""
    url: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class ReportText:
    """`chapter` is one of CHAPTERS. Paragraphs are parted by an empty line, lines that begin "- " are a list."""

    chapter: str
    text: str


@dataclass(frozen=True)
class Inputs:
    """`template` is the authority's own DOCX in base64, "" where the papers are written into ours."""

    authority: Authority
    consultation: Consultation
    snapshot: Snapshot
    drafts: tuple[Draft, ...]
    responses: tuple[Response, ...]
    groups: tuple[Group, ...] = ()
    campaigns: tuple[Group, ...] = ()
    parties: tuple[Party, ...] = ()
    themes: tuple[Theme, ...] = ()
    points: tuple[Point, ...] = ()
    positions: tuple[Position, ...] = ()
    no_points: tuple[NoPoints, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    texts: tuple[ReportText, ...] = ()
    questions: tuple[Question, ...] = ()
    template: str = ""

    def text(self, chapter: str) -> str:
        """The text of a chapter, "" where nobody has written one."""
        return next((text.text for text in self.texts if text.chapter == chapter), "")


def to_json(inputs: Inputs) -> bytes:
    """Canonical bytes: sorted keys, no floats, UTF-8, one newline at the end (R45)."""
    return encode(inputs)


def from_json(data: bytes) -> Inputs:
    """Equal inputs back; raises ValueError for anything but what `to_json` writes."""
    return decode(Inputs, data)
