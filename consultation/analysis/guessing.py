"""Which draft and section some words are about, each guess with what it rests on (R37, analysis.md). Pure.

The strongest sign first: the section that was answered, a number, a heading or title, words of the section, the only
draft that was answered. Where the strongest sign points at two places, neither is certain and a person chooses.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from consultation.analysis.alike import folded, has_words, shared_row


class Section(NamedTuple):
    """A section of a draft's newest version. `number` as printed, "3.2"."""

    id: int
    number: str
    heading: str
    text: str


class Draft(NamedTuple):
    """A draft's newest version."""

    id: int
    number: int
    title: str
    sections: tuple[Section, ...]


class Basis(StrEnum):
    """What a guess rests on, the strongest first."""

    ANSWERED = "answered"
    NUMBER = "number"
    TITLE = "title"
    QUOTED = "quoted"
    ONLY = "only"


class Guess(NamedTuple):
    """A place, and the words that point at it; `section_id` None for a draft as a whole."""

    draft_id: int
    section_id: int | None
    basis: Basis
    words: str = ""


class Mention(NamedTuple):
    """A place that a text names by number: a draft's, a section's as printed, or both; and where it says so."""

    draft: int | None
    section: str
    words: str
    start: int


Place = tuple[int, int | None]
"""Draft and section, by id."""

_MOST = 4
"""A sign that points at more places than these points at none."""
_LONG = 8
_NUMBER = r"\d{1,2}(?![\d.]*\d)"
_DRAFT = rf"""(?:(?:hørings)?udkast(?:et|ene)?|(?:kvalitets)?standard(?:en|erne)?)\s+(?:(?:nr|nummer)\.?\s*)?
    (?P<drafts>{_NUMBER}(?:\s*(?:,|og|samt|eller)\s*(?:nr\.?\s*)?{_NUMBER})*)"""
_SECTION = r"(?:afsnit(?:tet)?|punkt(?:et)?|pkt\.?|kapitel|kap\.)\s*(?:nr\.?\s*)?(?P<section>\d{1,2}(?:\.\d{1,2})*)"
_MENTION = re.compile(rf"\b(?:{_DRAFT}|{_SECTION})", re.IGNORECASE | re.VERBOSE)
_BETWEEN = re.compile(r"[\s,(]*(?:(?:i|af|fra|under|til|på)\s+)?(?:(?:det|jeres)\s+)?", re.IGNORECASE)


def mentions(text: str) -> list[Mention]:
    """Every place named by number, in order: "pkt. 3.2 i udkast 8" is one, "udkast 8 og 11" are two."""
    found = list(_MENTION.finditer(text))
    made: list[Mention] = []
    at = 0
    while at < len(found):
        both = found[at : at + 2]
        if len(both) > 1 and _belong_together(text, *both):
            made.append(_together(text, *both))
            at += 2
        else:
            made.extend(_alone(found[at]))
            at += 1
    return made


