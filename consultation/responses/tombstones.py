"""Numbers whose response is not shown: the rows that the public sees in its place (R33)."""

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from consultation import search_index
from consultation.models import Rendition, Response, Tombstone, table_of
from consultation.responses import rules
from consultation.vocabulary import Reason, Status

_ADD = insert(table_of(Tombstone))


def put(session: Session, response: Response, status: Status, reason: Reason | None = None) -> None:
    """The number stands with this status: awaiting, withheld or withdrawn."""
    row = session.scalars(select(Tombstone).where(Tombstone.key == response.key)).one_or_none()
    if row is None:
        add(session, response, status, reason)
        return
    row.status, row.reason_code = status, _code(reason)
    session.flush()


def add(session: Session, response: Response, status: Status, reason: Reason | None = None) -> None:
    """The same for a number that has none yet."""
    row = {
        "consultation_id": response.consultation_id,
        "key": response.key,
        "number_label": rules.number_label(response.series, response.seq),
        "sort_number": rules.sort_number(response.series, response.seq),
        "late": response.late,
        "status": status,
        "reason_code": _code(reason),
    }
    session.execute(_ADD, row)


def _code(reason: Reason | None) -> str:
    return reason.value if reason else ""


def remove(session: Session, response: Response) -> None:
    """The response is shown again, or for the first time."""
    session.execute(delete(Tombstone).where(Tombstone.key == response.key))


def hide_rendition(session: Session, response: Response, now: datetime) -> bool:
    """Takes the shown rendition away at once; True where there was one. The caller puts a tombstone."""
    shown = session.scalars(
        select(Rendition).where(Rendition.key == response.key, Rendition.hidden_at.is_(None))
    ).one_or_none()
    if shown is None:
        return False
    shown.hidden_at = now
    session.flush()
    search_index.remove_response(session, shown)
    return True
