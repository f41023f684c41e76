"""Saying which of a section's own words an answer is about, from the draft to the receipt (R2, interface.md 3.5)."""

import io
import json
import re
from urllib.parse import quote

import pypdfium2  # type: ignore[import-untyped] # - it ships no types
import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.errors import Invalid
from consultation.lib.tokens import commitment
from consultation.models import Answer, Consultation, Response, SectionText, UnsentPart
from consultation.responses import confirmation, operations, queries
from consultation.responses.content import AnswerContent, Content, Place, PlaceKey, Proof
from consultation.summary import pdf_check
from consultation.vocabulary import Language
from tests import factories
from tests.conftest import ON_BOTH
from tests.factories import RECEIVED
from tests.pages import PageClient
from tests.responses.test_flow import KAREN, begin, hidden, send, send_form, text_of
from tests.responses.test_sections import SECTION
from tests.responses.test_switching import replace_draft, switch

WORDS = "højst seks uger"
TYPED = {"text": "", "text-hvor-laenge": "For kort.", "quote-hvor-laenge": WORDS}
ELSEWHERE = {**TYPED, "quote-hvor-laenge": "altid otte uger"}
MISTAKE = "Ordene står ikke i afsnit 2. Kopiér dem fra afsnittet, eller lad feltet stå tomt."
SAID = f"Om ordene: »{WORDS}«"


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def place_of(store: Session, consultation: Consultation) -> PlaceKey:
    return factories.places(store, consultation)[2, "hvor-laenge"]


def field_of(page: str) -> str:
    found = re.search(r'<textarea[^>]* name="quote-hvor-laenge"[^>]*>\n([^<]*)</textarea>', page)
    assert found is not None
    return found[1]


def quotes(store: Session) -> list[tuple[str, int | None]]:
    store.rollback()
    found = [(part.quote, part.quote_start) for part in store.scalars(select(UnsentPart)) if part.section_id]
    store.rollback()
    return found


def words_of(response: TestResponse) -> str:
    """The words of a page, quotation marks closed up."""
    return text_of(response).replace("» ", "»").replace(" «", "«").replace("“ ", "“").replace(" ”", "”")


@ON_BOTH
def test_R2_the_words_are_kept_as_the_draft_has_them_and_with_their_place(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, SECTION, **TYPED | {"quote-hvor-laenge": "  højst\nseks  uger "})
    assert quotes(store) == [(WORDS, 16)]
    assert field_of(client.get(f"{link}/skriv").get_data(as_text=True)) == WORDS
    send(client, link)
    answer = store.scalars(select(Answer)).one()
    assert (answer.quote, answer.quote_start) == (WORDS, 16)


