"""Sanitised HTML as a tree of plain values that a template of typst sets (site/drafts.typ). Pure.

Blocks are dicts with a `kind`: paragraph and quote, heading (`level` 2 to 4), list, table, figure. Inline content is a
list of dicts: text, break, place (where a link leads), link, and strong, emph, sub, super with what is `inside` them.
Every word is settable (lib.typeset).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consultation.lib import typeset
from consultation.lib.elements import Element, picture_key, pictures_in
from consultation.lib.grid import Cell, Grid, Placed, grid_of
from consultation.lib.typeset import BODY_WORD

Block = dict[str, Any]
_INLINE = {"strong": "strong", "em": "emph", "sub": "sub", "sup": "super"}
_HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_WIDEST_CELL = 40
"""Letters that count for the width of a column."""
_NUMBERINGS = frozenset("1aAiI")


@dataclass(frozen=True)
class Setting:
    """`link` gives a link's target on the paper or elsewhere, "" for none; `place` the name of an id, "" for none."""

    link: Callable[[str], str]
    place: Callable[[str], str]
    longest: int = BODY_WORD

    def narrow(self, share: float) -> "Setting":
        """For a part of the width."""
        return Setting(self.link, self.place, typeset.longest_word(share))


def blocks_of(inside: Sequence[Element | str], setting: Setting) -> list[Block]:
    """Blocks in reading order; what stands loose among them is a paragraph."""
    blocks: list[Block] = []
    loose: list[Element | str] = []
    for one in inside:
        if isinstance(one, Element) and _stands_alone(one):
            blocks += [*_paragraph(loose, setting), *_block(one, setting)]
            loose = []
        else:
            loose.append(one)
    return [*blocks, *_paragraph(loose, setting)]


def inline_of(inside: Sequence[Element | str], setting: Setting) -> list[Block]:
    """Inline content, blanks as a browser shows them."""
    return _set(_trimmed(list(_runs(inside, setting))), setting.longest)


# Blocks


def _stands_alone(element: Element) -> bool:
    """Whether it is a block, or holds a picture, which is one wherever it stands."""
    return element.tag in _WRITERS or any(pictures_in(element))


def _block(element: Element, setting: Setting) -> list[Block]:
    writer = _WRITERS.get(element.tag)
    return writer(element, setting) if writer else blocks_of(element.inside, setting)


def _heading(element: Element, setting: Setting) -> list[Block]:
    content = inline_of(element.inside, setting)
    named = [{"kind": "heading", "level": _HEADINGS[element.tag], "content": content}] if content else []
    return [*named, *_pictures(element, setting)]


def _paragraph(inside: Sequence[Element | str], setting: Setting) -> list[Block]:
    content = inline_of(inside, setting)
    return [{"kind": "paragraph", "content": content}] if content else []


def _own_paragraph(element: Element, setting: Setting) -> list[Block]:
    """A paragraph, and the place that leads to it where it has a name; a picture in it stands by itself."""
    if any(pictures_in(element)):
        return blocks_of(element.inside, setting)
    name = setting.place(element.values.get("id", ""))
    start: list[Block] = [{"kind": "place", "name": name}] if name else []
    content = inline_of(element.inside, setting)
    return [{"kind": "paragraph", "content": [*start, *content]}] if content else []


def _quote(element: Element, setting: Setting) -> list[Block]:
    return [{"kind": "quote", "blocks": blocks_of(element.inside, setting)}]


def _list(element: Element, setting: Setting) -> list[Block]:
    items = [item for one in element.inside if (item := _item(one, setting))]
    kind = element.values.get("type", "1")
    numbering = f"{kind if kind in _NUMBERINGS else '1'}." if element.tag == "ol" else ""
    start = int(element.values.get("start", "1"))
    return [{"kind": "list", "numbering": numbering, "start": start, "items": items}] if items else []


def _item(one: Element | str, setting: Setting) -> list[Block]:
    return blocks_of(one.inside if isinstance(one, Element) and one.tag == "li" else [one], setting)


def _figure(element: Element, setting: Setting) -> list[Block]:
    captions = [one for one in element.children if one.tag == "figcaption"]
    caption = [run for one in captions for run in inline_of(one.inside, setting)]
    rest = [one for one in element.inside if one not in captions]
    shown = [*blocks_of(rest, setting), *(one for below in captions for one in _pictures(below, setting))]
    if len(shown) == 1 and shown[0]["kind"] == "figure":
        return [shown[0] | {"caption": caption}]
    return [*shown, *([{"kind": "paragraph", "content": caption}] if caption else [])]


def _picture(element: Element, setting: Setting) -> list[Block]:
    alt = typeset.settable(element.values.get("alt", ""), setting.longest)
    return [{"kind": "figure", "picture": picture_key(element), "alt": alt, "caption": []}]


