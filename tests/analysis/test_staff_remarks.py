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
