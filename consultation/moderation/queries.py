"""Reads of moderation: one response with all that bears on a decision, and who may read it now."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from consultation.consultations.asked import read_choices
from consultation.errors import NotFound
from consultation.lib.dates import local
from consultation.models import (
    Access,
    Answer,
    Appeal,
    AppealAnswer,
    Attachment,
    AttachmentCopy,
    Blob,
    Claim,
    Consultation,
    Decision,
    Finding,
    FindingDecision,
    HeardParty,
    HeldWord,
    Note,
    QueueEntry,
    Redaction,
    RedactionSet,
    Response,
    ResponseContact,
    ResponseParty,
    SecondOpinion,
    Staff,
    StaffRole,
)
from consultation.moderation import composition, file_queries, files, rules
from consultation.moderation.composition import AnswerText, PublicResponse, Removals, Spot
from consultation.moderation.files import File
from consultation.moderation.own_words import OwnWord
from consultation.moderation.redaction import Span
from consultation.moderation.rules import FindingState
from consultation.responses import queries as responses
from consultation.responses.content import Place
from consultation.responses.queries import Standing
from consultation.responses.rules import Sender, read_label, sort_number
from consultation.vocabulary import AccessPurpose, AppealOutcome, Channel, FindingKind, LoginMode, Role

T = TypeVar("T")

# Made once, for every look at a response asks them: making a statement takes longer than asking it

_LOCK = (
    select(Response)
    .where(Response.id == bindparam("response_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_NEWEST_SET = (
    select(RedactionSet)
    .where(RedactionSet.version_id == bindparam("version_id"))
    .order_by(RedactionSet.seq.desc())
    .limit(1)
)
_SETS = (
    select(RedactionSet)
    .where(RedactionSet.version_id.in_(bindparam("version_ids", expanding=True)))
    .order_by(RedactionSet.seq)
)
_FINDINGS = select(Finding).where(Finding.version_id.in_(bindparam("version_ids", expanding=True)))
_ANSWERED = (
    select(FindingDecision)
    .join(Finding, Finding.id == FindingDecision.finding_id)
    .where(Finding.version_id.in_(bindparam("version_ids", expanding=True)))
    .order_by(FindingDecision.seq)
)
_FILED = (
    select(Attachment.version_id).where(Attachment.version_id.in_(bindparam("version_ids", expanding=True))).distinct()
)
_REACHED = select(ResponseContact.response_id).where(
    ResponseContact.response_id.in_(bindparam("response_ids", expanding=True)), ResponseContact.email != ""
)
_OWN_WORDS = (
    select(HeldWord.words, HeldWord.kind)
    .where(HeldWord.authority_id == bindparam("authority_id"), HeldWord.ended_at.is_(None))
    .order_by(HeldWord.id)
)
_REDACTIONS = (
    select(Redaction)
    .where(Redaction.set_id.in_(bindparam("set_ids", expanding=True)))
    .order_by(Redaction.answer_id, Redaction.attachment_id, Redaction.place, Redaction.start)
)


@dataclass(frozen=True)
class Found:
    """A finding with its newest answer. `text` is what stands there."""

    finding: Finding
    answer: FindingDecision | None
    text: str

    @property
    def state(self) -> FindingState:
        answer, seconded = (self.answer.answer, self.answer.second_by is not None) if self.answer else (None, False)
        return rules.finding_state(self.finding.kind, sure=self.finding.sure, answer=answer, seconded=seconded)

    @property
    def spot(self) -> Spot:
        return Spot(self.finding.answer_id, self.finding.place, self.finding.attachment_id)

    @property
    def span(self) -> Span:
        return Span(self.finding.start, self.finding.end, self.finding.kind)


@dataclass(frozen=True)
class Mark:
    """A stretch that the newest redaction set takes out; `own` where a person marked it and no machine found it."""

    spot: Spot
    span: Span
    text: str
    own: bool
    basis: str = ""


@dataclass(frozen=True)
class Material:
    """The newest version of a response with everything that was found in it and decided about it.

    `set_seq` counts the changes to what is taken out; 0 means that nobody has looked, not even a machine (P6).
    """

    standing: Standing
    consultation: Consultation
    sender: Sender
    answers: tuple[AnswerText, ...]
    findings: tuple[Found, ...]
    marks: tuple[Mark, ...]
    set_id: int | None
    set_seq: int
    files: tuple[File, ...] = ()
    has_later_email: bool = False
    """Whether the author has given an address since, where the link goes."""

    @property
    def response(self) -> Response:
        return self.standing.response

    @property
    def is_told(self) -> bool:
        """Whether its author gets a mail or a letter about a decision; others see it on their own page alone."""
        return bool(self.sender.email) or self.has_later_email or self.response.channel is not Channel.PORTAL

    @property
    def decision_seq(self) -> int:
        """How many decisions there are: what a page has seen, and the lock of the next one (C1)."""
        return self.standing.decision.seq if self.standing.decision else 0

    @cached_property
    def undecided(self) -> tuple[Found, ...]:
        return tuple(found for found in self.findings if found.state in rules.UNDECIDED and self.shows(found))

    @cached_property
    def removals(self) -> Removals:
        fields = [
            (found.spot, found.span)
            for found in self.findings
            if found.spot.answer_id is found.spot.attachment_id is None and found.state is FindingState.REDACTED
        ]
        decided = [*((mark.spot, mark.span) for mark in self.marks if self.shows(mark)), *fields]
        return Removals(_by_spot(decided), _by_spot((found.spot, found.span) for found in self.undecided))

    @cached_property
    def removed_words(self) -> tuple[str, ...]:
        """Every string that is taken out, for the proof that it is gone (R30)."""
        fields = (found.text for found in self.findings if found.state is FindingState.REDACTED and self.shows(found))
        return tuple(dict.fromkeys([*(mark.text for mark in self.marks if self.shows(mark)), *fields]))

    @cached_property
    def unseen_words(self) -> tuple[str, ...]:
        """What was found where nothing becomes public: in metadata, hidden parts, names, files that are left out."""
        known: tuple[Found | Mark, ...] = (*self.findings, *self.marks)
        return tuple(dict.fromkeys(one.text for one in known if not self.shows(one)))

    @property
    def is_redacted(self) -> bool:
        """Whether something that would be public is taken out of it."""
        return self.removals.any_decided or any(file.left_out or file.boxes for file in self.files)

    @property
    def removed_kinds(self) -> tuple[FindingKind, ...]:
        """The kind of each thing that a reader meets in the place of something else."""
        of_files = [mark.kind for file in self.files for mark in (file.left_out, *file.boxes) if mark is not None]
        return (*self.removals.kinds, *of_files)

    def shows(self, one: "Found | Mark") -> bool:
        """Whether it stands in something that becomes public where nobody takes it out (P5)."""
        file = self.find_file(one.spot.attachment_id)
        return file is None or file.shows(one.spot.place, one.span.start, one.span.end)

    def find_file(self, attachment_id: int | None) -> File | None:
        return next((file for file in self.files if file.id == attachment_id), None)

    @cached_property
    def public(self) -> PublicResponse:
        """What the public would read if the decision to publish were made now."""
        response = self.response
        return composition.compose(
            number=self.standing.number,
            sender=self.sender,
            rule=self.consultation.name_rule,
            received_on=local(response.received_at).date().isoformat(),
            late=response.late,
            answers=self.answers,
            removals=self.removals,
            no_remarks=response.no_remarks,
            attached=self.files,
        )

    def get_finding(self, finding_id: int) -> Found:
        """NotFound for a finding of another version or response."""
        found = next((one for one in self.findings if one.finding.id == finding_id), None)
        if found is None:
            raise NotFound("no such finding")
        return found

    def text_at(self, spot: Spot) -> str:
        """The original text of a spot."""
        if (file := self.find_file(spot.attachment_id)) is not None:
            return file.text_at(spot.place)
        if spot.answer_id is None:
            return str(getattr(self.sender, spot.place))
        answer = next(answer for answer in self.answers if answer.id == spot.answer_id)
        return answer.text if spot.place == composition.TEXT else answer.proposed_text

    def spots(self) -> tuple[Spot, ...]:
        """Every text of the answers that is not empty, in reading order."""
        places = (Spot(one.id, place) for one in self.answers for place in (composition.TEXT, composition.PROPOSED))
        return tuple(spot for spot in places if self.text_at(spot))

    def all_spots(self) -> tuple[Spot, ...]:
        """Every text in which something may be found, in reading order."""
        return tuple(_texts(self.sender, self.answers, self.files))

    def file_spots(self) -> tuple[Spot, ...]:
        """Every text of the files in which somebody may mark something, likewise."""
        return tuple(Spot(None, place, file.id) for file in self.files for place in file.places())


def material_of(session: Session, response: Response) -> Material:
    """Everything about the response's newest version, as it stands now."""
    (material,) = materials_of(session, [response])
    return material


