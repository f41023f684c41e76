"""Stretches of one answer's text: shown without what was taken out, and found again in an equal text. Pure.

Offsets are Unicode code points of the NFC, LF text of one answer (states.md, Points).
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from consultation.lib.text import sentences, skeleton
from consultation.moderation import redaction
from consultation.moderation.rules import LABELS

_GONE = "\ufffc"
_JOINER = "\u200d"
_JOINS = frozenset([_JOINER, *map(chr, range(0x1F3FB, 0x1F400))])
"""Ties two signs into one, or gives one its colour of skin."""


@dataclass(frozen=True)
class Span:
    """A part of one answer."""

    answer_id: int
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.answer_id}.{self.start}.{self.end}"


class Piece(NamedTuple):
    """A stretch as it is shown, and where it stands in the answer.

    `gone`: a label in the place of something that was taken out. The label's own letters are no part of any offset.
    """

    text: str
    start: int
    end: int
    gone: bool = False

    @property
    def words(self) -> str:
        """As it is read on the page, where a label stands in a box and has no brackets."""
        return self.text[1:-1] if self.gone else self.text


def read(words: str) -> Span | None:
    """The span behind "12.0.40"; None for anything else."""
    parts = words.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):  # noqa: PLR2004 - answer, start, end
        return None
    return Span(*(int(part) for part in parts))


def shown(text: str, start: int, end: int, removed: Iterable[redaction.Span]) -> tuple[Piece, ...]:
    """The text from start to end, with a label for each removed span that it touches, as in "[navn fjernet]"."""
    pieces: list[Piece] = []
    at = start
    for span in redaction.merge(removed):
        if span.end <= start or end <= span.start:
            continue
        if at < span.start:
            pieces.append(Piece(text[at : span.start], at, span.start))
        pieces.append(Piece(LABELS[span.reason_kind], span.start, span.end, gone=True))
        at = span.end
    if at < end:
        pieces.append(Piece(text[at:end], at, end))
    return tuple(pieces)


def beginning(pieces: Sequence[Piece], most: int = 120) -> tuple[Piece, ...]:
    """As many of the first characters, with "…" where there are more; a label is never cut."""
    kept: list[Piece] = []
    left = most
    for piece in pieces:
        if left <= 0 or (not piece.gone and len(piece.text) > left):
            words = "" if piece.gone else piece.text[: max(left, 0)].rsplit(" ", 1)[0]
            return (*kept, Piece(f"{words} …", piece.start, piece.end))
        kept.append(piece)
        left -= len(piece.text)
    return tuple(kept)


def masked(text: str, removed: Iterable[redaction.Span]) -> str:
    """The text with the same offsets, in which nothing can be read of what was taken out."""
    for span in redaction.merge(removed):
        text = text[: span.start] + _GONE * (span.end - span.start) + text[span.end :]
    return text


def fitted(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A stretch as it was meant: no blanks at its ends, no letter parted from its marks. None for no words."""
    start, end = max(start, 0), min(end, len(text))
    words = text[start:end].strip()
    if not words:
        return None
    start = text.index(words, start)
    end = start + len(words)
    while _belongs_before(text, start):
        start -= 1
    while _belongs_before(text, end):
        end += 1
    return start, end


def find(answer_id: int, pieces: Sequence[Piece], words: str) -> list[Span]:
    """Every place where words stand in an answer as it is shown, whatever blanks are between them."""
    text, starts, ends = "", list[int](), list[int]()
    for piece in pieces:
        places = range(piece.start, piece.end)
        text += piece.words
        starts += [piece.start] * len(piece.words) if piece.gone else places
        ends += [piece.end] * len(piece.words) if piece.gone else [at + 1 for at in places]
    found = redaction.find_all(text, words)
    return list(dict.fromkeys(Span(answer_id, starts[start], ends[end - 1]) for start, end in found))


def _belongs_before(text: str, at: int) -> bool:
    """Whether the character at this place is one letter with the one before it."""
    if not 0 < at < len(text):
        return False
    joined = unicodedata.category(text[at]).startswith("M") or text[at] in _JOINS
    return joined or text[at - 1] == _JOINER


def counterpart(start: int, end: int, own: str, theirs: str) -> tuple[int, int] | None:
    """Where the same words stand in an equal text; None where they do not.

    The same offsets in the same text. Texts that differ in case or spaces are compared sentence by sentence: then whole
    sentences are returned (R39).
    """
    if own == theirs:
        return start, end
    mine, other = sentences(own), sentences(theirs)
    touched = [n for n, part in enumerate(mine) if part.start < end and start < part.end]
    if not touched or len(mine) != len(other):
        return None
    if any(skeleton(mine[n].text) != skeleton(other[n].text) for n in touched):
        return None
    return other[touched[0]].start, other[touched[-1]].end
