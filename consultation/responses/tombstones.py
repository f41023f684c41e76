"""Numbers whose response is not shown: the rows that the public sees in its place (R33)."""

from collections.abc import Sequence
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
    put_all(session, [response], status, reason)


def put_all(session: Session, responses: Sequence[Response], status: Status, reason: Reason | None = None) -> None:
    """The same for many responses."""
    keys = [response.key for response in responses]
    known = {row.key: row for row in session.scalars(select(Tombstone).where(Tombstone.key.in_(keys)))}
    for row in known.values():
        row.status, row.reason_code = status, _code(reason)
    session.flush()
    rows = [_stone(response, status, reason) for response in responses if response.key not in known]
    if rows:
        session.execute(_ADD, rows)


def add(session: Session, response: Response, status: Status, reason: Reason | None = None) -> None:
    """The same for a number that has none yet."""
    session.execute(_ADD, _stone(response, status, reason))


def _stone(response: Response, status: Status, reason: Reason | None) -> dict[str, object]:
    return {
        "consultation_id": response.consultation_id,
        "key": response.key,
        "number_label": rules.number_label(response.series, response.seq),
        "sort_number": rules.sort_number(response.series, response.seq),
        "late": response.late,
        "status": status,
        "reason_code": _code(reason),
    }


def _code(reason: Reason | None) -> str:
    return reason.value if reason else ""


def remove(session: Session, response: Response) -> None:
    """The response is shown again, or for the first time."""
    remove_all(session, [response])


def remove_all(session: Session, responses: Sequence[Response]) -> None:
    """The same for many responses."""
    session.execute(delete(Tombstone).where(Tombstone.key.in_([response.key for response in responses])))


def hide_rendition(session: Session, response: Response, now: datetime) -> bool:
    """Takes the shown rendition away at once; True where there was one. The caller puts a tombstone."""
    return hide_renditions(session, [response], now)


def hide_renditions(session: Session, responses: Sequence[Response], now: datetime) -> bool:
    """The same for many responses; True where any was shown."""
    keys = [response.key for response in responses]
    shown = session.scalars(select(Rendition).where(Rendition.key.in_(keys), Rendition.hidden_at.is_(None))).all()
    for row in shown:
        row.hidden_at = now
    session.flush()
    if shown:
        search_index.remove_responses(session, shown)
    return bool(shown)