def materials_of(session: Session, rows: Sequence[Response]) -> list[Material]:
    """The same of many responses; as many statements as for one, and some for each that has files."""
    standings = responses.standings_of(session, rows)
    ids = [standing.version.id for standing in standings]
    answers = responses.placed_in(session, ids)
    findings = _gathered(session.scalars(_FINDINGS, {"version_ids": ids}), lambda row: row.version_id)
    answered = {row.finding_id: row for row in session.scalars(_ANSWERED, {"version_ids": ids})}
    sets = {row.version_id: row for row in session.scalars(_SETS, {"version_ids": ids})}
    set_ids = [one.id for one in sets.values()]
    redactions = _gathered(session.scalars(_REDACTIONS, {"set_ids": set_ids}), lambda row: row.set_id)
    filed = set(session.scalars(_FILED, {"version_ids": ids}))
    reached = set(session.scalars(_REACHED, {"response_ids": [standing.response.id for standing in standings]}))
    found = []
    for standing in standings:
        version_id, newest = standing.version.id, sets.get(standing.version.id)
        attached = (
            file_queries.list_files(session, version_id, newest.id if newest else None) if version_id in filed else ()
        )
        found.append(
            _material(
                session.get_one(Consultation, standing.response.consultation_id),
                standing,
                answers[version_id],
                [(row, answered.get(row.id)) for row in findings.get(version_id, ())],
                newest,
                redactions.get(newest.id, ()) if newest else (),
                attached,
                has_later_email=standing.response.id in reached,
            )
        )
    return found


