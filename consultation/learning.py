"""Learns themes from the points that people have tagged, in a process of its own: the only importer of numpy.

Ridge regression over how alike texts are: half by the character n-grams that they share (analysis.md), half by which
paragraphs of drafts and responses each of them is like, so that two texts without a word in common meet in a third.
It names the right theme oftener than logistic regression over n-grams alone, and says as truly how sure it is
(tests/bench/theming.py).

The score of a theme is a sum over tagged points, each by how like it is and how much it taught, so that those behind a
suggestion can be named. No random number, one thread (lib/apart.py): the same points give the same suggestions.
"""

import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Gram = dict[str, float]

SHORTEST, LONGEST = 3, 5
"""N-grams, in characters."""
DOUBT = 1.0
"""How far one tagged point is disbelieved where those that are like it say otherwise."""
COMMON, SEVERAL = 0.1, 25
"""An n-gram in more than this share of the texts tells nothing; in a small consultation many may well share one."""
MOST_AROUND = 1_000
"""So many paragraphs of drafts, and so many of responses, are enough to tell what a text is like."""
SAME = 0.98
"""A paragraph that is more like a text is the same words, and tells nothing of what else it is like."""
BEST, BEHIND = 3, 3
"""How many themes are suggested, and at most how many points are named behind each."""
LEAST_PART = 0.1
"""Of a theme's score; a point that gave less is not named."""
SLIPS = 0.1
"""So often a person may mean something else than the words say, however clear they seem: nothing is told as certain."""
_SCALES = tuple(4 * 2 ** (step / 4) for step in range(11))
_AT_ONCE = 500
_WORDS_KEPT = 50_000
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
    return Counter(chain.from_iterable(map(_grams_of_word, _WORD.findall(text.casefold()))))


@lru_cache(maxsize=_WORDS_KEPT)
def _grams_of_word(word: str) -> tuple[str, ...]:
    ended = f" {word} "
    sizes = range(SHORTEST, min(LONGEST, len(ended)) + 1)
    return tuple(ended[at : at + size] for size in sizes for at in range(len(ended) - size + 1))


class Weights:
    """What an n-gram is worth: the rarer in the texts of this consultation, each counted once, the more."""

    def __init__(self, texts: Iterable[str]) -> None:
        different = list(dict.fromkeys(texts))
        count = len(different)
        known = Counter(gram for text in different for gram in grams(text))
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

    def likeness(self, rows: Iterable[Gram]) -> Array:
        """Of each of them with each text on the shelf, from 0 to 1."""
        return np.array([self._likeness(row) for row in rows])

    def _likeness(self, row: Gram) -> Array:
        known = [(value, *self._places[gram]) for gram, value in row.items() if gram in self._places]
        if not known:
            return np.zeros(self._size)
        places = np.concatenate([at for _value, at, _values in known])
        shares = np.concatenate([value * values for value, _at, values in known])
        found: Array = np.bincount(places, shares, self._size).astype(np.float64)
        return found


class Alike:
    """How alike any texts are to those that teach; around them are the drafts and all others, of whatever theme."""

    def __init__(self, teaching: Sequence[str], drafts: Sequence[str], others: Sequence[str]) -> None:
        self._size = len(teaching)
        self._weights = Weights([*teaching, *drafts, *others])
        rows = [self._weights.of(text) for text in [*teaching, *spread(drafts), *spread(others)]]
        self._shelf = Shelf(rows)
        shared = self._shelf.likeness(rows[: self._size])
        company = _company(shared)
        self._usual = company.mean(axis=0)
        self._length = float(np.linalg.norm(company - self._usual, axis=1).mean()) or 1.0
        self._kept = self._keep(shared)
        self.among = self._both(shared)
        """Of those that teach with each other."""

    def of(self, texts: Iterable[str]) -> Array:
        """A row for each text, with its likeness to each that teaches; all 0 where none of its words is known."""
        shared = self._shelf.likeness(self._weights.of(text) for text in texts)
        return np.where(shared.any(axis=1, keepdims=True), self._both(shared), 0.0)

    def _both(self, shared: Array) -> Array:
        both: Array = shared[:, : self._size] / 2 + self._keep(shared) @ self._kept.T
        return both

    def _keep(self, shared: Array) -> Array:
        """What each text is like more and less than is usual, in rows of less than length 1."""
        beyond = _company(shared) - self._usual
        kept: Array = beyond / np.hypot(np.linalg.norm(beyond, axis=1, keepdims=True), self._length)
        return kept


