"""Reads of responses: the original rows. What the public may see is read elsewhere, from the renditions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, select, union
from sqlalchemy.orm import Session

from consultation.consultations.asked import read_choices
from consultation.consultations.deadlines import in_force
from consultation.consultations.queries import acts_of, asked_of, list_questions, own_deadline
from consultation.consultations.states import Acts
from consultation.errors import NotFound
from consultation.lib.tokens import hash_token
from consultation.models import (
    Answer,
    Attachment,
    Authority,
    AuthorityText,
    Blob,
    Consultation,
    Decision,
    Draft,
    DraftVersion,
    Erasure,
    LateAdmission,
    Question,
    Redaction,
    Response,
    ResponseContact,
    ResponseParty,
    ResponseVersion,
    Section,
    SectionText,
)
from consultation.responses import rules
from consultation.responses.content import WHOLE, AnswerContent, Content, FileContent, Place, PlaceKey
from consultation.responses.rules import Sender
from consultation.vocabulary import FindingKind, Language, Series, Status

PRIVACY_SHORT = "privacy_short"
"""The kind of the notice that stands before sending (R25): one line a point."""
SORT_NUMBER = Response.seq + case((Response.series == Series.LATE, rules.LATE_OFFSET), else_=0)
"""`rules.sort_number` in the database."""
_NEAREST = 10


_IN_SECTION = (
    Section.anchor,
    SectionText.printed_number,
    SectionText.heading,
    SectionText.text,
    SectionText.locked_reason,
)
"""What a Place tells of a section, in the order of its fields, without the section's HTML."""

# Statements that every sending and every look asks are made once: making one takes longer than asking it

_BY_FORM_KEY = select(Response).where(
    Response.consultation_id == bindparam("consultation_id"), Response.form_key == bindparam("form_key")
)
_TEXTS = (
    select(AuthorityText)
    .where(
        AuthorityText.authority_id == bindparam("authority_id"),
        AuthorityText.kind == bindparam("kind"),
        AuthorityText.code == "",
    )
    .order_by(AuthorityText.version.desc())
)
_ERASED_AT = (
    select(Erasure.at)
    .where(Erasure.table_name == "response", Erasure.row_id == bindparam("response_id"))
    .order_by(Erasure.id)
    .limit(1)
)
_NEWEST_DECISION = (
    select(Decision).where(Decision.response_id == bindparam("response_id")).order_by(Decision.seq.desc()).limit(1)
)
_NEWEST_VERSION = (
    select(ResponseVersion)
    .where(ResponseVersion.response_id == bindparam("response_id"))
    .order_by(ResponseVersion.number.desc())
    .limit(1)
)
_VERSIONS_OF = (
    select(ResponseVersion)
    .where(ResponseVersion.response_id.in_(bindparam("response_ids", expanding=True)))
    .order_by(ResponseVersion.number)
)
_DECISIONS_OF = (
    select(Decision).where(Decision.response_id.in_(bindparam("response_ids", expanding=True))).order_by(Decision.seq)
)
_PLACED = (
    select(Answer, Question, Draft.number, Draft.title, DraftVersion.number, *_IN_SECTION)
    .outerjoin(DraftVersion, DraftVersion.id == Answer.draft_version_id)
    .outerjoin(Draft, Draft.id == DraftVersion.draft_id)
    .outerjoin(
        SectionText,
        (SectionText.version_id == Answer.draft_version_id) & (SectionText.section_id == Answer.section_id),
    )
    .outerjoin(Section, Section.id == SectionText.section_id)
    .outerjoin(Question, Question.id == Answer.question_id)
    .order_by(Answer.version_id, Answer.position)
)
_PLACED_IN_ONE = _PLACED.where(Answer.version_id == bindparam("version_id"))
_PLACED_IN_MANY = _PLACED.where(Answer.version_id.in_(bindparam("version_ids", expanding=True)))
_NEWER = select(func.max(ResponseVersion.number)).where(ResponseVersion.response_id == Response.id)
_OF_SENDER = (
    select(Response.id)
    .join(ResponseVersion, ResponseVersion.response_id == Response.id)
    .where(
        Response.consultation_id == bindparam("consultation_id"),
        ResponseVersion.sender_key == bindparam("sender_key"),
        ResponseVersion.number == _NEWER.correlate(Response).scalar_subquery(),
        Response.id != bindparam("other_than"),
    )
    .limit(1)
)


