"""What is known of a citizen on the way to the identity provider and back: signed, stored nowhere (R13). Pure.

The state names the answer that is being written by its id, never by its secret link, and the rest follows from it: no
cookie is needed, and a browser that comes back without one finds its answer.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from consultation.lib import tokens
from consultation.vocabulary import Language

LIFE = timedelta(hours=1)
"""How long one may take at the provider, and afterwards to go on."""
_STATE, _PERSON = "sign-in state", "signed-in person"


@dataclass(frozen=True)
class Trip:
    """One way there and back: where the provider sends the citizen, and the secrets that only this trip has."""

    back: str
    state: str
    verifier: str
    nonce: str


@dataclass(frozen=True)
class Person:
    """Whom the provider has named. `subject` is its own word for the person; nothing else is kept."""

    name: str
    subject: str


class ProviderError(Exception):
    """`code`: "away" where the provider cannot be reached, "refused" where what it says is not to be believed."""

    def __init__(self, code: str, cause: BaseException | None = None) -> None:
        super().__init__(f"{code}: {type(cause).__qualname__}" if cause else code)
        self.code = code


@dataclass(frozen=True)
class Errand:
    """Whose sign-in comes back; `fresh` where it is not too old."""

    unsent_id: int
    language: Language
    fresh: bool


@dataclass(frozen=True)
class Named:
    """A person as kept with an answer: the name, and a seal that is the same for the same person and says no more."""

    name: str
    seal: str


def begin(secret: str, back: str, unsent_id: int, language: Language, now: datetime) -> Trip:
    """A new trip to the provider."""
    return trip_of(
        secret, back, tokens.sign(secret, _STATE, f"{unsent_id} {language} {now.isoformat()} {tokens.new_token()}")
    )


def trip_of(secret: str, back: str, state: str) -> Trip:
    """The trip that this state began: verifier and nonce are made of it and our secret."""
    return Trip(
        back,
        state,
        tokens.keyed_hash(secret, "sign-in verifier", state),
        tokens.keyed_hash(secret, "sign-in nonce", state),
    )


def read_state(secret: str, state: str, now: datetime) -> Errand | None:
    """The errand of a state that we have written; None for any other string."""
    value = tokens.unsign(secret, _STATE, state)
    if value is None:
        return None
    unsent_id, language, begun_at, _random = value.split(" ")
    fresh = timedelta() <= now - datetime.fromisoformat(begun_at) < LIFE
    return Errand(int(unsent_id), Language(language), fresh)


def seal_of(secret: str, issuer: str, person: Person) -> str:
    """Stands for the person at this installation; the provider's own word is not kept."""
    return tokens.keyed_hash(secret, "identity", f"{issuer}\n{person.subject}")


def sign(secret: str, unsent_id: int, named: Named, now: datetime) -> str:
    """For the button with which the person takes the name into this one answer."""
    told = {"unsent": unsent_id, "at": now.isoformat(), "name": named.name, "seal": named.seal}
    return tokens.sign(secret, _PERSON, json.dumps(told))


def read(secret: str, signed: str, unsent_id: int, now: datetime) -> Named | None:
    """Who pressed it; None for another answer's, an old one, or any other string."""
    value = tokens.unsign(secret, _PERSON, signed)
    if value is None:
        return None
    told = json.loads(value)
    if told["unsent"] != unsent_id or not timedelta() <= now - datetime.fromisoformat(told["at"]) < LIFE:
        return None
    return Named(told["name"], told["seal"])
