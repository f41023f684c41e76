"""A paper as tagged PDF (PDF/UA-1): fonts embedded, nothing fetched, always the same bytes (R45, R52)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

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
    PageBreak,
    Paragraph,
    Passage,
    Quote,
    Table,
    Text,
)
from consultation.summary.soundness import require_sound
from consultation.summary.structure import (
    Caption,
    Captioned,
    Printed,
    heading_line,
    introductions,
    is_short,
    is_small,
    lines,
    listed_captions,
    printed,
    run_words,
    table_rows,
)
from consultation.summary.wording import WORDS

_TEMPLATE = Path(__file__).with_name("pdf.typ")
_TEXT_SHARE = 0.69
"""How much of the width words with margin notes have; the notes have the rest."""
_WORDS = re.compile(r"\s*\S+|\s+$")
_GLUED = 30
"""A longer word may stand apart from its mark."""


def write(document: Document) -> bytes:
    """The paper as PDF. ValueError where the document is unsound; typst.TypstError where it cannot be set."""
    require_sound(document)
    return typeset.pdf(_TEMPLATE, "paper", _paper(document), datetime.fromisoformat(document.made_at))


@contextmanager
def setting() -> Iterator[Callable[[Document], bytes]]:
    """Gives what writes one short paper after another, in a process of its own (typeset.setting)."""
    with typeset.setting(_TEMPLATE, "paper") as set_one:

        def written(document: Document) -> bytes:
            require_sound(document)
            return set_one(_paper(document), datetime.fromisoformat(document.made_at))

        yield written


def write_with_pages(document: Document) -> tuple[bytes, Mapping[str, int]]:
    """What `write` and `pages` give, of a paper that may be long, in a process of its own."""
    require_sound(document)
    written, places = typeset.laid_out(
        _TEMPLATE, "paper", _paper(document), datetime.fromisoformat(document.made_at), "place"
    )
    return written, _pages(places)


def pages(document: Document) -> Mapping[str, int]:
    """The page of each heading, table, figure and named table row by its anchor, counted from 1."""
    require_sound(document)
    return _pages(typeset.query(_TEMPLATE, "paper", _paper(document), "place"))


def _pages(places: Iterable[Mapping[str, Any]]) -> Mapping[str, int]:
    return {place["anchor"]: place["page"] for place in places}


def _paper(document: Document) -> dict[str, object]:
    words, leading = WORDS[document.language], introductions(document)
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
        "front": {"facts": _facts(document.front.facts), "contents": document.front.contents},
        "blocks": [_block(block, document.language, leads=at in leading) for at, block in enumerate(printed(document))],
    }


def _block(block: Printed, language: str, *, leads: bool) -> dict[str, object]:  # noqa: C901 - one arm for each kind of block
    values: dict[str, object]
    match block:
        case Heading():
            values = {"level": block.level, "line": typeset.settable(heading_line(block)), "anchor": block.anchor}
        case Paragraph(content, style):
            values = {"style": style, "content": _inline(content), "sticky": leads}
        case Bullets(items, ordered):
            values = {"ordered": ordered, "items": [_inline(item) for item in items]}
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
        case PageBreak():
            values = {}
    return {"kind": type(block).__name__, **values}


def _caption(caption: Caption) -> dict[str, object]:
    return {"caption": typeset.settable(caption.line), "anchor": caption.anchor}


def _chart(chart: Chart) -> dict[str, object]:
    found = tuple(replace(bar, name=typeset.drawable(bar.name)) for bar in charts.bars(chart))
    return {"drawing": charts.drawn(found, charts.PAPER_WIDTH), "about": chart.about}


def _table(table: Table, language: str) -> dict[str, object]:
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


def _cell(cell: Inline, limit: int) -> dict[str, object]:
    """Words are cut at the line's end only where one is longer than the column surely holds."""
    cuts = any(len(word) > limit for run in cell for word in run_words(run).split())
    return {"runs": _inline(cell, limit), "cuts": cuts}


def _marked(block: Marked) -> dict[str, object]:
    limit = typeset.longest_word(1 - _TEXT_SHARE)
    return {
        "parts": [part for passage in block.passages for part in _parts(passage)],
        "notes": [_inline(note, limit) for note in block.notes],
    }


def _parts(passage: Passage) -> Iterator[dict[str, object]]:
    """A passage with its marks bound to its first and last word, so that no line ends between them."""
    words = _WORDS.findall(passage.text) or [passage.text]
    first, middle, last = words[0], words[1:-1], words[1:][-1:]
    if not passage.begins and not passage.ends:
        yield _part(passage.text)
    elif not last:
        yield _part(first, passage.begins, passage.ends)
    else:
        yield _part(first, passage.begins)
        yield _part("".join(middle))
        yield _part(last[0], ends=passage.ends)


def _part(text: str, begins: Sequence[str] = (), ends: int = 0) -> dict[str, object]:
    words = typeset.settable(text, typeset.longest_word(_TEXT_SHARE))
    return {"text": words, "begins": list(begins), "ends": ends, "bound": len(text) <= _GLUED}


def _facts(rows: tuple[tuple[str, Inline], ...]) -> list[dict[str, object]]:
    return [{"label": typeset.settable(label), "value": _inline(value)} for label, value in rows]


def _inline(content: Inline, longest: int = BODY_WORD) -> list[dict[str, object]]:
    return [_run(run, longest) for run in content]


def _run(run: Text, longest: int) -> dict[str, object]:
    return {
        "text": typeset.settable(run_words(run), longest),
        "bold": run.bold,
        "italic": run.italic,
        "target": run.target,
        "named": run.named,
        "linked": run.target is not None and not run.unlinked,
        "language": run.language or None,
    }
