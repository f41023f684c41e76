"""An authority's own words in a folded text, whoever wrote them: they are held for a look. Pure."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from consultation.lib.text import fold
from consultation.moderation.folding import folded
from consultation.vocabulary import FindingKind

STEM = "*"
"""At the end of words: whatever follows in the last word, "bosted*" for "bostedets"."""


class OwnWord(NamedTuple):
    """`words` are compared without regard to case, spaces and the kind of dash, and only as whole words."""

    words: str
    kind: FindingKind


class Held(NamedTuple):
    """A place in a folded text."""

    start: int
    end: int
    kind: FindingKind


def key_of(words: str) -> str:
    """How two entries are the same: "" where there is no letter or digit to look for."""
    key = fold(folded(words)[0])
    return key if any(map(str.isalnum, key)) else ""


def find(text: str, words: Sequence[OwnWord]) -> Iterator[Held]:
    """In the order of the folded text, the longest words first where several begin at one place."""
    if not words:
        return
    kinds, pattern = _compiled(tuple(words))
    for match in pattern.finditer(text):
        yield Held(*match.span(), kinds[(match.lastindex or 1) - 1])


@lru_cache(maxsize=64)
def _compiled(words: tuple[OwnWord, ...]) -> tuple[tuple[FindingKind, ...], re.Pattern[str]]:
    ordered = sorted(words, key=lambda word: (-len(word.words), word))
    pattern = "|".join(f"({_pattern(word.words)})" for word in ordered)
    return tuple(word.kind for word in ordered), re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE)


def _pattern(words: str) -> str:
    sought, _places = folded(words)
    escaped = r"\s{1,9}".join(re.escape(word) for word in sought.removesuffix(STEM).split())
    return escaped + (r"\w*" if sought.endswith(STEM) else r"(?!\w)")
