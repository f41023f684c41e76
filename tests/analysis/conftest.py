"""What every test of analysis stands on: an open consultation, and somebody who reads."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from consultation.models import Consultation, Staff
from consultation.vocabulary import Role
from tests import factories
from tests.pages import PageClient


@pytest.fixture
def consultation(request: pytest.FixtureRequest) -> Consultation:
    """On the database of the test: of pages where it asks for one, else of each kind."""
    session: Session = request.getfixturevalue("store" if "app" in request.fixturenames else "session")
    row = factories.consultation(session, factories.authority(session))
    session.commit()
    return row


@pytest.fixture
def owner(store: Session, consultation: Consultation, sign_in: Callable[[Staff], PageClient]) -> PageClient:
    """The subject owner's browser."""
    return sign_in(factories.staff(store, consultation.authority, Role.SUBJECT_OWNER))


@pytest.fixture
def secretary(store: Session, consultation: Consultation, sign_in: Callable[[Staff], PageClient]) -> PageClient:
    """The secretary's browser."""
    return sign_in(factories.staff(store, consultation.authority, Role.SECRETARY))
