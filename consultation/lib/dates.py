"""Dates and deadlines: between what people write in Copenhagen and instants in UTC, and back to words (R4, T1, T2).

Words come in Danish ("da") and English ("en"). Dates, "kl." and sizes hold non-breaking spaces; `plain_spaces` is for
where these are not wanted.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from consultation.clock import COPENHAGEN
from consultation.vocabulary import Language

NBSP = "\N{NO-BREAK SPACE}"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

_WEEKDAYS = {
    Language.DANISH: ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    Language.ENGLISH: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
# fmt: off
_MONTHS = {
    Language.DANISH: ("januar", "februar", "marts", "april", "maj", "juni",
                      "juli", "august", "september", "oktober", "november", "december"),
    Language.ENGLISH: ("January", "February", "March", "April", "May", "June",
                       "July", "August", "September", "October", "November", "December"),
}
# fmt: on
_CLOCK = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?", re.IGNORECASE)


YEARS = range(1900, 3000)
"""That people mean; at the ends of the calendar a day has no instant in every time zone (I1)."""


class DateError(ValueError):
    """A time that cannot be a deadline; `code` is stable: midnight, nonexistent, ambiguous, clock."""

    def __init__(self, code: str) -> None:
        super().__init__(f"time refused: {code}")
        self.code = code


# From what people write to instants


def is_instant(at: datetime) -> bool:
    """Whether something that came from outside has a time zone and a year that people mean."""
    return at.tzinfo is not None and at.year in YEARS


def parse_clock(text: str) -> time:
    """Reads "23.59", "23:59", "kl. 9" as a clock time; DateError "midnight" for 24.00, "clock" for what is none."""
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        raise DateError("clock")
    hour, minute = int(match[1]), int(match[2] or 0)
    if (hour, minute) == (24, 0):
        raise DateError("midnight")
    try:
        return time(hour, minute)
    except ValueError as error:
        raise DateError("clock") from error


def closing_instant(on: date, at: time) -> datetime:
    """The first instant after the minute that is shown (T1): 1 December 2026, 23.59 gives 2026-12-01T23:00:00Z."""
    return opening_instant(on, at) + MINUTE


def opening_instant(on: date, at: time) -> datetime:
    """The instant in UTC when this minute begins in Copenhagen.

    Raises DateError: "midnight" for 00.00, of which nobody knows which night it is (R4); "nonexistent" and "ambiguous"
    for the hour that is skipped in March and the one that comes twice in October (T2).
    """
    if (at.hour, at.minute) == (0, 0):
        raise DateError("midnight")
    written = datetime(on.year, on.month, on.day, at.hour, at.minute)  # noqa: DTZ001 - a zone would hide which hours lack or double
    first, second = (written.replace(tzinfo=COPENHAGEN, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first != second:
        exists = first.astimezone(COPENHAGEN).replace(tzinfo=None) == written
        raise DateError("ambiguous" if exists else "nonexistent")
    return first


def end_of_day(instant: datetime, days: int = 0) -> datetime:
    """The first instant after a local day, `days` after the one that the instant is in: DST changes and all (T2)."""
    return closing_instant(local(instant).date() + timedelta(days=days), time(23, 59))


def local(instant: datetime) -> datetime:
    """The same instant by the clock in Copenhagen."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(COPENHAGEN)


# To words


def date_words(on: date | datetime, lang: str) -> str:
    """ "søndag den 20. oktober 2019", "Sunday 20 October 2019". An instant is taken as its day in Copenhagen."""
    day = _day(on)
    weekday = _WEEKDAYS[Language(lang)][day.weekday()]
    if lang == Language.DANISH:
        return f"{weekday} den {NBSP.join((f'{day.day}.', *_month_and_year(day, lang)))}"
    return f"{weekday} {NBSP.join((str(day.day), *_month_and_year(day, lang)))}"


def month_words(on: date | datetime, lang: str) -> str:
    """ "oktober 2019", "October 2019"."""
    return NBSP.join(_month_and_year(_day(on), lang))


def clock_words(instant: datetime, lang: str, *, seconds: bool = False) -> str:
    """ "kl. 9.41", "9:41"; with seconds "kl. 9.41.07", "9:41:07"."""
    at = local(instant)
    parts = [str(at.hour), f"{at.minute:02}", *([f"{at.second:02}"] if seconds else [])]
    return f"kl.{NBSP}{'.'.join(parts)}" if Language(lang) == Language.DANISH else ":".join(parts)


def moment_words(instant: datetime, lang: str, *, seconds: bool = False) -> str:
    """ "søndag den 20. oktober 2019 kl. 23.59", "Sunday 20 October 2019 at 23:59"."""
    return f"{date_words(instant, lang)} {_at(clock_words(instant, lang, seconds=seconds), lang)}"


