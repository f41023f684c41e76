"""Two wordings of the same text, word by word: what was removed, what was added, what stands in both."""

import re
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

Kind = Literal["same", "removed", "added"]

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_PAIRS = 4_000_000  # tokens of the one text times tokens of the other: above, whole against whole (I1)
_SMALL_WORD = 3


class Piece(NamedTuple):
    """A stretch of a text; removed and added ones stand beside what they replace."""

    kind: Kind
    text: str


def is_same_wording(before: str, after: str) -> bool:
    """Whether the words are the same; spaces and line breaks are not words."""
    return before.split() == after.split()


def compare(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order, a removed one before the added one that takes its place.

    "same" and "removed" together are `before`, "same" and "added" together are `after`, but for the spaces between
    words, which are those of `after`.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    keys = [["" if token.isspace() else token for token in tokens] for tokens in (old, new)]
    start, end = _common_ends(*keys)
    middle = [tokens[start : len(tokens) - end] for tokens in (old, new, *keys)]
    found = [Piece("same", "".join(new[:start]))]
    found += _changed(*middle)
    found += [Piece("same", "".join(new[len(new) - end :]))]
    return tuple(_at_sentences(_joined(_calmed([piece for piece in found if piece.text]))))


def _common_ends(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many tokens are alike at the start and, of the rest, at the end."""
    most, start, end = min(len(old), len(new)), 0, 0
    while start < most and old[start] == new[start]:
        start += 1
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def _changed(old: list[str], new: list[str], old_keys: list[str], new_keys: list[str]) -> list[Piece]:
    if len(old) * len(new) > _MOST_PAIRS:
        return [Piece("removed", "".join(old)), Piece("added", "".join(new))]
    found: list[Piece] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old_keys, new_keys).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(new[new_start:new_end])))
            continue
        found.append(Piece("removed", "".join(old[start:end])))
        found.append(Piece("added", "".join(new[new_start:new_end])))
    return found


def _calmed(pieces: list[Piece]) -> list[Piece]:
    """A blank or small word between two changes is part of them: three changed words in a row read as one change."""
    calmed: list[Piece] = []
    for index, piece in enumerate(pieces):
        between = 0 < index < len(pieces) - 1 and piece.kind == "same"
        if between and len(piece.text.strip()) <= _SMALL_WORD and "\n" not in piece.text:
            calmed += [Piece("removed", piece.text), Piece("added", piece.text)]
        else:
            calmed.append(piece)
    return calmed


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Between two stretches that are the same, one removed piece and one added; blanks alone are no change."""
    joined: list[Piece] = []
    waiting = {"removed": "", "added": ""}
    for piece in [*pieces, Piece("same", "")]:
        if piece.kind != "same":
            waiting[piece.kind] += piece.text
            continue
        removed, added = waiting["removed"], waiting["added"]
        joined += [Piece("removed", removed)] if removed.strip() else []
        joined += [Piece("added" if added.strip() else "same", added), piece]
        waiting = {"removed": "", "added": ""}
    return [
        Piece(kind, "".join(piece.text for piece in run))
        for kind, run in groupby((piece for piece in joined if piece.text), key=lambda piece: piece.kind)
    ]


def _at_sentences(pieces: list[Piece]) -> list[Piece]:
    """ ". Du får besked" before "." is " Du får besked." after the first full stop: the same change, at its own end."""
    moved = list(pieces)
    for index, (before, piece, after) in enumerate(zip(moved, moved[1:], moved[2:], strict=False)):
        mark = piece.text[0]
        between = (before.kind, after.kind) == ("same", "same") and not mark.isalnum() and not mark.isspace()
        if between and after.text.startswith(mark):
            moved[index] = Piece("same", before.text + mark)
            moved[index + 1] = Piece(piece.kind, piece.text[1:] + mark)
            moved[index + 2] = Piece("same", after.text[1:])
    return [piece for piece in moved if piece.text]