def test_R2_the_field_is_optional_and_blanks_are_nothing(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    assert "Hvilke ord handler det om? (frivilligt)" in text_of(client.get(SECTION))
    begin(client, SECTION, **TYPED | {"quote-hvor-laenge": " \n "})
    assert quotes(store) == [("", None)]


def test_R2_marked_words_come_along_from_the_draft(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    text = store.scalars(select(SectionText).where(SectionText.heading == "Hvor længe?")).all()[1]
    text.text, text.html = "Seks uger. Nye seks uger. Og seks uger.", "<p>Seks uger. Nye seks uger. Og seks uger.</p>"
    store.commit()
    address = f"{SECTION}&ord={quote('seks uger')}&sted=2"
    page = client.get(address)
    assert field_of(page.get_data(as_text=True)) == "seks uger"
    assert hidden(page)["nth-hvor-laenge"] == "2"
    begin(client, address, **{"text-hvor-laenge": "Hej.", "quote-hvor-laenge": "seks uger"})
    assert quotes(store) == [("seks uger", 29)]


def test_R2_marked_words_come_along_into_an_answer_that_is_begun_and_write_over_nothing(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    begin(client)
    for words in (WORDS, "Et forløb"):
        asked = client.get(f"{SECTION}&ord={quote(words)}").get_data(as_text=True)
        action = re.search(r'action="([^"]+)"[^>]*><input type="hidden" name="til" value="fortsaet">', asked)
        assert action is not None
        client.post(action[1].replace("&amp;", "&"), data={"til": "fortsaet"})
        assert quotes(store) == [(WORDS, 16)]


@pytest.mark.parametrize("given", ["x" * 5000, "a" + "\u0301" * 10_001, "\x01\u202e", "'\"><script>"])
def test_I1_an_address_may_say_anything(client: PageClient, consultation: Consultation, given: str) -> None:
    for place in ("1e9", "-1", "9" * 400):
        assert client.get(f"{SECTION}&ord={quote(given)}&sted={place}").status_code == 200


def test_R22_words_that_do_not_stand_there_are_told_at_the_field_and_kept(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    page = send_form(client, SECTION, **ELSEWHERE, til="naeste")
    assert page.status_code == 200
    assert text_of(page).count(MISTAKE) == 2
    assert "Alt, du har skrevet, er gemt." in text_of(page)
    assert field_of(page.get_data(as_text=True)) == "altid otte uger"
    assert quotes(store) == [("altid otte uger", None)]


def test_R22_autosave_keeps_what_is_typed_and_other_ways_lead_on(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    told = send_form(client, SECTION, **ELSEWHERE, til="autosave").get_json()
    assert quotes(store) == [("altid otte uger", None)]
    assert send_form(client, told["location"], **ELSEWHERE, til="filer").location.endswith("/filer")
    assert MISTAKE in text_of(client.get(told["location"]))


def test_R2_nothing_is_sent_with_words_that_do_not_stand_there(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, SECTION, **TYPED)
    send_form(client, f"{link}/skriv", **ELSEWHERE, til="pause")
    client.post(f"{link}/om-dig", data=KAREN)
    to_field = f"{link}/skriv?udkast=2#quote-hvor-laenge"
    assert client.get(f"{link}/gennemse").location == to_field
    assert client.post(f"{link}/send", data={"til": "send"}).location == to_field
    assert store.scalars(select(Response)).all() == []


@pytest.mark.parametrize(("words", "start"), [("otte uger", 16), (WORDS, 3), (WORDS, None), ("", 0)])
def test_R2_no_door_takes_words_that_do_not_stand_there(
    store: Session, consultation: Consultation, words: str, start: int | None
) -> None:
    answer = AnswerContent("Hej.", None, "", *place_of(store, consultation), quote=words, quote_start=start)
    with pytest.raises(Invalid) as refused:
        factories.response(store, consultation, factories.submission(content=Content((answer,))))
    assert refused.value.errors == {"quote": "unknown"}
    store.rollback()


@ON_BOTH
def test_R2_the_database_takes_no_words_without_their_place(store: Session, consultation: Consultation) -> None:
    row = factories.response(store, consultation, factories.submission())
    store.commit()
    version = queries.newest_version(store, row.id)
    ids = {"authority_id": row.authority_id, "version_id": version.id, "position": 2}
    for wrong in ({"quote": WORDS}, {"quote_start": 3}, {"quote": WORDS, "quote_start": 3}):
        store.add(Answer(**ids, **wrong))
        with pytest.raises(IntegrityError, match="quote"):
            store.flush()
        store.rollback()


def test_R2_the_words_are_shown_wherever_the_sender_reads_the_answer(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, SECTION, **TYPED)
    client.post(f"{link}/om-dig", data=KAREN)
    pages = [client.get(f"{link}/gennemse")]
    receipt = client.post(f"{link}/send", data={"til": "send"}).location
    own = receipt.removesuffix("/kvittering")
    pages += [client.get(address) for address in (receipt, own, f"{own}/ret")]
    for page in pages:
        assert SAID in words_of(page), page.request.path
    assert f"On the words: “{WORDS}”" in words_of(client.get(f"/en{own}"))
    paper = pypdfium2.PdfDocument(io.BytesIO(client.get(f"{own}/kvittering.pdf").data))
    assert SAID in " ".join(paper[0].get_textpage().get_text_bounded().split())
    assert pdf_check.faults(client.get(f"{own}/kvittering.pdf").data, "da") == ()


def test_R21_a_correction_keeps_the_words(client: PageClient, store: Session, consultation: Consultation) -> None:
    own = send(client, begin(client, SECTION, **TYPED))
    send_form(client, f"{own}/ret", **{"text-1": "Alt for kort.", "til": "gem"})
    newest = store.scalars(select(Answer).order_by(Answer.id.desc()).limit(1)).one()
    assert (newest.text, newest.quote, newest.quote_start) == ("Alt for kort.", WORDS, 16)


def test_L3_the_receipt_commits_to_the_words_and_can_be_recomputed(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    own = send(client, begin(client, SECTION, **TYPED))
    told = json.loads(client.get(f"{own}/kvittering.json").data)
    assert (told["answers"][0]["quote"], told["answers"][0]["quote_start"]) == (WORDS, 16)
    assert json.loads(told["text"])["answers"][0]["quote"] == WORDS
    assert commitment(told["nonce"], told["number"], told["received_at"], told["text"]) == told["commitment"]


def test_L3_receipts_of_answers_without_words_are_as_they_always_were(store: Session) -> None:
    place = Place(2, "Titel", 1, "hvor-laenge", "2", "Hvor længe?", "Seks uger.")
    key = PlaceKey(1, 1)
    text = Proof("00", "1", RECEIVED).text(
        factories.sender(), Content((AnswerContent("Hej.", None, "", *key),)), {key: place}
    )
    assert json.loads(text)["answers"] == [
        {"draft": 2, "version": 1, "section": "hvor-laenge", "stance": None, "text": "Hej.", "proposed_text": ""}
    ]


@pytest.mark.parametrize(
    ("language", "said"), [(Language.DANISH, SAID), (Language.ENGLISH, f"On the words: “{WORDS}”")]
)
def test_R18_the_mail_names_the_words(language: Language, said: str) -> None:
    place = Place(2, "Titel", 1, "hvor-laenge", "2", "Hvor længe?", f"Et forløb varer {WORDS}.")
    answer = AnswerContent("For kort.", quote=WORDS.replace(" ", "\n"), quote_start=16)
    lines = confirmation.whole_words([(place, answer)], Content((answer,)), language).splitlines()
    assert lines[lines.index(said) + 1] == "For kort."


# A draft replaced


def test_R7_words_go_over_to_the_new_version_where_they_stand_there(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, SECTION, **TYPED | {"quote-hvor-laenge": "Et forløb varer"})
    replace_draft(store, consultation, ("hvem", "hvor-laenge"))
    assert field_of(switch(client, link)) == "Et forløb varer"
    assert quotes(store) == [("Et forløb varer", 0)]


def test_R7_words_that_the_new_version_lacks_stay_as_typed_and_it_says_so(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, SECTION, **TYPED)
    replace_draft(store, consultation, ("hvem", "hvor-laenge"))
    page = switch(client, link)
    assert field_of(page) == WORDS
    assert MISTAKE in page
    assert quotes(store) == [(WORDS, None)]


def test_R7_words_about_a_section_that_is_gone_are_named_in_the_text(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, SECTION, **TYPED)
    replace_draft(store, consultation, ("hvem",))
    assert f"2 Hvor længe?, »{WORDS}«:\n\nFor kort." in switch(client, link)


def test_R7_who_does_not_switch_keeps_words_and_version(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, SECTION, **TYPED)
    replace_draft(store, consultation, ("hvem", "hvor-laenge"))
    own = send(client, link)
    assert [(one.quote, one.quote_start) for one in store.scalars(select(Answer))] == [(WORDS, 16)]
    assert f"{SAID}. " in words_of(client.get(own))


def test_R21_the_same_answer_again_is_the_same_version(store: Session, consultation: Consultation) -> None:
    place = place_of(store, consultation)
    answer = AnswerContent("Hej.", None, "", *place, quote=WORDS, quote_start=16)
    row = factories.response(store, consultation, factories.submission(content=Content((answer,))))
    before = queries.newest_version(store, row.id)
    same = operations.correct_response(
        store, factories.settings(), RECEIVED, row, factories.sender(), queries.content_of(store, before)
    )
    assert same is before
