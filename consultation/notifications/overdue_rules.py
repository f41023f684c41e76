"""What is overdue around the decision, by the calendar alone (anchors.md row 111). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from consultation.vocabulary import MilestoneKind

OUTCOME_AFTER = timedelta(days=3)
"""After the meeting."""
TOLD_AFTER = timedelta(days=14)
"""After the outcome was written down."""
FROZEN_BEFORE = timedelta(days=7)
"""Before the agenda closes."""
AGENDA_BEFORE = timedelta(days=6)
"""When the agenda closes, where no date is given (domain.md section 6)."""
AGAIN_AFTER = timedelta(days=7)
_MEETINGS = frozenset({MilestoneKind.COMMITTEE, MilestoneKind.COUNCIL})


class Overdue(StrEnum):
    SNAPSHOT = "snapshot"
    OUTCOME = "outcome"
    MESSAGES = "messages"
    TEXTS = "texts"


@dataclass(frozen=True)
class Meeting:
    """A meeting of the case as far as the calendar goes."""

    id: int
    kind: MilestoneKind
    body: str
    on: date
    agenda_on: date | None
    has_outcome: bool


@dataclass(frozen=True)
class Standing:
    """Where a consultation stands that is closed: what of it has been done.

    `decided_on` is when the outcome of the deciding meeting was written down.
    """

    meetings: Sequence[Meeting]
    frozen: bool
    decided_on: date | None
    told: bool
    adopted: bool


@dataclass(frozen=True)
class Late:
    """One thing, the meeting it hangs on, and since when it waits: it is mailed of once in every week from then."""

    what: Overdue
    meeting_id: int
    body: str
    since: date

    def days(self, today: date) -> int:
        return (today - self.since).days

    def week(self, today: date) -> int:
        """0 in the first week, so that each week has one mail."""
        return self.days(today) // AGAIN_AFTER.days


def overdue(standing: Standing, today: date) -> list[Late]:
    """In the order in which things should have been done."""
    held = [one for one in standing.meetings if one.kind in _MEETINGS]
    return [*_before(standing, held, today), *_after(standing, held, today)]


def _before(standing: Standing, held: Sequence[Meeting], today: date) -> Iterable[Late]:
    ahead = [one for one in held if not one.has_outcome]
    if standing.frozen or standing.decided_on is not None or not ahead:
        return
    due = (ahead[0].agenda_on or ahead[0].on - AGENDA_BEFORE) - FROZEN_BEFORE
    if due <= today <= ahead[0].on:
        yield Late(Overdue.SNAPSHOT, ahead[0].id, ahead[0].body, due)


def _after(standing: Standing, held: Sequence[Meeting], today: date) -> Iterable[Late]:
    for one in held:
        if not one.has_outcome and today >= one.on + OUTCOME_AFTER:
            yield Late(Overdue.OUTCOME, one.id, one.body, one.on)
    if standing.decided_on is None or not held or today < standing.decided_on + TOLD_AFTER:
        return
    for what, done in ((Overdue.MESSAGES, standing.told), (Overdue.TEXTS, standing.adopted)):
        if not done:
            yield Late(what, held[-1].id, held[-1].body, standing.decided_on)
