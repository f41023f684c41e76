"""The numbers that Word counts itself: which list a paragraph stands in, how deep, and with which value or label."""

import re
from typing import TYPE_CHECKING

from consultation.lib.wordfile.docx.styles import number_at
from consultation.lib.wordfile.marks import DEEPEST, Mark, written

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_KINDS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_BULLETS = frozenset({"bullet", "none"})
_SIMPLE = re.compile(r"\(?%\d[.):]?\)?")


class Numbering:
    """Counts as the paragraphs come by."""

    def __init__(self, tree: "Element | None") -> None:
        self._lists: dict[str, dict[int, Element]] = {}
        self._uses: dict[str, Element] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        for row in [] if tree is None else tree.findall("w_abstractNum"):
            levels = {_depth_of(level): level for level in row.findall("w_lvl")}
            self._lists[row.get("w_abstractNumId", "")] = levels
        for row in [] if tree is None else tree.findall("w_num"):
            self._uses[row.get("w_numId", "")] = row

    def next(self, numbering: "Element", style: str) -> Mark | None:
        """The mark of the next paragraph with this numPr; None where it says "no list"."""
        use = _value(numbering, "w_numId")
        row = self._uses.get(use)
        if row is None:
            return None
        key = _value(row, "w_abstractNumId")
        levels = self._lists.get(key, {})
        depth = self._depth(numbering, levels, style)
        counts = self._counts.setdefault(key, [None] * (DEEPEST + 1))
        if use not in self._begun:
            self._begun.add(use)
            self._override(row, counts)
        counts[depth] = self._after(counts[depth], levels.get(depth))
        counts[depth + 1 :] = [None] * (DEEPEST - depth)
        return self._mark(depth, levels, counts)

    def _depth(self, numbering: "Element", levels: dict[int, "Element"], style: str) -> int:
        depth = number_at(numbering, "w_ilvl")
        if depth is None and style:
            depth = next((at for at, level in levels.items() if _value(level, "w_pStyle") == style), None)
        return min(max(depth or 0, 0), DEEPEST)

    def _override(self, row: "Element", counts: list[int | None]) -> None:
        for one in row.findall("w_lvlOverride"):
            if (start := number_at(one, "w_startOverride")) is not None:
                counts[_depth_of(one)] = start - 1

    def _after(self, count: int | None, level: "Element | None") -> int:
        if count is not None:
            return count + 1
        start = number_at(level, "w_start")
        return 1 if start is None else start

    def _mark(self, depth: int, levels: dict[int, "Element"], counts: list[int | None]) -> Mark:
        level = levels.get(depth)
        form, value = _value(level, "w_numFmt") or "bullet", counts[depth] or 0
        if form in _BULLETS:
            return Mark(depth, "", 0, "", simple=True)
        pattern = _value(level, "w_lvlText") or f"%{depth + 1}."
        label = re.sub(r"%([1-9])", lambda found: self._written(levels, counts, int(found[1]) - 1), pattern)
        return Mark(depth, _KINDS.get(form, "1"), value, label, simple=bool(_SIMPLE.fullmatch(pattern)) and value > 0)

    def _written(self, levels: dict[int, "Element"], counts: list[int | None], depth: int) -> str:
        level = levels.get(depth)
        value = counts[depth]
        if value is None:
            value = self._after(None, level)
        return written(value, _KINDS.get(_value(level, "w_numFmt"), "1"))


def _depth_of(level: "Element") -> int:
    depth = level.get("w_ilvl", "")
    return int(depth) if len(depth) == 1 and depth.isascii() and depth.isdigit() and int(depth) <= DEEPEST else 0


def _value(element: "Element | None", path: str) -> str:
    found = None if element is None else element.find(path)
    return "" if found is None else found.get("w_val", "")
