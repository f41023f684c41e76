"""The deadline engine: shortest periods, working days, what a deadline needs a reason for, and the calendar counted
back from the committee (R4-R6, T1, T2). Pure.

Instants are aware, `closes_at` is exclusive (the shown minute plus 60 s); days are days in Copenhagen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from consultation.lib.dates import MINUTE, local
from consultation.vocabulary import ConsultationKind, WarningCode

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class ShortestPeriod:
    """Days that people have at least, and where that is said. A law's days an authority may lengthen, not shorten."""

    days: int
    source: str
    by_law: bool = False


SHORTEST = {
    ConsultationKind.QUALITY_STANDARD: ShortestPeriod(28, "Praksis for høringer: fire uger"),
    ConsultationKind.POLICY: ShortestPeriod(28, "Praksis for høringer: fire uger"),
    ConsultationKind.MUNICIPAL_PLAN: ShortestPeriod(
        56, "Planloven: otte uger for forslag til kommuneplan", by_law=True
    ),
    ConsultationKind.LOCAL_PLAN: ShortestPeriod(28, "Planloven: fire uger for forslag til lokalplan", by_law=True),
    ConsultationKind.MINOR_LOCAL_PLAN: ShortestPeriod(
        14, "Planloven: to uger for lokalplaner af mindre betydning", by_law=True
    ),
    ConsultationKind.OTHER: ShortestPeriod(28, "Praksis for høringer: fire uger"),
}
"""What holds until an authority writes its own days and source; paragraphs are the authority's data (domain.md)."""


@dataclass(frozen=True)
class Calendar:
    """When an authority is at work: `closures` are its own closed days with their names."""

    closures: Mapping[date, str] = field(default_factory=dict)

    def is_working_day(self, on: date) -> bool:
        """Monday to Friday, no holiday, and not closed."""
        return on.weekday() < SATURDAY and not holiday_name(on) and on not in self.closures

    def working_day_before(self, on: date, days: int = 1) -> date:
        """Counts so many working days back; 0 is the day itself, or the nearest working day before it."""
        if days == 0:
            return on if self.is_working_day(on) else self.working_day_before(on)
        for _ in range(days):
            on -= DAY
            while not self.is_working_day(on):
                on -= DAY
        return on

    def working_days(self, after: date, until: date) -> int:
        """How many working days come after one day, until and including another; 0 where there is none."""
        return sum(1 for on in _days(after + DAY, until) if self.is_working_day(on))


@cache
def _danish(year: int) -> Mapping[date, str]:
    """Holidays, and the days that offices keep closed: 1 May, 5 June, 24 and 31 December."""
    import holidays  # noqa: PLC0415 - 3 MB that only pages about days need

    return dict(holidays.country_holidays("DK", years=year, categories=("public", "optional"), language="da"))


def holiday_name(on: date) -> str:
    """The Danish holiday of this day, in Danish; "" for none. Store bededag is one until 2023."""
    return _danish(on.year).get(on, "")


def is_july(on: date) -> bool:
    return on.month == 7  # noqa: PLR2004 - July


def is_christmas(on: date) -> bool:
    """22 December to 2 January."""
    return (on.month, on.day) >= (12, 22) or (on.month, on.day) <= (1, 2)


# The period


def first_day(opens_at: datetime) -> date:
    return local(opens_at).date()


def last_day(closes_at: datetime) -> date:
    """The day of the last minute that is on time (T1)."""
    return local(closes_at - MINUTE).date()


def period_days(opens_at: datetime, closes_at: datetime) -> int:
    """Days of the period as they are counted in the report: from the opening's date to the deadline's."""
    return (last_day(closes_at) - first_day(opens_at)).days


@dataclass(frozen=True)
class DeadlineWarning:
    """Something a deadline needs a written reason for (R5).

    `days` is how many days people have, in a holiday season those outside it; `least` how many they should have; `name`
    the source of that number, or the name of a holiday or closed day.
    """

    code: WarningCode
    days: int = 0
    least: int = 0
    name: str = ""

    @property
    def only_ends_there(self) -> bool:
        """Of a holiday season: there are days enough outside it, and just the last one is in it."""
        return self.code in {WarningCode.JULY, WarningCode.CHRISTMAS} and self.days >= self.least


def warnings(
    shortest: ShortestPeriod, calendar: Calendar, opens_at: datetime, closes_at: datetime
) -> tuple[DeadlineWarning, ...]:
    """What this period needs a reason for; nothing where it ends before it begins, which is refused elsewhere."""
    first, last = first_day(opens_at), last_day(closes_at)
    if first > last:
        return ()
    return (*_short(shortest, first, last), *_last_day(calendar, last), *_seasons(shortest, first, last))


