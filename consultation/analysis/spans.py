"""Stretches of one answer's text: shown without what was taken out, and found again in an equal text. Pure.

Offsets are Unicode code points of the NFC, LF text of one answer (states.md, Points).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from consultation.lib.text import sentences, skeleton
from consultation.moderation import redaction
from consultation.moderation.rules import LABELS


@dataclass(frozen=True)
class Span:
    """A part of one answer."""

    answer_id: int
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.answer_id}.{self.start}.{self.end}"


class Piece(NamedTuple):
    """A stretch as it is shown; `gone` where it is the label of something that was taken out."""

    text: str
    gone: bool = False


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
            pieces.append(Piece(text[at : span.start]))
        pieces.append(Piece(LABELS[span.reason_kind], gone=True))
        at = span.end
    if at < end:
        pieces.append(Piece(text[at:end]))
    return tuple(pieces)


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
