"""Choosing words of a response on the desk without script, and what the machine suggests of them (R37, analysis.md)."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import points, queries
from consultation.models import Consultation, Draft, Response
from consultation.moderation import marking
from consultation.moderation import operations as moderation
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import Capacity, FindingKind, NoPointReason
from tests import factories
from tests.analysis.browsing import DESK, I, post, published, values, words
from tests.analysis.dividing import ACTOR, position, respond, spans
from tests.factories import NOW
from tests.pages import PageClient
from tests.site.published import statements

FINDS = f"{DESK}/saetninger"


def asked(owner: PageClient, typed: str, **more: object) -> str:
    """Where the written words lead: the address that names them, or what the page says is wrong with them."""
    page = post(owner, DESK, FINDS, {"til": "punkt", "words": typed, **more})
    return page.location if page.status_code == 303 else words(page)


# Any words


def test_words_that_stand_in_one_place_are_chosen(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(store, consultation, "Seks 🎈 uger er\nfor kort. Vi vil have tolv.")
    answer = spans(store, row)[0].answer_id
    store.commit()
    assert asked(owner, "🎈 uger  er for").endswith(f"?s={answer}.5.18#nyt-punkt")
    page = owner.get(f"{DESK}?s={answer}.5.18")
    assert "Seks 🎈 uger er for kort. en del i nyt punkt" in words(page)
    assert "Ord, du har valgt 🎈 uger er for" in words(page)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("tretten uger", "Ordene står ikke i svaret, som det er vist her. Kopiér dem derfra."),
        ("er", "Ordene står 2 steder i svaret. Tag flere ord med."),
    ],
)
def test_words_that_stand_nowhere_or_in_several_places_are_said_so_and_kept(
    store: Session, consultation: Consultation, owner: PageClient, typed: str, told: str
) -> None:
    published(store, consultation, "Det er kort. Det er langt.")
    page = post(owner, DESK, FINDS, {"til": "punkt", "words": typed})
    assert page.status_code == 200
    assert told in words(page)
    assert f"\n{typed}</textarea>" in page.get_data(as_text=True)


def test_words_and_ticked_sentences_make_one_point_of_several_passages(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(store, consultation)
    (ticked,) = values(store, row, 3)
    address = asked(owner, "Seks uger", s=ticked)
    post(owner, address, address, {"position": "-1", "title": "Ønske om ro", "theme": "Generelt", "place": ""})
    (point,) = queries.points_of(store, row.id)
    assert [one.quote for one in queries.passages_of(store, point.id)] == ["Seks uger", "Tak."]
    assert "Seks uger er for kort tid. pkt. 1.1, resten uden punkt" in words(owner.get(DESK))


def test_chosen_words_stay_chosen_when_more_are_added(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    published(store, consultation)
    first = asked(owner, "Seks uger")
    kept = re.findall(r'id="v-[^"]+" name="s" value="([^"]+)" checked', owner.get(first).get_data(as_text=True))
    assert asked(owner, "have tolv", s=kept).count("s=") == 2


def test_R30_words_that_are_taken_out_cannot_be_asked_for(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = respond(store, consultation, "Min nabo Bo Prøvedal fik nej.")
    marking.mark_words(store, "system", NOW, row.id, "Bo Prøvedal", FindingKind.PERSON_NAME)
    store.commit()
    assert "Ordene står ikke i svaret" in asked(owner, "Min nabo")
    moderation.publish_response(store, "system", NOW, row.id)
    store.commit()
    assert "Ordene står ikke i svaret" in asked(owner, "Bo Prøvedal")
    found = asked(owner, "nabo navn fjernet fik")
    assert "?s=" in found
    assert "nabo navn fjernet fik" in words(owner.get(found))
    assert "Prøvedal" not in owner.get(found).get_data(as_text=True)


# Proposed cuts


def test_the_desk_proposes_cuts_with_their_reasons_and_saves_nothing(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(
        store, consultation, "Kære byråd.\n\nFor det første er det kort.\nFor det andet er det dyrt.\n\nTak."
    )
    page = owner.get(DESK)
    assert "Foreslået: 2 punkter" in words(page)
    assert "For det første er det kort. Her står “For det første”. Lav punktet" in words(page)
    made = re.search(r'href="([^"]*\?s=[^"]*#nyt-punkt)"', page.get_data(as_text=True))
    assert made is not None
    assert "For det første er det kort. nyt punkt" in words(owner.get(made[1]))
    store.expire_all()
    assert queries.points_of(store, row.id) == []


def test_a_proposed_greeting_is_settled_by_a_press(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(store, consultation, "Kære byråd. Det er kort.")
    assert "Kære byråd. Hilsen eller indledning. Kræver ingen bemærkning" in words(owner.get(DESK))
    post(owner, DESK, FINDS, {"til": "uden", "reason": "greeting", "s": values(store, row, 0)})
    page = words(owner.get(DESK))
    assert "Kære byråd. Hilsen eller indledning" in page
    assert "Foreslået: 1 punkt " in page
    assert "Foreslået: kræver ingen bemærkning" not in page


def test_only_open_sentences_are_proposed_and_none_of_a_response_that_may_not_be_read(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = respond(store, consultation)
    store.commit()
    assert "Foreslået" not in words(owner.get(DESK))
    moderation.publish_response(store, "system", NOW, row.id)
    points.settle_rest(store, ACTOR, NOW, row, NoPointReason.GREETING)
    store.commit()
    assert "Foreslået" not in words(owner.get(DESK))


# Draft and section


def chosen_place(page: str) -> str:
    found = re.search(r'<option value="[\d.]*" selected>([^<]*)<', page)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("texts", "which", "expected", "told"),
    [
        (
            ("", "", "Alt for kort."),
            0,
            "1 · 1 Hvem kan få hjælpen? – svaret er givet til afsnittet",
            "Foreslået: svaret er givet",
        ),
        (("Afsnit 2 i udkast 1 er uklart.",), 0, "1 · 2 ", "Foreslået: svaret nævner “Afsnit 2 i udkast 1”."),
        (("Det er kort.", "Ja."), 0, "1 ", "Foreslået: svaret er givet til udkastet."),
        (("Det er kort.",), 0, "", "Svaret siger ikke, hvilket udkast det handler om."),
    ],
)
def test_the_guess_of_draft_and_section_is_filled_in_and_says_why(
    store: Session,
    consultation: Consultation,
    owner: PageClient,
    texts: tuple[str, ...],
    which: int,
    expected: str,
    told: str,
) -> None:
    row = published(store, consultation, *texts)
    page = owner.get(f"{DESK}?s={values(store, row, which)[0]}")
    assert chosen_place(page.get_data(as_text=True)).startswith(expected)
    assert told in words(page)


def test_two_drafts_named_are_both_offered_with_their_reasons(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(store, consultation, "Udkast 1 og udkast 2 siger det samme om prisen.")
    page = owner.get(f"{DESK}?s={values(store, row, 0)[0]}")
    assert chosen_place(page.get_data(as_text=True)) == ""
    assert "Svaret peger på flere steder. Vælg selv et af dem." in words(page)
    offered = re.findall(r"<option[^>]*>[^<]* – svaret nævner “([^<]*)”<", page.get_data(as_text=True))
    assert offered == ["Udkast 1", "udkast 2"]


# Joining


def test_a_position_that_says_nearly_the_same_comes_first_and_says_on_what_that_rests(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    first = published(store, consultation, "Jeg vil gerne beholde kaffen.")
    where = [
        position(store, consultation, "Ønske om bedre kaffe"),
        position(store, consultation, "Modstand mod lukning"),
    ]
    points.make_point(store, ACTOR, NOW, first, spans(store, first), where[1])
    store.commit()
    row = published(store, consultation, "Vi vil gerne beholde kaffen.", name="Prøve To")
    page = words(owner.get(f"{I}/svar/2/punkter?s={values(store, row, 0)[0]}"))
    assert re.search(
        r"Modstand mod lukning \(1\) Foreslået: ligner punkt 1\.1 \(\d+ %\) 0\.\d Ønske om bedre kaffe", page
    )


def test_a_response_that_agrees_with_another_is_offered_its_positions_with_one_press(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    council = factories.submission(
        content=Content((AnswerContent("Hold åbent om lørdagen."),)),
        sender=factories.sender(capacity=Capacity.COUNCIL, organisation="Prøvestad Handicapråd"),
    )
    theirs = factories.response(store, consultation, council)
    where = position(store, consultation, "Ønske om lørdagsåbent")
    position(store, consultation, "Ønske om længere forløb")
    points.make_point(store, ACTOR, NOW, theirs, spans(store, theirs), where)
    store.commit()
    row = published(store, consultation, "Jeg er enig med Handicaprådet.", name="Prøve To")
    address = f"{I}/svar/2/punkter?s={values(store, row, 0)[0]}"
    page = words(owner.get(address))
    assert "Foreslået: svaret er enigt med Prøvestad Handicapråd, svar nr. 1" in page
    post(owner, address, address, {"position": str(where.id)})
    assert [one.position_id for one in queries.points_of(store, row.id)] == [where.id]


# How it is printed, and its wording


def test_the_form_shows_how_the_point_will_be_printed_without_saving_it(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row, where = published(store, consultation), position(store, consultation)
    other = published(store, consultation, name="Prøve To")
    points.make_point(store, ACTOR, NOW, other, spans(store, other, 1), where)
    store.commit()
    address = f"{DESK}?s={values(store, row, 1)[0]}"
    page = words(post(owner, address, address, {"til": "vis", "position": str(where.id)}))
    assert "0.1 1, 2 Ønske om længere forløb (2) mangler mangler" in page
    page = words(post(owner, address, address, {"til": "vis", "position": "-1", "title": "Krav fra mange"}))
    assert "nyt 1 Krav fra mange (1) mangler mangler" in page
    assert "Se på ordlyden Begynd med retningen" in page
    assert queries.points_of(store, row.id) == []


def test_a_title_of_doubtful_wording_is_warned_of_at_its_field_while_something_else_is_wrong(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(store, consultation)
    address = f"{DESK}?s={values(store, row, 1)[0]}"
    page = post(owner, address, address, {"position": "-1", "title": "Krav fra mange", "theme": "", "place": ""})
    assert "Vælg et tema" in words(page)
    assert "Se på ordlyden Begynd med retningen" in words(page)
    assert 'aria-describedby="title-hint title-warning"' in page.get_data(as_text=True)


# Keys, and what a page costs


def test_WCAG_2_1_4_the_keys_can_be_switched_off_for_good(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    published(store, consultation)
    assert "data-shortcuts" in owner.get(DESK).get_data(as_text=True)
    post(owner, DESK, "/intern/genveje", {"on": "0", "back": DESK})
    assert "data-shortcuts" not in owner.get(DESK).get_data(as_text=True)


def cost(owner: PageClient, store: Session, address: str) -> int:
    owner.get(address)
    with statements(store.get_bind().engine) as seen:
        assert owner.get(address).status_code == 200
    return len(seen)


def fill(store: Session, consultation: Consultation, count: int) -> Response:
    """Responses with a point each in one position; the last one's first sentence is open."""
    where = position(store, consultation, f"Ønske om {count}")
    rows = [published(store, consultation, f"Svar {at} om kaffe. Tak.", name=f"Prøve {at}") for at in range(count)]
    for row in rows:
        points.make_point(store, ACTOR, NOW, row, spans(store, row, 1), where)
    store.commit()
    return rows[-1]


