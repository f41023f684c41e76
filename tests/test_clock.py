import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from consultation import clock

PACKAGE = Path(clock.__file__).parent
READS_TIME = re.compile(r"\b(?:datetime\.(?:now|today|utcnow)|date\.today|time\.(?:time|time_ns|localtime|gmtime))\b")


@pytest.fixture(autouse=True)
def _real_clock() -> Iterator[None]:
    clock.set_source(None)
    yield
    clock.set_source(None)


def test_now_is_aware_and_in_utc() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().tzinfo is UTC


def test_a_source_from_another_zone_is_brought_to_utc() -> None:
    instant = datetime(2026, 10, 25, 1, 0, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    clock.set_source(lambda: instant)
    assert clock.now() == instant
    assert clock.now().tzinfo is UTC


def test_today_is_the_day_in_copenhagen() -> None:
    clock.set_source(lambda: datetime(2026, 12, 1, 23, 30, tzinfo=UTC))
    assert clock.today() == date(2026, 12, 2)


def test_none_goes_back_to_the_real_clock() -> None:
    clock.set_source(lambda: datetime(2001, 1, 1, tzinfo=UTC))
    clock.set_source(None)
    assert clock.now().year > 2001


@pytest.mark.parametrize("line", ["datetime.now(UTC)", "x = time.time()", "date.today()"])
def test_the_search_for_readers_of_time_finds_them(line: str) -> None:
    assert READS_TIME.search(line)


def test_the_clock_is_the_only_reader_of_time() -> None:
    readers = [
        f"{path.relative_to(PACKAGE)}:{number}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if READS_TIME.search(line) and path.name != "clock.py"
    ]
    assert readers == []
