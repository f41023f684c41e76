"""The databases of the tests: empty for each test, or with rows that took long to make and are laid once more.

Tables, connections and what these know of the tables stay: to make them anew takes longer than most tests.
"""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session

from consultation.database import is_sqlite
from consultation.models.fulltext import SHADOWS

T = TypeVar("T")

# PostgreSQL

_WITHOUT_GUARDS = text("SET LOCAL session_replication_role = replica")
_FILLED = """SELECT oid, relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0"""
"""Tables that never had a row are left alone."""
_FOR_EACH = "DO $$ DECLARE one record; BEGIN FOR one IN {tables} LOOP EXECUTE format({statement}); END LOOP; END $$"
_DELETE_ALL = text(_FOR_EACH.format(tables=_FILLED, statement="'DELETE FROM %I', one.relname"))


_BEHIND_THE_LAST = """'SELECT setval(%1$L, greatest((SELECT max(id) FROM %2$I), (SELECT last_value FROM %1$I)))',
    one.counter, one.relname"""
"""The next row comes behind those that were laid, also where a test has numbered anew."""


def empty_postgres(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(_WITHOUT_GUARDS)
        connection.execute(_DELETE_ALL)


def number_anew(engine: Engine) -> None:
    """The next row of every table of an empty PostgreSQL is its first again, as it is in a new SQLite."""
    sequences = "FOR one IN SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
    restart = "EXECUTE format('ALTER SEQUENCE public.%I RESTART', one.relname)"
    with engine.begin() as connection:
        connection.execute(text(f"DO $$ DECLARE one record; BEGIN {sequences} LOOP {restart}; END LOOP; END $$"))


def _keep_in_postgres(engine: Engine, name: str) -> None:
    kept = f"'CREATE TABLE {name}.%1$I AS TABLE public.%1$I', one.relname"
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
        connection.execute(text(_FOR_EACH.format(tables=_FILLED, statement=kept)))


def _lay_in_postgres(engine: Engine, name: str) -> None:
    tables = f"SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = '{name}'::regnamespace"
    laid = f"'INSERT INTO public.%1$I OVERRIDING SYSTEM VALUE TABLE {name}.%1$I', one.relname"
    with engine.begin() as connection:
        connection.execute(_WITHOUT_GUARDS)
        connection.execute(text(_FOR_EACH.format(tables=tables, statement=laid)))
        counted = f"""SELECT counter.relname AS counter, numbered.relname FROM pg_depend
            JOIN pg_class counter ON counter.oid = objid AND counter.relkind = 'S'
            JOIN pg_class numbered ON numbered.oid = refobjid AND numbered.relname IN ({tables})"""
        connection.execute(text(_FOR_EACH.format(tables=counted, statement=_BEHIND_THE_LAST)))


# SQLite


class SharedFile:
    """SQLite's database for all tests of a process."""

    def __init__(self, engine: Engine, template: Path) -> None:
        """`template` is migrated, and without rows."""
        self.engine, self._template = engine, template
        self._file = Path(engine.url.database or "")
        self._hand: _Hand | None = None

    def emptied(self) -> Engine:
        """Without a row, and with the tables of the template."""
        if self._hand is None or not self._hand.has_emptied():
            self._replace()
        return self.engine

    def keep(self, kept: Path) -> None:
        """A copy of what is there now."""
        assert self._hand is not None
        self._hand.save()
        shutil.copy(self._file, kept)

    def lay(self, kept: Path) -> None:
        """The rows of a copy, into tables without any."""
        assert self._hand is not None
        self._hand.fill(kept)

    def close(self) -> None:
        self.engine.dispose()
        if self._hand is not None:
            self._hand.close()
            self._hand = None

    def _replace(self) -> None:
        self.close()
        for left in self._file.parent.iterdir():  # nothing else lies there
            left.unlink()
        shutil.copy(self._template, self._file)
        self._hand = _Hand(self._file)


class _Hand:
    """A connection that deletes from all tables; the guards of those that only grow do not hold for it."""

    def __init__(self, file: Path) -> None:
        self._file, self._inode = file, file.stat().st_ino
        self._connection = sqlite3.connect(file, timeout=0, isolation_level=None, cached_statements=500)
        self._connection.execute("PRAGMA secure_delete=ON")  # tests look for words in the file
        self._version = self._tables_version()
        names = self._connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
        self._names = [name for (name,) in names if name not in SHADOWS | {"alembic_version"}]
        self._laid: Path | None = None
        self._filling: list[str] = []
        self._connection.set_authorizer(_let_guards_sleep)

    def has_emptied(self) -> bool:
        """False where a test has changed more than rows, or still holds on to some."""
        try:
            if self._file.stat().st_ino != self._inode or self._tables_version() != self._version:
                return False
            deleting = [f'DELETE FROM main."{name}"' for name in self._filled("main")]
            self._do([*deleting, "INSERT INTO search_index (search_index) VALUES ('delete-all')"])
            self.save()
        except (OSError, sqlite3.Error):
            return False
        return True

    def fill(self, kept: Path) -> None:
        if kept != self._laid:
            if self._laid:
                self._connection.execute("DETACH kept")
            self._connection.execute("ATTACH ? AS kept", (str(kept),))
            self._laid = kept
            self._filling = [f'INSERT INTO main."{name}" SELECT * FROM kept."{name}"' for name in self._filled("kept")]
        self._do(self._filling)

    def save(self) -> None:
        """Everything into the one file. Raises sqlite3.Error where somebody still reads what was there before."""
        self._tables_version()  # a connection that has not read since does not know that there is a second file
        busy, behind, _ = self._connection.execute("PRAGMA main.wal_checkpoint(TRUNCATE)").fetchone()
        if busy or behind:
            raise sqlite3.OperationalError("somebody reads")

    def close(self) -> None:
        self._connection.close()

    def _do(self, statements: list[str]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        for statement in statements:
            self._connection.execute(statement)
        self._connection.execute("COMMIT")

    def _filled(self, database: str) -> list[str]:
        """The tables that have rows."""
        each = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {database}.\"{name}\")" for name in self._names)
        return [name for (name,) in self._connection.execute(" UNION ALL ".join(each)).fetchall()]

    def _tables_version(self) -> int:
        version: int = self._connection.execute("PRAGMA main.schema_version").fetchone()[0]
        return version


def _let_guards_sleep(act: int, _first: str | None, _second: str | None, _database: str | None, by: str | None) -> int:
    """A guard is a trigger that selects an error; SQLite leaves out what is ignored, and goes on."""
    return sqlite3.SQLITE_IGNORE if act == sqlite3.SQLITE_SELECT and by else sqlite3.SQLITE_OK


# Once


@dataclass(frozen=True)
class _Row:
    """A row of the database, whichever session asks for it."""

    model: type
    identity: tuple[Any, ...]


@dataclass(frozen=True)
class _Whole:
    """An object of a data class, by its fields."""

    kind: type
    values: dict[str, Any]


class Once:
    """once(session, make) is make(session), committed; from the second time on its rows are laid as they were.

    `make` gives rows, or a data class or tuple of rows and plain values; into tables that are empty.
    """

    def __init__(self, file: SharedFile, folder: Path) -> None:
        self._file, self._folder = file, folder
        self._made: dict[str, Any] = {}

    def __call__(self, session: Session, make: Callable[[Session], T]) -> T:
        engine = session.get_bind()
        assert isinstance(engine, Engine)
        name = f"kept_{make.__module__}_{make.__name__}_{engine.dialect.name}".replace(".", "_").lower()
        if name in self._made:
            self._lay(engine, name)
            return _there(self._made[name], session)  # type: ignore[no-any-return]  # - what was made, row by row
        made = make(session)
        session.commit()
        self._keep(engine, name)
        self._made[name] = _noted(made)
        return made

    def _keep(self, engine: Engine, name: str) -> None:
        if is_sqlite(engine):
            self._file.keep(self._folder / name)
        else:
            _keep_in_postgres(engine, name)

    def _lay(self, engine: Engine, name: str) -> None:
        if is_sqlite(engine):
            self._file.lay(self._folder / name)
        else:
            _lay_in_postgres(engine, name)


def _noted(value: Any) -> Any:
    """The same without a session."""
    state = inspect(value, raiseerr=False)
    if isinstance(value, Session):
        return Session
    if isinstance(value, tuple):
        return tuple(_noted(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return _Whole(type(value), {one.name: _noted(getattr(value, one.name)) for one in fields(value)})
    return value if state is None else _Row(type(value), state.identity)


def _there(noted: Any, session: Session) -> Any:
    """What was noted, of this session."""
    if noted is Session:
        return session
    if isinstance(noted, _Row):
        return session.get_one(noted.model, noted.identity)
    if isinstance(noted, _Whole):
        return noted.kind(**{name: _there(one, session) for name, one in noted.values.items()})
    if isinstance(noted, tuple):
        return tuple(_there(one, session) for one in noted)
    return noted
