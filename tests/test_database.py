import os
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from consultation import database, postgres
from consultation.database import Gate, NotDurableError, WriteQueue, check_durable, make_engine


def test_D2b_each_of_twenty_connections_is_durable(engine: Engine) -> None:
    """Two processes' pools, each as full as it gets."""
    pools = [make_engine(engine.url.render_as_string(hide_password=False)) for _process in range(2)]
    connections = [pool.execution_options(writes=False).connect() for pool in pools for _number in range(10)]
    setting, durable = (
        ("PRAGMA synchronous", 2) if engine.dialect.name == "sqlite" else ("SHOW synchronous_commit", "on")
    )
    assert [connection.scalar(text(setting)) for connection in connections] == [durable] * 20
    for connection in connections:
        connection.close()
    for pool in pools:
        pool.dispose()


def test_D2b_a_database_that_could_lose_commits_is_refused(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")

    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA synchronous=NORMAL")
        connection.connection.dbapi_connection.execute("PRAGMA synchronous=NORMAL")  # type: ignore[union-attr]  # - it is open
    with pytest.raises(NotDurableError):
        check_durable(engine)
    engine.dispose()


def test_D2b_postgresql_without_synchronous_commit_is_refused(
    postgres_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = {"options": "-c synchronous_commit=off"}
    monkeypatch.setattr(postgres, "OPTIONS", options)
    weak = make_engine(postgres_engine.url.render_as_string(hide_password=False))
    with pytest.raises(NotDurableError):
        check_durable(weak)
    weak.dispose()


def test_P7_no_error_repeats_the_values_of_its_statement(engine: Engine) -> None:
    """They are letters and what is read in files."""
    with engine.execution_options(writes=False).connect() as connection, pytest.raises(DBAPIError) as raised:
        connection.execute(text("SELECT * FROM nowhere WHERE said = :said"), {"said": "kanariefugl"})
    assert "kanariefugl" not in str(raised.value)


def test_C5_many_writers_meet_no_locked_database(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE counter (value INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    threads = [threading.Thread(target=_add, args=(engine, 20)) for _number in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT value FROM counter")) == 32 * 20
    engine.dispose()


def _add(engine: Engine, times: int) -> None:
    for _time in range(times):
        with engine.begin() as connection:
            value = connection.scalar(text("SELECT value FROM counter"))
            connection.execute(text("UPDATE counter SET value = :value"), {"value": (value or 0) + 1})


def test_V3_few_wait_behind_a_lock_that_does_not_move_and_all_behind_one_that_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queue, holders = WriteQueue(), [object() for _ in range(database.MOST_WAITING + 2)]
    queue.enter(holders[0], time.monotonic() + 60)
    threads = [_waiting(queue, holder) for holder in holders[1:-1]]
    monkeypatch.setattr(database, "STUCK_SECONDS", -1)
    with pytest.raises(sqlite3.OperationalError, match="does not move"):
        queue.enter(holders[-1], time.monotonic() + 60)
    monkeypatch.setattr(database, "STUCK_SECONDS", 60)
    threads.append(_waiting(queue, holders[-1]))
    for holder, thread in zip(holders, threads, strict=False):
        queue.leave(holder)
        thread.join()


def _waiting(queue: WriteQueue, holder: object) -> threading.Thread:
    """One more at the end of the queue."""
    before, thread = len(queue._waiting), threading.Thread(target=queue.enter, args=(holder, time.monotonic() + 60))
    thread.start()
    while len(queue._waiting) == before:
        time.sleep(0.001)
    return thread


def test_V3_who_has_waited_elsewhere_waits_behind_no_lock_and_writes_where_there_is_none(
    tmp_path: Path,
) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    engine.connect().close()
    late = engine.execution_options(**{database.WAITED: database.WAIT_SECONDS})
    with closing(sqlite3.connect(tmp_path / "x.sqlite", isolation_level=None)) as somebody:
        somebody.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            late.connect().begin()
        assert time.monotonic() - begun < database.WAIT_SECONDS / 2
        somebody.execute("ROLLBACK")
    with late.begin() as connection:
        connection.execute(text("CREATE TABLE counter (value INTEGER)"))
    engine.dispose()


def test_C5_a_process_that_comes_later_does_not_overtake(tmp_path: Path) -> None:
    """A gate each, as two processes have: who stands in it goes first, however often the other asks."""
    (tmp_path / "x.sqlite").touch()
    gates = [Gate(str(tmp_path / "x.sqlite")) for _process in range(2)]
    with gates[0].passed(time.monotonic() + 60), pytest.raises(sqlite3.OperationalError, match="gate"):
        gates[1].passed(time.monotonic()).__enter__()
    with gates[1].passed(time.monotonic()):
        pass


def test_who_may_use_the_database_may_pass_the_gate(tmp_path: Path) -> None:
    """Also where root has come first."""
    database_file, owner = tmp_path / "x.sqlite", os.geteuid() or 65_534
    database_file.touch()
    database_file.chmod(0o660)
    os.chown(database_file, owner, -1)
    with Gate(str(database_file)).passed(time.monotonic()):
        pass
    gate = tmp_path / "x.sqlite-gate"
    assert (gate.stat().st_mode & 0o777, gate.stat().st_uid) == (0o660, owner)


def test_a_reader_takes_no_write_lock(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with engine.begin() as writer:
        writer.execute(text("CREATE TABLE job (id INTEGER)"))
    with engine.begin() as writer:
        writer.execute(text("DELETE FROM job"))
        with engine.execution_options(writes=False).connect() as reader:
            assert reader.scalar(text("SELECT count(*) FROM job")) == 0
    engine.dispose()


def test_T6_a_lock_is_waited_for_longer_than_eight_seconds(engine: Engine) -> None:
    """What is here in time and waits behind a lock is taken, with its own time."""
    sqlite = engine.dialect.name == "sqlite"
    with engine.execution_options(writes=False).connect() as connection:
        wait = connection.scalar(text("PRAGMA busy_timeout" if sqlite else "SHOW lock_timeout"))
    assert wait in {10_000, "10s"}
    assert database.WAIT_SECONDS == 10


# V3: a server that is there and says nothing


@pytest.fixture
def silent_server() -> Iterator[int]:
    """A port where everybody is let in and nobody is answered."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_V3_a_silent_server_is_asked_by_one_and_the_others_are_told(
    silent_server: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "SILENT_SECONDS", 60)
    engine = make_engine(f"postgresql+psycopg://nobody@127.0.0.1:{silent_server}/none")
    with pytest.raises(OperationalError, match="timeout"):
        engine.connect()
    with pytest.raises(OperationalError, match="did not answer a moment ago"):
        engine.connect()
    engine.dispose()


def test_V3_only_a_server_that_greets_is_alive(silent_server: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "GREETING_SECONDS", 0.1)
    with pytest.raises(OSError, match="timed out"):
        postgres.greet("127.0.0.1", silent_server)


def test_V3_a_slow_statement_of_a_living_server_is_waited_for(
    postgres_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    knocks: list[postgres.Patient] = []
    monkeypatch.setattr(postgres, "PATIENCE_SECONDS", 0)

    def knock(connection: postgres.Patient) -> None:
        knocks.append(connection)

    monkeypatch.setattr(postgres.Patient, "_knock", knock)
    with postgres_engine.connect() as connection:
        assert connection.scalar(text("SELECT 7 FROM pg_sleep(0.3)")) == 7
    assert knocks
