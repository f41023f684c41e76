"""Writes of quotations: a person picks, orders and takes out again what the report quotes under a position."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis import picked
from consultation.analysis.positions import lock
from consultation.errors import Conflict
from consultation.models import Consultation, Point, Position, QuotePick


def pick_quote(
    session: Session, actor: str, now: datetime, consultation: Consultation, position: Position, passage_id: int
) -> None:
    """The last of a position's quotations. One that was picked before is picked anew, as the public reads it now.

    Conflict where the public does not read it, or its point stands elsewhere now.
    """
    lock(session, consultation)
    points = session.scalars(select(Point.id).where(Point.position_id == position.id)).all()
    if passage_id not in {one.passage_id for one in picked.list_quotable(session, [position.id], points)}:
        raise Conflict("the passage cannot be quoted", cause="not_quotable")
    rows = _standing(session, position)
    for row in [row for row in rows if row.passage_id == passage_id]:
        row.removed_at = now
        rows.remove(row)
    session.flush()
    made = QuotePick(
        authority_id=position.authority_id, position_id=position.id, passage_id=passage_id, rank=0, by=actor, at=now
    )
    session.add(made)
    _order(session, actor, now, consultation, position, [*rows, made])


def drop_quote(
    session: Session, actor: str, now: datetime, consultation: Consultation, position: Position, passage_id: int
) -> None:
    """Takes a quotation out; nothing where somebody did so before."""
    lock(session, consultation)
    rows = _standing(session, position)
    for row in rows:
        if row.passage_id == passage_id:
            row.removed_at = now
    _order(session, actor, now, consultation, position, [row for row in rows if row.removed_at is None])


def move_quote(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    position: Position,
    passage_id: int,
    steps: int,
) -> None:
    """One place up (-1) or down (1); nothing at either end."""
    lock(session, consultation)
    rows = _standing(session, position)
    at = next((place for place, row in enumerate(rows) if row.passage_id == passage_id), None)
    if at is None or not 0 <= at + steps < len(rows):
        return
    rows.insert(at + steps, rows.pop(at))
    _order(session, actor, now, consultation, position, rows)


def _standing(session: Session, position: Position) -> list[QuotePick]:
    rows = select(QuotePick).where(QuotePick.position_id == position.id, QuotePick.removed_at.is_(None))
    ordered = rows.order_by(QuotePick.rank, QuotePick.id).execution_options(populate_existing=True)
    return list(session.scalars(ordered))


def _order(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    position: Position,
    rows: Sequence[QuotePick],
) -> None:
    for rank, row in enumerate(rows, 1):
        row.rank = rank
    session.flush()
    passages = [row.passage_id for row in rows]
    audit.note(session, consultation, actor, now, "quotes.picked", position=position.id, passages=passages)
