from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from consultation.analysis.campaigns import Group, groups, whole
from consultation.lib.text import skeleton

NUMBERS = st.one_of(st.integers(1, 60).map(str), st.integers(1, 9).map("E-{}".format))
TEXTS = st.dictionaries(
    NUMBERS, st.sampled_from(["", " . ", "Nej", "nej!", "Ja", "JA ", "ja\u200b", "Måske", "Nej tak"])
)


def members(found: tuple[Group, ...]) -> list[str]:
    return [number for group in found for number in group.numbers]


def test_identical_answers_are_grouped_in_the_order_of_their_numbers() -> None:
    texts = {"E-1": "Nej, tak!", "10": "ja", "2": "nej tak", "3": "Ja.", "31": "nej  TAK", "4": "måske"}
    assert groups(texts) == (Group(("2", "31", "E-1")), Group(("3", "10")))


def test_blank_answers_are_not_alike() -> None:
    assert groups({"1": "", "2": " ", "3": "?", "4": "..."}) == ()


def test_a_word_more_is_another_answer() -> None:
    assert groups({"1": "Nej tak", "2": "Nej tak, aldrig"}) == ()


def test_the_same_words_about_another_draft_are_another_answer() -> None:
    one, other = whole([("8", "Nej"), ("11", "")]), whole([("11", "Nej")])
    assert groups({"1": one, "2": other, "3": one}) == (Group(("1", "3")),)


def test_the_order_of_the_answers_does_not_matter() -> None:
    assert whole([("8", "Nej"), ("11", "Ja")]) == whole([("11", "Ja"), ("8", "Nej")])
    assert whole([("8", " "), ("11", "")]) == ""


@given(TEXTS)
def test_each_response_is_in_one_group_or_in_none(texts: dict[str, str]) -> None:
    numbers = members(groups(texts))
    assert len(numbers) == len(set(numbers))
    assert set(numbers) <= set(texts)


@given(TEXTS)
def test_two_responses_share_a_group_exactly_when_they_say_the_same(texts: dict[str, str]) -> None:
    group_of = {number: group for group in groups(texts) for number in group.numbers}
    for (one, text), (other, other_text) in combinations(texts.items(), 2):
        same = skeleton(text) == skeleton(other_text) != ""
        assert same == (one in group_of and group_of.get(other) == group_of[one])


@given(TEXTS, st.data())
def test_whoever_leaves_takes_nothing_along(texts: dict[str, str], data: st.DataObject) -> None:
    leaving = data.draw(st.sampled_from(sorted(texts))) if texts else ""
    left = {number: text for number, text in texts.items() if number != leaving}
    stay = [tuple(n for n in group.numbers if n != leaving) for group in groups(texts)]
    assert {group.numbers for group in groups(left)} == {numbers for numbers in stay if len(numbers) > 1}


@given(st.permutations(["1", "2", "10", "E-1", "E-2"]))
def test_the_order_of_arrival_does_not_matter(order: list[str]) -> None:
    assert groups(dict.fromkeys(order, "Nej")) == (Group(("1", "2", "10", "E-1", "E-2")),)
