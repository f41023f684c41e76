"""The public list folds responses that say the same under the first; each keeps its number (interface.md 5.1)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from consultation.models import Consultation
from consultation.moderation import operations
from tests import factories
from tests.factories import NOW
from tests.moderation.desk import received
from tests.pages import PageClient

LIST = "/hoeringer/hjaelp-i-hverdagen/svar"
TEMPLATE = "Vi vil have tolv uger til alle."


@pytest.fixture
def consultation(store: Session) -> Consultation:
    """Five responses: 1, 3 and 4 say the same, and 5 too, but is not shown yet."""
    row = factories.consultation(store, factories.authority(store))
    for at, text in enumerate((TEMPLATE, "Noget andet.", TEMPLATE, TEMPLATE, TEMPLATE)):
        response = received(store, row, text, sender=factories.sender(name=f"Prøve {at}"))
        when = NOW if at == 4 else NOW - timedelta(minutes=6)
        operations.publish_response(store, "system", when, response.id)
    store.commit()
    return row


def numbers(client: PageClient, address: str) -> list[str]:
    return re.findall(r'<li id="nr-([^"]+)"', client.get(address).get_data(as_text=True))


def test_the_list_folds_equal_words_under_the_first_number(consultation: Consultation, client: PageClient) -> None:
    assert numbers(client, LIST) == ["1", "2", "5"]
    page = client.get(LIST).get_data(as_text=True)
    assert page.count("Se alle 3") == 1
    assert numbers(client, f"{LIST}?ens=1") == ["1", "3", "4"]


def test_a_folded_number_is_found(consultation: Consultation, client: PageClient) -> None:
    assert client.get(f"{LIST}?nr=4").headers["Location"].endswith(f"{LIST}?ens=4#nr-4")
    assert client.get(f"{LIST}?nr=2").headers["Location"].endswith("efter=1#nr-2")


def test_who_chooses_sees_each(consultation: Consultation, client: PageClient) -> None:
    assert numbers(client, f"{LIST}?som=citizen") == ["1", "2", "3", "4"]
