"""Which positions a point may join: those somebody says to agree with, and those that say nearly the same. Pure.

A suggestion says what it rests on; a person's press joins, and nothing else does (analysis.md).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from consultation.analysis.alike import Weights, best, cosine, folded, terms


class Named(StrEnum):
    """How somebody names another's response."""

    NUMBER = "number"
    SENDER = "sender"
    ABOVE = "above"


class Agreement(NamedTuple):
    """That the words agree with a response. `label` is its number, "" for what stands above in the response itself."""

    named: Named
    label: str
    words: str


class Known(NamedTuple):
    """A position and what is said in it: its title, then (number of a point, its words)."""

    id: int
    title: str
    quotes: tuple[tuple[str, str], ...]


class Alike(NamedTuple):
    """A position that says nearly the same. `points` are those it rests on, none where it is the title alone."""

    id: int
    percent: int
    points: tuple[str, ...]


_AGREES = re.compile(
    r"""\b(?:enige?|(?:til)?slutter\s+(?:mig|os|sig)(?:\s+til)?|bakker\s+(?:\w+\s+)?op|støtter|henviser\s+til
    |samme\s+(?:holdning|mening|synspunkt)\s+som)\b(?P<tail>[^!?\n]{0,160})""",
    re.IGNORECASE | re.VERBOSE,
)
_LABEL = r"(?:E-)?\d{1,6}\b"
_LABELS = re.compile(
    rf"(?:hørings)?svar(?:et|ene)?\s+(?:(?:nr|nummer)\.?\s*)?({_LABEL}(?:\s*(?:,|og|samt)\s*(?:nr\.?\s*)?{_LABEL})*)",
    re.IGNORECASE,
)
_ABOVE = re.compile(r"\b(?:ovenstående|ovenfor|førnævnte)\b", re.IGNORECASE)
_ENDING = re.compile(r"(?:erne|ene|ets|ens|et|en|s)$")
_BODY = re.compile(r"\w{3,}(?:råd|udvalg|forbund|forening|bestyrels|nævn)")
"""What a body is called in one word: "handicapråd"."""
_IN_NAMES = re.compile(r"(?:forening|region|kommune?|afdeling|danmark|organisation|i|af|og|for|lands\w*)")
"""What many names have beside the words that are their own."""
_LEAST = 0.20
_MOST, _MOST_POINTS = 5, 2
"""Positions that are suggested, and points that each is said to rest on."""


def agreements(words: str, senders: Mapping[str, str]) -> list[Agreement]:
    """The responses that some words say to agree with, each once. `senders` are bodies: number -> name."""
    found = (one for match in _AGREES.finditer(words) for one in _named(match["tail"], senders))
    return list({(one.named, one.label): one for one in found}.values())


def agrees(words: str) -> bool:
    """Whether somebody says to agree with another."""
    return bool(_AGREES.search(words))


def _named(tail: str, senders: Mapping[str, str]) -> Iterator[Agreement]:
    for match in _LABELS.finditer(tail):
        for label in re.findall(_LABEL, match[1], re.IGNORECASE):
            yield Agreement(Named.NUMBER, label.upper(), label.upper())
    for label, name in senders.items():
        if _calls(tail, name):
            yield Agreement(Named.SENDER, label, name)
    if above := _ABOVE.search(tail):
        yield Agreement(Named.ABOVE, "", above[0])


def _calls(tail: str, name: str) -> bool:
    """Whether a body is named: by the one word for what it is, or by all the words that are its own."""
    said, own = ([_root(word) for word in folded(words).split()] for words in (tail, name))
    if any(_BODY.fullmatch(root) and root in said for root in own):
        return True
    telling = [root for root in own if not _IN_NAMES.fullmatch(root)]
    return len(telling) > 1 and f" {' '.join(telling)} " in f" {' '.join(said)} "


def _root(word: str) -> str:
    return _ENDING.sub("", word)


def alike(words: str, positions: Sequence[Known]) -> list[Alike]:
    """The positions that say nearly the same, the most alike first; none that share next to nothing."""
    texts = [[terms(one.title), *(terms(quote) for _label, quote in one.quotes)] for one in positions]
    weights = Weights(text for rows in texts for text in rows)
    own = weights.vector(terms(words))
    rows = [_compared([cosine(own, weights.vector(text)) for text in found]) for found in texts]
    chosen = best([(max(scores), at) for at, scores in enumerate(rows) if max(scores) >= _LEAST], _MOST)
    return [Alike(positions[at].id, round(100 * score), _rests_on(positions[at], rows[at])) for score, at in chosen]


def _compared(scores: Iterable[float]) -> list[float]:
    return [round(score, 6) for score in scores]


def _rests_on(position: Known, scores: Sequence[float]) -> tuple[str, ...]:
    ranked = best([(score, at) for at, score in enumerate(scores[1:]) if score >= _LEAST], _MOST_POINTS)
    return tuple(position.quotes[at][0] for _score, at in ranked)
