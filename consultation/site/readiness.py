"""Whether this instance can do its work: database, migrations, storage, clock (T8)."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from consultation import schema
from consultation.database import is_sqlite

LARGEST_DIFFERENCE = 1.0
"""Seconds that the clocks of an instance and its database may differ."""


def check(engine: Engine, data_dir: Path, now: datetime) -> dict[str, bool]:
    """What was tried -> whether it went well. Nothing here says why, for the page is public."""
    clock = _database_clock(engine)
    return {
        "database": clock is not None,
        "migrations": clock is not None and schema.current(engine) == schema.newest(),
        "storage": _is_writable(data_dir),
        "clock": clock is not None and abs((clock - now).total_seconds()) <= LARGEST_DIFFERENCE,
    }


def _database_clock(engine: Engine) -> datetime | None:
    """What time the database has; None where it does not answer."""
    query = "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')" if is_sqlite(engine) else "SELECT clock_timestamp()"
    try:
        with engine.execution_options(writes=False).connect() as connection:
            told = connection.scalar(text(query))
    except SQLAlchemyError:
        return None
    if isinstance(told, str):
        return datetime.fromisoformat(told).replace(tzinfo=UTC)
    return told if isinstance(told, datetime) else None


def _is_writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b".")
    except OSError:
        return False
    return True
