"""What the template of the PDF reads: a paper's words, each as a page can hold it (O4)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from consultation.lib import typeset
from consultation.lib.typeset import BODY_WORD
from consultation.summary import charts
from consultation.summary.document import (
    Bullets,
    Chart,
    Document,
    Facts,
    Heading,
    Inline,
    Marked,
    Paragraph,
    Passage,
    Quote,
    Table,
    Text,
)
from consultation.summary.parts import Part
from consultation.summary.structure import (
    Caption,
    Captioned,
    Printed,
    contents,
    heading_line,
    held,
    is_few,
    is_short,
    is_small,
    lines,
    listed_captions,
    run_words,
    table_rows,
)
from consultation.summary.wording import WORDS

Data = dict[str, object]

_TEXT_SHARE = 0.69
"""How much of the width words with margin notes have; the notes have the rest."""
_WORDS = re.compile(r"\s*\S+|\s+$")
_GLUED = 30
"""A longer word may stand apart from its mark."""


def shared(document: Document) -> Data:
    """What each part of the paper reads."""
    words = WORDS[document.language]
    made = datetime.fromisoformat(document.made_at).astimezone(UTC)
    return {
        "title": typeset.settable(document.title),
        "authority": typeset.settable(document.authority),
        "language": document.language,
        "made": {unit: getattr(made, unit) for unit in ("year", "month", "day", "hour", "minute", "second")},
        "provisional": document.provisional,
        "words": {
            "contents": words.contents,
            "captions": words.captions if listed_captions(document) else None,
            "on_page": words.on_page,
            "provisional": words.provisional,
            "page": words.page,
            "snapshot": words.snapshot.format(snapshot=document.snapshot) if document.snapshot else "",
            "region": words.region,
        },
        "contents_depth": document.front.depth,
    }


def whole(document: Document, part: Part) -> Data:
    """The paper in one piece: typst finds its pages itself."""
    return {**shared(document), "role": "whole", "front": _front(document), **_blocks(document, part)}


def body(document: Document, part: Part, pages: Mapping[str, str], *, front: bool) -> Data:
    """A part of it; `pages` are those of the places that it refers to, by anchor. `front` where it begins the paper."""
    data = {**shared(document), "role": "body", "front": _front(document) if front else None, "pages": pages}
    return {**data, **_blocks(document, part)}


def front(document: Document, pages: Mapping[str, str]) -> Data:
    """The front page with its lists; `pages` are those of all that they list, by anchor."""
    headings = [_block(heading, document.language, leads=False) for heading in contents(document)]
    captions = [
        {"kind": "Table" if is_table(one, document) else "Chart", **_caption(one)} for one in listed_captions(document)
    ]
    listed = [*headings, *captions]
    return {**shared(document), "role": "front", "front": _front(document), "listed": listed, "pages": pages}


def is_table(caption: Caption, document: Document) -> bool:
    """Whether it stands above a table, else above a figure."""
    return caption.kind == WORDS[document.language].table


def feet(document: Document) -> Data:
    """The lines at the foot of pages; who asks for them says of which."""
    return {**shared(document), "role": "feet"}


def _front(document: Document) -> Data:
    return {"facts": _facts(document.front.facts), "contents": document.front.contents}


def _blocks(document: Document, part: Part) -> Data:
    return {
        "under": [_block(heading, document.language, leads=False) for heading in part.under],
        "blocks": [_block(block, document.language, leads=at in part.leading) for at, block in enumerate(part.blocks)],
    }


def _block(block: Printed, language: str, *, leads: bool) -> Data:
    values: Data
    match block:
        case Heading():
            values = {"level": block.level, "line": typeset.settable(heading_line(block)), "anchor": block.anchor}
        case Paragraph(content, style):
            values = {"style": style, "content": _inline(content), "sticky": leads}
        case Bullets(items, ordered):
            values = {"ordered": ordered, "items": [_inline(item) for item in items], "whole": is_few(block)}
        case Quote(text, source):
            parts = re.split(r"\n\s*\n", "\n".join(lines(text)))
            values = {"parts": [typeset.settable(part) for part in parts], "source": _inline(source)}
        case Facts(rows):
            values = {"rows": _facts(rows)}
        case Captioned(shown, caption):
            told = _table(shown, language) if isinstance(shown, Table) else _chart(shown)
            return {"kind": type(shown).__name__, **_caption(caption), **told}
        case Marked():
            values = _marked(block)
    return {"kind": type(block).__name__, **values}


def _caption(caption: Caption) -> Data:
    return {"caption": typeset.settable(caption.line), "anchor": caption.anchor}


def _chart(chart: Chart) -> Data:
    found = tuple(replace(bar, name=typeset.drawable(bar.name)) for bar in charts.bars(chart))
    return {"drawing": charts.drawn(found, charts.PAPER_WIDTH), "about": chart.about}


def _table(table: Table, language: str) -> Data:
    limits = [typeset.longest_word(width / sum(table.widths)) for width in table.widths]
    return {
        "header": [typeset.settable(name, limit) for name, limit in zip(table.header, limits, strict=True)],
        "rows": [
            {
                "cells": [_cell(cell, limit) for cell, limit in zip(row, limits, strict=True)],
                "together": is_short(row, table.widths),
                "anchor": table.anchors[number] if table.anchors else None,
            }
            for number, row in enumerate(table_rows(table, language))
        ],
        "whole": is_small(table),
        "widths": table.widths,
        "numeric": table.numeric,
        "row_headers": table.row_headers,
    }


def _cell(cell: Inline, limit: int) -> Data:
    """Words longer than the column surely holds may be cut at the line's end: "cuts" is how long that is, or 0."""
    cuts = any(len(word) > limit for run in cell for word in run_words(run).split())
    return {"runs": _inline(cell, limit), "cuts": limit * cuts}


