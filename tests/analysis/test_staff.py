"""Pages of analysis, without JavaScript: reading, dividing, answering, following (R37, R38, C2, U25)."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.analysis import grouping, points, queries, remarks, themes
from consultation.consultations.queries import list_drafts, list_sections
from consultation.models import Access, Consultation, Milestone, Position, RemarkVersion, Response, Staff
from consultation.moderation import marking
from consultation.moderation import operations as moderation
from consultation.responses import operations as responses
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import AccessPurpose, DecisionKind, FindingKind, MilestoneKind, Outcome, Reason, Role
from tests import factories
from tests.analysis.dividing import ACTOR, TEXT, position, respond, spans
from tests.conftest import Clock
from tests.factories import NOW
from tests.pages import PageClient

I = "/intern/hoeringer/hjaelp-i-hverdagen"
DESK = f"{I}/svar/1/punkter"
SignIn = Callable[[Staff], PageClient]


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def person(store: Session, consultation: Consultation, role: Role) -> Staff:
    return factories.staff(store, consultation.authority, role)


@pytest.fixture
def owner(store: Session, consultation: Consultation, sign_in: SignIn) -> PageClient:
    """The subject owner's browser."""
    return sign_in(person(store, consultation, Role.SUBJECT_OWNER))


@pytest.fixture
def secretary(store: Session, consultation: Consultation, sign_in: SignIn) -> PageClient:
    return sign_in(person(store, consultation, Role.SECRETARY))


def published(store: Session, consultation: Consultation, *texts: str, name: str = "Karen Prøvesen") -> Response:
    row = respond(store, consultation, *texts, name=name)
    moderation.publish_response(store, "system", NOW, row.id)
    store.commit()
    return row


