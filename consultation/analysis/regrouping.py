"""Points gathered otherwise: a position split in two, several merged, points moved, and each of these undone (R37).

Nothing is deleted: a position that is merged away keeps its row, and its history says where its points went.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis import changes, positions, queries, suggesting
from consultation.analysis.steps import WENT, moved_by
from consultation.errors import Conflict, Invalid, Refused
from consultation.models import ChangePosition, Consultation, Point, Position, PositionEvent, Remark, Theme
from consultation.vocabulary import Outcome, PositionAct


def split_position(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    position: Position,
    points: Iterable[int],
    *,
    base: int,
    title: str,
    theme: Theme,
    draft_id: int | None,
    section_id: int | None,
    with_answer: bool,
) -> Position:
    """These points become a position of their own; `with_answer`: remark, outcome and new texts go along as they are.

    Invalid where none of the points go, or all. Conflict where the position was saved since (C2).
    """
    positions.lock(session, consultation)
    positions.expect(session, position, base)
    gathered = _points_in(session, position)
    going = [point for point in gathered if point.id in set(points)]
    if not going or len(going) == len(gathered):
        raise Invalid("some of the points go", errors={"points": "all" if going else "none"})
    new = positions.save_position(
        session,
        actor,
        now,
        consultation,
        None,
        title=title,
        theme=theme,
        draft_id=draft_id,
        section_id=section_id,
        remark=session.get(Remark, position.remark_id) if with_answer and position.remark_id else None,
        recommended=position.recommended_outcome if with_answer else None,
    )
    positions.begin_change(session, actor, now, position, PositionAct.SPLIT, new)
    _put(session, going, new)
    if with_answer:
        _share_changes(session, position, new)
    audit.note(session, consultation, actor, now, "position.split", position=position.id, new=new.id, points=len(going))
    suggesting.owe(session, now, consultation.id)
    session.flush()
    return new


def merge_positions(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    target: Position,
    others: Sequence[Position],
    *,
    bases: Mapping[int, int],
    remark: Remark | None,
    recommended: Outcome | None,
) -> int:
    """All points come to the target, which gets this remark and outcome; returns how many points moved.

    `bases` are the revisions on the screen by id. Refused where the meeting decided differently about them.
    """
    positions.lock(session, consultation)
    for one in sorted([target, *others], key=lambda row: row.id):
        positions.expect(session, one, bases[one.id])
    decided = {one.decided_outcome for one in [target, *others]} - {None}
    if len(decided) > 1:
        raise Refused("the meeting decided differently about them", ("decided",))
    moved = sum(_merge(session, actor, now, target, other) for other in others)
    target.remark_id, target.recommended_outcome = remark.id if remark else None, recommended
    target.decided_outcome = next(iter(decided), None)
    session.flush()
    counted = {"count": len(others), "points": moved}
    audit.note(session, consultation, actor, now, "position.merged", position=target.id, **counted)
    suggesting.owe(session, now, consultation.id)
    return moved


def _merge(session: Session, actor: str, now: datetime, target: Position, other: Position) -> int:
    positions.begin_change(session, actor, now, target, PositionAct.MERGED, other)
    positions.begin_change(session, actor, now, other, PositionAct.MERGED, target)
    moved = _points_in(session, other)
    _put(session, moved, target)
    _share_changes(session, other, target)
    other.removed = True
    session.flush()
    return len(moved)


def move_points(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    position: Position,
    points: Iterable[int],
    target: Position | None,
) -> int:
    """Takes points out of a position, into another or none; returns how many there were."""
    positions.lock(session, consultation)
    for row in sorted([position, *([target] if target else [])], key=lambda row: row.id):
        positions.expect(session, row, None)
    moved = [point for point in _points_in(session, position) if point.id in set(points)]
    if not moved or target is position:
        return 0
    _move(session, actor, now, moved, position, target)
    audit.note(session, consultation, actor, now, "points.moved", position=position.id, count=len(moved))
    suggesting.owe(session, now, consultation.id)
    session.flush()
    return len(moved)


def _move(
    session: Session,
    actor: str,
    now: datetime,
    points: Sequence[Point],
    source: Position | None,
    target: Position | None,
) -> None:
    positions.note_move(session, actor, now, [point.id for point in points], source, target)
    for one in (source, target):
        if one is not None:
            one.revision += 1
    _put(session, points, target)


# Undone


def can_undo(session: Session, event: PositionEvent) -> bool:
    """A split whose new position is in use, a merge whose other one was not restored since, and a move of points of
    which some are where they were put."""
    position, other = session.get_one(Position, event.position_id), session.get(Position, event.other_id or 0)
    if event.act is PositionAct.MOVED:
        in_use = not position.removed and not (other and other.removed)
        return in_use and bool(_still_there(session, event))
    if other is None or position.removed:
        return False
    if event.act is PositionAct.SPLIT:
        return not other.removed
    newest = queries.list_events(session, other.id)[-1:]
    return event.act is PositionAct.MERGED and other.removed and [one.other_id for one in newest] == [position.id]


def undo(session: Session, actor: str, now: datetime, consultation: Consultation, event: PositionEvent) -> None:
    """Takes back a split, a merge or a move; points that were moved on since stay where they are. Conflict if it
    cannot be."""
    positions.lock(session, consultation)
    rows = [session.get_one(Position, one) for one in (event.position_id, event.other_id or event.position_id)]
    for row in sorted(rows, key=lambda row: row.id):
        session.refresh(row, with_for_update=True)
    if not can_undo(session, event):
        raise Conflict("the step cannot be taken back any more", cause="undone")
    position, other = rows
    if event.act is PositionAct.MOVED:
        _move(session, actor, now, _still_there(session, event), *reversed(_way(session, event)))
    elif event.act is PositionAct.SPLIT:
        _merge(session, actor, now, position, other)
    else:
        _part_again(session, actor, now, consultation, event, position, other)
    audit.note(session, consultation, actor, now, "position.step_undone", position=position.id, step=event.id)
    suggesting.owe(session, now, consultation.id)
    session.flush()


def _way(session: Session, event: PositionEvent) -> tuple[Position | None, Position | None]:
    """From where to where an act moved points; None is no position."""
    here, other = session.get_one(Position, event.position_id), session.get(Position, event.other_id or 0)
    return (here, other) if WENT in json.loads(event.before) else (other, here)


def _still_there(session: Session, event: PositionEvent) -> Sequence[Point]:
    """Of the points that an act moved, those that are where it put them."""
    _source, target = _way(session, event)
    there = Point.position_id.is_(None) if target is None else Point.position_id == target.id
    moved = moved_by(json.loads(event.before))
    return session.scalars(
        select(Point)
        .where(Point.id.in_(moved), there, Point.removed_at.is_(None))
        .order_by(Point.id)
        .execution_options(populate_existing=True)
    ).all()


def _part_again(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    event: PositionEvent,
    position: Position,
    other: Position,
) -> None:
    """The other one comes back with those of its points that are still here, and the answer becomes what it was."""
    theirs = set(json.loads(queries.list_events(session, other.id)[-1].before)["points"])
    before, came = json.loads(event.before), queries.list_events(session, position.id)
    positions.begin_change(session, actor, now, position, PositionAct.SPLIT, other)
    positions.begin_change(session, actor, now, other, PositionAct.RESTORED, position)
    other.removed = False
    _put(session, [point for point in _points_in(session, position) if point.id in theirs], other)
    for change, _section in queries.list_changes(session, position.id):
        if [change.before, change.after] not in before["changes"]:
            changes.unlink(session, actor, now, consultation, change, position)
    if all(one.act in _LEAVES_THE_ANSWER for one in came if one.id > event.id):
        position.remark_id = before["remark"]
        position.recommended_outcome = Outcome(before["recommended"]) if before["recommended"] else None


_LEAVES_THE_ANSWER = (PositionAct.MERGED, PositionAct.MOVED)


# Rows


def _points_in(session: Session, position: Position) -> Sequence[Point]:
    """Held until the commit; those of withdrawn responses go with the rest."""
    return session.scalars(
        select(Point)
        .where(Point.position_id == position.id, Point.removed_at.is_(None))
        .order_by(Point.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _put(session: Session, points: Iterable[Point], position: Position | None) -> None:
    for point in points:
        point.position_id = position.id if position else None
    session.flush()


def _share_changes(session: Session, giver: Position, taker: Position) -> None:
    """What one position changes in the drafts' texts the other is behind too."""
    there = {change.id for change, _section in queries.list_changes(session, taker.id)}
    for change, _section in queries.list_changes(session, giver.id):
        if change.id not in there:
            session.add(
                ChangePosition(authority_id=giver.authority_id, change_id=change.id, position_id=taker.id),
            )
    session.flush()
