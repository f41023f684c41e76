"""The stretch of a public text that shows why a search found it, with its hits apart. Pure; nothing here is HTML."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from consultation.lib.stems import Term, tidy

WIDTH = 240
"""Characters of a snippet."""
BEFORE = 60
"""Characters of it that may stand before the first hit."""
_MOST_HITS = 200


@dataclass(frozen=True)
class Run:
    """A stretch of text that is a hit, or is not."""

    text: str
    hit: bool = False


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    term: int


def marked(text: str, terms: Sequence[Term]) -> tuple[Run, ...]:
    """The whole text in one line, such as a title."""
    line = tidy(text)
    return _runs(line, 0, len(line), _hits(line, terms))


def snippet(text: str, terms: Sequence[Term]) -> tuple[Run, ...]:
    """The stretch with the most different words of the query, cut between words; the beginning where it has none."""
    line = tidy(text)
    hits = list(islice(_hits(line, terms), _MOST_HITS))
    start, end = _window(line, _best(hits))
    runs = _runs(line, start, end, hits)
    before, after = (Run("… "),) if start else (), (Run(" …"),) if end < len(line) else ()
    return (*before, *runs, *after)


def has_hit(runs: Iterable[Run]) -> bool:
    return any(run.hit for run in runs)


def _hits(line: str, terms: Sequence[Term]) -> Iterator[_Hit]:
    any_of = "|".join(f"({term.pattern})" for term in terms)
    found = re.compile(rf"(?<![^\W_])(?:{any_of})", re.IGNORECASE)
    return (_Hit(match.start(), match.end(), match.lastindex or 0) for match in found.finditer(line))


def _best(hits: Sequence[_Hit]) -> int:
    """Where the first of the richest stretches begins."""
    richest, start = 0, 0
    for place, hit in enumerate(hits):
        near = {other.term for other in hits[place:] if other.end <= hit.start + WIDTH - BEFORE}
        if len(near) > richest:
            richest, start = len(near), hit.start
    return start


def _window(line: str, around: int) -> tuple[int, int]:
    start = max(0, around - BEFORE)
    if start:
        start = line.find(" ", start, around) + 1 or around
    end = start + WIDTH
    if end >= len(line):
        return start, len(line)
    space = line.rfind(" ", around, end)
    return start, end if space == -1 else space


def _runs(line: str, start: int, end: int, hits: Iterable[_Hit]) -> tuple[Run, ...]:
    runs, at = [], start
    for hit in hits:
        if hit.start < start or hit.end > end:
            continue
        runs += [Run(line[at : hit.start]), Run(line[hit.start : hit.end], hit=True)]
        at = hit.end
    return tuple(run for run in (*runs, Run(line[at:end])) if run.text)
