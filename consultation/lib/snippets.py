"""The stretch of a public text that shows why a search found it, with its hits apart. Pure; nothing here is HTML."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from consultation.lib.stems import Term, tidy

WIDTH = 200
"""Characters of a stretch; there are two where one does not hold every word of the query."""
BEFORE = 60
"""Characters of it that may stand before its first hit."""
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
    """The one or two stretches with most of the query's words, cut between words; without hits the beginning."""
    line = _one_line(text)
    hits = list(islice(_hits(line, terms), _MOST_HITS))
    first = _window(line, _best(hits))
    seen = {hit.term for hit in hits if first[0] <= hit.start and hit.end <= first[1]}
    others = [hit for hit in hits if hit.term not in seen]
    second = _window(line, _best(others)) if others else first
    runs: list[Run] = []
    at = 0
    for start, end in sorted({first, second}):
        begin = max(at, start)
        runs += [Run(" … " if runs else "… ")] * (begin > at) + list(_runs(line, begin, end, hits))
        at = max(at, end)
    return (*runs, Run(" …")) if at < len(line) else tuple(runs)


def hits_in(runs: Iterable[Run]) -> int:
    return sum(run.hit for run in runs)


def _one_line(text: str) -> str:
    """Lines one after the other; where nothing ends a line, as in a list, a dot parts it from the next."""
    parts: list[str] = []
    for line in filter(None, map(tidy, text.split("\n"))):
        if parts:
            parts.append(" · " if parts[-1][-1].isalnum() and line[0].isupper() else " ")
        parts.append(line)
    return "".join(parts)


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
    runs: list[Run] = []
    at = start
    for hit in hits:
        if hit.start < start or hit.end > end:
            continue
        runs += [Run(line[at : hit.start]), Run(line[hit.start : hit.end], hit=True)]
        at = hit.end
    return tuple(run for run in (*runs, Run(line[at:end])) if run.text)
