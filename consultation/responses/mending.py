"""What is withheld can be mended: its author sends a corrected text, also after the deadline (anchors row 58)."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consultation.consultations.states import is_on_time
from consultation.lib.dates import end_of_day
from consultation.models import Consultation, Decision, Response, Snapshot, Staff
from consultation.responses import queries
from consultation.responses.queries import Standing
from consultation.vocabulary import DecisionKind, Reason, Status

MENDED_WITHIN = 14
"""Whole days after that of the decision; the final papers end it earlier."""
MENDABLE = frozenset(
    {
        Reason.PERSON,
        Reason.SENSITIVE,
        Reason.PROTECTED,
        Reason.UNLAWFUL,
        Reason.ABUSE,
        Reason.ADVERT,
        Reason.OFF_TOPIC,
    }
)
"""Reasons that other words can do away with: not the sender's own wish, and not who the sender is."""


def mended_until(session: Session, standing: Standing) -> datetime | None:
    """Until when the author of a withheld response can send a corrected text, exclusive; None where they cannot."""
    decision = standing.decision
    if decision is None or standing.status is not Status.WITHHELD:
        return None
    return until(session, standing.response.consultation_id, decision.kind, decision.reason, decision.at)


def until(
    session: Session, consultation_id: int, kind: DecisionKind, reason: Reason | None, at: datetime
) -> datetime | None:
    """The same for a decision made at an instant."""
    if kind is not DecisionKind.WITHHOLD or reason not in MENDABLE or has_final(session, consultation_id):
        return None
    return end_of_day(at, MENDED_WITHIN)


def corrected_until(session: Session, response: Response, now: datetime, mended: datetime | None) -> datetime | None:
    """Until when the author can send a corrected text: pages and mails say the same (R21).

    `mended` is until when what is withheld can be mended; the deadline counts where it is ahead and is the later one.
    """
    consultation = session.get_one(Consultation, response.consultation_id)
    closes_at = queries.closes_at_for(session, consultation, queries.find_heard_party_id(session, response.id))
    is_open = consultation.cancelled_at is None and closes_at is not None and is_on_time(now, closes_at)
    known = (closes_at if is_open else None, mended if mended is not None and now < mended else None)
    return max((ends for ends in known if ends is not None), default=None)


def has_final(session: Session, consultation_id: int) -> bool:
    """Whether the final papers are made, after which nothing in them changes (states.md)."""
    final = exists().where(Snapshot.consultation_id == consultation_id, Snapshot.provisional.is_(False))
    return bool(session.scalar(select(final)))


def may_mend(session: Session, standing: Standing, now: datetime) -> bool:
    ends = mended_until(session, standing)
    return ends is not None and now < ends


def find_decider(session: Session, decision: Decision | None) -> int | None:
    """The member of staff to whom a corrected text comes back: who withheld it, while still in office."""
    if decision is None or decision.kind is not DecisionKind.WITHHOLD:
        return None
    kind, _colon, number = decision.by.partition(":")
    if kind != "staff" or not number.isdecimal():
        return None
    staff = session.get(Staff, int(number))
    return staff.id if staff is not None and staff.disabled_at is None else None
