import os
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.lib import dates
from consultation.lib.dates import DateError, closing_instant, local, opening_instant, plain_spaces, time_left

DAYS = st.dates(date(2026, 1, 1), date(2040, 12, 31))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
LAST = closing_instant(date(2019, 10, 20), time(23, 59))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("on", "at", "instant"),
    [
        ("2026-12-01", "23:59", "2026-12-01T23:00"),
        ("2019-10-20", "23:59", "2019-10-20T22:00"),
        ("2026-06-01", "12:00", "2026-06-01T10:01"),
        ("2026-10-24", "23:59", "2026-10-24T22:00"),
        ("2026-10-25", "01:59", "2026-10-25T00:00"),
        ("2026-10-25", "03:00", "2026-10-25T02:01"),
        ("2026-10-25", "23:59", "2026-10-25T23:00"),
        ("2027-03-27", "23:59", "2027-03-27T23:00"),
        ("2027-03-28", "01:59", "2027-03-28T01:00"),
        ("2027-03-28", "03:00", "2027-03-28T01:01"),
        ("2027-03-28", "23:59", "2027-03-28T22:00"),
        ("2027-10-31", "01:59", "2027-10-31T00:00"),
        ("2027-10-31", "23:59", "2027-10-31T23:00"),
        ("2027-11-01", "00:01", "2027-10-31T23:02"),
    ],
)
def test_T1_T2_a_deadline_is_the_instant_after_the_shown_minute(on: str, at: str, instant: str) -> None:
    assert closing_instant(date.fromisoformat(on), time.fromisoformat(at)) == utc(instant)


@pytest.mark.parametrize(
    ("on", "at", "code"),
    [
        ("2027-03-28", "02:00", "nonexistent"),
        ("2027-03-28", "02:30", "nonexistent"),
        ("2026-10-25", "02:00", "ambiguous"),
        ("2026-10-25", "02:59", "ambiguous"),
        ("2027-10-31", "02:30", "ambiguous"),
        ("2026-12-01", "00:00", "midnight"),
    ],
)
def test_R4_T2_a_time_that_nobody_can_be_sure_of_is_refused(on: str, at: str, code: str) -> None:
    for instant in (closing_instant, opening_instant):
        with pytest.raises(DateError) as refusal:
            instant(date.fromisoformat(on), time.fromisoformat(at))
        assert refusal.value.code == code


@given(DAYS, TIMES)
def test_T2_every_deadline_is_shown_as_it_was_entered(on: date, at: time) -> None:
    try:
        closes_at = closing_instant(on, at)
    except DateError:
        odd_hour = at.hour == 2 and on.month in (3, 10) and on.day >= 25 and on.isoweekday() == 7
        assert odd_hour or at == time(0, 0)
        return
    shown = local(closes_at - timedelta(minutes=1))
    assert (shown.date(), shown.time()) == (on, at)
    assert local(closes_at - timedelta(microseconds=1)).time() == at.replace(second=59, microsecond=999999)
    assert f"{at.hour}:{at.minute:02}" in dates.deadline_words(closes_at, "en")
    assert opening_instant(on, at) + timedelta(minutes=1) == closes_at
    assert closes_at.tzinfo is UTC


@given(DAYS, TIMES, st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_T2_time_left_is_passed_exactly_when_the_deadline_is(on: date, at: time, distance: timedelta) -> None:
    try:
        closes_at = closing_instant(on, at)
    except DateError:
        return
    for lang, passed in [("da", "Fristen var"), ("en", "The deadline was")]:
        words = time_left(closes_at + distance, closes_at, lang)
        assert words.startswith(passed) == (distance >= timedelta())


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kathmandu"])
def test_T4_the_zone_of_the_machine_changes_nothing(zone: str) -> None:
    program = """
from datetime import date, time, datetime, UTC
from consultation.lib.dates import closing_instant, moment_words, time_left, days_left
closes_at = closing_instant(date(2026, 10, 25), time(23, 59))
now = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
print(closes_at.isoformat(), moment_words(now, "en"), time_left(now, closes_at, "da"), days_left(now, closes_at))
"""
    root = Path(dates.__file__).parents[2]
    made = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "TZ": zone, "PYTHONIOENCODING": "utf-8"},
        cwd=root,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    assert plain_spaces(made.stdout).strip() == (
        "2026-10-25T23:00:00+00:00 Sunday 25 October 2026 at 0:30 "
        "Fristen er i dag kl. 23.59. Der er 24 timer tilbage. 0"
    )


