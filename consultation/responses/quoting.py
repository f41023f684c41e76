"""Which of a draft's own words an answer is about: found in the section's text, or not there. Pure.

Words are the same whatever spaces stand between them: who copies from a page, or types, breaks lines elsewhere.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple


class Quote(NamedTuple):
    """Words as a text has them: `words == text[start:start + len(words)]`, in code points."""

    words: str
    start: int


def find(text: str, words: str, nth: int = 1) -> Quote | None:
    """Where `words` stand in `text`, in the `nth` place, or the first where there are not so many; None if nowhere.

    `text` is NFC, as everything that is stored.
    """
    wanted = " ".join(unicodedata.normalize("NFC", words).split())
    if not wanted:
        return None
    places = list(_places(" ".join(text.split()), wanted))
    if not places:
        return None
    first = places[nth - 1 if 0 < nth <= len(places) else 0]
    parts = [part.span() for part in re.finditer(r"\S+", text)]
    begins = list(accumulate((end - start + 1 for start, end in parts), initial=0))
    start = _unfolded(parts, begins, first)
    end = _unfolded(parts, begins, first + len(wanted) - 1) + 1
    return Quote(text[start:end], start)


def found(text: str, words: str, nth: int = 1) -> tuple[str, int | None]:
    """The words as the text has them and where; as they were typed, and nowhere, where it has not."""
    quote = find(text, words, nth)
    return (quote.words, quote.start) if quote else (words if words.strip() else "", None)


def nth_of(text: str, quote: Quote) -> int:
    """In which of the places where its words stand a quote is: what `find` gives it back by."""
    before = len(" ".join(f"{text[: quote.start]}|".split())) - 1
    places = _places(" ".join(text.split()), " ".join(quote.words.split()))
    return sum(place <= before for place in places)


def stands(text: str, words: str, start: int | None) -> bool:
    """Whether these are the text's words at this place; no words stand everywhere, and nowhere in particular."""
    if not words or start is None:
        return not words and start is None
    return start >= 0 and text[start : start + len(words)] == words and words == words.strip()


def _places(folded: str, wanted: str) -> Iterator[int]:
    at = folded.find(wanted)
    while at >= 0:
        yield at
        at = folded.find(wanted, at + 1)


def _unfolded(parts: list[tuple[int, int]], begins: list[int], at: int) -> int:
    """The place in the text of a letter of the folded text."""
    part = bisect_right(begins, at) - 1
    return parts[part][0] + at - begins[part]
