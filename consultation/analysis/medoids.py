"""Which few passages stand best for many: spherical k-means over TF-IDF of words, and the passage nearest each middle.

Pure, and the same every time: no random number, it begins with those that together stand for most (analysis.md).
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

FEW = 5
"""So many are proposed."""
_STEM = 6
"""Letters of a word that count: Danish endings are behind them."""
_SHORTEST = 3
_ROUNDS = 20
_MOST_COMPARED = 300
"""Among so many it is looked where to begin; each is compared with each."""
_WORD = re.compile(r"[^\W\d_]+")

Row = dict[str, float]


@dataclass(frozen=True)
class Medoid:
    """`at` is its place among the texts; `others` are those that it stands for besides itself."""

    at: int
    others: tuple[int, ...]


def medoids(texts: Sequence[str], most: int = FEW) -> list[Medoid]:
    """At most so many, that of the largest cluster first. Texts without words are in none."""
    rows = weighted(texts)
    filled = [at for at, row in enumerate(rows) if row]
    found = [_medoid(rows, members) for members in _clusters(rows, filled, min(most, len(filled)))]
    return sorted(found, key=lambda one: (-len(one.others), one.at))


def stems(text: str) -> list[str]:
    """What a text is about: its words, cut so that their endings do not part them."""
    return [word[:_STEM] for word in _WORD.findall(text.casefold()) if len(word) >= _SHORTEST]


def weighted(texts: Sequence[str]) -> list[Row]:
    """Each text of length 1; a word in all of them weighs least."""
    counted = [Counter(stems(text)) for text in texts]
    known = Counter(word for row in counted for word in row)
    worth = {word: math.log((1 + len(texts)) / times) for word, times in known.items()}
    return [_unit({word: (1 + math.log(times)) * worth[word] for word, times in row.items()}) for row in counted]


def likeness(one: Row, other: Row) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other[word] for word, value in one.items() if word in other)


def _clusters(rows: Sequence[Row], filled: Sequence[int], count: int) -> list[list[int]]:
    """`filled` in `count` clusters, each about what its members share; none of them ends up empty."""
    starts = _starts(rows, filled, count)
    members = _assigned(rows, filled, [rows[at] for at in starts])
    for _ in range(_ROUNDS):
        found = _assigned(rows, filled, [_unit(_sum(rows, own)) for own in members])
        if found == members or not all(found):
            break
        members = found
    return [own for own in members if own]


def _starts(rows: Sequence[Row], filled: Sequence[int], count: int) -> list[int]:
    """One after the other, each time the one that leaves all of them best stood for."""
    step = max(1, -(-len(filled) // _MOST_COMPARED))
    seen = filled[::step]
    near = {at: [likeness(rows[at], rows[other]) for other in seen] for at in seen}
    best, taken = [0.0] * len(seen), list[int]()
    for _ in range(min(count, len(seen))):
        nearer = {at: [max(pair) for pair in zip(best, near[at], strict=True)] for at in seen if at not in taken}
        taken.append(max(nearer, key=lambda at: sum(nearer[at])))
        best = nearer[taken[-1]]
    return taken


def _assigned(rows: Sequence[Row], filled: Sequence[int], middles: Sequence[Row]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in middles]
    for at in filled:
        found[max(range(len(middles)), key=lambda one: likeness(rows[at], middles[one]))].append(at)
    return found


def _medoid(rows: Sequence[Row], members: Sequence[int]) -> Medoid:
    middle = _sum(rows, members)
    best = max(members, key=lambda at: likeness(rows[at], middle))
    return Medoid(best, tuple(at for at in members if at != best))


def _sum(rows: Sequence[Row], members: Sequence[int]) -> Row:
    whole: Row = {}
    for at in members:
        for word, value in rows[at].items():
            whole[word] = whole.get(word, 0.0) + value
    return whole


def _unit(row: Row) -> Row:
    length = math.sqrt(sum(value * value for value in row.values()))
    return {word: value / length for word, value in row.items()} if length else {}
