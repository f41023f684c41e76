"""CPR numbers in a folded text, in any spelling (P6): six digits that are a date, and four more.

Modulus 11 is never asked for: numbers given since 2007 need not satisfy it.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple


class Hit(NamedTuple):
    """A place in a folded text and the rule that found it."""

    start: int
    end: int
    sure: bool
    detector: str


_DIGITS = 10
_OTHER = re.compile(r"\D+")
_PAIR = r"[-. \t\n/]{0,2}+"  # between day, month and year
_GAP = r"[-. \t\n/_:,|=()*]{0,4}+"  # before the last four
_SURE_SHAPES = (
    re.compile(rf"(?<![\d+])\d\d{_PAIR}\d\d{_PAIR}\d\d{_GAP}\d{{4}}(?!\d)"),
    re.compile(rf"(?<![\d+])\d{{6}}{_GAP}\d\d[-. \t/]\d\d(?!\d)"),
    re.compile(r"(?<![\d+])\d(?:[-. \t\n/]{1,3}+\d){9}(?![-. \t/]?\d)"),
)
_DATE_AND_LINE = re.compile(r"\d\d[-./ ]\d\d[-./ ]\d\d\D*[\n,]")
_WITH_CENTURY = re.compile(rf"(?<![\d+])\d\d{_PAIR}\d\d{_PAIR}(?:18|19|20)\d\d[-. \t/]{{1,3}}+\d{{4}}(?!\d)")
_YEAR_LAST = re.compile(r"(?:19|20)\d\d$")
_TEN_DIGITS = re.compile(rf"(?<![\d+])\d{{6}}{_GAP}\d{{4}}(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_YEAR = r"(?:(?:18|19|20)\d\d|\d\d)"
_IN_DIGITS = rf"\d\d?{_PAIR}\d\d?{_PAIR}{_YEAR}"
_IN_LETTERS = rf"\d\d?\.? (?:{'|'.join(_MONTHS)})[a-z]{{0,6}}\.? {_YEAR}"
_CORRECTED = r"(?:[^\d\n]{0,10}(?:nej|undskyld|rettelse|eller)[^\d\n]{0,15}"
_BIRTH_DATE = re.compile(
    r"(?<!\w)(?:(?:f(?:ø|oe)d(?:t|s?dato|selsdato|selsdag)|f-?dato|f\.(?! ?eks)|born)[^\d\n]{0,25}+"
    rf"({_IN_DIGITS}|{_IN_LETTERS})|(?:cpr|person-?n(?:umme)?r|p\.?nr)[^\d\n]{{0,25}}+({_IN_DIGITS}))(?!\d)"
    rf"{_CORRECTED}({_IN_DIGITS})(?!\d))?",
    re.IGNORECASE,
)


def find(folded: str) -> tuple[Hit, ...]:
    """Sure and possible ones in the order of the text; none within another's digits."""
    taken = bytearray(len(folded))
    kept = []
    for hit in _candidates(folded):
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            kept.append(hit)
    return tuple(sorted(kept))


def _candidates(folded: str) -> Iterator[Hit]:
    """The strongest first."""
    if len(_OTHER.sub("", folded)) >= _DIGITS:  # most texts have fewer in all: one look instead of five
        for shape in _SURE_SHAPES:
            yield from _dated(folded, shape)
        yield from _with_century(folded)
        for match in _TEN_DIGITS.finditer(folded):
            yield Hit(*match.span(), sure=False, detector="cpr-ten-digits")
    for match in _BIRTH_DATE.finditer(folded):
        for place in (1, 2, 3):
            if match[place] and _is_birth_date(match[place]):
                yield Hit(*match.span(place), sure=False, detector="cpr-birth-date")


def _dated(folded: str, shape: re.Pattern[str]) -> Iterator[Hit]:
    """Only possible: a dated line or clause with a postcode or a year after it ("den 20.10.19, 2300 København")."""
    for match in shape.finditer(folded):
        if _is_date(re.sub(r"\D", "", match[0])):
            yield Hit(*match.span(), sure=not _DATE_AND_LINE.match(match[0]), detector="cpr-date")


def _with_century(folded: str) -> Iterator[Hit]:
    """01-02-1931-4123; only possible when the last four may be a year, as in "01.01.2026-2027"."""
    for match in _WITH_CENTURY.finditer(folded):
        digits = re.sub(r"\D", "", match[0])
        if _is_date(digits[:4] + digits[6:8]):
            yield Hit(*match.span(), sure=not _YEAR_LAST.search(match[0]), detector="cpr-century")


def _is_date(digits: str) -> bool:
    """Whether these begin with a day, ddmmyy, of this century or the last."""
    try:
        date(2000 + int(digits[4:6]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return False
    return True


def _is_birth_date(written: str) -> bool:
    """Eight digits, or the first six of a CPR number; "1.2.1931" and "1. februar 1931" count."""
    month = re.search(r"[a-z]{3}", written.lower())
    if month:
        written = re.sub(r"[a-zA-Z]+", str(_MONTHS.index(month[0]) + 1), written)
    digits = "".join(part.zfill(2) for part in re.findall(r"\d+", written))
    return len(digits) in (6, 8) and _is_date(digits[:4] + digits[-2:])
