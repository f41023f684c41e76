"""What a paper must be before any writer prints it; a fault is a mistake in a builder, never in a person's text."""

import re
from collections.abc import Iterator

from consultation.summary.document import Block, Bullets, Document, Facts, Inline, Paragraph, Quote, Table
from consultation.summary.structure import headings, words_in_order
from consultation.summary.wording import WORDS

DEEPEST_HEADING = 4
_ANCHOR = re.compile("[A-Za-z][A-Za-z0-9._-]*")
# A control character or half a surrogate pair can stand in no XML file; they are refused at the door (I2).
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def require_sound(document: Document) -> None:
    """ValueError where a builder made a paper that no writer can print: a skipped heading level, an anchor twice, a
    link to nowhere, a row of the wrong width, a character that XML forbids."""
    if faults := tuple(_faults(document)):
        raise ValueError("; ".join(faults))


def _faults(document: Document) -> Iterator[str]:
    if document.language not in WORDS:
        yield f"language {document.language}"
        return
    yield from _heading_faults(document)
    tables = (block for block in document.blocks if isinstance(block, Table))
    yield from (f"table {table.caption!r}: uneven rows" for table in tables if _is_uneven(table))
    yield from _target_faults(document)
    for text in (*words_in_order(document), document.snapshot):
        if found := _ILLEGAL.search(text):
            yield f"character {found[0]!r} in {text[:40]!r}"


def _heading_faults(document: Document) -> Iterator[str]:
    before, seen = 0, set[str]()
    for heading in headings(document):
        if not 1 <= heading.level <= min(before + 1, DEEPEST_HEADING):
            yield f"heading {heading.text!r}: level {heading.level} after {before}"
        if not _ANCHOR.fullmatch(heading.anchor):
            yield f"anchor {heading.anchor!r}"
        if heading.anchor in seen:
            yield f"anchor {heading.anchor!r} twice"
        before = heading.level
        seen.add(heading.anchor)


def _target_faults(document: Document) -> Iterator[str]:
    places = {f"#{heading.anchor}" for heading in headings(document)}
    values = (value for _, value in document.front.facts)
    for content in (*values, *(content for block in document.blocks for content in _contents_of(block))):
        for run in content:
            if run.target is not None and not run.target.startswith("https://") and run.target not in places:
                yield f"target {run.target!r} is nowhere"


def _is_uneven(table: Table) -> bool:
    columns = len(table.header)
    return not columns or {len(table.widths), *map(len, table.rows)} != {columns}


def _contents_of(block: Block) -> tuple[Inline, ...]:
    match block:
        case Paragraph(content):
            return (content,)
        case Bullets(items):
            return items
        case Quote(_, source):
            return (source,)
        case Facts(rows):
            return tuple(value for _, value in rows)
        case Table():
            return tuple(cell for row in block.rows for cell in row)
        case _:
            return ()
