"""How many responses came on each day, or in each week of a long period: one list for all who need it (R40)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from consultation.summary.words import day_words

MOST_DAYS = 14
"""A longer time is counted by weeks."""


def arrivals(days: Iterable[date]) -> tuple[tuple[str, int], ...]:
    """Day or week in words, and how many came in it; every one between the first and the last, also those without."""
    found = Counter(days)
    if not found:
        return ()
    first, last = min(found), max(found)
    if (last - first).days < MOST_DAYS:
        spans = [(day_words(day), [day]) for day in _days(first, last)]
    else:
        mondays = _days(first - timedelta(first.weekday()), last, 7)
        spans = [(_week(monday), _days(monday, monday + timedelta(6))) for monday in mondays]
    return tuple((words, sum(found[day] for day in span)) for words, span in spans)


def _days(first: date, last: date, step: int = 1) -> list[date]:
    return [first + timedelta(offset) for offset in range(0, (last - first).days + 1, step)]


def _week(monday: date) -> str:
    """ "Uge 38, fra 16. september 2019"."""
    return f"Uge {monday.isocalendar().week}, fra {day_words(monday)}"