def _material(
    consultation: Consultation,
    standing: Standing,
    placed: Iterable[tuple[Answer, Place]],
    found: Iterable[tuple[Finding, FindingDecision | None]],
    newest: RedactionSet | None,
    redactions: Iterable[Redaction],
    attached: tuple[File, ...],
    *,
    has_later_email: bool,
) -> Material:
    sender = responses.sender_of(standing.version)
    answers = tuple(
        AnswerText(row.id, place, row.stance, row.text, row.proposed_text, read_choices(row.choices), row.quote)
        for row, place in placed
    )
    texts = _texts(sender, answers, attached)
    findings = _in_order(found, texts)
    found_at = {(found.spot, found.finding.start, found.finding.end) for found in findings}
    marks = tuple(
        Mark(
            spot := Spot(row.answer_id, row.place, row.attachment_id),
            Span(row.start, row.end, row.kind),
            texts[spot][row.start : row.end],
            own=(spot, row.start, row.end) not in found_at,
            basis=row.basis,
        )
        for row in redactions
    )
    return Material(
        standing,
        consultation,
        sender,
        answers,
        findings,
        marks,
        newest.id if newest else None,
        newest.seq if newest else 0,
        attached,
        has_later_email,
    )


def _texts(sender: Sender, answers: Iterable[AnswerText], attached: Iterable[File]) -> dict[Spot, str]:
    """Every text in which something may be found, in reading order."""
    texts = {
        Spot(None, composition.ORGANISATION): sender.organisation,
        Spot(None, composition.NAME): sender.name,
    }
    for answer in answers:
        texts[Spot(answer.id, composition.TEXT)] = answer.text
        texts[Spot(answer.id, composition.PROPOSED)] = answer.proposed_text
    for file in attached:
        texts |= {Spot(None, place, file.id): file.text_at(place) for place in files.PLACES}
    return texts


def list_unconfirmed(
    session: Session, consultation_id: int, limit: int, after: str | None = None, before: str | None = None
) -> list[Standing]:
    """Those by number: at most `limit` of them, after the number "48" or (in reverse) before it."""
    number, rows = responses.SORT_NUMBER, select(Response).where(*_are_unconfirmed(consultation_id)).limit(limit)
    beyond, behind = (read_label(label) if label else None for label in (after, before))
    if behind is not None:
        rows = rows.where(number < sort_number(*behind)).order_by(number.desc())
    else:
        rows = rows.order_by(number)
    if beyond is not None:
        rows = rows.where(number > sort_number(*beyond))
    return responses.standings_of(session, session.scalars(rows).all())


