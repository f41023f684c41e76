"""Sections that were read in get their words in the address, their place and their number. Pure.

A word in the address is frozen: whoever linked to it finds the same section after headings, order and numbers changed.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from consultation.consultations.pasting import anchor_of
from consultation.consultations.sections import SectionInput, next_number
from consultation.lib.text import fold

_LIKE = 0.5
"""The share of words that two texts have in common when they are one text that was edited."""
_LINK = re.compile(r'<a href="#wordfile:([^"]*)">(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class Incoming:
    """A section that was read; `html` counts where there is no `source`. `names` are places of the file in it."""

    level: int
    heading: str
    number: str
    source: str
    html: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """A section as the draft has it."""

    anchor: str
    number: str
    heading: str
    text: str
    locked_reason: str = ""


def placed(
    incoming: Sequence[Incoming], known: Sequence[Known], used: Collection[str], texts: Sequence[str]
) -> list[SectionInput]:
    """Each section with its anchor, its parent and its number; `texts` are the plain texts of `incoming`.

    The same heading is the same section; else the same number with much the same words. `used` are anchors that
    sections of this draft have ever had: nobody else gets one.
    """
    owners = _owners(incoming, known, texts)
    taken, parent, inputs = set(used) | {one.anchor for one in known}, "", list[SectionInput]()
    for at, one in enumerate(incoming):
        owner = owners.get(at)
        anchor = owner.anchor if owner else anchor_of(one.heading, taken)
        taken.add(anchor)
        above = parent if one.level == 2 and inputs else ""  # noqa: PLR2004 - the second level
        locked = owner.locked_reason if owner else ""
        inputs.append(SectionInput(anchor, above, one.heading, one.source, one.number, one.html, locked))
        parent = parent if above else anchor
    return _with_links(incoming, _numbered(inputs))


def _owners(incoming: Sequence[Incoming], known: Sequence[Known], texts: Sequence[str]) -> dict[int, Known]:
    free = list(known)
    owners: dict[int, Known] = {}
    for at, one in enumerate(incoming):
        same = next((old for old in free if fold(old.heading) == fold(one.heading)), None)
        if same is not None:
            owners[at] = same
            free.remove(same)
    numbers = [given.number for given in _counted(incoming)]
    for at, _one in enumerate(incoming):
        if at not in owners:
            old = next((old for old in free if old.number == numbers[at] and _alike(old.text, texts[at])), None)
            if old is not None:
                owners[at] = old
                free.remove(old)
    return owners


def _alike(one: str, other: str) -> bool:
    mine, theirs = set(re.findall(r"\w+", one.casefold())), set(re.findall(r"\w+", other.casefold()))
    return len(mine & theirs) >= _LIKE * max(len(mine), len(theirs), 1)


def _counted(incoming: Sequence[Incoming]) -> list[Incoming]:
    """The same with the numbers that will be printed."""
    found, above, last = list[Incoming](), "", {"": 0}
    for one in incoming:
        key = above if one.level == 2 and found else ""  # noqa: PLR2004 - the second level
        number, last[key] = next_number(one.number, key, last.get(key, 0))
        above = above if key else number
        found.append(replace(one, number=number))
    return found


def _numbered(inputs: Sequence[SectionInput]) -> list[SectionInput]:
    """Numbers only where counting gives another; none at all where two would be the same. Words before "1" are 0."""
    if len(inputs) > 1 and not inputs[0].number and any(one.number == "1" for one in inputs):
        inputs = [replace(inputs[0], number="0"), *inputs[1:]]
    numbers: dict[str, str] = {}
    last: dict[str, int] = {}
    kept: list[SectionInput] = []
    for one in inputs:
        above = numbers.get(one.parent, "")
        counted, _last = next_number("", above, last.get(one.parent, 0))
        number, last[one.parent] = next_number(one.number, above, last.get(one.parent, 0))
        if number in numbers.values():
            return [replace(given, number="") for given in inputs]
        numbers[one.anchor] = number
        kept.append(replace(one, number="" if number == counted else number))
    return kept


def keeps_numbers(incoming: Sequence[Incoming], inputs: Sequence[SectionInput], printed: dict[str, str]) -> bool:
    """Whether every number that the text had is the one that is printed."""
    pairs = zip(incoming, inputs, strict=True)
    return all(not one.number or printed[given.anchor] == one.number for one, given in pairs)


def _with_links(incoming: Sequence[Incoming], inputs: list[SectionInput]) -> list[SectionInput]:
    """Links within the file lead to the sections here; one that leads nowhere is its words."""
    pairs = zip(incoming, inputs, strict=True)
    places = {name: given.anchor for one, given in pairs for name in one.names}

    def here(found: re.Match[str]) -> str:
        anchor = places.get(found[1])
        return f'<a href="#{anchor}">{found[2]}</a>' if anchor else found[2]

    return [replace(given, html=_LINK.sub(here, given.html)) for given in inputs]
