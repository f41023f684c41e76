"""Where a response may be cut into points, from its text alone, and why there (analysis.md). Pure.

A proposal is shown and may be taken; nothing is saved before a person saves. Only open sentences are proposed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from consultation.analysis.alike import IN_A_ROW, folded
from consultation.analysis.guessing import mentions
from consultation.analysis.spans import Span
from consultation.vocabulary import NoPointReason


class Why(StrEnum):
    """Why a point is proposed to begin here, or a passage to need no remark."""

    START = "start"
    ANSWER = "answer"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ORDINAL = "ordinal"
    PARTS = "parts"
    SECTION = "section"
    GREETING = "greeting"
    SIGNATURE = "signature"
    QUOTED = "quoted"


NO_POINT = {
    Why.GREETING: NoPointReason.GREETING,
    Why.SIGNATURE: NoPointReason.GREETING,
    Why.QUOTED: NoPointReason.QUOTES_DRAFT,
}
"""The reason that goes with a passage that is proposed to need no remark."""


@dataclass(frozen=True)
class Stretch:
    """A sentence of an answer's text, or a part of one; `goes_on` for a part that is not the first."""

    start: int
    end: int
    is_open: bool = True
    goes_on: bool = False


@dataclass(frozen=True)
class Text:
    """An answer, without the words that the reader may not see, and its sentences."""

    answer_id: int
    text: str
    sentences: tuple[Stretch, ...]

    def words(self, stretch: Stretch) -> str:
        return self.text[stretch.start : stretch.end]


@dataclass(frozen=True)
class Cut:
    """Passages that are proposed as one point. `words` are those of the text that say so: "For det første"."""

    spans: tuple[Span, ...]
    why: Why
    words: str = ""

    @property
    def reason(self) -> NoPointReason | None:
        """Why they are proposed to need no remark; None for a point."""
        return NO_POINT.get(self.why)


@dataclass(frozen=True)
class _Mark:
    """Why something begins at a stretch; None where it goes on."""

    why: Why | None = None
    words: str = ""


_LONGEST_HEADING = 60
_LONGEST_LINE = 90
_LONGEST_SIGNATURE = 8
_NEAR_BEGINNING = 40
_BLANK_LINE = re.compile(r"\n\s*\n")
_ITEM = re.compile(r"(?:[-–—*•·▪‣◦]|\(?(?:\d{1,2}|[a-zæøå])[.)])\s+(?=\S)", re.IGNORECASE)
_ORDINAL = re.compile(
    r"(?:og\s+)?for det (?:første|andet|tredje|fjerde|femte|sjette|syvende|ottende|niende|tiende)\b", re.IGNORECASE
)
_PARTS = re.compile(r"\bdels\b", re.IGNORECASE)
_REFERS = re.compile(r"\W*(?:se|jf|jævnfør|herunder)\b", re.IGNORECASE)
_HAILS = re.compile(r"(?:kære|hej|goddag|god dag)\b", re.IGNORECASE)
_ADDRESSES = re.compile(r"(?:til|att\.?|vedr\.?|vedrørende|angående|emne|(?:hørings)?svar)\b", re.IGNORECASE)
_THANKS = re.compile(
    r"""på\ forhånd\ tak|(?:mange\ )?tak[.!]*$|god\ arbejdslyst
    |(?:[\w ]{2,40}\ )?(?:takker?|tak)\ for\ (?:(?:mulig|lejlig)heden|invitationen|høringen)
    |(?:[\w ]{2,40}\ )?(?:takker?|tak)\ for,?\ at\ (?:vi|jeg)\ (?:må|fik|får)
    |hermed\ (?:fremsendes|følger|fremsender|sender)
    |(?:vi|jeg)\ har\ (?:modtaget|læst)\ (?:høring|udkast|materiale)""",
    re.IGNORECASE | re.VERBOSE,
)
_CLOSES = re.compile(
    r"(?:med\s+)?(?:de\s+)?(?:venlig|kærlig|bedst|mange)\w*\s+hils\w+|m\.?\s?v\.?\s?h\b|hilsen\b|på\s+(?:\S+\s+){0,3}vegne\b",
    re.IGNORECASE,
)
_BUT = re.compile(r"\b(?:men|dog|bør|skal)\b", re.IGNORECASE)


def propose(texts: Iterable[Text], drafts: Sequence[str] = ()) -> tuple[Cut, ...]:
    """The cuts of a response's answers, in order. `drafts` are the texts that people quote."""
    wholes = [folded(text) for text in drafts]
    return tuple(
        cut for place, text in enumerate(texts) for cut in _cuts(text, wholes, Why.ANSWER if place else Why.START)
    )


def _cuts(text: Text, drafts: Sequence[str], first: Why) -> Iterator[Cut]:
    stretches = list(_stretches(text))
    marks = _marked(text, stretches, drafts)
    begins = [at for at, mark in enumerate(marks) if mark.why is not None or at == 0]
    for at, after in pairwise([*begins, len(stretches)]):
        spans = [Span(text.answer_id, one.start, one.end) for one in stretches[at:after] if one.is_open]
        why = first if marks[at].why is Why.START else marks[at].why
        if spans and why:
            yield Cut(tuple(spans), why, marks[at].words)


