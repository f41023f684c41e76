"""Databases that other processes open by their address."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from consultation import schema

NAME = "durability"


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    file = tmp_path / "test.sqlite"
    shutil.copy(migrated_sqlite, file)
    return f"sqlite:///{file}"


@pytest.fixture
def own_postgres_url(postgres_url: str) -> Iterator[str]:
    server = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {NAME}"))
    url = make_url(postgres_url).set(database=NAME).render_as_string(hide_password=False)
    schema.upgrade(url)
    yield url
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {NAME} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["sqlite_url", "own_postgres_url"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty, migrated database of each kind that nobody else uses."""
    url: str = request.getfixturevalue(request.param)
    return url