@dataclass(frozen=True)
class Standing:
    """A response with its newest version and what its decisions say of it."""

    response: Response
    version: ResponseVersion
    decision: Decision | None
    status: Status

    @property
    def number(self) -> str:
        return number_of(self.response)


# One response


@dataclass(frozen=True)
class Alike:
    """Numbers of other responses of one sender, the nearest ones, in order; `more` is how many there are besides."""

    nearest: tuple[str, ...]
    more: int


def lock(session: Session, response: Response) -> None:
    """Reads the row anew and holds it to the end of the transaction; the first lock of every act on a response."""
    session.scalars(
        select(Response).where(Response.id == response.id).with_for_update().execution_options(populate_existing=True)
    ).one()


def number_of(response: Response) -> str:
    """ "48", "E-3"."""
    return rules.number_label(response.series, response.seq)


def get_response(session: Session, consultation_id: int, label: str) -> Response:
    """The response with this number, "17" or "E-3". NotFound."""
    number = rules.read_label(label)
    found = (
        number
        and session.scalars(
            select(Response).where(
                Response.consultation_id == consultation_id, Response.series == number[0], Response.seq == number[1]
            )
        ).one_or_none()
    )
    if not found:
        raise NotFound("no such response")
    return found


def find_by_form_key(session: Session, consultation_id: int, form_key: str) -> Response | None:
    """The response that this form was sent as, if it was (C3)."""
    return session.scalars(_BY_FORM_KEY, {"consultation_id": consultation_id, "form_key": form_key}).one_or_none()


def get_by_token(session: Session, token: str) -> Response:
    """The response behind a private link. NotFound, the same for every wrong link (A2)."""
    found = session.scalars(select(Response).where(Response.token_hash == hash_token(token))).one_or_none()
    if found is None:
        raise NotFound("no such response")
    return found


def find_by_confirm_hash(session: Session, confirm_hash: str) -> Response | None:
    """The response whose newest mail to confirm has this secret."""
    return session.scalars(select(Response).where(Response.confirm_hash == confirm_hash)).one_or_none()


def standing_of(session: Session, response: Response) -> Standing:
    """The response as it stands now."""
    decision = newest_decision(session, response.id)
    status = rules.status_of(response.withdrawn_at is not None, decision.kind if decision else None)
    return Standing(response, newest_version(session, response.id), decision, status)


def standings_of(session: Session, rows: Sequence[Response]) -> list[Standing]:
    """Each response as it stands now, in two statements however many they are."""
    ids = [row.id for row in rows]
    versions = session.scalars(_VERSIONS_OF, {"response_ids": ids})
    newest = {version.response_id: version for version in versions}
    decisions = session.scalars(_DECISIONS_OF, {"response_ids": ids})
    decided = {decision.response_id: decision for decision in decisions}
    found = []
    for row in rows:
        decision = decided.get(row.id)
        status = rules.status_of(row.withdrawn_at is not None, decision.kind if decision else None)
        found.append(Standing(row, newest[row.id], decision, status))
    return found


def find_erased_at(session: Session, response_id: int) -> datetime | None:
    """When what the response says was erased (P4); None where it was not."""
    return session.scalar(_ERASED_AT, {"response_id": response_id})


def newest_decision(session: Session, response_id: int) -> Decision | None:
    return session.scalars(_NEWEST_DECISION, {"response_id": response_id}).one_or_none()


def newest_version(session: Session, response_id: int) -> ResponseVersion:
    return session.scalars(_NEWEST_VERSION, {"response_id": response_id}).one()


def list_versions(session: Session, response_id: int) -> Sequence[ResponseVersion]:
    """Every version, oldest first (R21)."""
    return session.scalars(
        select(ResponseVersion).where(ResponseVersion.response_id == response_id).order_by(ResponseVersion.number)
    ).all()


def list_answers(session: Session, version_id: int) -> Sequence[Answer]:
    return session.scalars(select(Answer).where(Answer.version_id == version_id).order_by(Answer.position)).all()


