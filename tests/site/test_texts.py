"""Reading views: explained words, laws with addresses, easy versions, tables that scroll by themselves."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.consultations import wordlist
from consultation.models import Authority, Consultation, DraftVersion, SectionText
from tests import factories
from tests.factories import NOW
from tests.site.published import ADDRESS

DRAFT = f"{ADDRESS}/udkast/1"


@pytest.fixture
def owner(store: Session) -> Authority:
    return factories.authority(store)


@pytest.fixture
def consultation(store: Session, owner: Authority) -> Consultation:
    row = factories.consultation(store, owner)
    store.commit()
    return row


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def version(store: Session) -> DraftVersion:
    return store.scalars(select(DraftVersion).order_by(DraftVersion.id).limit(1)).one()


def explain(store: Session, owner: Authority, word: str, meaning: str) -> None:
    wordlist.save_text(store, "system", NOW, owner.id, wordlist.GLOSSARY, word, meaning)
    store.commit()


def test_a_word_is_explained_where_each_section_first_uses_it(
    client: FlaskClient, store: Session, owner: Authority, consultation: Consultation
) -> None:
    explain(store, owner, "forløb", "Hjælp i en periode.")
    shown = page(client, DRAFT)
    assert shown.count('class="hs-word"') == 3
    assert '<dt id="ord_hvem_1">forløb</dt><dd>Hjælp i en periode. <a href="#ord_hvem_1_her"' in shown
    explain(store, owner, "forløb", "")
    assert "hs-word" not in page(client, DRAFT)


def test_laws_are_links_where_somebody_said_where_they_are(
    client: FlaskClient, store: Session, owner: Authority, consultation: Consultation
) -> None:
    version(store).legal_refs = "Serviceloven § 85\nBarnets lov § 90 | https://lov.example/barnet\nVejledning 9"
    wordlist.save_text(store, "system", NOW, owner.id, wordlist.LAW, "serviceloven", "https://lov.example/service")
    store.commit()
    shown = page(client, DRAFT)
    assert '<a href="https://lov.example/service">Serviceloven § 85</a>' in shown
    assert '<a href="https://lov.example/barnet">Barnets lov § 90</a>' in shown
    assert "<li>Vejledning 9</li>" in shown


def test_R54_easy_versions_have_pages_of_their_own_linked_both_ways(
    client: FlaskClient, store: Session, owner: Authority, consultation: Consultation
) -> None:
    explain(store, owner, "forløb", "Hjælp i en periode.")
    store.get_one(Consultation, consultation.id).easy_read = "Kort om hjælpen.\nEn tanke ad gangen."
    version(store).easy_read = "Et forløb varer højst seks uger."
    store.commit()
    assert f'href="{ADDRESS}/let"' in page(client, ADDRESS)
    whole = page(client, f"{ADDRESS}/let")
    assert "Kort om hjælpen.<br>" in whole
    assert f'href="{DRAFT}/let"' in whole
    assert f'href="{ADDRESS}/besvar?let=1"' in whole
    one = page(client, f"{DRAFT}/let")
    assert '<a class="hs-word" href="#ord_let_1"' in one
    assert f'href="{DRAFT}"' in one
    assert f"{ADDRESS}/besvar?udkast=1&amp;let=1" in one
    assert f'href="{DRAFT}/let"' in page(client, DRAFT)


def test_R54_without_an_easy_version_there_is_no_link_and_no_page(
    client: FlaskClient, consultation: Consultation
) -> None:
    assert "/let" not in page(client, ADDRESS)
    assert "/let" not in page(client, DRAFT)
    assert [client.get(f"{place}/let").status_code for place in (ADDRESS, DRAFT, f"{ADDRESS}/udkast/9")] == [404] * 3


def test_U05_a_closed_easy_page_offers_no_answer(client: FlaskClient, store: Session, owner: Authority) -> None:
    row = factories.consultation(store, owner, closes_at=NOW)
    row.easy_read = version(store).easy_read = "Kort om hjælpen."
    store.commit()
    for place in (ADDRESS, DRAFT):
        assert "let=1" not in page(client, f"{place}/let")


def test_U18_tables_scroll_in_regions_named_after_their_section(
    client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    for row in store.scalars(select(SectionText)):
        row.html = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    store.commit()
    names = re.findall(r'role="region" aria-label="([^"]+)"', page(client, DRAFT))
    assert names == ["Tabel: 1 Hvem kan få hjælpen?", "Tabel: 2 Hvor længe?", "Tabel: 2.1 Gruppeforløb"]


def test_a_locked_section_gives_its_reason_instead_of_a_link(
    client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    store.scalars(select(SectionText).order_by(SectionText.id).limit(1)).one().locked_reason = "Følger af loven."
    store.commit()
    shown = page(client, DRAFT)
    assert "Dette afsnit er låst. Følger af loven." in shown
    assert "afsnit=hvem" not in shown
    assert "afsnit=hvor-laenge" in shown


def test_U20_english_pages_mark_the_danish_words(
    client: FlaskClient, store: Session, owner: Authority, consultation: Consultation
) -> None:
    explain(store, owner, "forløb", "Hjælp i en periode.")
    shown = page(client, f"/en{DRAFT}")
    assert "Words in the text" in shown
    assert '<dl lang="da"><dt id="ord_hvem_1">' in shown
