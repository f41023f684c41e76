"""M1: what was done to positions outlives the going and coming back of a word for moved points."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consultation import schema
from consultation.analysis import positions
from consultation.database import make_engine
from tests import factories
from tests.analysis.dividing import ACTOR, position
from tests.factories import NOW


def test_M1_the_step_of_moved_points_comes_and_goes_and_no_row_is_lost(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.sqlite'}"
    schema.upgrade(url)
    engine = make_engine(url)
    with Session(engine) as session:
        row = position(session, factories.consultation(session, factories.authority(session)))
        positions.note_move(session, ACTOR, NOW, [1], row, None)
        session.commit()
    engine.dispose()
    schema.downgrade(url, "0021")
    with engine.connect() as connection:
        assert list(connection.scalars(text("SELECT act FROM position_event ORDER BY id"))) == ["made", "changed"]
    engine.dispose()
    schema.upgrade(url)
    with engine.begin() as connection, pytest.raises(IntegrityError, match="append-only"):
        connection.execute(text("DELETE FROM position_event"))
    engine.dispose()
