"""What the texts of a consultation say that a reader may stumble over (interface.md 3.13). Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from consultation.lib.html import to_text
from consultation.lib.text import lix, paragraphs, sentences

LONG_SENTENCE = 35
"""Words."""
HARD_TEXT = 45
"""A lix above it is hard to read for many."""
FEWEST_WORDS = 50
"""Of fewer a lix says nothing."""

_ANSWERING = re.compile(
    r"\bkan (?:du |i |man )?(?:svare|indgives|indsendes|afgives)\b"
    r"|\b(?:skriv|send|indsend|afgiv) (?:et|dit|dine|jeres|en) (?:hørings)?(?:svar|bemærkninger)"
    r"|\bhøringssvar (?:kan|skal|bedes)\b|\b(?:svar|bemærkninger) (?:sendes|skal sendes|bedes sendt) til\b"
    r"|\bhøringsfrist(?:en)? er\b|\bfrist(?:en)? for (?:at svare|svar|høringssvar)\b"
)
_ABOVE = re.compile(
    r"\b(?:(?:nævnt|beskrevet|anført|omtalt) ovenfor|ovennævnte?|ovenstående|se ovenfor|jf\. ovenfor)\b"
)
_BELOW = re.compile(r"\b(?:(?:nævnt|beskrevet|anført|omtalt) nedenfor|nedennævnte?|nedenstående|se nedenfor)\b")
_SECTION = re.compile(r"\bafsnit (\d{1,3}(?:\.\d{1,3})*)(?! i (?:udkast|lov|bekendtgørelse|vejledning|bilag))")
_DRAFT = re.compile(r"\budkast (\d{1,3})\b")
_ANNEX = re.compile(r"\bbilag (\d{1,3}|[a-z])\b(?! til)")
_LINK = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)
_EMPTY_WORDS = frozenset({"her", "link", "læs mere", "klik her", "klik", "se her", "tryk her", "læs her"})
_PICTURE = re.compile(r'<img [^>]*alt=""')
_INDIVIDUAL = re.compile(r"\bindividuel\w*\b.{0,60}\bvurder|\bvurder\w*\b.{0,60}\bindividuel", re.DOTALL)


@dataclass(frozen=True)
class Remark:
    """One thing that is found; `value` is what it is about."""

    code: str
    value: str = ""


@dataclass(frozen=True)
class Passage:
    """A text of a page, in our HTML; nothing stands above the first one or below the last."""

    html: str
    first: bool = False
    last: bool = False

    @cached_property
    def text(self) -> str:
        return to_text(self.html)


@dataclass(frozen=True)
class DraftTexts:
    """A draft: its sections with their printed numbers, and whether it has an easy version."""

    sections: tuple[tuple[str, Passage], ...]
    easy: bool


@dataclass(frozen=True)
class Surroundings:
    """What a reference can lead to: numbers of drafts and sections, and titles of documents."""

    drafts: frozenset[str] = frozenset()
    documents: tuple[str, ...] = ()
    numbers: frozenset[str] = field(default_factory=frozenset)


def of_text(passage: Passage, around: Surroundings) -> Iterator[Remark]:
    """What is found in any text."""
    text = passage.text.casefold()
    if _ANSWERING.search(text):
        yield Remark("answering")
    if any(" ".join(to_text(words).casefold().split()) in _EMPTY_WORDS for words in _LINK.findall(passage.html)):
        yield Remark("link_here")
    if any(len(one.text.split()) > LONG_SENTENCE for one in sentences(passage.text)):
        yield Remark("long_sentences")
    if _PICTURE.search(passage.html):
        yield Remark("alt")
    yield from _dangling(passage, text, around)


def of_draft(draft: DraftTexts, around: Surroundings, *, individual: bool) -> Iterator[Remark]:
    """What is found in a draft; `individual` asks for the sentence on individual assessment (domain.md 2.2)."""
    numbers = frozenset(number for number, _passage in draft.sections)
    here = Surroundings(around.drafts, around.documents, numbers)
    yield from dict.fromkeys(one for _number, passage in draft.sections for one in of_text(passage, here))
    text = "\n".join(passage.text for _number, passage in draft.sections)
    yield from _references(text.casefold(), _SECTION, here.numbers, "no_section")
    if len(text.split()) >= FEWEST_WORDS and (hard := lix(text)) > HARD_TEXT:
        yield Remark("lix", str(hard))
    if individual and draft.sections and not _INDIVIDUAL.search(text.casefold()):
        yield Remark("individual")
    if not draft.easy:
        yield Remark("no_easy")


def _dangling(passage: Passage, text: str, around: Surroundings) -> Iterable[Remark]:
    parts = paragraphs(text.replace("\n", "\n\n"))
    if passage.first and parts and _ABOVE.search(parts[0]):
        yield Remark("above")
    if passage.last and parts and _BELOW.search(parts[-1]):
        yield Remark("below")
    if around.drafts:
        yield from _references(text, _DRAFT, around.drafts, "no_draft")
    titles = " | ".join(around.documents).casefold()
    known = frozenset(found[1] for found in re.finditer(r"\bbilag (\d{1,3}|[a-z])\b", titles))
    yield from _references(text, _ANNEX, known, "no_annex")


def _references(text: str, pattern: re.Pattern[str], known: frozenset[str], code: str) -> Iterator[Remark]:
    """References to what is not there, each once."""
    for value in dict.fromkeys(found[1] for found in pattern.finditer(text)):
        if value not in known:
            yield Remark(code, value.upper() if value.isalpha() else value)
