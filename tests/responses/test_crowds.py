"""X svar fra Y afsendere, heraf Z enslydende: counted in one place, told in one place (R39, R40)."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from consultation.responses.crowds import Crowd, identical, identical_among, senders, words

SAID = st.dictionaries(st.integers(1, 30).map(str), st.integers(0, 6))


def test_R39_senders_are_counted_once() -> None:
    assert senders(["a", "b", "a"]) == 2


def test_R39_only_those_alike_among_the_wanted_are_counted() -> None:
    assert identical_among({"1", "2", "4", "9"}, [("1", "2", "3"), ("4", "5")]) == 2


@given(SAID)
def test_R40_texts_and_groups_give_the_same_number(said: dict[str, int]) -> None:
    copies = Counter(said.values())
    groups = [[number for number, text in said.items() if text == wanted] for wanted in copies]
    alike = sum(copies[text] > 1 for text in said.values())
    assert identical(said.values()) == identical_among(said, groups) == alike


def test_R39_the_sentence_in_both_languages() -> None:
    assert words(Crowd(1000, 987, 957), "da") == "1.000 svar fra 987 afsendere, heraf 957 enslydende"
    assert words(Crowd(1000, 987, 957), "en") == "1,000 responses from 987 senders, 957 of them identical"
    assert words(Crowd(1, 1), "da") == "1 svar fra 1 afsender"
    assert words(Crowd(1, 1), "en") == "1 response from 1 sender"
