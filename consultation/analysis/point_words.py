"""What points say, as staff may read it without opening an original: the words of the renditions (R37)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis.figures import PointLine
from consultation.analysis.spans import Piece, shown
from consultation.models import Passage, Response
from consultation.moderation.composition import TEXT, Spot
from consultation.moderation.queries import Material, materials_of
from consultation.vocabulary import Status

_SHOWN = frozenset({Status.PUBLISHED, Status.REDACTED})


@dataclass(frozen=True)
class Words:
    """One point and its passages; none where the public may not read the response, or the point has none."""

    line: PointLine
    quotes: tuple[tuple[Piece, ...], ...]
    is_shown: bool


def words_of(session: Session, lines: Sequence[PointLine]) -> dict[int, Words]:
    """Point id -> what it says. A constant number of statements, however many points."""
    passages = _passages(session, [line.point.id for line in lines])
    materials = _materials(session, {line.point.response_id for line in lines})
    return {
        line.point.id: _words(line, passages.get(line.point.id, []), materials[line.point.response_id])
        for line in lines
    }


def _words(line: PointLine, passages: Iterable[Passage], material: Material) -> Words:
    is_shown = material.standing.status in _SHOWN
    texts = {answer.id: answer.text for answer in material.answers}
    quotes = (
        shown(texts[one.answer_id], one.start, one.end, material.removals.decided.get(Spot(one.answer_id, TEXT), ()))
        for one in passages
        if is_shown and one.answer_id in texts
    )
    return Words(line, tuple(quotes), is_shown)


def _passages(session: Session, point_ids: Sequence[int]) -> Mapping[int, list[Passage]]:
    rows = session.scalars(
        select(Passage)
        .where(Passage.point_id.in_(point_ids), Passage.removed_at.is_(None))
        .order_by(Passage.answer_id, Passage.start)
    )
    found: dict[int, list[Passage]] = {}
    for row in rows:
        found.setdefault(row.point_id or 0, []).append(row)
    return found


def _materials(session: Session, response_ids: Iterable[int]) -> Mapping[int, Material]:
    rows = session.scalars(select(Response).where(Response.id.in_(list(response_ids)))).all()
    return {one.response.id: one for one in materials_of(session, rows)}
