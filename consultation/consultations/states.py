"""The state of a consultation, computed from the clock and from recorded acts (R3, T5). Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from consultation.vocabulary import PublicationMode, State

LATE_SENDING = timedelta(days=30)


@dataclass(frozen=True)
class Acts:
    """What has been recorded of one consultation; instants are UTC, `closes_at` is exclusive (T1)."""

    published_at: datetime | None = None
    visible_from: datetime | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    cancelled_at: datetime | None = None
    archived_at: datetime | None = None
    frozen_at: datetime | None = None
    decided: bool = False


def state_at(acts: Acts, now: datetime) -> State:
    """Where the consultation is at this instant. The first rule that holds decides."""
    if acts.published_at is None or acts.visible_from is None or now < acts.visible_from:
        return State.UNPUBLISHED
    if acts.cancelled_at is not None and acts.cancelled_at <= now:
        return State.CANCELLED
    if acts.archived_at is not None and acts.archived_at <= now:
        return State.ARCHIVED
    return _by_clock(acts, now)


def _by_clock(acts: Acts, now: datetime) -> State:
    if acts.opens_at is None or acts.closes_at is None or now < acts.opens_at:
        return State.PLANNED
    if now < acts.closes_at:
        return State.OPEN
    if acts.decided:
        return State.DECIDED
    return State.CLOSED if acts.frozen_at is None or now < acts.frozen_at else State.UNDER_CONSIDERATION


def next_change(acts: Acts, now: datetime) -> datetime | None:
    """The next instant at which the clock alone changes the state; None where nothing is ahead."""
    ahead = (acts.visible_from, acts.opens_at, acts.closes_at)
    return min((instant for instant in ahead if instant is not None and now < instant), default=None)


def responses_are_public(
    mode: PublicationMode | None, closes_at: datetime | None, public_at: datetime | None, now: datetime
) -> bool:
    """Whether published responses may be read now (R26)."""
    if mode is PublicationMode.CONTINUOUS:
        return True
    if mode is PublicationMode.AFTER_DEADLINE:
        return closes_at is not None and now >= closes_at
    return mode is PublicationMode.WITH_AGENDA and public_at is not None and now >= public_at


def may_send(acts: Acts, begun_at: datetime | None, now: datetime) -> bool:
    """Whether a response may be sent: while open, or later where it was begun before the close (states.md)."""
    state = state_at(acts, now)
    if state is State.OPEN:
        return True
    begun = begun_at is not None and acts.closes_at is not None and begun_at < acts.closes_at
    return state is State.CLOSED and begun and acts.closes_at is not None and now < acts.closes_at + LATE_SENDING


def is_on_time(received_at: datetime, closes_at: datetime) -> bool:
    """On time until the shown minute has ended (T1)."""
    return received_at < closes_at
