"""R54: a consultation has a sheet that is printed, filled in by hand and handed in, while it can be used."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consultation.models import Consultation
from consultation.site.public_paper import LINES
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES, OPENED
from tests.site.published import ADDRESS

SHEET = f"{ADDRESS}/svarskema"


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def read(client: FlaskClient, address: str) -> str:
    return client.get(address).get_data(as_text=True).replace("\xa0", " ").replace("&nbsp;", " ")


@pytest.mark.usefixtures("consultation")
def test_R54_the_sheet_has_the_deadline_the_address_and_a_box_for_every_draft(client: FlaskClient) -> None:
    page = read(client, SHEET)
    for words in (
        "senest søndag den 15. marts 2026 kl. 23.59",
        "Prøvevej 1",
        "00 00 00 00",
        "Udkast 1: Støtte 1",
        "Udkast 2: Støtte 2",
        "Skriv ikke CPR-nummer",
        "http://localhost/hoeringer/hjaelp-i-hverdagen/privatliv",
    ):
        assert words in page, words
    assert page.count("hs-sheet-line") > LINES


@pytest.mark.usefixtures("consultation")
def test_R54_the_sheet_is_linked_from_the_consultation_and_told_of_in_help(client: FlaskClient) -> None:
    assert f'href="{SHEET}"' in read(client, ADDRESS)
    assert "skema, som du kan printe" in read(client, "/hjaelp")


@pytest.mark.usefixtures("consultation")
@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (OPENED - timedelta(hours=1), None),
        (CLOSES, "Skemaet kan ikke bruges mere."),
        (CLOSES - timedelta(1), "Hvem er du?"),
    ],
)
def test_R54_the_sheet_is_there_while_it_can_be_used(
    client: FlaskClient, at: Clock, moment: object, words: str | None
) -> None:
    at.now = moment  # type: ignore[assignment]  # - an instant
    answer = client.get(SHEET)
    assert answer.status_code == (200 if words else 404)
    assert (words or "") in answer.get_data(as_text=True)


def test_R54_before_it_opens_the_sheet_says_when_it_can_be_used(client: FlaskClient, store: Session, at: Clock) -> None:
    row = factories.consultation(store, factories.authority(store))
    row.opens_at, row.visible_from = OPENED + timedelta(days=5), OPENED
    store.commit()
    at.now = OPENED + timedelta(days=1)
    page = read(client, SHEET)
    assert "Skemaet kan printes, når høringen er åben." in page
    assert "Hvem er du?" not in page


@pytest.mark.usefixtures("consultation")
def test_R54_the_sheet_is_in_english_behind_en(client: FlaskClient) -> None:
    page = read(client, f"/en{SHEET}")
    assert "Who are you?" in page
    assert '<span lang="da">' in page
