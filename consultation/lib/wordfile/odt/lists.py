"""The numbers that an OpenDocument text counts: of items, by the list and how deep they stand, and of headings."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from consultation.lib.wordfile.marks import DEEPEST, Mark, written
from consultation.lib.wordfile.odt.styles import number_in

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SIMPLE = re.compile(r"\(?%(\d+)%[.):]?\)?")
_PLACE = re.compile(r"%(\d{1,2})%")
_OUTLINE = "\0outline"
_KINDS = frozenset("1aAiI")


@dataclass
class Counts:
    """The values of each level of one list, None where it has not begun; `ended`: those that a shallower item ended."""

    values: list[int | None] = field(default_factory=lambda: [None] * (DEEPEST + 1))
    ended: list[int | None] = field(default_factory=lambda: [None] * (DEEPEST + 1))


@dataclass(frozen=True)
class Place:
    """Where an item stands: in which list, in which style, how deep (from 0)."""

    counts: Counts
    style: str
    depth: int


class Lists:
    """Counts as the lists come by."""

    def __init__(self, *trees: "Element | None") -> None:
        self._styles: dict[str, dict[int, Element]] = {}
        for tree in trees:
            for group in [] if tree is None else tree:
                if group.tag in {"office_styles", "office_automatic-styles"}:
                    self._learn(group)
        self._by_id: dict[str, Counts] = {}
        self._by_style: dict[str, Counts] = {}
        self._outline = Place(Counts(), _OUTLINE, 0)

    def begin(self, element: "Element", above: Place | None, own_style: str) -> Place:
        """The place of the items of a list; `above` is that of the item it stands in, `own_style` its paragraphs'."""
        if above is not None:
            depth = min(above.depth + 1, DEEPEST)
            if element.get("text_continue-numbering") == "true" and above.counts.values[depth] is None:
                above.counts.values[depth] = above.counts.ended[depth]
            return Place(above.counts, element.get("text_style-name") or above.style, depth)
        style = element.get("text_style-name") or own_style
        return Place(self._counts(element, style), style, 0)

    def numbered(self, element: "Element", own_style: str) -> Place:
        """The place of a paragraph that says by itself in which list it stands."""
        style, key = element.get("text_style-name") or own_style, f"\0{element.get('text_list-id', '')}"
        depth = min(max((number_in(element, "text_level") or 1) - 1, 0), DEEPEST)
        return Place(self._by_id.setdefault(key, Counts()), style, depth)

    def heading(self, element: "Element", level: int) -> Mark | None:
        """How a heading that stands in no list is numbered: by its level."""
        if element.get("text_is-list-header") == "true":
            return None
        place = Place(self._outline.counts, _OUTLINE, min(level - 1, DEEPEST))
        start = number_in(element, "text_start-value") if element.get("text_restart-numbering") == "true" else None
        return self.next(place, start)

    def next(self, place: Place, start: int | None = None) -> Mark:
        """The mark of the next item."""
        counts, depth = place.counts, place.depth
        value = counts.values[depth]
        counts.values[depth] = (
            start if start is not None else self._start(place.style, depth) if value is None else value + 1
        )
        for deeper in range(depth + 1, DEEPEST + 1):
            if counts.values[deeper] is not None:
                counts.ended[deeper], counts.values[deeper] = counts.values[deeper], None
        return self._mark(place)

    def _counts(self, element: "Element", style: str) -> Counts:
        before = element.get("text_continue-list", "")
        if before in self._by_id:
            counts = self._by_id[before]
        elif element.get("text_continue-numbering") == "true" and style in self._by_style:
            counts = self._by_style[style]
        else:
            counts = Counts()
        self._by_style[style] = counts
        if key := element.get("xml_id"):
            self._by_id[key] = counts
        return counts

    def _mark(self, place: Place) -> Mark:
        level = self._styles.get(place.style, {}).get(place.depth)
        value = place.counts.values[place.depth] or 0
        if level is None or level.tag not in {"text_list-level-style-number", "text_outline-level-style"}:
            return Mark(place.depth, "", 0, "", simple=True)
        pattern = _pattern(self._styles[place.style], place.depth)
        label = _PLACE.sub(lambda found: self._written(place, int(found[1]) - 1), pattern)
        if not label.strip():
            return Mark(place.depth, "", 0, "", simple=True)
        simple = _SIMPLE.fullmatch(pattern.strip())
        alone = simple is not None and int(simple[1]) == place.depth + 1 and value > 0
        return Mark(place.depth, _kind(level) or "1", value, label.strip(), simple=alone)

    def _written(self, place: Place, depth: int) -> str:
        level = self._styles.get(place.style, {}).get(depth)
        if level is None or not 0 <= depth <= DEEPEST or not (kind := _kind(level)):
            return ""
        value = place.counts.values[depth]
        return written(self._start(place.style, depth) if value is None else value, kind)

    def _start(self, style: str, depth: int) -> int:
        start = number_in(self._styles.get(style, {}).get(depth), "text_start-value")
        return 1 if start is None else start

    def _learn(self, group: "Element") -> None:
        for row in group:
            if row.tag in {"text_list-style", "text_outline-style"}:
                levels = {(number_in(level, "text_level") or 0) - 1: level for level in row}
                name = _OUTLINE if row.tag == "text_outline-style" else row.get("style_name", "")
                self._styles[name] = levels


def _kind(level: "Element") -> str:
    form = level.get("style_num-format", "")
    return form if form in _KINDS else "1" if form else ""


def _pattern(levels: "dict[int, Element]", depth: int) -> str:
    """The label of a level with the places of numbers, such as "%1%.%2%."."""
    level = levels[depth]
    given = level.get("loext_num-list-format")
    if given is not None:
        return given
    shown = min(max(number_in(level, "text_display-levels") or 1, 1), depth + 1)
    counted = [at for at in range(depth - shown + 1, depth + 1) if at in levels and _kind(levels[at])]
    places = ".".join(f"%{at + 1}%" for at in counted) if _kind(level) else ""
    return f"{level.get('style_num-prefix', '')}{places}{level.get('style_num-suffix', '')}"