def _belong_together(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    numbers = re.findall(r"\d+", one["drafts"] or other["drafts"] or "")
    kinds = {bool(one["drafts"]), bool(other["drafts"])}
    return len(numbers) == 1 and len(kinds) > 1 and bool(_BETWEEN.fullmatch(text[one.end() : other.start()]))


def _together(text: str, one: re.Match[str], other: re.Match[str]) -> Mention:
    draft, section = one["drafts"] or other["drafts"], one["section"] or other["section"]
    return Mention(int(draft), section, text[one.start() : other.end()], one.start())


def _alone(found: re.Match[str]) -> list[Mention]:
    if found["section"]:
        return [Mention(None, found["section"], found[0], found.start())]
    numbers = re.findall(r"\d+", found["drafts"])
    return [Mention(int(number), "", found[0], found.start()) for number in numbers]


@dataclass(frozen=True)
class Asked:
    """What the guess is about: the chosen words, the places of the answers they stand in, and all that was answered."""

    words: str
    chosen: tuple[Place, ...]
    response: tuple[Place, ...]
    drafts: tuple[Draft, ...]

    def nearest(self) -> tuple[Draft, ...]:
        """The drafts that a section without a draft's number is looked for in."""
        for places in (self.chosen, self.response):
            ids = {draft_id for draft_id, _section in places}
            if ids:
                return tuple(draft for draft in self.drafts if draft.id in ids)
        return self.drafts


def guess(asked: Asked) -> tuple[Guess, ...]:
    """The places that the strongest sign points at; after an answered section also those named by number.

    And the draft that was answered, where the sign points at others alone. None where no sign points at so few places
    that a person can choose among them.
    """
    answered, numbered = _few(_answered(asked)), _few(_numbered(asked))
    if answered:
        return _once([*answered, *numbered])
    found = next((found for sign in (_numbered, _titled, _quoted) if (found := _few(sign(asked)))), [])
    named = {one.draft_id for one in found}
    return _once([*found, *(one for one in _only(asked) if not found or (asked.chosen and one.draft_id not in named))])


def certain(guesses: Sequence[Guess]) -> Guess | None:
    """The one that may be filled in: no other rests on the same sign, nor was another draft answered.

    Where they are sections of one draft, the draft as a whole.
    """
    strongest = [one for one in guesses if one.basis is guesses[0].basis]
    if len(strongest) == 1 and (strongest[0].basis is Basis.ANSWERED or _one_draft(guesses)):
        return strongest[0]
    return (
        strongest[0]._replace(section_id=None) if strongest and _one_draft(strongest) and _one_draft(guesses) else None
    )


def _one_draft(guesses: Sequence[Guess]) -> bool:
    return len({one.draft_id for one in guesses}) == 1


def _few(found: Iterable[Guess]) -> list[Guess]:
    rows = list(dict.fromkeys(found))
    return rows if len({(one.draft_id, one.section_id) for one in rows}) <= _MOST else []


def _once(guesses: Iterable[Guess]) -> tuple[Guess, ...]:
    first: dict[tuple[int, int | None], Guess] = {}
    for one in guesses:
        first.setdefault((one.draft_id, one.section_id), one)
    return tuple(first.values())


def _answered(asked: Asked) -> Iterator[Guess]:
    known = {section.id for draft in asked.drafts for section in draft.sections}
    yield from (Guess(draft, section, Basis.ANSWERED) for draft, section in asked.chosen if section in known)


def _numbered(asked: Asked) -> Iterator[Guess]:
    found = mentions(asked.words)
    named = {one.draft for one in found if one.draft is not None}
    for one in found:
        if one.section:
            yield from _sections(asked, one, {one.draft} if one.draft is not None else named)
        elif not any(other.section and other.draft in {one.draft, None} for other in found):
            yield from (
                Guess(draft.id, None, Basis.NUMBER, one.words) for draft in asked.drafts if draft.number == one.draft
            )


def _sections(asked: Asked, one: Mention, named: set[int]) -> Iterator[Guess]:
    drafts = [draft for draft in asked.drafts if draft.number in named] if named else asked.nearest()
    for draft in drafts:
        ids = [section.id for section in draft.sections if section.number.rstrip(".") == one.section]
        if ids or named:
            yield Guess(draft.id, ids[0] if ids else None, Basis.NUMBER, one.words)


def _titled(asked: Asked) -> Iterator[Guess]:
    nearest = asked.nearest()
    for draft in nearest:
        for section in draft.sections:
            if _names(asked.words, section.heading, alone=len(nearest) == 1):
                yield Guess(draft.id, section.id, Basis.TITLE, section.heading)
    for draft in asked.drafts:
        if _names(asked.words, draft.title, alone=True):
            yield Guess(draft.id, None, Basis.TITLE, draft.title)


def _names(words: str, title: str, *, alone: bool) -> bool:
    """One short word is in many sentences, and names nothing."""
    parts = folded(title).split()
    tells = len(parts) > 1 or (alone and any(len(part) >= _LONG for part in parts))
    return tells and has_words(words, title)


def _quoted(asked: Asked) -> Iterator[Guess]:
    for draft in asked.drafts:
        for section in draft.sections:
            if row := shared_row(section.text, asked.words):
                yield Guess(draft.id, section.id, Basis.QUOTED, row)


def _only(asked: Asked) -> Iterator[Guess]:
    ids = {draft_id for draft_id, _section in asked.chosen or asked.response}
    if len(ids) == 1:
        yield from (Guess(draft_id, None, Basis.ONLY) for draft_id in ids)
