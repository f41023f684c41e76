"""Pages of remarks: one text for several positions, both texts where two wrote at once (C2, U25)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import points, remarks
from consultation.models import Consultation, RemarkVersion
from tests.analysis.browsing import I, post, words
from tests.analysis.dividing import ACTOR, position, respond, spans
from tests.factories import NOW
from tests.pages import PageClient


@pytest.fixture
def shared_remark(store: Session, consultation: Consultation) -> None:
    """B1, which answers two positions with three points in two responses."""
    places = [position(store, consultation, title) for title in ("Ønske om a", "Ønske om b")]
    remark = remarks.add_remark(store, ACTOR, NOW, consultation, "Den første tekst.")
    remarks.use_remark(store, ACTOR, NOW, consultation, remark, places)
    for letter, where in (("a", [places[0], places[1]]), ("b", [places[0]])):
        row = respond(store, consultation, name=f"Prøve {letter}")
        for place in where:
            points.make_point(store, ACTOR, NOW, row, spans(store, row, 1), place)
    store.commit()


def test_U25_a_shared_remark_says_how_many_points_change_before_it_is_saved(
    owner: PageClient, shared_remark: None
) -> None:
    assert "B1 svarer på 3 punkter i 2 svar. Alle får den nye tekst." in words(owner.get(f"{I}/bemaerkninger/1"))


def test_C2_the_second_save_shows_both_texts_and_a_choice(
    store: Session, owner: PageClient, secretary: PageClient, shared_remark: None
) -> None:
    address = f"{I}/bemaerkninger/1"
    assert post(owner, address, address, {"base": "1", "text": "Fagets tekst."}).status_code == 303
    page = post(secretary, address, address, {"base": "1", "text": "Sekretærens tekst."})
    assert page.status_code == 409
    assert "Jens Fagprøve gemte en ny tekst" in words(page)
    assert "Fagets tekst." in words(page)
    assert "Sekretærens tekst.</textarea>" in page.get_data(as_text=True)
    assert '<input type="hidden" name="base" value="2">' in page.get_data(as_text=True)
    assert [row.text for row in store.scalars(select(RemarkVersion))] == ["Den første tekst.", "Fagets tekst."]


@pytest.mark.parametrize(("act", "standing"), [("", "Sekretærens tekst."), ("/behold", "Fagets tekst.")])
def test_C2_whichever_text_is_chosen_both_can_be_read_again(
    secretary: PageClient, shared_remark: None, act: str, standing: str
) -> None:
    address = f"{I}/bemaerkninger/1"
    post(secretary, address, address, {"base": "1", "text": "Fagets tekst."})
    done = post(secretary, address, f"{address}{act}", {"base": "2", "text": "Sekretærens tekst."})
    assert done.status_code == 303
    page = secretary.get(address)
    assert f"{standing}</textarea>" in page.get_data(as_text=True)
    for text in ("Den første tekst.", "Fagets tekst.", "Sekretærens tekst."):
        assert text in words(page)


@pytest.mark.parametrize("address", [f"{I}/bemaerkninger/ny", f"{I}/bemaerkninger/1"])
def test_R38_a_remark_that_answers_no_position_is_said_to_stand_in_no_paper(
    store: Session, consultation: Consultation, owner: PageClient, address: str
) -> None:
    position(store, consultation, "Ønske om a")
    remarks.add_remark(store, ACTOR, NOW, consultation, "Vi er uenige.")
    store.commit()
    saved = post(owner, address, address, {"base": "1", "text": "Vi er enige."})
    page = owner.get(saved.headers["Location"])
    assert "er gemt. Den står i intet papir, før den svarer på et synspunkt." in words(page)
    assert '<a href="#brug">Vælg et synspunkt</a>' in page.get_data(as_text=True)
    assert '<div id="brug">' in page.get_data(as_text=True)


def test_R38_a_remark_that_answers_a_position_is_just_saved(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = position(store, consultation, "Ønske om a")
    store.commit()
    address = f"{I}/bemaerkninger/ny"
    saved = post(owner, address, address, {"text": "Vi er enige.", "positions": [str(row.id)]})
    assert "intet papir" not in words(owner.get(saved.headers["Location"]))


def test_R38_a_remark_without_a_position_left_to_answer_leads_to_the_positions(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = position(store, consultation, "Ønske om a")
    for text in ("Vi er enige.", "Vi er uenige."):
        remarks.use_remark(
            store, ACTOR, NOW, consultation, remarks.add_remark(store, ACTOR, NOW, consultation, text), [row]
        )
    store.commit()
    page = owner.get(f"{I}/bemaerkninger/1").get_data(as_text=True)
    assert f'<a href="{I}/synspunkter">Åbn et synspunkt for at vælge B1 i stedet</a>' in page


def test_a_new_remark_answers_the_positions_that_are_ticked(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    first, second = (position(store, consultation, title) for title in ("Ønske om a", "Ønske om b"))
    store.commit()
    address = f"{I}/bemaerkninger/ny"
    post(owner, address, address, {"text": "Vi er enige.", "positions": [str(first.id)]})
    assert "Vi er enige. 0.1 Ønske om a (0)" in words(owner.get(f"{I}/bemaerkninger"))
    post(owner, f"{I}/bemaerkninger/1", f"{I}/bemaerkninger/1/brug", {"positions": [str(second.id)]})
    store.expire_all()
    assert second.remark_id == first.remark_id is not None
