import shutil
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from consultation import clock
from consultation.database import make_engine
from tests.api.world import LATER, World, build, of
from tests.conftest import Clock


@pytest.fixture(scope="session")
def migrated_sqlite(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the tests here already holds the world, which is built once."""
    file = tmp_path_factory.mktemp("world") / "world.sqlite"
    shutil.copy(migrated_sqlite, file)
    engine = make_engine(f"sqlite:///{file}")
    clock.set_source(Clock())
    with Session(engine) as session:
        build(session)
    clock.set_source(None)
    engine.dispose()
    return file


@pytest.fixture
def world(store: Session, at: Clock) -> World:
    """At an instant when everything that was decided has taken effect."""
    at.now = LATER
    return of(store)
