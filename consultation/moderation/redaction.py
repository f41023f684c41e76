"""Taking words out of a text for good: where, with what in their place, and proof that they are gone (R30).

Offsets are code points of the text that is redacted. Nothing is masked: what is returned no longer holds the words.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from consultation.vocabulary import FindingKind

Mark = TypeVar("Mark")


class Span(NamedTuple):
    """A stretch to take out, and what kind of thing stood there."""

    start: int
    end: int
    reason_kind: FindingKind


_GRAVEST_FIRST = (
    FindingKind.CPR,
    FindingKind.OFFENCE,
    FindingKind.HEALTH,
    FindingKind.RELIGION,
    FindingKind.UNION,
    FindingKind.PERSON_NAME,
    FindingKind.IBAN,
    FindingKind.ADDRESS,
    FindingKind.PHONE,
    FindingKind.EMAIL,
    FindingKind.OTHER,
)


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, none overlapping; overlapping ones become one of the gravest kind, empty ones vanish."""
    merged: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if merged and span.start < merged[-1].end:
            last = merged.pop()
            kind = min(last.reason_kind, span.reason_kind, key=_GRAVEST_FIRST.index)
            span = Span(last.start, max(last.end, span.end), kind)  # noqa: PLW2901 - it has taken the last one in
        merged.append(span)
    return tuple(merged)


def apply(text: str, spans: Iterable[Span], label: Callable[[FindingKind], str]) -> str:
    """The text with each merged span replaced by its kind's label, "[navn fjernet]". ValueError beyond the text."""
    parts: list[str] = []
    at = 0
    for span in merge(spans):
        if span.start < 0 or span.end > len(text):
            raise ValueError(f"span {span.start}-{span.end} lies beyond a text of {len(text)}")
        parts += [text[at : span.start], label(span.reason_kind)]
        at = span.end
    return "".join([*parts, text[at:]])


def find_all(text: str, needle: str) -> tuple[tuple[int, int], ...]:
    """Start and end of every occurrence, overlapping ones too; blanks match any blanks, all else exactly."""
    words = needle.split()
    if not words:
        return ()
    pattern = re.compile("(?=(" + r"\s+".join(re.escape(word) for word in words) + "))")
    return tuple(match.span(1) for match in pattern.finditer(text))


def leftovers(public_text: str, removed: Iterable[str]) -> tuple[str, ...]:
    """Which of the removed strings can still be found in a public text, in whatever form (R30).

    Compared are: the words as they stand; without case, invisible characters and compatibility forms (NFKC); broken by
    a hyphen over two lines; without accents, and with ae, oe and aa; a name with its last word first; for what holds a
    digit or an @ also without blanks and punctuation; for numbers the digits alone. A name counts as a word of its own:
    "Bo" is not left in "bolig". Labels would be searched too, so give what `apply` makes with a blank label.
    """
    haystack = _Forms(public_text)
    return tuple(dict.fromkeys(one for one in removed if one.strip() and haystack.holds(one)))


def pieces(text: str, marks: Sequence[tuple[int, int, Mark]]) -> list[tuple[str, Mark | None]]:
    """The whole text in parts, each with the mark that it carries; where marks overlap, the one that begins last."""
    marks = [mark for mark in marks if mark[0] < mark[1]]
    cuts = sorted({0, len(text), *(min(max(end, 0), len(text)) for mark in marks for end in mark[:2])})
    parts: list[tuple[str, Mark | None]] = []
    for start, end in pairwise(cuts):
        over = [mark for mark in marks if mark[0] <= start and end <= mark[1]]
        parts.append((text[start:end], max(over, key=lambda mark: (mark[0], -mark[1]))[2] if over else None))
    return parts


# The technical check

_FEWEST_DIGITS = 6
_FEWEST_CHARACTERS = 5
_MOST_CHARACTERS = 200  # longer ones are sentences, and found as they stand
_DIGIT_RUN = re.compile(r"\d(?:[^\w\n]{0,4}\d)*")
_COUNTRY_CODE = "45"
_MOST_NAMES = 4
_BROKEN = re.compile(r"(?<=\w)[-\u00ad\u2010][ \t]*\n\s*(?=\w)")
"""Where a line ends within a word."""
_SPELT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
_DANISH_DIGITS = 8


class _Forms:
    def __init__(self, text: str) -> None:
        self.raw = text
        self.plain = _plain(text)
        self.joined = _plain(_BROKEN.sub("", text))
        self.bare = _bare(self.joined)
        self.ascii_digits = _with_digits(self.plain)
        self.numbers = [re.sub(r"\D", "", run) for run in _DIGIT_RUN.findall(self.ascii_digits)]

    def holds(self, removed: str) -> bool:
        plain = _plain(removed)
        texts = (self.raw, self.plain, self.joined, self.bare)
        if any(_as_words(form, text) for text in texts for form in (removed.strip(), plain)):
            return True
        if any(_as_words(form, self.bare) for form in (_bare(plain), *_turned_round(_bare(plain)))):
            return True
        if not re.search(r"[\d@]", plain):
            return False
        return _as_spaced_otherwise(plain, self.ascii_digits) or any(
            digits in number for digits in _digit_forms(plain) for number in self.numbers
        )


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(char for char in folded if unicodedata.category(char) != "Cf").split())


def _bare(plain: str) -> str:
    """Without accents; Danish letters as they are written where there are none."""
    spelt = plain.translate(_SPELT)
    return (
        spelt
        if spelt.isascii()
        else "".join(char for char in unicodedata.normalize("NFD", spelt) if unicodedata.category(char) != "Mn")
    )


def _turned_round(plain: str) -> list[str]:
    """ "opdigtet, jens" and "opdigtet jens" of "jens opdigtet"; nothing for what is no name."""
    words = plain.split()
    if not 1 < len(words) <= _MOST_NAMES or not all(word.replace("-", "").isalpha() for word in words):
        return []
    return [f"{words[-1]}{mark} {' '.join(words[:-1])}" for mark in ("", ",")]


def _with_digits(plain: str) -> str:
    return plain if plain.isascii() else "".join(_ascii_digit(char) for char in plain)


def _ascii_digit(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)


def _as_words(needle: str, text: str) -> bool:
    """Whether the needle stands in the text, not as a part of a longer word."""
    if not needle or needle not in text:
        return False
    before = r"(?<!\w)" if re.match(r"\w", needle) else ""
    after = r"(?!\w)" if re.search(r"\w$", needle) else ""
    return bool(re.search(before + re.escape(needle) + after, text))


def _as_spaced_otherwise(plain: str, text: str) -> bool:
    """Whether the same letters and digits stand in the text with other blanks and punctuation between them."""
    chars = [char for char in _with_digits(plain) if char.isalnum() or char == "@"]
    if not _FEWEST_CHARACTERS <= len(chars) <= _MOST_CHARACTERS:
        return False
    return bool(re.search(r"(?<!\w)" + r"[\W_]{0,4}?".join(map(re.escape, chars)) + r"(?!\w)", text))


def _digit_forms(plain: str) -> list[str]:
    """The digits of a number, with and without Denmark's prefix; nothing for words that merely hold a digit."""
    digits = re.sub(r"\D", "", _with_digits(plain))
    letters = sum(char.isalpha() for char in plain)
    if len(digits) < _FEWEST_DIGITS or letters > len(digits):
        return []
    national = digits.removeprefix("00").removeprefix(_COUNTRY_CODE)
    return [digits, national] if len(national) == _DANISH_DIGITS else [digits]
