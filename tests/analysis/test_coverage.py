import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.analysis.coverage import Divided, Passage, Point, Position, Stretch, coverage
from consultation.lib.text import sentences
from consultation.vocabulary import NoPointReason

TEXT = "Kære byråd. Vi vil have mere tid. Tak."


def divided(*passages: Passage, number: str = "17") -> Divided:
    return Divided(number, ((1, TEXT),), passages)


def still_open(*passages: Passage) -> list[str]:
    found = coverage([divided(*passages)], [], [])
    return [sentence.text for sentence in found.open_sentences.get("17", ())]


def test_R38_every_sentence_is_open_at_first() -> None:
    assert still_open() == ["Kære byråd.", "Vi vil have mere tid.", "Tak."]


def test_R38_a_response_is_done_when_each_sentence_is_in_a_point_or_needs_no_remark() -> None:
    found = coverage(
        [
            divided(
                Passage(1, 0, 11, no_point=NoPointReason.GREETING),
                Passage(1, 12, 33, point=4),
                Passage(1, 34, 38, no_point=NoPointReason.GREETING),
            )
        ],
        [Point(4, position=9)],
        [Position(9, has_remark=True, has_outcome=True)],
    )
    assert (found.responses_done, found.open_sentences, found.complete) == (("17",), {}, True)


@pytest.mark.parametrize(
    ("passages", "left"),
    [
        ([Passage(1, 0, 38, point=1)], []),
        ([Passage(1, 0, 23, point=1), Passage(1, 24, 38, point=2)], []),
        ([Passage(1, 0, 32, point=1)], ["Vi vil have mere tid.", "Tak."]),
        ([Passage(1, 0, 33, point=1), Passage(1, 5, 20, point=2)], ["Tak."]),
        ([Passage(2, 0, 38, point=1)], ["Kære byråd.", "Vi vil have mere tid.", "Tak."]),
        ([Passage(1, 0, 38)], ["Kære byråd.", "Vi vil have mere tid.", "Tak."]),
    ],
)
def test_R38_a_sentence_is_covered_when_each_of_its_letters_is(passages: list[Passage], left: list[str]) -> None:
    assert still_open(*passages) == left


def test_a_response_without_a_sentence_has_nothing_open() -> None:
    found = coverage([Divided("3", (), ()), divided(number="4")], [], [])
    assert found.responses == ("3", "4")
    assert found.responses_done == ("3",)
    assert list(found.open_sentences) == ["4"]
    assert not found.complete


def test_points_and_positions_are_missed_by_name() -> None:
    found = coverage(
        [],
        [Point(1, None), Point(2, 7), Point(3, None)],
        [
            Position(7, has_remark=True, has_outcome=True, needs_change=True, has_change=True),
            Position(8, has_remark=False, has_outcome=True),
            Position(9, has_remark=True, has_outcome=False),
            Position(10, has_remark=True, has_outcome=True, needs_change=True),
        ],
    )
    assert found.points_without_position == (1, 3)
    assert found.positions_without_remark == (8,)
    assert found.positions_without_outcome == (9,)
    assert found.changes_missing == (10,)


@pytest.mark.parametrize(
    ("point", "position"),
    [
        (Point(1, None), Position(1, has_remark=True, has_outcome=True)),
        (Point(1, 1), Position(1, has_remark=False, has_outcome=True)),
        (Point(1, 1), Position(1, has_remark=True, has_outcome=False)),
        (Point(1, 1), Position(1, has_remark=True, has_outcome=True, needs_change=True)),
    ],
)
def test_R38_one_gap_is_enough_to_be_incomplete(point: Point, position: Position) -> None:
    assert not coverage([], [point], [position]).complete


@given(st.text("aB. !?\n-", max_size=40), st.sets(st.integers(0, 40)))
def test_R38_open_is_exactly_what_has_an_unmarked_letter(text: str, marked: set[int]) -> None:
    passages = tuple(Passage(1, at, at + 1, point=1) for at in marked)
    found = coverage([Divided("1", ((1, text),), passages)], [], [])
    left = {at for at, char in enumerate(text) if not char.isspace() and at not in marked}
    whole = [Stretch(1, one.start, one.end, one.text) for one in sentences(text)]
    expected = [one for one in whole if left & set(range(one.start, one.end))]
    assert list(found.open_sentences.get("1", ())) == expected
    assert bool(found.responses_done) == (not left)
