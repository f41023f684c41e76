"""The responses that wait for a decision, in the order in which they are taken: risk, then age (interface.md 5)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, Tuple, func, literal, select, tuple_
from sqlalchemy.orm import Session, aliased

from consultation.models import Claim, Decision, Finding, QueueEntry, Response, ResponseVersion, Staff
from consultation.moderation import rules
from consultation.responses.risk import RISKS, Risk
from consultation.responses.rules import number_label
from consultation.responses.suspicion import held_by
from consultation.vocabulary import By, Capacity, DecisionKind, LoginMode, Precision, Sign

_Columns = tuple[Response, ResponseVersion, int, int, int, str, datetime]
_ORDER = (QueueEntry.rank, QueueEntry.received_at, QueueEntry.response_id)
_KEY = tuple_(*_ORDER)


@dataclass(frozen=True)
class Waiting:
    """A line of the queue. `taken_by` is whose desk it is on until `until_at`, "" where it is free."""

    response_id: int
    number: str
    received_at: datetime
    precision: Precision
    risk: Risk
    findings: int
    capacity: Capacity
    hide_requested: bool
    staff_id: int | None
    taken_by: str
    until_at: datetime | None
    login_mode: LoginMode
    confirmed_by: By | None
    held_by: tuple[Sign, ...] = ()


@dataclass(frozen=True)
class Undoable:
    """A decision that can still be undone by pressing; `effective_at` ahead means that nothing is public yet."""

    number: str
    kind: DecisionKind
    seq: int
    version_number: int
    effective_at: datetime
    until_at: datetime


def list_waiting(
    session: Session, consultation_id: int, now: datetime, risk: Risk | None = None, limit: int | None = None
) -> list[Waiting]:
    """What waits, the gravest first, then the oldest; all of it, or the first `limit`."""
    rows = _waiting_rows(consultation_id, now).order_by(*_ORDER).limit(limit)
    if risk is not None:
        rows = rows.where(QueueEntry.rank == RISKS.index(risk))
    return [_waiting(*row) for row in session.execute(rows)]


def count_by_risk(session: Session, consultation_id: int) -> dict[Risk, int]:
    """How many wait, by risk, from the queue's own index."""
    rows = session.execute(
        select(QueueEntry.rank, func.count())
        .where(QueueEntry.consultation_id == consultation_id)
        .group_by(QueueEntry.rank)
    )
    found = {rank: number for rank, number in rows}  # noqa: C416 - rows are no pairs to the type checker
    return {risk: found.get(rank, 0) for rank, risk in enumerate(RISKS)}


def count_waiting(session: Session, consultation_id: int) -> int:
    """How many responses wait for a decision."""
    waits = select(func.count()).select_from(QueueEntry).where(QueueEntry.consultation_id == consultation_id)
    return session.scalar(waits) or 0


def count_taken(session: Session, consultation_id: int, now: datetime) -> int:
    """How many of these are on somebody's desk."""
    taken = select(func.count()).select_from(QueueEntry).join(Claim, Claim.response_id == QueueEntry.response_id)
    return session.scalar(taken.where(QueueEntry.consultation_id == consultation_id, Claim.until_at > now)) or 0


def place_of(session: Session, response_id: int) -> int:
    """Which in the queue it is, from 1; 0 where it does not wait."""
    entry = _entry(session, response_id)
    if entry is None:
        return 0
    before = select(func.count()).select_from(QueueEntry)
    before = before.where(QueueEntry.consultation_id == entry.consultation_id, _key(entry) > _KEY)
    return (session.scalar(before) or 0) + 1


def next_in_queue(session: Session, consultation_id: int, now: datetime, after: int | None = None) -> int | None:
    """The first response that is on nobody's desk; after the one that a person has just let go, where there is one."""
    held = select(Claim.id).where(Claim.response_id == QueueEntry.response_id, Claim.until_at > now).exists()
    free = select(QueueEntry.response_id).where(QueueEntry.consultation_id == consultation_id, ~held)
    free = free.order_by(*_ORDER).limit(1)
    let_go = _entry(session, after) if after is not None else None
    behind = session.scalar(free.where(_key(let_go) < _KEY)) if let_go is not None else None
    return behind if behind is not None else session.scalar(free)


def waits_in(session: Session, consultation_id: int, response_id: int) -> bool:
    """Whether this response is in the queue of this consultation."""
    entry = _entry(session, response_id)
    return entry is not None and entry.consultation_id == consultation_id


def _entry(session: Session, response_id: int) -> QueueEntry | None:
    return session.scalars(select(QueueEntry).where(QueueEntry.response_id == response_id)).one_or_none()


def _key(entry: QueueEntry) -> Tuple:
    return tuple_(
        literal(entry.rank), literal(entry.received_at, QueueEntry.received_at.type), literal(entry.response_id)
    )


def list_undoable(session: Session, consultation_id: int, actor: str, now: datetime) -> list[Undoable]:
    """This person's decisions of the last minutes that still are the newest, oldest first (U23)."""
    later = aliased(Decision)
    rows = session.execute(
        select(Response, Decision, ResponseVersion.number)
        .select_from(Response)
        .join(Decision, Decision.response_id == Response.id)
        .join(ResponseVersion, ResponseVersion.id == Decision.version_id)
        .where(
            Response.consultation_id == consultation_id,
            Response.withdrawn_at.is_(None),
            Decision.by == actor,
            Decision.at > now - rules.UNDO_TIME,
            Decision.kind != DecisionKind.REOPEN,
            ~select(later.id).where(later.response_id == Response.id, later.seq > Decision.seq).exists(),
        )
        .order_by(Decision.at)
    )
    return [
        Undoable(
            number=number_label(response.series, response.seq),
            kind=decision.kind,
            seq=decision.seq,
            version_number=number,
            effective_at=decision.effective_at,
            until_at=decision.at + rules.UNDO_TIME,
        )
        for response, decision, number in rows
    ]


def _waiting(
    response: Response,
    version: ResponseVersion,
    rank: int,
    findings: int,
    staff_id: int | None,
    name: str | None,
    until_at: datetime | None,
) -> Waiting:
    return Waiting(
        response_id=response.id,
        number=number_label(response.series, response.seq),
        received_at=response.received_at,
        precision=response.received_precision,
        risk=RISKS[rank],
        findings=findings,
        capacity=version.capacity,
        hide_requested=response.hide_requested,
        staff_id=staff_id,
        taken_by=name or "",
        until_at=until_at,
        login_mode=response.login_mode,
        confirmed_by=response.confirmed_by,
        held_by=held_by(response.suspicion, shown=response.has_shown_who),
    )


def _waiting_rows(consultation_id: int, now: datetime) -> Select[*_Columns]:
    newer = aliased(ResponseVersion)
    newest = (
        select(func.max(newer.number)).where(newer.response_id == Response.id).correlate(Response).scalar_subquery()
    )
    found = select(func.count(Finding.id)).where(Finding.version_id == ResponseVersion.id)
    return (
        select(
            Response,
            ResponseVersion,
            QueueEntry.rank,
            found.correlate(ResponseVersion).scalar_subquery().label("findings"),
            Claim.staff_id,
            Staff.name,
            Claim.until_at,
        )
        .select_from(QueueEntry)
        .join(Response, Response.id == QueueEntry.response_id)
        .join(ResponseVersion, (ResponseVersion.response_id == Response.id) & (ResponseVersion.number == newest))
        .outerjoin(Claim, (Claim.response_id == Response.id) & (Claim.until_at > now))
        .outerjoin(Staff, Staff.id == Claim.staff_id)
        .where(QueueEntry.consultation_id == consultation_id)
    )
