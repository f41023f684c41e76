"""Published responses, the numbers that stand for others, and what became of them (R26, R27, R33, R35, R47, U14)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Consultation, Rendition, Response
from consultation.moderation import operations as moderation
from consultation.responses import operations as responses
from consultation.responses.content import AnswerContent, Content
from consultation.responses.figures import recount
from consultation.vocabulary import By, Capacity, DecisionKind, Outcome, PublicationMode, Reason
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES, NOW
from tests.site.published import (
    ADDRESS,
    LATER,
    about,
    answered,
    council,
    decide,
    decided,
    page,
    position,
    shown,
    statements,
    words,
)

LIST = ADDRESS + "/svar"


@pytest.fixture
def owner(store: Session, at: Clock) -> Consultation:
    """Open, responses are shown as they are reviewed; pages are asked for when decisions made now have effect."""
    row = factories.consultation(store, factories.authority(store))
    council(store, row)
    store.commit()
    at.now = LATER
    return row


def address(response: Response) -> str:
    return f"{LIST}/{response.key}"


def rows(html: str) -> list[str]:
    """The numbers of the list, as their anchors say."""
    return re.findall(r'id="nr-([^"]+)"', html)


# What may be read


def test_R27_what_awaits_a_decision_is_nowhere(client: FlaskClient, owner: Consultation, store: Session) -> None:
    row = answered(store, owner, "Kanariefugl.")
    store.commit()
    page(client, address(row), 404)
    assert "Kanariefugl" not in page(client, LIST) + page(client)
    assert "Svar nr. 1: Afventer gennemgang" in words(page(client, LIST))


def test_R27_a_decision_takes_effect_after_five_minutes_and_until_then_the_number_awaits(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock
) -> None:
    row = shown(store, owner, "Kanariefugl.")
    store.commit()
    visible_from = store.scalars(select(Rendition.visible_from)).one()
    at.now = visible_from - timedelta(microseconds=1)
    page(client, address(row), 404)
    assert "Kanariefugl" not in page(client, LIST) + page(client)
    assert "Svar nr. 1: Afventer gennemgang" in words(page(client, LIST))
    at.now = visible_from
    assert "Kanariefugl" in page(client, address(row))
    assert "Kanariefugl" in page(client, LIST)
    assert "Kanariefugl" in page(client)


def test_R31_a_citizen_stands_without_name_and_an_organisation_with_it(
    client: FlaskClient, owner: Consultation, store: Session
) -> None:
    shown(store, owner)
    shown(store, owner, sender=factories.sender(capacity=Capacity.COUNCIL, organisation="Handicaprådet", name=""))
    store.commit()
    said = words(page(client, LIST))
    assert "Svar nr. 1: Borger, 0000" in said
    assert "Svar nr. 2: Handicaprådet Råd · Modtaget" in said
    assert "Karen" not in page(client, LIST)


def test_a_party_without_remarks_stands_at_once(client: FlaskClient, owner: Consultation, store: Session) -> None:
    sent = factories.submission(content=Content(no_remarks=True))
    row = factories.response(store, owner, sent)
    store.commit()
    assert "Har ingen bemærkninger." in page(client, LIST)
    assert "Har ingen bemærkninger." in page(client, address(row))


@pytest.mark.parametrize("by", [By.SENDER, By.STAFF])
def test_R35_a_withdrawn_response_is_gone_and_its_number_stays(
    client: FlaskClient, owner: Consultation, store: Session, by: By
) -> None:
    row = shown(store, owner, "Kanariefugl.")
    store.commit()
    responses.withdraw_response(store, LATER, row, by=by, actor="staff:1", reason="Bedt om det")
    store.commit()
    gone = page(client, address(row), 410)
    assert "Svar nr. 1 er trukket tilbage." in gone
    assert 'content="noindex"' in gone
    assert client.get(address(row)).headers["Cache-Control"] == "no-store"
    assert "Svar nr. 1: Trukket tilbage" in words(page(client, LIST))
    assert "Kanariefugl" not in gone + page(client, LIST) + page(client)


def test_R35_a_response_taken_down_is_gone(client: FlaskClient, owner: Consultation, store: Session) -> None:
    row = shown(store, owner, "Kanariefugl.")
    moderation.decide(store, "system", LATER, row.id, 1, 1, DecisionKind.WITHHOLD, Reason.PERSON, seen=True)
    store.commit()
    assert "Kanariefugl" not in client.get(address(row)).get_data(as_text=True) + page(client, LIST)
    assert client.get(address(row)).status_code == 410


def test_one_that_was_undone_before_it_was_shown_was_never_there(
    client: FlaskClient, owner: Consultation, store: Session
) -> None:
    row = shown(store, owner)
    moderation.decide(store, "system", NOW + timedelta(minutes=1), row.id, 1, 1, DecisionKind.REOPEN, seen=True)
    store.commit()
    page(client, address(row), 404)


def test_a_corrected_response_says_that_a_new_one_is_looked_at(
    client: FlaskClient, owner: Consultation, store: Session
) -> None:
    row = shown(store, owner, "Kanariefugl.")
    store.commit()
    sent = factories.submission("Noget andet.")
    responses.correct_response(store, factories.settings(), LATER, row, sent.sender, sent.content)
    store.commit()
    assert "Svar nr. 1: Bliver gennemgået igen" in words(page(client, LIST))
    told = page(client, address(row))
    assert "Svar nr. 1: Bliver gennemgået igen" in words(told)
    assert 'content="noindex"' in told
    assert "Kanariefugl" not in told


def test_R27_until_a_second_decision_takes_effect_the_address_says_as_the_list_does_that_the_number_awaits(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock
) -> None:
    row = shown(store, owner, "Kanariefugl.")
    moderation.decide(store, "system", LATER, row.id, 1, 1, DecisionKind.REOPEN)
    moderation.decide(store, "system", LATER, row.id, 2, 1, DecisionKind.PUBLISH, seen=True)
    store.commit()
    effect = max(store.scalars(select(Rendition.visible_from)))
    at.now = effect - timedelta(microseconds=1)
    for told in (page(client, address(row)), page(client, LIST)):
        assert "Svar nr. 1: Bliver gennemgået igen" in words(told)
        assert "Kanariefugl" not in told
    at.now = effect
    assert "Kanariefugl" in page(client, address(row))


def test_P3_no_cache_keeps_that_a_number_awaits_past_the_instant_when_it_is_shown(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock
) -> None:
    row = shown(store, owner)
    moderation.decide(store, "system", LATER, row.id, 1, 1, DecisionKind.REOPEN)
    moderation.decide(store, "system", LATER, row.id, 2, 1, DecisionKind.PUBLISH, seen=True)
    store.commit()
    at.now = max(store.scalars(select(Rendition.visible_from))) - timedelta(seconds=7)
    assert client.get(address(row)).headers["Cache-Control"] == "public, max-age=7"


def test_an_unknown_key_is_not_found_and_one_of_another_consultation_neither(
    client: FlaskClient, owner: Consultation, store: Session
) -> None:
    other = factories.consultation(store, owner.authority, "anden")
    row = shown(store, other)
    store.commit()
    page(client, f"/hoeringer/anden/svar/{row.key}")
    page(client, address(row), 404)
    page(client, LIST + "/" + "a" * 22, 404)


# Modes


MODES = [
    (
        PublicationMode.CONTINUOUS,
        "Ingen svar er gennemgået endnu. Vi viser dem løbende. Fristen er søndag den 15. marts",
    ),
    (PublicationMode.AFTER_DEADLINE, "Svarene bliver vist efter fristen søndag den 15. marts 2026 kl. 23.59."),
    (PublicationMode.WITH_AGENDA, "Svarene bliver vist med dagsordenen mandag den 27. april 2026 kl. 12.00."),
    (
        PublicationMode.NOT_PUBLIC,
        "Svarene i denne høring bliver ikke offentliggjort, fordi få er berørt. "
        "De indgår i sagen, som Byrådet behandler mandag den 4. maj 2026.",
    ),
]


@pytest.mark.parametrize(("mode", "reason"), MODES)
def test_U14_an_empty_list_says_why_and_when(
    client: FlaskClient, owner: Consultation, store: Session, mode: PublicationMode, reason: str
) -> None:
    owner.publication_mode = mode
    owner.publication_reason = "få er berørt." if mode is PublicationMode.NOT_PUBLIC else ""
    owner.responses_public_at = factories.NOW.replace(month=4, day=27, hour=10)
    store.commit()
    for where in (ADDRESS, LIST):
        assert reason in words(page(client, where)), where


@pytest.mark.parametrize(
    ("mode", "from_when"),
    [
        (PublicationMode.AFTER_DEADLINE, CLOSES),
        (PublicationMode.WITH_AGENDA, CLOSES + timedelta(days=30)),
        (PublicationMode.NOT_PUBLIC, None),
    ],
)
def test_R26_no_response_is_read_before_the_modes_instant(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock, mode: PublicationMode, from_when: Any
) -> None:
    owner.publication_mode, owner.responses_public_at = mode, CLOSES + timedelta(days=30)
    row = shown(store, owner, "Kanariefugl.")
    store.commit()
    at.now = (from_when or CLOSES + timedelta(days=99)) - timedelta(microseconds=1)
    page(client, address(row), 404)
    assert "Kanariefugl" not in page(client, LIST) + page(client) + page(client, LIST + "?udkast=0")
    if from_when:
        at.now = from_when
        assert "Kanariefugl" in page(client, address(row))
        assert "Kanariefugl" in page(client, LIST)


def test_between_a_decision_and_its_effect_the_empty_list_says_so(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock
) -> None:
    shown(store, owner)
    store.commit()
    at.now = NOW + timedelta(minutes=1)
    assert "De bliver vist om få minutter." in page(client)


# The list


@pytest.fixture
def five(store: Session, owner: Consultation) -> list[Response]:
    """1 shown, 2 withheld, 3 withdrawn, 4 awaiting, E-1 shown."""
    one = shown(store, owner)
    two = answered(store, owner)
    decided(store, two, DecisionKind.WITHHOLD, Reason.ABUSE)
    three = answered(store, owner)
    responses.withdraw_response(store, NOW, three, by=By.SENDER)
    four = answered(store, owner)
    late = shown(store, owner, at=CLOSES + timedelta(minutes=4))
    store.commit()
    return [one, two, three, four, late]


def test_R33_every_number_stands_once_in_order_the_late_last(
    client: FlaskClient, owner: Consultation, five: list[Response], at: Clock
) -> None:
    at.now = CLOSES + timedelta(days=1)
    html = page(client, LIST)
    assert rows(html) == ["1", "2", "3", "4", "E-1"]
    assert "Svar nr. 2: Vises ikke offentligt. Grunden gælder så få" in words(html)


def test_R33_the_table_adds_up_and_says_what_a_recount_says(
    client: FlaskClient, owner: Consultation, store: Session, five: list[Response]
) -> None:
    cells = re.findall(r'<th scope="row">[^<]*</th>(.*?)</tr>', page(client, ADDRESS + "/tal"))
    numbers = [[int(number) for number in re.findall(r">(\d+)<", cell)] for cell in cells[:6]]
    assert [sum(column) for column in zip(*numbers[:5], strict=True)] == numbers[5] == [4, 1, 5]
    counted = {name: value for name, value in recount(store, owner.id).items() if name.startswith(("on_time", "late"))}
    assert numbers[5][2] == sum(counted.values())


def test_R33_a_reason_stands_by_itself_when_it_holds_for_three(
    client: FlaskClient, owner: Consultation, store: Session
) -> None:
    for reason in (Reason.ABUSE, Reason.ABUSE, Reason.ADVERT):
        decided(store, answered(store, owner), DecisionKind.WITHHOLD, reason)
    store.commit()
    said = words(page(client, ADDRESS + "/tal")) + words(page(client, LIST))
    assert "andet" in said
    assert "truer eller håner" not in said
    decided(store, answered(store, owner), DecisionKind.WITHHOLD, Reason.ABUSE)
    store.commit()
    said = words(page(client, ADDRESS + "/tal"))
    assert "truer eller håner 3 andet 1" in said
    assert words(page(client, LIST)).count("truer eller håner") == 3


def test_before_any_response_there_is_a_sentence_and_no_bare_0(client: FlaskClient, owner: Consultation) -> None:
    for where in (ADDRESS, ADDRESS + "/tal"):
        html = page(client, where)
        assert "Vi har ikke modtaget svar endnu." in html
        assert ">0<" not in html


def test_the_list_is_filtered_by_draft_and_by_capacity(
    client: FlaskClient, owner: Consultation, store: Session
) -> None:
    places = factories.places(store, owner)
    shown(store, owner, content=about(places[1, "hvem"], "Om udkast 1."))
    shown(store, owner, content=about(places[2, ""], "Om udkast 2."))
    shown(store, owner, sender=factories.sender(capacity=Capacity.EMPLOYEE))
    store.commit()
    assert rows(page(client, LIST + "?udkast=1")) == ["1"]
    assert rows(page(client, LIST + "?udkast=0")) == ["3"]
    assert rows(page(client, LIST + "?som=employee")) == ["3"]
    assert rows(page(client, LIST + "?udkast=2&som=employee")) == []
    assert rows(page(client, LIST + "?udkast=x&som=y")) == ["1", "2", "3"]


def test_R27_a_filter_does_not_tell_what_an_unshown_response_is_about(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock
) -> None:
    shown(store, owner, content=about(factories.places(store, owner)[1, "hvem"], "Om udkast 1."))
    store.commit()
    at.now = NOW
    assert rows(page(client, LIST + "?udkast=1")) == rows(page(client, LIST + "?som=citizen")) == []


def test_pages_of_50_miss_no_number_and_repeat_none(client: FlaskClient, owner: Consultation, store: Session) -> None:
    for _each in range(53):
        answered(store, owner)
    store.commit()
    first = page(client, LIST)
    following = re.search(r'href="(\?[^"]*)" rel="next"', first)
    assert following
    second = page(client, LIST + following[1])
    assert rows(first) + rows(second) == [str(number) for number in range(1, 54)]
    back = re.search(r'href="(\?[^"]*)" rel="prev"', second)
    assert back
    assert rows(page(client, LIST + back[1])) == rows(first)


def test_a_number_leads_to_its_place_in_the_list(
    client: FlaskClient, owner: Consultation, five: list[Response]
) -> None:
    response = client.get(LIST + "?nr=e-1")
    assert response.status_code == 302
    assert response.location == f"{LIST}?efter=1000000#nr-E-1"
    assert rows(page(client, LIST + "?efter=2"))[0] == "3"
    assert "Der er ikke noget svar nr. 99 i denne høring." in page(client, LIST + "?nr=99")


@pytest.mark.parametrize("typed", ["nr. 3", "Svar nr. 3", "#3", " 3 ", "response no. 3"])
def test_a_number_may_be_typed_as_it_stands_on_the_page(
    client: FlaskClient, owner: Consultation, five: list[Response], typed: str
) -> None:
    assert client.get(LIST, query_string={"nr": typed}).location.endswith("#nr-3")


def test_behind_the_last_number_the_list_says_so(
    client: FlaskClient, owner: Consultation, five: list[Response]
) -> None:
    html = words(page(client, LIST + "?efter=5000000"))
    assert "Der er ikke flere svar." in html
    assert "De bliver vist om få minutter" not in html


@pytest.mark.parametrize(
    "query", ["efter=abc", "efter=99999999999999999999", "foer=-1", "udkast=1e9", "nr=%00", "nr=' OR 1"]
)
def test_I1_no_query_makes_the_list_fail(client: FlaskClient, owner: Consultation, query: str) -> None:
    assert client.get(f"{LIST}?{query}").status_code in {200, 400}


def test_a_list_of_50_costs_as_many_statements_as_one_of_5(
    app: Flask, client: FlaskClient, owner: Consultation, store: Session
) -> None:
    seen = []
    for more in (5, 45):
        for number in range(more):
            (shown if number % 2 else answered)(store, owner)
        store.commit()
        app.extensions["pages"].clear()
        with statements(app.extensions["engine"]) as sent:
            page(client, LIST)
            page(client)
        seen.append(len(sent))
    assert seen[0] == seen[1]


# One response


def test_a_response_has_its_places_proposals_and_neighbours(
    client: FlaskClient, owner: Consultation, store: Session
) -> None:
    before = shown(store, owner)
    row = shown(
        store, owner, content=about(factories.places(store, owner)[1, "hvor-laenge"], "For kort.\n\nTolv uger.")
    )
    store.commit()
    html = page(client, address(row))
    assert "Udkast 1, afsnit 2: Hvor længe?" in words(html)
    assert "<p>For kort.</p>\n<p>Tolv uger.</p>" in html
    assert f'href="{address(before)}" rel="prev"' in html
    assert 'rel="next"' not in html


def test_O5_what_a_sender_wrote_is_never_markup(client: FlaskClient, owner: Consultation, store: Session) -> None:
    row = shown(store, owner, "<script>alert(1)</script> & <b>fed</b>")
    store.commit()
    for where in (address(row), LIST, ADDRESS):
        html = page(client, where)
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;fed&lt;/b&gt;" in html, where


# The outcome


RESULT = ADDRESS + "/resultat"


@pytest.fixture
def treated(store: Session, owner: Consultation, at: Clock) -> Response:
    """A response with one point, in a position with remark, change and outcome that no meeting has decided yet."""
    place = factories.places(store, owner)[1, "hvor-laenge"]
    row = shown(store, owner, content=about(place, "Lav det til tolv uger."))
    position(store, owner, place, [row], "Ønske om længere forløb", Outcome.ACCEPTED)
    store.commit()
    at.now = CLOSES + timedelta(days=1)
    return row


@pytest.mark.parametrize("language", ["", "/en"])
def test_R47_before_the_decision_no_page_tells_an_outcome(
    client: FlaskClient, treated: Response, language: str
) -> None:
    for where in (RESULT, RESULT + "?svar=1", ADDRESS, ADDRESS + "/udkast/1", address(treated)):
        html = page(client, language + where)
        assert "Ønske om" not in html
        assert "Vi er enige" not in html
        assert "tolv uger, som" not in html
    if not language:
        assert "Byrådet beslutter sagen mandag den 4. maj 2026." in words(page(client, RESULT))


def test_R47_after_it_the_page_says_what_was_said_and_what_was_changed(
    client: FlaskClient, owner: Consultation, store: Session, treated: Response
) -> None:
    decide(store, owner)
    store.commit()
    said = words(page(client, RESULT))
    assert "1 svar fra 1 afsender. 1 punkt: 1 førte til en ændring." in said
    assert "I sagde: Ønske om længere forløb Imødekommes Pkt. 1.1. 1 svar: svar nr. 1" in said
    assert "Før højst seks uger Nu tolv uger, som kan forlænges" in said
    assert "Derfor: Vi er enige." in said
    assert "Byrådet mandag den 4. maj 2026, sag 576 Byrådet godkendte udkastene." in said
    assert "1 punkt handler om dette afsnit: Hvor længe?" in words(page(client, ADDRESS + "/udkast/1"))
    assert f"{RESULT}?svar=1" in page(client, address(treated))


def test_R47_one_finds_the_points_of_ones_own_response(
    client: FlaskClient, owner: Consultation, store: Session, treated: Response
) -> None:
    place = factories.places(store, owner)[2, "hvem"]
    position(store, owner, place, [shown(store, owner)], "Noget helt andet", Outcome.NOT_ACCEPTED)
    decide(store, owner)
    store.commit()
    mine = page(client, RESULT + "?svar=2")
    assert "Noget helt andet" in mine
    assert "Ønske om længere forløb" not in mine
    assert "Noget helt andet" not in page(client, RESULT + "?udkast=1")
    assert "Noget helt andet" not in page(client, RESULT + "?udkast=1&afsnit=hvor-laenge")
    assert "Der er ingen punkter i svar nr. 99." in page(client, RESULT + "?svar=99")


def test_a_withdrawn_response_takes_its_points_out_of_the_outcome(
    client: FlaskClient, owner: Consultation, store: Session, treated: Response
) -> None:
    decide(store, owner)
    responses.withdraw_response(store, LATER, treated, by=By.STAFF, actor="staff:1", reason="Bedt om det")
    store.commit()
    assert "Ønske om længere forløb" not in page(client, RESULT)


def test_a_position_that_was_not_decided_is_not_told(
    client: FlaskClient, owner: Consultation, store: Session, treated: Response
) -> None:
    place = factories.places(store, owner)[2, "hvem"]
    position(store, owner, place, [treated], "Kun indstillet", None)
    decide(store, owner)
    store.commit()
    assert "Kun indstillet" not in page(client, RESULT)


def test_a_long_outcome_costs_as_many_statements_as_a_short_one(
    app: Flask, client: FlaskClient, owner: Consultation, store: Session, treated: Response
) -> None:
    decide(store, owner)
    seen = []
    for more in (4, 16):
        for number in range(more):
            place = factories.places(store, owner)[2, "hvem"]
            position(store, owner, place, [shown(store, owner)], f"Synspunkt {more}.{number}", Outcome.PARTLY)
        store.commit()
        app.extensions["pages"].clear()
        with statements(app.extensions["engine"]) as sent:
            page(client, RESULT)
        seen.append(len(sent))
    assert seen[0] == seen[1]


def test_other_words_for_a_section_are_compared_with_the_draft(
    client: FlaskClient, store: Session, owner: Consultation
) -> None:
    place = factories.places(store, owner)[2, "hvor-laenge"]
    proposing = AnswerContent("", None, "Et forløb varer højst otte uger (2).", *place)
    row = shown(store, owner, content=Content((proposing,)))
    store.commit()
    found = page(client, address(row))
    assert "<del>" in found
    assert "Et forløb varer højst Fjernet: seks Tilføjet: otte uger (2)." in words(found)
