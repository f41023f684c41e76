"""The responses that wait for a decision, in the order in which they are taken: risk, then age (interface.md 5)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Tuple, and_, exists, func, literal, select, tuple_
from sqlalchemy.orm import Session, aliased

from consultation.models import (
    Answer,
    Attachment,
    BulkDecision,
    Claim,
    Consultation,
    Decision,
    Draft,
    DraftVersion,
    Finding,
    QueueEntry,
    Response,
    ResponseVersion,
    Staff,
)
from consultation.moderation import queries, rules
from consultation.responses.risk import RISKS, Risk
from consultation.responses.rules import number_label
from consultation.responses.suspicion import held_by
from consultation.vocabulary import By, Capacity, DecisionKind, LoginMode, Precision, Sign

_Columns = tuple[Response, ResponseVersion, QueueEntry, int, int, str, datetime, str, str]
_ORDER = (QueueEntry.rank, QueueEntry.received_at, QueueEntry.response_id)
_KEY = tuple_(*_ORDER)


WHOLE = 0
"""The number that stands for "the whole consultation" where drafts are chosen."""


class Whose(StrEnum):
    """Whose something in the queue is to take: mine, nobody's, for me as a colleague, or asked by me.

    What a colleague was asked about is not free, even where nobody is to take it: its asker may not (R36).
    """

    MINE = "mine"
    FREE = "free"
    COLLEAGUE = "colleague"
    ASKED = "asked"


@dataclass(frozen=True)
class Chosen:
    """Which of those that wait; None leaves a condition out. `draft` is a number, WHOLE for answers to no draft."""

    risk: Risk | None = None
    draft: int | None = None
    capacity: Capacity | None = None
    files: bool = False
    whose: Whose | None = None

    @property
    def is_empty(self) -> bool:
        return self == Chosen()


class Key(NamedTuple):
    """The place of a response in the queue."""

    rank: int
    received_at: datetime
    response_id: int


_ALL = Chosen()


@dataclass(frozen=True)
class Waiting:
    """A line of the queue. `taken_by` is whose desk it is on until `until_at`, "" where it is free.

    `assigned_to` is who is to take it, `asked_by` who has asked a colleague about it; "" for nobody.
    """

    key: Key
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
    assigned_to: str = ""
    asked_by: str = ""


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
    session: Session,
    consultation_id: int,
    now: datetime,
    chosen: Chosen = _ALL,
    *,
    me: int = 0,
    limit: int | None = None,
    after: Key | None = None,
    before: Key | None = None,
) -> list[Waiting]:
    """What waits, the gravest first, then the oldest: all of it, or `limit` after or (in reverse) before a place.

    `me` is the member of staff whom `chosen.whose` is about.
    """
    rows = _waiting_rows(consultation_id, now).where(*_conditions(chosen, me, now)).limit(limit)
    if before is not None:
        rows = rows.where(_key(before) > _KEY).order_by(*(column.desc() for column in _ORDER))
    else:
        rows = rows.order_by(*_ORDER)
    if after is not None:
        rows = rows.where(_key(after) < _KEY)
    return [_waiting(*row) for row in session.execute(rows)]


def list_ids(
    session: Session, consultation_id: int, now: datetime, chosen: Chosen, limit: int, me: int = 0
) -> list[int]:
    """The first of these, as ids of responses."""
    rows = select(QueueEntry.response_id).where(QueueEntry.consultation_id == consultation_id)
    return list(session.scalars(rows.where(*_conditions(chosen, me, now)).order_by(*_ORDER).limit(limit)))


def _conditions(chosen: Chosen, me: int, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.risk is not None:
        found.append(QueueEntry.rank == RISKS.index(chosen.risk))
    if chosen.whose is not None:
        found.append(_whose(chosen.whose, me, now))
    if chosen.draft is not None:
        found.append(_about(chosen.draft))
    if chosen.capacity is not None:
        found.append(_newest_has(_VERSION.capacity == chosen.capacity))
    if chosen.files:
        found.append(_newest_has(exists().where(Attachment.version_id == _VERSION.id)))
    return found


def _whose(whose: Whose, me: int, now: datetime) -> ColumnElement[bool]:
    return {
        Whose.MINE: (QueueEntry.assigned_id == me) | _is_held(now, me),
        Whose.FREE: is_unassigned() & ~_is_held(now),
        Whose.COLLEAGUE: and_(QueueEntry.parked_id.is_not(None), QueueEntry.parked_id != me),
        Whose.ASKED: QueueEntry.parked_id == me,
    }[whose]


def is_unassigned() -> ColumnElement[bool]:
    """For nobody in particular, and no question to a colleague: whoever comes may take it."""
    return QueueEntry.assigned_id.is_(None) & QueueEntry.parked_id.is_(None)


def _is_held(now: datetime, by: int | None = None) -> ColumnElement[bool]:
    claim = aliased(Claim)
    held = exists().where(claim.response_id == QueueEntry.response_id, claim.until_at > now)
    return held if by is None else held.where(claim.staff_id == by)


_VERSION, _NEWER = aliased(ResponseVersion), aliased(ResponseVersion)
_NEWEST = (
    select(func.max(_NEWER.number))
    .where(_NEWER.response_id == _VERSION.response_id)
    .correlate(_VERSION)
    .scalar_subquery()
)


def _newest_has(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of the version that waits, as `_VERSION`."""
    return exists().where(
        _VERSION.response_id == QueueEntry.response_id, _VERSION.number == _NEWEST.scalar_subquery(), condition
    )