def list_placed(session: Session, version_id: int) -> list[tuple[Answer, Place]]:
    """The answers, each with what it is about, in one statement however many drafts there are."""
    rows = session.execute(_PLACED_IN_ONE, {"version_id": version_id})
    return [(answer, _place(answer, question, words)) for answer, question, *words in rows]


def placed_in(session: Session, version_ids: Sequence[int]) -> dict[int, list[tuple[Answer, Place]]]:
    """Version -> the same, in one statement however many versions there are."""
    found: dict[int, list[tuple[Answer, Place]]] = {one: [] for one in version_ids}
    for answer, question, *words in session.execute(_PLACED_IN_MANY, {"version_ids": list(version_ids)}):
        found[answer.version_id].append((answer, _place(answer, question, words)))
    return found


def _place(answer: Answer, question: Question | None, words: Sequence[Any]) -> Place:
    """`words` are the columns of draft, version and section, as far as the answer has them."""
    known = 0 if answer.draft_version_id is None else 3 if answer.section_id is None else len(words)
    place = Place(*words[:known])
    return place if question is None else replace(place, asked=asked_of(question, place.draft_number))


def place_of(answer: Answer) -> PlaceKey:
    """What a stored answer is about."""
    return PlaceKey(answer.draft_version_id, answer.section_id, answer.question_id)


def list_files(session: Session, version_id: int) -> Sequence[tuple[Attachment, Blob]]:
    rows = session.execute(
        select(Attachment, Blob)
        .join(Blob, Blob.id == Attachment.blob_id)
        .where(Attachment.version_id == version_id)
        .order_by(Attachment.position)
    )
    return [(attachment, blob) for attachment, blob in rows]


def sender_of(version: ResponseVersion) -> Sender:
    """Who the sender said they were in this version."""
    return Sender(
        capacity=version.capacity,
        name=version.name,
        organisation=version.organisation,
        cvr=version.cvr,
        email=version.email,
        phone=version.phone,
        postcode=version.postcode,
        address=version.address,
        on_behalf_of=version.on_behalf_of,
        helper_name=version.helper_name,
        under_18=version.under_18,
        protected=version.protected,
    )


def content_of(session: Session, version: ResponseVersion) -> Content:
    """What a version says, in the shape in which it was sent."""
    answers = tuple(
        AnswerContent(
            row.text,
            row.stance,
            row.proposed_text,
            row.draft_version_id,
            row.section_id,
            row.question_id,
            read_choices(row.choices),
            row.quote,
            row.quote_start,
        )
        for row in list_answers(session, version.id)
    )
    files = tuple(
        FileContent(blob.id, row.original_name, blob.size, blob.sha256, row.alt)
        for row, blob in list_files(session, version.id)
    )
    response = session.get_one(Response, version.response_id)
    return Content(answers, files, response.no_remarks, response.hide_requested, version.follow)


def email_of(session: Session, version: ResponseVersion) -> str:
    """Where its sender is written to: the address they gave last, here or with the version; "" where none is known."""
    changed = select(ResponseContact.email).where(ResponseContact.response_id == version.response_id)
    return session.scalar(changed.order_by(ResponseContact.id.desc()).limit(1)) or version.email


def redacted_kinds(session: Session, decision: Decision | None) -> list[FindingKind]:
    """What kinds of things a decision took out of the public copy, in the order of the vocabulary."""
    if decision is None or decision.redaction_set_id is None:
        return []
    found = set(session.scalars(select(Redaction.kind).where(Redaction.set_id == decision.redaction_set_id)))
    return [kind for kind in FindingKind if kind in found]


def find_heard_party_id(session: Session, response_id: int) -> int | None:
    """The heard party that the response speaks for; the first one where they are several."""
    return session.scalar(
        select(ResponseParty.heard_party_id)
        .where(ResponseParty.response_id == response_id, ResponseParty.heard_party_id.is_not(None))
        .order_by(ResponseParty.id)
        .limit(1)
    )


