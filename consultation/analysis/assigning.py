"""Who divides a response or answers a position, and until when: one at a time, with those before kept (R37)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis.dues import Dues, Work, mine, proposed
from consultation.analysis.figures import Board, board_of
from consultation.consultations.planning import counted_back
from consultation.errors import Invalid
from consultation.models import Assignment, Consultation, Position, Response, Staff, StaffRole
from consultation.vocabulary import Role

WORKERS = (Role.SUBJECT_OWNER, Role.SECRETARY)


@dataclass(frozen=True)
class Held:
    """Whose something is. `gone`: the account is closed, or has no role here any more."""

    staff_id: int
    name: str
    due_on: date | None
    gone: bool


def assign(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    *,
    responses: Collection[int] = (),
    positions: Collection[int] = (),
    staff_id: int | None,
    due_on: date | None,
) -> int:
    """Gives them to one person, or to nobody; returns how many changed hands or date. Invalid: no such colleague."""
    if staff_id is not None and staff_id not in {one.id for one in list_workers(session, consultation.authority_id)}:
        raise Invalid("nobody who works on this", errors={"staff": "unknown"})
    subjects = [
        *(("response_id", row.id) for row in _of(session, Response, consultation, responses)),
        *(("position_id", row.id) for row in _of(session, Position, consultation, positions)),
    ]
    changed = sum(
        _assign(session, actor, now, consultation, subject, staff_id, due_on if staff_id is not None else None)
        for subject in sorted(subjects)
    )
    if changed:
        audit.note(session, consultation, actor, now, "work.assigned", staff=staff_id, count=changed)
    return changed


def _of(
    session: Session, table: type[Response] | type[Position], consultation: Consultation, ids: Collection[int]
) -> Iterable[Response | Position]:
    """Held, so that two who give away the same take turns."""
    rows = select(table).where(table.consultation_id == consultation.id, table.id.in_(list(ids))).order_by(table.id)
    found: Iterable[Response | Position] = session.scalars(rows.with_for_update(key_share=True))
    return list(found)


def _assign(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    subject: tuple[str, int],
    staff_id: int | None,
    due_on: date | None,
) -> bool:
    name, row_id = subject
    column: ColumnElement[int] = getattr(Assignment, name)
    there = session.scalars(select(Assignment).where(column == row_id, Assignment.ended_at.is_(None))).one_or_none()
    if (there and (there.staff_id, there.due_on)) == ((staff_id, due_on) if staff_id is not None else None):
        return False
    if there is not None:
        there.ended_at, there.ended_by = now, actor
        session.flush()
    if staff_id is not None:
        new = {name: row_id, "staff_id": staff_id, "due_on": due_on, "by": actor, "at": now}
        session.add(Assignment(authority_id=consultation.authority_id, **new))
        session.flush()
    return True


def list_workers(session: Session, authority_id: int) -> list[Staff]:
    """Who may be given something, by name."""
    role = select(StaffRole.id).where(
        StaffRole.staff_id == Staff.id, StaffRole.role.in_(WORKERS), StaffRole.ended_at.is_(None)
    )
    rows = select(Staff).where(Staff.authority_id == authority_id, Staff.disabled_at.is_(None), role.exists())
    return list(session.scalars(rows.order_by(Staff.name)))


def dues_of(session: Session, consultation: Consultation) -> Dues:
    """What the calendar of the case proposes."""
    return proposed(counted_back(session, consultation))


@dataclass(frozen=True)
class Hands:
    """Whose what is in one consultation, by id of response and of position."""

    responses: dict[int, Held]
    positions: dict[int, Held]

    @property
    def names(self) -> dict[int, str]:
        """Staff id -> name, of everybody who has something."""
        return {held.staff_id: held.name for held in (*self.responses.values(), *self.positions.values())}


def hands_of(session: Session, consultation: Consultation) -> Hands:
    rows = session.execute(
        select(Assignment, Staff)
        .join(Staff, Staff.id == Assignment.staff_id)
        .outerjoin(Response, Response.id == Assignment.response_id)
        .outerjoin(Position, Position.id == Assignment.position_id)
        .where(Assignment.ended_at.is_(None))
        .where((Response.consultation_id == consultation.id) | (Position.consultation_id == consultation.id))
    ).all()
    here = {one.id for one in list_workers(session, consultation.authority_id)}
    found = Hands({}, {})
    for row, staff in rows:
        held = Held(staff.id, staff.name, row.due_on, staff.id not in here)
        if row.response_id is not None:
            found.responses[row.response_id] = held
        elif row.position_id is not None:
            found.positions[row.position_id] = held
    return found


def work_of(board: Board, hands: Hands) -> list[Work]:
    """Everything there is to do, in printed order: "svar:17" by number, "synspunkt:4" by id."""
    responses = (
        (f"svar:{line.number}", hands.responses.get(line.response.id), line.is_done) for line in board.responses
    )
    positions = (
        (f"synspunkt:{line.position.id}", hands.positions.get(line.position.id), line.is_answered)
        for line in board.positions
    )
    return [
        Work(key, held.staff_id if held else None, bool(held and held.gone), held.due_on if held else None, done)
        for key, held, done in (*responses, *positions)
    ]


def own_work(session: Session, consultation: Consultation, staff_id: int) -> list[Work]:
    """What one person has to do here, in order; the board is read only where there is something."""
    hands = hands_of(session, consultation)
    if not any(held.staff_id == staff_id for held in (*hands.responses.values(), *hands.positions.values())):
        return []
    return mine(work_of(board_of(session, consultation), hands), staff_id)


def count_left_behind(session: Session, consultation: Consultation) -> int:
    """How much stands with people who work here no more."""
    hands = hands_of(session, consultation)
    return sum(held.gone for held in (*hands.responses.values(), *hands.positions.values()))
