"""What it means for a point that others say the same: it counts for each member in which its words stand (R39)."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from consultation.analysis import queries
from consultation.analysis.sharing import Text, in_other
from consultation.analysis.spans import Span
from consultation.models import Answer, DraftVersion, GroupMember, Passage, Point, Response, ResponseVersion

Shared = list[tuple[Response, list[Span]]]
"""Other members, each with the spans in its own answers that say the same."""


def list_members(session: Session, response: Response) -> Sequence[Response]:
    """The others of its group, however alike they are, that are not withdrawn; by number."""
    rows = select(Response).where(*_others(response)).order_by(Response.series.desc(), Response.seq)
    return session.scalars(rows).all()


def some_members(session: Session, response: Response, most: int) -> tuple[Sequence[Response], int]:
    """The first of them, and how many there are."""
    rows = select(Response).where(*_others(response)).order_by(Response.series.desc(), Response.seq)
    count = session.scalar(select(func.count()).select_from(Response).where(*_others(response))) or 0
    return (session.scalars(rows.limit(most)).all() if count else []), count


def lock_members(session: Session, response: Response) -> list[Response]:
    """The same, locked with the response itself in one order, so that no two acts wait for each other."""
    locked = session.scalars(
        select(Response)
        .where(_in_group(response) | (Response.id == response.id))
        .order_by(Response.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return [row for row in locked if row.id != response.id and row.withdrawn_at is None]


def with_words(session: Session, response: Response, others: Sequence[Response], spans: Sequence[Span]) -> Shared:
    """The other members in whose texts all of these words stand."""
    found = each_with_words(session, response, others, spans)
    return [(member, moved) for member, moved in found if len(moved) == len(spans)]


def each_with_words(session: Session, response: Response, others: Sequence[Response], spans: Sequence[Span]) -> Shared:
    """The other members with those of the words that stand in their texts, where any do."""
    texts = _texts(session, response) if others and spans else {}
    own = texts.get(response.id, ())
    moved = [(member, in_other(spans, own, texts.get(member.id, ()))) for member in others]
    kept = [(member, list(dict.fromkeys(span for span in found if span is not None))) for member, found in moved]
    return [(member, found) for member, found in kept if found]


def lacking_point(session: Session, shared: Shared, position_id: int | None) -> Shared:
    """Those that have no point on exactly these words in this position: nothing counts twice."""
    standing = _points_in(session, [member.id for member, _spans in shared], position_id)
    known = {(point.response_id, spans) for point, spans in standing}
    return [(member, spans) for member, spans in shared if (member.id, frozenset(spans)) not in known]


def list_siblings(
    session: Session, response: Response, others: Sequence[Response], point: Point
) -> list[tuple[Response, Point]]:
    """The points of other members on the same words in the same position, one of each."""
    spans = [Span(one.answer_id, one.start, one.end) for one in queries.passages_of(session, point.id)]
    shared = {member.id: (member, frozenset(moved)) for member, moved in with_words(session, response, others, spans)}
    found: dict[int, tuple[Response, Point]] = {}
    for other, places in _points_in(session, shared, point.position_id):
        member, wanted = shared[other.response_id]
        if places == wanted:
            found.setdefault(member.id, (member, other))
    return list(found.values())


def _others(response: Response) -> tuple[ColumnElement[bool], ...]:
    return _in_group(response), Response.id != response.id, Response.withdrawn_at.is_(None)


def _in_group(response: Response) -> ColumnElement[bool]:
    own = select(GroupMember.group_id).where(GroupMember.response_id == response.id).scalar_subquery()
    return Response.id.in_(select(GroupMember.response_id).where(GroupMember.group_id == own))


def _texts(session: Session, response: Response) -> dict[int, list[Text]]:
    """Response -> its newest answers, for the whole group, in one statement."""
    numbers = aliased(ResponseVersion)
    newest = select(func.max(numbers.number)).where(numbers.response_id == ResponseVersion.response_id)
    rows = session.execute(
        select(
            ResponseVersion.response_id,
            Answer.id,
            DraftVersion.draft_id,
            Answer.section_id,
            Answer.question_id,
            Answer.text,
        )
        .join(ResponseVersion, ResponseVersion.id == Answer.version_id)
        .join(Response, Response.id == ResponseVersion.response_id)
        .outerjoin(DraftVersion, DraftVersion.id == Answer.draft_version_id)
        .where(_in_group(response), ResponseVersion.number == newest.correlate(ResponseVersion).scalar_subquery())
        .order_by(ResponseVersion.response_id, Answer.position)
    )
    found: dict[int, list[Text]] = {}
    for response_id, answer_id, *about, text in rows:
        found.setdefault(response_id, []).append(Text(answer_id, tuple(about), text))
    return found


def _points_in(
    session: Session, response_ids: Collection[int], position_id: int | None
) -> list[tuple[Point, frozenset[Span]]]:
    """The points of some responses in one position, each with its places."""
    rows = session.execute(
        select(Point, Passage.answer_id, Passage.start, Passage.end)
        .join(Passage, Passage.point_id == Point.id)
        .where(
            Point.response_id.in_(response_ids),
            Point.position_id.is_(None) if position_id is None else Point.position_id == position_id,
            Point.removed_at.is_(None),
            Passage.removed_at.is_(None),
        )
        .order_by(Point.id)
    )
    points: dict[int, tuple[Point, set[Span]]] = {}
    for point, *place in rows:
        points.setdefault(point.id, (point, set()))[1].add(Span(*place))
    return [(point, frozenset(spans)) for point, spans in points.values()]
