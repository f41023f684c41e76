"""Engines: durable or refused (D2b), writers in a fair queue (C5), readers never in the write lock."""

import fcntl
import os
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "secure_delete=ON",
    "recursive_triggers=ON",
)
WAIT_SECONDS = 10.0
MOST_WAITING, STUCK_SECONDS = 4, 5.0
"""So many wait behind a lock that somebody outside holds; more would take the threads of those who only read (V3)."""
LOOK_SECONDS = 0.001
WAITED = "waited"
"""Execution option: seconds that whoever writes has waited elsewhere; nobody waits twice as long (V3)."""
SYNCHRONOUS_FULL = 2


class NotDurableError(RuntimeError):
    """The database could lose an acknowledged response at power loss, so the system does not start."""


def make_engine(url: str) -> Engine:
    """One engine for web, worker, CLI and tests. Raises NotDurableError at the first connection that is not durable."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    from consultation import postgres  # noqa: PLC0415 - a twentieth of the start, for nothing where SQLite is used

    return postgres.make_engine(url)


def is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def for_one_read(engine: Engine) -> Engine:
    """The engine for who reads by one statement: PostgreSQL is not asked to begin and end a transaction around it."""
    own = {} if is_sqlite(engine) else {"isolation_level": "AUTOCOMMIT"}
    return engine.execution_options(writes=False, **own)


def fault_of(error: Exception) -> str:
    """An error in words that may be kept: of a database, whose own repeat what was to be stored, kind and code (P7)."""
    kind = type(error).__qualname__
    if not isinstance(error, SQLAlchemyError):
        return f"{kind}: {error}"
    cause = getattr(error, "orig", None)
    if cause is None:
        return kind
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or ""
    return f"{kind}: {type(cause).__qualname__} {code}".rstrip()


def check_durable(engine: Engine) -> None:
    """Refuses an engine whose commits may be lost (D2b)."""
    with engine.execution_options(writes=False).connect() as connection:
        if is_sqlite(engine):
            level = connection.scalar(text("PRAGMA synchronous"))
            durable = isinstance(level, int) and level >= SYNCHRONOUS_FULL
        else:
            shown = [connection.scalar(text(f"SHOW {name}")) for name in ("fsync", "synchronous_commit")]
            durable = shown[0] == "on" and shown[1] not in {"off", "local"}
    if not durable:
        raise NotDurableError(f"{engine.url.get_backend_name()} would lose committed responses at a power cut")


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"isolation_level": None, "timeout": 10})
    queue, gate = WriteQueue(), Gate(engine.url.database)

    @event.listens_for(engine, "connect")
    def _pragmas(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("writes", True):
            connection.exec_driver_sql("BEGIN")
            return
        end = time.monotonic() + WAIT_SECONDS - connection.get_execution_options().get(WAITED, 0.0)
        dbapi_connection: Any = connection.connection.dbapi_connection
        queue.enter(dbapi_connection, end)
        with gate.passed(end):
            _begin_to_write(dbapi_connection, end)

    @event.listens_for(engine.pool, "reset")
    def _turn_over(dbapi_connection: Any, _record: object, _state: object) -> None:
        queue.leave(dbapi_connection)

    return engine


def _begin_to_write(connection: sqlite3.Connection, end: float) -> None:
    """SQLite's own wait sleeps longer and longer, past the end of transactions of some milliseconds."""
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while not _has_begun(connection, end):
            time.sleep(LOOK_SECONDS)
    finally:
        connection.execute(f"PRAGMA busy_timeout={WAIT_SECONDS * 1000:.0f}")


def _has_begun(connection: sqlite3.Connection, end: float) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
            raise
        return False
    return True


class Gate:
    """In front of the write lock among processes: who waits for it stands here alone, so nobody overtakes.

    Without, the process that had the lock takes it again while the other sleeps: under load some waited for 40 s.
    The file is empty; the system lets go of it when a process ends, however it ends.
    """

    def __init__(self, database: str | None) -> None:
        """`database` is SQLite's file; in memory nobody else can come."""
        self._database = database if database != ":memory:" else None
        self._descriptor: int | None = None

    @contextmanager
    def passed(self, end: float) -> Iterator[None]:
        """Raises sqlite3.OperationalError where it is not free by `end`."""
        if not self._database:
            yield
            return
        descriptor = self._opened(self._database)
        while not _is_free(descriptor):
            if time.monotonic() > end:
                raise sqlite3.OperationalError("database is locked: no way through the gate")
            time.sleep(LOOK_SECONDS)
        try:
            yield
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)

    def _opened(self, database: str) -> int:
        """Once: only the one at the head of the queue asks."""
        if self._descriptor is None:
            try:
                self._descriptor = os.open(f"{database}-gate", os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
                _share(self._descriptor, database)
            except OSError as error:
                raise sqlite3.OperationalError(f"unable to open the gate: {error.strerror}") from error
        return self._descriptor


def _share(descriptor: int, database: str) -> None:
    """Who may use the database may pass: a command by root must not shut the gate to the server (as SQLite's own)."""
    its, ours = Path(database).stat(), os.fstat(descriptor)
    if ours.st_uid == os.geteuid():
        os.fchmod(descriptor, its.st_mode & 0o666)
    if os.geteuid() == 0:
        os.fchown(descriptor, its.st_uid, its.st_gid)


def _is_free(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class WriteQueue:
    """First come, first served in front of SQLite's one write lock, among the threads of a process.

    SQLite wakes waiting writers by chance, so under load single ones starve. Processes meet at the `Gate`, where each
    has one contender at most.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._holder: object = None
        self._moved = 0.0

    def enter(self, holder: object, end: float) -> None:
        """Waits for the turn until `end`. Raises sqlite3.OperationalError then, as the lock itself would."""
        turn = threading.Event()
        with self._guard:
            if self._holder is holder:
                return
            if self._holder is None and not self._waiting:
                self._holder, self._moved = holder, time.monotonic()
                return
            if len(self._waiting) >= MOST_WAITING and time.monotonic() - self._moved > STUCK_SECONDS:
                raise sqlite3.OperationalError("database is locked: the write queue does not move")
            self._waiting.append(turn)
        if not turn.wait(max(0.0, end - time.monotonic())):
            self._give_up(turn)
        with self._guard:
            self._holder = holder

    def leave(self, holder: object) -> None:
        """Gives the turn to the next in line; nothing where the connection did not have it."""
        with self._guard:
            if self._holder is holder:
                self._pass_on()

    def _give_up(self, turn: threading.Event) -> None:
        with self._guard:
            if turn.is_set():
                self._pass_on()
            else:
                self._waiting.remove(turn)
        raise sqlite3.OperationalError("database is locked: no turn in the write queue")

    def _pass_on(self) -> None:
        self._holder, self._moved = (self._waiting[0] if self._waiting else None), time.monotonic()
        if self._waiting:
            self._waiting.popleft().set()
