"""Writes of an answer that is being written: on the server from the first press of a button (interface.md 4.2, R22)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from consultation import jobs
from consultation.config import Settings
from consultation.consultations.asked import write_choices
from consultation.consultations.states import may_send
from consultation.errors import Closed, Invalid, NotFound
from consultation.lib.dates import local
from consultation.lib.tokens import hash_token
from consultation.models import Consultation, HeardParty, Unsent, UnsentFile, UnsentPart, UnsentSave, table_of
from consultation.responses import (
    contributing,
    contributions,
    filing,
    formkeys,
    operations,
    queries,
    quoting,
    unsent_queries,
)
from consultation.responses.content import Content, Place, PlaceKey, Submission
from consultation.responses.formkeys import FormKey
from consultation.responses.operations import Received
from consultation.responses.reading import ReadFile
from consultation.responses.suspicion import Traces
from consultation.storage import Store
from consultation.vocabulary import FileFault, Language, Stance

KEPT_AFTER_DEADLINE = timedelta(days=30)
MOST_FILES = 10
DELETE = "responses.delete_unsent"
"""The job that deletes an answer nobody sent; arguments: unsent_id."""
_OWN_HISTORY = timedelta(minutes=5)
_PART, _SAVE, _FILE = map(table_of, (UnsentPart, UnsentSave, UnsentFile))
_OF_UNSENT = _PART.c.unsent_id == bindparam("unsent")
_DELETE_TEXTS = (
    delete(_SAVE).where(_SAVE.c.part_id.in_(select(_PART.c.id).where(_OF_UNSENT))),
    delete(_PART).where(_OF_UNSENT),
    delete(_FILE).where(_FILE.c.unsent_id == bindparam("unsent")),
)


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of one place when a form is sent."""

    text: str
    proposed_text: str = ""
    stance: Stance | None = None
    choices: tuple[int, ...] = ()
    quote: str = ""
    quote_start: int | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.proposed_text or self.stance or self.choices or self.quote)


def begin(
    session: Session,
    settings: Settings,
    now: datetime,
    consultation: Consultation,
    key: FormKey,
    language: Language,
    heard: HeardParty | None = None,
    *,
    easy: bool = False,
) -> tuple[Unsent, str]:
    """The answer of this form and the secret of its link; the same form again is the same answer.

    Raises Closed where it can be neither sent now nor late.
    """
    known = unsent_queries.find_by_form_key(session, key.key)
    if known is not None:
        return known, token_of(settings, known)
    acts = queries.acts_for(session, consultation, heard.id if heard else None)
    if acts.closes_at is None or not may_send(acts, key.begun_at, now):
        raise Closed("nothing can be sent here now")
    token = formkeys.unsent_token(settings.secret_key, key.key)
    delete_at = acts.closes_at + KEPT_AFTER_DEADLINE
    unsent = Unsent(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        token_hash=hash_token(token),
        form_key=key.key,
        begun_at=key.begun_at,
        language=language,
        heard_party_id=heard.id if heard else None,
        easy=easy,
        about=json.dumps(asdict(unsent_queries.party_sender(heard)) if heard else {}),
        delete_on=local(delete_at).date(),
    )
    session.add(unsent)
    session.flush()
    jobs.enqueue(session, DELETE, delete_at, unique_key=f"{DELETE}:{unsent.id}", unsent_id=unsent.id)
    return unsent, token


def token_of(settings: Settings, unsent: Unsent) -> str:
    """The secret of the link that opens this answer; a new one where its key is no longer among ours (M3)."""
    token = formkeys.find_unsent_token(settings.secret_keys, unsent.form_key, unsent.token_hash)
    if token is None:
        token = formkeys.unsent_token(settings.secret_key, unsent.form_key)
        unsent.token_hash = hash_token(token)
    return token


