"""One function for each number (R33, R39, R40, D7); page, report, spreadsheet and data all call these.

They take plain rows (anything with the fields of `Counted`), so that a query's rows will do as well as a snapshot's.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from consultation.responses.crowds import identical_among, senders
from consultation.summary.words import OTHER
from consultation.vocabulary import Capacity, Outcome, Status

SMALLEST_SHOWN = 3
"""A reason is shown in public when it holds for at least this many (states.md)."""


class Counted(Protocol):
    """What a count needs of a response."""

    @property
    def number(self) -> str: ...
    @property
    def status(self) -> Status: ...
    @property
    def late(self) -> bool: ...
    @property
    def withheld_reason(self) -> str | None: ...
    @property
    def no_remarks(self) -> bool: ...
    @property
    def sender_key(self) -> str: ...


class WithCapacity(Counted, Protocol):
    @property
    def capacity(self) -> Capacity: ...


@dataclass(frozen=True)
class Counts:
    """The numbers of data.json. `withheld` has every coded reason; `public` folds the small ones."""

    received: int
    on_time: int
    late: int
    senders: int
    published: int
    redacted: int
    withheld: Mapping[str, int]
    withdrawn: int
    awaiting: int
    no_remarks: int
    identical: int
    points: int
    points_answered: int

    def public(self) -> dict[str, object]:
        """As data.json and manifest.json hold them."""
        return {**vars(self), "withheld": public_reasons(self.withheld)}


@dataclass(frozen=True)
class Share:
    """Responses and the senders behind them (R39)."""

    responses: int
    senders: int


def tally(rows: Collection[Counted], groups: Iterable[Collection[str]], points: int, answered: int) -> Counts:
    """Every number of a consultation. `groups` are the numbers of identical answers, `points` those that count."""
    statuses = Counter(row.status for row in rows)
    reasons = Counter(row.withheld_reason or OTHER for row in rows if row.status is Status.WITHHELD)
    standing = {row.number for row in rows if row.status is not Status.WITHDRAWN}
    late = sum(row.late for row in rows)
    return Counts(
        received=len(rows),
        on_time=len(rows) - late,
        late=late,
        senders=senders(row.sender_key for row in rows),
        published=statuses[Status.PUBLISHED],
        redacted=statuses[Status.REDACTED],
        withheld=dict(sorted(reasons.items())),
        withdrawn=statuses[Status.WITHDRAWN],
        awaiting=statuses[Status.AWAITING],
        no_remarks=sum(row.no_remarks for row in rows if row.status is not Status.WITHDRAWN),
        identical=identical_among(standing, groups),
        points=points,
        points_answered=answered,
    )


def share(rows: Collection[Counted]) -> Share:
    return Share(len(rows), senders(row.sender_key for row in rows))


def by_capacity(rows: Iterable[WithCapacity]) -> dict[Capacity, Share]:
    """Responses and senders of each capacity that occurs, in the order of the vocabulary."""
    kept = tuple(rows)
    split = {capacity: [row for row in kept if row.capacity is capacity] for capacity in Capacity}
    return {capacity: share(members) for capacity, members in split.items() if members}


def by_outcome(outcomes: Iterable[Outcome | None]) -> dict[Outcome, int]:
    """How many points end in each outcome; those without one are in none."""
    found = Counter(outcomes)
    return {outcome: found[outcome] for outcome in Outcome}


def public_reasons(reasons: Mapping[str, int]) -> dict[str, int]:
    """Reasons as the public sees them: one that holds for fewer than three is "other", on every surface alike."""
    shown = Counter({reason: number for reason, number in reasons.items() if number >= SMALLEST_SHOWN})
    shown[OTHER] += sum(number for number in reasons.values() if number < SMALLEST_SHOWN)
    return {reason: number for reason, number in sorted(shown.items()) if number}


def public_reason(reason: str | None, reasons: Mapping[str, int]) -> str:
    """The reason to show at one response, by the same rule."""
    return reason if reason is not None and reasons.get(reason, 0) >= SMALLEST_SHOWN else OTHER


def check(counts: Mapping[str, object]) -> tuple[str, ...]:
    """Why numbers as `Counts.public` gives them do not add up, in Danish; empty when they do (D7)."""
    withheld = counts["withheld"]
    reasons = sum(withheld.values()) if isinstance(withheld, Mapping) else 0
    number = {name: value for name, value in counts.items() if isinstance(value, int)}
    received = number["received"]
    statuses = reasons + sum(number[name] for name in ("published", "redacted", "withdrawn", "awaiting"))
    lanes = number["on_time"] + number["late"]
    faults = []
    if statuses != received:
        faults.append(f"Modtaget {received}, men statusserne giver {statuses}.")
    if lanes != received:
        faults.append(f"Modtaget {received}, men rettidige og sene giver {lanes}.")
    faults.extend(
        f"{name} er {number[name]}, men {limit} er {number[limit]}."
        for name, limit in (("senders", "received"), ("no_remarks", "received"), ("points_answered", "points"))
        if number[name] > number[limit]
    )
    return tuple(faults)
