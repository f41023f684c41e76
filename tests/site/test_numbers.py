"""Numbers that always agree (R33, D7), and reasons that show nobody (states.md)."""

from hypothesis import given
from hypothesis import strategies as st

from consultation.responses.figures import bucket
from consultation.site import numbers
from consultation.vocabulary import Reason, Status

BUCKETS = [
    *(bucket(late, status) for late in (False, True) for status in Status if status is not Status.WITHHELD),
    *(bucket(late, Status.WITHHELD, reason) for late in (False, True) for reason in Reason),
]


@given(st.dictionaries(st.sampled_from(BUCKETS), st.integers(0, 50)))
def test_R33_the_statuses_add_up_to_what_was_received(figures: dict[str, int]) -> None:
    counts = numbers.of(figures)
    assert counts.received.total == sum(figures.values())
    assert counts.received.total == counts.received.on_time + counts.received.late
    assert sum(counts.reasons.values()) == counts.statuses[Status.WITHHELD].total


@given(st.dictionaries(st.sampled_from(BUCKETS), st.integers(1, 5)))
def test_R33_a_reason_is_named_only_where_it_holds_for_three(figures: dict[str, int]) -> None:
    counts = numbers.of(figures)
    assert all(count >= 3 for reason, count in counts.reasons.items() if reason != "other")
    for reason, count in counts.withheld.items():
        assert counts.reason(reason) == (reason if count >= 3 else "other")


def test_senders_and_no_remarks_are_counted_apart() -> None:
    counts = numbers.of({"on_time.published": 3, "senders": 2, "no_remarks": 1})
    assert (counts.received.total, counts.senders, counts.no_remarks) == (3, 2, 1)
