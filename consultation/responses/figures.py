"""Counters of a consultation, changed in the transaction that changes what they count, so that they always agree (D7).

Every response is in exactly one bucket: "<lane>.<status>", for withheld ones "<lane>.withheld.<reason>", where lane is
"on_time" or "late", by the deadline now in force for the sender. Beside the buckets stand "senders", "no_remarks",
"unconfirmed": those among the awaiting whose e-mail address nobody has confirmed (B3), and "days.<n>": those that a
person first decided on n whole days after they came; "appeals.made" are complaints about decisions, "appeals.upheld"
and "appeals.opened" what came of them.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, event, func, select, text
from sqlalchemy.orm import Session

from consultation.models import Appeal, AppealAnswer, Decision, Figure, Response, ResponseVersion
from consultation.responses import rules
from consultation.vocabulary import Reason, Series, Status

UNCONFIRMED = "unconfirmed"
DAYS, APPEALS, MADE = "days", "appeals", "made"
_ADD = text(
    "INSERT INTO figure (consultation_id, name, value) VALUES (:consultation, :name, :by)"
    " ON CONFLICT (consultation_id, name) DO UPDATE SET value = figure.value + excluded.value"
)


def bucket(late: bool, status: Status, reason: Reason | None = None) -> str:
    lane = Series.LATE if late else Series.ON_TIME
    name = f"{lane.value}.{status.value}"
    return f"{name}.{reason.value}" if status is Status.WITHHELD and reason is not None else name


def days(received_at: datetime, decided_at: datetime) -> str:
    """The counter of how long the first decision of a person took."""
    return f"{DAYS}.{max((decided_at - received_at).days, 0)}"


def add(session: Session, consultation_id: int, changes: Mapping[str, int]) -> None:
    """Adds to counters, always in the same order, so that two transactions cannot wait for each other."""
    rows = [{"consultation": consultation_id, "name": name, "by": by} for name, by in sorted(changes.items()) if by]
    if rows:
        session.execute(_ADD, rows)


def move(session: Session, consultation_id: int, before: str, after: str) -> None:
    """One response goes from one bucket to another."""
    if before != after:
        add(session, consultation_id, {before: -1, after: 1})


def read(session: Session, consultation_id: int) -> dict[str, int]:
    rows = session.execute(select(Figure.name, Figure.value).where(Figure.consultation_id == consultation_id))
    return {row.name: row.value for row in rows if row.value}


def recount(session: Session, consultation_id: int) -> dict[str, int]:
    """The same counters from the rows themselves; `consultation doctor` compares them with `read`."""
    rows = session.execute(_decided(), {"of": consultation_id})
    counts: Counter[str] = Counter()
    for response, decision in rows:
        place = _bucket_of(response, decision)
        counts[place] += 1
        counts[UNCONFIRMED] += response.unconfirmed and place == bucket(response.late, Status.AWAITING)
        counts["no_remarks"] += response.no_remarks and response.withdrawn_at is None
    counts["senders"] = _senders(session, consultation_id)
    counts.update(_first_decisions(session, consultation_id))
    counts.update(_appeals(session, consultation_id))
    return {name: value for name, value in counts.items() if value}


@cache
def _decided() -> Select[Response, Decision]:
    """Each response of the consultation :of with its newest decision, None where there is none."""
    newest = select(Decision.response_id, func.max(Decision.seq).label("seq")).group_by(Decision.response_id).subquery()
    return (
        select(Response, Decision)
        .outerjoin(newest, newest.c.response_id == Response.id)
        .outerjoin(Decision, (Decision.response_id == Response.id) & (Decision.seq == newest.c.seq))
        .where(Response.consultation_id == bindparam("of"))
    )


def _bucket_of(response: Response, decision: Decision | None) -> str:
    status = rules.status_of(response.withdrawn_at is not None, decision.kind if decision else None)
    return bucket(response.late, status, decision.reason if decision else None)


def _first_decisions(session: Session, consultation_id: int) -> Counter[str]:
    """By whole days; neither "no remarks", which nobody reads, nor what the clock withholds (states.md)."""
    rows = session.execute(
        select(Response.received_at, Decision.at)
        .join(Decision, (Decision.response_id == Response.id) & (Decision.seq == 1))
        .where(
            Response.consultation_id == consultation_id,
            Response.no_remarks.is_(False),
            func.coalesce(Decision.reason, "") != Reason.NOT_CONFIRMED.value,
        )
    )
    return Counter(days(received_at, decided_at) for received_at, decided_at in rows)


def _appeals(session: Session, consultation_id: int) -> Counter[str]:
    of_consultation = (
        select(Appeal.id)
        .join(Response, Response.id == Appeal.response_id)
        .where(Response.consultation_id == consultation_id)
    )
    made = session.scalars(of_consultation).all()
    outcomes = session.scalars(select(AppealAnswer.outcome).where(AppealAnswer.appeal_id.in_(of_consultation)))
    return Counter(f"{APPEALS}.{outcome.value}" for outcome in outcomes) + Counter({f"{APPEALS}.{MADE}": len(made)})


@event.listens_for(Session, "after_flush")
def _count_appeals(session: Session, _context: object) -> None:
    """Whoever writes a complaint, or an answer to one, counts it by it."""
    for row in session.new:
        if isinstance(row, Appeal):
            _count_appeal(session, row.id, MADE)
        elif isinstance(row, AppealAnswer):
            _count_appeal(session, row.appeal_id, row.outcome.value)


def _count_appeal(session: Session, appeal_id: int, what: str) -> None:
    owner = (
        select(Response.consultation_id).join(Appeal, Appeal.response_id == Response.id).where(Appeal.id == appeal_id)
    )
    connection = session.connection()
    told = {"consultation": connection.scalar(owner), "name": f"{APPEALS}.{what}", "by": 1}
    connection.execute(_ADD, told)


def _senders(session: Session, consultation_id: int) -> int:
    return session.scalar(_different_senders(), {"of": consultation_id}) or 0


@cache
def _different_senders() -> Select[int]:
    newest = (
        select(ResponseVersion.response_id, func.max(ResponseVersion.number).label("number"))
        .group_by(ResponseVersion.response_id)
        .subquery()
    )
    return (
        select(func.count(ResponseVersion.sender_key.distinct()))
        .join(Response, Response.id == ResponseVersion.response_id)
        .join(newest, (newest.c.response_id == Response.id) & (newest.c.number == ResponseVersion.number))
        .where(Response.consultation_id == bindparam("of"))
    )