def heard_party_ids(session: Session, response_ids: Sequence[int]) -> dict[int, int]:
    """Response -> the same, for those that speak for one; in one statement however many they are."""
    rows = session.execute(
        select(ResponseParty.response_id, ResponseParty.heard_party_id)
        .where(ResponseParty.response_id.in_(response_ids), ResponseParty.heard_party_id.is_not(None))
        .order_by(ResponseParty.id.desc())
    )
    return {response_id: heard_id for response_id, heard_id in rows if heard_id is not None}


def list_together(session: Session, response_id: int) -> Sequence[ResponseParty]:
    """The organisations that answer together with the sender, in the order in which they were written."""
    return session.scalars(
        select(ResponseParty)
        .where(ResponseParty.response_id == response_id, ResponseParty.heard_party_id.is_(None))
        .order_by(ResponseParty.id)
    ).all()


# Many responses


def list_responses(session: Session, consultation_id: int) -> Sequence[Response]:
    """All responses, withdrawn ones too: those with plain numbers first, then E-1 and on."""
    return session.scalars(
        select(Response)
        .where(Response.consultation_id == consultation_id)
        .order_by(Response.series.desc(), Response.seq)
    ).all()


def list_late(session: Session, consultation_id: int) -> Sequence[Response]:
    """Those that are late by the deadline now in force, withdrawn ones too, by number."""
    return session.scalars(
        select(Response).where(Response.consultation_id == consultation_id, Response.late).order_by(Response.seq)
    ).all()


def list_of_party(session: Session, heard_party_id: int) -> Sequence[Response]:
    """What a heard party has sent, oldest first, withdrawn ones too."""
    return session.scalars(
        select(Response)
        .join(ResponseParty, ResponseParty.response_id == Response.id)
        .where(ResponseParty.heard_party_id == heard_party_id)
        .order_by(Response.id)
    ).all()


def list_of_email(session: Session, authority_id: int, email: str) -> list[Response]:
    """Every response whose sender is written to at this address, oldest first, withdrawn ones too."""
    folded = email.lower()
    told = [
        select(table.response_id).where(table.authority_id == authority_id, func.lower(table.email) == folded)
        for table in (ResponseVersion, ResponseContact)
    ]
    rows = session.scalars(select(Response).where(Response.id.in_(union(*told))).order_by(Response.id)).all()
    return [row for row in rows if email_of(session, newest_version(session, row.id)).lower() == folded]


def find_alike(session: Session, response: Response) -> Alike:
    """What the same sender has sent in this consultation besides, for "ligner svar nr. 31" (states.md)."""
    key, own = newest_version(session, response.id).sender_key, rules.sort_number(response.series, response.seq)
    rows = session.execute(
        select(Response.series, Response.seq, func.count().over())
        .where(
            Response.consultation_id == response.consultation_id,
            Response.id != response.id,
            Response.id.in_(select(ResponseVersion.response_id).where(ResponseVersion.sender_key == key)),
        )
        .order_by(func.abs(SORT_NUMBER - own), SORT_NUMBER)
        .limit(_NEAREST)
    ).all()
    nearest = sorted((rules.sort_number(series, seq), rules.number_label(series, seq)) for series, seq, _all in rows)
    return Alike(tuple(label for _at, label in nearest), more=rows[0][2] - len(rows) if rows else 0)


def knows_sender(session: Session, consultation_id: int, sender_key: str, other_than: int | None = None) -> bool:
    """Whether another response's newest version is this sender's; decides the counter of senders."""
    wanted = {"consultation_id": consultation_id, "sender_key": sender_key, "other_than": other_than or 0}
    return session.scalar(_OF_SENDER, wanted) is not None


def knows_key(session: Session, consultation_id: int, sender_key: str) -> bool:
    """Whether any version in this consultation is by the sender with this key."""
    found = select(ResponseVersion.id).join(Response, Response.id == ResponseVersion.response_id)
    found = found.where(Response.consultation_id == consultation_id, ResponseVersion.sender_key == sender_key)
    return session.scalar(found.limit(1)) is not None


def newest_admissions(session: Session, consultation_id: int) -> dict[int, LateAdmission]:
    """Response id -> the newest decision on letting a late response in (R24)."""
    rows = session.scalars(
        select(LateAdmission)
        .join(Response, Response.id == LateAdmission.response_id)
        .where(Response.consultation_id == consultation_id)
        .order_by(LateAdmission.id)
    )
    return {row.response_id: row for row in rows}


