"""Counting what one key does within a window of time, in the caller's transaction; no key is a name or an address."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, text
from sqlalchemy.orm import Session

from consultation.models import Throttle, table_of

_COUNT = text(
    'INSERT INTO throttle (scope, "key", "window", "count") VALUES (:scope, :key, :window, 1)'
    ' ON CONFLICT (scope, "key", "window") DO UPDATE SET "count" = throttle."count" + 1 RETURNING "count"'
)
_THROTTLE = table_of(Throttle)
_FORGET = delete(_THROTTLE).where(_THROTTLE.c.scope == bindparam("of"), _THROTTLE.c.window < bindparam("before"))


def count(session: Session, scope: str, key: str, now: datetime, length: timedelta) -> int:
    """How often `key` has come in the window of this length that `now` lies in, this time included.

    `key` is a keyed hash or an id. The count of earlier windows of the scope goes when a new one begins: nothing here
    is kept for longer than it is needed.
    """
    window = _window(now, length)
    found: int = session.execute(_COUNT, {"scope": scope, "key": key, "window": window}).scalar_one()
    if found == 1:
        session.execute(_FORGET, {"of": scope, "before": window})
    return found


def read(session: Session, scope: str, key: str, now: datetime, length: timedelta) -> int:
    """How often it has come so far, without counting this time."""
    query = select(Throttle.count).where(
        Throttle.scope == scope, Throttle.key == key, Throttle.window == _window(now, length)
    )
    return session.scalar(query) or 0


def _window(now: datetime, length: timedelta) -> int:
    return int(now.timestamp() // length.total_seconds())
