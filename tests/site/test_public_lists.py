"""Lists of responses: chosen, read on one page, kept as a table; numbers lead to what they count (R33, R40, O1)."""

import csv
import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consultation.lib.tables import unguard
from consultation.models import Consultation
from consultation.moderation import operations as moderation
from consultation.responses.content import AnswerContent, Content
from consultation.site import public_lists
from consultation.vocabulary import Capacity, DecisionKind, PublicationMode, Reason
from tests import factories
from tests.conftest import Clock
from tests.site.published import ADDRESS, LATER, about, answered, decided, page, shown, statements, words
from tests.site.test_public_responses import rows

LIST, ALL, TABLE, FIGURES = f"{ADDRESS}/svar", f"{ADDRESS}/svar/samlet", f"{ADDRESS}/svar.csv", f"{ADDRESS}/tal"


@pytest.fixture
def owner(store: Session, at: Clock) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    at.now = LATER
    return row


def said(store: Session, owner: Consultation, draft: int | None, anchor: str, text: str, **given: Any) -> None:
    """A published answer to this place; None is the whole."""
    content = (
        Content((AnswerContent(text),)) if draft is None else about(factories.places(store, owner)[draft, anchor], text)
    )
    shown(store, owner, content=content, **given)


@pytest.fixture
def council() -> Any:
    return factories.sender(capacity=Capacity.COUNCIL, organisation="Handicaprådet")


@pytest.fixture
def filled(store: Session, owner: Consultation, council: Any) -> Consultation:
    """1 on the whole, 2 and 3 on sections of draft 1, 4 on draft 2 by a council, 5 to 8 withheld, 9 awaits."""
    said(store, owner, None, "", "Om det hele.")
    said(store, owner, 1, "hvem", "Om hvem.")
    said(store, owner, 1, "hvor-laenge", "Om hvor længe.")
    said(store, owner, 2, "", "Om udkast to.", sender=council)
    for reason in (Reason.ADVERT, Reason.ADVERT, Reason.ADVERT, Reason.ABUSE):
        decided(store, answered(store, owner, "Ikke vist."), DecisionKind.WITHHOLD, reason)
    answered(store, owner, "Venter.")
    store.commit()
    return owner


# Choosing


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", "1 2 3 4 5 6 7 8 9"),
        ("udkast=1", "2 3"),
        ("udkast=1&afsnit=hvor-laenge", "3"),
        ("udkast=1&afsnit=hvor-laenge&som=citizen", "3"),
        ("udkast=1&afsnit=hvor-laenge&som=council", ""),
        ("udkast=2&som=council", "4"),
        ("udkast=0", "1"),
        ("afsnit=hvor-laenge", "1 2 3 4 5 6 7 8 9"),
        ("udkast=1&afsnit=findes-ikke", "2 3"),
        ("status=vist", "1 2 3 4"),
        ("status=overstreget", ""),
        ("status=skjult", "5 6 7 8"),
        ("status=afventer", "9"),
        ("status=trukket", ""),
        ("status=skjult&frist=efter", ""),
        ("frist=til-tiden", "1 2 3 4 5 6 7 8 9"),
        ("grund=advert", "5 6 7"),
        ("grund=andet", "8"),
        ("grund=abuse", "1 2 3 4 5 6 7 8 9"),
    ],
)
def test_R33_what_is_chosen_is_combined_and_small_reasons_cannot_be_told_apart(
    client: FlaskClient, filled: Consultation, query: str, numbers: str
) -> None:
    assert rows(page(client, f"{LIST}?{query}")) == numbers.split()


def test_a_section_can_be_chosen_once_its_draft_is(client: FlaskClient, filled: Consultation) -> None:
    assert 'id="afsnit"' not in page(client, LIST)
    assert 'value="hvor-laenge"' in page(client, f"{LIST}?udkast=1")


@pytest.mark.parametrize("query", ["", "udkast=1", "udkast=1&afsnit=hvem&som=citizen", "status=skjult", "grund=advert"])
def test_each_choice_costs_as_many_statements_for_50_as_for_5(
    app: Flask, client: FlaskClient, store: Session, filled: Consultation, query: str
) -> None:
    def cost(mark: int) -> int:
        with statements(app.extensions["engine"]) as sent:
            page(client, f"{LIST}?{query}&maal={mark}")
        return len(sent)

    few = cost(1)
    for number in range(50):
        said(store, filled, 1, "hvem", f"Mere {number}.")
        decided(store, answered(store, filled, "Ikke vist."), DecisionKind.WITHHOLD, Reason.ADVERT)
    store.commit()
    assert cost(2) == few


# On one page


def test_U14_everything_shown_stands_on_one_page_by_draft(client: FlaskClient, filled: Consultation) -> None:
    html = page(client, ALL)
    text = words(html)
    order = [
        text.index(part) for part in ("Om det hele", "Svar nr. 1", "Udkast 1", "Om hvem.", "Om hvor længe.", "Udkast 2")
    ]
    assert order == sorted(order)
    assert "Ikke vist." not in text
    assert "Venter." not in text
    assert "Handicaprådet" in text


