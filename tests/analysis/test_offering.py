"""What is suggested for the sentences that somebody has chosen (analysis.md)."""

import pytest

from consultation.analysis.offering import Guess, Suggested, read, together
from consultation.analysis.spans import Span

FIRST, SECOND = Span(1, 0, 10), Span(1, 11, 20)
KEPT = (
    Suggested(FIRST, (Guess(7, 60, (1, 2)), Guess(8, 30, (3,)))),
    Suggested(SECOND, (Guess(8, 50, (4, 3)), Guess(9, 40, ()))),
)


def test_what_is_kept_is_read() -> None:
    assert read("[[1, 0, 10, [[7, 60, [1, 2]], [8, 30, [3]]]], [1, 11, 20, [[8, 50, [4, 3]], [9, 40, []]]]]") == KEPT


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ([], []),
        ([FIRST], [Guess(7, 60, (1, 2)), Guess(8, 30, (3,))]),
        ([FIRST, SECOND], [Guess(8, 40, (3, 4)), Guess(7, 30, (1, 2)), Guess(9, 20, ())]),
        ([Span(1, 5, 15)], [Guess(8, 40, (3, 4)), Guess(7, 30, (1, 2)), Guess(9, 20, ())]),
        ([Span(1, 10, 11)], []),
        ([Span(2, 0, 10)], []),
    ],
)
def test_it_is_the_mean_of_the_sentences_that_are_touched(chosen: list[Span], found: list[Guess]) -> None:
    assert together(KEPT, chosen) == found
