"""Statistics: how long it took, of a consultation and of an authority's year, on page and in data (R33, R40)."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.lib.dates import closing_instant
from consultation.models import Appeal, AppealAnswer, Consultation, Decision, Response
from consultation.moderation import operations as moderation
from consultation.responses import figures
from consultation.responses.content import Content
from consultation.site import numbers
from consultation.vocabulary import AppealOutcome, Capacity, DecisionKind, Reason, Status
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES, NOW
from tests.site.published import ADDRESS, answered, page, statements, words

DAY = timedelta(days=1)
NONE = {"made": 0, "upheld": 0, "opened": 0, "waiting": 0}
FIGURES, YEAR, DATA = f"{ADDRESS}/tal", "/statistik", "/api/v1/statistics"


@pytest.fixture
def owner(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def decided_after(
    session: Session, owner: Consultation, after: timedelta, reason: Reason | None = None, **given: Any
) -> Response:
    row = answered(session, owner, "Et svar.", **given)
    kind = DecisionKind.WITHHOLD if reason else DecisionKind.PUBLISH
    moderation.decide(session, "system", NOW + after, row.id, 0, 1, kind, reason, seen=True)
    return row


# The counters


def test_R33_only_the_first_decision_counts_and_it_counts_whole_days(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    row = decided_after(session, owner, 2 * DAY - timedelta(seconds=1))
    moderation.decide(session, "system", NOW + 9 * DAY, row.id, 1, 1, DecisionKind.REOPEN)
    moderation.decide(session, "system", NOW + 9 * DAY, row.id, 2, 1, DecisionKind.PUBLISH, seen=True)
    decided_after(session, owner, 2 * DAY)
    session.commit()
    kept = figures.read(session, owner.id)
    assert {name: value for name, value in kept.items() if name.startswith("days")} == {"days.1": 1, "days.2": 1}
    assert kept == figures.recount(session, owner.id)


def test_R33_what_nobody_reads_is_not_counted(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    council = factories.sender(capacity=Capacity.COUNCIL, organisation="Handicaprådet")
    factories.response(session, owner, factories.submission(content=Content(no_remarks=True), sender=council))
    session.commit()
    assert not any(name.startswith("days") for name in figures.read(session, owner.id))
    assert figures.read(session, owner.id) == figures.recount(session, owner.id)


@pytest.mark.parametrize(
    ("days", "median"),
    [({}, None), ({0: 1}, 0), ({0: 1, 5: 1}, 0), ({0: 1, 3: 1, 5: 1}, 3), ({1: 10, 40: 9}, 1), ({1: 9, 40: 10}, 40)],
)
def test_R33_the_median_is_the_middle_one(days: dict[int, int], median: int | None) -> None:
    assert numbers.median_of(days) == median


def test_R33_a_year_tells_no_more_reasons_than_its_consultations() -> None:
    """Three of one reason in all, of which one consultation folds its two into "andet"."""
    first = numbers.of({"on_time.withheld.advert": 3, "on_time.withheld.abuse": 1})
    second = numbers.of({"on_time.withheld.advert": 2, "on_time.withheld.person": 1})
    assert dict(numbers.together([first, second]).reasons) == {"advert": 3, "other": 4}


# On pages


def test_the_page_of_a_consultation_says_how_long_it_takes(
    client: FlaskClient, store: Session, owner: Consultation
) -> None:
    assert "Hvor hurtigt" not in page(client, FIGURES)
    for days in (0, 3, 4):
        decided_after(store, owner, days * DAY)
    store.commit()
    text = words(page(client, f"{FIGURES}?igen=1"))
    assert "En medarbejder har taget stilling til 3 svar." in text
    assert "er 3 døgn: halvdelen tog højst så længe." in text


def filled(store: Session, owner: Consultation) -> Consultation:
    """Another consultation of the same year with three withheld; the first has one shown and two waiting."""
    decided_after(store, owner, DAY)
    for _one in range(2):
        answered(store, owner)
    other = factories.consultation(store, owner.authority, "anden-hoering")
    for days in (2, 3, 9):
        decided_after(store, other, days * DAY, Reason.ADVERT)
    store.commit()
    return other


def test_R33_R40_a_year_adds_up_row_by_row_and_column_by_column(
    client: FlaskClient, store: Session, owner: Consultation
) -> None:
    filled(store, owner)
    told = client.get(DATA).get_json()
    whole = told["together"]
    assert (told["year"], whole["received"]) == (2026, 6)
    assert told["review"] == {"reviewed": 4, "median_days": 2, "appeals": NONE}
    assert whole["received"] == whole["on_time"] + whole["late"]
    shares = ("published", "redacted", "withdrawn", "awaiting")
    assert whole["received"] == sum(whole[name] for name in shares) + sum(whole["withheld"].values())
    for name in ("received", *shares):
        assert whole[name] == sum(one["counts"][name] for one in told["consultations"])
    text = words(page(client, YEAR))
    assert "Hjælp i hverdagen 3 1 0 0 0 2 1 døgn" in text
    assert "I alt 6 1 0 3 0 2 2 døgn" in text
    assert "reklame 3" in text


def test_a_year_costs_as_many_statements_however_much_there_is(
    app: Flask, client: FlaskClient, store: Session, owner: Consultation
) -> None:
    def cost(mark: int) -> int:
        with statements(app.extensions["engine"]) as sent:
            page(client, f"{YEAR}?maal={mark}")
        return len(sent)

    answered(store, owner)
    store.commit()
    few = cost(1)
    for number in range(5):
        other = factories.consultation(store, owner.authority, f"hoering-{number}")
        for _one in range(5):
            decided_after(store, other, DAY)
    store.commit()
    assert cost(2) == few


def test_years_are_apart_and_this_one_is_shown_first(
    client: FlaskClient, store: Session, owner: Consultation, at: Clock
) -> None:
    factories.consultation(store, owner.authority, "naeste-aar", closes_at=CLOSES + 365 * DAY)
    store.commit()
    assert "/hoeringer/hjaelp-i-hverdagen/tal" in page(client, YEAR)
    assert "Høringer med frist i 2027." in words(page(client, f"{YEAR}?aar=2027"))
    assert "Der er ingen høringer med frist i det år." in words(page(client, f"{YEAR}?aar=1999"))
    assert client.get(f"{DATA}?year=2026").get_json()["consultations"][0]["slug"] == "hjaelp-i-hverdagen"


def test_T1_a_deadline_on_the_last_day_of_a_year_counts_in_that_year(
    client: FlaskClient, store: Session, owner: Consultation
) -> None:
    closes_at = closing_instant(date(2025, 12, 31), time(23, 59))
    factories.consultation(store, owner.authority, "aarets-sidste", opens_at=closes_at - 60 * DAY, closes_at=closes_at)
    store.commit()
    assert "/hoeringer/aarets-sidste/tal" in page(client, f"{YEAR}?aar=2025")
    assert "/hoeringer/aarets-sidste/tal" not in page(client, f"{YEAR}?aar=2026")


def test_P7_a_consultation_that_is_not_to_be_seen_yet_is_in_no_year(
    client: FlaskClient, store: Session, owner: Consultation
) -> None:
    hidden = factories.consultation(store, owner.authority, "forberedes")
    hidden.visible_from = NOW + DAY
    store.commit()
    assert "forberedes" not in page(client, YEAR) + client.get(DATA).get_data(as_text=True)


def test_on_a_shared_host_one_says_whose(client: FlaskClient, store: Session, owner: Consultation) -> None:
    factories.authority(store, "andenby")
    store.commit()
    assert "/statistik?myndighed=andenby" in page(client, YEAR)
    assert client.get(DATA).status_code == 404
    assert client.get(f"{DATA}?authority=andenby").get_json()["consultations"] == []


def test_the_numbers_of_one_are_in_its_data(client: FlaskClient, store: Session, owner: Consultation) -> None:
    decided_after(store, owner, 3 * DAY)
    store.commit()
    told = client.get(f"/api/v1/consultations/{owner.slug}/figures").get_json()
    assert told["review"] == {"reviewed": 1, "median_days": 3, "appeals": NONE}
    assert {one["status"] for one in told["statuses"]} == {status.value for status in Status}


# Complaints


def test_D7_complaints_are_counted_by_being_written(session: Session) -> None:
    owner = factories.consultation(session, factories.authority(session))
    complain(session, decided_after(session, owner, DAY, Reason.ABUSE), AppealOutcome.OPENED)
    complain(session, decided_after(session, owner, DAY, Reason.ABUSE), AppealOutcome.UPHELD)
    complain(session, decided_after(session, owner, DAY, Reason.ABUSE))
    session.commit()
    kept = figures.read(session, owner.id)
    assert kept == figures.recount(session, owner.id)
    assert {name: value for name, value in kept.items() if name.startswith("appeals")} == {
        "appeals.made": 3,
        "appeals.upheld": 1,
        "appeals.opened": 1,
    }


def complain(session: Session, row: Response, outcome: AppealOutcome | None = None) -> None:
    own = {"authority_id": row.authority_id, "by": "sender", "at": NOW + DAY}
    decision = session.scalars(select(Decision.id).where(Decision.response_id == row.id)).one()
    appeal = Appeal(**own, response_id=row.id, decision_id=decision, text="Det er jeg uenig i.")
    session.add(appeal)
    session.flush()
    if outcome is not None:
        answer = AppealAnswer(**own | {"by": "staff:1"}, appeal_id=appeal.id, outcome=outcome, reason="Derfor.")
        session.add(answer)
        session.flush()


def test_complaints_and_their_outcome_stand_on_both_pages(
    client: FlaskClient, store: Session, owner: Consultation
) -> None:
    row = decided_after(store, owner, DAY, Reason.ABUSE)
    store.commit()
    assert "Ingen har klaget over en afgørelse." in words(page(client, FIGURES))
    complain(store, row, AppealOutcome.OPENED)
    store.commit()
    told = "1 klage over en afgørelse: 1 førte til en ny gennemgang."
    assert told in words(page(client, f"{FIGURES}?igen=1"))
    assert told in words(page(client, f"{YEAR}?igen=1"))
    assert client.get(DATA).get_json()["review"]["appeals"] == NONE | {"made": 1, "opened": 1}