# What surrounds a response


def places_of(session: Session, consultation_id: int) -> dict[PlaceKey, Place]:
    """Everything in this consultation that an answer can be about: the whole, versions sent out, their sections.

    Last come the guiding questions about each of these, in the editor's order.
    """
    places = {WHOLE: Place()}
    versions = select(DraftVersion.id, Draft.number, Draft.title, DraftVersion.number).join(
        DraftVersion, DraftVersion.draft_id == Draft.id
    )
    versions = versions.where(
        Draft.consultation_id == consultation_id, DraftVersion.published_at.is_not(None), DraftVersion.final.is_(False)
    )
    for version_id, number, title, version in session.execute(versions.order_by(Draft.number, DraftVersion.number)):
        places[PlaceKey(version_id)] = Place(number, title, version)
    sections = (
        select(SectionText.version_id, SectionText.section_id, *_IN_SECTION)
        .join(Section, Section.id == SectionText.section_id)
        .where(SectionText.version_id.in_([place.version_id for place in places if place.version_id]))
        .order_by(SectionText.position)
    )
    for version_id, section_id, anchor, printed, heading, wording, locked in session.execute(sections):
        own = places[PlaceKey(version_id)]
        of_version = own.draft_number, own.draft_title, own.version_number
        places[PlaceKey(version_id, section_id)] = Place(*of_version, anchor, printed, heading, wording, locked)
    return places | _questions(session, consultation_id, places)


def _questions(session: Session, consultation_id: int, places: dict[PlaceKey, Place]) -> dict[PlaceKey, Place]:
    """A question about a draft is asked beside each version of it."""
    return {
        PlaceKey(key.version_id, question_id=asked.id): replace(place, asked=asked)
        for asked in list_questions(session, consultation_id, with_easy=True)
        for key, place in places.items()
        if key.is_page and place.draft_number == asked.draft_number
    }


def list_authorities_at(session: Session, host: str) -> list[int]:
    """Ids of the authorities whose pages are at this host: its own, or those that share one."""
    own = session.scalar(select(Authority.id).where(Authority.host == host))
    return [own] if own else list(session.scalars(select(Authority.id).where(Authority.host.is_(None))))


def versions_sent_out(session: Session, consultation_id: int) -> dict[int, list[tuple[datetime, int]]]:
    """Draft number -> (sent out at, draft_version.id), oldest first."""
    rows = session.execute(
        select(Draft.number, DraftVersion.published_at, DraftVersion.id)
        .join(DraftVersion, DraftVersion.draft_id == Draft.id)
        .where(
            Draft.consultation_id == consultation_id,
            DraftVersion.published_at.is_not(None),
            DraftVersion.final.is_(False),
        )
        .order_by(Draft.number, DraftVersion.number)
    )
    found: dict[int, list[tuple[datetime, int]]] = {}
    for number, published_at, version_id in rows:
        if published_at is not None:
            found.setdefault(number, []).append((published_at, version_id))
    return found


def acts_for(session: Session, consultation: Consultation, heard_party_id: int | None = None) -> Acts:
    """What decides the state for this sender: a party's own deadline holds through its link (states.md)."""
    acts = acts_of(session, consultation)
    return replace(acts, closes_at=in_force(acts.closes_at, own_deadline(session, heard_party_id)))


def closes_at_for(session: Session, consultation: Consultation, heard_party_id: int | None = None) -> datetime | None:
    """The deadline now in force for this sender, exclusive (T1)."""
    return in_force(consultation.closes_at, own_deadline(session, heard_party_id))


def find_text(session: Session, authority_id: int, kind: str, language: Language) -> AuthorityText | None:
    """The newest version of one of the authority's texts, in Danish where the language asked for has none."""
    rows = session.scalars(_TEXTS, {"authority_id": authority_id, "kind": kind}).all()
    wanted = [row for row in rows if row.language is language] or [
        row for row in rows if row.language is Language.DANISH
    ]
    return wanted[0] if wanted else None
