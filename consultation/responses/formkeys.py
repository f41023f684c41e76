"""The key of a form that nobody has saved yet: signed, stored nowhere, ageless (interface.md 4.2, T7). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consultation.lib import tokens

_PURPOSE = "first form"
SECRET_DIGITS = 40
"""Hexadecimal digits of a link's secret: 160 bits (A2), and short enough for a printed line."""


@dataclass(frozen=True)
class FormKey:
    """`key` makes saving and sending happen once; `begun_at` proves that the form was fetched before the close."""

    consultation_id: int
    begun_at: datetime
    key: str


def issue(secret: str, consultation_id: int, now: datetime) -> str:
    """A new key, as the form carries it."""
    return tokens.sign(secret, _PURPOSE, f"{consultation_id} {now.isoformat()} {tokens.new_token()}")


def read(secrets: Iterable[str], signed: str, consultation_id: int) -> FormKey | None:
    """The key in a form of this consultation; None for any other string. `secrets`: the present one first (M3)."""
    value = tokens.unsign(secrets, _PURPOSE, signed)
    if value is None:
        return None
    owner, begun_at, key = value.split(" ")
    if int(owner) != consultation_id:
        return None
    return FormKey(consultation_id, datetime.fromisoformat(begun_at), key)


def unsent_token(secret: str, key: str) -> str:
    """The secret of the unsent answer's own link; the same form has the same, so that it is begun once."""
    return tokens.keyed_hash(secret, "unsent", key)[:SECRET_DIGITS]


def confirm_token(secret: str, consultation_id: int, key: str, email: str) -> str:
    """The secret of the link by which this address is confirmed; another address has another, and the old one dies."""
    return tokens.keyed_hash(secret, "confirm", f"{consultation_id}:{key}:{email}")[:SECRET_DIGITS]


def find_unsent_token(secrets: Iterable[str], key: str, token_hash: str) -> str | None:
    """The secret that opens an unsent answer; None where it was made with a key that is none of these (M3)."""
    return find((unsent_token(secret, key) for secret in secrets), token_hash)


def own_token(secret: str, consultation_id: int, key: str, serial: int = 0) -> str:
    """The secret of a response's private page, stored nowhere in clear; the same form gives the same (A2, C3).

    `serial` counts how often the link has been made anew: the one before opens nothing more.
    """
    return tokens.keyed_hash(secret, "own page", f"{consultation_id}:{serial}:{key}")[:SECRET_DIGITS]


def find(candidates: Iterable[str], token_hash: str) -> str | None:
    """The one among secrets, made with each of the installation's keys, that is stored as this hash (M3)."""
    return next((token for token in candidates if tokens.hash_token(token) == token_hash), None)