def _about(draft: int) -> ColumnElement[bool]:
    """Something in the version that waits is about this draft; of the whole: about no draft."""
    answers = exists().where(Answer.version_id == _VERSION.id)
    if draft == WHOLE:
        return _newest_has(answers.where(Answer.draft_version_id.is_(None)))
    numbered = answers.where(
        DraftVersion.id == Answer.draft_version_id, Draft.id == DraftVersion.draft_id, Draft.number == draft
    )
    return _newest_has(numbered)


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


@dataclass(frozen=True)
class Load:
    """A moderator's part of the work: theirs to take, on the desk now, decided today and in the last seven days.

    `oldest_at` is when the oldest of those came that are theirs to take.
    """

    staff_id: int
    name: str
    assigned: int
    taken: int
    today: int
    week: int
    oldest_at: datetime | None


def list_loads(
    session: Session, consultation: Consultation, now: datetime, midnight: datetime, week: datetime
) -> list[Load]:
    """Every moderator of the authority, by name; a statement for each number."""
    people = queries.list_moderators(session, consultation.authority_id)
    waiting = select(QueueEntry.assigned_id, func.count(), func.min(QueueEntry.received_at)).where(
        QueueEntry.consultation_id == consultation.id, QueueEntry.assigned_id.is_not(None)
    )
    assigned = {row[0]: row[1:] for row in session.execute(waiting.group_by(QueueEntry.assigned_id))}
    on_desk = (
        select(Claim.staff_id, func.count())
        .join(QueueEntry, QueueEntry.response_id == Claim.response_id)
        .where(QueueEntry.consultation_id == consultation.id, Claim.until_at > now)
        .group_by(Claim.staff_id)
    )
    taken = {row[0]: row[1] for row in session.execute(on_desk)}
    today, last_days = (_decided_since(session, consultation.id, since) for since in (midnight, week))
    return [
        Load(
            staff_id=staff_id,
            name=name,
            assigned=assigned.get(staff_id, (0, None))[0],
            taken=taken.get(staff_id, 0),
            today=today.get(f"staff:{staff_id}", 0),
            week=last_days.get(f"staff:{staff_id}", 0),
            oldest_at=assigned.get(staff_id, (0, None))[1],
        )
        for staff_id, name in people
    ]


def _decided_since(session: Session, consultation_id: int, since: datetime) -> dict[str, int]:
    rows = session.execute(
        select(Decision.by, func.count())
        .join(Response, Response.id == Decision.response_id)
        .where(Response.consultation_id == consultation_id, Decision.at >= since, Decision.kind != DecisionKind.REOPEN)
        .group_by(Decision.by)
    )
    return {row[0]: row[1] for row in rows}


def count_unassigned(session: Session, consultation_id: int) -> int:
    """How many of those that wait everybody may take."""
    free = select(func.count()).select_from(QueueEntry)
    return session.scalar(free.where(QueueEntry.consultation_id == consultation_id, is_unassigned())) or 0


def place_of(session: Session, response_id: int) -> int:
    """Which in the queue it is, from 1; 0 where it does not wait."""
    entry = queries.find_entry(session, response_id)
    if entry is None:
        return 0
    before = select(func.count()).select_from(QueueEntry)
    before = before.where(QueueEntry.consultation_id == entry.consultation_id, _key(entry) > _KEY)
    return (session.scalar(before) or 0) + 1


def next_in_queue(
    session: Session,
    consultation_id: int,
    now: datetime,
    after: int | None = None,
    *,
    me: int = 0,
    chosen: Chosen = _ALL,
) -> int | None:
    """The first response that this person may take: on nobody's desk, for them or for nobody, and not asked by them.

    After the one that they have just let go, where there is one. Two looks, each along an index: among those that are
    for them, and among those that are for nobody.
    """
    let_go = queries.find_entry(session, after) if after is not None else None
    behind = _first(session, consultation_id, now, me, chosen, _key(let_go) < _KEY) if let_go is not None else None
    return behind if behind is not None else _first(session, consultation_id, now, me, chosen)