def _marked(block: Marked) -> Data:
    limit = typeset.longest_word(1 - _TEXT_SHARE)
    return {
        "parts": [part for passage in block.passages for part in _parts(passage)],
        "notes": [_inline(note, limit) for note in block.notes],
    }


def _parts(passage: Passage) -> Iterator[Data]:
    """A passage with its marks bound to its first and last word, so that no line ends between them."""
    words = _WORDS.findall(passage.text) or [passage.text]
    first, middle, last = words[0], words[1:-1], words[1:][-1:]
    if not passage.begins and not passage.ends:
        yield _part(passage.text)
    elif not last:
        yield from _bound(first, passage.begins, passage.ends)
    else:
        yield from _bound(first, passage.begins)
        yield _part("".join(middle))
        yield from _bound(last[0], ends=passage.ends)


def _bound(word: str, begins: Sequence[str] = (), ends: int = 0) -> Iterator[Data]:
    """A word with its marks. The blank before it stands apart: a line may begin with the word, not with the blank."""
    bare = word.lstrip()
    yield _part(word[: len(word) - len(bare)])
    yield _part(bare, begins, ends)


def _part(text: str, begins: Sequence[str] = (), ends: int = 0) -> Data:
    words = typeset.settable(text, typeset.longest_word(_TEXT_SHARE))
    return {"text": words, "begins": list(begins), "ends": ends, "bound": len(text) <= _GLUED}


def _facts(rows: tuple[tuple[str, Inline], ...]) -> list[Data]:
    return [{"label": typeset.settable(label), "value": _inline(value)} for label, value in rows]


def _inline(content: Inline, longest: int = BODY_WORD) -> list[Data]:
    return [_run(run, longest) for run in content]


def _run(run: Text, longest: int) -> Data:
    return {
        "text": typeset.settable(held(run_words(run)), longest),
        "bold": run.bold,
        "italic": run.italic,
        "target": run.target,
        "named": run.named,
        "linked": run.target is not None and not run.unlinked,
        "language": run.language or None,
    }