@pytest.mark.parametrize("query", ["", "?s={}", "?punkt=1"])
def test_the_desk_costs_as_many_statements_with_fifty_responses_as_with_five_and_reads_no_board(
    store: Session, consultation: Consultation, owner: PageClient, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    def refuse(*_anything: object) -> None:
        raise AssertionError("a whole board is read")

    monkeypatch.setattr("consultation.analysis.pages.board_of", refuse)
    row = fill(store, consultation, 5)
    few = cost(owner, store, f"{I}/svar/{row.seq}/punkter{query.format(values(store, row, 0)[0])}")
    row = fill(store, consultation, 45)
    many = cost(owner, store, f"{I}/svar/{row.seq}/punkter{query.format(values(store, row, 0)[0])}")
    assert few == many


def test_R40_the_printed_row_counts_nobody_twice_wherever_the_position_is(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(store, consultation, "", "", "Seks uger er for kort tid. Kaffen er god.")
    other = published(store, consultation, name="Prøve To")
    drafts = {draft.number: draft.id for draft in store.scalars(select(Draft))}
    where = {number: position(store, consultation, f"Ønske om {number}", draft_id=drafts[number]) for number in (1, 2)}
    for number, chosen in ((1, (0, 1)), (2, (1, 3))):
        for response, at in zip((row, other), chosen, strict=True):
            points.make_point(store, ACTOR, NOW, response, spans(store, response, at), where[number])
    store.commit()
    page = owner.get(f"{DESK}?s={values(store, row, 0)[0]}").get_data(as_text=True)
    rows = re.findall(r'data-label="(\d\.1)" data-numbers="([^"]*)" data-count="(\d+)"', page)
    assert rows == [("1.1", "1, 2", "2"), ("2.1", "1 og 1 til", "2")]
