"""Writes of positions, the printed rows that gather points (R37); ranks are given one at a time.

Every act notes what the position said before it (`begin_change`), so that nothing is lost and each step can be told.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis import queries, suggesting
from consultation.analysis.steps import CAME, WENT
from consultation.consultations.queries import acts_of
from consultation.errors import Conflict, Refused
from consultation.models import Consultation, Point, Position, PositionEvent, Remark, Theme
from consultation.vocabulary import Outcome, PositionAct


def save_position(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    position: Position | None,
    *,
    title: str,
    theme: Theme,
    draft_id: int | None = None,
    section_id: int | None = None,
    remark: Remark | None = None,
    recommended: Outcome | None = None,
    base: int | None = None,
) -> Position:
    """A new position last in its draft, or a change of one that is there.

    `base` is the revision that was on the screen: Conflict where somebody has saved another since (C2).
    """
    lock(session, consultation)
    said = {
        "title": title,
        "theme_id": theme.id,
        "draft_id": draft_id,
        "section_id": section_id,
        "remark_id": remark.id if remark else None,
        "recommended_outcome": recommended,
    }
    if position is None:
        return _add_position(session, actor, now, consultation, said)
    expect(session, position, base)
    if any(getattr(position, name) != value for name, value in said.items()):
        begin_change(session, actor, now, position, PositionAct.CHANGED)
        if position.draft_id != draft_id:
            position.rank = _next_rank(session, consultation.id, draft_id)
        _say(session, actor, now, position, said)
    return position


def _add_position(
    session: Session, actor: str, now: datetime, consultation: Consultation, said: Mapping[str, object]
) -> Position:
    draft_id = said["draft_id"]
    position = Position(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        rank=_next_rank(session, consultation.id, draft_id if isinstance(draft_id, int) else None),
        revision=1,
        removed=False,
    )
    session.add(position)
    _say(session, actor, now, position, said)
    note_event(session, actor, now, position, PositionAct.MADE, "{}")
    return position


def _say(session: Session, actor: str, now: datetime, position: Position, said: Mapping[str, object]) -> None:
    for name, value in said.items():
        setattr(position, name, value)
    session.flush()
    consultation = session.get_one(Consultation, position.consultation_id)
    audit.note(session, consultation, actor, now, "position.saved", position=position.id)
    suggesting.owe(session, now, consultation.id)


def expect(session: Session, position: Position, base: int | None) -> None:
    """Conflict where the position is not any more as it was on the screen (C2); held until the commit."""
    session.refresh(position, with_for_update=True)
    if position.removed:
        raise Conflict("the position has been removed", cause="removed")
    if base is not None and position.revision != base:
        raise Conflict("the position has been saved since", cause="changed", revision=position.revision)


def set_outcome(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    position: Position,
    outcome: Outcome | None,
    *,
    base: int,
) -> None:
    """Another recommended outcome, and nothing else. Conflict where `base` is not the position's revision (C2)."""
    lock(session, consultation)
    expect(session, position, base)
    if position.recommended_outcome is not outcome:
        begin_change(session, actor, now, position, PositionAct.CHANGED)
        _say(session, actor, now, position, {"recommended_outcome": outcome})


def remove_position(
    session: Session, actor: str, now: datetime, consultation: Consultation, position: Position
) -> None:
    """Takes away a position that gathers nothing; its row and its history stay, and it can be restored.

    Refused while it has points that count, or a change rests on it. A point of a withdrawn response is left without a
    position: it would keep an empty one in the papers' way (R38).
    """
    lock(session, consultation)
    expect(session, position, None)
    gaps = []
    if queries.count_points(session, position):
        gaps.append("points")
    if queries.list_changes(session, position.id):
        gaps.append("change")
    if gaps:
        raise Refused("the position is in use", tuple(gaps))
    begin_change(session, actor, now, position, PositionAct.REMOVED)
    for point in session.scalars(select(Point).where(Point.position_id == position.id)):
        point.position_id = None
    position.removed = True
    audit.note(session, consultation, actor, now, "position.removed", position=position.id)
    session.flush()


