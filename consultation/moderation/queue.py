"""The responses that wait for a decision, in the order in which they are taken: risk, then age (interface.md 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from consultation.models import Claim, Decision, Finding, Response, ResponseVersion, Staff
from consultation.moderation import rules
from consultation.moderation.rules import Risk
from consultation.responses.rules import number_label
from consultation.responses.suspicion import held_by
from consultation.vocabulary import By, Capacity, DecisionKind, FindingKind, LoginMode, Precision, Sign

_Columns = tuple[Response, ResponseVersion, Any, Any, Any, int, str, datetime]


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


def list_waiting(session: Session, consultation_id: int, now: datetime, risk: Risk | None = None) -> list[Waiting]:
    """Everything that waits, the gravest first, then the oldest."""
    waiting = [_waiting(*row) for row in session.execute(_waiting_rows(consultation_id, now))]
    chosen = [one for one in waiting if risk is None or one.risk is risk]
    return sorted(chosen, key=lambda one: (rules.RISKS.index(one.risk), one.received_at, one.response_id))


def count_waiting(session: Session, consultation_id: int) -> int:
    """How many responses wait for a decision; for the start page and the overview."""
    waits = select(func.count(Response.id)).where(Response.consultation_id == consultation_id, _awaits())
    return session.scalar(waits) or 0


def next_in_queue(waiting: Sequence[Waiting], after: int | None = None) -> Waiting | None:
    """The first that is on nobody's desk; after the response that one has just let go, where there is one."""
    ids = [one.response_id for one in waiting]
    start = ids.index(after) + 1 if after in ids else 0
    return next((one for one in [*waiting[start:], *waiting[:start]] if one.staff_id is None), None)


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
    findings: int,
    sure: int,
    cpr: int,
    staff_id: int | None,
    name: str | None,
    until_at: datetime | None,
) -> Waiting:
    held = held_by(response.suspicion, shown=response.has_shown_who)
    found = Risk.CPR if sure else Risk.POSSIBLE_CPR if cpr else Risk.OTHER if findings else Risk.NONE
    risk = Risk.HELD if held else found
    return Waiting(
        response_id=response.id,
        number=number_label(response.series, response.seq),
        received_at=response.received_at,
        precision=response.received_precision,
        risk=risk,
        findings=findings,
        capacity=version.capacity,
        hide_requested=response.hide_requested,
        staff_id=staff_id,
        taken_by=name or "",
        until_at=until_at,
        login_mode=response.login_mode,
        confirmed_by=response.confirmed_by,
        held_by=held,
    )


def _awaits() -> ColumnElement[bool]:
    """Not withdrawn, the sender's address confirmed where it must be; no decision yet, or reopened by the newest."""
    decided = aliased(Decision)
    newest = (
        select(decided.kind)
        .where(decided.response_id == Response.id)
        .order_by(decided.seq.desc())
        .limit(1)
        .correlate(Response)
        .scalar_subquery()
    )
    confirmed = (Response.login_mode != LoginMode.CONFIRMED) | Response.confirmed_at.is_not(None)
    undecided = func.coalesce(newest, DecisionKind.REOPEN).in_([DecisionKind.REOPEN])
    return Response.withdrawn_at.is_(None) & confirmed & undecided


def _waiting_rows(consultation_id: int, now: datetime) -> Select[*_Columns]:
    cpr = Finding.kind == FindingKind.CPR
    found = (
        select(
            Finding.version_id,
            func.count(Finding.id).label("findings"),
            func.sum(case((cpr & Finding.sure, 1), else_=0)).label("sure"),
            func.sum(case((cpr, 1), else_=0)).label("cpr"),
        )
        .join(ResponseVersion, ResponseVersion.id == Finding.version_id)
        .join(Response, Response.id == ResponseVersion.response_id)
        .where(Response.consultation_id == consultation_id)
        .group_by(Finding.version_id)
        .subquery()
    )
    newer = aliased(ResponseVersion)
    newest = (
        select(func.max(newer.number)).where(newer.response_id == Response.id).correlate(Response).scalar_subquery()
    )
    return (
        select(
            Response,
            ResponseVersion,
            func.coalesce(found.c.findings, 0).label("findings"),
            func.coalesce(found.c.sure, 0).label("sure"),
            func.coalesce(found.c.cpr, 0).label("cpr"),
            Claim.staff_id,
            Staff.name,
            Claim.until_at,
        )
        .select_from(Response)
        .join(ResponseVersion, (ResponseVersion.response_id == Response.id) & (ResponseVersion.number == newest))
        .outerjoin(found, found.c.version_id == ResponseVersion.id)
        .outerjoin(Claim, (Claim.response_id == Response.id) & (Claim.until_at > now))
        .outerjoin(Staff, Staff.id == Claim.staff_id)
        .where(Response.consultation_id == consultation_id, _awaits())
    )
