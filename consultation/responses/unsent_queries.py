"""Reads of answers that are being written."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from consultation.consultations.asked import read_choices
from consultation.errors import NotFound
from consultation.lib.tokens import hash_token
from consultation.models import Blob, Consultation, HeardParty, Unsent, UnsentFile, UnsentPart, UnsentSave
from consultation.responses.content import WHOLE, AnswerContent, Content, FileContent, Place, PlaceKey
from consultation.responses.rules import Sender, Together, read_together, together_words
from consultation.vocabulary import ORGANISED, Capacity, LoginMode, PartyKind

SENDER_TICKS = frozenset({"protected", "under_18"})
SENDER_TEXTS = frozenset(one.name for one in fields(Sender)) - {"capacity"} - SENDER_TICKS
IDENTITY = "identity"
"""Where "Om dig" keeps the seal of whom an identity provider has named."""
CAPACITY_OF_PARTY = {
    PartyKind.ORGANISATION: Capacity.ORGANISATION,
    PartyKind.AUTHORITY: Capacity.AUTHORITY,
    PartyKind.OTHER: Capacity.ORGANISATION,
}
"""What a heard party answers as; every other kind is a council."""

# Made once: every page and every sending asks them

_BY_TOKEN = select(Unsent).where(Unsent.token_hash == bindparam("token_hash")).execution_options(populate_existing=True)
_TO_WRITE = _BY_TOKEN.with_for_update()
_PARTS = select(UnsentPart).where(UnsentPart.unsent_id == bindparam("unsent_id")).order_by(UnsentPart.id)
_FILES = (
    select(UnsentFile, Blob)
    .join(Blob, Blob.id == UnsentFile.blob_id)
    .where(UnsentFile.unsent_id == bindparam("unsent_id"))
    .order_by(UnsentFile.id)
)


@dataclass(frozen=True)
class WritingPage:
    """One page to write on: the whole, or one draft with the sections that have been opened.

    `sections_first` where the answer was begun from a section. `questions` are the guiding ones of the place, answered
    or not; on the easy path they are all there is.
    """

    place: Place
    whole: UnsentPart
    sections: tuple[tuple[Place, UnsentPart], ...]
    sections_first: bool = False
    questions: tuple[tuple[Place, UnsentPart], ...] = ()
    easy: bool = False

    @property
    def parts(self) -> list[UnsentPart]:
        return [self.whole, *(part for _, part in (*self.sections, *self.questions))]

    @property
    def saved_at(self) -> datetime:
        """When anything on the page was last saved."""
        return max(part.saved_at for part in self.parts)

    @property
    def is_empty(self) -> bool:
        proposes = any(place.proposes(part.proposed_text) for place, part in self.sections)
        said = any(part.text.strip() or read_choices(part.choices) for part in self.parts)
        return not (proposes or said)


@dataclass(frozen=True)
class Overwritten:
    """A text that another window wrote over (interface.md 4.2, two tabs)."""

    save_id: int
    place: Place
    text: str
    proposed_text: str
    saved_at: datetime


def get_unsent(session: Session, token: str, *, to_write: bool = False) -> Unsent:
    """The answer behind this link; NotFound, the same for every wrong one (A2). `to_write` locks it."""
    query = _TO_WRITE if to_write else _BY_TOKEN
    found = session.scalars(query, {"token_hash": hash_token(token)}).one_or_none()
    if found is None:
        raise NotFound("no such answer")
    return found


def find_by_form_key(session: Session, form_key: str) -> Unsent | None:
    return session.scalars(select(Unsent).where(Unsent.form_key == form_key)).one_or_none()


def find_of_party(session: Session, heard_party_id: int) -> Unsent | None:
    """What a heard party is writing; several people may share it (interface.md 4.3)."""
    return session.scalars(
        select(Unsent)
        .where(Unsent.heard_party_id == heard_party_id, Unsent.response_id.is_(None))
        .order_by(Unsent.id.desc())
        .limit(1)
    ).one_or_none()


def list_parts(session: Session, unsent: Unsent) -> Sequence[UnsentPart]:
    return session.scalars(_PARTS, {"unsent_id": unsent.id}).all()


def list_files(session: Session, unsent: Unsent) -> list[tuple[UnsentFile, Blob]]:
    """The stored files, in the order in which they came."""
    return [(file, blob) for file, blob in session.execute(_FILES, {"unsent_id": unsent.id})]


def list_pages(session: Session, unsent: Unsent, places: Mapping[PlaceKey, Place]) -> list[WritingPage]:
    """The pages to write on: the whole first, then the drafts by number, sections in reading order."""
    parts = {place_of(part): part for part in list_parts(session, unsent)}
    first = about_of(unsent).get("sections_first", [])
    keys = [place for place in places if place.is_page and place in parts]
    pages = []
    for key in keys:
        opened = tuple((places[other], parts[other]) for other in _sections_of(key, places) if other in parts)
        easy = unsent.easy and key == WHOLE
        asked = questions_on(key, places, keys, easy=easy)
        asked += [
            one for one in places if one in parts and one.version_id == key.version_id and _is_left(one, asked, parts)
        ]
        pages.append(
            WritingPage(
                places[key],
                parts[key],
                opened,
                key.version_id in first,
                tuple((places[one], parts.get(one) or blank_part(one, parts[key].saved_at)) for one in asked),
                easy,
            )
        )
    return pages


def place_of(part: UnsentPart) -> PlaceKey:
    return PlaceKey(part.version_id, part.section_id, part.question_id)


def says_something(part: UnsentPart) -> bool:
    """Words, or a choice: what is never thrown away."""
    return bool(part.text.strip() or part.proposed_text.strip() or part.quote or read_choices(part.choices))


def blank_part(place: PlaceKey, at: datetime) -> UnsentPart:
    """A part that nobody has saved: a row that no session knows."""
    return UnsentPart(**place._asdict(), text="", proposed_text="", choices="[]", quote="", saved_at=at)


def questions_on(
    page: PlaceKey, places: Mapping[PlaceKey, Place], pages: Collection[PlaceKey], *, easy: bool
) -> list[PlaceKey]:
    """The questions to ask on a page. Those about the whole stand with the one draft where nobody can choose (U01)."""
    alone = WHOLE not in pages and len({place.draft_number for place in places.values()} - {None}) == 1
    about = {page.version_id, None} if alone else {page.version_id}
    return [
        key
        for key, place in places.items()
        if place.asked is not None and (place.asked.code is not None) == easy and key.version_id in about
    ]


def _sections_of(page: PlaceKey, places: Mapping[PlaceKey, Place]) -> list[PlaceKey]:
    return [key for key in places if key.version_id == page.version_id and key.section_id is not None]


def _is_left(place: PlaceKey, asked: Collection[PlaceKey], parts: Mapping[PlaceKey, UnsentPart]) -> bool:
    """An answer from the other path than the one now taken: it stays in sight, and is sent."""
    return place.question_id is not None and place not in asked and says_something(parts[place])


def about_of(unsent: Unsent) -> dict[str, Any]:
    """The fields of "Om dig" and what the flow remembers, as they were saved."""
    about: dict[str, Any] = json.loads(unsent.about)
    return about


def sender_of(about: Mapping[str, Any]) -> Sender | None:
    """Who the sender says they are so far; None until the capacity is chosen."""
    if not about.get("capacity"):
        return None
    texts = {name: str(about.get(name, "")) for name in SENDER_TEXTS}
    ticks = {name: bool(about.get(name)) for name in SENDER_TICKS}
    sender = Sender(capacity=Capacity(about["capacity"]), **ticks, **texts)  # type: ignore[arg-type]  # - each by its kind
    if sender.capacity not in ORGANISED:
        return replace(sender, cvr="")
    return replace(sender, organisation=together_words(sender.organisation, together_of(about)))


def together_of(about: Mapping[str, Any]) -> tuple[Together, ...]:
    """Who answers together with the sender; nobody where a person answers, or where the lines cannot be read."""
    if not about.get("capacity") or Capacity(about["capacity"]) not in ORGANISED:
        return ()
    try:
        return read_together(str(about.get("together", "")), str(about.get("organisation", "")))
    except ValueError:
        return ()


def login_mode_of(unsent: Unsent, consultation: Consultation) -> LoginMode:
    """What this sender is asked for (R13); a heard party has shown who it is by its link."""
    return LoginMode.OPEN if unsent.heard_party_id is not None else consultation.login_mode


def lacks(unsent: Unsent, consultation: Consultation, sender: Sender) -> dict[str, str]:
    """What the login mode asks for and the sender has not given, by field."""
    mode = login_mode_of(unsent, consultation)
    if mode is LoginMode.CONFIRMED and not sender.email:
        return {"email": "missing"}
    return {IDENTITY: "missing"} if mode is LoginMode.IDENTITY and not identity_of(unsent) else {}


def identity_of(unsent: Unsent) -> str:
    """The seal of whom an identity provider has named; "" before that."""
    return str(about_of(unsent).get(IDENTITY, ""))


def content_of(session: Session, unsent: Unsent, places: Mapping[PlaceKey, Place]) -> Content:
    """What would be sent now; places about which nothing was said are left out."""
    about = about_of(unsent)
    parts = [part for page in list_pages(session, unsent, places) for part in page.parts]
    answers = [
        AnswerContent(
            part.text,
            part.stance,
            part.proposed_text,
            *place_of(part),
            read_choices(part.choices),
            part.quote,
            part.quote_start,
        )
        for part in parts
    ]
    files = tuple(
        FileContent(blob.id, file.original_name, blob.size, blob.sha256, file.alt)
        for file, blob in list_files(session, unsent)
    )
    content = Content(
        tuple(answers), files, hide_requested=bool(about.get("hide")), follow=bool(about.get("follow"))
    ).without_unchanged(places)
    return replace(content, answers=tuple(answer for answer in content.answers if not answer.is_empty))


def list_overwritten(session: Session, unsent: Unsent, places: Mapping[PlaceKey, Place]) -> list[Overwritten]:
    """Texts that another window wrote over and that the writer has not been shown yet."""
    saves = session.execute(
        select(UnsentSave, UnsentPart)
        .join(UnsentPart, UnsentPart.id == UnsentSave.part_id)
        .where(UnsentPart.unsent_id == unsent.id, UnsentSave.id.in_(about_of(unsent).get("overwritten", [])))
        .order_by(UnsentSave.id)
    )
    return [
        Overwritten(
            save.id,
            places.get(place_of(part), places[WHOLE]),
            save.text,
            save.proposed_text,
            save.saved_at,
        )
        for save, part in saves
    ]


def party_sender(heard: HeardParty) -> Sender:
    """A heard party as the sender of its own answer."""
    party = heard.party
    return Sender(
        capacity=CAPACITY_OF_PARTY.get(party.kind, Capacity.COUNCIL),
        name="",
        organisation=party.name,
        cvr=party.cvr or "",
        email=party.email or "",
    )
