"""What a session notes until it commits: it ends with the transaction, and with the savepoint in which it was noted."""

from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

_NOTES, _LENGTHS = "notes", "lengths"
"""In `Session.info`: list by name; savepoint -> how long each list was when it began."""


def note(session: Session, name: str, what: object) -> None:
    """Puts it at the end of the list of that name."""
    session.info.setdefault(_NOTES, {}).setdefault(name, []).append(what)


def take(session: Session, name: str) -> list[Any]:
    """The list, which is empty afterwards."""
    notes: list[Any] = session.info.get(_NOTES, {}).pop(name, [])
    return notes


@event.listens_for(Session, "after_transaction_create")
def _measure(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        lengths = {name: len(notes) for name, notes in session.info.get(_NOTES, {}).items()}
        session.info.setdefault(_LENGTHS, WeakKeyDictionary())[transaction] = lengths


@event.listens_for(Session, "after_soft_rollback")
def _cut_back(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        lengths = session.info[_LENGTHS][transaction]
        for name, notes in session.info.get(_NOTES, {}).items():
            del notes[lengths.get(name, 0) :]


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_NOTES, None)
        session.info.pop(_LENGTHS, None)
