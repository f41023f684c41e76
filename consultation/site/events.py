"""What has happened to consultations, as feeds tell it: from recorded instants, at the instant, without a job (T5).

Pure but for its rows. Nothing here is about a consultation before it can be seen, and nothing is ahead of now (P7).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consultation.models import Consultation
from consultation.site.queries import Listed

MOST = 50
"""Entries of a feed."""


class Kind(StrEnum):
    """In the order in which they stand where several are of one instant."""

    SENT_OUT = "sendt-ud"
    OPENED = "aabnet"
    MOVED = "frist"
    REPLACED = "udkast"
    CLOSED = "lukket"
    CONSIDERED = "under-behandling"
    DECIDED = "besluttet"
    ANNEXES = "bilag"
    CANCELLED = "aflyst"


@dataclass(frozen=True)
class Event:
    """`which` tells it from others of its kind in the same consultation; the rest is what its words need."""

    kind: Kind
    consultation: Consultation
    at: datetime
    which: str = ""
    words: str = ""
    old: datetime | None = None
    new: datetime | None = None
    draft: int = 0
    count: int = 0


def by_clock(listed: Listed, now: datetime) -> list[Event]:
    """Sent out, opened, closed, under consideration and cancelled; what would have come after cancelling never does."""
    row, acts = listed.consultation, listed.acts
    if row.visible_from is None or row.opens_at is None or row.closes_at is None:
        return []
    found = [Event(Kind.SENT_OUT, row, row.visible_from, words=row.lead, new=row.closes_at)]
    if row.opens_at > row.visible_from:
        found.append(Event(Kind.OPENED, row, row.opens_at, new=row.closes_at))
    found.append(Event(Kind.CLOSED, row, row.closes_at))
    if acts.frozen_at is not None:
        found.append(Event(Kind.CONSIDERED, row, max(acts.frozen_at, row.closes_at)))
    if row.cancelled_at is not None:
        cancelled = Event(Kind.CANCELLED, row, row.cancelled_at, words=row.cancelled_reason)
        found = [*(one for one in found if one.at < row.cancelled_at), cancelled]
    return [one for one in found if one.at <= now]


def newest(found: Iterable[Event], now: datetime) -> list[Event]:
    """Newest first; of what happened before people could see the consultation, they hear when they can."""
    order = list(Kind)
    told = [_visible(one) for one in found if not _is_overtaken(one)]
    told.sort(key=lambda one: (one.at, order.index(one.kind), one.consultation.id, one.which), reverse=True)
    return [one for one in told if one.at <= now][:MOST]


def _visible(event: Event) -> Event:
    seen = event.consultation.visible_from
    return event if seen is None or event.at >= seen else Event(**(vars(event) | {"at": seen}))


def _is_overtaken(event: Event) -> bool:
    """A cancelled consultation is decided by nobody (states.md)."""
    cancelled = event.consultation.cancelled_at
    return event.kind is Kind.DECIDED and cancelled is not None
