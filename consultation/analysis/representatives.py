"""Which few passages stand best for many: one after the other, the one that says most of what passages share and none
of those before it says, for its length. By this they say more than the middles of clusters do (tests/bench/theming.py).

Pure, and the same every time (analysis.md).
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEW = 5
"""So many are proposed."""
_STEM = 6
"""Letters of a word that count: Danish endings are behind them."""
_SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+")

Row = dict[str, float]


@dataclass(frozen=True)
class Representative:
    """`at` is its place among the texts; `others` are those that it stands for besides itself."""

    at: int
    others: tuple[int, ...]


def representatives(texts: Sequence[str], most: int = FEW) -> list[Representative]:
    """At most so many, that which stands for most first. A text stands behind the one it is most like, if any."""
    rows = weighted(texts)
    behind: dict[int, list[int]] = {at: [] for at in _chosen(rows, most)}
    for at, row in enumerate(rows):
        nearest = _nearest(row, {one: rows[one] for one in behind})
        if at not in behind and nearest is not None:
            behind[nearest].append(at)
    found = [Representative(at, tuple(others)) for at, others in behind.items()]
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


def _chosen(rows: Sequence[Row], most: int) -> list[int]:
    """Their places, as they were chosen; fewer where all that is said is said."""
    others = {word: times - 1 for word, times in Counter(word for row in rows for word in row).items()}
    unsaid = dict(enumerate(rows))
    chosen: list[int] = []
    while len(chosen) < most and any(unsaid.values()):
        best = max(unsaid, key=lambda at: (_gain(unsaid[at], others), len(unsaid[at])))
        chosen.append(best)
        said = unsaid.pop(best)
        unsaid = {at: {word: row[word] for word in row.keys() - said.keys()} for at, row in unsaid.items()}
    return chosen


def _gain(unsaid: Row, others: Mapping[str, int]) -> float:
    """What a text says anew, each word as often as others say it; a row has length 1, so that long ones gain little."""
    return math.fsum(value * others[word] for word, value in unsaid.items())


def _nearest(row: Row, chosen: Mapping[int, Row]) -> int | None:
    alike = {at: likeness(row, other) for at, other in chosen.items()}
    return max((at for at, value in alike.items() if value > 0), key=lambda at: alike[at], default=None)


def _unit(row: Row) -> Row:
    length = math.sqrt(sum(value * value for value in row.values()))
    return {word: value / length for word, value in row.items()} if length else {}
