"""Where positions on one theme pull against each other, and single voices that a crowd could hide (anchors.md 6).

Directions are read from the words that a title begins with (domain.md 4.2): nothing is guessed about what it means.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from consultation.summary.selection import Branch, Row, Selection

SUPPORT = "Støtte til"
AGAINST = ("Modstand mod", "Bekymring for")
LARGE = 5
"""So many responses are a large group here; the papers say the number beside what it means."""


@dataclass(frozen=True)
class Dissent:
    """Positions on one theme of one draft that support, and those that are against or worried."""

    support: tuple[Row, ...]
    against: tuple[Row, ...]


@dataclass(frozen=True)
class Voice:
    """A position of one response, which changes a draft, or which stands against these positions of large groups."""

    row: Row
    changes: bool
    against: tuple[Row, ...]


def dissent(rows: Iterable[Row]) -> Dissent | None:
    """None where nobody pulls against another. Support of one draft is none against worries about another."""
    standing = [row for row in rows if row.numbers]
    support = [row for row in standing if _supports(row)]
    against = [row for row in standing if _opposes(row)]
    both = {row.position.draft for row in support} & {row.position.draft for row in against}
    if not both:
        return None
    return Dissent(*(tuple(row for row in side if row.position.draft in both) for side in (support, against)))


def dissents(selection: Selection) -> Iterator[tuple[Branch, Dissent]]:
    """Each theme with positions of opposite direction, in the order of print."""
    for branch in selection.branches:
        found = dissent(selection.rows_in(branch.theme))
        if found is not None:
            yield branch, found


def voices(selection: Selection) -> tuple[Voice, ...]:
    """Single voices that change a draft or stand alone against a large group, in the order of print."""
    opposed = dict(_opposed(selection))
    single = (row for row in selection.rows if len(row.numbers) == 1)
    found = (Voice(row, bool(row.position.changes), opposed.get(row.position.number, ())) for row in single)
    return tuple(voice for voice in found if voice.changes or voice.against)


def _opposed(selection: Selection) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """The number of each position of one response -> the large positions that it stands against."""
    for _branch, found in dissents(selection):
        for ours, theirs in ((found.support, found.against), (found.against, found.support)):
            large = tuple(row for row in theirs if len(row.numbers) >= LARGE)
            yield from ((row.position.number, large) for row in ours if len(row.numbers) == 1 and large)


def _supports(row: Row) -> bool:
    return row.position.title.startswith(SUPPORT)


def _opposes(row: Row) -> bool:
    return row.position.title.startswith(AGAINST)
