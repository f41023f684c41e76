"""Where a response went, at any later time (R38): how it was decided, what it said, where it is answered, printed."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from consultation.analysis import points
from consultation.responses.operations import withdraw_response
from consultation.storage import Store
from consultation.summary import operations
from consultation.summary.paging import Pages
from consultation.summary.papers import Package
from consultation.summary.tracing import Trace, trace_of
from consultation.vocabulary import NoPointReason, Outcome, Role
from tests import factories
from tests.conftest import Clock
from tests.databases import Once
from tests.summary import case as cases
from tests.summary.case import READY, REMOVED, SETTINGS, WITHHELD, Case
from tests.summary.test_staff import page, root, signed_in


@pytest.fixture
def made(session: Session) -> Case:
    return cases.case(session)


def trace(made: Case, index: int = 0) -> Trace:
    staff_id = int(made.owner.removeprefix("staff:"))
    return trace_of(made.session, made.responses[index], staff_id, READY)


def test_R38_each_point_is_followed_to_its_position_remark_outcome_and_change(made: Case) -> None:
    found = trace(made)
    assert [(one.label, one.position_label, one.remark_number) for one in found.points] == [
        ("1.1", "1.1", 1),
        ("1.2", "1.1", 1),
    ]
    first = found.points[0]
    assert first.position is not None
    assert (first.remark, first.position.recommended_outcome) == ("Forløbet bliver forlænget.", Outcome.ACCEPTED)
    assert [change.after for change, _section in first.changes] == ["højst ti uger"]
    assert (found.open, found.settled) == ((), ())


def test_R38_a_sentence_that_needs_no_remark_is_told_with_its_reason(made: Case) -> None:
    response = made.receive("Kære byråd. Tak for jeres arbejde.")
    made.publish(response)
    made.let_be(response)
    found = trace_of(made.session, response, 1, READY)
    assert [line.sentence.reason for line in found.settled] == [NoPointReason.GREETING, NoPointReason.GREETING]
    assert (found.points, found.open) == ([], ())


def test_R38_a_sentence_in_no_point_is_told_as_open(made: Case) -> None:
    second = trace(made).points[1].point
    points.remove_point(made.session, made.owner, READY, made.responses[0], second)
    assert [line.sentence.text for line in trace(made).open] == ["Det siger Ragnfred Opdigt også."]


def test_R34_every_decision_is_told_in_order(made: Case) -> None:
    made.withhold(made.responses[1])
    assert [one.kind.value for one in trace(made, 1).decisions] == ["publish", "withhold"]


def test_P1_words_that_a_person_may_not_read_are_not_in_the_trace(made: Case) -> None:
    found = trace(made, 2)
    assert (found.reading.is_readable, len(found.points)) == (False, 1)


def test_R24_a_withdrawn_response_is_still_found(made: Case) -> None:
    withdraw_response(made.session, factories.NOW, made.responses[1])
    assert trace(made, 1).response.withdrawn_at == factories.NOW


def test_R41_a_package_that_was_frozen_before_the_response_came_does_not_print_it(made: Case) -> None:
    assert trace(made).printed == []


@pytest.fixture
def stored(store: Session, once: Once, at: Clock) -> Case:
    found = once(store, cases.case)
    at.now = READY
    return found


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.SUBJECT_OWNER, Role.SECRETARY])
def test_R38_the_page_says_where_a_response_went(stored: Case, app: Flask, role: Role) -> None:
    client = signed_in(stored, app, role)
    words = page(client, f"{root(stored)}/svar/1/spor")
    assert "Forløbet bliver forlænget." in words
    assert REMOVED not in words
    assert WITHHELD not in page(client, f"{root(stored)}/svar/3/spor")


@pytest.mark.parametrize(("typed", "label"), [("1", "1"), ("Svar nr. 2", "2"), ("#3", "3")])
def test_R38_a_number_is_found_as_people_write_it(stored: Case, app: Flask, typed: str, label: str) -> None:
    answer = signed_in(stored, app, Role.SECRETARY).get(f"{root(stored)}/spor", query_string={"nr": typed})
    assert (answer.status_code, answer.location) == (302, f"{root(stored)}/svar/{label}/spor")


def test_R38_a_number_that_is_not_there_is_said(stored: Case, app: Flask) -> None:
    answer = signed_in(stored, app, Role.SECRETARY).get(f"{root(stored)}/spor", query_string={"nr": "99"})
    assert answer.status_code == 404
    assert "Der er ikke noget svar nr. 99 her" in answer.get_data(as_text=True)


def test_R41_the_trace_names_the_pages_of_each_package_since(made: Case) -> None:
    places = Pages(responses={"1": 14}, positions={"1.1": 9}, answered={"1": ("1.1",)})
    _keep(made, Package({}, {}, places))
    assert [(one.page, one.positions) for one in trace(made).printed] == [(14, [("1.1", 9)])]
    assert [(one.page, one.positions) for one in trace(made, 2).printed] == [(None, [])]


def _keep(made: Case, papers: Package) -> None:
    store = Store(SETTINGS.data_dir / "files")
    operations.keep_package(made.session, store, made.secretary, READY, made.consultation, made.freeze(), papers)
