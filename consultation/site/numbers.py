"""The numbers of a consultation as the public sees them; they add up, and small reasons are "other" (R33, D7). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from consultation.responses.crowds import Crowd
from consultation.summary import counts
from consultation.vocabulary import Series, Status


@dataclass(frozen=True)
class Lanes:
    """A number on time and late apart."""

    on_time: int = 0
    late: int = 0

    @property
    def total(self) -> int:
        return self.on_time + self.late


@dataclass(frozen=True)
class PublicNumbers:
    """`statuses` has all five; `withheld` is by coded reason, `reasons` as it may be shown.

    `unconfirmed` are those among the awaiting whose sender has not confirmed the e-mail address (B3).
    """

    statuses: Mapping[Status, Lanes]
    withheld: Mapping[str, int]
    senders: int
    no_remarks: int
    unconfirmed: int = 0
    identical: int = 0

    @property
    def crowd(self) -> Crowd:
        """How many have come, from how many, and how many of them say the same (R39)."""
        return Crowd(self.received.total, self.senders, self.identical)

    @property
    def received(self) -> Lanes:
        lanes = self.statuses.values()
        return Lanes(sum(lane.on_time for lane in lanes), sum(lane.late for lane in lanes))

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
    apart = (figures.get(name, 0) for name in ("senders", "no_remarks", "unconfirmed", "identical"))
    return PublicNumbers(statuses, withheld, *apart)


def _sum(figures: Mapping[str, int], series: Series, status: Status) -> int:
    start = f"{series}.{status}"
    return sum(value for name, value in figures.items() if name == start or name.startswith(f"{start}."))
