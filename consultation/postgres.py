"""Connections to PostgreSQL that notice when the server has fallen silent, and do not wait for ever (V3).

The server's own limits do not help where it hangs or its network is gone. A lock that is waited for is no silence: the
server still greets whoever knocks.
"""

import socket
import struct
import time
from collections.abc import Generator
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import InvalidatePoolError

OPTIONS = {
    "connect_timeout": 2,
    "options": "-c lock_timeout=10s -c statement_timeout=30s -c synchronous_commit=on -c timezone=UTC",
}
"""A lock is waited for as long as with SQLite; a deadline's last requests wait behind it and are on time (T6)."""
PATIENCE_SECONDS = 1.0
"""How long a statement waits until the server is knocked at."""
GREETING_SECONDS = 2.0
SILENT_SECONDS = 1.0
"""After silence nobody asks again for this long: the others are told at once."""
TRUSTED_SECONDS = 1.0
"""A connection that was used so lately is used again without asking."""
_SSL_REQUEST = struct.pack("!ii", 8, 80877103)
"""The one packet that a server answers before it knows who asks: one byte, S or N (protocol 3.0)."""

T = TypeVar("T")


class SilentError(psycopg.OperationalError):
    """The server does not answer."""


class Silence:
    """What the connections of one engine know together."""

    def __init__(self) -> None:
        self._until = 0.0

    def check(self) -> None:
        if time.monotonic() < self._until:
            raise SilentError("the database did not answer a moment ago")

    def note(self) -> None:
        self._until = time.monotonic() + SILENT_SECONDS


def make_engine(url: str) -> Engine:
    engine = create_engine(
        url, hide_parameters=True, pool_size=10, max_overflow=0, pool_timeout=3, connect_args=dict(OPTIONS)
    )
    silence = Silence()
    _ask_whether_it_is_there(engine)

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: object, _record: object, words: list[Any], named: dict[str, Any]) -> object:
        silence.check()
        try:
            connection = Patient.connect(*words, **named)
        except errors.ConnectionTimeout:
            silence.note()
            raise
        connection.silence = silence
        return connection

    return engine


def _ask_whether_it_is_there(engine: Engine) -> None:
    """Before a connection is used that nobody has used for a while; a server that has gone since is met at once."""

    @event.listens_for(engine, "checkin")
    def _note(_connection: object, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _ask(connection: Any, record: Any, _proxy: object) -> None:
        if time.monotonic() - record.info.get("used", time.monotonic()) < TRUSTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except psycopg.Error as error:
            raise InvalidatePoolError from error  # the others are as old


class Patient(psycopg.Connection[Any]):
    """Waits for a statement as long as the server lives."""

    silence: Silence | None = None

    def wait(self, gen: Generator[Any, Any, T], *words: Any, **named: Any) -> T:
        return super().wait(self._knocking(gen) if self.silence else gen, *words, **named)

    def _knocking(self, gen: Generator[Any, Any, T]) -> Generator[Any, Any, T]:
        """`gen` yields what it waits for; it is sent nothing (0) where a tenth of a second has passed without it."""
        asked = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                come = yield wanted
                if not come and time.monotonic() - asked > PATIENCE_SECONDS:
                    self._knock()
                    asked = time.monotonic()
                wanted = gen.send(come)
        except StopIteration as done:
            result: T = done.value
            return result

    def _knock(self) -> None:
        host, port = self.info.host, self.info.port
        try:
            if self.silence:
                self.silence.check()
            greet(host, port)
        except (OSError, SilentError) as error:
            if self.silence:
                self.silence.note()
            self.pgconn.finish()
            raise SilentError("the database does not answer") from error


def greet(host: str, port: int) -> None:
    """Raises OSError where no server answers at this address; `host` may be the folder of a Unix socket."""
    with _connect(host, port) as sock:
        sock.sendall(_SSL_REQUEST)
        if not sock.recv(1):
            raise ConnectionError("the server closed without a word")


def _connect(host: str, port: int) -> socket.socket:
    if not host.startswith("/"):
        return socket.create_connection((host, port), timeout=GREETING_SECONDS)
    sock = socket.socket(socket.AF_UNIX)
    sock.settimeout(GREETING_SECONDS)
    try:
        sock.connect(f"{host}/.s.PGSQL.{port}")
    except OSError:
        sock.close()
        raise
    return sock
