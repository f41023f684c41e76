"""The page of words that stand out in what is published about a draft (analysis.md)."""

from datetime import timedelta

from sqlalchemy.orm import Session

from consultation.models import Consultation
from consultation.moderation import operations as moderation
from consultation.vocabulary import Reason
from tests.analysis.browsing import I, published, words
from tests.conftest import Clock
from tests.factories import NOW
from tests.pages import PageClient

DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "søndag", "lørdag")

LONG = (
    "Hjælpen er for lille, siger vi alle sammen, og sådan har det været siden kommunen flyttede kontoret til havnen. "
    "Ingen svarer telefonen om eftermiddagen, brevene kommer sent, sagerne ligger længe, og mange giver op. "
    "Derfor beder foreningen udvalget om flere hænder, klare frister, bedre lokaler, roligere møder og varm mad hjemme."
)


def test_words_of_a_draft_stand_with_sentences_of_what_is_public(
    store: Session, consultation: Consultation, owner: PageClient, at: Clock
) -> None:
    for number, day in enumerate(DAYS):
        general = f"{LONG} Det gælder hver {day}."
        row = published(store, consultation, general, f"Bussen kører ikke {day}.", name=f"Prøve {number}")
    moderation.withhold(store, NOW, row, Reason.ABUSE)
    store.commit()
    at.now += timedelta(hours=1)
    address = f"{I}/udkast/1/ord"
    page = words(owner.get(address))
    assert "bussen 6 0 Bussen kører ikke mandag. (1)" in page
    assert "lørdag" not in page
    assert "Ingen ord skiller sig ud." in words(owner.get(f"{I}/udkast/2/ord"))
    for linked in ("temaer", "daekning"):
        assert f'href="{address}"' in owner.get(f"{I}/{linked}").get_data(as_text=True)


def test_a_draft_that_is_not_there_is_not_found(store: Session, consultation: Consultation, owner: PageClient) -> None:
    assert owner.get(f"{I}/udkast/99/ord").status_code == 404
