"""R57: whatever a member of staff changes by a page stands in the log. Watched at every commit of every test."""

from flask import has_request_context, request
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from consultation import audit
from consultation.models import pending

_WROTE = "wrote"
UNNOTED = frozenset({"moderation.shortcuts", "accounts.sign_in", "analysis.find_identical"})
"""Pages whose writes are nobody's act: how one's own desk behaves, tries at an address that nobody has, and a machine's
reckoning that gives the same whoever asks for it."""


class UnnotedError(AssertionError):
    """A page of the staff changed something, and the log says nothing."""


def watch() -> None:
    """Begins to watch, for as long as the process lives."""
    event.listen(Session, "after_flush", _flushed)
    event.listen(Session, "do_orm_execute", _executed)
    event.listen(Session, "before_commit", _committing, insert=True)
    event.listen(Session, "after_transaction_end", _ended)


def _flushed(session: Session, _context: UOWTransaction) -> None:
    if session.new or session.deleted or any(session.is_modified(row) for row in session.dirty):
        session.info[_WROTE] = True


def _executed(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info[_WROTE] = True


def _committing(session: Session) -> None:
    if session.in_nested_transaction() or not has_request_context():
        return
    session.flush()
    by_staff = request.path.startswith("/intern") and request.endpoint not in UNNOTED
    if by_staff and session.info.get(_WROTE) and not _notes(session):
        raise UnnotedError(f"{request.endpoint} changes something and notes nothing (R57)")


def _notes(session: Session) -> list[object]:
    found: list[object] = session.info.get(pending._NOTES, {}).get(audit._NOTED, [])
    return found


def _ended(session: Session, transaction: object) -> None:
    if getattr(transaction, "parent", None) is None:
        session.info.pop(_WROTE, None)
