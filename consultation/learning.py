"""Learns themes from the points that people have tagged, in a process of its own: the only importer of numpy.

Logistic regression over TF-IDF of character n-grams (analysis.md), fitted in its dual form: the score of a theme is a
sum over tagged points, each by how like it is and how much it taught, so that those behind a suggestion can be named.
No random number, one thread (lib/apart.py): the same points give the same suggestions.
"""

import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Gram = dict[str, float]

SHORTEST, LONGEST = 3, 5
"""N-grams, in characters."""
TRUST = 60.0
"""How far the tagged points are believed against "all themes are as likely"."""
COMMON, SEVERAL = 0.1, 25
"""An n-gram in more than this share of the texts tells nothing; in a small consultation many may well share one."""
BEST, BEHIND = 3, 3
"""How many themes are suggested, and at most how many points are named behind each."""
LEAST_PART = 0.1
"""Of a theme's score; a point that gave less is not named."""
_FOLDS = 5
_SCALES = (0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
_STEPS = 600
_CLOSE = 1e-4
_WORD = re.compile(r"[^\W_]+")


class Tagged(NamedTuple):
    theme: int
    text: str


class Suggested(NamedTuple):
    """`behind` are places in the list of tagged points, the weightiest first."""

    theme: int
    percent: int
    behind: tuple[int, ...]


def grams(text: str) -> Counter[str]:
    """The n-grams of each word with its ends, so that a part of a compound is known again."""
    found: Counter[str] = Counter()
    for word in _WORD.findall(text.casefold()):
        ended = f" {word} "
        for size in range(SHORTEST, min(LONGEST, len(ended)) + 1):
            found.update(ended[at : at + size] for at in range(len(ended) - size + 1))
    return found


class Weights:
    """What an n-gram is worth: the rarer in the texts of this consultation, the more."""

    def __init__(self, texts: Iterable[str]) -> None:
        known: Counter[str] = Counter()
        count = 0
        for text in texts:
            known.update(grams(text).keys())
            count += 1
        most = max(SEVERAL, COMMON * count)
        telling = {gram: times for gram, times in known.items() if times <= most}
        self._worth = {gram: 1 + math.log((1 + count) / (1 + times)) for gram, times in telling.items()}

    def of(self, text: str) -> Gram:
        """A text of length 1."""
        counted = ((gram, times) for gram, times in grams(text).items() if gram in self._worth)
        rows = {gram: (1 + math.log(times)) * self._worth[gram] for gram, times in counted}
        length = math.sqrt(sum(value * value for value in rows.values())) or 1
        return {gram: value / length for gram, value in rows.items()}


class Shelf:
    """Texts to compare others with, by n-gram."""

    def __init__(self, rows: Sequence[Gram]) -> None:
        places: dict[str, list[tuple[int, float]]] = {}
        for at, row in enumerate(rows):
            for gram, value in row.items():
                places.setdefault(gram, []).append((at, value))
        self._size = len(rows)
        self._places = {
            gram: (np.array([at for at, _ in found]), np.array([value for _, value in found]))
            for gram, found in places.items()
        }

    def likeness(self, row: Gram) -> Array:
        """With each text on the shelf, from 0 to 1."""
        found = np.zeros(self._size)
        for gram, value in row.items():
            if gram in self._places:
                at, values = self._places[gram]
                found[at] += value * values
        return found


def fit(likeness: Array, right: Array) -> Array:
    """What each text teaches about each theme. `likeness` is of the texts with each other, `right` 1 for its theme.

    Accelerated steps towards `taught == TRUST * (right - chances)`, where the loss is least.
    """
    steepest = 1 + TRUST * float(np.abs(likeness).sum(axis=1).max()) / 2
    swing = (math.sqrt(steepest) - 1) / (math.sqrt(steepest) + 1)
    taught = ahead = np.zeros_like(right)
    for _ in range(_STEPS):
        slope = ahead - TRUST * (right - chances(likeness @ ahead))
        following = ahead - slope / steepest
        ahead = following + swing * (following - taught)
        taught = following
        if float(np.abs(slope).max()) < _CLOSE:
            break
    return taught


def chances(scores: Array) -> Array:
    """Of each theme, row by row; they add up to 1."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Array = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def boldness(likeness: Array, right: Array) -> float:
    """What scores are multiplied with before they are told as percentages: neither too bold nor too shy.

    A fifth of the texts at a time is judged by the others; the scale under which that would be least surprising.
    """
    scores = np.zeros_like(right)
    fold = np.arange(len(right)) % _FOLDS
    for number in range(_FOLDS):
        out, kept = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
        scores[out] = likeness[np.ix_(out, kept)] @ fit(likeness[np.ix_(kept, kept)], right[kept])
    return max(_SCALES, key=lambda scale: float(np.log((chances(scale * scores) * right).sum(axis=1)).sum()))


class Model:
    """`titles` are the themes by id; a title is a text of its theme, so that an unused one has a chance."""

    def __init__(self, titles: Mapping[int, str], tagged: Sequence[Tagged], others: Iterable[str] = ()) -> None:
        self._themes = sorted(titles)
        self._points = len(tagged)
        taught = [*tagged, *(Tagged(theme, titles[theme]) for theme in self._themes)]
        self._weights = Weights([*(one.text for one in taught), *others])
        rows = [self._weights.of(one.text) for one in taught]
        self._shelf = Shelf(rows)
        right = np.array([[float(one.theme == theme) for theme in self._themes] for one in taught])
        likeness = np.array([self._shelf.likeness(row) for row in rows])
        self._taught = fit(likeness, right)
        self._boldness = boldness(likeness[: len(tagged), : len(tagged)], right[: len(tagged)])

    def suggest(self, text: str) -> list[Suggested]:
        """The likeliest themes, the likeliest first; nothing for words of which none is known."""
        parts = self._shelf.likeness(self._weights.of(text))[:, None] * self._taught
        if not parts.any():
            return []
        shares = chances(self._boldness * parts.sum(axis=0))
        best = np.argsort(-shares, kind="stable")[:BEST]
        return [
            Suggested(self._themes[at], round(100 * float(shares[at])), self._behind(parts[: self._points, at]))
            for at in map(int, best)
        ]

    def _behind(self, parts: Array) -> tuple[int, ...]:
        """The tagged points that gave most."""
        whole = float(parts[parts > 0].sum())
        order = np.argsort(-parts, kind="stable")[:BEHIND]
        return tuple(int(at) for at in order if parts[at] > LEAST_PART * whole)


def answer(asked: Mapping[str, Any]) -> Iterator[list[Suggested]]:
    """For each text of `asked["open"]`; `titles` and `tagged` are what there is to learn from."""
    titles = {int(theme): title for theme, title in asked["titles"].items()}
    tagged = [Tagged(theme, text) for theme, text in asked["tagged"]]
    model = Model(titles, tagged, asked["open"])
    return map(model.suggest, asked["open"])


if __name__ == "__main__":
    json.dump(list(answer(json.load(sys.stdin))), sys.stdout)
