"""Answering one section: stance, words, and other words for it, compared with the draft's (interface.md 3.5)."""

import re

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consultation.models import Consultation, Response, SectionText, UnsentPart
from consultation.responses import queries
from consultation.responses.content import AnswerContent, Content, PlaceKey
from consultation.vocabulary import Stance
from tests import factories
from tests.pages import PageClient
from tests.responses.test_flow import ANSWER, begin, hidden, send, send_form, text_of

SECTION = f"{ANSWER}?udkast=2&afsnit=hvor-laenge"
DRAFT_WORDS = "Et forløb varer højst seks uger (2)."
OTHER_WORDS = "Et forløb varer højst otte uger (2)."


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def place_of(store: Session, consultation: Consultation) -> PlaceKey:
    return factories.places(store, consultation)[2, "hvor-laenge"]


def test_the_sections_group_stands_first_and_has_the_focus(client: PageClient, consultation: Consultation) -> None:
    page = client.get(SECTION).get_data(as_text=True)
    fields = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*?( autofocus)?>', page)
    assert fields == [
        ("quote-hvor-laenge", ""),
        ("text-hvor-laenge", " autofocus"),
        ("proposed-hvor-laenge", ""),
        ("text", ""),
    ]
    link = begin(client, SECTION, **{"text": "", "text-hvor-laenge": "For kort."})
    again = client.get(f"{link}/skriv").get_data(as_text=True)
    assert re.findall(r'<textarea[^>]* name="([^"]+)"', again)[:2] == ["quote-hvor-laenge", "text-hvor-laenge"]
    assert "autofocus" not in again


def test_a_section_opened_from_the_draft_stands_below_what_is_written(
    client: PageClient, consultation: Consultation
) -> None:
    link = begin(client)
    opened = send_form(client, f"{link}/skriv", text="Om det hele.", til="afsnit-hvor-laenge")
    assert opened.location.endswith("/skriv?udkast=2#text-hvor-laenge")
    page = client.get(opened.location).get_data(as_text=True)
    assert re.findall(r'<textarea[^>]* name="([^"]+)"', page)[:3] == ["text", "quote-hvor-laenge", "text-hvor-laenge"]


def test_a_locked_section_is_not_opened(client: PageClient, store: Session, consultation: Consultation) -> None:
    store.execute(update(SectionText).values(locked_reason="Er fastsat i loven."))
    store.commit()
    assert 'name="text-hvor-laenge"' not in client.get(SECTION).get_data(as_text=True)
    link = begin(client)
    opened = send_form(client, f"{link}/skriv", text="Hej.", til="afsnit-hvor-laenge")
    assert 'name="text-hvor-laenge"' not in client.get(opened.location).get_data(as_text=True)


def test_each_section_has_a_stance_of_its_own(client: PageClient, store: Session, consultation: Consultation) -> None:
    link = begin(
        client,
        SECTION,
        **{"text": "Godt.", "stance": "support", "text-hvor-laenge": "Skidt.", "stance-hvor-laenge": "oppose"},
    )
    page = text_of(client.get(f"{link}/gennemse")) if send(client, link) else ""
    assert "Dette svar er sendt" in page
    content = queries.content_of(store, queries.newest_version(store, store.scalars(select(Response.id)).one()))
    assert [(answer.stance, answer.text) for answer in content.answers] == [
        (Stance.SUPPORT, "Godt."),
        (Stance.OPPOSE, "Skidt."),
    ]


def test_the_drafts_words_are_put_in_by_a_button_and_never_over_own_words(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, SECTION, **{"text": "", "text-hvor-laenge": "For kort."})
    filled = send_form(client, f"{link}/skriv", til="ordlyd-hvor-laenge")
    assert filled.location.endswith("#proposed-hvor-laenge")
    assert DRAFT_WORDS in store.scalars(select(UnsentPart.proposed_text)).all()
    store.rollback()
    page = client.get(filled.location)
    assert "Start med udkastets ordlyd" not in text_of(page)
    own = hidden(page) | {"proposed-hvor-laenge": OTHER_WORDS, "til": "ordlyd-hvor-laenge"}
    assert OTHER_WORDS in text_of(client.get(client.post(f"{link}/skriv", data=own).location))


def test_the_button_works_before_anything_is_saved(client: PageClient, consultation: Consultation) -> None:
    page = send_form(client, SECTION, til="ordlyd-hvor-laenge")
    assert DRAFT_WORDS in client.get(page.location).get_data(as_text=True)


@pytest.mark.parametrize("repeated", [DRAFT_WORDS, f" {DRAFT_WORDS.replace(' ', chr(10))} "])
def test_a_proposal_that_changes_nothing_is_none(client: PageClient, consultation: Consultation, repeated: str) -> None:
    page = send_form(client, SECTION, **{"text": "", "proposed-hvor-laenge": repeated, "til": "naeste"})
    assert "Skriv dit svar, eller vedhæft en fil med det" in text_of(page)


def test_no_door_takes_a_proposal_that_changes_nothing(store: Session, consultation: Consultation) -> None:
    answer = AnswerContent("For kort.", None, DRAFT_WORDS, *place_of(store, consultation))
    row = factories.response(store, consultation, factories.submission(content=Content((answer,))))
    stored = queries.content_of(store, queries.newest_version(store, row.id))
    assert stored.answers[0].proposed_text == ""


def test_the_proposal_is_compared_wherever_the_sender_reads_it(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, SECTION, **{"text": "", "proposed-hvor-laenge": OTHER_WORDS})
    pages = [client.get(f"{link}/skriv")]
    client.post(f"{link}/om-dig", data={"capacity": "citizen", "name": "Karen Prøvesen", "postcode": "0000"})
    pages.append(client.get(f"{link}/gennemse"))
    own = client.post(f"{link}/send", data={"til": "send"}).location
    pages += [client.get(own), client.get(own.removesuffix("/kvittering"))]
    for page in pages:
        words = text_of(page)
        assert "Et forløb varer højst Fjernet: seks Tilføjet: otte uger (2)." in words, page.request.path
        assert re.search(r"<del>.*seks.*</del>", page.get_data(as_text=True)), page.request.path
    assert "Added: otte" in text_of(client.get(f"/en{own}"))


def test_the_browsers_answer_opens_the_section_that_a_link_asks_for(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client)
    asked = client.get(SECTION).get_data(as_text=True)
    action = re.search(r'action="([^"]+)"[^>]*><input type="hidden" name="til" value="fortsaet">', asked)
    assert action is not None
    opened = client.post(action[1].replace("&amp;", "&"), data={"til": "fortsaet"})
    assert opened.location == f"{link}/skriv?udkast=2#text-hvor-laenge"
    page = client.get(opened.location)
    assert "Seks uger er for kort." in text_of(page)
    assert 'name="text-hvor-laenge"' in page.get_data(as_text=True)
