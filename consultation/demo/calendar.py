"""When the demo's consultations take place: Randers as it was, the others relative to today. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from consultation.lib.dates import closing_instant, local, opening_instant
from consultation.vocabulary import PublicationMode

MORNING = time(9, 0)
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True)
class Schedule:
    """One demo consultation in time: prepared, opened, closed, and how its responses are shown."""

    slug: str
    authority: str
    prepared_at: datetime
    opens_at: datetime
    closes_at: datetime
    mode: PublicationMode
    responses_public_at: datetime | None = None

    @property
    def deadline_on(self) -> date:
        """The date that people read."""
        return local(self.closes_at - timedelta(minutes=1)).date()


def schedules(now: datetime) -> tuple[Schedule, ...]:
    today = local(now).date()
    return (
        _randers(),
        _relative("demo-aaben", "randers", today, opens=-14, closes=21, mode=PublicationMode.CONTINUOUS),
        _relative("demo-lukket", "randers", today, opens=-45, closes=-10, mode=PublicationMode.AFTER_DEADLINE),
        _relative("demo-planlagt", "randers", today, opens=10, closes=45, mode=PublicationMode.AFTER_DEADLINE),
        _relative("region-aaben", "eksempelland", today, opens=-20, closes=15, mode=PublicationMode.CONTINUOUS),
    )


def _randers() -> Schedule:
    return Schedule(
        slug="randers-2019",
        authority="randers",
        prepared_at=opening_instant(date(2019, 8, 28), time(10, 0)),
        opens_at=opening_instant(date(2019, 9, 9), time(20, 0)),
        closes_at=closing_instant(date(2019, 10, 20), LAST_MINUTE),
        mode=PublicationMode.WITH_AGENDA,
        responses_public_at=opening_instant(date(2019, 12, 3), time(12, 0)),
    )


def _relative(slug: str, authority: str, today: date, *, opens: int, closes: int, mode: PublicationMode) -> Schedule:
    opens_on = today + timedelta(days=opens)
    return Schedule(
        slug=slug,
        authority=authority,
        prepared_at=opening_instant(min(opens_on, today) - timedelta(days=7), MORNING),
        opens_at=opening_instant(opens_on, MORNING),
        closes_at=closing_instant(today + timedelta(days=closes), LAST_MINUTE),
        mode=mode,
    )