def test_T1_a_microsecond_before_is_not_passed_and_the_instant_itself_is() -> None:
    assert time_left(LAST - timedelta(microseconds=1), LAST, "da") == "Der er under 1 minut tilbage."
    assert plain_spaces(time_left(LAST, LAST, "da")) == "Fristen var søndag den 20. oktober 2019 kl. 23.59."


@pytest.mark.parametrize(
    ("now", "danish", "english"),
    [
        ("2019-10-07T10:00", "Der er 13 dage tilbage.", "13 days left."),
        ("2019-10-18T21:59:59", "Der er 2 dage tilbage.", "2 days left."),
        ("2019-10-18T22:00", "Fristen er i morgen, søndag, kl. 23.59.", "The deadline is tomorrow, Sunday, at 23:59."),
        (
            "2019-10-19T21:59:59",
            "Fristen er i morgen, søndag, kl. 23.59.",
            "The deadline is tomorrow, Sunday, at 23:59.",
        ),
        (
            "2019-10-20T17:00",
            "Fristen er i dag kl. 23.59. Der er 5 timer tilbage.",
            "The deadline is today at 23:59. 5 hours left.",
        ),
        (
            "2019-10-20T20:00:01",
            "Fristen er i dag kl. 23.59. Der er 1 time tilbage.",
            "The deadline is today at 23:59. 1 hour left.",
        ),
        (
            "2019-10-20T21:00",
            "Fristen er i dag kl. 23.59. Der er 1 time tilbage.",
            "The deadline is today at 23:59. 1 hour left.",
        ),
        ("2019-10-20T21:00:01", "Der er 59 minutter tilbage.", "59 minutes left."),
        ("2019-10-20T21:20", "Der er 40 minutter tilbage.", "40 minutes left."),
        ("2019-10-20T21:58:30", "Der er 1 minut tilbage.", "1 minute left."),
        ("2019-10-20T21:59:30", "Der er under 1 minut tilbage.", "Less than 1 minute left."),
        (
            "2019-10-20T22:00",
            "Fristen var søndag den 20. oktober 2019 kl. 23.59.",
            "The deadline was Sunday 20 October 2019 at 23:59.",
        ),
    ],
)
def test_T5_time_left_in_words(now: str, danish: str, english: str) -> None:
    assert plain_spaces(time_left(utc(now), LAST, "da")) == danish
    assert plain_spaces(time_left(utc(now), LAST, "en")) == english


def test_less_than_an_hour_is_minutes_also_before_midnight() -> None:
    closes_at = closing_instant(date(2026, 5, 2), time(0, 30))
    assert time_left(utc("2026-05-01T21:45"), closes_at, "da") == "Der er 46 minutter tilbage."


@pytest.mark.parametrize(
    ("on", "now", "hours"), [("2026-10-25", "2026-10-24T22:00", 25), ("2027-03-28", "2027-03-27T23:00", 23)]
)
def test_T2_hours_left_are_hours_that_pass(on: str, now: str, hours: int) -> None:
    closes_at = closing_instant(date.fromisoformat(on), time(23, 59))
    assert f"Der er {hours} timer" in time_left(utc(now), closes_at, "da")
    assert time_left(local(utc(now)), closes_at, "da") == time_left(utc(now), closes_at, "da")


def test_days_left_are_calendar_days_in_copenhagen() -> None:
    closes_at = closing_instant(date(2026, 10, 26), time(8, 0))
    moments = ["2026-10-23T22:00", "2026-10-24T22:00", "2026-10-25T23:00", "2026-10-26T23:00"]
    assert [dates.days_left(utc(moment), closes_at) for moment in moments] == [2, 1, 0, -1]


