"""A paper as tagged PDF (PDF/UA-1) through typst: fonts embedded, nothing fetched, always the same bytes (R45, R52)."""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import typst

from consultation.summary.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    Quote,
    Table,
    Text,
)
from consultation.summary.soundness import require_sound
from consultation.summary.structure import CONTENTS_DEPTH, heading_line, is_short, lines, run_words, table_rows
from consultation.summary.wording import WORDS

_TEMPLATE = Path(__file__).with_name("pdf.typ")
_TEXT_WIDTH_MM = 166
_BODY_WORD = 60
_HYPHENATED_WORD = 36
_LETTER_MM = 2.0
_BREAK = "\u200b"
# Letters of every European language, digits and common punctuation: the chief typeface has them all.
_UNUSUAL = re.compile(
    "[^\n\x20-\x7e\xa0-\u017f\u2013\u2014\u2018-\u201e\u2022\u2026\u20ac][\u0300-\u036f\u200d\ufe00-\ufe0f]*"
)
# A word breaks after these first: addresses, mail addresses, "svarnr./afsender".
_PARTS = re.compile(r"[^/@_.?&=+-]*[/@_.?&=+-]+|[^/@_.?&=+-]+")
_REPEATED = re.compile(r"(.)\1{3}")


def write(document: Document) -> bytes:
    """The paper as PDF. ValueError where the document is unsound; typst.TypstError where it cannot be set."""
    made = datetime.fromisoformat(document.made_at).astimezone(UTC)
    pdf = _compiler(document).compile(format="pdf", pdf_standards=["ua-1"], timestamp=int(made.timestamp()))
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned no single file")
    return pdf


def pages(document: Document) -> Mapping[str, int]:
    """The page of each heading by its anchor, counted from 1."""
    places = json.loads(_compiler(document).query("<place>", field="value"))
    return {place["anchor"]: place["page"] for place in places}


def printable(text: str) -> str:
    """`text` with each sign that no typeface of ours has written as its name: "[slightly smiling face]".

    PDF/UA forbids a sign without a glyph, and one such sign in a response must not stop the paper (O4)."""
    unusual = frozenset(_UNUSUAL.findall(text))
    missing = _missing(tuple(sorted(unusual))) if unusual else frozenset()
    return _UNUSUAL.sub(lambda found: _name(found[0]) if found[0] in missing else found[0], text)


def _compiler(document: Document) -> typst.Compiler:
    require_sound(document)
    return typst.Compiler(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(_paper(document), ensure_ascii=False)},
    )


def _paper(document: Document) -> dict[str, object]:
    words = WORDS[document.language]
    made = datetime.fromisoformat(document.made_at).astimezone(UTC)
    return {
        "title": _set(document.title),
        "authority": _set(document.authority),
        "language": document.language,
        "made": {unit: getattr(made, unit) for unit in ("year", "month", "day", "hour", "minute", "second")},
        "provisional": document.provisional,
        "words": {
            "contents": words.contents,
            "provisional": words.provisional,
            "page": words.page,
            "snapshot": words.snapshot.format(snapshot=document.snapshot),
            "region": words.region,
        },
        "contents_depth": CONTENTS_DEPTH,
        "front": {"facts": _facts(document.front.facts), "contents": document.front.contents},
        "blocks": [_block(block, document.language) for block in document.blocks],
    }


def _block(block: Block, language: str) -> dict[str, object]:
    values: dict[str, object]
    match block:
        case Heading():
            values = {"level": block.level, "line": _set(heading_line(block)), "anchor": block.anchor}
        case Paragraph(content, style):
            values = {"style": style, "content": _inline(content)}
        case Bullets(items, ordered):
            values = {"ordered": ordered, "items": [_inline(item) for item in items]}
        case Quote(text, source):
            parts = re.split(r"\n\s*\n", "\n".join(lines(text)))
            values = {"parts": [_set(part) for part in parts], "source": _inline(source)}
        case Facts(rows):
            values = {"rows": _facts(rows)}
        case Table():
            values = _table(block, language)
        case PageBreak():
            values = {}
    return {"kind": type(block).__name__, **values}


def _table(table: Table, language: str) -> dict[str, object]:
    limits = [_longest_word(width / sum(table.widths)) for width in table.widths]
    return {
        "caption": _set(table.caption),
        "header": [_set(name, limit) for name, limit in zip(table.header, limits, strict=True)],
        "rows": [
            {
                "cells": [_inline(cell, limit) for cell, limit in zip(row, limits, strict=True)],
                "together": is_short(row, table.widths),
            }
            for row in table_rows(table, language)
        ],
        "widths": table.widths,
        "numeric": table.numeric,
        "row_headers": table.row_headers,
    }


def _facts(rows: tuple[tuple[str, Inline], ...]) -> list[dict[str, object]]:
    return [{"label": _set(label), "value": _inline(value)} for label, value in rows]


def _inline(content: Inline, longest: int = _BODY_WORD) -> list[dict[str, object]]:
    return [_run(run, longest) for run in content]


def _run(run: Text, longest: int) -> dict[str, object]:
    return {"text": _set(run_words(run), longest), "bold": run.bold, "italic": run.italic, "target": run.target}


def _longest_word(share: float) -> int:
    """How many wide letters a column surely holds, at its share of the text width."""
    return max(4, int((_TEXT_WIDTH_MM * share - 3) / _LETTER_MM))


def _set(text: str, longest: int = _BODY_WORD) -> str:
    """`text` as the page can hold it: printable, and with places to break in words that are wider than their column."""
    plain = printable("\n".join(lines(text)).replace("\t", " "))
    return re.sub(r"\S+", lambda word: _breakable(word[0], longest), plain)


def _breakable(word: str, longest: int) -> str:
    if len(word) <= longest:
        return word
    return _BREAK.join(part if _fits(part, longest) else _BREAK.join(part) for part in _PARTS.findall(word))


def _fits(part: str, longest: int) -> bool:
    """Whether a part of a word is short or can be hyphenated: letters, and none held down like in "neeeeej"."""
    letters = part.strip(".,:;!?()»«\"'/-")
    return len(part) <= longest or (letters.isalpha() and len(part) <= _HYPHENATED_WORD and not _REPEATED.search(part))


@lru_cache(maxsize=4096)
def _missing(signs: tuple[str, ...]) -> frozenset[str]:
    """Those of `signs` that typst refuses: all at once where none does, else by halves."""
    if _sets(signs):
        return frozenset()
    if len(signs) == 1:
        return frozenset(signs)
    middle = len(signs) // 2
    return _missing(signs[:middle]) | _missing(signs[middle:])


_PROBE = b"""#set document(title: "x")
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern"))
#for sign in json(bytes(sys.inputs.signs)) [#text(sign) #strong(text(sign)) #emph(text(sign))

]"""


def _sets(signs: tuple[str, ...]) -> bool:
    inputs = {"signs": json.dumps(signs)}
    try:
        typst.compile(_PROBE, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True, sys_inputs=inputs)
    except typst.TypstError:
        return False
    return True


def _name(sign: str) -> str:
    """The name of a sign, without the invisible ones that join or vary others; an invisible sign alone is nothing."""
    seen = [char for char in sign if unicodedata.category(char) not in {"Cf", "Mn"}]
    return f"[{', '.join(unicodedata.name(char, f'U+{ord(char):04X}').lower() for char in seen)}]" if seen else ""
