"""What a person has chosen of the queue: in the address of every page of moderation, so that the next one is of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import has_request_context, request

from consultation.accounts.signed_in import Person
from consultation.errors import Conflict
from consultation.extensions import db
from consultation.lib.dates import is_instant
from consultation.lib.integers import read_integer
from consultation.models import Consultation
from consultation.moderation import operations, queue
from consultation.moderation.blueprint import blueprint
from consultation.moderation.pages import Desk
from consultation.moderation.queue import Chosen, Key, Whose
from consultation.responses.risk import RISKS, Risk
from consultation.vocabulary import Capacity

NAMES = ("risiko", "udkast", "som", "filer", "hos")
"""What chooses, in the address."""


@blueprint.url_defaults
def keep_chosen(_endpoint: str, values: dict[str, Any]) -> None:
    """What is chosen goes along to every page and every form of moderation; an address that sets one itself wins."""
    if has_request_context() and request.blueprint == blueprint.name:
        for name, value in told().items():
            values.setdefault(name, value)


def told() -> dict[str, str]:
    """What the address chooses, as it stands there."""
    return {name: request.args[name] for name in NAMES if request.args.get(name)}


def read() -> Chosen:
    """What the address chooses; anything that means nothing chooses nothing."""
    return chosen_of(told())


def chosen_of(values: Mapping[str, str]) -> Chosen:
    risk, capacity, whose = (values.get(name, "") for name in ("risiko", "som", "hos"))
    return Chosen(
        risk=Risk(risk) if risk in set(Risk) else None,
        draft=read_integer(values.get("udkast")),
        capacity=Capacity(capacity) if capacity in set(Capacity) else None,
        files=values.get("filer") == "1",
        whose=Whose(whose) if whose in set(Whose) else None,
    )


def key_words(key: Key) -> str:
    """A place in the queue for an address."""
    return f"{key.rank}~{key.received_at.isoformat()}~{key.response_id}"


def read_key(words: str | None) -> Key | None:
    """The place; None for anything else."""
    try:
        told, at, response = (words or "").split("~")
        received_at = datetime.fromisoformat(at)
    except ValueError:
        return None
    rank, response_id = read_integer(told), read_integer(response)
    if rank is None or rank >= len(RISKS) or response_id is None or not is_instant(received_at):
        return None
    return Key(rank, received_at, response_id)


def find_next(row: Consultation, person: Person, now: datetime, after: int | None = None) -> int | None:
    """The next of what is chosen that this person may take; where none is free, what lies on their desk already."""
    chosen = read()
    free = queue.next_in_queue(db.session, row.id, now, after, me=person.id, chosen=chosen)
    return free if free is not None else queue.first_held(db.session, row.id, now, person.id, chosen)


def take_next(row: Consultation, person: Person, now: datetime, after: int | None = None) -> Desk | None:
    """Takes it; another may be quicker, then the one after it.

    Begins after a commit, and holds one response at a time: an act on many locks them in another order.
    """
    tried = set[int]()
    found = find_next(row, person, now, after)
    while found is not None and found not in tried:
        tried.add(found)
        try:
            taken = operations.take_response(db.session, person.actor, now, found)
        except Conflict:
            db.session.rollback()
            found = find_next(row, person, now, found)
        else:
            return Desk(row, taken, person, now)
    return None
