"""What each answer looks like, as types: the answers are made of them and openapi.json is written from them. Pure.

The words are those of data.json wherever both say the same (contract.md). Instants are UTC, RFC 3339; `_on` is a date
in Copenhagen; addresses are absolute; null means that there is none.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from consultation.vocabulary import (
    AuthorityKind,
    Capacity,
    ConsultationKind,
    CopyState,
    DocumentKind,
    FollowUp,
    Language,
    MilestoneKind,
    Outcome,
    PartyBasis,
    PartyKind,
    PartyOutcome,
    PublicationMode,
    QuestionKind,
    Stance,
    Status,
)

Instant = Annotated[datetime, Meta(tz=True)]
Address = Annotated[str, Meta(extra_json_schema={"format": "uri"})]
Html = Annotated[str, Meta(description="Sanitised HTML in Danish; links and pictures are absolute addresses.")]
Number = Annotated[str, Meta(pattern=r"^(E-)?[1-9][0-9]*$", examples=["48", "E-3"])]
"""A response's number: "48", of a late one "E-3"."""
ShownState = Literal["planned", "open", "closed", "under_consideration", "decided", "archived", "cancelled"]
"""Every state but "unpublished", in which a consultation is known to nobody."""
Hidden = Literal["after_deadline", "with_agenda", "not_public"]


class Shape(Struct, frozen=True):
    """What is answered; every key is always there."""


class Bilingual(Shape, frozen=True):
    """Danish, and English where somebody has written it."""

    da: str
    en: str | None


# Authorities


class Authority(Shape, frozen=True):
    """Whose consultations these are."""

    slug: str
    name: str
    kind: AuthorityKind
    consultations: Annotated[Address, Meta(description="Its consultations in this API.")]
    statistics: Annotated[Address, Meta(description="Its newest year in numbers.")]
    page: Address


class Authorities(Shape, frozen=True):
    """Those that this host speaks for."""

    authorities: list[Authority]


# Consultations


class Deadline(Shape, frozen=True):
    """The deadline for all, now in force."""

    closes_at: Annotated[
        Instant, Meta(description="Exclusive: the first instant that is late, one minute after the one shown.")
    ]
    shown: Annotated[Bilingual, Meta(description="The last minute that is on time, as people read it.")]


class Move(Shape, frozen=True):
    """A time that the deadline was moved after the consultation was sent out."""

    at: Instant
    before: Instant
    after: Instant
    reason: str


class Cancellation(Shape, frozen=True):
    """When it was cancelled, and why."""

    at: Instant
    reason: str


class Earlier(Shape, frozen=True):
    """The consultation that this one supplements or renews; its address is null where it cannot be seen."""

    kind: FollowUp
    reason: str
    href: Address | None


class Later(Shape, frozen=True):
    """A consultation that supplements or renews this one."""

    kind: FollowUp
    href: Address


class Milestone(Shape, frozen=True):
    """A step of the case; `decides` is true of the meeting that decides it."""

    on: date
    kind: MilestoneKind
    body: str
    item: str | None
    outcome: str | None
    decides: bool
    url: Address | None


class DraftEntry(Shape, frozen=True):
    """A draft in the newest version that has been sent out; drafts of one `group` stand together."""

    number: int
    title: str
    group: str | None
    version: int
    href: Address
    page: Address


class Question(Shape, frozen=True):
    """A guiding question; `draft` null is about the whole. A choice in an answer is an option's place here, from 1."""

    number: int
    draft: int | None
    kind: QuestionKind
    text: Bilingual
    options: list[Bilingual]


class Party(Shape, frozen=True):
    """Who is heard, and what they answered. A reason says why one was not asked or was taken off the list."""

    name: str
    kind: PartyKind
    basis: PartyBasis
    legal_ground: str | None
    asked: bool
    outcome: PartyOutcome
    not_asked_because: str | None
    removed_because: str | None


class Publication(Shape, frozen=True):
    """When published responses may be read: `public_at` is null where they may at once, or never."""

    mode: PublicationMode
    reason: str | None
    public_now: bool
    public_at: Instant | None


class Counts(Shape, frozen=True):
    """received = on_time + late = published + redacted + all withheld + withdrawn + awaiting.

    A reason for withholding that holds for fewer than three responses counts as "other". `unconfirmed` are those among
    the awaiting whose sender has not confirmed the e-mail address. `identical` are those that are not withdrawn and
    say what another says, word for word.
    """

    received: int
    on_time: int
    late: int
    senders: int
    published: int
    redacted: int
    withheld: dict[str, int]
    withdrawn: int
    awaiting: int
    no_remarks: int
    unconfirmed: int
    identical: int


class File(Shape, frozen=True):
    """A file to download; `size` in octets."""

    href: Address
    media_type: str
    size: int


class Document(Shape, frozen=True):
    """Material of the consultation: a page here, a file, or an address elsewhere."""

    kind: DocumentKind
    title: str
    language: Language
    page: Address | None
    file: File | None
    url: Address | None