def spread(texts: Sequence[str]) -> list[str]:
    """So many different ones as are enough, from the first to the last."""
    found = list(dict.fromkeys(texts))
    return found[:: max(1, math.ceil(len(found) / MOST_AROUND))]


def _company(shared: Array) -> Array:
    """What else each text is like."""
    return np.where(shared > SAME, 0.0, shared)


def fit(likeness: Array, right: Array) -> tuple[Array, Array]:
    """What each text teaches about each theme, and what all but itself say of it.

    `likeness` is of the texts with each other, `right` 1 for its theme.
    """
    wanted = right - right.mean(axis=0)
    inverse = np.linalg.inv(likeness + DOUBT * np.eye(len(likeness)))
    taught = inverse @ wanted
    return taught, wanted - taught / np.diag(inverse)[:, None]


def chances(scores: Array, boldness: float) -> Array:
    """Of each theme, row by row; they add up to 1."""
    raised = np.exp(boldness * (scores - scores.max(axis=-1, keepdims=True)))
    shares = raised / raised.sum(axis=-1, keepdims=True)
    told: Array = (1 - SLIPS) * shares + SLIPS / scores.shape[-1]
    return told


def boldness_of(scores: Array, right: Array) -> float:
    """What scores are multiplied with before they are told as percentages: neither too bold nor too shy.

    `scores` are what all others say of each tagged point: under this scale its theme would surprise least.
    """
    return max(_SCALES, key=lambda scale: float(np.log((chances(scores, scale) * right).sum(axis=1)).sum()))


class Model:
    """`themes` is the words of each by its id, its title at least: a text of it, so that an unused one has a chance."""

    def __init__(
        self,
        themes: Mapping[int, str],
        tagged: Sequence[Tagged],
        drafts: Sequence[str] = (),
        others: Sequence[str] = (),
    ) -> None:
        self._themes = sorted(themes)
        self._points = len(tagged)
        teaching = [*tagged, *(Tagged(theme, themes[theme]) for theme in self._themes)]
        self._alike = Alike([one.text for one in teaching], drafts, others)
        right = np.array([[float(one.theme == theme) for theme in self._themes] for one in teaching])
        self._taught, by_others = fit(self._alike.among, right)
        self._boldness = boldness_of(by_others[: self._points], right[: self._points])

    def suggest(self, texts: Sequence[str]) -> Iterator[list[Suggested]]:
        """For each text the likeliest themes, the likeliest first; nothing for words of which none is known."""
        for start in range(0, len(texts), _AT_ONCE):
            yield from map(self._likeliest, self._alike.of(texts[start : start + _AT_ONCE]))

    def _likeliest(self, likeness: Array) -> list[Suggested]:
        if not likeness.any():
            return []
        shares = chances(likeness @ self._taught, self._boldness)
        best = np.argsort(-shares, kind="stable")[:BEST]
        parts = np.maximum(likeness[: self._points, None], 0) * np.maximum(self._taught[: self._points, best], 0)
        return [
            Suggested(self._themes[theme], round(100 * float(shares[theme])), _behind(parts[:, at]))
            for at, theme in enumerate(map(int, best))
        ]


def _behind(parts: Array) -> tuple[int, ...]:
    """The tagged points that gave most: like the text, and of the theme."""
    whole = float(parts.sum())
    order = np.argsort(-parts, kind="stable")[:BEHIND]
    return tuple(int(at) for at in order if parts[at] > LEAST_PART * whole)


def answer(asked: Mapping[str, Any]) -> Iterator[list[Suggested]]:
    """For each text of `asked["open"]`: themes are learnt from `themes` and `tagged`, what words mean from all."""
    themes = {int(theme): words for theme, words in asked["themes"].items()}
    tagged = [Tagged(theme, text) for theme, text in asked["tagged"]]
    return Model(themes, tagged, asked["drafts"], asked["open"]).suggest(asked["open"])


if __name__ == "__main__":
    json.dump(list(answer(json.load(sys.stdin))), sys.stdout)
