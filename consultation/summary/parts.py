"""A long paper in parts that are set apart, so that memory stays flat however long it is (R41)."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from consultation.summary.document import Bullets, Document, Heading
from consultation.summary.structure import Captioned, Printed, block_words, introductions, printed

LETTERS = 100_000
"""Of a part, about: 40 pages, and two parts are set at once."""
_WHOLE = 2
"""A paper of no more than so many parts is set whole: its chapters follow on, where a part begins a page."""
_OVERHEAD = 40
"""A text takes so much memory, in letters, beside its own; in cells of tables and items of lists _IN_CELLS times it."""
_IN_CELLS = 2
_FULL = 1.25


@dataclass
class Part:
    """Blocks in their order, and the headings that they stand under in the parts before. `leading` are the places of
    paragraphs that stay with what follows."""

    under: tuple[Heading, ...] = ()
    blocks: list[Printed] = field(default_factory=list)
    leading: set[int] = field(default_factory=set)
    weight: int = 0


def parts(document: Document, letters: int = LETTERS) -> list[Part]:
    """The paper in parts of about so many letters; they begin at headings, or within a list that alone is longer."""
    weighed = [(block, _weight(block, document.language)) for block in printed(document)]
    leading, registers = introductions(document), _registers(block for block, _weight in weighed)
    if sum(weight for _block, weight in weighed) <= letters * _WHOLE:
        letters, registers = sys.maxsize, frozenset()
    found, above = [Part()], dict[int, Heading]()
    for at, (whole, whole_weight) in enumerate(weighed):
        for block, weight in _shortened(whole, whole_weight, document.language, letters):
            if isinstance(block, Heading):
                above = {level: one for level, one in above.items() if level < block.level}
            if _begins(found[-1], block, weight, letters, register=at in registers):
                found.append(Part(tuple(above.values())))
            if isinstance(block, Heading):
                above[block.level] = block
            _add(found[-1], block, weight, leads=at in leading)
    return found


def _registers(blocks: Iterable[Printed]) -> frozenset[int]:
    """The places of the chapters that have lists which say pages."""
    found, chapter = set[int](), 0
    for at, block in enumerate(blocks):
        if isinstance(block, Heading) and block.level == 1:
            chapter = at
        if isinstance(block, Bullets) and any(run.named for item in block.items for run in item):
            found.add(chapter)
    return frozenset(found)


def _begins(part: Part, block: Printed, weight: int, letters: int, *, register: bool) -> bool:
    """A part begins at a chapter where that has ten pages, at a response or a section where it is full, and at any
    heading where it would grow much too long; so does a list that would make it so. A register always begins one: what
    stands before it in its part would get its page too late, and the register would be set twice."""
    if isinstance(block, Heading):
        if register:
            return part.weight > 0
        return part.weight >= letters * {1: 1 / 8, 2: 1}.get(block.level, 2)
    return isinstance(block, Bullets) and part.weight > 0 and part.weight + weight > letters * _FULL


def _add(part: Part, block: Printed, weight: int, *, leads: bool) -> None:
    if leads:
        part.leading.add(len(part.blocks))
    part.blocks.append(block)
    part.weight += weight


def _weight(block: Printed, language: str) -> int:
    weight = sum(_OVERHEAD + len(words) for words in block_words(block, language))
    return weight * (_IN_CELLS if isinstance(block, Captioned | Bullets) else 1)


def _shortened(block: Printed, weight: int, language: str, letters: int) -> Iterator[tuple[Printed, int]]:
    """A list of more than a part as several: a register of thousands has no headings within."""
    times = weight // letters
    if not isinstance(block, Bullets) or block.ordered or not times:
        yield block, weight
        return
    size = -(-len(block.items) // (times + 1))
    for at in range(0, len(block.items), size):
        piece = replace(block, items=block.items[at : at + size])
        yield piece, _weight(piece, language)