def choose_places(session: Session, now: datetime, unsent: Unsent, chosen: Iterable[PlaceKey]) -> bool:
    """Answers to these places from now on. True where an other one stays too, because something is written there.

    Whoever chooses leaves the easy path; what was written there stays.
    """
    _check_unsent(unsent)
    unsent.easy = False
    wanted = set(chosen)
    contributed = {one.place for one in contributions.list_contributions(session, unsent)}
    stays = False
    parts = unsent_queries.list_parts(session, unsent)
    pages = {place for part in parts if (place := unsent_queries.place_of(part)).is_page}
    for part in parts:
        place = unsent_queries.place_of(part)
        page = PlaceKey(place.version_id)
        if unsent_queries.says_something(part) or place in contributed:
            stays = stays or (page in pages - wanted)
            wanted |= {page} & pages
        elif place not in wanted:
            _delete_part(session, part)
    for place in sorted(wanted, key=lambda place: (place.version_id or 0, place.section_id or 0)):
        open_place(session, now, unsent, place)
    return stays


def open_place(session: Session, now: datetime, unsent: Unsent, place: PlaceKey) -> UnsentPart:
    """A field for this place; the one that is there already, if it is."""
    known = [part for part in unsent_queries.list_parts(session, unsent) if unsent_queries.place_of(part) == place]
    if known:
        return known[0]
    part = UnsentPart(
        authority_id=unsent.authority_id,
        unsent_id=unsent.id,
        version_id=place.version_id,
        section_id=place.section_id,
        question_id=place.question_id,
        text="",
        proposed_text="",
        choices="[]",
        quote="",
        saved_at=now,
    )
    session.add(part)
    session.flush()
    return part


def put_sections_first(session: Session, unsent: Unsent, version_id: int) -> None:
    """An answer begun from a section shows the sections of that draft before the field for all of it."""
    about = unsent_queries.about_of(unsent)
    about["sections_first"] = sorted({*about.get("sections_first", []), version_id})
    unsent.about = json.dumps(about)
    session.flush()


def start_quote(session: Session, now: datetime, part: UnsentPart, wording: str, words: str, nth: int) -> None:
    """Says which words of the section it is about, as a link gives them; what stands there already stays."""
    if words.strip() and not part.quote:
        part.quote, part.quote_start = quoting.found(wording, words, nth)
        part.saved_at = now
        session.flush()


def start_proposal(session: Session, now: datetime, part: UnsentPart, wording: str) -> None:
    """Puts the draft's own words in the field for other words, where nothing stands there yet."""
    if not part.proposed_text.strip():
        part.proposed_text, part.saved_at = wording, now
        session.flush()


def save_texts(
    session: Session,
    now: datetime,
    unsent: Unsent,
    typed: Mapping[PlaceKey, Typed],
    *,
    window: str,
    base: datetime | None,
    shown: Iterable[int] = (),
) -> bool:
    """Saves what was typed; the last save wins. True where it wrote over what another window had saved since `base`.

    `window` names the page that was shown, `base` when its texts had been saved, `shown` the ids of overwritten texts
    that stood on it and need not be shown again.
    """
    _check_unsent(unsent)
    about = unsent_queries.about_of(unsent)
    windows, seen = about.setdefault("windows", {}), set(shown)
    overwritten = [save_id for save_id in about.get("overwritten", []) if save_id not in seen]
    parts = {unsent_queries.place_of(part): part for part in unsent_queries.list_parts(session, unsent)}
    found = False
    for place, new in typed.items():
        if new.is_empty and place not in parts:
            continue  # a question that nobody has answered is not begun by being shown
        part = parts.get(place) or open_place(session, now, unsent, place)
        name = ":".join(str(one or 0) for one in place)
        changed = (part.text, part.proposed_text) != (new.text, new.proposed_text)
        elsewhere = windows.get(name, window) != window and (base is None or part.saved_at > base)
        if changed and part.text + part.proposed_text:
            save = _keep_earlier(session, now, part, new, always=elsewhere)
            if elsewhere and save is not None:
                overwritten.append(save.id)
                found = True
        choices = write_choices(new.choices)
        rest = (new.stance, choices, new.quote, new.quote_start)
        if changed or (part.stance, part.choices, part.quote, part.quote_start) != rest:
            part.saved_at = now
            windows[name] = window
        part.text, part.proposed_text = new.text, new.proposed_text
        part.stance, part.choices, part.quote, part.quote_start = rest
    about["overwritten"] = overwritten
    unsent.about = json.dumps(about)
    session.flush()
    return found


