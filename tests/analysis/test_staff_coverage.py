"""The pages of coverage: each number leads to exactly those, and says whether it is done in time (R38)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from consultation.analysis import assigning, points, queries, remarks, settled, themes
from consultation.analysis.figures import board_of
from consultation.analysis.pace import forecasts
from consultation.models import Consultation, Milestone
from consultation.moderation.operations import publish_response
from consultation.vocabulary import MilestoneKind, NoPointReason, Outcome, Role
from tests import factories
from tests.analysis.dividing import ACTOR, position, respond, spans
from tests.conftest import Clock
from tests.factories import NOW
from tests.pages import PageClient

ROOT = "/intern/hoeringer/{}"


def page(client: PageClient, consultation: Consultation, way: str) -> str:
    answer = client.get(f"/intern/hoeringer/{consultation.slug}/{way}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def links(words: str, start: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(rf'href="([^"]*{re.escape(start)}[^"]*)"', words)]


def test_R38_the_numbers_of_a_theme_lead_to_exactly_its_positions_and_points(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    response = respond(store, consultation)
    first, second = position(store, consultation, "Ønske om mere tid"), position(store, consultation, "Ønske om ro")
    theme = themes.add_theme(store, ACTOR, NOW, consultation, "Ro")
    second.theme_id = theme.id
    points.make_point(store, ACTOR, NOW, response, spans(store, response, 1), first)
    points.make_point(store, ACTOR, NOW, response, spans(store, response, 2), second)
    store.commit()
    coverage = page(owner, consultation, "daekning")
    assert links(coverage, f"tema={theme.id}")
    listed = owner.get(f"/intern/hoeringer/{consultation.slug}/synspunkter?tema={theme.id}").get_data(as_text=True)
    assert ("Ønske om ro" in listed, "Ønske om mere tid" in listed) == (True, False)
    pointed = owner.get(f"/intern/hoeringer/{consultation.slug}/punkter?tema={theme.id}").get_data(as_text=True)
    assert ("1.2" in pointed, ">1.1<" in pointed) == (True, False)


def test_R38_a_theme_of_another_consultation_is_not_found(consultation: Consultation, owner: PageClient) -> None:
    assert owner.get(f"/intern/hoeringer/{consultation.slug}/punkter?tema=999").status_code == 404


def test_R38_what_needs_no_remark_is_listed_with_its_reason(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    response = respond(store, consultation)
    publish_response(store, ACTOR, NOW, response.id)
    points.settle(store, ACTOR, NOW, response, spans(store, response, 0), NoPointReason.GREETING)
    points.settle(store, ACTOR, NOW, response, spans(store, response, 1), NoPointReason.BACKGROUND)
    store.commit()
    (to_greetings,) = links(page(owner, consultation, "daekning"), "grund=greeting")
    listed = owner.get(to_greetings).get_data(as_text=True)
    assert ("Kære byråd." in listed, "Seks uger" in listed) == (True, False)


def test_P1_words_of_a_response_that_is_not_shown_are_not_listed(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    response = respond(store, consultation)
    points.settle(store, ACTOR, NOW, response, spans(store, response), NoPointReason.GREETING)
    store.commit()
    assert "Kære byråd." not in page(owner, consultation, "uden-bemaerkning")


def test_R38_a_list_of_many_goes_on_page_by_page(
    session: Session, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settled, "PAGE", 2)
    response = respond(session, consultation)
    points.settle(session, ACTOR, NOW, response, spans(session, response), NoPointReason.GREETING)
    first = settled.list_settled(session, consultation.id, 1, NOW)
    rest = settled.list_settled(session, consultation.id, 1, NOW, after=first[1].id)
    assert [len(first), len(rest), len({one.id for one in (*first[:2], *rest)})] == [3, 2, 4]


def test_the_pace_is_what_was_finished_in_the_last_ten_working_days(
    session: Session, consultation: Consultation, at: Clock
) -> None:
    old, new, _left = (respond(session, consultation, text) for text in ("Et.", "To.", "Tre."))
    points.settle_rest(session, ACTOR, NOW - timedelta(days=40), old, NoPointReason.GREETING)
    session.commit()
    points.settle_rest(session, ACTOR, NOW, new, NoPointReason.GREETING)
    session.commit()
    divided, _answered = forecasts(session, consultation, board_of(session, consultation), NOW)
    assert (divided.left, divided.done) == (1, 1)


def test_a_remark_that_was_written_lately_answers_its_points(session: Session, consultation: Consultation) -> None:
    response, row = respond(session, consultation), position(session, consultation, recommended=Outcome.NOTED)
    points.make_point(session, ACTOR, NOW, response, spans(session, response), row)
    remark = remarks.add_remark(session, ACTOR, NOW, consultation, "Det er noteret.")
    remarks.use_remark(session, ACTOR, NOW, consultation, remark, [row])
    session.commit()
    board = board_of(session, consultation)
    assert forecasts(session, consultation, board, NOW)[1].done == 1
    assert forecasts(session, consultation, board, NOW + timedelta(days=40))[1].done == 0


def test_domain_6_the_days_are_counted_back_from_the_committees_meeting(
    store: Session, consultation: Consultation, owner: PageClient
) -> None:
    assert "ingen dag at regne mod" in page(owner, consultation, "daekning")
    meeting = Milestone(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        kind=MilestoneKind.COMMITTEE,
        body="Socialudvalget",
        on=(NOW + timedelta(days=60)).date(),
    )
    store.add(meeting)
    respond(store, consultation)
    store.commit()
    assert "De skal være færdige" in page(owner, consultation, "daekning").replace("\N{NO-BREAK SPACE}", " ")


def test_performance_a_page_of_many_responses_shows_some_and_leads_to_the_rest(
    store: Session, consultation: Consultation, owner: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consultation.analysis.pages.PAGE", 2)
    for text in ("Et.", "To.", "Tre."):
        respond(store, consultation, text)
    store.commit()
    (further,) = links(page(owner, consultation, "behandling"), "efter=")
    assert "Svar nr. 3" in owner.get(further).get_data(as_text=True).replace("\N{NO-BREAK SPACE}", " ")
    assert len(queries.list_to_divide(store, consultation.id)) == 3


def test_R38_the_numbers_of_a_person_lead_to_exactly_what_they_have_left(
    store: Session, consultation: Consultation, owner: PageClient, at: Clock
) -> None:
    first, second, _third = (respond(store, consultation, text) for text in ("Et.", "To.", "Tre."))
    jens = factories.staff(store, consultation.authority, Role.SUBJECT_OWNER, "Bo Andenprøve")
    late, soon = (NOW - timedelta(days=2)).date(), (NOW + timedelta(days=2)).date()
    for row, due in ((first, late), (second, soon)):
        assigning.assign(store, ACTOR, NOW, consultation, responses=[row.id], staff_id=jens.id, due_on=due)
    store.commit()
    coverage = page(owner, consultation, "daekning")
    left, overdue = links(coverage, f"hvem={jens.id}")
    assert _tasks(owner.get(left).get_data(as_text=True)) == ["1", "2"]
    assert _tasks(owner.get(overdue).get_data(as_text=True)) == ["1"]
    assert _tasks(page(owner, consultation, "opgaver?vis=uden-ansvarlig")) == ["3"]


def _tasks(words: str) -> list[str]:
    return re.findall(r"Del svar nr\.\s(\d+) i punkter</a>", words)
