"""The databases that the tests share: nothing of one test is there in the next."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from consultation.database import is_sqlite, make_engine
from consultation.models import Base, Consultation, Snapshot
from tests.databases import Once, SharedFile, empty_postgres, number_anew
from tests.summary.case import case

FOUND = text("SELECT count(*) FROM search_index WHERE search_index MATCH 'uger'")


@pytest.fixture
def file(migrated_sqlite: Path, tmp_path: Path) -> Iterator[SharedFile]:
    """One of the test's own, filled."""
    (tmp_path / "shared").mkdir()
    own = SharedFile(make_engine(f"sqlite:///{tmp_path / 'shared' / 'test.sqlite'}"), migrated_sqlite)
    with Session(own.emptied()) as session:
        case(session).freeze()
        session.commit()
    yield own
    own.close()


def rows(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        found = {table.name: connection.execute(select(table)).all() for table in Base.metadata.sorted_tables}
    return {name: sorted(map(tuple, read), key=repr) for name, read in found.items() if read}


def test_what_may_only_grow_is_emptied_too_and_guarded_after(file: SharedFile) -> None:
    engine = file.emptied()
    assert rows(engine) == {}
    with Session(engine) as session:
        case(session).freeze()
        with pytest.raises(DatabaseError, match="append-only"):
            session.execute(delete(Snapshot))


def test_what_was_found_is_found_no_more(file: SharedFile) -> None:
    with Session(file.engine) as session:
        found = session.scalar(FOUND)
    with Session(file.emptied()) as session:
        assert session.scalar(FOUND) == 0
        case(session)
        assert session.scalar(FOUND) == found


@pytest.mark.parametrize("change", ["DROP TRIGGER guard_snapshot_delete", "CREATE TABLE mine (id INTEGER)"])
def test_tables_that_a_test_has_changed_are_made_anew(file: SharedFile, migrated_sqlite: Path, change: str) -> None:
    with file.emptied().begin() as connection:
        connection.execute(text(change))
    assert rows(file.emptied()) == {}
    schema = text("SELECT name, sql FROM sqlite_schema ORDER BY name")
    template = make_engine(f"sqlite:///{migrated_sqlite}")
    with file.emptied().connect() as here, template.connect() as there:
        assert here.execute(schema).all() == there.execute(schema).all()
    template.dispose()


def test_who_still_reads_keeps_nothing_for_the_next_test(file: SharedFile) -> None:
    with file.engine.execution_options(writes=False).connect() as before:
        assert before.scalars(select(Consultation.id)).all()
        assert rows(file.emptied()) == {}


def test_a_file_that_a_test_has_put_in_its_place_is_taken_away(file: SharedFile, tmp_path: Path) -> None:
    file.keep(tmp_path / "kept.sqlite")
    engine = file.emptied()
    engine.dispose()
    Path(str(engine.url.database)).unlink()
    shutil.copy(tmp_path / "kept.sqlite", str(engine.url.database))
    assert rows(file.emptied()) == {}


def test_what_is_laid_again_is_what_was_made(engine: Engine, once: Once, sqlite_file: SharedFile) -> None:
    with Session(engine) as session:
        made = once(session, case).consultation.id
    before = rows(engine)
    sqlite_file.emptied() if is_sqlite(engine) else empty_postgres(engine)
    assert rows(engine) == {}
    with Session(engine) as session:
        again = once(session, case)
        assert (again.session, again.consultation.id, again.responses[1].seq) == (session, made, 2)
        assert again.freeze().seq == 1
    assert rows(engine) == before


def test_the_next_row_comes_behind_those_that_are_laid_also_where_rows_were_numbered_anew(
    engine: Engine, once: Once, sqlite_file: SharedFile
) -> None:
    with Session(engine) as session:
        once(session, case)
    sqlite_file.emptied() if is_sqlite(engine) else empty_postgres(engine)
    if not is_sqlite(engine):
        number_anew(engine)
    with Session(engine) as session:
        assert once(session, case).freeze().seq == 1