def save_about(session: Session, unsent: Unsent, fields: Mapping[str, object]) -> None:
    """Saves the fields of "Om dig" as they were typed, right or wrong."""
    _check_unsent(unsent)
    unsent.about = json.dumps(unsent_queries.about_of(unsent) | dict(fields))
    session.flush()


def add_file(
    session: Session, settings: Settings, store: Store, now: datetime, unsent: Unsent, read: ReadFile
) -> UnsentFile:
    """Stores a file at once; the same again is the same. Invalid where there are too many (R17)."""
    _check_unsent(unsent)
    files = unsent_queries.list_files(session, unsent)
    blob = filing.keep(session, settings, store, now, unsent.authority_id, read)
    for known, known_blob in files:
        if known_blob.id == blob.id and known.original_name == read.name:
            return known
    if len(files) >= MOST_FILES:
        raise Invalid("too many files", errors={"file": FileFault.TOO_MANY})
    file = UnsentFile(
        authority_id=unsent.authority_id, unsent_id=unsent.id, blob_id=blob.id, original_name=read.name, saved_at=now
    )
    session.add(file)
    session.flush()
    return file


def describe_files(session: Session, unsent: Unsent, descriptions: Mapping[int, str]) -> None:
    """Saves the descriptions of pictures, by the file's id."""
    for file, _ in unsent_queries.list_files(session, unsent):
        file.alt = descriptions.get(file.id, file.alt)
    session.flush()


def remove_file(session: Session, unsent: Unsent, file_id: int) -> None:
    """The file is no part of the answer any more; one that is gone already is gone."""
    session.execute(delete(UnsentFile).where(UnsentFile.unsent_id == unsent.id, UnsentFile.id == file_id))


def send(
    session: Session,
    settings: Settings,
    now: datetime,
    received_at: datetime,
    unsent: Unsent,
    source: str = "",
    places: Mapping[PlaceKey, Place] | None = None,
) -> Received:
    """Sends the answer, once (C3); what was written goes over into the response and is deleted here.

    `source` is the network address it came from, "" where that tells nothing; it is counted and not kept (B1).
    `places` (queries.places_of) saves reading them again.
    Raises Invalid where something is missing and Closed where it is too late (states.md, begun before): the caller
    rolls back, and all that was written is still there.
    """
    consultation = session.get_one(Consultation, unsent.consultation_id)
    if unsent.response_id is not None:
        return operations.received_again(session, settings, consultation, unsent.form_key)
    if not may_send(queries.acts_for(session, consultation, unsent.heard_party_id), unsent.begun_at, received_at):
        raise Closed("the time to send has passed")
    places = places or queries.places_of(session, consultation.id)
    sender = unsent_queries.sender_of(unsent_queries.about_of(unsent))
    if sender is None:
        raise Invalid("nobody has said who answers", errors={"capacity": "missing"})
    if lacks := unsent_queries.lacks(unsent, consultation, sender):
        raise Invalid("the sender has not shown who they are", errors=lacks)
    sent = Submission(
        sender,
        unsent_queries.content_of(session, unsent, places),
        unsent.form_key,
        received_at,
        language=unsent.language,
        heard_party_id=unsent.heard_party_id,
        together=unsent_queries.together_of(unsent_queries.about_of(unsent)),
        login_mode=unsent_queries.login_mode_of(unsent, consultation),
        identity=unsent_queries.identity_of(unsent),
        traces=None if unsent.heard_party_id else Traces(unsent.begun_at, unsent.trapped, source),
    )
    _delete_texts(session, unsent)  # before the number, which is held to the end
    received = operations.send_response(session, settings, now, consultation, sent, places)
    unsent.response_id, unsent.about, unsent.remind_to = received.response.id, "{}", ""
    unsent.lead_code_hash = None
    session.flush()
    return received


