import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, Table, inspect
from sqlalchemy.schema import CreateTable

from consultation import schema
from consultation.database import make_engine
from consultation.models import Base, guards


def test_M1_the_migrated_database_equals_the_models_checks_included(engine: Engine) -> None:
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            found = {row["name"]: row["sqltext"] for row in inspect(connection).get_check_constraints(table.name)}
            assert set(found) == set(_checks(table, engine)), table.name


def _checks(table: Table, engine: Engine) -> list[str]:
    ddl = str(CreateTable(table).compile(engine))
    return re.findall(r"CONSTRAINT (\w+) CHECK", ddl)


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection", "ignore:autogenerate skipping")
def test_M1_alembic_finds_nothing_to_change(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_M1_the_guards_in_the_database_are_the_list(engine: Engine) -> None:
    with engine.connect() as connection:
        before = guards.definitions(connection)
    with engine.begin() as connection:
        guards.create(connection)
        assert guards.definitions(connection) == before
    kinds = 2 if engine.dialect.name == "sqlite" else 3
    assert len(before) == kinds * len(guards.GUARDS)


def test_M1_every_migration_goes_down_and_up_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.sqlite'}"
    schema.upgrade(url)
    schema.downgrade(url, "base")
    schema.upgrade(url)
    engine = make_engine(url)
    assert schema.current(engine) == schema.newest()
    engine.dispose()
