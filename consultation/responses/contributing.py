"""Colleagues write along on one answer: a code to join by, a contribution for each place, and a lead who puts it in.

Nobody but the lead can send or change the answer, and nobody but the lead reads another's contribution.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consultation import throttle
from consultation.config import Settings
from consultation.errors import Conflict
from consultation.lib.tokens import hash_token, keyed_hash, new_token, short_code
from consultation.models import Unsent, UnsentAuthor, UnsentContribution
from consultation.responses import contributions, unsent_queries
from consultation.responses.content import PlaceKey

MOST_AUTHORS = 40
MOST_TRIES = 60
_CODE = "lead code"
_HOUR = timedelta(hours=1)
"""How many codes may be tried from one address in this time: a council behind one, and nobody who guesses 40 bits."""


def open_code(session: Session, settings: Settings, unsent: Unsent) -> None:
    """A new code by which colleagues join; an earlier one works no more."""
    about = unsent_queries.about_of(unsent)
    about["code_round"] = about.get("code_round", 0) + 1
    unsent.about = json.dumps(about)
    unsent.lead_code_hash = _hash(settings, _code(settings, unsent))
    session.flush()


def close_code(session: Session, unsent: Unsent) -> None:
    """Nobody joins any more; who has joined writes on."""
    unsent.lead_code_hash = None
    session.flush()


def code_of(settings: Settings, unsent: Unsent) -> str:
    """The code while it is open, as "7QF2-M9KD"; "" otherwise. It is made anew from the secret, stored nowhere."""
    code = _code(settings, unsent) if unsent.lead_code_hash is not None else ""
    return f"{code[:4]}-{code[4:]}" if code else ""


def join(
    session: Session, settings: Settings, now: datetime, typed: str, name: str, source: str
) -> tuple[UnsentAuthor, str] | None:
    """A colleague with a name, and the secret of their own link; None for a wrong code, or after too many tries.

    The try is counted either way, so the caller commits either way.
    """
    tries = throttle.count(session, "lead_code", keyed_hash(settings.secret_key, "lead_code", source), now, _HOUR)
    code = "".join(char for char in typed.upper() if char.isalnum())
    unsent = contributions.find_by_code(session, _hash(settings, code)) if tries <= MOST_TRIES else None
    if unsent is None or len(contributions.list_authors(session, unsent)) >= MOST_AUTHORS:
        return None
    token = new_token()
    author = UnsentAuthor(
        authority_id=unsent.authority_id,
        unsent_id=unsent.id,
        token_hash=hash_token(token),
        name=name,
        joined_at=now,
    )
    session.add(author)
    session.flush()
    return author, token


def save(session: Session, now: datetime, author: UnsentAuthor, texts: Mapping[PlaceKey, str]) -> None:
    """Saves a colleague's words by place. Raises Conflict where the answer has been sent."""
    if session.get_one(Unsent, author.unsent_id).response_id is not None:
        raise Conflict("the answer has been sent")
    known = contributions.list_own(session, author)
    for place, text in texts.items():
        row = known.get(place)
        if row is None and text.strip():
            session.add(
                UnsentContribution(
                    authority_id=author.authority_id,
                    author_id=author.id,
                    version_id=place.version_id,
                    section_id=place.section_id,
                    text=text,
                    saved_at=now,
                )
            )
        elif row is not None and row.text != text:
            row.text, row.saved_at = text, now
    session.flush()


def insert(session: Session, now: datetime, unsent: Unsent, contribution_id: int) -> None:
    """Puts a contribution behind what stands in the answer's own field; nothing is written over."""
    found = [one for one in contributions.list_waiting(session, unsent) if one.row.id == contribution_id]
    parts = {unsent_queries.place_of(part): part for part in unsent_queries.list_parts(session, unsent)}
    for one in found:
        part = parts.get(one.place) or parts.get(PlaceKey(one.place.version_id))
        if part is not None:
            part.text = "\n\n".join(words for words in (part.text.rstrip(), one.row.text.strip()) if words)
            part.saved_at = one.row.inserted_at = now
    session.flush()


def remove_author(session: Session, now: datetime, unsent: Unsent, author_id: int) -> None:
    """The colleague's link works no more; what they wrote stays with the lead."""
    for author in contributions.list_authors(session, unsent):
        if author.id == author_id and author.removed_at is None:
            author.removed_at = now
    session.flush()


def move(session: Session, unsent: Unsent, old: int, new: int) -> None:
    """After a switch to another version of a draft: contributions follow to the same sections, else to the whole."""
    parts = {unsent_queries.place_of(part) for part in unsent_queries.list_parts(session, unsent)}
    for author in contributions.list_authors(session, unsent):
        own = contributions.list_own(session, author)
        for place, row in own.items():
            if place.version_id != old:
                continue
            same = place._replace(version_id=new)
            target = same if same in parts else PlaceKey(new)
            there = contributions.list_own(session, author).get(target)
            if there is None:
                row.version_id, row.section_id = target.version_id, target.section_id
            else:
                there.text = "\n\n".join(words for words in (there.text.rstrip(), row.text.strip()) if words)
                session.delete(row)
            session.flush()


def delete_all(session: Session, unsent: Unsent) -> None:
    """Every colleague and every word of theirs."""
    authors = select(UnsentAuthor.id).where(UnsentAuthor.unsent_id == unsent.id)
    session.execute(delete(UnsentContribution).where(UnsentContribution.author_id.in_(authors)))
    session.execute(delete(UnsentAuthor).where(UnsentAuthor.unsent_id == unsent.id))


def _code(settings: Settings, unsent: Unsent) -> str:
    code_round = unsent_queries.about_of(unsent).get("code_round", 0)
    return short_code(settings.secret_key, _CODE, f"{unsent.form_key} {code_round}")


def _hash(settings: Settings, code: str) -> str:
    return keyed_hash(settings.secret_key, "lead code hash", code)
