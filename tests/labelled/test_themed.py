"""The labelled points are many, uneven, unlike each other and in no order of their themes."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from consultation.lib.text import clean, sentences
from tests.labelled.themed import Themed, read, themed

POINTS = themed()
THEMES = Counter(point.theme for point in POINTS)


def test_they_are_many_over_twelve_themes_of_uneven_size() -> None:
    assert len(POINTS) >= 480
    assert len(THEMES) == 12
    assert min(THEMES.values()) >= 25
    assert max(THEMES.values()) >= 1.7 * min(THEMES.values())


def test_some_could_be_two_themes() -> None:
    unsure = [point for point in POINTS if point.others]
    assert len(unsure) >= 60
    assert all(set(point.others) < set(THEMES) and point.theme not in point.others for point in unsure)


def test_a_passage_is_one_to_four_sentences_as_a_response_is_stored() -> None:
    assert [point.text for point in POINTS if len(sentences(point.text)) > 4 or clean(point.text) != point.text] == []
    words = sorted(len(point.text.split()) for point in POINTS)
    assert words[0] <= 3
    assert words[-20] >= 40


def test_no_two_begin_alike_or_share_six_words() -> None:
    folded = [re.findall(r"\w+", point.text.casefold()) for point in POINTS]
    openings = Counter(tuple(words[:4]) for words in folded)
    shared = Counter(run for words in folded for run in {tuple(words[at : at + 6]) for at in range(len(words) - 5)})
    assert [opening for opening, times in openings.items() if times > 2] == []
    assert [run for run, times in shared.items() if times > 1] == []


def test_they_are_tagged_in_no_order_of_themes() -> None:
    assert len({point.theme for point in POINTS[:100]}) == 12
    same = sum(one.theme == other.theme for one, other in pairwise(POINTS))
    assert same < len(POINTS) / 6


@pytest.mark.parametrize(
    ("source", "point"),
    [
        ("Ventetid\nVi venter.", Themed("Ventetid", (), "Vi venter.")),
        ("Ventetid | Botilbud\nTo\nlinjer.", Themed("Ventetid", ("Botilbud",), "To\nlinjer.")),
    ],
)
def test_the_first_line_is_the_label(source: str, point: Themed) -> None:
    assert read(source) == point
