"""Each number has one function, and the numbers add up whatever the responses are (R33, R39, R40, D7)."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.responses import crowds
from consultation.responses.crowds import Crowd
from consultation.site.numbers import Lanes, PublicNumbers
from consultation.summary import recount
from consultation.summary.counts import (
    by_capacity,
    by_outcome,
    check,
    public_reason,
    public_reasons,
    tally,
)
from consultation.summary.dataset import data
from consultation.summary.inputs import Group, Inputs, Response
from consultation.summary.report_figures import count_sentence
from consultation.summary.selection import Selection
from consultation.vocabulary import Capacity, GroupKind, Outcome, PublicationMode, Reason, Status
from tests.summary.sample import response, sample

REASONS = st.sampled_from([reason.value for reason in Reason])
STATUSES, CAPACITIES, SENDERS = st.sampled_from(Status), st.sampled_from(Capacity), st.sampled_from("abcdefgh")
ADMITTED = st.sampled_from([None, True, False])
"""Made once: Hypothesis looks each over when it first draws from it."""


@st.composite
def rows(draw: st.DrawFn) -> tuple[Response, ...]:
    """Responses of every status, in both lanes, some of them by the same sender or alike."""
    made = []
    for index in range(draw(st.integers(0, 25))):
        late = draw(st.booleans())
        status = draw(STATUSES)
        made.append(
            response(
                f"E-{index + 1}" if late else str(index + 1),
                None,
                draw(CAPACITIES),
                late=late,
                admitted=draw(ADMITTED) if late else None,
                status=status,
                withheld_reason=draw(REASONS) if status is Status.WITHHELD else None,
                no_remarks=draw(st.booleans()),
                sender_key=draw(SENDERS),
                shown_name="Borger" if status in (Status.PUBLISHED, Status.REDACTED) else None,
                group=None,
            )
        )
    return tuple(made)


def with_responses(responses: tuple[Response, ...]) -> Inputs:
    return replace(sample(), responses=responses, groups=(), campaigns=(), points=(), positions=())


@st.composite
def grouped(draw: st.DrawFn) -> Inputs:
    """The same, with who says what: each response one of few texts, and each text in one of fewer campaigns."""
    responses = draw(rows())
    said = {one.number: draw(st.integers(0, 5)) for one in responses}
    equal = [[one for one, text in said.items() if text == wanted] for wanted in range(6)]
    near = [[one for one, text in said.items() if text % 2 == wanted] for wanted in range(2)]
    groups = tuple(Group(one[0], GroupKind.IDENTICAL, tuple(one)) for one in equal if len(one) > 1)
    campaigns = tuple(Group(one[0], GroupKind.TEMPLATE, tuple(one)) for one in near if len(one) > 1)
    named = {number: group.id for group in groups for number in group.numbers}
    in_groups = tuple(replace(one, group=named.get(one.number)) for one in responses)
    return replace(with_responses(in_groups), groups=groups, campaigns=campaigns)


@given(rows())
def test_D7_received_is_the_sum_of_the_statuses_and_of_the_lanes(responses: tuple[Response, ...]) -> None:
    counts = tally(responses, [], 0, 0)
    assert check(counts.public()) == ()
    shown = counts.published + counts.redacted + counts.withdrawn + counts.awaiting
    assert counts.received == shown + sum(counts.withheld.values()) == counts.on_time + counts.late


@given(rows())
def test_R40_the_data_counted_again_gives_the_same_numbers(responses: tuple[Response, ...]) -> None:
    assert list(recount.faults(data(Selection(with_responses(responses))))) == []


@given(grouped())
def test_R39_R40_papers_data_and_page_tell_the_same_crowd(inputs: Inputs) -> None:
    """Whoever says the same, whatever became of it: one sentence, from one function, in the report and on the page."""
    selection = Selection(inputs)
    package = data(selection)
    assert list(recount.faults(package)) == []
    counts = selection.counts
    standing = [one.number for one in inputs.responses if one.status is not Status.WITHDRAWN]
    said = {number: group.id for group in inputs.groups for number in group.numbers}
    alike = crowds.identical(said.get(number, number) for number in standing)
    page = PublicNumbers({Status.AWAITING: Lanes(counts.received)}, {}, counts.senders, 0, identical=alike)
    assert counts.identical == alike == package["counts"]["identical"]
    assert f"Der er modtaget {crowds.words(page.crowd, 'da')}." in count_sentence(package["counts"])
    for campaign in package["campaigns"]:
        told = Crowd(len(campaign["numbers"]), campaign["senders"], campaign["identical"])
        assert told == selection.crowd(campaign["numbers"])


@given(rows())
def test_R40_every_considered_response_is_in_one_capacity(responses: tuple[Response, ...]) -> None:
    considered = Selection(with_responses(responses)).considered
    assert sum(share.responses for share in by_capacity(considered).values()) == len(considered)


@pytest.mark.parametrize("name", ["received", "on_time", "late", "published", "redacted", "withdrawn", "awaiting"])
def test_D7_a_wrong_number_is_found(name: str) -> None:
    counts = Selection(sample()).counts.public()
    counts[name] = int(str(counts[name])) + 1
    assert check(counts)


def test_D7_a_wrong_number_of_withheld_is_found() -> None:
    counts = Selection(sample()).counts.public()
    assert check({**counts, "withheld": {"other": 2}}) == ("Modtaget 13, men statusserne giver 14.",)


def test_D7_more_senders_than_responses_is_found() -> None:
    counts = Selection(sample()).counts.public()
    assert check({**counts, "senders": 14}) == ("senders er 14, men received er 13.",)


def test_a_reason_for_fewer_than_three_is_another_reason() -> None:
    assert public_reasons({"person": 3, "abuse": 2, "advert": 1}) == {"other": 3, "person": 3}


def test_the_reason_at_one_response_follows_the_same_rule() -> None:
    reasons = {"person": 3, "abuse": 2}
    assert [public_reason(reason, reasons) for reason in ("person", "abuse", None)] == ["person", "other", "other"]


def test_a_point_without_an_outcome_is_in_no_column() -> None:
    assert sum(by_outcome([Outcome.NOTED, None, Outcome.NOTED]).values()) == 2


def test_the_sample_has_these_numbers() -> None:
    assert Selection(sample()).counts.public() == {
        "received": 13,
        "on_time": 11,
        "late": 2,
        "senders": 12,
        "published": 10,
        "redacted": 1,
        "withheld": {"other": 1},
        "withdrawn": 1,
        "awaiting": 0,
        "no_remarks": 1,
        "identical": 3,
        "points": 9,
        "points_answered": 9,
    }


def withdraw(inputs: Inputs, number: str) -> Inputs:
    gone: dict[str, Any] = {"status": Status.WITHDRAWN, "answers": (), "shown_name": None}
    return replace(
        inputs, responses=tuple(replace(each, **gone) if each.number == number else each for each in inputs.responses)
    )


def test_a_withdrawn_response_takes_its_points_along() -> None:
    selection = Selection(withdraw(sample(), "10"))
    assert (selection.counts.points, selection.counts.withdrawn) == (8, 2)
    assert {row.position.number: row.numbers for row in selection.rows}["0.2"] == ()


def test_a_point_of_a_group_stands_while_one_member_does() -> None:
    selection = Selection(withdraw(sample(), "5"))
    (point,) = [point for point in selection.points if point.number == "5.1"]
    assert (point.response, selection.quotes(point)) == ("6", ("Bevar de 15 timer om måneden.",))
    assert {row.position.number: row.numbers for row in selection.rows}["1.1"] == ("6", "7", "E-1")


def test_a_group_with_one_member_left_is_no_group() -> None:
    selection = Selection(withdraw(withdraw(sample(), "5"), "6"))
    assert selection.groups == {}
    assert selection.counts.identical == 0


def test_R24_a_late_response_counts_in_no_table_until_it_is_admitted() -> None:
    numbers = [response.number for response in Selection(sample()).considered]
    assert ("E-1" in numbers, "E-2" in numbers) == (True, False)


def test_nothing_has_a_rendition_in_a_consultation_whose_responses_are_not_public() -> None:
    inputs = sample()
    closed = replace(inputs, consultation=replace(inputs.consultation, publication_mode=PublicationMode.NOT_PUBLIC))
    package = data(Selection(closed))
    assert [(each["answers"], each["shown_name"]) for each in package["responses"]] == [([], None)] * 13
    assert [point["quotes"] for point in package["points"]] == [[]] * 9
