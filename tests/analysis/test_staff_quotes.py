"""Pages of quotations: five that stand for the others, and a person picks (analysis.md)."""

import pytest
from sqlalchemy.orm import Session

from consultation.analysis import points
from consultation.models import Consultation, Position
from tests.analysis.browsing import I, post, published, words
from tests.analysis.dividing import ACTOR, position, spans
from tests.factories import NOW
from tests.pages import PageClient


@pytest.fixture
def row(store: Session, consultation: Consultation) -> Position:
    """A position of eight points, of which six say nearly the same."""
    made = position(store, consultation)
    texts = [
        f"Bussen kører for sjældent om {day}."
        for day in ("mandagen", "aftenen", "natten", "søndagen", "vinteren", "julen")
    ]
    for number, text in enumerate([*texts, "Prisen stiger.", "Sproget er svært."]):
        response = published(store, consultation, text, name=f"Prøve {number}")
        points.make_point(store, ACTOR, NOW, response, spans(store, response, 0), made)
    store.commit()
    return made


def test_five_are_proposed_with_how_many_they_stand_for_and_a_person_picks(
    store: Session, consultation: Consultation, owner: PageClient, row: Position
) -> None:
    address = f"{I}/synspunkter/{row.id}/citater"
    assert f'href="{address}"' in owner.get(f"{I}/synspunkter/{row.id}").get_data(as_text=True)
    page = owner.get(address)
    assert "Der er ikke valgt nogen citater endnu." in words(page)
    assert words(page).count("Vælg citatet") == 8
    assert "Alle andre ord i synspunktet (3)" in words(page)
    first = page.get_data(as_text=True).split('name="citat" value="')[1].split('"')[0]
    told = post(owner, address, f"{address}/valg", {"citat": first, "til": "vaelg"})
    assert "Der er ikke valgt" not in words(owner.get(told.location))
    post(owner, address, f"{address}/valg", {"citat": first, "til": "fjern"})
    assert "Der er ikke valgt nogen citater endnu." in words(owner.get(address))


def test_what_is_not_there_is_said_and_an_unknown_act_is_none(
    store: Session, consultation: Consultation, owner: PageClient, row: Position
) -> None:
    address = f"{I}/synspunkter/{row.id}/citater"
    told = post(owner, address, f"{address}/valg", {"citat": "999999", "til": "vaelg"})
    assert "Ordene kan ikke citeres mere. Se listen igen." in words(owner.get(told.location))
    assert post(owner, address, f"{address}/valg", {"citat": "1", "til": "andet"}).status_code == 400


def test_a_theme_has_proposals_over_all_its_positions(
    store: Session, consultation: Consultation, owner: PageClient, row: Position
) -> None:
    page = owner.get(f"{I}/temaer/{row.theme_id}/citater")
    assert words(page).count("Vælg citater til synspunkt 0.1") == 5
    assert f'/temaer/{row.theme_id}/citater"' in owner.get(f"{I}/temaer/{row.theme_id}").get_data(as_text=True)
