"""The texts of a draft as the blocks that drafts.typ sets, with places that links on the paper lead to. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from consultation.lib import typeset
from consultation.lib.blocks import Block, Setting, blocks_of
from consultation.lib.elements import ids_in, tree_of
from consultation.lib.legal import LegalRef
from consultation.models import SectionText


@dataclass
class Places:
    """Where links within one draft lead; `name` keeps those of several drafts on one paper apart.

    A place is marked where it first comes, and a link to none is plain text. Paths lead to the site at `base_url`.
    """

    name: str
    base_url: str
    known: frozenset[str] = frozenset()
    _marked: set[str] = field(default_factory=set)

    @property
    def setting(self) -> Setting:
        return Setting(self._target, self.mark)

    def mark(self, place: str) -> str:
        """The label of a place, "" where it is marked already."""
        if not place or place in self._marked:
            return ""
        self._marked.add(place)
        return self._label(place)

    def _target(self, href: str) -> str:
        if href.startswith("#"):
            return f"#{self._label(href[1:])}" if href[1:] in self.known else ""
        return f"{self.base_url}{href}" if href.startswith("/") else href

    def _label(self, place: str) -> str:
        return f"{self.name}:{place}"


def section_blocks(sections: Sequence[SectionText], places: Places, level: int) -> list[Block]:
    """Every section below its number and heading; `level` is that of the top ones."""
    trees = [(one, tree_of(one.html)) for one in sections]
    places.known = frozenset([place for one, tree in trees for place in (one.section.anchor, *ids_in(tree))])
    blocks: list[Block] = []
    for one, tree in trees:
        own = level + (one.parent_id is not None)
        blocks.append(heading(own, f"{one.printed_number} {one.heading}", places.mark(one.section.anchor)))
        blocks += below(own, blocks_of(tree.inside, places.setting))
        if one.locked_reason:
            blocks.append(note(f"Dette afsnit er låst. {one.locked_reason}"))
    return blocks


def easy_blocks(html: str, places: Places) -> list[Block]:
    """An easy text: its own headings are the first."""
    tree = tree_of(html)
    places.known = frozenset(ids_in(tree))
    return below(0, blocks_of(tree.inside, places.setting))


def law_blocks(laws: Sequence[LegalRef], level: int) -> list[Block]:
    """What the draft rests on, with where each law can be read."""
    if not laws:
        return []
    items = [[{"kind": "paragraph", "content": linked(one.words, one.url)}] for one in laws]
    return [heading(level, "Lovgrundlag"), {"kind": "list", "numbering": "", "start": 1, "items": items}]


def below(level: int, blocks: list[Block]) -> list[Block]:
    """`blocks` with their headings below one of this level, the highest of them right below."""
    found = list(headings(blocks))
    highest = min((one["level"] for one in found), default=0)
    for one in found:
        one["level"] += level + 1 - highest
    return blocks


def without_gaps(blocks: list[Block]) -> list[Block]:
    """`blocks` with no heading more than one level below the one before it (PDF/UA)."""
    before = 0
    for one in headings(blocks):
        before = one["level"] = min(one["level"], before + 1)
    return blocks


def headings(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every heading in reading order, those in lists and tables too."""
    return (one for one in everything(blocks) if one["kind"] == "heading")


def pictures(blocks: Iterable[Block]) -> frozenset[str]:
    """The keys of the pictures that are shown."""
    return frozenset(one["picture"] for one in everything(blocks) if one["kind"] == "figure")


def everything(blocks: Iterable[Block]) -> Iterator[Block]:
    """Each block and those inside it, in reading order."""
    for one in blocks:
        yield one
        for inside in _inside(one):
            yield from everything(inside)


def _inside(one: Block) -> list[list[Any]]:
    cells = [cell["blocks"] for cell in one.get("cells", ())]
    return [*one.get("items", ()), *cells, one.get("blocks", [])]


# Single blocks


def heading(level: int, words: str, name: str = "") -> Block:
    return {"kind": "heading", "level": level, "content": plain(words)} | ({"name": name} if name else {})


def note(words: str) -> Block:
    return {"kind": "note", "content": plain(words)}


def plain(words: str) -> list[Block]:
    return [{"kind": "text", "text": typeset.settable(words)}]


def linked(words: str, target: str) -> list[Block]:
    return [{"kind": "link", "to": target, "inside": plain(words)}] if target else plain(words)
