"""Points bracketed in the text of an answer: the words cut where a point begins or ends, line by line (R43)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from consultation.summary.document import Inline, Marked, Passage


@dataclass(frozen=True)
class Mark:
    """What one or more points say in the same words: code points of the text, the number at the bracket, the note."""

    start: int
    end: int
    number: str
    note: Inline


def marked(text: str, marks: Sequence[Mark]) -> Iterator[Marked]:
    """A paragraph for each line that holds words; each note stands beside the line in which its passage ends."""
    tight = [_tight(text, mark) for mark in marks]
    at = 0
    for line in text.splitlines(keepends=True):
        (words,) = line.splitlines()
        if words.strip():
            yield _line(words, at, tight)
        at += len(line)


def _tight(text: str, mark: Mark) -> Mark:
    """Without the blanks at its ends, which belong to no word."""
    words = text[mark.start : mark.end]
    start = mark.start + len(words) - len(words.lstrip())
    return Mark(start, start + len(words.strip()), mark.number, mark.note)


def _line(words: str, at: int, marks: Sequence[Mark]) -> Marked:
    last = at + len(words)
    begun = sorted((mark for mark in marks if at <= mark.start < last), key=lambda mark: (mark.start, -mark.end))
    ended = [mark for mark in marks if at < mark.end <= last]
    cuts = sorted({at, last, *(mark.start for mark in begun), *(mark.end for mark in ended)})
    passages = tuple(
        Passage(
            words[start - at : end - at],
            tuple(mark.number for mark in begun if mark.start == start),
            sum(mark.end == end for mark in ended),
        )
        for start, end in pairwise(cuts)
    )
    notes = dict.fromkeys(mark.note for mark in sorted(ended, key=lambda mark: (mark.start, -mark.end)))
    return Marked(passages, tuple(notes))
