"""The only reader of time. Instants are aware and in UTC; days are days in Copenhagen."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

Source = Callable[[], datetime]


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _state.source().astimezone(UTC)


def today() -> date:
    """The present day in Copenhagen."""
    return now().astimezone(COPENHAGEN).date()


def set_source(source: Source | None) -> None:
    """For tests: reads time from this function, which returns aware instants; None goes back to the real clock."""
    _state.source = source or _system


def _system() -> datetime:
    return datetime.now(UTC)


class _State:
    source: Source = staticmethod(_system)


_state = _State()
