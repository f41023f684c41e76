"""Guiding questions and the easy path, as a browser without JavaScript walks them."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Consultation, Draft, Question, Response, UnsentPart
from consultation.responses import queries
from consultation.responses.content import Content
from consultation.vocabulary import Capacity, EasyQuestion, QuestionKind
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES
from tests.pages import PageClient
from tests.responses.test_flow import ANSWER, begin, hidden, hidden_action, send, send_form, text_of

WHOLE = f"{ANSWER}?udkast=0"
EASY = f"{ANSWER}?let=1"


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


@pytest.fixture
def single(store: Session, consultation: Consultation) -> Question:
    row = factories.question(store, consultation)
    store.commit()
    return row


def about_draft(store: Session, owner: Consultation, number: int, kind: QuestionKind, text: str) -> Question:
    draft = store.scalars(select(Draft).where(Draft.consultation_id == owner.id, Draft.number == number)).one()
    row = factories.question(store, owner, kind, draft.id, text, "")
    store.commit()
    return row


def sent(store: Session) -> Content:
    """What the newest version of the one response says."""
    row = store.scalars(select(Response)).one()
    content = queries.content_of(store, queries.newest_version(store, row.id))
    store.commit()
    return content


def easy(store: Session, code: EasyQuestion) -> str:
    """The name of the field of one of the three."""
    name = f"text.{store.scalars(select(Question.id).where(Question.code == code)).one()}"
    store.commit()
    return name


# Asking and answering


def test_a_question_stands_below_the_answer_and_is_voluntary(client: PageClient, single: Question) -> None:
    words = text_of(client.get(WHOLE))
    assert words.index("Dit svar") < words.index("Står det klart? (frivilligt)")
    assert "Jeg vil ikke vælge" in words


def test_U01_a_response_with_nothing_but_words_needs_no_question(
    client: PageClient, store: Session, single: Question
) -> None:
    send(client, begin(client, WHOLE))
    assert [answer.question_id for answer in sent(store).answers] == [None]


def test_U03_other_drafts_questions_are_not_seen(
    client: PageClient, store: Session, consultation: Consultation, single: Question
) -> None:
    about_draft(store, consultation, 1, QuestionKind.TEXT, "Hvad mangler i det første?")
    about_draft(store, consultation, 2, QuestionKind.TEXT, "Hvad mangler i det andet?")
    words = text_of(client.get(f"{ANSWER}?udkast=2"))
    assert "Hvad mangler i det andet?" in words
    assert "Hvad mangler i det første?" not in words
    assert "Står det klart?" not in words


def test_where_there_is_one_draft_its_page_asks_about_the_whole_too(client: PageClient, store: Session) -> None:
    owner = factories.consultation(store, factories.authority(store), drafts=1)
    asked = factories.question(store, owner)
    store.commit()
    assert "Står det klart?" in text_of(client.get(ANSWER))
    send(client, begin(client, ANSWER, **{f"choice.{asked.id}": "2"}))
    assert [answer.choices for answer in sent(store).answers] == [(), (2,)]


@pytest.mark.parametrize(
    ("kind", "chosen", "kept"),
    [(QuestionKind.SINGLE, ["2"], (2,)), (QuestionKind.MULTIPLE, ["3", "1"], (1, 3)), (QuestionKind.SINGLE, ["0"], ())],
)
def test_U06_choices_are_kept_by_every_button(
    client: PageClient,
    store: Session,
    consultation: Consultation,
    kind: QuestionKind,
    chosen: list[str],
    kept: tuple[int, ...],
) -> None:
    asked = factories.question(store, consultation, kind)
    store.commit()
    link = begin(client, WHOLE, til="filer", **{f"choice.{asked.id}": chosen})
    page = client.get(f"{link}/skriv").get_data(as_text=True)
    checked = re.findall(rf'name="choice\.{asked.id}" value="(\d)" checked', page)
    assert tuple(map(int, checked)) == kept
    send(client, link)
    assert [answer.choices for answer in sent(store).answers if answer.question_id] == ([kept] if kept else [])


def test_a_choice_alone_can_be_sent(client: PageClient, store: Session, single: Question) -> None:
    send(client, begin(client, WHOLE, text="", **{f"choice.{single.id}": "1"}))
    assert [(answer.text, answer.choices) for answer in sent(store).answers] == [("", (1,))]


def test_nothing_at_all_is_asked_for_in_words(client: PageClient, single: Question) -> None:
    page = send_form(client, WHOLE, text="", til="naeste")
    assert "Skriv dit svar, svar på et spørgsmål, eller vedhæft en fil" in text_of(page)


def test_a_choice_can_be_let_go_of_without_javascript(client: PageClient, store: Session, single: Question) -> None:
    link = begin(client, WHOLE, **{f"choice.{single.id}": "1"})
    send_form(client, f"{link}/skriv", text="Seks uger er for kort.", til="naeste", **{f"choice.{single.id}": "0"})
    send(client, link)
    assert [answer.question_id for answer in sent(store).answers] == [None]


def test_a_choice_that_was_not_offered_is_not_kept(client: PageClient, store: Session, single: Question) -> None:
    page = send_form(client, WHOLE, text="Ord.", til="naeste", **{f"choice.{single.id}": "9"})
    assert "Vælg en af mulighederne" in text_of(page)
    assert set(store.scalars(select(UnsentPart.choices))) == {"[]"}


def test_C2_an_answer_in_free_text_that_another_window_wrote_over_is_shown(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    asked = factories.question(store, consultation, QuestionKind.TEXT)
    store.commit()
    name = f"text.{asked.id}"
    link = begin(client, WHOLE, **{name: "Fra begyndelsen."})
    first, second = (hidden(client.get(f"{link}/skriv")) for _ in range(2))
    at.now = at.now.replace(minute=5)
    client.post(f"{link}/skriv", data=first | {"text": "Ord.", name: "Fra det ene vindue.", "til": "autosave"})
    at.now = at.now.replace(minute=6)
    page = client.post(f"{link}/skriv", data=second | {"text": "Ord.", name: "Fra det andet vindue.", "til": "naeste"})
    assert "Fra det ene vindue." in text_of(page)


def test_the_answer_is_read_back_on_review_receipt_and_own_page(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    asked = about_draft(store, consultation, 2, QuestionKind.SINGLE, "Er det klart?")
    link = begin(client, **{f"choice.{asked.id}": "2"})
    client.post(f"{link}/om-dig", data={"capacity": "citizen", "name": "Karen Prøvesen", "postcode": "0000"})
    pages = [client.get(f"{link}/gennemse")]
    receipt = client.post(f"{link}/send", data={"til": "send"}).location
    pages += [client.get(receipt), client.get(receipt.removesuffix("/kvittering"))]
    for page in pages:
        assert "Udkast 2: Er det klart?" in text_of(page)
        assert "Nej" in text_of(page)


def test_R21_a_choice_is_corrected_and_taken_away(client: PageClient, store: Session, single: Question) -> None:
    own = send(client, begin(client, WHOLE, **{f"choice.{single.id}": "1"}))
    page = client.get(f"{own}/ret")
    assert "Står det klart?" in text_of(page)
    client.post(f"{own}/ret", data={"text-1": "Seks uger er for kort.", "choice-2": "2"})
    assert [answer.choices for answer in sent(store).answers] == [(), (2,)]
    client.post(f"{own}/ret", data={"text-1": "Seks uger er for kort.", "choice-2": "0"})
    assert [answer.question_id for answer in sent(store).answers] == [None]


def test_L3_the_receipt_covers_what_was_chosen(client: PageClient, store: Session, single: Question) -> None:
    own = send(client, begin(client, WHOLE, **{f"choice.{single.id}": "1"}))
    told = client.get(f"{own}/kvittering.json").get_json()["text"]
    assert '"choices":["Ja"]' in told
    assert '"question":"Står det klart?"' in told


def test_U20_an_english_page_asks_in_english_and_says_where_it_cannot(client: PageClient, single: Question) -> None:
    page = client.get(f"/en{WHOLE}").get_data(as_text=True)
    assert "Is it clear?" in page
    assert '<span lang="da">Ved ikke</span>' in page


# The easy path


def test_U01_three_questions_from_the_choice_to_the_receipt_in_four_pages(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    assert "/besvar?let=1" in client.get(ANSWER).get_data(as_text=True)
    good, bad = easy(store, EasyQuestion.GOOD), easy(store, EasyQuestion.BAD)
    about = send_form(client, EASY, **{good: "Maden.", bad: "", "til": "naeste"})
    assert about.location.endswith("/om-dig")
    review = send_form(client, about.location, name="Emma", under_18="1", postcode="8900", til="naeste")
    assert "Ung, 8900" in text_of(client.get(review.location))
    receipt = client.post(hidden_action(client.get(review.location)), data={"til": "send"})
    assert "Hvad er godt?" in text_of(client.get(receipt.location))
    assert [answer.text for answer in sent(store).answers] == ["Maden."]


def test_U03_the_easy_page_asks_its_three_questions_and_no_other(client: PageClient, single: Question) -> None:
    page = client.get(EASY).get_data(as_text=True)
    assert page.count("<textarea") == 3
    assert "Står det klart?" not in page
    assert "Hvad er godt?" not in client.get(WHOLE).get_data(as_text=True)


def test_one_of_the_three_is_enough_and_none_is_too_few(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    page = send_form(client, EASY, til="naeste", **{easy(store, EasyQuestion.GOOD): " "})
    assert "Skriv i mindst ét af felterne" in text_of(page)


def test_R14_the_easy_page_asks_for_a_first_name_alone(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, EASY, **{easy(store, EasyQuestion.CHANGE): "Mere tid."})
    page = send_form(client, f"{link}/om-dig", name="", til="naeste")
    assert "Skriv dit fornavn" in text_of(page)
    assert send_form(client, f"{link}/om-dig", name="Emma", til="naeste").location == f"{link}/gennemse"
    assert "(vises som Borger)" in text_of(client.get(f"{link}/gennemse"))


def test_U06_the_easy_answer_is_there_again_after_a_pause(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, EASY, til="filer", **{easy(store, EasyQuestion.BAD): "Ventetiden."})
    assert "Ventetiden." in client.get(f"{link}/skriv").get_data(as_text=True)


def test_who_leaves_the_easy_path_keeps_what_was_written_there(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, EASY, til="tilbage", **{easy(store, EasyQuestion.BAD): "Ventetiden."})
    client.post(f"{link}/vaelg", data={"udkast": "2", "til": "vaelg"})
    page = client.get(f"{link}/skriv?udkast=0")
    assert "Ventetiden." in page.get_data(as_text=True)
    send_form(client, f"{link}/skriv?udkast=2", text="Seks uger er for kort.", til="naeste")
    send(client, link)
    assert [answer.text for answer in sent(store).answers] == ["Ventetiden.", "Seks uger er for kort."]


def test_an_easy_answer_is_corrected_and_withdrawn(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, EASY, **{easy(store, EasyQuestion.GOOD): "Maden."})
    send_form(client, f"{link}/om-dig", name="Emma", under_18="1", til="naeste")
    own = client.post(f"{link}/send", data={"til": "send"}).location.removesuffix("/kvittering")
    client.post(f"{own}/ret", data={"text-1": "Maden og turene."})
    version = queries.newest_version(store, store.scalars(select(Response)).one().id)
    assert (version.number, version.under_18, version.capacity) == (2, True, Capacity.CITIZEN)
    assert "Træk" in text_of(client.get(f"{own}/traek-tilbage"))


def test_U05_a_closed_page_offers_no_easy_path(client: PageClient, consultation: Consultation, at: Clock) -> None:
    at.now = CLOSES
    assert "<textarea" not in client.get(EASY).get_data(as_text=True)


def test_U20_the_three_questions_in_english(client: PageClient, consultation: Consultation) -> None:
    words = text_of(client.get(f"/en{EASY}"))
    assert "What is good? What is not good? What should be changed?" in words