def test_words_in_both_languages() -> None:
    instant = utc("2019-10-20T21:59:07")
    cases = {
        dates.date_words(instant, "da"): "søndag den 20. oktober 2019",
        dates.date_words(date(2019, 10, 20), "en"): "Sunday 20 October 2019",
        dates.moment_words(instant, "da"): "søndag den 20. oktober 2019 kl. 23.59",
        dates.moment_words(instant, "en"): "Sunday 20 October 2019 at 23:59",
        dates.moment_words(instant, "da", seconds=True): "søndag den 20. oktober 2019 kl. 23.59.07",
        dates.moment_words(instant, "en", seconds=True): "Sunday 20 October 2019 at 23:59:07",
        dates.deadline_words(LAST, "da"): "søndag den 20. oktober 2019 kl. 23.59",
        dates.short_date(date(2019, 9, 9), "da"): "09.09.2019",
        dates.short_date(date(2019, 9, 9), "en"): "9 Sep 2019",
        dates.short_moment(utc("2019-09-09T07:41"), "da"): "09.09.2019 kl. 9.41",
        dates.short_moment(utc("2019-09-09T07:41"), "en"): "9 Sep 2019 at 9:41",
        dates.short_deadline(LAST, "da"): "20.10.2019 kl. 23.59",
        dates.month_words(date(2019, 10, 1), "da"): "oktober 2019",
        dates.month_words(utc("2019-09-30T22:00"), "en"): "October 2019",
    }
    assert {plain_spaces(made): expected for made, expected in cases.items()} == {e: e for e in cases.values()}


def test_dates_do_not_break_over_two_lines() -> None:
    assert dates.moment_words(LAST, "da") == "mandag den 21.\u00a0oktober\u00a02019 kl.\u00a00.00"
    assert dates.date_words(LAST, "en") == "Monday 21\u00a0October\u00a02019"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("23.59", time(23, 59)),
        (" kl. 9.05 ", time(9, 5)),
        ("08:00", time(8, 0)),
        ("kl 12", time(12, 0)),
        ("0.00", time(0, 0)),
    ],
)
def test_a_clock_time_is_read_as_people_write_it(text: str, at: time) -> None:
    assert dates.parse_clock(text) == at


@pytest.mark.parametrize(
    ("text", "code"), [("24.00", "midnight"), ("24", "midnight"), ("25.00", "clock"), ("9.60", "clock"), ("", "clock")]
)
def test_R4_24_00_and_nonsense_are_refused(text: str, code: str) -> None:
    with pytest.raises(DateError) as refusal:
        dates.parse_clock(text)
    assert refusal.value.code == code


def test_a_time_without_zone_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError):
        local(datetime(2026, 1, 1, 12, 0))  # noqa: DTZ001 - the mistake itself


@pytest.mark.parametrize(("value", "danish"), [(0, "0"), (999, "999"), (1000, "1.000"), (1234567, "1.234.567")])
def test_numbers_have_their_language_s_separator(value: int, danish: str) -> None:
    assert dates.number(value, "da") == danish
    assert dates.number(value, "en") == danish.replace(".", ",")


@pytest.mark.parametrize(
    ("size", "danish", "english"),
    [
        (1, "1 byte", "1 byte"),
        (812, "812 byte", "812 bytes"),
        (1000, "1 kB", "1 kB"),
        (14_499, "14 kB", "14 kB"),
        (999_499, "999 kB", "999 kB"),
        (999_500, "1,0 MB", "1.0 MB"),
        (1_250_000, "1,3 MB", "1.3 MB"),
        (2_345_678_901, "2.345,7 MB", "2,345.7 MB"),
    ],
)
def test_sizes_in_words(size: int, danish: str, english: str) -> None:
    assert plain_spaces(dates.size_words(size, "da")) == danish
    assert plain_spaces(dates.size_words(size, "en")) == english


def test_an_unknown_language_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError):
        dates.date_words(date(2026, 1, 1), "de")