def test_one_page_shows_what_is_chosen(client: FlaskClient, filled: Consultation) -> None:
    text = words(page(client, f"{ALL}?udkast=1&afsnit=hvem"))
    assert "Om hvem." in text
    assert "Om hvor længe." not in text
    assert "Du ser kun de svar, du har valgt" in text
    assert "Ingen af de svar" in words(page(client, f"{ALL}?udkast=1&som=employee"))


def test_who_has_no_remarks_stands_last(client: FlaskClient, store: Session, filled: Consultation) -> None:
    elders = factories.sender(capacity=Capacity.COUNCIL, organisation="Ældrerådet")
    factories.response(store, filled, factories.submission(content=Content(no_remarks=True), sender=elders))
    store.commit()
    text = words(page(client, ALL))
    assert text.index("Uden tekst") < text.index("Ældrerådet") < text.index("Har ingen bemærkninger.")


def test_R26_no_page_and_no_table_before_responses_are_public(
    client: FlaskClient, store: Session, owner: Consultation
) -> None:
    owner.publication_mode = PublicationMode.AFTER_DEADLINE
    shown(store, owner)
    store.commit()
    assert [client.get(address).status_code for address in (ALL, TABLE)] == [404, 404]


def test_R35_what_is_taken_down_while_a_long_list_is_sent_is_not_in_its_next_step(
    client: FlaskClient, store: Session, owner: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_lists, "STEP", 2)
    kept = [shown(store, owner, f"Svaret {number} står.") for number in range(4)]
    store.commit()
    sent = client.get(TABLE).iter_encoded()
    seen = next(sent)
    while b"Svaret 0" not in seen:
        seen += next(sent)
    moderation.decide(store, "system", LATER, kept[3].id, 1, 1, DecisionKind.WITHHOLD, Reason.ABUSE)
    store.commit()
    seen += b"".join(sent)
    assert (b"Svaret 2" in seen, b"Svaret 3" in seen) == (True, False)


def test_V3_a_long_list_is_read_in_steps(
    app: Flask, client: FlaskClient, store: Session, owner: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_lists, "STEP", 3)
    for number in range(7):
        shown(store, owner, f"Svaret {number} står.")
    store.commit()
    assert [line["Svar nr."] for line in table(client, TABLE)] == ["1", "2", "3", "4", "5", "6", "7"]
    assert words(page(client, ALL)).count("står.") == 7


# As a table


def table(client: FlaskClient, address: str = TABLE) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.mimetype == "text/csv"
    text = response.get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_O1_the_table_has_a_line_for_each_answer_and_for_each_number_without_text(
    client: FlaskClient, filled: Consultation
) -> None:
    found = table(client)
    assert [(line["Svar nr."], line["Udkast"], line["Status"], line["Svar"]) for line in found[:5]] == [
        ("1", "", "Vist", "Om det hele."),
        ("2", "1", "Vist", "Om hvem."),
        ("3", "1", "Vist", "Om hvor længe."),
        ("4", "2", "Vist", "Om udkast to."),
        ("5", "", "Vises ikke offentligt", ""),
    ]
    assert [line["Grund"] for line in found[4:8]] == ["reklame", "reklame", "reklame", "andet"]
    assert found[3]["Vist som"] == "Handicaprådet"
    assert found[0]["Adresse"].startswith("http://localhost/hoeringer/hjaelp-i-hverdagen/svar/")
    assert table(client, f"{TABLE}?udkast=1&afsnit=hvem")[0]["Svar"] == "Om hvem."
    assert len(table(client, f"{TABLE}?udkast=1&afsnit=hvem")) == 1


@pytest.mark.parametrize("text", ["=1+1", '"=cmd|x', "@SUM(A1)", "+45", "-2+3", 'Linje et\nlinje to; med , og "ord"'])
def test_O1_no_cell_becomes_a_formula_and_none_loses_a_word(
    client: FlaskClient, store: Session, owner: Consultation, text: str
) -> None:
    shown(store, owner, text)
    store.commit()
    cell = table(client)[0]["Svar"]
    assert cell[:1] not in set("=+-@")
    assert unguard(cell) == text


def test_U20_the_table_is_in_the_language_of_the_page(client: FlaskClient, filled: Consultation) -> None:
    assert table(client, f"/en{TABLE}")[4]["Status"] == "Not shown in public"


# Numbers that lead to what they count


def test_R33_R40_every_number_is_the_length_of_the_list_it_leads_to(client: FlaskClient, filled: Consultation) -> None:
    html = page(client, FIGURES)
    links = re.findall(r'href="(/hoeringer/[^"]*/svar[^"]*)">([\d.]+)</a>', html)
    assert len(links) == 10
    for address, count in links:
        assert len(rows(page(client, address.replace("&amp;", "&")))) == int(count), address


def test_R33_the_numbers_are_explained_as_a_sum(client: FlaskClient, filled: Consultation) -> None:
    text = words(page(client, FIGURES))
    assert "Sådan passer tallene" in text
    assert "9 modtaget = 4 vist + 4 vises ikke offentligt + 1 afventer gennemgang" in text


def test_R26_numbers_lead_nowhere_while_the_lists_are_closed(
    client: FlaskClient, store: Session, filled: Consultation
) -> None:
    filled.publication_mode = PublicationMode.AFTER_DEADLINE
    store.commit()
    assert "/svar?" not in page(client, FIGURES)
