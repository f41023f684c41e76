from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.schema import CreateSchema, DropSchema

from consultation import schema
from consultation.database import make_engine
from consultation.models import Base, fulltext, guards


def test_M1_the_migrated_database_equals_the_models_checks_included(engine: Engine, tmp_path: Path) -> None:
    """What a CHECK says, not its name alone: a word added to an enumeration needs a migration."""
    with _made_by_models(engine, tmp_path) as (made, home):
        for table in Base.metadata.sorted_tables:
            assert _checks(engine, table.name) == _checks(made, table.name, home), table.name


@contextmanager
def _made_by_models(engine: Engine, folder: Path) -> Iterator[tuple[Engine, str | None]]:
    """The models' own tables in another file, or in another schema of the same server."""
    if engine.dialect.name == "sqlite":
        made = make_engine(f"sqlite:///{folder / 'models.sqlite'}")
        Base.metadata.create_all(made)
        yield made, None
        made.dispose()
        return
    with engine.begin() as connection:
        connection.execute(CreateSchema("models"))
        Base.metadata.create_all(connection.execution_options(schema_translate_map={None: "models"}))
    yield engine, "models"
    with engine.begin() as connection:
        connection.execute(DropSchema("models", cascade=True))


def _checks(engine: Engine, table: str, home: str | None = None) -> dict[str | None, str]:
    return {row["name"]: row["sqltext"] for row in inspect(engine).get_check_constraints(table, schema=home)}


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection", "ignore:autogenerate skipping")
def test_M1_alembic_finds_nothing_to_change(engine: Engine) -> None:
    with engine.connect() as connection:
        opts = {"compare_server_default": True, "include_object": fulltext.compared(engine.dialect.name)}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


def test_M1_what_no_model_describes_is_as_the_models_would_make_it(engine: Engine, tmp_path: Path) -> None:
    """FTS5 with its triggers, and PostgreSQL's index of the words: left out above, and compared by their text here."""
    with _made_by_models(engine, tmp_path) as (made, home):
        found = _full_text(engine, "public")
        assert found == _full_text(made, home or "public")
    if engine.dialect.name == "sqlite":
        assert {name for name in found if not name.startswith("search_entry")} == fulltext.SHADOWS
        assert sum(name.startswith("search_entry_") for name in found) == len(fulltext.SQLITE) - 1


def _full_text(engine: Engine, home: str) -> dict[str, str]:
    """Name -> definition."""
    query = (
        "SELECT name, sql FROM sqlite_master WHERE name LIKE 'search!_index%' ESCAPE '!'"
        " OR (type = 'trigger' AND name LIKE 'search!_%' ESCAPE '!')"
        if engine.dialect.name == "sqlite"
        else "SELECT indexname, replace(indexdef, :home || '.', '') FROM pg_indexes"
        " WHERE tablename = 'search_entry' AND schemaname = :home"
        " UNION SELECT column_name, collation_name FROM information_schema.columns"
        " WHERE table_name = 'search_entry' AND table_schema = :home AND column_name = 'sort_key'"
    )
    given = {} if engine.dialect.name == "sqlite" else {"home": home}
    with engine.connect() as connection:
        rows = {row[0]: row[1] for row in connection.execute(text(query), given)}
    assert rows
    return rows


def test_M1_the_guards_in_the_database_are_the_list(engine: Engine) -> None:
    with engine.connect() as connection:
        before = guards.definitions(connection)
    with engine.begin() as connection:
        guards.create(connection)
        assert guards.definitions(connection) == before
    kinds = 2 if engine.dialect.name == "sqlite" else 3
    assert len(before) == kinds * len(guards.GUARDS)


def test_M1_the_newest_migration_is_the_one_that_the_files_are_named_by() -> None:
    assert ScriptDirectory.from_config(schema.configuration("sqlite://")).get_current_head() == schema.newest()


@pytest.mark.database
def test_M1_every_migration_goes_down_and_up_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.sqlite'}"
    schema.upgrade(url)
    schema.downgrade(url, "base")
    schema.upgrade(url)
    engine = make_engine(url)
    assert schema.current(engine) == schema.newest()
    engine.dispose()
