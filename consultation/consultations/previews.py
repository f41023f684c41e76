"""Whether a link to a consultation that is not sent out opens, and how long one may last. Pure."""

from datetime import date, datetime, time, timedelta

from consultation.lib.dates import closing_instant
from consultation.vocabulary import PreviewState

USUAL = timedelta(days=14)
LONGEST = timedelta(days=90)
"""A link that nobody remembers opens no longer than this, though its consultation is never sent out."""
_LAST_MINUTE = time(23, 59)


def state_of(
    ends_at: datetime, withdrawn_at: datetime | None, published_at: datetime | None, now: datetime
) -> PreviewState:
    """One that has been withdrawn or has ended is so for good; sending out ends all the others."""
    if withdrawn_at is not None:
        return PreviewState.WITHDRAWN
    if now >= ends_at:
        return PreviewState.EXPIRED
    return PreviewState.IN_FORCE if published_at is None else PreviewState.SENT_OUT


def end_fault(ends_on: date, today: date) -> str:
    """Why a link cannot last to the end of this day: "past", "late" or ""."""
    if ends_on < today:
        return "past"
    return "late" if ends_on > today + LONGEST else ""


def end_of(ends_on: date) -> datetime:
    """The first instant after that day."""
    return closing_instant(ends_on, _LAST_MINUTE)
