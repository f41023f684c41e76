"""A point parted in two, and two of one response made one (R37). The passages go along as they are: nothing is lost.

Either act takes back what the other did; the log keeps which passages went from where to where.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis import points, queries
from consultation.analysis.spans import Span
from consultation.errors import Invalid
from consultation.models import Passage, Point, Response


def split_point(
    session: Session,
    actor: str,
    now: datetime,
    response: Response,
    point: Point,
    passage_ids: Collection[int],
    *,
    alone: bool = False,
) -> list[Point]:
    """Takes some of its passages into a new point of the same position, in each member with the same point (R39).

    Invalid where none or all are chosen: a point keeps at least one. Returns the new points, this response's first.
    """
    both = points.with_siblings(session, response, point, alone=alone)
    own = queries.passages_of(session, point.id)
    places = [at for at, one in enumerate(own) if one.id in passage_ids]
    if not 0 < len(places) < len(own):
        raise Invalid("some of the passages are chosen, and some are left", errors={"passages": "some"})
    made = []
    for member, one in both:
        passages = queries.passages_of(session, one.id)
        new = points.add_point(session, member, one.position_id)
        _move(session, actor, now, member, "point.split", one, new, [passages[at] for at in places])
        made.append(new)
    return made


def merge_points(
    session: Session, actor: str, now: datetime, response: Response, point: Point, into: Point, *, alone: bool = False
) -> int:
    """Puts its passages into another point of the response, which keeps its number and position.

    In the other members likewise, where both points are. Returns in how many responses. Invalid for one and the same.
    """
    if point.id == into.id:
        raise Invalid("a point is not merged into itself", errors={"into": "same"})
    sources = points.with_siblings(session, response, point, alone=alone)
    targets = {member.id: one for member, one in points.with_siblings(session, response, into, alone=alone)}
    both = [(member, one, targets[member.id]) for member, one in sources if member.id in targets]
    for member, one, target in both:
        _merge(session, actor, now, member, one, target)
    return len(both)


def _merge(session: Session, actor: str, now: datetime, response: Response, point: Point, into: Point) -> None:
    there = {_place(passage) for passage in queries.passages_of(session, into.id)}
    passages = queries.passages_of(session, point.id)
    for passage in passages:
        if _place(passage) in there:
            passage.removed_at = now
    moved = [passage for passage in passages if passage.removed_at is None]
    point.removed_at = now
    _move(session, actor, now, response, "point.merged", point, into, moved)


def _move(
    session: Session,
    actor: str,
    now: datetime,
    response: Response,
    event: str,
    point: Point,
    into: Point,
    passages: Collection[Passage],
) -> None:
    for passage in passages:
        passage.point_id = into.id
    ids = [passage.id for passage in passages]
    audit.note(session, response, actor, now, event, point=point.id, into=into.id, passages=ids)
    session.flush()


def _place(passage: Passage) -> Span:
    return Span(passage.answer_id, passage.start, passage.end)
