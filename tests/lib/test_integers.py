"""What is read as a number, and that nothing is that a column cannot hold (I1)."""

import pytest

from consultation.lib.integers import read_integer, read_integers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("007", 7),
        ("2147483647", 2147483647),
        ("2147483648", None),
        ("9" * 5_000, None),
        ("-1", None),
        ("+1", None),
        ("1.0", None),
        ("1 ", None),
        ("1\n", None),
        ("٣", None),
        ("²", None),
        ("", None),
        (None, None),
    ],
)
def test_I1_a_number_is_ascii_digits_that_a_column_can_hold(text: str | None, number: int | None) -> None:
    assert read_integer(text) == number


def test_of_several_what_is_no_number_is_left_out() -> None:
    assert read_integers(["2", "x", "9" * 30, "1"]) == [2, 1]
