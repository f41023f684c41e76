"""Writes of the authority's register of parties: nobody is deleted, for old consultations still name them (R9)."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consultation import audit
from consultation.errors import Invalid
from consultation.lib.text import fold
from consultation.models import Party
from consultation.vocabulary import PartyKind


@dataclass(frozen=True)
class Entry:
    """What the register says of a party. `email` and `cvr` (eight digits) may be ""."""

    name: str
    kind: PartyKind
    email: str = ""
    cvr: str = ""


def add(session: Session, actor: str, now: datetime, authority_id: int, entry: Entry) -> Party:
    """Raises Invalid where the name or the CVR number stands in the register: code taken or ended, with the `party`."""
    _check_new(session, authority_id, entry)
    row = Party(authority_id=authority_id)
    _write(session, row, entry)
    audit.note(session, row, actor, now, "party.registered")
    return row


def change(session: Session, actor: str, now: datetime, row: Party, entry: Entry) -> None:
    """Raises Invalid as `add` does; the log says which fields were changed, not to what."""
    changed = [name for name, value in asdict(entry).items() if (getattr(row, name) or "") != value]
    if not changed:
        return
    _check_new(session, row.authority_id, entry, row.id)
    _write(session, row, entry)
    audit.note(session, row, actor, now, "party.changed", fields=" ".join(changed))


def end(session: Session, actor: str, now: datetime, row: Party) -> None:
    """The party is offered no more; where it was heard it stays."""
    if row.ended_at is None:
        row.ended_at = now
        session.flush()
        audit.note(session, row, actor, now, "party.ended")


def resume(session: Session, actor: str, now: datetime, row: Party) -> None:
    """An ended party is offered again."""
    if row.ended_at is not None:
        row.ended_at = None
        session.flush()
        audit.note(session, row, actor, now, "party.resumed")


def _check_new(session: Session, authority_id: int, entry: Entry, own_id: int = 0) -> None:
    for other in session.scalars(select(Party).where(Party.authority_id == authority_id, Party.id != own_id)):
        code = "taken" if other.ended_at is None else "ended"
        if fold(other.name) == fold(entry.name):
            raise Invalid("the name is in the register", errors={"name": code}, party=other.name)
        if entry.cvr and other.cvr == entry.cvr:
            raise Invalid("the CVR number is in the register", errors={"cvr": code}, party=other.name)


def _write(session: Session, row: Party, entry: Entry) -> None:
    try:
        with session.begin_nested():
            row.name, row.kind, row.email, row.cvr = entry.name, entry.kind, entry.email or None, entry.cvr or None
            session.add(row)
    except IntegrityError as error:  # another wrote the same at the same moment
        raise Invalid("the party is in the register", errors={"name": "taken"}, party=entry.name) from error