def deadline_words(closes_at: datetime, lang: str) -> str:
    """The last minute that is on time, as it was entered (T1)."""
    return moment_words(closes_at - MINUTE, lang)


def short_date(on: date | datetime, lang: str) -> str:
    """For tables: "20.10.2019", "20 Oct 2019"."""
    day = _day(on)
    if Language(lang) == Language.DANISH:
        return f"{day.day:02}.{day.month:02}.{day.year}"
    return NBSP.join((str(day.day), _MONTHS[Language.ENGLISH][day.month - 1][:3], str(day.year)))


def short_moment(instant: datetime, lang: str) -> str:
    """For tables: "20.10.2019 kl. 23.59", "20 Oct 2019 at 23:59"."""
    return f"{short_date(instant, lang)} {_at(clock_words(instant, lang), lang)}"


def short_deadline(closes_at: datetime, lang: str) -> str:
    """For tables: the last minute that is on time."""
    return short_moment(closes_at - MINUTE, lang)


# Time left (interface.md section 2)


def days_left(now: datetime, closes_at: datetime) -> int:
    """Calendar days in Copenhagen to the day of the last minute: 0 today, 1 tomorrow, negative afterwards."""
    return (local(closes_at - MINUTE).date() - local(now).date()).days


def time_left(now: datetime, closes_at: datetime, lang: str) -> str:
    """One or two sentences, right over clock changes: elapsed time is counted in UTC, days by the calendar (T5, T8)."""
    left = closes_at.astimezone(UTC) - now.astimezone(UTC)
    danish = Language(lang) == Language.DANISH
    if left <= timedelta():
        return (
            f"Fristen var {deadline_words(closes_at, lang)}."
            if danish
            else f"The deadline was {deadline_words(closes_at, lang)}."
        )
    if left < HOUR:
        return _minutes_left(left // MINUTE, danish=danish)
    days = days_left(now, closes_at)
    if days > 1:
        return f"Der er {number(days, lang)} dage tilbage." if danish else f"{number(days, lang)} days left."
    return _soon(closes_at, left // HOUR, days, lang)


def _minutes_left(minutes: int, *, danish: bool) -> str:
    if minutes == 0:
        return "Der er under 1 minut tilbage." if danish else "Less than 1 minute left."
    if danish:
        return f"Der er {minutes} {'minut' if minutes == 1 else 'minutter'} tilbage."
    return f"{minutes} {'minute' if minutes == 1 else 'minutes'} left."


def _soon(closes_at: datetime, hours: int, days: int, lang: str) -> str:
    last = closes_at - MINUTE
    at = _at(clock_words(last, lang), lang)
    if days == 1:
        weekday = _WEEKDAYS[Language(lang)][local(last).weekday()]
        return (
            f"Fristen er i morgen, {weekday}, {at}." if lang == "da" else f"The deadline is tomorrow, {weekday}, {at}."
        )
    if lang == Language.DANISH:
        return f"Fristen er i dag {at}. Der er {hours} {'time' if hours == 1 else 'timer'} tilbage."
    return f"The deadline is today {at}. {hours} {'hour' if hours == 1 else 'hours'} left."


# Numbers and sizes


def number(value: int, lang: str) -> str:
    """ "1.000", "1,000"."""
    words = f"{value:,}"
    return words.replace(",", ".") if Language(lang) == Language.DANISH else words


def size_words(size: int, lang: str) -> str:
    """Bytes as "812 byte", "14 kB", "1,2 MB"; in English "812 bytes", "14 kB", "1.2 MB". A kB is 1,000 bytes."""
    danish = Language(lang) == Language.DANISH
    kilobytes, tenths = (size + 500) // 1000, (size + 50_000) // 100_000
    if size < 1000:  # noqa: PLR2004 - the size of a kB
        return f"{size}{NBSP}byte" if danish or size == 1 else f"{size}{NBSP}bytes"
    if kilobytes < 1000:  # noqa: PLR2004 - the size of a MB
        return f"{kilobytes}{NBSP}kB"
    return f"{number(tenths // 10, lang)}{',' if danish else '.'}{tenths % 10}{NBSP}MB"


def plain_spaces(words: str) -> str:
    """The same words with ordinary spaces."""
    return words.replace(NBSP, " ")


def _day(on: date | datetime) -> date:
    return local(on).date() if isinstance(on, datetime) else on


def _month_and_year(day: date, lang: str) -> tuple[str, str]:
    return _MONTHS[Language(lang)][day.month - 1], str(day.year)


def _at(clock: str, lang: str) -> str:
    return clock if Language(lang) == Language.DANISH else f"at {clock}"
