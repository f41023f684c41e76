"""Writes of deadlines: set, moved, of one party, each with the reasons it needs; and of what they are judged by."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consultation import audit, jobs
from consultation.consultations import deadlines, downloads, queries
from consultation.consultations.deadlines import SHORTEST, DeadlineWarning
from consultation.consultations.numbering import lock_numbers
from consultation.errors import Closed, Conflict, Invalid
from consultation.lib.dates import deadline_words, plain_spaces
from consultation.models import ClosureDay, Consultation, Deadline, HeardParty, ShortestPeriod, WarningReason
from consultation.vocabulary import ConsultationKind, WarningCode

Reasons = Mapping[WarningCode, str]
"""Why a deadline is as it is, by what it needs a reason for; a reason for anything else is not kept."""

LAST_CALL = "notifications.closing_soon"
"""The job that tells who follows that the deadline is near; arguments: consultation_id, closes_at as ISO 8601."""
BEFORE_CLOSING = timedelta(hours=48)


def set_period(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    opens_at: datetime | None,
    closes_at: datetime | None,
    reasons: Reasons,
) -> None:
    """Opening and deadline together, before sending out. A deadline that is as it was makes no new entry."""
    if consultation.published_at is not None:
        raise Closed("the consultation is sent out")
    if closes_at is None and consultation.closes_at is not None:
        raise Invalid("a deadline is moved, not taken away", errors={"closes_at": "required"})
    if opens_at is not None and closes_at is not None and opens_at >= closes_at:
        raise Invalid("it would close before it opens", errors={"closes_at": "before_opening"})
    consultation.opens_at, consultation.closes_at = opens_at, closes_at
    audit.note(session, consultation, actor, now, "consultation.edited", part="frist")
    if closes_at is not None:
        write_as_it_is(session, actor, now, consultation, reasons)
    session.flush()


def write_as_it_is(
    session: Session, actor: str, now: datetime, consultation: Consultation, reasons: Reasons | None = None
) -> None:
    """The deadline with what it needs reasons for today; nothing where it stands so already. None keeps the reasons."""
    if consultation.closes_at is None:
        return
    newest = [one.closes_at for one in queries.list_deadlines(session, consultation.id)[-1:]]
    known = queries.list_reasons_in_force(session, consultation.id)
    kept = {row.code: row.reason for row in known} if reasons is None else reasons
    found = queries.warnings_of(session, now, consultation, consultation.closes_at)
    asked = _asked(found, kept)
    if newest != [consultation.closes_at] or asked != [queries.reason_of(row) for row in known]:
        _record(session, actor, now, consultation, consultation.closes_at, "", asked)


def move_deadline(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    closes_at: datetime,
    reason: str,
    reasons: Reasons,
) -> Deadline:
    """Another deadline for all, once sent out: forward only, with a reason, and one for each warning (R5, R6).

    Conflict where it is cancelled or a final snapshot exists; Invalid with errors "reason", "closes_at", and
    "reason_<code>" for each warning that has none.
    """
    lock_numbers(session, consultation)
    _check_movable(session, consultation)
    _check_new(now, consultation.closes_at, closes_at, reason)
    asked = _answered(queries.warnings_of(session, now, consultation, closes_at), reasons)
    consultation.closes_at = closes_at
    deadline = _record(session, actor, now, consultation, closes_at, reason, asked)
    jobs.enqueue(session, "responses.judge_again", now, consultation_id=consultation.id)
    jobs.enqueue(session, "notifications.deadline_moved", now, deadline_id=deadline.id)
    owe_last_call(session, now, consultation)
    downloads.owe_all_files(session, now, consultation.id)
    return deadline


def owe_last_call(session: Session, now: datetime, consultation: Consultation) -> None:
    """Owed for the deadline as it is; one whose time has passed is left out, and so is one that is moved meanwhile."""
    due = consultation.closes_at - BEFORE_CLOSING if consultation.closes_at else now
    if due > now and consultation.closes_at is not None:
        at = consultation.closes_at.isoformat()
        jobs.enqueue(session, LAST_CALL, due, consultation_id=consultation.id, closes_at=at)


def set_party_deadline(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    heard: HeardParty,
    closes_at: datetime,
    reason: str,
    reasons: Reasons,
) -> Deadline:
    """More time for one heard party, through its link (R6, states.md). Refused as a move is; never earlier than it has.

    Invalid "earlier_than_all" where all others have as much time.
    """
    lock_numbers(session, consultation)
    _check_movable(session, consultation)
    if heard.removed_at is not None or heard.opt_out_reason is not None:
        raise Conflict("the party is not on the list")
    own = queries.find_party_deadline(session, heard.id)
    if consultation.closes_at is None or closes_at <= consultation.closes_at:
        raise Invalid("all have as much time", errors={"closes_at": "earlier_than_all"})
    _check_new(now, own.closes_at if own else None, closes_at, reason)
    asked = _answered(queries.warnings_of(session, now, consultation, closes_at), reasons)
    deadline = _record(session, actor, now, consultation, closes_at, reason, asked, heard)
    if consultation.published_at is not None:
        jobs.enqueue(session, "responses.judge_again", now, consultation_id=consultation.id)
        jobs.enqueue(session, "notifications.party_deadline_set", now, deadline_id=deadline.id)
    return deadline


def _check_movable(session: Session, consultation: Consultation) -> None:
    if consultation.cancelled_at is not None:
        raise Conflict("the consultation is cancelled")
    if queries.acts_of(session, consultation).frozen_at is not None:
        raise Conflict("a final snapshot exists", reason="frozen")


def _check_new(now: datetime, old: datetime | None, closes_at: datetime, reason: str) -> None:
    if not reason.strip():
        raise Invalid("a reason is needed", errors={"reason": "required"})
    if closes_at <= now:
        raise Invalid("the new deadline has passed", errors={"closes_at": "past"})
    if old is not None and not deadlines.may_move_deadline(old, closes_at, has_final_snapshot=False):
        raise Invalid("a deadline is only moved forward", errors={"closes_at": "earlier"})


def _asked(found: tuple[DeadlineWarning, ...], reasons: Reasons) -> list[tuple[DeadlineWarning, str]]:
    """Each with its reason, "" where none is given."""
    return [(one, reasons.get(one.code, "").strip()) for one in found]


def _answered(found: tuple[DeadlineWarning, ...], reasons: Reasons) -> list[tuple[DeadlineWarning, str]]:
    asked = _asked(found, reasons)
    if unsaid := {f"reason_{one.code}": "required" for one, reason in asked if not reason}:
        raise Invalid("reasons are needed", errors=unsaid)
    return asked


def _record(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    closes_at: datetime,
    reason: str,
    asked: list[tuple[DeadlineWarning, str]],
    heard: HeardParty | None = None,
) -> Deadline:
    series = _of_party(heard) if heard else _for_all(consultation)
    deadline = Deadline(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        heard_party_id=heard.id if heard else None,
        seq=1 + (session.scalar(select(func.max(Deadline.seq)).where(series)) or 0),
        closes_at=closes_at,
        shown_local=plain_spaces(deadline_words(closes_at, "da")),
        reason=reason.strip(),
        by=actor,
        at=now,
    )
    session.add(deadline)
    session.flush()
    for one, why in asked:
        _add_reason(session, deadline, one, why)
    event = "consultation.party_deadline_set" if heard else "consultation.deadline_set"
    fields = {"party": heard.party_id} if heard else {"seq": deadline.seq}
    audit.note(session, consultation, actor, now, event, closes_at=closes_at, **fields)
    session.flush()
    return deadline


def _add_reason(session: Session, deadline: Deadline, warning: DeadlineWarning, reason: str) -> None:
    session.add(
        WarningReason(
            authority_id=deadline.authority_id,
            deadline_id=deadline.id,
            code=warning.code,
            days=warning.days,
            least=warning.least,
            name=warning.name,
            reason=reason,
        )
    )


def _for_all(consultation: Consultation) -> ColumnElement[bool]:
    return (Deadline.consultation_id == consultation.id) & Deadline.heard_party_id.is_(None)


def _of_party(heard: HeardParty) -> ColumnElement[bool]:
    return Deadline.heard_party_id == heard.id


# What deadlines are judged by: the authority's closed days and its own shortest periods


def add_closure_day(session: Session, actor: str, now: datetime, authority_id: int, on: date, name: str) -> None:
    """A closed day; the same day again has the new name. Invalid for one without a name or a holiday."""
    if not name.strip():
        raise Invalid("a name is needed", errors={"name": "required"})
    if holiday := deadlines.holiday_name(on):
        raise Invalid(f"{on} is {holiday}", errors={"on": "holiday"})
    row = session.scalars(
        select(ClosureDay).where(ClosureDay.authority_id == authority_id, ClosureDay.on == on)
    ).one_or_none()
    if row is None:
        row = ClosureDay(authority_id=authority_id, on=on)
        session.add(row)
    row.name = name.strip()
    session.flush()
    audit.note(session, row, actor, now, "authority.closure_day_added", on=on)


def remove_closure_day(session: Session, actor: str, now: datetime, row: ClosureDay) -> None:
    """The authority is at work on this day after all."""
    audit.note(session, row, actor, now, "authority.closure_day_removed", on=row.on)
    session.delete(row)
    session.flush()


def set_shortest_period(
    session: Session, actor: str, now: datetime, authority_id: int, kind: ConsultationKind, days: int, source: str
) -> None:
    """The authority's own days and source; a law's days can be lengthened only (R5). Invalid "days", "source"."""
    standard = SHORTEST[kind]
    if days < 1 or (standard.by_law and days < standard.days):
        raise Invalid("too few days", errors={"days": "by_law" if standard.by_law else "required"})
    if not source.strip():
        raise Invalid("a source is needed", errors={"source": "required"})
    row = ShortestPeriod(authority_id=authority_id, kind=kind, days=days, source=source.strip(), by=actor, at=now)
    session.add(row)
    session.flush()
    audit.note(session, row, actor, now, "authority.shortest_period_set", kind=kind, days=days)
