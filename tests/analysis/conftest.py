"""What every test of analysis stands on: an open consultation, and somebody who reads."""

import pytest
from sqlalchemy.orm import Session

from consultation.models import Consultation
from tests import factories


@pytest.fixture
def consultation(session: Session) -> Consultation:
    row = factories.consultation(session, factories.authority(session))
    session.commit()
    return row