def _short(shortest: ShortestPeriod, first: date, last: date) -> Iterable[DeadlineWarning]:
    days = (last - first).days
    if days < shortest.days:
        yield DeadlineWarning(WarningCode.SHORT, days, shortest.days, shortest.source)


def _last_day(calendar: Calendar, last: date) -> Iterable[DeadlineWarning]:
    if last.weekday() >= SATURDAY:
        yield DeadlineWarning(WarningCode.WEEKEND)
    if holiday := holiday_name(last):
        yield DeadlineWarning(WarningCode.HOLIDAY, name=holiday)
    if last in calendar.closures:
        yield DeadlineWarning(WarningCode.CLOSURE, name=calendar.closures[last])


def _seasons(shortest: ShortestPeriod, first: date, last: date) -> Iterable[DeadlineWarning]:
    """July and Christmas: the deadline lies in them, or too little of the period lies outside them."""
    for code, is_season in ((WarningCode.JULY, is_july), (WarningCode.CHRISTMAS, is_christmas)):
        season = sum(1 for on in _days(first + DAY, last) if is_season(on))
        outside = (last - first).days - season
        if is_season(last) or (season and outside < shortest.days):
            yield DeadlineWarning(code, outside, shortest.days)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


# Moving, and who has which deadline


def may_move_deadline(closes_at: datetime, new: datetime, *, has_final_snapshot: bool) -> bool:
    """Once sent out, a deadline moves forward only, and no more when a final snapshot exists (states.md)."""
    return new > closes_at and not has_final_snapshot


def in_force(for_all: datetime | None, own: datetime | None) -> datetime | None:
    """The deadline of a sender: a party's own lengthens the time, never shortens it (R6)."""
    if for_all is None or own is None:
        return own or for_all
    return max(for_all, own)


# Time that people lost


LAST_DAY = timedelta(hours=24)
"""Before the deadline: what was down then kept people from answering (V4)."""


def minutes_down(outages: Iterable[tuple[datetime, datetime]], closes_at: datetime, now: datetime) -> int:
    """Minutes without health in the last day before the deadline, as far as it has come; a minute begun is one."""
    first, last = closes_at - LAST_DAY, min(closes_at, now)
    lost, until = timedelta(), first
    for from_at, to_at in sorted(outages):
        begun, ended = max(from_at, until), min(to_at, last)
        if begun < ended:
            lost, until = lost + (ended - begun), ended
    return -(-lost // MINUTE)


# Counting back from the agenda (domain.md 6)


AGENDA_CLOSES = 10
"""Days before the committee's meeting, where its own date is not known."""
_WORK = (("director", 14), ("remarks", 21), ("points", 30))
READING_TIME = 35
"""Days from the deadline to the committee's meeting."""
AGENDA_IS_PUBLIC = 4
"""Working days before the council's meeting (states.md)."""


@dataclass(frozen=True)
class Step:
    """A day by which something is done: latest_opening, latest_deadline, points, remarks, director, agenda_closes."""

    code: str
    on: date


def count_back(
    shortest: ShortestPeriod, calendar: Calendar, committee_on: date, agenda_on: date | None = None
) -> tuple[Step, ...]:
    """What must be done when, for the paper to be on this meeting's agenda; working days all, in order of time.

    The deadline and the opening it names need no reason (R5).
    """
    closes = latest_deadline(calendar, committee_on)
    agenda = agenda_on or calendar.working_day_before(committee_on - AGENDA_CLOSES * DAY, 0)
    work = [Step(code, calendar.working_day_before(committee_on - days * DAY, 0)) for code, days in reversed(_WORK)]
    opens = latest_opening(shortest, calendar, closes)
    return (Step("latest_opening", opens), Step("latest_deadline", closes), *work, Step("agenda_closes", agenda))


def latest_deadline(calendar: Calendar, committee_on: date) -> date:
    """The last working day outside July and Christmas that leaves time to read before the meeting."""
    on = committee_on - READING_TIME * DAY
    while is_july(on) or is_christmas(on) or not calendar.is_working_day(on):
        on -= DAY
    return on


def latest_opening(shortest: ShortestPeriod, calendar: Calendar, closes_on: date) -> date:
    """The last working day from which people have all their days; July and Christmas do not count."""
    on = closes_on - shortest.days * DAY
    while _is_too_late(shortest, on, closes_on) or not calendar.is_working_day(on):
        on -= DAY
    return on


def _is_too_late(shortest: ShortestPeriod, first: date, last: date) -> bool:
    return any(True for _ in _seasons(shortest, first, last))


def proposed_agenda_time(calendar: Calendar, council_on: date) -> date:
    """When the council's agenda is public: four working days before the meeting (states.md)."""
    return calendar.working_day_before(council_on, AGENDA_IS_PUBLIC)