def count_unconfirmed(session: Session, consultation_id: int) -> int:
    """How many there are of them."""
    return session.scalar(select(func.count(Response.id)).where(*_are_unconfirmed(consultation_id))) or 0


def _are_unconfirmed(consultation_id: int) -> Sequence[ColumnElement[bool]]:
    """The sender has not confirmed the e-mail address, and nobody has taken the response in."""
    return (
        Response.consultation_id == consultation_id,
        Response.login_mode == LoginMode.CONFIRMED,
        Response.confirmed_at.is_(None),
        Response.withdrawn_at.is_(None),
    )


def lock_response(session: Session, response_id: int) -> Response:
    """The response, held until the transaction ends; the first lock of every act (C1, C4). NotFound."""
    found = session.scalars(_LOCK, {"response_id": response_id}).one_or_none()
    if found is None:
        raise NotFound("no such response")
    return found


def newest_set(session: Session, version_id: int) -> RedactionSet | None:
    return session.scalars(_NEWEST_SET, {"version_id": version_id}).one_or_none()


def own_words(session: Session, authority_id: int) -> tuple[OwnWord, ...]:
    """The words that the authority wants looked at now."""
    rows = session.execute(_OWN_WORDS, {"authority_id": authority_id})
    return tuple(OwnWord(row.words, row.kind) for row in rows)


def list_held_words(session: Session, authority_id: int) -> Sequence[HeldWord]:
    """The same with who put them on the list, in the order of the alphabet."""
    rows = select(HeldWord).where(HeldWord.authority_id == authority_id, HeldWord.ended_at.is_(None))
    return session.scalars(rows.order_by(HeldWord.key)).all()


def list_ended_words(session: Session, authority_id: int) -> Sequence[HeldWord]:
    """What was taken off the list, the newest first."""
    rows = select(HeldWord).where(HeldWord.authority_id == authority_id, HeldWord.ended_at.is_not(None))
    return session.scalars(rows.order_by(HeldWord.ended_at.desc(), HeldWord.id.desc())).all()


def sha256_of(session: Session, blob_id: int) -> str:
    """Under which the original's bytes are stored; public nowhere."""
    return session.get_one(Blob, blob_id).sha256


def list_copies(session: Session, decision_id: int) -> dict[int, AttachmentCopy]:
    """Attachment id -> what came of making its public copy for this decision."""
    rows = session.scalars(select(AttachmentCopy).where(AttachmentCopy.decision_id == decision_id))
    return {row.attachment_id: row for row in rows}


def list_decisions(session: Session, response_id: int) -> Sequence[Decision]:
    """Every decision on the response, oldest first (R34)."""
    return session.scalars(select(Decision).where(Decision.response_id == response_id).order_by(Decision.seq)).all()


def find_claim(session: Session, response_id: int, now: datetime) -> Claim | None:
    """Who has the response on the desk now; a claim ends by itself."""
    return session.scalars(select(Claim).where(Claim.response_id == response_id, Claim.until_at > now)).one_or_none()


def find_access(session: Session, staff_id: int, response_id: int, now: datetime) -> Access | None:
    """This person's live leave to read the original, whatever it was opened for; the one that lasts longest."""
    return _find_access(session, staff_id, response_id, now, Access.purpose != AccessPurpose.CONTACT)


def find_contact_access(session: Session, staff_id: int, response_id: int, now: datetime) -> Access | None:
    """This person's live leave to see where the sender can be reached."""
    return _find_access(session, staff_id, response_id, now, Access.purpose == AccessPurpose.CONTACT)


def _find_access(
    session: Session, staff_id: int, response_id: int, now: datetime, purpose: ColumnElement[bool]
) -> Access | None:
    return session.scalars(
        select(Access)
        .where(
            purpose,
            Access.staff_id == staff_id,
            Access.response_id == response_id,
            Access.from_at <= now,
            Access.until_at > now,
        )
        .order_by(Access.until_at.desc())
        .limit(1)
    ).one_or_none()


def lost_appeal(session: Session, response_id: int, actor: str) -> bool:
    """Whether this person made a decision on the response that a complaint has opened again: another makes the next."""
    return session.scalar(_lost_appeals(actor).where(Appeal.response_id == response_id).limit(1)) is not None


