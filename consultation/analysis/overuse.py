"""Words that some texts use more than others do: log-odds with a prior (analysis.md). Pure.

A word counts once in each text, and a text once however many sent it: neither who writes long nor a campaign decides
what the words of a draft are. The prior is what all texts together use, so that rare words need more to stand out.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LEAST_TEXTS = 3
LEAST_SURE = 1.96
"""Standard deviations away from being used as much in both."""
MOST = 30
_PRIOR, _MOST_PRIOR = 0.1, 500.0
"""The share of all words that the prior weighs as much as, and the most of them."""
_SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Overused:
    """`here` and `elsewhere` are how many texts use it."""

    word: str
    here: int
    elsewhere: int
    sure: float


def overused(own: Iterable[str], others: Iterable[str]) -> list[Overused]:
    """The words that stand out in `own`, the surest first; none without others to compare with."""
    here, elsewhere = _used(own), _used(others)
    if not here or not elsewhere:
        return []
    both = here + elsewhere
    weight = min(_MOST_PRIOR, _PRIOR * both.total())
    found = [
        Overused(
            word, times, elsewhere[word], _sureness(word, here, elsewhere, weight * both[word] / both.total(), weight)
        )
        for word, times in here.items()
        if times >= LEAST_TEXTS
    ]
    standing = [one for one in found if one.sure >= LEAST_SURE]
    return sorted(standing, key=lambda one: (-one.sure, one.word))[:MOST]


def _sureness(word: str, here: Counter[str], elsewhere: Counter[str], prior: float, weight: float) -> float:
    """The difference of the log-odds in standard deviations; `prior` is the word's part of `weight`."""
    more = _log_odds(here[word] + prior, here.total() + weight)
    less = _log_odds(elsewhere[word] + prior, elsewhere.total() + weight)
    return (more - less) / math.sqrt(1 / (here[word] + prior) + 1 / (elsewhere[word] + prior))


def holds(text: str, word: str) -> bool:
    return word in words(text)


def words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.casefold()) if len(word) >= _SHORTEST}


def _used(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in dict.fromkeys(texts) for word in words(text))


def _log_odds(times: float, whole: float) -> float:
    return math.log(times / (whole - times))


def sentences_with(word: str, sentences: Sequence[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    """The first (number, sentence) that hold the word, of different texts."""
    found: dict[str, str] = {}
    for number, sentence in sentences:
        if len(found) < most and sentence not in found.values() and holds(sentence, word):
            found.setdefault(number, sentence)
    return list(found.items())
