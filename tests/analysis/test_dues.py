"""By when the work is due, and whose comes first (domain.md 6); pure."""

from datetime import date

import pytest

from consultation.analysis.dues import Dues, Work, days_late, in_order, mine, proposed
from consultation.consultations.deadlines import SHORTEST, Calendar, count_back
from consultation.vocabulary import ConsultationKind

SHORT = SHORTEST[ConsultationKind.QUALITY_STANDARD]


def dues(committee: date, agenda: date | None = None, closed: tuple[date, ...] = ()) -> Dues:
    return proposed(count_back(SHORT, Calendar(dict.fromkeys(closed, "lukket")), committee, agenda))


@pytest.mark.parametrize(
    ("committee", "expected"),
    [
        # 30, 21 and 14 days before Monday 25 November 2019: a Saturday is its Friday
        (date(2019, 11, 25), Dues(date(2019, 10, 25), date(2019, 11, 4), date(2019, 11, 11))),
        # over the clock's change of 29 March and Easter 2026 (2 to 6 April)
        (date(2026, 4, 23), Dues(date(2026, 3, 24), date(2026, 4, 1), date(2026, 4, 9))),
        # the office is closed between Christmas and New Year
        (date(2027, 1, 14), Dues(date(2026, 12, 15), date(2026, 12, 23), date(2026, 12, 30))),
    ],
)
def test_R37_work_is_due_on_working_days_before_the_meeting(committee: date, expected: Dues) -> None:
    assert dues(committee) == expected


def test_R37_the_authoritys_own_closed_days_are_no_working_days() -> None:
    friday = date(2019, 10, 25)
    assert dues(date(2019, 11, 25), closed=(friday,)).divided == date(2019, 10, 24)


def test_R37_nothing_is_due_after_the_agenda_closes() -> None:
    early = dues(date(2019, 11, 25), date(2019, 11, 6))
    assert early == Dues(date(2019, 10, 25), date(2019, 11, 4), date(2019, 11, 6))


def test_R37_without_a_meeting_nothing_is_proposed() -> None:
    assert proposed(()) == Dues()


TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("due_on", "done", "expected"),
    [
        (date(2026, 3, 2), False, 2),
        (date(2026, 3, 2), True, 0),
        (TODAY, False, 0),
        (date(2026, 3, 9), False, 0),
        (None, False, 0),
    ],
)
def test_R37_what_is_not_done_on_its_day_is_late(due_on: date | None, done: bool, expected: int) -> None:
    assert days_late(due_on, TODAY, done=done) == expected


def test_R37_what_somebody_left_behind_comes_first_then_by_date() -> None:
    def work(key: str, staff_id: int | None, due_on: date | None, *, gone: bool = False, done: bool = False) -> Work:
        return Work(key, staff_id, gone, due_on, done)

    rows = [
        work("nobody's", None, None),
        work("later", 1, date(2026, 3, 9)),
        work("done", 1, TODAY, done=True),
        work("left", 2, date(2026, 4, 1), gone=True),
        work("soon", 1, TODAY),
    ]
    assert [one.key for one in in_order(rows)] == ["left", "soon", "later", "nobody's"]
    assert [one.key for one in mine(rows, 1)] == ["soon", "later"]