def lost_appeals(session: Session, consultation_id: int, actor: str) -> set[int]:
    """The responses of a consultation of which that is so."""
    lost = _lost_appeals(actor).join(Response, Response.id == Appeal.response_id)
    return set(session.scalars(lost.where(Response.consultation_id == consultation_id)))


def _lost_appeals(actor: str) -> Select[int]:
    return (
        select(Appeal.response_id)
        .join(AppealAnswer, AppealAnswer.appeal_id == Appeal.id)
        .join(Decision, Decision.id == Appeal.decision_id)
        .where(AppealAnswer.outcome == AppealOutcome.OPENED, (Decision.by == actor) | (Decision.second_by == actor))
    )


def find_opinion(session: Session, response_id: int) -> SecondOpinion | None:
    """The question to a colleague that stands."""
    asked = select(SecondOpinion).join(QueueEntry, QueueEntry.opinion_id == SecondOpinion.id)
    return session.scalars(asked.where(QueueEntry.response_id == response_id)).one_or_none()


def list_opinions(session: Session, response_id: int) -> Sequence[SecondOpinion]:
    """Every question to a colleague about the response, oldest first."""
    rows = select(SecondOpinion).where(SecondOpinion.response_id == response_id)
    return session.scalars(rows.order_by(SecondOpinion.id)).all()


def list_notes(session: Session, response_id: int) -> Sequence[Note]:
    """What moderators have noted about the response, oldest first."""
    return session.scalars(select(Note).where(Note.response_id == response_id).order_by(Note.id)).all()


def find_entry(session: Session, response_id: int) -> QueueEntry | None:
    """Its place in the queue; None where it does not wait."""
    return session.scalars(select(QueueEntry).where(QueueEntry.response_id == response_id)).one_or_none()


def list_moderators(session: Session, authority_id: int) -> list[tuple[int, str]]:
    """Id and name of everybody who moderates for an authority, by name."""
    rows = session.execute(_moderators(authority_id).order_by(Staff.name, Staff.id))
    return [(row.id, row.name) for row in rows]


def is_moderator(session: Session, authority_id: int, staff_id: int) -> bool:
    """Whether this member of staff moderates for the authority now."""
    return session.execute(_moderators(authority_id).where(Staff.id == staff_id)).first() is not None


def _moderators(authority_id: int) -> Select[int, str]:
    return (
        select(Staff.id, Staff.name)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(
            StaffRole.authority_id == authority_id,
            StaffRole.role == Role.MODERATOR,
            StaffRole.ended_at.is_(None),
            Staff.disabled_at.is_(None),
        )
    )


def concerned_addresses(session: Session, response: Response) -> tuple[str, ...]:
    """E-mail addresses of the author and of the heard parties that the response speaks for."""
    parties = session.scalars(
        select(HeardParty)
        .join(ResponseParty, ResponseParty.heard_party_id == HeardParty.id)
        .where(ResponseParty.response_id == response.id)
    )
    author = responses.newest_version(session, response.id).email
    return author, *(heard.party.email or "" for heard in parties)


def name_of(session: Session, actor: str) -> str:
    """The name behind "staff:12"; "" for the sender and the system."""
    staff_id = rules.staff_id_of(actor)
    return (session.scalar(select(Staff.name).where(Staff.id == staff_id)) or "") if staff_id is not None else ""


def _in_order(rows: Iterable[tuple[Finding, FindingDecision | None]], texts: Mapping[Spot, str]) -> tuple[Found, ...]:
    """In reading order: the sender's fields, then the answers."""
    order = {spot: place for place, spot in enumerate(texts)}
    found = [
        Found(row, answer, texts[Spot(row.answer_id, row.place, row.attachment_id)][row.start : row.end])
        for row, answer in rows
    ]
    return tuple(sorted(found, key=lambda one: (order[one.spot], one.finding.start, one.finding.end, one.finding.id)))


def _gathered(rows: Iterable[T], key: Callable[[T], int]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _by_spot(spans: Iterable[tuple[Spot, Span]]) -> dict[Spot, tuple[Span, ...]]:
    gathered: dict[Spot, list[Span]] = {}
    for spot, span in spans:
        gathered.setdefault(spot, []).append(span)
    return {spot: tuple(found) for spot, found in gathered.items()}
