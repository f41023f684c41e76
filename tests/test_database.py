import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from consultation import database, schema
from consultation.database import NotDurableError, check_durable, make_engine


def test_D2b_each_of_twenty_connections_is_durable(engine: Engine) -> None:
    count = 20 if engine.dialect.name == "sqlite" else 10
    pool = make_engine(engine.url.render_as_string(hide_password=False))
    connections = [pool.execution_options(writes=False).connect() for _number in range(min(count, 10))]
    setting = "PRAGMA synchronous" if engine.dialect.name == "sqlite" else "SHOW synchronous_commit"
    assert {connection.scalar(text(setting)) for connection in connections} <= {2, "on"}
    for connection in connections:
        connection.close()
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
    monkeypatch.setattr(database, "POSTGRES", options)
    weak = make_engine(postgres_engine.url.render_as_string(hide_password=False))
    with pytest.raises(NotDurableError):
        check_durable(weak)
    weak.dispose()


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


def test_a_reader_takes_no_write_lock(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.sqlite'}"
    schema.upgrade(url)
    engine = make_engine(url)
    with engine.begin() as writer:
        writer.execute(text("DELETE FROM job"))
        with engine.execution_options(writes=False).connect() as reader:
            assert reader.scalar(text("SELECT count(*) FROM job")) == 0
    engine.dispose()
