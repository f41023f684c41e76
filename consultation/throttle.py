"""Counting what one key does within a window of time, in the caller's transaction; no key is a name or an address."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import TextClause, bindparam, delete, select, text
from sqlalchemy.orm import Session

from consultation.models import Throttle, table_of

_THROTTLE = table_of(Throttle)
_FORGET = delete(_THROTTLE).where(_THROTTLE.c.scope == bindparam("of"), _THROTTLE.c.window < bindparam("before"))


def count(session: Session, scope: str, key: str, now: datetime, length: timedelta) -> int:
    """How often `key` has come in the window of this length that `now` lies in, this time included.

    `key` is a keyed hash or an id. The count of earlier windows of the scope goes when a new one begins: nothing here
    is kept for longer than it is needed.
    """
    return count_each(session, now, {scope: (key, length)})[scope]


def count_each(session: Session, now: datetime, asked: Mapping[str, tuple[str, timedelta]]) -> dict[str, int]:
    """The same of several at once: scope -> key and length of the window, and scope -> how often."""
    rows = [
        {"scope": scope, "key": key, "window": _window(now, length)} for scope, (key, length) in sorted(asked.items())
    ]
    if not rows:
        return {}
    given = {f"{name}{place}": value for place, row in enumerate(rows) for name, value in row.items()}
    found = {row.scope: row.count_now for row in session.execute(_counting(len(rows)), given)}
    new = [{"of": row["scope"], "before": row["window"]} for row in rows if found[str(row["scope"])] == 1]
    if new:
        session.execute(_FORGET, new)
    return found


@cache
def _counting(rows: int) -> TextClause:
    values = ", ".join(f"(:scope{place}, :key{place}, :window{place}, 1)" for place in range(rows))
    return text(
        f'INSERT INTO throttle (scope, "key", "window", "count") VALUES {values}'  # noqa: S608 - numbers of places only
        ' ON CONFLICT (scope, "key", "window") DO UPDATE SET "count" = throttle."count" + 1'
        ' RETURNING scope, "count" AS count_now'
    )


def read(session: Session, scope: str, key: str, now: datetime, length: timedelta) -> int:
    """How often it has come so far, without counting this time."""
    query = select(Throttle.count).where(
        Throttle.scope == scope, Throttle.key == key, Throttle.window == _window(now, length)
    )
    return session.scalar(query) or 0


def _window(now: datetime, length: timedelta) -> int:
    return int(now.timestamp() // length.total_seconds())
