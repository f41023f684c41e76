"""A heard party's own link (interface.md 4.3, R12)."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.lib.tokens import hash_token
from consultation.models import Consultation, HeardParty, Party, Response, ResponseParty, Unsent
from consultation.responses import figures, queries
from consultation.vocabulary import Capacity, PartyBasis, PartyKind
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES
from tests.pages import PageClient
from tests.responses.test_flow import text_of

LINK = "/part/hemmeligt-link"


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    party = Party(
        authority_id=row.authority_id,
        kind=PartyKind.DISABILITY_COUNCIL,
        name="Handicaprådet i Prøvestad",
        email="raad@proeve.example",
    )
    store.add(party)
    store.flush()
    store.add(
        HeardParty(
            authority_id=row.authority_id,
            consultation_id=row.id,
            party_id=party.id,
            basis=PartyBasis.STATUTORY,
            token_hash=hash_token("hemmeligt-link"),
        )
    )
    store.commit()
    return row


def test_U12_no_remarks_in_one_press_with_a_receipt_and_undo(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    receipt = client.post(LINK, data={"til": "ingen"})
    page = client.get(receipt.location)
    assert "Vi har noteret, at Handicaprådet i Prøvestad ingen bemærkninger har" in text_of(page)
    assert "Fortryd" in text_of(page)
    assert "Den, der har det, kan fortryde svaret." in text_of(page)
    assert figures.read(store, consultation.id) == {"on_time.published": 1, "no_remarks": 1, "senders": 1}
    store.rollback()
    client.post(receipt.location.replace("/kvittering", "/traek-tilbage"), data={"til": "fortryd"})
    assert figures.read(store, consultation.id) == {"on_time.withdrawn": 1, "senders": 1}


def test_U12_ten_reads_of_the_link_change_nothing(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    for _ in range(10):
        assert "I er spurgt som Handicaprådet i Prøvestad." in text_of(client.get(LINK))
    assert store.scalar(select(func.count(Response.id))) == 0
    assert store.scalar(select(func.count(Unsent.id))) == 0


def test_pressed_again_it_is_the_same_receipt_and_undone_a_new_number(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    receipts = {client.post(LINK, data={"til": "ingen"}).location for _ in range(3)}
    assert len(receipts) == 1
    client.post(receipts.pop().replace("/kvittering", "/traek-tilbage"), data={"til": "fortryd"})
    again = client.post(LINK, data={"til": "ingen"}).location
    assert "Svar nr. 2" in text_of(client.get(again))


def test_a_party_writes_and_goes_straight_to_the_review(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    write = client.post(LINK, data={"til": "skriv"}).location
    review = client.post(write, data={"text": "Rådet finder seks uger for kort.", "til": "naeste"}).location
    assert review.endswith("/gennemse")
    words = text_of(client.get(review))
    assert "Handicaprådet i Prøvestad" in words
    assert "raad@proeve.example" in words
    client.post(review.replace("/gennemse", "/send"), data={"til": "send"})
    version = queries.newest_version(store, store.scalars(select(Response.id)).one())
    assert version.capacity is Capacity.COUNCIL
    assert store.scalar(select(func.count(ResponseParty.id))) == 1


def test_several_people_share_the_partys_answer(client: PageClient, store: Session, consultation: Consultation) -> None:
    links = {client.post(LINK, data={"til": "skriv"}).location for _ in range(2)}
    assert len(links) == 1
    assert "Fortsæt jeres svar" in text_of(client.get(LINK))


def test_remarks_take_the_place_of_no_remarks(client: PageClient, store: Session, consultation: Consultation) -> None:
    client.post(LINK, data={"til": "ingen"})
    write = client.post(LINK, data={"til": "skriv"}).location
    review = client.post(write, data={"text": "Vi har alligevel noget.", "til": "naeste"}).location
    client.post(review.replace("/gennemse", "/send"), data={"til": "send"})
    assert figures.read(store, consultation.id) == {"on_time.withdrawn": 1, "on_time.awaiting": 1, "senders": 1}
    store.rollback()
    assert "I har svaret" in text_of(client.get(LINK))


def test_after_the_deadline_the_link_offers_nothing(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    at.now = CLOSES
    words = text_of(client.get(LINK))
    assert "Vi har ingen bemærkninger" not in words
    assert client.post(LINK, data={"til": "ingen"}).status_code == 409
    assert store.scalar(select(func.count(Response.id))) == 0