def _stretches(text: Text) -> Iterator[Stretch]:
    """The sentences; one that says "dels … dels" in its parts."""
    for sentence in text.sentences:
        places = [sentence.start + found.start() for found in _PARTS.finditer(text.words(sentence))]
        edges = [sentence.start, *places[1:], sentence.end]
        for start, end in pairwise(edges):
            length = len(text.text[start:end].rstrip())
            yield replace(sentence, start=start, end=start + length, goes_on=start > sentence.start)


def _marked(text: Text, stretches: Sequence[Stretch], drafts: Sequence[str]) -> list[_Mark]:
    """What begins at each. Headings, and what announces a list, go with what follows them."""
    marks: list[_Mark] = []
    kinds = list(_kinds(text, stretches, drafts))
    spoken = ""
    for at, stretch in enumerate(stretches):
        place, words = _spoken_of(text.words(stretch))
        mark = _begins(text, stretches, at, kinds)
        if mark.why is None and place and place != spoken and at and not kinds[at]:
            mark = _Mark(Why.SECTION, words)
        spoken = place or ("" if mark.why else spoken)
        marks.append(mark)
    return marks


def _begins(text: Text, stretches: Sequence[Stretch], at: int, kinds: Sequence[Why | None]) -> _Mark:
    kind, before = kinds[at], kinds[at - 1] if at else None
    if kind is not None:
        return _Mark() if at and kind is before else _Mark(kind)
    own = _Mark(*_reason(text, stretches, at))
    if at == 0 or before is not None:
        return own if own.why else _Mark(Why.START)
    return _Mark() if _announces(text, stretches, at - 1) else own


def _reason(text: Text, stretches: Sequence[Stretch], at: int) -> tuple[Why | None, str]:
    """What in the words, or before them, says that something new begins."""
    words = text.words(stretches[at])
    if found := _ORDINAL.match(words):
        return Why.ORDINAL, found[0]
    if stretches[at].goes_on:
        return Why.PARTS, words[: len("dels")]
    if found := _ITEM.match(words):
        return Why.ITEM, found[0].strip()
    if at and _BLANK_LINE.search(text.text, stretches[at - 1].end, stretches[at].start):
        return Why.PARAGRAPH, ""
    return None, ""


def _announces(text: Text, stretches: Sequence[Stretch], at: int) -> bool:
    """Whether it is a heading, or ends with a colon: it belongs to what comes after."""
    words = text.words(stretches[at])
    is_heading = words[-1:].isalnum() and _is_line(text, stretches[at]) and not _ITEM.match(words)
    return words.endswith(":") or (is_heading and len(words) <= _LONGEST_HEADING)


def _spoken_of(words: str) -> tuple[str, str]:
    """The place that a sentence begins to speak of, and how it names it; a mere reference is none."""
    found = next(iter(mentions(words)), None)
    if found is None or found.start > _NEAR_BEGINNING or _REFERS.match(words):
        return "", ""
    return f"{found.draft or ''}/{found.section}", found.words


# What needs no remark


def _kinds(text: Text, stretches: Sequence[Stretch], drafts: Sequence[str]) -> Iterator[Why | None]:
    """For each whether it greets, signs or quotes."""
    signed = _signature(text, stretches)
    for at, stretch in enumerate(stretches):
        if at >= signed:
            yield Why.SIGNATURE
        elif _greets(text, stretch, is_first=at == 0):
            yield Why.GREETING
        else:
            yield Why.QUOTED if _quotes(text.words(stretch), drafts) else None


def _greets(text: Text, stretch: Stretch, *, is_first: bool) -> bool:
    words = text.words(stretch)
    if len(words) > _LONGEST_LINE * 2 or (_THANKS.match(words) and _BUT.search(words)):
        return False
    if _THANKS.match(words):
        return True
    hails = is_first and len(words) <= _LONGEST_LINE and bool(_HAILS.match(words))
    return hails or (is_first and words[-1] not in ".!?" and _is_line(text, stretch) and bool(_ADDRESSES.match(words)))


def _signature(text: Text, stretches: Sequence[Stretch]) -> int:
    """Where the closing begins, with short lines alone after it; beyond the last stretch for none."""
    for at, stretch in enumerate(stretches):
        rest = stretches[at:]
        if _CLOSES.match(text.words(stretch)) and len(rest) <= _LONGEST_SIGNATURE:
            short = all(one.end - one.start <= _LONGEST_LINE for one in rest)
            says = any(text.text[one.end - 1] in ".!?" for one in rest[1:])
            return at if short and not says else len(stretches)
    return len(stretches)


def _quotes(words: str, drafts: Sequence[str]) -> bool:
    own = folded(words)
    return len(own.split()) >= IN_A_ROW and any(own in draft for draft in drafts)


def _is_line(text: Text, stretch: Stretch) -> bool:
    """Whether it stands alone on its line."""
    return stretch.start == _line_start(text.text, stretch.start) and text.text[stretch.end : stretch.end + 1] in {
        "\n",
        "",
    }


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1
