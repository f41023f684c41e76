"""The numbers of a consultation as the public sees them; they add up, and small reasons are "other" (R33, D7). Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from consultation.responses.crowds import Crowd
from consultation.responses.figures import APPEALS, DAYS, MADE
from consultation.summary import counts
from consultation.vocabulary import AppealOutcome, Series, Status


@dataclass(frozen=True)
class Lanes:
    """A number on time and late apart."""

    on_time: int = 0
    late: int = 0

    @property
    def total(self) -> int:
        return self.on_time + self.late


@dataclass(frozen=True)
class Appeals:
    """Complaints about decisions: how many were made, of how many the decision stands, and was opened again."""

    made: int = 0
    upheld: int = 0
    opened: int = 0

    @property
    def waiting(self) -> int:
        return self.made - self.upheld - self.opened


@dataclass(frozen=True)
class PublicNumbers:
    """`statuses` has all five; `withheld` is by coded reason, `reasons` as it may be shown.

    `unconfirmed` are those among the awaiting whose sender has not confirmed the e-mail address (B3). `days` says how
    many were first decided on after how many whole days.
    """

    statuses: Mapping[Status, Lanes]
    withheld: Mapping[str, int]
    senders: int
    no_remarks: int
    unconfirmed: int = 0
    identical: int = 0
    days: Mapping[int, int] = field(default_factory=dict)
    appeals: Appeals = Appeals()

    @property
    def crowd(self) -> Crowd:
        """How many have come, from how many, and how many of them say the same (R39)."""
        return Crowd(self.received.total, self.senders, self.identical)

    @property
    def received(self) -> Lanes:
        lanes = self.statuses.values()
        return Lanes(sum(lane.on_time for lane in lanes), sum(lane.late for lane in lanes))

    @property
    def reviewed(self) -> int:
        """How many somebody has decided on."""
        return sum(self.days.values())

    @property
    def median_days(self) -> int | None:
        """At most so many whole days passed for half of them; None where nobody has decided on any."""
        return median_of(self.days)

    @property
    def reasons(self) -> dict[str, int]:
        """Reasons that may be shown, by the one rule that the papers follow too."""
        return counts.public_reasons(self.withheld)

    def reason(self, code: str) -> str:
        """The reason to show at one number."""
        return counts.public_reason(code or None, self.withheld)


def of(figures: Mapping[str, int]) -> PublicNumbers:
    """`figures` are the counters of responses.figures: "<lane>.<status>", for withheld ones with the reason too."""
    statuses = {
        status: Lanes(_sum(figures, Series.ON_TIME, status), _sum(figures, Series.LATE, status)) for status in Status
    }
    withheld: dict[str, int] = {}
    for name, value in figures.items():
        _lane, _, rest = name.partition(".")
        status, _, reason = rest.partition(".")
        if status == Status.WITHHELD and reason:
            withheld[reason] = withheld.get(reason, 0) + value
    start = f"{DAYS}."
    return PublicNumbers(
        statuses,
        withheld,
        senders=figures.get("senders", 0),
        no_remarks=figures.get("no_remarks", 0),
        unconfirmed=figures.get("unconfirmed", 0),
        identical=figures.get("identical", 0),
        appeals=Appeals(*(figures.get(f"{APPEALS}.{what}", 0) for what in (MADE, *AppealOutcome))),
        days={int(name.removeprefix(start)): value for name, value in figures.items() if name.startswith(start)},
    )


def median_of(days: Mapping[int, int]) -> int | None:
    """The middle one, of two in the middle the smaller."""
    half, seen = (sum(days.values()) + 1) // 2, 0
    for number, count in sorted(days.items()):
        seen += count
        if seen >= half:
            return number
    return None


@dataclass(frozen=True)
class Together:
    """Several consultations in one row. `reasons` are summed as each consultation shows them.

    Sums of the true ones would tell, by subtraction, what a consultation folds into "other" (R33).
    """

    statuses: Mapping[Status, int]
    on_time: int
    late: int
    reasons: Mapping[str, int]
    days: Mapping[int, int]
    appeals: Appeals

    @property
    def received(self) -> int:
        return self.on_time + self.late

    @property
    def reviewed(self) -> int:
        return sum(self.days.values())

    @property
    def median_days(self) -> int | None:
        return median_of(self.days)


def together(rows: Iterable[PublicNumbers]) -> Together:
    """An authority's year."""
    kept = tuple(rows)
    reasons, days = Counter[str](), Counter[int]()
    for one in kept:
        reasons.update(one.reasons)
        days.update(one.days)
    return Together(
        statuses={status: sum(one.statuses[status].total for one in kept) for status in Status},
        on_time=sum(one.received.on_time for one in kept),
        late=sum(one.received.late for one in kept),
        reasons=dict(sorted(reasons.items())),
        days=days,
        appeals=Appeals(
            made=sum(one.appeals.made for one in kept),
            upheld=sum(one.appeals.upheld for one in kept),
            opened=sum(one.appeals.opened for one in kept),
        ),
    )


def _sum(figures: Mapping[str, int], series: Series, status: Status) -> int:
    start = f"{series}.{status}"
    return sum(value for name, value in figures.items() if name == start or name.startswith(f"{start}."))
