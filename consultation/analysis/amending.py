"""Several proposed changes of one section's text, in place: which words go, which come, what is in the way. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from consultation.lib.comparison import Piece, compare


class Edit(NamedTuple):
    """A change by its id: words that stand in the section, and those that take their place."""

    id: int
    before: str
    after: str


@dataclass(frozen=True)
class Stretch:
    """A part of the section: untouched words, with `edit` None, or one change with what differs in it."""

    edit: int | None
    pieces: tuple[Piece, ...]


def stands_once(text: str, words: str) -> bool:
    return bool(words) and text.count(words) == 1


def overlapping(text: str, edits: Iterable[Edit]) -> list[tuple[Edit, Edit]]:
    """Pairs that would both change the same words, in the order of the text."""
    return [(one, other) for (_, end, one), (start, _, other) in pairwise(_places(text, edits)) if start < end]


def lost(text: str, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Those whose words do not stand there once, because the text is another now."""
    return tuple(edit for edit in edits if not stands_once(text, edit.before))


def amended(text: str, edits: Iterable[Edit]) -> tuple[Stretch, ...]:
    """The whole section with every change in its place; a lost one, and one that overlaps an earlier, is left out."""
    found: list[Stretch] = []
    at = 0
    for start, end, edit in _places(text, edits):
        if start < at:
            continue
        found += [_same(text[at:start]), Stretch(edit.id, compare(edit.before, edit.after))]
        at = end
    return tuple(one for one in [*found, _same(text[at:])] if one.pieces)


def new_text(text: str, edits: Iterable[Edit]) -> str:
    """What the section says when all of them are made."""
    stretches: Sequence[Stretch] = amended(text, edits)
    return "".join(piece.text for one in stretches for piece in one.pieces if piece.kind != "removed")


def _same(words: str) -> Stretch:
    return Stretch(None, (Piece("same", words),) if words else ())


def _places(text: str, edits: Iterable[Edit]) -> list[tuple[int, int, Edit]]:
    found = [(text.index(one.before), one) for one in edits if stands_once(text, one.before)]
    return sorted((start, start + len(one.before), one) for start, one in found)