def note_trap(session: Session, unsent: Unsent) -> None:
    """A field that no person sees was filled (B2): remembered, and said to nobody."""
    unsent.trapped = True
    session.flush()


def send_no_remarks(
    session: Session, settings: Settings, now: datetime, received_at: datetime, heard: HeardParty
) -> Received:
    """A heard party has nothing to remark (R12): one press. Pressed again, the same receipt; undone, a new number.

    Where the party has answered with remarks, these stand and their receipt is given. Raises Closed.
    """
    consultation = session.get_one(Consultation, heard.consultation_id)
    if not may_send(queries.acts_for(session, consultation, heard.id), None, received_at):
        raise Closed("the deadline has passed")
    operations.lock_numbers(session, consultation)
    earlier = queries.list_of_party(session, heard.id)
    standing = [response for response in earlier if response.withdrawn_at is None]
    if standing:
        return operations.received_again(session, settings, consultation, standing[-1].form_key)
    sent = Submission(
        unsent_queries.party_sender(heard),
        Content(no_remarks=True),
        f"no remarks:{heard.id}:{len(earlier)}",
        received_at,
        heard_party_id=heard.id,
    )
    return operations.send_response(session, settings, now, consultation, sent)


def delete_unsent(session: Session, unsent: Unsent) -> None:
    """Takes away everything that was written, and the link. What was sent stays sent."""
    _delete_texts(session, unsent)
    contributing.delete_all(session, unsent)
    session.delete(unsent)
    session.flush()


def delete_overdue(session: Session, _settings: Settings, now: datetime, *, unsent_id: int) -> None:
    """30 days after the deadline now in force (interface.md 4.2); comes back where the deadline was moved.

    What was sent has no words here but those of colleagues; its key stays and gives the same receipt for ever (C3).
    """
    unsent = session.get(Unsent, unsent_id)
    if unsent is None:
        return
    consultation = session.get_one(Consultation, unsent.consultation_id)
    closes_at = queries.closes_at_for(session, consultation, unsent.heard_party_id)
    due = (closes_at or now) + KEPT_AFTER_DEADLINE
    if due <= now and unsent.response_id is not None:
        contributing.delete_all(session, unsent)
    elif due <= now:
        delete_unsent(session, unsent)
    else:
        unsent.delete_on = local(due).date()
        jobs.enqueue(session, DELETE, due, unsent_id=unsent_id)


def _check_unsent(unsent: Unsent) -> None:
    if unsent.response_id is not None:
        raise NotFound("this answer has been sent")


def _keep_earlier(session: Session, now: datetime, part: UnsentPart, new: Typed, *, always: bool) -> UnsentSave | None:
    """Earlier words are kept when another window wrote them, when much is gone, and every five minutes."""
    before, after = len(part.text + part.proposed_text), len(new.text + new.proposed_text)
    last = session.scalar(
        select(UnsentSave.saved_at).where(UnsentSave.part_id == part.id).order_by(UnsentSave.id.desc()).limit(1)
    )
    if not always and after * 2 > before and last is not None and now - last < _OWN_HISTORY:
        return None
    save = UnsentSave(
        authority_id=part.authority_id,
        part_id=part.id,
        text=part.text,
        proposed_text=part.proposed_text,
        saved_at=part.saved_at,
    )
    session.add(save)
    session.flush()
    return save


def _delete_part(session: Session, part: UnsentPart) -> None:
    session.execute(delete(UnsentSave).where(UnsentSave.part_id == part.id))
    session.delete(part)
    session.flush()


def _delete_texts(session: Session, unsent: Unsent) -> None:
    for statement in _DELETE_TEXTS:
        session.execute(statement, {"unsent": unsent.id})
