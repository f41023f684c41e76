"""Lists of consultations by state, as the front page has them. Pure but for its rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from consultation.consultations.states import next_change
from consultation.consultations.subjects import Subject, of_code
from consultation.site.queries import Listed
from consultation.vocabulary import State

MOST_DECIDED = 5
READING = (State.CLOSED, State.UNDER_CONSIDERATION)


@dataclass(frozen=True)
class Front:
    """The four groups of the front page; `decided` is cut, `all_decided` counts."""

    open: Sequence[Listed]
    planned: Sequence[Listed]
    read: Sequence[Listed]
    decided: Sequence[Listed]
    all_decided: int


def front_of(listed: Sequence[Listed], now: datetime) -> Front:
    """`listed` in the order of deadlines, nearest first; what is over stands newest first."""
    decided = newest_first(in_states(listed, (State.DECIDED,)))
    return Front(
        open=in_states(listed, (State.OPEN,)),
        planned=sorted(in_states(listed, (State.PLANNED,)), key=lambda one: one.acts.opens_at or now),
        read=newest_first(in_states(listed, READING)),
        decided=decided[:MOST_DECIDED],
        all_decided=len(decided),
    )


def in_states(listed: Iterable[Listed], states: Sequence[State]) -> list[Listed]:
    return [one for one in listed if one.state in states]


def about(listed: Iterable[Listed], subject: Subject) -> list[Listed]:
    return [one for one in listed if one.consultation.subject == subject.code]


def subjects_of(listed: Iterable[Listed]) -> set[Subject]:
    """Those that something in the list is about."""
    return {found for one in listed if (found := of_code(one.consultation.subject)) is not None}


def newest_first(listed: Sequence[Listed]) -> list[Listed]:
    """By deadline, the latest first."""
    return list(reversed(listed))


def changes_at(listed: Iterable[Listed], now: datetime, appears_at: datetime | None) -> datetime | None:
    """When the list next changes by the clock alone; `appears_at` is when the next consultation is shown (T8)."""
    changes = [next_change(one.acts, now) for one in listed]
    return min((change for change in (*changes, appears_at) if change is not None), default=None)
