import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.lib.comparison import Piece, compare, is_same_wording

WORDS = st.lists(st.sampled_from(["og", "uger", "seks", "hjælp", ".", ",", "\n", "ø"]), max_size=30).map(" ".join)


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", ()),
        ("Seks uger.", "Seks uger.", (("same", "Seks uger."),)),
        (
            "Højst seks uger.",
            "Højst otte uger.",
            (("same", "Højst "), ("removed", "seks"), ("added", "otte"), ("same", " uger.")),
        ),
        ("Seks uger", "Seks uger om året", (("same", "Seks uger"), ("added", " om året"))),
        ("Seks uger om året", "Seks uger", (("same", "Seks uger"), ("removed", " om året"))),
        ("", "Nyt", (("added", "Nyt"),)),
        ("Gammelt", "", (("removed", "Gammelt"),)),
        ("Et år.", "Et år. Du får besked.", (("same", "Et år."), ("added", " Du får besked."))),
        # a small word between two changes is read with them
        ("om natten og altid", "i dag og aldrig", (("removed", "om natten og altid"), ("added", "i dag og aldrig"))),
        # other line breaks are no change
        ("Et.\nTo.", "Et. To. Tre.", (("same", "Et. To."), ("added", " Tre."))),
    ],
)
def test_words_are_compared_word_by_word(before: str, after: str, pieces: tuple[Piece, ...]) -> None:
    assert compare(before, after) == pieces


@given(WORDS, WORDS)
def test_the_pieces_hold_both_texts_whole_and_in_order(before: str, after: str) -> None:
    pieces = compare(before, after)
    old, new = ("".join(p.text for p in pieces if p.kind in ("same", kind)) for kind in ("removed", "added"))
    assert (old.split(), new.split()) == (before.split(), after.split())
    assert all(one.kind != other.kind for one, other in pairwise(pieces))


@given(WORDS)
def test_the_same_words_are_the_same_wording(text: str) -> None:
    assert is_same_wording(text, "\n ".join(text.split()))
    assert not is_same_wording(text, f"{text} mere")


def test_I1_texts_at_the_limit_are_compared_without_a_wait() -> None:
    before, after = "x " * 100_000, "y x " * 50_000
    started = time.monotonic()
    assert compare(before, after)[0].kind == "removed"
    assert time.monotonic() - started < 5
