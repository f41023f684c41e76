"""The blocks of a paper as WordprocessingML: front, contents list, headings, tables, quotes (R41, O3)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

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
    Quote,
    Table,
    Text,
)
from consultation.summary.docx_styles import BULLET_LIST, PARAGRAPH_END, TEXT_WIDTH
from consultation.summary.docx_xml import (
    FIELD_END,
    TAB,
    TWENTIETHS,
    Grid,
    Lines,
    Row,
    bookmark_name,
    bookmarked,
    field,
    field_start,
    link,
    picture,
    runs,
)
from consultation.summary.structure import (
    Caption,
    Captioned,
    Printed,
    anchors,
    captions,
    contents,
    heading_line,
    headings,
    held,
    inlines,
    introductions,
    is_few,
    is_short,
    is_small,
    lines,
    listed_captions,
    printed,
    run_words,
    table_rows,
)
from consultation.summary.wording import WORDS

_PARAGRAPH_STYLES = {"body": "Normal", "lead": "Manchet", "note": "Note", "about": "Note"}
_FACT_WIDTHS = (31, 69)
_TABLE_END = Lines("Efter tabel")

Piece = Lines | Grid


def numbered_lists(document: Document) -> int:
    """How many lists begin at 1; each needs its own number in the numbering part."""
    return sum(isinstance(block, Bullets) and block.ordered for block in document.blocks)


class Body:
    """Makes the pieces of one paper; knows its bookmarks, its page numbers and how many numbered lists it has begun.

    `pictures` are the relations of the charts to their bitmaps and vectors, in reading order; `across` is how wide the
    text is. A paper that is not `titled` stands in a template that prints its title."""

    def __init__(
        self,
        document: Document,
        pages: Mapping[str, int],
        pictures: Sequence[tuple[str, str]] = (),
        across: int = TEXT_WIDTH,
        *,
        titled: bool = True,
    ) -> None:
        self._document, self._pages, self._pictures = document, pages, iter(pictures)
        self._across, self._titled = across, titled
        self._words = WORDS[document.language]
        self._headings = {heading.anchor: heading for heading in headings(document)}
        self._captions = {caption.anchor: caption for caption in captions(document)}
        places = (*anchors(document), *self._captions)
        self._numbers = {anchor: number for number, anchor in enumerate(places, start=1)}
        named = {run.target for content in inlines(document) for run in content if run.named}
        self._referred = {anchor for anchor in places if f"#{anchor}" in named}
        self._lists = BULLET_LIST

    def xml(self) -> str:
        """All pieces in order; what comes behind a list of contents begins on a new page."""
        written, breaks = [piece.xml() for piece in self._front()], self._document.front.contents
        leading = introductions(self._document)
        for at, block in enumerate(printed(self._document)):
            for piece in self._block(block, leads=at in leading):
                written.extend(part.xml() for part in (_on_new_page(piece) if breaks else (piece,)))
                breaks = False
        return "".join(written)

    def _front(self) -> Iterator[Piece]:
        front = self._document.front
        if self._titled:
            yield Lines("Subtitle", runs(self._document.authority))
            yield Lines("Title", runs(self._document.title))
        if front.facts:
            yield from self._facts(front.facts)
        if front.contents:
            yield Lines("TOC Heading", runs(self._words.contents))
            yield from self._contents()
        if listed := listed_captions(self._document):
            yield Lines("TOC Heading", runs(self._words.captions))
            for kind in (self._words.table, self._words.figure):
                entries = [caption for caption in listed if caption.kind == kind]
                yield from self._listed(entries, rf'TOC \h \z \c "{kind}"')

    def _contents(self) -> Iterator[Piece]:
        entries = contents(self._document)
        for number, heading in enumerate(entries, start=1):
            start = field_start(rf'TOC \o "1-{self._document.front.depth}" \h \z \u') if number == 1 else ""
            end = FIELD_END if number == len(entries) else ""
            yield Lines(f"toc {heading.level}", f"{start}{self._entry(heading.anchor, heading_line(heading))}{end}")

    def _listed(self, entries: Sequence[Caption], instruction: str) -> Iterator[Piece]:
        for number, caption in enumerate(entries, start=1):
            start = field_start(instruction) if number == 1 else ""
            end = FIELD_END if number == len(entries) else ""
            yield Lines("table of figures", f"{start}{self._entry(caption.anchor, caption.line)}{end}")

    def _entry(self, anchor: str, line: str) -> str:
        return link(self._bookmark(anchor), f"{runs(line)}{TAB}{self._page(anchor)}")

    def _page(self, anchor: str, style: str = "") -> str:
        return field(rf"PAGEREF {self._bookmark(anchor)} \h", str(self._pages.get(anchor, "")), style)

    def _bookmark(self, anchor: str) -> str:
        return bookmark_name("h" if anchor in self._headings else "c", self._numbers[anchor], anchor)

    def _block(self, block: Printed, *, leads: bool) -> Iterator[Piece]:  # noqa: C901 - one arm for each kind of block
        match block:
            case Heading():
                yield self._heading(block)
            case Paragraph(content, style):
                yield Lines(_PARAGRAPH_STYLES[style], self._inline(content), keep_next=leads)
            case Bullets():
                yield from self._list(block)
            case Quote():
                yield from self._quote(block)
            case Facts(rows):
                yield from self._facts(rows)
            case Captioned(Table() as table, caption):
                yield from self._table(table, caption)
            case Captioned(Chart() as chart, caption):
                yield from self._chart(chart, caption)
            case Marked():
                yield from self._marked(block)

    def _heading(self, heading: Heading) -> Piece:
        name, number = self._bookmark(heading.anchor), self._numbers[heading.anchor]
        line = runs(heading_line(heading))
        if heading.number:
            line = self._numbered(heading.anchor, runs(heading.number)) + runs(f" {heading.text}")
        return Lines(f"heading {heading.level}", bookmarked(name, number, line))

    def _numbered(self, anchor: str, number: str) -> str:
        """A number that the text refers to has a name of its own: "kapitel 7" follows when chapters move in Word."""
        if anchor not in self._referred:
            return number
        return bookmarked(self._number_name(anchor), len(self._numbers) + self._numbers[anchor], number)

    def _number_name(self, anchor: str) -> str:
        return bookmark_name("n", self._numbers[anchor], anchor)

    def _caption(self, caption: Caption) -> Piece:
        """ "Tabel 3: ..." with a number that Word counts."""
        number = field(rf"SEQ {caption.kind} \* ARABIC", str(caption.number))
        counted = runs(f"{caption.kind} ") + self._numbered(caption.anchor, number)
        name = bookmarked(self._bookmark(caption.anchor), self._numbers[caption.anchor], counted)
        return Lines("caption", f"{name}{runs(f': {caption.text}')}")

    def _chart(self, chart: Chart, caption: Caption) -> Iterator[Piece]:
        high = charts.height(charts.bars(chart), charts.PAPER_WIDTH)
        across = min(charts.PAPER_WIDTH, self._across // TWENTIETHS)
        size = across, high * across // charts.PAPER_WIDTH
        drawing = picture(self._numbers[caption.anchor], caption.name, chart.about, size, next(self._pictures))
        yield self._caption(caption)
        yield Lines("Figur", drawing)

    def _list(self, block: Bullets) -> Iterator[Piece]:
        style, number = "List Bullet", BULLET_LIST
        if block.ordered:
            self._lists += 1
            style, number = "List Number", self._lists
        kept = is_few(block)
        *items, last = (Lines(style, self._inline(item), keep_next=kept, list_number=number) for item in block.items)
        yield from (*items, replace(last, keep_next=False, after=PARAGRAPH_END))

    def _quote(self, quote: Quote) -> Iterator[Piece]:
        *parts, last = re.split(r"\n\s*\n", "\n".join(lines(quote.text)))
        yield from (Lines("Quote", runs(part)) for part in parts)
        yield Lines("Quote", runs(last), keep_next=True)
        yield Lines("Citatkilde", self._inline(quote.source))

    def _facts(self, rows: tuple[tuple[str, Inline], ...]) -> Iterator[Piece]:
        pairs = [(Lines("Faktanavn", runs(label)), Lines("Faktaværdi", self._inline(value))) for label, value in rows]
        kept = _together([Row(pair) for pair in pairs])
        yield Grid("Faktatabel", _FACT_WIDTHS, kept, row_headers=True, across=self._across)
        yield _TABLE_END

    def _table(self, table: Table, caption: Caption) -> Iterator[Piece]:
        header = [_aligned(Lines("Tabelhoved", runs(name)), n, table) for n, name in enumerate(table.header)]
        rows = [
            Row(self._cells(number, row, table), is_short(row, table.widths))
            for number, row in enumerate(table_rows(table, self._document.language))
        ]
        yield self._caption(caption)
        filled = [Row(header), *(_together(rows) if is_small(table) else rows)]
        yield Grid("Papirtabel", table.widths, filled, True, table.row_headers, table.caption, self._across)
        yield _TABLE_END

    def _cells(self, number: int, row: tuple[Inline, ...], table: Table) -> list[Lines]:
        first, *others = [self._cell(cell, column, table) for column, cell in enumerate(row)]
        if table.anchors:
            anchor = table.anchors[number]
            first = replace(first, content=bookmarked(self._bookmark(anchor), self._numbers[anchor], first.content))
        return [first, *others]

    def _marked(self, block: Marked) -> Iterator[Piece]:
        """The words with each point in a frame of its own, and the notes as lines below."""
        open_marks, framed = 0, []
        for number, passage in enumerate(block.passages):
            open_marks += len(passage.begins)
            framed.append(runs(passage.text, frame=1 + number % 2 if open_marks else 0))
            open_marks -= passage.ends
        yield Lines("Normal", "".join(framed), keep_next=bool(block.notes))
        yield from (Lines("Margennote", self._inline(note)) for note in block.notes)

    def _cell(self, cell: Inline, column: int, table: Table) -> Lines:
        heads = table.row_headers and column == 0
        content = tuple(replace(run, bold=run.bold or heads) for run in cell)
        return _aligned(Lines("Tabeltekst", self._inline(content)), column, table)

    def _inline(self, content: Inline) -> str:
        return "".join(map(self._run, content))

    def _run(self, run: Text) -> str:
        if run.target is None or not run.target.startswith("#"):
            return runs(held(run_words(run)), bold=run.bold, italic=run.italic, language=_region(run.language))
        anchor = run.target.removeprefix("#")
        if run.named:
            return self._reference(run.text, anchor)
        language, words = _region(run.language), held(run.text)
        shown = runs(words, bold=run.bold, italic=run.italic, style="Hyperlink", language=language)
        return link(self._bookmark(anchor), shown)

    def _reference(self, words: str, anchor: str) -> str:
        """ "kapitel 7 (side 12)": both numbers are fields that Word can compute anew."""
        place = self._headings.get(anchor) or self._captions[anchor]
        if number := str(place.number):
            counted = field(rf"REF {self._number_name(anchor)} \h", number, "Hyperlink")
            name = runs(words.removesuffix(number)) + counted
        else:
            name = link(self._bookmark(anchor), runs(words, style="Hyperlink"))
        before, after = self._words.on_page.split("{page}")
        page = self._page(anchor, "Sidehenvisning")
        return f"{name}{runs(before, style='Sidehenvisning')}{page}{runs(after, style='Sidehenvisning')}"


def _region(language: str) -> str:
    words = WORDS.get(language)
    return f"{language}-{words.region}" if words else language


def _together(rows: Sequence[Row]) -> list[Row]:
    """The rows on one page: each keeps to the next."""
    return [replace(row, cells=[replace(cell, keep_next=True) for cell in row.cells]) for row in rows[:-1]] + [
        *rows[-1:]
    ]


def _aligned(cell: Lines, column: int, table: Table) -> Lines:
    return replace(cell, right=column in table.numeric)


def _on_new_page(piece: Piece) -> tuple[Piece, ...]:
    if isinstance(piece, Lines):
        return (replace(piece, page_before=True),)
    return replace(_TABLE_END, page_before=True), piece
