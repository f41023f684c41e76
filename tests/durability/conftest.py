"""Databases that other processes open by their address."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url

from consultation import schema

NAME, TEMPLATE = "durability", "durability_template"


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    file = tmp_path / "test.sqlite"
    shutil.copy(migrated_sqlite, file)
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def migrated_postgres(postgres_url: str) -> str:
    """The name of a database that is copied and never used."""
    with _server(postgres_url) as connection:
        connection.execute(text(f"CREATE DATABASE {TEMPLATE}"))
    schema.upgrade(_url(postgres_url, TEMPLATE))
    return TEMPLATE


@pytest.fixture
def own_postgres_url(postgres_url: str, migrated_postgres: str) -> Iterator[str]:
    with _server(postgres_url) as connection:
        connection.execute(text(f"CREATE DATABASE {NAME} TEMPLATE {migrated_postgres}"))
    yield _url(postgres_url, NAME)
    with _server(postgres_url) as connection:
        connection.execute(text(f"DROP DATABASE {NAME} WITH (FORCE)"))


@contextmanager
def _server(postgres_url: str) -> Iterator[Connection]:
    """Outside of transactions, as databases are made."""
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _url(postgres_url: str, name: str) -> str:
    return make_url(postgres_url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite_url", "own_postgres_url"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty, migrated database of each kind that nobody else uses."""
    url: str = request.getfixturevalue(request.param)
    return url