def _pictures(element: Element, setting: Setting) -> list[Block]:
    """Those in a heading or a caption, which has room for words alone."""
    if element.tag == "img":
        return _picture(element, setting)
    return [one for child in element.children for one in _pictures(child, setting)]


# Tables


def _table(element: Element, setting: Setting) -> list[Block]:
    captions = [one for one in element.children if one.tag == "caption"]
    above = [one for caption in captions for one in _pictures(caption, setting)]
    grid = grid_of([[_cell(cell) for cell in row.children] for row in _rows(element)])
    words = [run for caption in captions for run in inline_of(caption.inside, setting)]
    if not grid.columns:
        return [*above, *([{"kind": "paragraph", "content": words}] if words else [])]
    widths = _widths(grid)
    cells = [_placed(placed, widths, setting) for placed in grid.cells]
    return [*above, {"kind": "table", "caption": words, "widths": widths, "heads": grid.heads, "cells": cells}]


def _rows(element: Element) -> Iterator[Element]:
    for child in element.children:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody"}:
            yield from _rows(child)


def _cell(element: Element) -> Cell:
    colspan, rowspan = (int(element.values.get(name, "1")) for name in ("colspan", "rowspan"))
    heads_row = element.values.get("scope", "") == "row"
    empty = not _words(element) and not any(pictures_in(element))
    return Cell(element, element.tag == "th", heads_row, colspan, rowspan, empty)


def _placed(placed: Placed, widths: list[int], setting: Setting) -> Block:
    share = sum(widths[placed.x : placed.x + placed.colspan]) / sum(widths)
    content: Element | None = placed.content
    return {
        "x": placed.x,
        "y": placed.y,
        "colspan": placed.colspan,
        "rowspan": placed.rowspan,
        "head": placed.head,
        "blocks": blocks_of(content.inside, setting.narrow(share)) if content else [],
    }


def _widths(grid: Grid) -> list[int]:
    """Shares of the width, after what the cells of each column hold."""
    widths = [4] * grid.columns
    for placed in grid.cells:
        if placed.content is not None and placed.colspan == 1:
            text = _words(placed.content)
            longest = max((len(word) for word in text.split()), default=0)
            widths[placed.x] = max(widths[placed.x], min(max(longest, len(text)), _WIDEST_CELL), min(longest, 24))
    return widths


def _words(element: Element) -> str:
    return "".join(one if isinstance(one, str) else _words(one) + " " for one in element.inside).strip()


_WRITERS: Mapping[str, Callable[[Element, Setting], list[Block]]] = {
    **dict.fromkeys(_HEADINGS, _heading),
    "p": _own_paragraph,
    "blockquote": _quote,
    "ul": _list,
    "ol": _list,
    "table": _table,
    "figure": _figure,
    "img": _picture,
}


# Inline content


def _runs(inside: Sequence[Element | str], setting: Setting) -> Iterator[Block]:
    for one in inside:
        if isinstance(one, str):
            words = _BLANKS.sub(" ", one)
            yield from ([{"kind": "text", "text": words}] if words else [])
        elif one.tag == "br":
            yield {"kind": "break"}
        elif one.tag == "a":
            yield from _link(one, setting)
        elif one.tag in _INLINE:
            yield {"kind": _INLINE[one.tag], "inside": list(_runs(one.inside, setting))}
        else:
            yield from _runs(one.inside, setting)


def _link(element: Element, setting: Setting) -> Iterator[Block]:
    name = setting.place(element.values.get("id", ""))
    if name:
        yield {"kind": "place", "name": name}
    inside = list(_runs(element.inside, setting))
    target = setting.link(element.values.get("href", ""))
    yield from [{"kind": "link", "to": target, "inside": inside}] if target and inside else inside


def _trimmed(runs: list[Block]) -> list[Block]:
    """Without blanks at the ends of lines and without a second one between words; nothing where there is no word."""
    last: Block | None = None
    leaves = list(_leaves(runs))
    for leaf in leaves:
        if leaf["kind"] == "text":
            follows = last is not None and last["kind"] == "text" and not last["text"].endswith(" ")
            leaf["text"] = leaf["text"] if follows else leaf["text"].lstrip(" ")
        elif last is not None and last["kind"] == "text":
            last["text"] = last["text"].rstrip(" ")
        last = leaf if leaf["kind"] == "break" or leaf["text"] else last
    if last is not None and last["kind"] == "text":
        last["text"] = last["text"].rstrip(" ")
    return runs if any(leaf.get("text") for leaf in leaves) else []


def _leaves(runs: Sequence[Block]) -> Iterator[Block]:
    for run in runs:
        if run["kind"] in {"text", "break"}:
            yield run
        else:
            yield from _leaves(run.get("inside", ()))


def _set(runs: list[Block], longest: int) -> list[Block]:
    for leaf in _leaves(runs):
        if leaf["kind"] == "text":
            leaf["text"] = typeset.settable(leaf["text"], longest)
    return runs
