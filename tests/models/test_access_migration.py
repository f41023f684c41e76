"""M1: who read originals, and for what, outlives the going and coming back of a purpose."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consultation import schema
from consultation.database import make_engine
from consultation.models import Access
from consultation.vocabulary import AccessPurpose, Role
from tests import factories
from tests.factories import NOW


def test_M1_the_purpose_of_journal_packages_comes_and_goes_and_no_row_is_lost(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.sqlite'}"
    schema.upgrade(url)
    engine = make_engine(url)
    with Session(engine) as session:
        authority = factories.authority(session)
        response = factories.response(session, factories.consultation(session, authority))
        reader = factories.staff(session, authority, Role.SECRETARY)
        owned = {"authority_id": authority.id, "staff_id": reader.id, "response_id": response.id}
        for purpose in (AccessPurpose.JOURNAL, AccessPurpose.CONTACT):
            session.add(Access(**owned, purpose=purpose, from_at=NOW, until_at=NOW + timedelta(minutes=30)))
        session.commit()
    engine.dispose()
    schema.downgrade(url, "0020")
    with engine.connect() as connection:
        assert list(connection.scalars(text("SELECT purpose FROM access ORDER BY id"))) == ["compilation", "contact"]
    engine.dispose()
    schema.upgrade(url)
    with engine.begin() as connection, pytest.raises(IntegrityError, match="append-only"):
        connection.execute(text("DELETE FROM access"))
    engine.dispose()
