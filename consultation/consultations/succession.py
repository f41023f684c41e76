"""What became of each section when a draft got a new version: the answers to it follow (R7). Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from consultation.lib.comparison import is_same_wording
from consultation.lib.text import fold
from consultation.vocabulary import SectionFate

_RUN = 3
"""Words that stand in the same order: fewer are found in any text."""
PART_OF_IT = 0.25
"""The share of a section's words that makes another section one of those it was split into."""
MOST_OF_IT = 0.5
"""The share that must be found again for a section to live on elsewhere."""


@dataclass(frozen=True)
class Part:
    """A section of one version; `anchor` is its frozen word, the same in every version."""

    anchor: str
    number: str
    heading: str
    text: str


@dataclass(frozen=True)
class Fate:
    """What became of a section; `to` are the anchors where its words are now, its own first, none when gone."""

    anchor: str
    status: SectionFate
    to: tuple[str, ...] = ()


def fates(old: Sequence[Part], new: Sequence[Part]) -> tuple[Fate, ...]:
    """One for each old section, in the order of the old version.

    The same anchor is the same section. Words are looked for elsewhere only in sections that the old version lacked.
    """
    own = {part.anchor: part for part in new}
    known = {part.anchor for part in old}
    unknown = [part for part in new if part.anchor not in known]
    return tuple(_fate(part, own.get(part.anchor), unknown) for part in old)


@dataclass(frozen=True)
class Compared:
    """One change between two versions, for a reader: `before` and `after` are the words, "" where there is no section.

    `status` None: a section that is new.
    """

    status: SectionFate | None
    number: str
    heading: str
    before: str
    after: str
    anchor: str
    old_number: str = ""
    old_heading: str = ""


def compared(old: Sequence[Part], new: Sequence[Part]) -> tuple[Compared, ...]:
    """Every section that is not as it was, in the order of the new version; those that are gone come last."""
    by_anchor, found_fates = {part.anchor: part for part in old}, fates(old, new)
    origin = {to: fate for fate in found_fates for to in reversed(fate.to)}
    found = []
    for part in new:
        fate = origin.get(part.anchor)
        if fate is None:
            found.append(Compared(None, part.number, part.heading, "", part.text, part.anchor))
        elif fate.status is not SectionFate.UNCHANGED:
            was = by_anchor[fate.anchor]
            words = (was.text, part.text, part.anchor, was.number, was.heading)
            found.append(Compared(fate.status, part.number, part.heading, *words))
    gone = (by_anchor[fate.anchor] for fate in found_fates if fate.status is SectionFate.GONE)
    return (*found, *(Compared(SectionFate.GONE, was.number, was.heading, was.text, "", was.anchor) for was in gone))


def _fate(part: Part, same: Part | None, unknown: Sequence[Part]) -> Fate:
    if same is not None and is_same_wording(part.text, same.text) and fold(part.heading) == fold(same.heading):
        moved = part.number != same.number
        return Fate(part.anchor, SectionFate.MOVED if moved else SectionFate.UNCHANGED, (part.anchor,))
    heirs = [(share_of(part, other), other.anchor) for other in unknown]
    takers = [anchor for share, anchor in sorted(heirs, key=lambda heir: -heir[0]) if share >= PART_OF_IT]
    if same is not None:
        return Fate(part.anchor, SectionFate.SPLIT if takers else SectionFate.CHANGED, (part.anchor, *takers))
    if sum(share for share, _anchor in heirs if share >= PART_OF_IT) < MOST_OF_IT:
        return Fate(part.anchor, SectionFate.GONE)
    return Fate(part.anchor, SectionFate.SPLIT if len(takers) > 1 else SectionFate.MOVED, tuple(takers))


def share_of(part: Part, other: Part) -> float:
    """How much of a section's words, in runs, stand in another: 0 to 1."""
    mine, theirs = _runs(part.text), _runs(other.text)
    total = mine.total()
    return (mine & theirs).total() / total if total else 0.0


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    if len(words) < _RUN:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[start:] for start in range(_RUN)), strict=False))
