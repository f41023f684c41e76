"""Writes of positions, the printed rows that gather points (R37); ranks are given one at a time."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis import queries, suggesting
from consultation.consultations.queries import acts_of
from consultation.errors import Refused
from consultation.models import ChangePosition, Consultation, Point, Position, Remark, Theme
from consultation.vocabulary import Outcome


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
) -> Position:
    """A new position last in its draft, or a change of one that is there."""
    lock(session, consultation)
    if position is None:
        position = Position(
            authority_id=consultation.authority_id,
            consultation_id=consultation.id,
            draft_id=draft_id,
            rank=_next_rank(session, consultation.id, draft_id),
        )
        session.add(position)
    elif position.draft_id != draft_id:
        position.rank = _next_rank(session, consultation.id, draft_id)
        position.draft_id = draft_id
    position.title, position.theme_id, position.section_id = title, theme.id, section_id
    position.remark_id = remark.id if remark else None
    position.recommended_outcome = recommended
    session.flush()
    audit.note(session, consultation, actor, now, "position.saved", position=position.id)
    suggesting.owe(session, now, consultation.id)
    return position


def remove_position(
    session: Session, actor: str, now: datetime, consultation: Consultation, position: Position
) -> None:
    """Takes away a position that gathers nothing. Refused while it has points that count, or a change rests on it.

    A point of a withdrawn response is left without a position: it would keep an empty one in the papers' way (R38).
    """
    gaps = []
    if queries.count_points(session, position):
        gaps.append("points")
    if session.scalar(select(ChangePosition.id).where(ChangePosition.position_id == position.id).limit(1)):
        gaps.append("change")
    if gaps:
        raise Refused("the position is in use", tuple(gaps))
    session.execute(update(Point).where(Point.position_id == position.id).values(position_id=None))
    session.delete(position)
    audit.note(session, consultation, actor, now, "position.removed", position=position.id)
    session.flush()


def decide_position(
    session: Session, actor: str, now: datetime, consultation: Consultation, position: Position, outcome: Outcome
) -> None:
    """What the deciding meeting made of it; pages and mails speak of this one only (states.md)."""
    position.decided_outcome = outcome
    audit.note(session, consultation, actor, now, "position.decided", position=position.id, outcome=outcome.value)
    session.flush()


def decide_positions(
    session: Session, actor: str, now: datetime, consultation: Consultation, outcomes: Mapping[int, Outcome]
) -> int:
    """Position id -> outcome (R47). Returns how many were changed. Refused until the deciding meeting is recorded."""
    if not acts_of(session, consultation).decided:
        raise Refused("the deciding meeting is not recorded", ("meeting",))
    changed = 0
    for position in queries.list_positions(session, consultation.id):
        outcome = outcomes.get(position.id)
        if outcome is not None and position.decided_outcome is not outcome:
            decide_position(session, actor, now, consultation, position, outcome)
            changed += 1
    return changed


def lock(session: Session, consultation: Consultation) -> None:
    """Numbers and ranks within a consultation are given one at a time; receiving responses goes on meanwhile."""
    session.execute(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update(key_share=True))


def _next_rank(session: Session, consultation_id: int, draft_id: int | None) -> int:
    same = Position.draft_id.is_(None) if draft_id is None else Position.draft_id == draft_id
    ranks = select(func.max(Position.rank)).where(Position.consultation_id == consultation_id, same)
    return 1 + (session.scalar(ranks) or 0)
