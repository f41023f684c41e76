import pytest
from sqlalchemy.orm import Session

from tests.api.world import LATER, World, build, of
from tests.conftest import Clock
from tests.databases import Once


@pytest.fixture
def world(store: Session, once: Once, at: Clock) -> World:
    """At an instant when everything that was decided has taken effect."""
    once(store, build)
    at.now = LATER
    return of(store)
