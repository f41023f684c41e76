"""Whether the work is done before the agenda, at the pace it has (domain.md 6)."""

from datetime import date

import pytest

from consultation.analysis.forecast import forecast, window_begins
from consultation.consultations.deadlines import Calendar

DANISH = Calendar()
MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("left", "done", "ready"),
    [
        (0, 0, MONDAY),
        (0, 4, MONDAY),
        (1, 10, date(2026, 3, 3)),
        (5, 10, date(2026, 3, 9)),
        (6, 10, date(2026, 3, 10)),
        (1, 1, date(2026, 3, 16)),
        (7, 0, None),
        (1000, 1, None),
    ],
)
def test_what_is_left_is_ready_at_the_pace_of_the_last_ten_working_days(
    left: int, done: int, ready: date | None
) -> None:
    assert forecast(DANISH, MONDAY, None, left, done).ready_on == ready


def test_holidays_and_the_authoritys_closed_days_are_not_worked() -> None:
    closed = Calendar({date(2026, 4, 7): "Lukket"})
    before_easter = date(2026, 4, 1)
    assert forecast(DANISH, before_easter, None, 1, 10).ready_on == date(2026, 4, 7)
    assert forecast(closed, before_easter, None, 1, 10).ready_on == date(2026, 4, 8)
    assert window_begins(DANISH, date(2026, 4, 8)) == date(2026, 3, 20)


@pytest.mark.parametrize(
    ("due", "late"), [(date(2026, 3, 9), 0), (date(2026, 3, 11), -2), (date(2026, 3, 6), 3), (None, None)]
)
def test_days_late_are_counted_from_the_day_it_must_be_ready(due: date | None, late: int | None) -> None:
    assert forecast(DANISH, MONDAY, due, 5, 10).days_late == late


def test_nothing_is_said_to_be_late_while_nothing_moves() -> None:
    assert forecast(DANISH, MONDAY, date(2026, 3, 3), 5, 0).days_late is None