class Annex(Shape, frozen=True):
    """A paper of the committee that has been laid open."""

    name: str
    published_at: Instant
    file: File


class Links(Shape, frozen=True):
    """Where the rest stands."""

    responses: Address
    figures: Address
    outcome: Address
    calendar: Annotated[Address, Meta(description="The deadline as an iCalendar file.")]
    feed: Annotated[Address, Meta(description="What happens, as an Atom feed.")]


class Subject(Shape, frozen=True):
    """What it is about; `code` is the main group of KLE, the municipalities' list of subjects."""

    slug: str
    code: str
    title: Bilingual


class ConsultationEntry(Shape, frozen=True):
    """A consultation in a list, in its state at this instant."""

    slug: str
    authority: str
    title: Bilingual
    lead: str
    kind: ConsultationKind
    subject: Subject | None
    state: ShownState
    opens_at: Instant
    closes_at: Annotated[Instant, Meta(description="Exclusive: the first instant that is late.")]
    href: Address
    page: Address


class Consultations(Shape, frozen=True):
    """One page of the list, in the order of their slugs, which never change."""

    consultations: list[ConsultationEntry]
    next: Address | None


class Consultation(Shape, frozen=True):
    """A consultation as it stands at this instant."""

    slug: str
    authority: Authority
    title: Bilingual
    lead: str
    meaning: Annotated[Html, Meta(title="What it means for me")]
    body: Html
    easy_read: Annotated[Html | None, Meta(title="The same in easy Danish")]
    kind: ConsultationKind
    subject: Subject | None
    case_number: str
    state: ShownState
    opens_at: Instant
    closes_at: Instant
    days: Annotated[int, Meta(description="Days of the period, as the report counts them.")]
    deadline: Deadline
    moves: list[Move]
    cancelled: Cancellation | None
    follows: Earlier | None
    followed_by: list[Later]
    milestones: list[Milestone]
    drafts: list[DraftEntry]
    questions: list[Question]
    parties: list[Party]
    publication: Publication
    counts: Counts
    documents: list[Document]
    annexes: list[Annex]
    href: Address
    page: Address
    links: Links


# Drafts


class Section(Shape, frozen=True):
    """`anchor` never changes, `number` may with each version; `parent` is the anchor of the section it stands under."""

    anchor: str
    number: str
    heading: str
    parent: str | None
    html: Html
    text: str
    locked_because: Annotated[str | None, Meta(description="Why this section cannot be changed by answers.")]


class Version(Shape, frozen=True):
    """`changes` is what it changed in the one before, in words; `adopted` is the text that came of the consultation."""

    number: int
    published_at: Instant
    adopted: bool
    changes: str | None
    page: Address


class LegalReference(Shape, frozen=True):
    """A law that the draft rests on, and where it can be read."""

    law: str
    paragraph: str | None
    url: Address | None


class Draft(Shape, frozen=True):
    """A draft with its text; `versions` oldest first, the last of them is the text here."""

    number: int
    title: str
    group: str | None
    version: int
    sections: list[Section]
    versions: list[Version]
    easy_read: Html | None
    legal_references: list[LegalReference]
    consultation: Address
    href: Address
    page: Address


# Responses


class Answer(Shape, frozen=True):
    """A part of a published response, redacted words replaced. `draft` null is about the whole, `question` its number.

    `section` is the printed number in the version answered, `anchor` the word that never changes.
    `quote` are that version's own words in the section which the part is about, null where it is about all of it.
    """

    draft: int | None
    version: int | None
    section: str | None
    anchor: str | None
    heading: str | None
    stance: Stance | None
    text: str
    proposed_text: str | None
    quote: str | None
    question: int | None
    choices: list[int]


class ResponseFile(Shape, frozen=True):
    """A file that came with a response, as a copy made anew from what may be shown.

    `href`, `type` and `size` are there when `state` is shown. `text` is what it says, `alt` what the sender says of it.
    """

    number: int
    name: str
    state: CopyState
    type: str | None
    size: int | None
    alt: str | None
    text: str
    href: Address | None


class Response(Shape, frozen=True):
    """A number and what may be said of it. Who and what stand only where `status` is published or redacted.

    `reason` says why one is withheld. `corrected` is true where an earlier text was shown and a new one is looked at.
    `shown_name` is an organisation's name, or of a private person what the consultation's rule lets be shown.
    """

    number: Number
    late: bool
    status: Status
    reason: str | None
    corrected: bool
    key: str | None
    received_on: date | None
    capacity: Capacity | None
    shown_name: str | None
    under_18: bool | None
    no_remarks: bool | None
    signatures: int | None
    drafts: list[int]
    answers: list[Answer]
    files: list[ResponseFile]
    href: Address | None
    page: Address | None


class Responses(Shape, frozen=True):
    """One page of the list by number, late ones last; every number once, also those that are not shown.

    Where responses are not public now the list is empty, `reason` says why and `public_at` when that changes.
    """

    responses: list[Response]
    reason: Hidden | None
    public_at: Instant | None
    next: Address | None