def restore_position(
    session: Session, actor: str, now: datetime, consultation: Consultation, position: Position
) -> None:
    """Takes a removed position into use again, as it was. Conflict where it is in use already."""
    lock(session, consultation)
    session.refresh(position, with_for_update=True)
    if not position.removed:
        raise Conflict("the position is in use", cause="restored")
    begin_change(session, actor, now, position, PositionAct.RESTORED)
    position.removed = False
    audit.note(session, consultation, actor, now, "position.restored", position=position.id)
    session.flush()


def decide_position(
    session: Session, actor: str, now: datetime, consultation: Consultation, position: Position, outcome: Outcome
) -> None:
    """What the deciding meeting made of it; pages and mails speak of this one only (states.md)."""
    begin_change(session, actor, now, position, PositionAct.DECIDED)
    position.decided_outcome = outcome
    audit.note(session, consultation, actor, now, "position.decided", position=position.id, outcome=outcome.value)
    session.flush()


def decide_positions(
    session: Session, actor: str, now: datetime, consultation: Consultation, outcomes: Mapping[int, Outcome]
) -> int:
    """Position id -> outcome (R47). Returns how many were changed. Refused until the deciding meeting is recorded."""
    if not acts_of(session, consultation).decided:
        raise Refused("the deciding meeting is not recorded", ("meeting",))
    lock(session, consultation)
    changed = 0
    for position in queries.list_positions(session, consultation.id):
        outcome = outcomes.get(position.id)
        if outcome is not None and position.decided_outcome is not outcome:
            decide_position(session, actor, now, consultation, position, outcome)
            changed += 1
    return changed


# History


def begin_change(
    session: Session, actor: str, now: datetime, position: Position, act: PositionAct, other: Position | None = None
) -> PositionEvent:
    """Notes what the position says, before it is changed, and raises its revision. Called first, with the lock."""
    event = note_event(session, actor, now, position, act, said_of(session, position), other)
    position.revision += 1
    return event


def note_event(
    session: Session,
    actor: str,
    now: datetime,
    position: Position,
    act: PositionAct,
    before: str,
    other: Position | None = None,
) -> PositionEvent:
    event = PositionEvent(
        authority_id=position.authority_id,
        position_id=position.id,
        act=act,
        other_id=other.id if other else None,
        before=before,
        by=actor,
        at=now,
    )
    session.add(event)
    session.flush()
    return event


def note_move(
    session: Session,
    actor: str,
    now: datetime,
    points: Iterable[int],
    source: Position | None,
    target: Position | None,
) -> None:
    """In the history of both, with the points, so that just these can be put back. Called before they are moved."""
    moved = list(points)
    for here, other, way in ((source, target, WENT), (target, source, CAME)):
        if here is not None:
            said = json.loads(said_of(session, here)) | {way: moved}
            before = json.dumps(said, ensure_ascii=False, sort_keys=True)
            note_event(session, actor, now, here, PositionAct.MOVED, before, other)


def said_of(session: Session, position: Position) -> str:
    """What a position says now, as its history keeps it: ids, its own words, and the changes that rest on it."""
    points = select(Point.id).where(Point.position_id == position.id, Point.removed_at.is_(None)).order_by(Point.id)
    changes = queries.list_changes(session, position.id)
    said = {
        "revision": position.revision,
        "title": position.title,
        "theme": position.theme_id,
        "draft": position.draft_id,
        "section": position.section_id,
        "remark": position.remark_id,
        "recommended": position.recommended_outcome,
        "decided": position.decided_outcome,
        "points": list(session.scalars(points)),
        "changes": [[one.before, one.after] for one, _section in changes],
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


# Turns


def lock(session: Session, consultation: Consultation) -> None:
    """Numbers and ranks within a consultation are given one at a time; receiving responses goes on meanwhile."""
    session.execute(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update(key_share=True))


def hold(session: Session, position: Position) -> None:
    """Before a point is put into it: nobody merges it away meanwhile. Conflict where somebody has."""
    session.refresh(position, with_for_update={"read": True})
    if position.removed:
        raise Conflict("the position has been removed", cause="removed")


def _next_rank(session: Session, consultation_id: int, draft_id: int | None) -> int:
    same = Position.draft_id.is_(None) if draft_id is None else Position.draft_id == draft_id
    ranks = select(func.max(Position.rank)).where(Position.consultation_id == consultation_id, same)
    return 1 + (session.scalar(ranks) or 0)
