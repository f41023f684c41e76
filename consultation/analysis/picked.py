"""Reads of quotations: the passages that may be quoted, those that a person picked, and those to be looked at again.

What may be quoted is what the public reads: of a response that is not shown nothing is, and what was taken out of one
that is stands as its label (analysis.md, "held at 100 %").
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consultation.analysis import queries
from consultation.analysis.spans import Piece, shown
from consultation.models import Passage, Point, Position, QuotePick, Response
from consultation.moderation.composition import TEXT, Spot
from consultation.moderation.queries import Material, materials_of
from consultation.moderation.rules import SHOWN
from consultation.responses.rules import number_label


@dataclass(frozen=True)
class Quotation:
    """A passage as it is printed. `label` is the point's: "17.2"; `number` the response's: "17"."""

    passage_id: int
    position_id: int
    label: str
    number: str
    pieces: tuple[Piece, ...]

    @property
    def words(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Picked:
    """`quotation` is None where the words are not what they were when they were picked: they are not printed."""

    row: QuotePick
    label: str
    quotation: Quotation | None


def list_quotable(session: Session, position_ids: Iterable[int], counted: Iterable[int]) -> list[Quotation]:
    """Every passage of these positions that may be quoted, in the order of the responses; `counted` are the points."""
    rows = session.execute(_PLACED.where(Point.position_id.in_(list(position_ids)), Point.id.in_(list(counted)))).all()
    materials = _materials(session, [response for _passage, _point, response in rows])
    found = (_quotation(passage, point, materials.get(response.id)) for passage, point, response in rows)
    return [one for one in found if one is not None]


def list_picked(session: Session, position_id: int) -> list[Picked]:
    """What was picked for a position, in its order."""
    return _picked(session, _PICKS.where(QuotePick.position_id == position_id))


def picked_quotes(session: Session, consultation_id: int) -> dict[int, list[Quotation]]:
    """Position id -> its quotations as they are printed, in their order."""
    of_this = select(Position.id).where(Position.consultation_id == consultation_id)
    found: dict[int, list[Quotation]] = {}
    for one in _picked(session, _PICKS.where(QuotePick.position_id.in_(of_this))):
        if one.quotation is not None:
            found.setdefault(one.row.position_id, []).append(one.quotation)
    return found


_PLACED = (
    select(Passage, Point, Response)
    .join(Point, Point.id == Passage.point_id)
    .join(Response, Response.id == Point.response_id)
    .where(Passage.removed_at.is_(None), Point.removed_at.is_(None))
    .order_by(Response.series.desc(), Response.seq, Point.seq, Passage.answer_id, Passage.start)
)
_PICKS = (
    select(QuotePick, Passage, Point, Response)
    .join(Passage, Passage.id == QuotePick.passage_id)
    .join(Point, Point.id == Passage.point_id)
    .join(Response, Response.id == Point.response_id)
    .where(QuotePick.removed_at.is_(None))
    .order_by(QuotePick.position_id, QuotePick.rank, QuotePick.id)
)


def _picked(session: Session, picks: Select[QuotePick, Passage, Point, Response]) -> list[Picked]:
    rows = session.execute(picks).all()
    materials = _materials(session, [response for _row, _passage, _point, response in rows])
    return [
        Picked(row, queries.point_label(response, point), _still(row, passage, point, materials.get(response.id)))
        for row, passage, point, response in rows
    ]


def _still(row: QuotePick, passage: Passage, point: Point, material: Material | None) -> Quotation | None:
    """The quotation where all is as it was when it was picked: passage, position and what the public reads."""
    if passage.removed_at is not None or point.removed_at is not None or point.position_id != row.position_id:
        return None
    decision = material.standing.decision if material else None
    if decision is None or decision.at > row.at:
        return None
    return _quotation(passage, point, material)


def _quotation(passage: Passage, point: Point, material: Material | None) -> Quotation | None:
    """None where the public cannot read it, or reads nothing but labels."""
    if material is None or material.standing.status not in SHOWN:
        return None
    text = next((answer.text for answer in material.answers if answer.id == passage.answer_id), "")
    removed = material.removals.decided.get(Spot(passage.answer_id, TEXT), ())
    pieces = shown(text, passage.start, min(passage.end, len(text)), removed)
    if not any(piece.text.strip() for piece in pieces if not piece.gone):
        return None
    response = material.response
    label, number = queries.point_label(response, point), number_label(response.series, response.seq)
    return Quotation(passage.id, point.position_id or 0, label, number, pieces)


def _materials(session: Session, responses: Sequence[Response]) -> dict[int, Material]:
    """Response -> all about it; of those that were withdrawn nothing is quoted."""
    rows = [row for row in dict.fromkeys(responses) if row.withdrawn_at is None]
    return {one.response.id: one for one in materials_of(session, rows)} if rows else {}
