"""Writes about breaches: opened by a takedown, noted on, and closed with a reason; nothing is overwritten (R35)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consultation import audit
from consultation.errors import Conflict, Invalid
from consultation.models import Authority, Breach, BreachEntry, BreachResponse, Decision, Response
from consultation.moderation import breach_queries, breach_tasks
from consultation.moderation.breach_queries import Case
from consultation.vocabulary import BreachEntryKind, BreachNotice, BreachOutcome, BreachTask, Reason


@dataclass(frozen=True)
class Exposed:
    """A response that everybody could read from `shown_from` until the decision that took it down."""

    response: Response
    decision: Decision
    shown_from: datetime


def open_breach(session: Session, actor: str, now: datetime, reason: Reason, exposed: Sequence[Exposed]) -> Breach:
    """One breach for one act, however many responses; an open one about the same response goes on."""
    first = exposed[0].response
    row = breach_queries.lock_open_of(session, first.id)
    if row is None:
        # so that two do not get one number
        session.get_one(Authority, first.authority_id, with_for_update={"key_share": True})
        row = Breach(
            authority_id=first.authority_id,
            seq=breach_queries.next_number(session, first.authority_id),
            consultation_id=first.consultation_id,
            reason=reason,
            found_at=now,
            due_at=now + breach_tasks.TIME_TO_REPORT,
            opened_by=actor,
            closed_reason="",
        )
        session.add(row)
        session.flush()
        audit.note(session, row, actor, now, "breach.opened", reason=reason.value, responses=len(exposed))
    session.add_all(
        BreachResponse(
            authority_id=row.authority_id,
            breach_id=row.id,
            response_id=one.response.id,
            decision_id=one.decision.id,
            shown_from=one.shown_from,
            hidden_at=now,
        )
        for one in exposed
    )
    _note(session, actor, now, row, BreachEntryKind.DONE, BreachTask.TAKEN_DOWN)
    return row


def settle_task(
    session: Session, actor: str, now: datetime, case: Case, task: BreachTask, kind: BreachEntryKind, text: str
) -> None:
    """Says that a task is done, or why it need not be. Invalid (`state`, `text`); Conflict: the breach is closed."""
    case = _locked(session, case)
    if faults := breach_tasks.settle_faults(task, kind, text):
        raise Invalid("the task cannot be settled like that", errors=faults)
    _note(session, actor, now, case.breach, kind, task, text)


def save_wording(
    session: Session, actor: str, now: datetime, case: Case, notice: BreachNotice, text: str, base: int
) -> None:
    """The wording as it is to be sent. Conflict where somebody saved another since this one was read (C2)."""
    case = _locked(session, case)
    written = case.written(notice)
    if (written.seq if written else 0) != base:
        raise Conflict("somebody has written another wording", cause="wording")
    if written is None or written.text != text:
        _note(session, actor, now, case.breach, BreachEntryKind.WORDING, notice, text)


def add_note(session: Session, actor: str, now: datetime, case: Case, text: str) -> None:
    """What else must be documented (GDPR 33, 5)."""
    case = _locked(session, case)
    _note(session, actor, now, case.breach, BreachEntryKind.NOTE, "", text)


def close_breach(
    session: Session, actor: str, now: datetime, case: Case, outcome: BreachOutcome | None, reason: str
) -> None:
    """Ends the case, with a reason. Invalid (`outcome`, `closed_reason`); Conflict: somebody has closed it."""
    case = _locked(session, case)
    faults = breach_tasks.close_faults(outcome, reason, case.states)
    if faults or outcome is None:
        raise Invalid("the breach cannot be closed like that", errors=faults)
    row = case.breach
    row.closed_at, row.closed_by, row.outcome, row.closed_reason = now, actor, outcome, reason
    session.flush()
    audit.note(session, row, actor, now, "breach.closed", outcome=outcome.value)


def _locked(session: Session, case: Case) -> Case:
    """The case as it stands now, and nobody else writes on it (C1). Conflict: it is closed."""
    session.refresh(case.breach, with_for_update={"key_share": True})
    if case.breach.closed_at is not None:
        raise Conflict("the breach is closed", cause="closed")
    return breach_queries.get_case(session, case.breach.authority_id, case.breach.seq)


def _note(
    session: Session, actor: str, now: datetime, row: Breach, kind: BreachEntryKind, code: str, text: str = ""
) -> None:
    session.add(
        BreachEntry(
            authority_id=row.authority_id,
            breach_id=row.id,
            seq=breach_queries.next_entry(session, row.id),
            kind=kind,
            code=str(code),
            text=text,
            by=actor,
            at=now,
        )
    )
    session.flush()
    audit.note(session, row, actor, now, "breach.noted", kind=kind.value, code=str(code))