def _first(
    session: Session, consultation_id: int, now: datetime, me: int, chosen: Chosen, *also: ColumnElement[bool]
) -> int | None:
    parked = QueueEntry.parked_id.is_(None) | (QueueEntry.parked_id != me)
    free = (
        select(*_ORDER)
        .where(QueueEntry.consultation_id == consultation_id, ~_is_held(now), parked, *also)
        .where(*_conditions(chosen, me, now))
        .order_by(*_ORDER)
        .limit(1)
    )
    looks = (free.where(QueueEntry.assigned_id.is_(None)), free.where(QueueEntry.assigned_id == me))
    found = [Key(*row) for look in looks if (row := session.execute(look).one_or_none()) is not None]
    return min(found).response_id if found else None


def first_held(session: Session, consultation_id: int, now: datetime, me: int, chosen: Chosen = _ALL) -> int | None:
    """The first of those that are on this person's desk already; sought among the desks, which are few."""
    held = (
        select(QueueEntry.response_id)
        .join(Claim, Claim.response_id == QueueEntry.response_id)
        .where(QueueEntry.consultation_id == consultation_id, Claim.staff_id == me, Claim.until_at > now)
        .where(*_conditions(chosen, me, now))
    )
    return session.scalars(held.order_by(*_ORDER).limit(1)).first()


def waits_in(session: Session, consultation_id: int, response_id: int) -> bool:
    """Whether this response is in the queue of this consultation."""
    entry = queries.find_entry(session, response_id)
    return entry is not None and entry.consultation_id == consultation_id


def _key(entry: QueueEntry | Key) -> Tuple:
    return tuple_(
        literal(entry.rank), literal(entry.received_at, QueueEntry.received_at.type), literal(entry.response_id)
    )


def list_undoable(session: Session, consultation_id: int, actor: str, now: datetime) -> list[Undoable]:
    """This person's decisions of the last minutes that still are the newest, oldest first (U23).

    Those of one act on many are not among them: the act is taken back as a whole, at the group.
    """
    made = session.scalars(
        select(Decision.id).where(
            Decision.at > now - rules.UNDO_TIME,
            (Decision.by == actor) | (Decision.second_by == actor),
            Decision.kind != DecisionKind.REOPEN,
            ~exists().where(BulkDecision.decision_id == Decision.id),
        )
    ).all()  # by themselves: joined at once, SQLite goes through all responses for these few
    later = aliased(Decision)
    rows = session.execute(
        select(Response, Decision, ResponseVersion.number)
        .select_from(Response)
        .join(Decision, Decision.response_id == Response.id)
        .join(ResponseVersion, ResponseVersion.id == Decision.version_id)
        .where(
            Decision.id.in_(made),
            Response.consultation_id == consultation_id,
            Response.withdrawn_at.is_(None),
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
    entry: QueueEntry,
    findings: int,
    staff_id: int | None,
    name: str | None,
    until_at: datetime | None,
    assigned_to: str | None,
    asked_by: str | None,
) -> Waiting:
    return Waiting(
        key=Key(entry.rank, entry.received_at, entry.response_id),
        response_id=response.id,
        number=number_label(response.series, response.seq),
        received_at=response.received_at,
        precision=response.received_precision,
        risk=RISKS[entry.rank],
        findings=findings,
        capacity=version.capacity,
        hide_requested=response.hide_requested,
        staff_id=staff_id,
        taken_by=name or "",
        until_at=until_at,
        login_mode=response.login_mode,
        confirmed_by=response.confirmed_by,
        held_by=held_by(response.suspicion, shown=response.has_shown_who),
        assigned_to=assigned_to or "",
        asked_by=asked_by or "",
    )


def _waiting_rows(consultation_id: int, now: datetime) -> Select[*_Columns]:
    newer = aliased(ResponseVersion)
    newest = (
        select(func.max(newer.number)).where(newer.response_id == Response.id).correlate(Response).scalar_subquery()
    )
    found = select(func.count(Finding.id)).where(Finding.version_id == ResponseVersion.id)
    assigned, asking = aliased(Staff), aliased(Staff)
    return (
        select(
            Response,
            ResponseVersion,
            QueueEntry,
            found.correlate(ResponseVersion).scalar_subquery().label("findings"),
            Claim.staff_id,
            Staff.name,
            Claim.until_at,
            assigned.name,
            asking.name,
        )
        .select_from(QueueEntry)
        .join(Response, Response.id == QueueEntry.response_id)
        .join(ResponseVersion, (ResponseVersion.response_id == Response.id) & (ResponseVersion.number == newest))
        .outerjoin(Claim, (Claim.response_id == Response.id) & (Claim.until_at > now))
        .outerjoin(Staff, Staff.id == Claim.staff_id)
        .outerjoin(assigned, assigned.id == QueueEntry.assigned_id)
        .outerjoin(asking, asking.id == QueueEntry.parked_id)
        .where(QueueEntry.consultation_id == consultation_id)
    )
