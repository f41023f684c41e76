"""The tree of themes: who stands under whom, in which order, and what may not be (R37)."""

import pytest

from consultation.analysis import tree
from consultation.analysis.ordering import Node, place_themes

# 1 Kørsel (11 Tid, 111 Aften), 2 Pris, 9 Generelt
NODES = [Node(1, None, 1), Node(2, None, 2), Node(9, None, 3), Node(11, 1, 1), Node(12, 1, 2), Node(111, 11, 1)]
LAST = 9


def after(order: list[Node]) -> list[tuple[str, int]]:
    """Number and id of each theme when these have their new places."""
    moved = {one.id for one in order}
    return [(one.number, one.id) for one in place_themes([*order, *(one for one in NODES if one.id not in moved)])]


@pytest.mark.parametrize(
    ("moved", "steps", "order"),
    [
        (1, 1, [2, 1, 9]),
        (2, -1, [2, 1, 9]),
        (1, -1, [1, 2, 9]),
        (2, 1, [1, 2, 9]),
        (9, -1, [1, 2, 9]),
        (12, -1, [12, 11]),
    ],
)
def test_a_step_is_among_siblings_and_never_past_the_last(moved: int, steps: int, order: list[int]) -> None:
    found = tree.stepped(NODES, moved, steps, LAST)
    assert [one.id for one in found] == order
    assert [one.rank for one in found] == list(range(1, len(order) + 1))


@pytest.mark.parametrize(
    ("moved", "parent", "printed"),
    [
        (2, 1, [("1", 1), ("1.1", 11), ("1.1.1", 111), ("1.2", 12), ("1.3", 2), ("2", 9)]),
        (11, None, [("1", 1), ("1.1", 12), ("2", 2), ("3", 11), ("3.1", 111), ("4", 9)]),
        (2, 11, [("1", 1), ("1.1", 11), ("1.1.1", 111), ("1.1.2", 2), ("1.2", 12), ("2", 9)]),
        (11, 9, [("1", 1), ("1.1", 12), ("2", 2), ("3", 9), ("3.1", 11), ("3.1.1", 111)]),
    ],
)
def test_what_stands_under_it_comes_along_and_numbers_follow(
    moved: int, parent: int | None, printed: list[tuple[str, int]]
) -> None:
    assert after(tree.placed(NODES, moved, parent, LAST)) == printed


@pytest.mark.parametrize(
    ("moved", "parent", "code"),
    [
        (9, 1, "fixed"),
        (9, None, "fixed"),
        (1, 1, "own_branch"),
        (1, 111, "own_branch"),
        (2, 111, "too_deep"),
        (11, 12, "too_deep"),
        (1, 2, "too_deep"),
    ],
)
def test_what_may_not_be(moved: int, parent: int | None, code: str) -> None:
    with pytest.raises(tree.PlaceError) as error:
        tree.placed(NODES, moved, parent, LAST)
    assert error.value.code == code


def test_only_places_that_are_taken_are_offered() -> None:
    assert tree.places_for(NODES, 2, LAST) == [1, 9, 11, 12]
    assert tree.places_for(NODES, 11, LAST) == [None, 2, 9]
    assert tree.places_for(NODES, 9, LAST) == []


def test_a_branch_is_all_below() -> None:
    assert tree.branch(NODES, 1) == {1, 11, 12, 111}
    assert tree.branch(NODES, 2) == {2}
