"""The order in which themes and positions are printed, which gives them their numbers. Pure.

Themes stand as the tree that people made of them; within a theme councils and organisations come first, then
authorities, then what more than one response says, then single voices (domain.md 4.2). Numbers follow from the order
and are stored nowhere, so that moving a theme renumbers all that stands under it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from consultation.vocabulary import Capacity


@dataclass(frozen=True)
class Node:
    """A theme: `parent` is the id of the theme it stands under, `rank` its place among those of one parent."""

    id: int
    parent: int | None
    rank: int


@dataclass(frozen=True)
class Placed:
    """Where a theme is printed: `path` is (2, 1) for number "2.1"."""

    id: int
    path: tuple[int, ...]

    @property
    def number(self) -> str:
        return ".".join(map(str, self.path))


def place_themes(nodes: Iterable[Node]) -> list[Placed]:
    """The themes in printed order with their numbers. One whose parent is not among them stands at the top."""
    rows = list(nodes)
    known = {row.id for row in rows}
    below: dict[int | None, list[Node]] = {}
    for row in rows:
        below.setdefault(row.parent if row.parent in known else None, []).append(row)
    return list(_placed(below, None, ()))


def _placed(below: Mapping[int | None, list[Node]], parent: int | None, path: tuple[int, ...]) -> Iterator[Placed]:
    rows = sorted(below.get(parent, ()), key=lambda row: (row.rank, row.id))
    for number, row in enumerate(rows, 1):
        yield Placed(row.id, (*path, number))
        yield from _placed(below, row.id, (*path, number))


class Voice(IntEnum):
    """Who is behind a position, in the order in which the papers name them."""

    BODIES = 0
    AUTHORITIES = 1
    GROUP = 2
    SINGLE = 3
    NOBODY = 4


_BODIES = (Capacity.COUNCIL, Capacity.ORGANISATION)


def voice_of(behind: Mapping[Capacity, int]) -> Voice:
    """`behind` is how many responses of each capacity a position has."""
    if any(behind.get(capacity) for capacity in _BODIES):
        return Voice.BODIES
    if behind.get(Capacity.AUTHORITY):
        return Voice.AUTHORITIES
    responses = sum(behind.values())
    return Voice.GROUP if responses > 1 else Voice.SINGLE if responses else Voice.NOBODY


Key = tuple[int, tuple[int, ...], Voice, int, int]


def printed_key(draft: int, theme: tuple[int, ...], behind: Mapping[Capacity, int], rank: int) -> Key:
    """Sorts positions as they are printed: `draft` is its number (0 for none), `rank` parts what is otherwise equal."""
    return draft, theme, voice_of(behind), -sum(behind.values()), rank
