"""The desk as a browser without script sees it: what may be read, and how it is divided (R37-R39, D5)."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import points, queries, themes
from consultation.consultations import drafting, revising
from consultation.consultations import queries as consultations
from consultation.models import Access, Consultation, Position, Suggestion
from consultation.moderation import marking
from consultation.moderation import operations as moderation
from consultation.responses import operations as responses
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import AccessPurpose, DecisionKind, FindingKind, Reason
from tests import factories
from tests.analysis.browsing import DESK, I, post, published, values, words
from tests.analysis.dividing import ACTOR, position, respond, spans
from tests.conftest import Clock
from tests.factories import NOW
from tests.moderation.grouped import regroup
from tests.pages import PageClient

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
    row = published(store, consultation)
    assert "4 sætninger er ikke i noget punkt." in words(owner.get(DESK))
    post(owner, DESK, f"{DESK}/saetninger", {"til": "rest", "aaben": values(store, row)})
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


def test_no_reason_is_chosen_beforehand_and_without_one_nothing_is_set_aside(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(store, consultation)
    ticked = values(store, row, 0)
    answer = post(owner, DESK, f"{DESK}/saetninger", {"s": ticked, "til": "uden", "reason": ""})
    assert "Vælg en grund" in words(answer)
    assert "4 sætninger er ikke i noget punkt." in words(owner.get(DESK))
    post(owner, DESK, f"{DESK}/saetninger", {"s": ticked, "til": "uden", "reason": "background"})
    assert "1 sætning kræver ingen bemærkning: baggrund om afsenderen." in words(owner.get(DESK))


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
    regroup(store, consultation)
    store.commit()
    assert "Svaret er i en gruppe med nr. 2, 3." in words(owner.get(DESK))
    address = f"{DESK}?s={values(store, rows[0], 1)[0]}"
    assert "Punktet vil gælde 3 svar: nr. 1, 2, 3." in words(owner.get(address))
    post(owner, address, address, {"position": "-1", "title": "Ønske om ro", "theme": "Generelt", "place": ""})
    assert "Punkt 1.1 er gemt og gælder 3 svar." in words(owner.get(DESK))
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


def test_R7_an_answer_to_an_older_version_says_so_and_is_placed_where_it_was_given(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    row = published(store, consultation, "Alt for kort.", "Udkastet er uklart.", "Hvem kan få det?")
    (hvem,) = spans(store, row, 2)
    replaced = revising.begin_version(store, ACTOR, NOW, consultation, 1)
    texts = drafting.inputs_of(consultations.list_sections(store, replaced.id))
    changed = [replace(texts[0], source="Alle over 16 år kan få hjælpen."), *texts[1:]]
    drafting.write_sections(store, ACTOR, NOW, consultation, replaced, changed)
    revising.publish_version(store, ACTOR, NOW, consultation, 1, "Afsnit 1 er gjort tydeligere.")
    store.commit()
    page = owner.get(f"{DESK}?s={hvem}")
    assert "Svaret gælder version 1. Afsnittet er ændret." in words(owner.get(DESK))
    assert re.search(r'<option value="\d+\.\d+" selected>1 · 1 Hvem kan få hjælpen', page.get_data(as_text=True))


# A suggested theme


def test_a_suggested_theme_is_told_with_its_points_and_taken_by_one_press_that_saves_nothing(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    first, row = published(store, consultation, name="Prøve a"), published(store, consultation, name="Prøve b")
    made = [
        points.make_point(store, ACTOR, NOW, first, spans(store, first, at), position(store, consultation))
        for at in (1, 2)
    ]
    price = themes.add_theme(store, ACTOR, NOW, consultation, "Pris")
    general = themes.add_theme(store, ACTOR, NOW, consultation, "Generelt")
    (span,) = spans(store, row, 1)
    guesses = [[general.id, 71, [point.id for point in made]], [price.id, 12, []]]
    body = json.dumps([[span.answer_id, span.start, span.end, guesses]])
    store.add(Suggestion(authority_id=row.authority_id, response_id=row.id, body=body, made_at=NOW))
    store.commit()
    address = f"{I}/svar/2/punkter?s={span}"
    page = owner.get(address)
    assert "Foreslået tema: Generelt (71 %), som i punkt 1.1 og 1.2. Brug temaet Generelt" in words(page)
    assert "Eller: Pris (12 %). Brug temaet Pris" in words(page)
    assert '<option value="Generelt" selected>' not in page.get_data(as_text=True)
    taken = post(owner, address, f"{address}&tema={price.id}", {"til": "vis", "title": "Ønske om ro"})
    html = taken.get_data(as_text=True)
    assert '<option value="Pris" selected>' in html
    assert 'value="Ønske om ro"' in html
    assert len(queries.points_of(store, row.id)) == 0