def words(page: TestResponse) -> str:
    """What a reader sees, on one line."""
    body = re.sub(r"<(?:script|style).*?</(?:script|style)>", "", page.get_data(as_text=True), flags=re.DOTALL)
    body = re.sub(r"</?(?:a|em|span|strong|time)\b[^>]*>", "", body)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def post(client: PageClient, page: str, address: str, values: dict[str, object] | None = None) -> TestResponse:
    """Sends a form of the page to the address."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).get_data(as_text=True))
    assert token is not None
    return client.post(address, data={"csrf_token": token[1], **(values or {})})


def values(store: Session, response: Response, *which: int) -> list[str]:
    """What stands for these sentences in a form; commits, as an open session would keep others from writing."""
    found = [str(span) for span in spans(store, response, *which)]
    store.commit()
    return found


# What may be read


def test_what_the_public_reads_is_what_is_divided(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = respond(store, consultation, "Min nabo Bo Prøvedal fik nej. Det er for lidt.")
    marking.mark_words(store, "system", NOW, row.id, "Bo Prøvedal", FindingKind.PERSON_NAME)
    moderation.publish_response(store, "system", NOW, row.id)
    store.commit()
    page = words(owner.get(DESK))
    assert "Min nabo navn fjernet fik nej." in page
    assert "Bo Prøvedal" not in page


def test_the_original_is_read_with_an_access_row_and_for_half_an_hour(
    store: Session, consultation: Consultation, owner: PageClient, at: Clock
) -> None:
    row = respond(store, consultation)
    store.commit()
    assert "Seks uger" not in words(owner.get(DESK))
    post(owner, DESK, f"{I}/svar/1/original")
    assert "Seks uger er for kort tid." in words(owner.get(DESK))
    assert [(one.response_id, one.purpose) for one in store.scalars(select(Access))] == [
        (row.id, AccessPurpose.ANALYSIS)
    ]
    at.now += timedelta(minutes=31)
    assert "Seks uger" not in words(owner.get(DESK))


def test_a_withheld_response_says_why_and_is_not_shown(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = respond(store, consultation)
    moderation.decide(store, "system", NOW, row.id, 0, 1, DecisionKind.WITHHOLD, Reason.SENSITIVE)
    store.commit()
    page = words(owner.get(DESK))
    assert "Vises ikke offentligt Svaret har oplysninger om helbred" in page
    assert "Seks uger" not in page


def test_a_private_person_s_name_is_not_on_the_desk(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    published(store, consultation)
    page = words(owner.get(DESK))
    assert "Borger, 0000" in page
    assert "Prøvesen" not in page


# Dividing


def test_ticked_sentences_become_a_point_in_a_new_position(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(store, consultation, "Til det hele.", "", "Seks uger er for kort tid. Tak.")
    (ticked, *_rest) = values(store, row, 1)
    marked = post(owner, DESK, f"{DESK}/saetninger", {"s": [ticked], "til": "punkt"})
    assert marked.location.endswith(f"?s={ticked}#nyt-punkt")
    page = owner.get(marked.location)
    assert "Seks uger er for kort tid. nyt punkt" in words(page)
    assert re.search(r'value="[0-9.]+" selected>1 · 1 Hvem kan få hjælpen\?', page.get_data(as_text=True))
    chosen = {"position": "-1", "title": "Ønske om længere forløb", "theme": "Hvem kan få hjælpen?"}
    place = re.search(r'value="([0-9.]+)" selected>1 · 1', page.get_data(as_text=True))
    assert place is not None
    saved = post(owner, marked.location, marked.location, {**chosen, "place": place[1]})
    assert saved.status_code == 303
    page = owner.get(saved.location)
    assert "Punkt 1.1 er gemt." in words(page)
    assert "Seks uger er for kort tid. pkt. 1.1" in words(page)
    (made,) = store.scalars(select(Position))
    assert (made.title, made.section_id) == (
        "Ønske om længere forløb",
        row.id and queries.answers_of(store, row.id)[-1].section_id,
    )


def test_a_point_in_a_position_that_is_there(store: Session, consultation: Consultation, owner: PageClient) -> None:
    row, where = published(store, consultation), position(store, consultation)
    store.commit()
    address = f"{DESK}?s={values(store, row, 1)[0]}"
    assert post(owner, address, address, {"position": str(where.id)}).status_code == 303
    (point,) = queries.points_of(store, row.id)
    assert point.position_id == where.id
    printed = words(owner.get(DESK))
    assert "0.1 1 Ønske om længere forløb (1) mangler mangler" in printed


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({}, "Vælg et synspunkt, eller skriv et nyt"),
        ({"position": "-1", "theme": "Generelt"}, "Skriv et resumé"),
        ({"position": "-1", "title": "Ønske om ro"}, "Vælg et tema"),
        ({"position": "4711"}, "Vælg en af mulighederne"),
    ],
)
def test_D5_a_point_that_lacks_something_keeps_what_was_typed(
    store: Session, consultation: Consultation, owner: PageClient, sent: dict[str, object], error: str
) -> None:
    row = published(store, consultation)
    position(store, consultation)
    store.commit()
    address = f"{DESK}?s={values(store, row, 1)[0]}"
    page = post(owner, address, address, {"title": "", **sent, "place": ""})
    assert page.status_code == 200
    assert error in words(page)
    assert "Seks uger er for kort tid. nyt punkt" in words(page)
    assert str(sent.get("title", "")) in page.get_data(as_text=True)
    assert queries.points_of(store, row.id) == []


def test_a_title_of_doubtful_wording_is_saved_with_a_warning(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(store, consultation)
    address = f"{DESK}?s={values(store, row, 1)[0]}"
    post(owner, address, address, {"position": "-1", "title": "Krav fra mange", "theme": "Generelt", "place": ""})
    page = words(owner.get(DESK))
    assert "Se på ordlyden: Begynd med retningen" in page
    assert "Pkt. 1.1: Krav fra mange" in page


def test_the_rest_is_settled_with_one_press(store: Session, consultation: Consultation, owner: PageClient) -> None:
    published(store, consultation)
    assert "4 sætninger er ikke i noget punkt." in words(owner.get(DESK))
    post(owner, DESK, f"{DESK}/saetninger", {"til": "rest"})
    page = words(owner.get(DESK))
    assert "Tak. Hilsen eller indledning" in page
    assert "1 af 1 svar er delt i punkter." in page


def test_ticked_sentences_need_no_remark_for_a_reason_and_that_can_be_taken_back(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(store, consultation)
    ticked = values(store, row, 0, 3)
    post(owner, DESK, f"{DESK}/saetninger", {"s": ticked, "til": "uden", "reason": "background"})
    assert "Tak. Baggrund om afsenderen" in words(owner.get(DESK))
    post(owner, DESK, f"{DESK}/saetninger", {"s": ticked[1:], "til": "igen"})
    page = words(owner.get(DESK))
    assert "Tak. uden punkt" in page
    assert "Kære byråd. Baggrund om afsenderen" in page


def test_nothing_ticked_is_said_and_changes_nothing(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    published(store, consultation)
    post(owner, DESK, f"{DESK}/saetninger", {"til": "punkt"})
    assert "Sæt hak ved mindst én sætning." in words(owner.get(DESK))


@pytest.mark.parametrize("asked", ["1.0.4", "0.0.4", "a.b.c", "99999.0.4"])
def test_a_span_of_another_text_in_the_address_is_not_shown(
    store: Session, consultation: Consultation, owner: PageClient, asked: str
) -> None:
    other = published(store, consultation, "Hemmelige ord fra en anden.")
    row = published(store, consultation, name="Prøve To")
    asked = str(values(store, other)[0]) if asked == "1.0.4" else asked
    page = words(owner.get(f"{I}/svar/{row.seq}/punkter?s={asked}"))
    assert "Nyt punkt" not in page
    assert "Hemmelige" not in page


def test_a_text_that_is_corrected_meanwhile_is_a_conflict_that_keeps_what_was_typed(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(store, consultation)
    address = f"{DESK}?s={values(store, row, 1)[0]}"
    token = re.search(r'name="csrf_token" value="([^"]+)"', owner.get(address).get_data(as_text=True))
    assert token is not None
    content = Content((AnswerContent("Otte uger er fint."),))
    responses.correct_response(store, factories.settings(), NOW, row, factories.sender(), content)
    store.commit()
    sent = {"csrf_token": token[1], "position": "-1", "title": "Ønske om ro", "theme": "Generelt", "place": ""}
    page = owner.post(address, data=sent)
    assert page.status_code == 409
    assert "Svaret er rettet eller trukket tilbage imens." in words(page)
    assert queries.points_of(store, row.id) == []


def test_a_point_is_moved_and_removed(store: Session, consultation: Consultation, owner: PageClient) -> None:
    row, where = published(store, consultation), position(store, consultation)
    points.make_point(store, ACTOR, NOW, row, spans(store, row, 1))
    store.commit()
    post(owner, DESK, f"{DESK}/1/flyt", {"position": str(where.id)})
    assert "Pkt. 1.1: Ønske om længere forløb" in words(owner.get(DESK))
    post(owner, DESK, f"{DESK}/1/fjern")
    page = words(owner.get(DESK))
    assert "Punkt 1.1 er fjernet. Sætningerne er uden punkt igen." in page
    assert "Seks uger er for kort tid. uden punkt" in page


def test_R39_a_point_in_a_group_says_for_whom_it_holds(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    rows = [published(store, consultation, name=f"Prøve {letter}") for letter in "abc"]
    grouping.group_identical(store, consultation)
    store.commit()
    assert "Svaret er ens med nr. 2, 3: punkterne gælder alle 3." in words(owner.get(DESK))
    address = f"{DESK}?s={values(store, rows[0], 1)[0]}"
    post(owner, address, address, {"position": "-1", "title": "Ønske om ro", "theme": "Generelt", "place": ""})
    assert "Punkt 1.1 er gemt og gælder alle 3 ens svar." in words(owner.get(DESK))
    assert [len(queries.points_of(store, row.id)) for row in rows] == [1, 1, 1]


def test_R38_a_response_without_a_sentence_gets_a_point_of_its_own(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    place = factories.places(store, consultation)[1, "hvem"]
    sent = factories.submission(content=Content((AnswerContent("", None, "Et forløb varer tolv uger.", *place),)))
    row = factories.response(store, consultation, sent)
    moderation.publish_response(store, "system", NOW, row.id)
    store.commit()
    assert "0 af 1 svar er delt i punkter." in words(owner.get(DESK))
    sent_form = {"position": "-1", "title": "Forslag om tolv uger", "theme": "Generelt", "place": ""}
    assert post(owner, DESK, DESK, sent_form).status_code == 303
    assert "1 af 1 svar er delt i punkter." in words(owner.get(DESK))


def test_states_a_corrected_response_is_shown_as_such_and_its_points_can_follow(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(store, consultation)
    for at in (1, 2):
        points.make_point(store, ACTOR, NOW, row, spans(store, row, at))
    content = Content((AnswerContent("Seks uger er for kort tid. Vi vil have otte."),))
    responses.correct_response(store, factories.settings(), NOW, row, factories.sender(), content)
    moderation.publish_response(store, "system", NOW, row.id)
    store.commit()
    assert "Svaret er rettet, efter at det blev delt" in words(owner.get(DESK))
    post(owner, DESK, f"{DESK}/foelg-med")
    page = words(owner.get(DESK))
    assert "Seks uger er for kort tid. pkt. 1.1" in page
    assert page.count("Skal ses igen") == 1
    assert "Punkt 1.2 skal ses igen, for svaret er rettet" in words(owner.get(f"{I}/daekning"))


# The list


def test_the_list_says_how_far_each_response_is_and_leads_to_the_next(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    first, second, _third = (published(store, consultation, name=f"Prøve {letter}") for letter in "abc")
    points.make_point(store, ACTOR, NOW, first, spans(store, first))
    points.make_point(store, ACTOR, NOW, second, spans(store, second, 1))
    store.commit()
    page = words(owner.get(f"{I}/behandling"))
    assert "Del næste svar: nr. 2" in page
    assert "Svar nr. 1 hele høringen 1 Færdigt" in page
    assert "Svar nr. 2 hele høringen 1 3 sætninger uden punkt" in page
    assert "Svar nr. 3 hele høringen 0 Ikke begyndt" in page
    assert "Svar nr. 1 " not in words(owner.get(f"{I}/behandling?vis=mangler"))


def test_identical_responses_are_found_from_the_list(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    for letter in "ab":
        published(store, consultation, name=f"Prøve {letter}")
    post(owner, f"{I}/behandling", f"{I}/behandling/ens-svar")
    page = words(owner.get(f"{I}/behandling"))
    assert "1 gruppe med i alt 2 ens svar." in page
    assert "Svar nr. 1 hele høringen 2 ens" in page


def test_before_and_after_lead_through_the_responses(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    for letter in "abc":
        published(store, consultation, name=f"Prøve {letter}")
    shown = {
        n: re.findall(r"(Forrige|Næste): svar nr. (\d)", words(owner.get(f"{I}/svar/{n}/punkter"))) for n in (1, 2)
    }
    assert shown == {1: [("Næste", "2")], 2: [("Forrige", "1"), ("Næste", "3")]}


# Positions


def test_a_position_gets_its_remark_outcome_and_new_text(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    text = list_drafts(store, consultation.id)[0]
    section = list_sections(store, text.version.id)[0]
    row = position(store, consultation, "Ønske om ro", text.draft.id, section.section_id)
    store.commit()
    address = f"{I}/synspunkter/{row.id}"
    sent = {
        "title": "Ønske om mere ro",
        "place": f"{text.draft.id}.{section.section_id}",
        "theme": "Generelt",
        "remark": "-1",
        "text": "Forvaltningen er enig.",
        "outcome": "partly",
    }
    assert post(owner, address, address, sent).status_code == 303
    page = words(owner.get(address))
    assert "B1 Forvaltningen er enig." in page
    assert "skal den nye tekst med i rapporten" in page
    change = f"{address}/aendring"
    wrong = post(owner, change, change, {"before": "står her ikke", "after": "tolv uger"})
    assert "Ordene står ikke netop én gang i afsnittet." in words(wrong)
    assert post(owner, change, change, {"before": "højst seks uger", "after": "højst tolv uger"}).status_code == 303
    page = words(owner.get(address))
    assert "1 Hvem kan få hjælpen? højst seks uger højst tolv uger" in page
    assert "skal den nye tekst med i rapporten" not in page


def test_a_position_that_is_not_accepted_changes_no_text(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = position(store, consultation, recommended=Outcome.NOT_ACCEPTED)
    store.commit()
    assert owner.get(f"{I}/synspunkter/{row.id}/aendring").status_code == 404


def test_an_empty_position_can_be_removed(store: Session, consultation: Consultation, owner: PageClient) -> None:
    row = position(store, consultation)
    store.commit()
    address = f"{I}/synspunkter/{row.id}"
    assert post(owner, address, f"{address}/fjern").status_code == 303
    assert owner.get(address).status_code == 404


def test_a_new_remark_needs_its_text(store: Session, consultation: Consultation, owner: PageClient) -> None:
    row = position(store, consultation)
    store.commit()
    address = f"{I}/synspunkter/{row.id}"
    sent = {"title": "Ønske om ro", "place": "", "theme": "Generelt", "remark": "-1", "text": " "}
    assert "Skriv bemærkningen" in words(post(owner, address, address, sent))
    assert store.scalars(select(RemarkVersion)).all() == []


# Remarks


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


# Themes


def test_themes_are_taken_from_the_drafts_added_and_moved(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    address = f"{I}/temaer"
    post(owner, address, f"{address}/overskrifter")
    post(owner, address, address, {"title": "Pris"})
    shown = [row.title for row in queries.list_themes(store, consultation.id)]
    assert shown == ["Hvem kan få hjælpen?", "Hvor længe?", "Pris", "Generelt"]
    price = themes.add_theme(store, ACTOR, NOW, consultation, "Pris")
    store.commit()
    post(owner, address, f"{address}/{price.id}/op")
    assert "Hvem kan få hjælpen? 0 Flyt ned Hvem kan få hjælpen? Pris" in words(owner.get(address))


# Coverage


def rows_of(page: TestResponse) -> int:
    """Rows of the first table of a list."""
    html = page.get_data(as_text=True)
    return html.split("<tbody>")[1].split("</tbody>")[0].count("<tr>") if "<tbody>" in html else 0


def test_R40_every_number_of_the_table_leads_to_just_so_many(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    drafts = list_drafts(store, consultation.id)
    places = [
        position(store, consultation, f"Ønske om {n}", draft_id, recommended=outcome)
        for n, (draft_id, outcome) in enumerate(
            [(None, Outcome.NOTED), (drafts[0].draft.id, Outcome.PARTLY), (drafts[0].draft.id, None)]
        )
    ]
    remark = remarks.add_remark(store, ACTOR, NOW, consultation, "Vi er enige.")
    remarks.use_remark(store, ACTOR, NOW, consultation, remark, places[:2])
    for n, where in enumerate([[0, 1], [1, 2, 1], [None]]):
        row = respond(store, consultation, TEXT, *(["Om udkast 1."] if n else []), name=f"Prøve {n}")
        for at in where:
            points.make_point(store, ACTOR, NOW, row, spans(store, row, 1), None if at is None else places[at])
    store.commit()
    table = owner.get(f"{I}/daekning").get_data(as_text=True).split("<tbody>")[1].split("</tbody>")[0]
    links = re.findall(r'<td class="hs-number"><a href="([^"]+)">(\d+)</a>', table)
    assert len(links) > 12
    for address, number in links:
        assert rows_of(owner.get(unescape(address))) == int(number), address
    totals = words_of_row(table, "I alt")
    assert totals == "I alt 3 6 2 0 3 0 1 0"


def words_of_row(table: str, name: str) -> str:
    row = next(one for one in table.split("</tr>") if f">{name}</th>" in one)
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def test_R38_what_lacks_is_listed_with_the_way_there(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    begun, _whole = (published(store, consultation, name=f"Prøve {letter}") for letter in "ab")
    row = position(store, consultation, "Ønske om ro")
    points.make_point(store, ACTOR, NOW, begun, spans(store, begun, 0, 1, 2), row)
    points.make_point(store, ACTOR, NOW, begun, spans(store, begun, 1))
    position(store, consultation, "Ønske om fred")
    store.commit()
    page = owner.get(f"{I}/daekning")
    for sentence in (
        "1 svar er ikke delt i punkter: nr. 2",
        "Svar nr. 1 har 1 sætning uden punkt",
        "Punkt 1.2 er ikke i noget synspunkt",
        "Pkt. 0.1 mangler en bemærkning, mangler en indstilling: Ønske om ro",
        "Pkt. 0.2 har ingen punkter, mangler en bemærkning, mangler en indstilling: Ønske om fred",
    ):
        assert sentence in words(page)
    (last,) = values(store, begun, 3)
    assert f'/svar/1/punkter#s-{last}"' in page.get_data(as_text=True)
    assert f'id="s-{last}"' in owner.get(DESK).get_data(as_text=True)


def test_R38_a_consultation_with_nothing_left_says_so(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    assert "Intet mangler." in words(owner.get(f"{I}/daekning"))


# The decision


def test_R47_outcomes_are_decided_after_the_deciding_meeting(
    store: Session, consultation: Consultation, secretary: PageClient
) -> None:
    row = position(store, consultation, recommended=Outcome.NOTED)
    store.commit()
    address = f"{I}/beslutning-synspunkter"
    assert "Mødet, der beslutter, er ikke holdt" in words(secretary.get(address))
    assert post(secretary, address, address, {f"udfald-{row.id}": "accepted"}).status_code == 409
    meeting = Milestone(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        kind=MilestoneKind.COUNCIL,
        body="Byrådet",
        on=NOW.date(),
        outcome="Vedtaget",
        decides=True,
    )
    store.add(meeting)
    store.commit()
    assert '<option value="noted" selected>' in secretary.get(address).get_data(as_text=True)
    assert post(secretary, address, address, {f"udfald-{row.id}": "accepted"}).status_code == 303
    store.expire_all()
    assert (row.recommended_outcome, row.decided_outcome) == (Outcome.NOTED, Outcome.ACCEPTED)


# Who may


def addresses(app: Flask) -> list[tuple[str, str]]:
    """Every page of analysis, with values that exist or could."""
    known = {"slug": "hjaelp-i-hverdagen", "label": "1", "seq": 1, "position_id": 1, "number": 1, "theme_id": 1}
    found = []
    with app.test_request_context():
        urls = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if rule.endpoint.startswith("analysis."):
                given = {name: known.get(name, "op") for name in rule.arguments}
                methods = (rule.methods or set()) & {"GET", "POST"}
                found += [(method, urls.build(rule.endpoint, given, method=method)) for method in methods]
    assert len(found) > 20
    return sorted(found)


def codes(app: Flask, client: PageClient, start: str) -> dict[tuple[str, str], int]:
    """What each page answers; `start` is one that gives this person a token."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(start).get_data(as_text=True))
    assert token is not None
    sent = {"GET": {}, "POST": {"data": {"csrf_token": token[1]}}}
    return {
        (method, address): client.open(address, method=method, **sent[method]).status_code
        for method, address in addresses(app)
    }


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SUBJECT_OWNER, Role.SECRETARY}))
def test_A1_only_subject_owner_and_secretary_have_these_pages(
    app: Flask, store: Session, consultation: Consultation, sign_in: SignIn, role: Role
) -> None:
    client = sign_in(person(store, consultation, role))
    found = codes(app, client, "/intern")
    assert {place: code for place, code in found.items() if code != 403} == {}


def test_A1_nobody_is_shown_in_without_signing_in(app: Flask, consultation: Consultation, client: PageClient) -> None:
    assert set(codes(app, client, "/intern/log-ind").values()) == {302}


def test_A1_another_authority_s_consultation_is_not_found(
    app: Flask, store: Session, consultation: Consultation, sign_in: SignIn
) -> None:
    published(store, consultation)
    client = sign_in(factories.staff(store, factories.authority(store, "andenstad"), Role.SECRETARY))
    assert set(codes(app, client, "/intern").values()) == {404}


def test_the_decision_is_the_secretary_s(owner: PageClient) -> None:
    assert owner.get(f"{I}/beslutning-synspunkter").status_code == 403
