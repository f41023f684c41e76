"""Pages of the themes: the tree is changed by buttons and lists, and says what it holds (R37)."""

from sqlalchemy.orm import Session

from consultation.analysis import points, queries, themes
from consultation.models import Consultation, Theme
from tests.analysis.browsing import I, post, published, words
from tests.analysis.dividing import ACTOR, position, spans
from tests.factories import NOW
from tests.pages import PageClient

THEMES = f"{I}/temaer"


def add(store: Session, consultation: Consultation, *titles: str) -> list[Theme]:
    rows = [themes.add_theme(store, ACTOR, NOW, consultation, title) for title in titles]
    store.commit()
    return rows


def titles(store: Session, consultation: Consultation) -> list[str]:
    store.expire_all()
    found = [row.title for row in queries.list_themes(store, consultation.id)]
    store.rollback()
    return found


def test_themes_are_taken_from_the_drafts_added_and_moved(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    post(owner, THEMES, f"{THEMES}/overskrifter")
    post(owner, THEMES, THEMES, {"title": "Pris"})
    assert titles(store, consultation) == ["Hvem kan få hjælpen?", "Hvor længe?", "Pris", "Generelt"]
    (price,) = add(store, consultation, "Pris")
    post(owner, THEMES, f"{THEMES}/{price.id}/op")
    assert titles(store, consultation) == ["Hvem kan få hjælpen?", "Pris", "Hvor længe?", "Generelt"]
    assert "2 Pris 0 0 Flyt op Pris Flyt ned Pris" in words(owner.get(THEMES))


def test_it_says_how_many_positions_and_points_there_are_with_what_stands_below(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(store, consultation)
    points.make_point(store, ACTOR, NOW, row, spans(store, row, 1), position(store, consultation))
    top, general = add(store, consultation, "Øverst", "Generelt")
    below = queries.list_positions(store, consultation.id)[0]
    (under,) = add(store, consultation, "Under")
    themes.place_theme(store, ACTOR, NOW, consultation, under, top)
    below.theme_id = under.id
    store.commit()
    page = words(owner.get(THEMES))
    assert "1 Øverst 0 (1 i alt) 0 (1 i alt)" in page
    assert "1.1 Under 1 1" in page
    assert general.title in page


def test_a_theme_is_put_under_another_renamed_merged_and_taken_away(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    who, what, price, empty = add(store, consultation, "Hvem?", "Hvad?", "Pris", "Tom")
    page = f"{THEMES}/{what.id}"
    post(owner, page, f"{page}/flyt", {"parent": who.id})
    assert "1.1 Hvad?" in words(owner.get(THEMES))
    post(owner, page, f"{page}/flyt", {"parent": -1})
    post(owner, page, page, {"title": "Hvilken hjælp?"})
    assert titles(store, consultation) == ["Hvem?", "Pris", "Tom", "Hvilken hjælp?"]
    position(store, consultation)
    queries.list_positions(store, consultation.id)[0].theme_id = what.id
    store.commit()
    told = post(owner, page, f"{page}/saml", {"into": price.id})
    assert "1 synspunkt er flyttet til Pris." in words(owner.get(told.location))
    post(owner, f"{THEMES}/{empty.id}", f"{THEMES}/{empty.id}/fjern")
    assert titles(store, consultation) == ["Hvem?", "Pris", "Generelt"]
    assert owner.get(page).status_code == 404


def test_what_may_not_be_is_said_in_words(store: Session, consultation: Consultation, owner: PageClient) -> None:
    who, what = add(store, consultation, "Hvem?", "Hvad?")
    assert "Der er allerede et tema med det navn." in words(post(owner, THEMES, THEMES, {"title": who.title}))
    page = f"{THEMES}/{what.id}"
    told = post(owner, page, page, {"title": who.title})
    assert "Der er allerede et tema med det navn der." in words(owner.get(told.location))
    told = post(owner, page, f"{page}/flyt", {"parent": what.id})
    assert "Temaet kan ikke stå der mere. Vælg en anden plads." in words(owner.get(told.location))


def test_the_secretary_is_led_to_the_main_themes_of_the_summary(
    store: Session, consultation: Consultation, owner: PageClient, secretary: PageClient
) -> None:
    (row,) = add(store, consultation, "Pris")
    row.main_rank = 1
    store.commit()
    assert "1 Pris 1. hovedtema" in words(owner.get(THEMES))
    assert "hovedtemaer" not in words(owner.get(THEMES))
    assert "Vælg sammenfatningens hovedtemaer" in words(secretary.get(THEMES))
