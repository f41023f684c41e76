"""How a longer text of the administration should be worded: remarks and the report's own chapters (analysis.md).

Warnings with their place in the text, never blocks; each can be answered with a reason. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from consultation.analysis.lint import LOADED, PLACEHOLDERS, VAGUE, names_in
from consultation.lib.text import lix, paragraphs, sentences

FEWEST_WORDS = 50
"""Of fewer a lix says nothing."""
HARD, EASY = 45, 35
"""A lix above the first is hard to read for many, one below the second is easy."""
LONG_SENTENCE = 35
"""Words."""


class ProseFault(StrEnum):
    """What a text may be warned about, the gravest first."""

    PLACEHOLDER = "placeholder"
    PRIVATE_NAME = "private_name"
    OTHER_NUMBER = "other_number"
    WITHOUT_NUMBER = "without_number"
    VAGUE = "vague"
    LOADED = "loaded"
    DANGLING = "dangling"
    LONG_SENTENCE = "long_sentence"


@dataclass(frozen=True)
class Found:
    """A warning about text[start:end]; `words` are these, `expected` what the system counts instead ("105")."""

    fault: ProseFault
    start: int
    end: int
    words: str
    expected: str = ""


@dataclass(frozen=True)
class Known:
    """What a text is held against: names of private persons, and what is counted, by the word that follows a number."""

    private_names: frozenset[str] = frozenset()
    counts: Mapping[str, frozenset[int]] | None = None


_MORE = re.compile(
    r"\b(?:ønsker|ønske|ønsket|vil have|brug for|behov for|krav|forslag|kræver|foreslår|få|give|giver)(?: om)? flere$",
    re.IGNORECASE,
)
""" "Flere" that is wished for counts nobody."""
_ABOVE = re.compile(
    r"\b(?:(?:nævnt|beskrevet|anført|omtalt) ovenfor|ovennævnte?|ovenstående|se ovenfor|jf\. ovenfor)\b", re.IGNORECASE
)
_BELOW = re.compile(
    r"\b(?:(?:nævnt|beskrevet|anført|omtalt) nedenfor|nedennævnte?|nedenstående|se nedenfor)\b", re.IGNORECASE
)
_COUNTED = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+|\d+) (høringssvar|svar|afsendere?|punkter|punkt|synspunkter|synspunkt)\b"
)
_SAYS = re.compile(
    r"\b(?:høringssvar(?:ene)?|svarene?|borgere?(?:n|ne)?|pårørende|råd(?:et|ene)?|organisation(?:en|er|erne)?) "
    r"(?:\w+ ){0,2}?(?:mener|skriver|ønsker|peger på|foreslår|er imod|er bekymret|støtter|finder|kræver|anfører)\b",
    re.IGNORECASE,
)
_CITED = re.compile(r"\b(?:nr\.|pkt\.)\s*\d", re.IGNORECASE)
WORDS = {
    "høringssvar": "svar",
    "svar": "svar",
    "afsender": "afsendere",
    "afsendere": "afsendere",
    "punkt": "punkter",
    "punkter": "punkter",
    "synspunkt": "synspunkter",
    "synspunkter": "synspunkter",
}
"""The words after a number -> what is counted."""


def faults(text: str, known: Known) -> tuple[Found, ...]:
    """Everything to look at, in the order of the text; one place is told once for each fault."""
    found = (
        *_matches(ProseFault.PLACEHOLDER, PLACEHOLDERS, text),
        *_names(text, known.private_names),
        *_numbers(text, known.counts or {}),
        *_uncited(text),
        *(one for one in _matches(ProseFault.VAGUE, VAGUE, text) if not _MORE.search(text, 0, one.end)),
        *_matches(ProseFault.LOADED, LOADED, text),
        *_dangling(text),
        *_long(text),
    )
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.start, one.fault)))


def readability(text: str) -> int | None:
    """The lix; None for a text too short to say."""
    return lix(text) if len(text.split()) >= FEWEST_WORDS else None


def _matches(fault: ProseFault, pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    return (Found(fault, one.start(), one.end(), one[0]) for one in pattern.finditer(text))


def _names(text: str, names: Iterable[str]) -> Iterator[Found]:
    """Private citizens stand in the report by number only (domain.md 4.2)."""
    for name in names_in(text, names):
        for one in re.finditer(re.escape(name), text, re.IGNORECASE):
            yield Found(ProseFault.PRIVATE_NAME, one.start(), one.end(), one[0])


def _numbers(text: str, counts: Mapping[str, frozenset[int]]) -> Iterator[Found]:
    """A number typed by hand that is none of those that the system counts of this (R40)."""
    for one in _COUNTED.finditer(text):
        right = counts.get(WORDS[one[2]], frozenset())
        if right and int(one[1].replace(".", "")) not in right:
            expected = ", ".join(map(str, sorted(right)))
            yield Found(ProseFault.OTHER_NUMBER, one.start(), one.end(), one[0], expected)


def _uncited(text: str) -> Iterator[Found]:
    """Every claim about what responses say has a response number, in its sentence or its paragraph."""
    for one in _paragraph_spans(text):
        if _CITED.search(text, *one):
            continue
        for claim in _SAYS.finditer(text, *one):
            yield Found(ProseFault.WITHOUT_NUMBER, claim.start(), claim.end(), claim[0])


def _dangling(text: str) -> Iterator[Found]:
    """ "Nævnt ovenfor" with nothing above (the fault of Randers' page)."""
    spans = list(_paragraph_spans(text))
    if spans:
        yield from _in(ProseFault.DANGLING, _ABOVE, text, spans[0])
        yield from _in(ProseFault.DANGLING, _BELOW, text, spans[-1])


def _in(fault: ProseFault, pattern: re.Pattern[str], text: str, span: tuple[int, int]) -> Iterator[Found]:
    return (Found(fault, one.start(), one.end(), one[0]) for one in pattern.finditer(text, *span))


def _long(text: str) -> Iterator[Found]:
    for one in sentences(text):
        if len(one.text.split()) > LONG_SENTENCE:
            yield Found(ProseFault.LONG_SENTENCE, one.start, one.end, one.text)


def _paragraph_spans(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for part in paragraphs(text):
        at = text.index(part, at)
        yield at, at + len(part)
        at += len(part)