# Numbers and outcome


class StatusLine(Shape, frozen=True):
    """One row of the table of statuses."""

    status: Status
    on_time: int
    late: int
    total: int


class OptionFigure(Shape, frozen=True):
    """How many chose an option."""

    text: Bilingual
    responses: int


class QuestionFigures(Shape, frozen=True):
    """What the responses shown answered to a guiding question; `responses` counts those that answered it."""

    number: int
    draft: int | None
    kind: QuestionKind
    text: Bilingual
    responses: int
    options: list[OptionFigure]


class Appeals(Shape, frozen=True):
    """Senders' complaints about decisions: made = upheld + opened + waiting. `opened` were decided on anew."""

    made: int
    upheld: int
    opened: int
    waiting: int


class Review(Shape, frozen=True):
    """How long it took until a member of staff first decided on a response; median_days in whole days, rounded down."""

    reviewed: int
    median_days: int | None
    appeals: Appeals


class Figures(Shape, frozen=True):
    """The numbers of a consultation, by the same functions as on page and paper."""

    counts: Counts
    statuses: list[StatusLine]
    questions: list[QuestionFigures]
    review: Review


class ConsultationStatistics(Shape, frozen=True):
    """A consultation in its authority's year."""

    slug: str
    title: Bilingual
    closes_at: Annotated[Instant, Meta(description="Exclusive: the first instant that is late.")]
    counts: Counts
    review: Review
    href: Address
    page: Address


class TogetherCounts(Shape, frozen=True):
    """All of a year: received = on_time + late = published + redacted + all withheld + withdrawn + awaiting.

    `withheld` sums the reasons as each consultation shows them.
    """

    received: int
    on_time: int
    late: int
    published: int
    redacted: int
    withheld: dict[str, int]
    withdrawn: int
    awaiting: int


class Statistics(Shape, frozen=True):
    """An authority's consultations whose deadline falls in a year (in Copenhagen)."""

    authority: str
    year: int
    consultations: list[ConsultationStatistics]
    together: TogetherCounts
    review: Review
    page: Address


class Change(Shape, frozen=True):
    """A place of a draft whose words were changed."""

    draft: int | None
    section: str
    heading: str
    before: str
    after: str


class Position(Shape, frozen=True):
    """What some responses said, what was answered and decided; `numbers` are the responses, `points` what they said."""

    number: str
    title: str
    draft: int | None
    anchor: str | None
    numbers: list[Number]
    points: int
    remark: str
    decided: Outcome
    change: list[Change]


class OutcomePoints(Shape, frozen=True):
    """How many points ended in each outcome."""

    accepted: int
    partly: int
    not_accepted: int
    noted: int
    out_of_scope: int


class Result(Shape, frozen=True):
    """What became of the responses. Before the decision nothing is said, and `meeting` is the one that will decide."""

    decided: bool
    meeting: Milestone | None
    points: OutcomePoints
    positions: list[Position]


# Refusals


class Problem(Shape, frozen=True, omit_defaults=True):
    """RFC 9457. `code` is stable; `detail` is for a person; `number` finds it in our log."""

    title: str
    status: int
    code: str
    detail: str = ""
    number: str = ""


# What may be asked


class Query(Struct, frozen=True, forbid_unknown_fields=True):
    """No parameter is known."""


class ConsultationsQuery(Query, frozen=True):
    """The list of consultations."""

    authority: Annotated[str, Meta(max_length=100, description="Only this authority's, by its slug.")] = ""
    state: Annotated[ShownState | None, Meta(description="Only those in this state now.")] = None
    subject: Annotated[str, Meta(max_length=200, description="Only about this subject, by its slug.")] = ""
    after: Annotated[str, Meta(max_length=200, description="Those after this slug.")] = ""
    limit: Annotated[int, Meta(ge=1, le=100, description="At most this many.")] = 50


class StatisticsQuery(Query, frozen=True):
    """An authority's year."""

    authority: Annotated[str, Meta(max_length=100, description="The authority, by its slug; none on its own host.")] = (
        ""
    )
    year: Annotated[
        Annotated[int, Meta(ge=1900, le=9999)] | None,
        Meta(description="The year; without it this one, or the last before it that has consultations."),
    ] = None


class ResponsesQuery(Query, frozen=True):
    """The list of responses."""

    draft: Annotated[
        Annotated[int, Meta(ge=0, le=999_999_999)] | None,
        Meta(description="Only those shown that are about this draft; 0: the whole."),
    ] = None
    capacity: Annotated[Capacity | None, Meta(description="Only those shown whose sender answered as this.")] = None
    status: Annotated[Status | None, Meta(description="Only those with this status.")] = None
    after: Annotated[
        str, Meta(pattern=r"^((E-)?[1-9][0-9]{0,8})?$", description='Those after this number: "48", "E-3".')
    ] = ""
    limit: Annotated[int, Meta(ge=1, le=100, description="At most this many.")] = 50
