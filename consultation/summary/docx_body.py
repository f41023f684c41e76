"""The blocks of a paper as WordprocessingML: front, contents list, headings, tables, quotes (R41, O3)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

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
from consultation.summary.docx_styles import BULLET_LIST
from consultation.summary.docx_xml import (
    FIELD_END,
    TAB,
    Grid,
    Lines,
    Row,
    bookmark_name,
    bookmarked,
    field,
    field_start,
    link,
    runs,
)
from consultation.summary.structure import (
    CONTENTS_DEPTH,
    contents,
    heading_line,
    headings,
    is_short,
    lines,
    run_words,
    table_rows,
)
from consultation.summary.wording import WORDS

_PARAGRAPH_STYLES = {"body": "Normal", "lead": "Lead", "note": "Note"}
_FACT_WIDTHS = (31, 69)
_TABLE_END = Lines("Table End")

Piece = Lines | Grid


def numbered_lists(document: Document) -> int:
    """How many lists begin at 1; each needs its own number in the numbering part."""
    return sum(isinstance(block, Bullets) and block.ordered for block in document.blocks)


class Body:
    """Makes the pieces of one paper; knows its bookmarks, its page numbers and how many numbered lists it has begun."""

    def __init__(self, document: Document, pages: Mapping[str, int]) -> None:
        self._document, self._pages = document, pages
        self._numbers = {heading.anchor: number for number, heading in enumerate(headings(document), start=1)}
        self._lists = BULLET_LIST

    def xml(self) -> str:
        """All pieces in order, a page break held back until the piece that begins the page."""
        written, breaks = [piece.xml() for piece in self._front()], self._document.front.contents
        for block in self._document.blocks:
            breaks = breaks or isinstance(block, PageBreak)
            for piece in self._block(block):
                written.extend(part.xml() for part in (_on_new_page(piece) if breaks else (piece,)))
                breaks = False
        return "".join(written)

    def _front(self) -> Iterator[Piece]:
        front = self._document.front
        yield Lines("Subtitle", runs(self._document.authority))
        yield Lines("Title", runs(self._document.title))
        if front.facts:
            yield from self._facts(front.facts)
        if front.contents:
            yield Lines("TOC Heading", runs(WORDS[self._document.language].contents))
            yield from self._contents()

    def _contents(self) -> Iterator[Piece]:
        entries = contents(self._document)
        for number, heading in enumerate(entries, start=1):
            start = field_start(rf'TOC \o "1-{CONTENTS_DEPTH}" \h \z \u') if number == 1 else ""
            end = FIELD_END if number == len(entries) else ""
            yield Lines(f"toc {heading.level}", f"{start}{self._entry(heading)}{end}")

    def _entry(self, heading: Heading) -> str:
        name = self._bookmark(heading.anchor)
        page = field(rf"PAGEREF {name} \h", str(self._pages.get(heading.anchor, "")))
        return link(name, f"{runs(heading_line(heading))}{TAB}{page}")

    def _bookmark(self, anchor: str) -> str:
        return bookmark_name(self._numbers[anchor], anchor)

    def _block(self, block: Block) -> Iterator[Piece]:
        match block:
            case Heading():
                yield self._heading(block)
            case Paragraph(content, style):
                yield Lines(_PARAGRAPH_STYLES[style], self._inline(content))
            case Bullets():
                yield from self._list(block)
            case Quote():
                yield from self._quote(block)
            case Facts(rows):
                yield from self._facts(rows)
            case Table():
                yield from self._table(block)

    def _heading(self, heading: Heading) -> Piece:
        name, number = self._bookmark(heading.anchor), self._numbers[heading.anchor]
        return Lines(f"heading {heading.level}", bookmarked(name, number, runs(heading_line(heading))))

    def _list(self, block: Bullets) -> Iterator[Piece]:
        style, number = "List Bullet", BULLET_LIST
        if block.ordered:
            self._lists += 1
            style, number = "List Number", self._lists
        yield from (Lines(style, self._inline(item), list_number=number) for item in block.items)

    def _quote(self, quote: Quote) -> Iterator[Piece]:
        *parts, last = re.split(r"\n\s*\n", "\n".join(lines(quote.text)))
        yield from (Lines("Quote", runs(part)) for part in parts)
        yield Lines("Quote", runs(last), keep_next=True)
        yield Lines("Quote Source", self._inline(quote.source))

    def _facts(self, rows: tuple[tuple[str, Inline], ...]) -> Iterator[Piece]:
        pairs = [(Lines("Fact Label", runs(label)), Lines("Fact Value", self._inline(value))) for label, value in rows]
        yield Grid("Fact Table", _FACT_WIDTHS, [Row(pair) for pair in pairs], row_headers=True)
        yield _TABLE_END

    def _table(self, table: Table) -> Iterator[Piece]:
        header = [_aligned(Lines("Table Header", runs(name)), n, table) for n, name in enumerate(table.header)]
        rows = [
            Row([self._cell(cell, column, table) for column, cell in enumerate(row)], is_short(row, table.widths))
            for row in table_rows(table, self._document.language)
        ]
        yield Lines("caption", runs(table.caption))
        yield Grid("Paper Table", table.widths, [Row(header), *rows], True, table.row_headers, table.caption)
        yield _TABLE_END

    def _cell(self, cell: Inline, column: int, table: Table) -> Lines:
        heads = table.row_headers and column == 0
        content = tuple(replace(run, bold=run.bold or heads) for run in cell)
        return _aligned(Lines("Table Text", self._inline(content)), column, table)

    def _inline(self, content: Inline) -> str:
        return "".join(map(self._run, content))

    def _run(self, run: Text) -> str:
        if run.target is None or not run.target.startswith("#"):
            return runs(run_words(run), bold=run.bold, italic=run.italic)
        words = runs(run.text, bold=run.bold, italic=run.italic, style="Hyperlink")
        return link(self._bookmark(run.target.removeprefix("#")), words)


def _aligned(cell: Lines, column: int, table: Table) -> Lines:
    return replace(cell, right=column in table.numeric)


def _on_new_page(piece: Piece) -> tuple[Piece, ...]:
    if isinstance(piece, Lines):
        return (replace(piece, page_before=True),)
    return replace(_TABLE_END, page_before=True), piece
