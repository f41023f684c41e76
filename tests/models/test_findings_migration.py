"""M1: findings and the queue outlive the going and coming back of more kinds of findings."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consultation import schema
from consultation.database import make_engine
from consultation.models import Finding, QueueEntry
from consultation.responses.risk import RISKS, Risk
from consultation.vocabulary import FindingKind
from tests import factories

KINDS = "SELECT kind FROM finding ORDER BY id"
RANK = "SELECT rank FROM queue_entry"
INDEXES = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'finding'"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    schema.upgrade(f"sqlite:///{tmp_path / 'x.sqlite'}")
    return make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")


def _lay(engine: Engine) -> None:
    """A response with a finding of an account, one of a union, and one of neither."""
    with Session(engine) as session:
        response = factories.response(session, factories.consultation(session, factories.authority(session)))
        version_id = session.execute(text("SELECT id FROM response_version")).scalar_one()
        found = ((FindingKind.IBAN, "iban"), (FindingKind.UNION, "union"), (FindingKind.OTHER, "turned"))
        for start, (kind, detector) in enumerate(found):
            owned = {"authority_id": response.authority_id, "version_id": version_id, "place": "name"}
            session.add(Finding(**owned, kind=kind, sure=False, start=start, end=start + 1, detector=detector))
        session.query(QueueEntry).update({"rank": RISKS.index(Risk.NONE)})
        session.commit()


def _known(engine: Engine, query: str) -> list[object]:
    with engine.connect() as connection:
        return list(connection.scalars(text(query)))


def test_M1_more_kinds_of_findings_come_and_go_and_no_row_is_lost(engine: Engine) -> None:
    _lay(engine)
    url = engine.url.render_as_string()
    engine.dispose()
    schema.downgrade(url, "0009")
    before = _known(engine, RANK)
    engine.dispose()
    schema.downgrade(url, "0008")
    assert _known(engine, KINDS) == ["other", "other", "other"]
    assert _known(engine, RANK) == [rank - 1 for rank in before if isinstance(rank, int)]
    engine.dispose()
    schema.upgrade(url, "0009")
    assert _known(engine, KINDS) == ["iban", "other", "other"]
    assert _known(engine, RANK) == before
    assert {"uq_finding_place", "ix_finding_version_id"} < set(_known(engine, INDEXES))
    with engine.begin() as connection, pytest.raises(IntegrityError, match="append-only"):
        connection.execute(text("DELETE FROM finding"))
    engine.dispose()
