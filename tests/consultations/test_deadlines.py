"""The deadline engine: R4-R6, T1, T2, by tables of known days and over every day from 2026 to 2040."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.consultations import labels
from consultation.consultations.deadlines import (
    SHORTEST,
    Calendar,
    DeadlineWarning,
    ShortestPeriod,
    Step,
    count_back,
    holiday_name,
    in_force,
    is_christmas,
    is_july,
    last_day,
    latest_deadline,
    may_move_deadline,
    minutes_down,
    period_days,
    proposed_agenda_time,
    warnings,
)
from consultation.lib.dates import MINUTE, closing_instant, opening_instant
from consultation.vocabulary import ConsultationKind, WarningCode

STANDARD = SHORTEST[ConsultationKind.QUALITY_STANDARD]
EVERY_DAY = Calendar()
CLOSED = Calendar({date(2026, 5, 15): "Fredag efter Kristi himmelfartsdag"})
MORNING, NIGHT = time(9, 0), time(23, 59)
DAYS = st.dates(date(2026, 1, 1), date(2040, 12, 31))
KINDS = st.sampled_from(ConsultationKind)
CLOSURES = st.dictionaries(DAYS, st.just("Lukket"), max_size=40).map(Calendar)


def _codes(first: date, last: date, shortest: ShortestPeriod = STANDARD, calendar: Calendar = EVERY_DAY) -> list[str]:
    found = warnings(shortest, calendar, opening_instant(first, MORNING), closing_instant(last, NIGHT))
    return [one.code.value for one in found]


# Holidays and working days


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (date(2026, 4, 2), "Skærtorsdag"),
        (date(2026, 4, 3), "Langfredag"),
        (date(2026, 4, 6), "Anden påskedag"),
        (date(2026, 5, 1), "Arbejdernes kampdag"),
        (date(2026, 5, 14), "Kristi himmelfartsdag"),
        (date(2026, 5, 25), "Anden pinsedag"),
        (date(2026, 6, 5), "Grundlovsdag"),
        (date(2026, 12, 24), "Juleaftensdag"),
        (date(2026, 12, 31), "Nytårsaften"),
        (date(2023, 5, 5), "Store bededag"),
        (date(2024, 4, 26), ""),
        (date(2038, 4, 25), "Påskedag"),
        (date(2026, 4, 14), ""),
    ],
)
def test_R5_danish_holidays_by_year(on: date, name: str) -> None:
    assert holiday_name(on) == name


@pytest.mark.parametrize(
    ("on", "days", "before"),
    [
        (date(2019, 12, 9), 4, date(2019, 12, 3)),  # Randers: a Monday, agenda on the Tuesday before
        (date(2026, 4, 7), 1, date(2026, 4, 1)),  # the day after Easter goes back before it
        (date(2026, 5, 18), 1, date(2026, 5, 13)),  # over Ascension Day and the closed Friday
        (date(2026, 5, 16), 0, date(2026, 5, 13)),  # a Saturday itself
        (date(2027, 1, 4), 1, date(2026, 12, 30)),
    ],
)
def test_working_days_are_counted_back_over_holidays_and_closed_days(on: date, days: int, before: date) -> None:
    assert CLOSED.working_day_before(on, days) == before


@given(DAYS, st.integers(1, 30), CLOSURES)
def test_counting_back_and_counting_agree(on: date, days: int, calendar: Calendar) -> None:
    before = calendar.working_day_before(on, days)
    assert calendar.is_working_day(before)
    assert calendar.working_days(before - timedelta(days=1), on - timedelta(days=1)) == days


def test_the_agenda_is_proposed_four_working_days_before_the_council() -> None:
    assert proposed_agenda_time(EVERY_DAY, date(2019, 12, 9)) == date(2019, 12, 3)
    assert proposed_agenda_time(EVERY_DAY, date(2026, 4, 8)) == date(2026, 3, 30)


# What needs a reason


@pytest.mark.parametrize(
    ("first", "last", "codes"),
    [
        (date(2019, 9, 9), date(2019, 10, 20), ["weekend"]),  # Randers, 41 days, a Sunday
        (date(2026, 3, 9), date(2026, 4, 6), ["holiday"]),
        (date(2026, 3, 9), date(2026, 4, 5), ["short", "weekend", "holiday"]),
        (date(2026, 3, 9), date(2026, 4, 14), []),
        (date(2026, 4, 1), date(2026, 5, 15), ["closure"]),
        (date(2026, 7, 1), date(2026, 7, 14), ["short", "july"]),  # thirteen days in July
        (date(2019, 7, 1), date(2019, 8, 1), ["july"]),  # four weeks, all but a day of them in July
        (date(2026, 6, 1), date(2026, 8, 6), []),  # longer than its July
        (date(2026, 11, 30), date(2027, 1, 4), ["christmas"]),  # five weeks, but 23 days outside Christmas
        (date(2026, 11, 16), date(2027, 1, 4), []),
        (date(2026, 11, 16), date(2026, 12, 22), ["christmas"]),
        (date(2026, 4, 14), date(2026, 4, 1), []),
    ],
)
def test_R5_a_deadline_says_what_it_needs_a_reason_for(first: date, last: date, codes: list[str]) -> None:
    assert _codes(first, last, calendar=CLOSED) == codes


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        (ConsultationKind.MUNICIPAL_PLAN, 56),
        (ConsultationKind.LOCAL_PLAN, 28),
        (ConsultationKind.MINOR_LOCAL_PLAN, 14),
        (ConsultationKind.QUALITY_STANDARD, 28),
        (ConsultationKind.POLICY, 28),
        (ConsultationKind.OTHER, 28),
    ],
)
def test_R5_each_kind_has_its_shortest_period_and_a_day_less_is_short(kind: ConsultationKind, days: int) -> None:
    first = date(2026, 2, 2)
    enough = first + timedelta(days=days)
    assert "short" not in _codes(first, enough, SHORTEST[kind])
    assert "short" in _codes(first, enough - timedelta(days=1), SHORTEST[kind])


def test_R5_a_warning_tells_how_many_days_and_by_which_rule() -> None:
    closes_at = closing_instant(date(2026, 3, 20), NIGHT)
    found = warnings(STANDARD, EVERY_DAY, opening_instant(date(2026, 3, 9), MORNING), closes_at)
    assert found == (DeadlineWarning(WarningCode.SHORT, 11, 28, STANDARD.source),)


@given(DAYS, st.integers(0, 120), KINDS, CLOSURES)
def test_R5_every_warning_is_true_and_none_is_forgotten(
    first: date, length: int, kind: ConsultationKind, calendar: Calendar
) -> None:
    last = first + timedelta(days=length)
    codes = set(_codes(first, last, SHORTEST[kind], calendar))
    days = [first + timedelta(days=n) for n in range(1, length + 1)]
    assert ("short" in codes) == (length < SHORTEST[kind].days)
    assert ("weekend" in codes) == (last.strftime("%w") in "06")
    assert ("holiday" in codes) == bool(holiday_name(last))
    assert ("closure" in codes) == (last in calendar.closures)
    for code, season in (("july", is_july), ("christmas", is_christmas)):
        outside = [on for on in days if not season(on)]
        touched = len(outside) < len(days)
        assert (code in codes) == (season(last) or (touched and len(outside) < SHORTEST[kind].days))


@given(DAYS, st.times(time(4, 0), time(23, 59)), st.integers(1, 400))
def test_R5_T2_days_are_the_calendars_whatever_the_clock_does(first: date, at: time, length: int) -> None:
    """No clock is changed after four."""
    last = first + timedelta(days=length)
    assert period_days(opening_instant(first, at), closing_instant(last, at)) == length


# Counting back


def test_the_case_of_2019_is_counted_back_to_the_dates_it_had() -> None:
    """Committee on Monday 25 November: the deadline of Sunday 20 October was within a day of the latest one."""
    assert count_back(STANDARD, EVERY_DAY, date(2019, 11, 25)) == (
        Step("latest_opening", date(2019, 9, 23)),
        Step("latest_deadline", date(2019, 10, 21)),
        Step("points", date(2019, 10, 25)),
        Step("remarks", date(2019, 11, 4)),
        Step("director", date(2019, 11, 11)),
        Step("agenda_closes", date(2019, 11, 15)),
    )


def test_a_known_agenda_date_is_kept() -> None:
    steps = count_back(STANDARD, EVERY_DAY, date(2019, 11, 25), date(2019, 11, 18))
    assert steps[-1] == Step("agenda_closes", date(2019, 11, 18))


@given(DAYS, KINDS, CLOSURES)
def test_R5_the_period_that_is_counted_back_needs_no_reason(
    committee_on: date, kind: ConsultationKind, calendar: Calendar
) -> None:
    steps = {step.code: step.on for step in count_back(SHORTEST[kind], calendar, committee_on)}
    assert _codes(steps["latest_opening"], steps["latest_deadline"], SHORTEST[kind], calendar) == []
    assert (committee_on - steps["latest_deadline"]).days >= 35
    assert all(calendar.is_working_day(on) for on in steps.values())
    assert list(steps.values()) == sorted(steps.values())


@given(DAYS)
def test_the_latest_deadline_is_the_latest(committee_on: date) -> None:
    found = latest_deadline(EVERY_DAY, committee_on)
    between = [found + timedelta(days=n) for n in range(1, (committee_on - found).days - 34)]
    assert all(is_july(on) or is_christmas(on) or not EVERY_DAY.is_working_day(on) for on in between)


# Moving, and whose deadline is which


@pytest.mark.parametrize(
    ("minutes", "frozen", "may"), [(1, False, True), (0, False, False), (-1, False, False), (1, True, False)]
)
def test_R6_a_deadline_moves_forward_until_a_final_snapshot(minutes: int, frozen: bool, may: bool) -> None:
    closes_at = closing_instant(date(2026, 4, 14), NIGHT)
    assert may_move_deadline(closes_at, closes_at + minutes * MINUTE, has_final_snapshot=frozen) is may


def test_R6_a_partys_own_deadline_never_shortens_its_time() -> None:
    earlier, later = (closing_instant(date(2026, 4, day), NIGHT) for day in (14, 21))
    cases: list[tuple[datetime | None, datetime | None, datetime | None]] = [
        (earlier, later, later),
        (later, earlier, later),
        (earlier, None, earlier),
        (None, later, later),
        (None, None, None),
    ]
    assert [in_force(for_all, own) for for_all, own, _ in cases] == [expected for _, _, expected in cases]


_NIGHT = closing_instant(date(2026, 4, 14), NIGHT)


@pytest.mark.parametrize(
    ("outages", "now", "minutes"),
    [
        ([], 0, 0),
        ([(-90, -78)], 0, 12),
        ([(-90, -78)], 500, 12),
        ([(-90, -78)], -80, 10),
        ([(-90, -78), (-85, -70)], 0, 20),
        ([(-90, -60), (-80, -70)], 0, 30),
        ([(-1450, -1430)], 0, 10),
        ([(-10, 25)], 60, 10),
        ([(5, 25)], 60, 0),
        ([(-90, -89.9)], 0, 1),
        ([(-90, -78)], -1500, 0),
    ],
)
def test_V4_minutes_lost_in_the_last_day_are_counted_once(
    outages: list[tuple[float, float]], now: float, minutes: int
) -> None:
    rows = [(_NIGHT + begun * MINUTE, _NIGHT + ended * MINUTE) for begun, ended in outages]
    assert minutes_down(rows, _NIGHT, _NIGHT + now * MINUTE) == minutes


@given(DAYS, st.times(time(4, 0), time(23, 59)))
def test_T1_the_last_day_is_the_day_that_is_shown(on: date, at: time) -> None:
    assert last_day(closing_instant(on, at)) == on


@pytest.mark.parametrize("code", WarningCode)
def test_every_warning_has_a_sentence_and_a_question(code: WarningCode) -> None:
    assert labels.reason_label(code).endswith("?")
    for days in (3, 30):
        assert "%(" not in labels.warning_words(DeadlineWarning(code, days, 28, "Kilde"))
