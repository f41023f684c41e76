"""The printed order of themes and positions, and the numbers that follow from it (R37, domain.md 4.2)."""

import pytest

from consultation.analysis.ordering import Node, Voice, place_themes, printed_key, voice_of
from consultation.vocabulary import Capacity

TREE = [Node(1, None, 2), Node(2, None, 1), Node(3, 1, 2), Node(4, 1, 1), Node(5, 4, 1)]


def test_R37_themes_are_numbered_as_the_tree_is_read() -> None:
    assert [(one.id, one.number) for one in place_themes(TREE)] == [
        (2, "1"),
        (1, "2"),
        (4, "2.1"),
        (5, "2.1.1"),
        (3, "2.2"),
    ]


def test_R37_moving_a_theme_renumbers_everything_under_it() -> None:
    moved = [Node(row.id, row.parent, 0) if row.id == 1 else row for row in TREE]
    assert {one.id: one.number for one in place_themes(moved)} == {1: "1", 4: "1.1", 5: "1.1.1", 3: "1.2", 2: "2"}


def test_R37_a_theme_whose_parent_is_gone_is_not_lost() -> None:
    assert [(one.id, one.number) for one in place_themes([Node(3, 9, 1), Node(4, 3, 1)])] == [(3, "1"), (4, "1.1")]


@pytest.mark.parametrize(
    ("behind", "voice"),
    [
        ({Capacity.COUNCIL: 1, Capacity.CITIZEN: 40}, Voice.BODIES),
        ({Capacity.ORGANISATION: 1}, Voice.BODIES),
        ({Capacity.AUTHORITY: 1, Capacity.CITIZEN: 3}, Voice.AUTHORITIES),
        ({Capacity.CITIZEN: 1, Capacity.RELATIVE: 1}, Voice.GROUP),
        ({Capacity.EMPLOYEE: 1}, Voice.SINGLE),
        ({}, Voice.NOBODY),
    ],
)
def test_domain_4_2_who_is_behind_a_position(behind: dict[Capacity, int], voice: Voice) -> None:
    assert voice_of(behind) is voice


def test_domain_4_2_bodies_stand_before_authorities_before_groups_before_single_voices() -> None:
    positions = {
        "single": ({Capacity.CITIZEN: 1}, 1),
        "large": ({Capacity.CITIZEN: 9}, 2),
        "small": ({Capacity.CITIZEN: 2}, 3),
        "authority": ({Capacity.AUTHORITY: 1}, 4),
        "council": ({Capacity.COUNCIL: 1}, 5),
        "second single": ({Capacity.CITIZEN: 1}, 6),
    }
    keys = {name: printed_key(8, (1,), behind, rank) for name, (behind, rank) in positions.items()}
    assert sorted(keys, key=lambda name: keys[name]) == [
        "council",
        "authority",
        "large",
        "small",
        "single",
        "second single",
    ]


def test_domain_4_2_the_theme_comes_before_who_says_it() -> None:
    assert printed_key(8, (1, 2), {}, 9) < printed_key(8, (2,), {Capacity.COUNCIL: 1}, 1)
