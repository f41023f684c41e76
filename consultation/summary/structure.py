"""What all writers agree on: the entries of the contents list, and the words of a paper in reading order (R41, R52)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any

from consultation.lib.dates import NBSP
from consultation.summary.document import (
    Block,
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
from consultation.summary.wording import WORDS

FEW_CAPTIONS = 3
"""So many tables and figures are found without a list of them."""
# In table type, nine points.
_LETTERS_ACROSS = 90
_FEW_WORDS = 320
"""Letters of a paragraph that only leads on to what follows."""
_LINES_KEPT_WHOLE = 24
_LINES_LISTED_WHOLE = 8
_NUMBERED = re.compile(r"(\b(?:nr|pkt|kl|s)\.|\bside|\b[Ss]var|→) (?=\d|E-\d|pkt\.|nr\.)|(?<=\d) (?=→)")


@dataclass(frozen=True)
class Caption:
    """What stands above a table or a figure. `kind` is its word; tables and figures are counted apart."""

    kind: str
    number: int
    text: str
    anchor: str

    @property
    def name(self) -> str:
        """ "Tabel 3"."""
        return f"{self.kind} {self.number}"

    @property
    def line(self) -> str:
        """ "Tabel 3: Hørte parter"."""
        return f"{self.name}: {self.text}"


@dataclass(frozen=True)
class Captioned:
    """A table or a figure as it is printed, with its caption."""

    block: Table | Chart
    caption: Caption


Printed = Block | Captioned


def headings(document: Document) -> tuple[Heading, ...]:
    """All headings in reading order."""
    return tuple(block for block in document.blocks if isinstance(block, Heading))


def anchors(document: Document) -> Iterator[str]:
    """The names that a link may lead to, in reading order: of headings and of table rows."""
    for block in document.blocks:
        if isinstance(block, Heading):
            yield block.anchor
        table = block.table if isinstance(block, Chart) else block
        if isinstance(table, Table):
            yield from table.anchors


def contents(document: Document) -> tuple[Heading, ...]:
    """The headings that the contents list shows; empty where the paper has no list."""
    if not document.front.contents:
        return ()
    return tuple(heading for heading in headings(document) if heading.level <= document.front.depth)


def printed(document: Document) -> Iterator[Printed]:
    """The blocks as they are printed: tables and charts with their captions, and each chart's table after it."""
    words = WORDS[document.language]
    tables = figures = 0
    for block in document.blocks:
        if isinstance(block, Chart):
            figures += 1
            yield _captioned(block, words.figure, figures)
        table = block.table if isinstance(block, Chart) else block
        if isinstance(table, Table):
            tables += 1
            yield _captioned(table, words.table, tables)
        else:
            yield table


def _captioned(block: Table | Chart, kind: str, number: int) -> Captioned:
    # No anchor of a paper begins with a stroke, so these are free.
    return Captioned(block, Caption(kind, number, block.caption, block.anchor or f"_{kind.lower()}-{number}"))


def captions(document: Document) -> tuple[Caption, ...]:
    """All captions in reading order."""
    return tuple(block.caption for block in printed(document) if isinstance(block, Captioned))


def listed_captions(document: Document) -> tuple[Caption, ...]:
    """The list after the contents, tables first; empty where they are few or the paper has no contents list."""
    found = captions(document)
    if not document.front.contents or len(found) <= FEW_CAPTIONS:
        return ()
    return tuple(sorted(found, key=lambda caption: caption.kind != WORDS[document.language].table))


def heading_line(heading: Heading) -> str:
    """Number and text as one line: "2.1 Høringsperiode"."""
    return f"{heading.number} {heading.text}" if heading.number else heading.text


def named(document: Document) -> Document:
    """The paper with words in each reference to a place of it: "kapitel 7", "tabel 3"."""
    words = WORDS[document.language]
    names = {f"#{caption.anchor}": caption.name.lower() for caption in captions(document)}
    for heading in headings(document):
        kind = words.chapter if heading.level == 1 else words.section
        names[f"#{heading.anchor}"] = f"{kind} {heading.number}" if heading.number else f"»{heading.text}«"
    return replace(document, blocks=_with_names(document.blocks, names))


def _with_names(value: Any, names: dict[str, str]) -> Any:
    """Blocks, or what they hold, with the words of references. A block without one is the same object again."""
    if isinstance(value, Text):
        return replace(value, text=names.get(value.target or "", "")) if value.named and not value.text else value
    if isinstance(value, tuple):
        changed = tuple(_with_names(part, names) for part in value)
        return value if all(new is old for new, old in zip(changed, value, strict=True)) else changed
    if isinstance(value, Paragraph | Bullets | Quote | Facts | Marked):
        parts = {field.name: _with_names(getattr(value, field.name), names) for field in fields(value)}
        return value if all(parts[name] is getattr(value, name) for name in parts) else replace(value, **parts)
    return value


def gives_pages(document: Document) -> bool:
    """Whether the paper says on which page something stands."""
    return document.front.contents or any(run.named for content in inlines(document) for run in content)


def inlines(document: Document) -> Iterator[Inline]:
    """Everything that may hold a link, in reading order."""
    yield from (value for _label, value in document.front.facts)
    for block in printed(document):
        yield from inlines_of(block)


def inlines_of(block: Printed) -> tuple[Inline, ...]:  # noqa: PLR0911 - one arm for each kind of block
    """What of a block may hold a link."""
    match block:
        case Paragraph(content):
            return (content,)
        case Bullets(items):
            return items
        case Quote(_, source):
            return (source,)
        case Facts(rows):
            return tuple(value for _, value in rows)
        case Captioned(Table(rows=rows)):
            return tuple(cell for row in rows for cell in row)
        case Marked(_, notes):
            return notes
        case _:
            return ()


def lines(text: str) -> list[str]:
    """The lines as the writer of the text broke them, whatever their system calls a line break."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def run_words(run: Text) -> str:
    """The words of a run; an outside link prints its address too, because paper cannot be clicked."""
    if run.target is None or run.target.startswith("#") or run.target == run.text:
        return run.text
    return f"{run.text} ({run.target})"


def held(words: str) -> str:
    """`words` with numbers on the line of what they number: "nr. 58", "pkt. 8.2", "side 12"."""
    return _NUMBERED.sub(rf"\1{NBSP}", words)


def table_rows(table: Table, language: str) -> tuple[tuple[Inline, ...], ...]:
    """The rows, or one row that says that there are none."""
    if table.rows:
        return table.rows
    return (((Text(WORDS[language].nothing),), *((),) * (len(table.header) - 1)),)


def introductions(document: Document) -> frozenset[int]:
    """The places, in `printed`, of paragraphs that stay on the page of what follows."""
    found, level = set(), 0
    for at, (one, following) in enumerate(pairwise(printed(document))):
        level = one.level if isinstance(one, Heading) else level
        if isinstance(one, Paragraph) and _introduces(one, following, level):
            found.add(at)
    return frozenset(found)


def _introduces(one: Paragraph, following: Printed, level: int) -> bool:
    """It is about what follows, ends in a colon, or is a few words before a table, a figure, a list, or a heading below
    the one of `level` under which it stands."""
    words = inline_words(one.content).rstrip()
    below = isinstance(following, Heading) and following.level > level
    leads = (below or isinstance(following, Captioned | Bullets)) and len(words) <= _FEW_WORDS
    return one.style == "about" or words.endswith(":") or (one.style == "body" and leads)


def is_short(row: tuple[Inline, ...], widths: tuple[int, ...]) -> bool:
    """Whether a row of a table is low enough to stand whole on one page, by the letters that its columns hold."""
    return _height(row, widths) <= _LINES_KEPT_WHOLE


def _height(row: tuple[Inline, ...], widths: tuple[int, ...]) -> int:
    """How many lines a row has in its highest cell."""
    letters = [max(1, _LETTERS_ACROSS * width // sum(widths)) for width in widths]
    cells = zip(row, letters, strict=True)
    return max(sum(1 + len(line) // room for line in lines(inline_words(cell))) for cell, room in cells)


def is_few(listed: Bullets) -> bool:
    """Whether a whole list is low enough to stand on one page, so that no item of it stands alone on the next."""
    return sum(1 + len(inline_words(item)) // _LETTERS_ACROSS for item in listed.items) <= _LINES_LISTED_WHOLE


def is_small(table: Table) -> bool:
    """Whether a whole table is low enough to stand on one page with its caption."""
    return sum(_height(row, table.widths) for row in table.rows) <= _LINES_KEPT_WHOLE


def words_in_order(document: Document) -> Iterator[str]:
    """Every text of the paper in reading order, without page header and footer: what each format must hold.

    Numbers of pages and the words inside a picture, which its table repeats, are not among them."""
    words = WORDS[document.language]
    yield document.authority
    yield document.title
    yield from _facts(document.front.facts)
    if document.front.contents:
        yield words.contents
        yield from map(heading_line, contents(document))
    if listed := listed_captions(document):
        yield words.captions
        yield from (caption.line for caption in listed)
    for block in printed(document):
        yield from block_words(block, document.language)


def inline_words(content: Inline) -> str:
    """The words of inline content, run together."""
    return "".join(map(run_words, content))


def _facts(rows: tuple[tuple[str, Inline], ...]) -> Iterator[str]:
    for label, value in rows:
        yield label
        yield inline_words(value)


def _table(table: Table, language: str) -> Iterator[str]:
    yield from table.header
    for row in table_rows(table, language):
        yield from map(inline_words, row)


def block_words(block: Printed, language: str) -> Iterator[str]:  # noqa: C901 - one arm for each kind of block
    """Its texts in reading order."""
    match block:
        case Heading():
            yield heading_line(block)
        case Paragraph(content):
            yield inline_words(content)
        case Bullets(items):
            yield from map(inline_words, items)
        case Quote(text, source):
            yield from (text, inline_words(source))
        case Facts(rows):
            yield from _facts(rows)
        case Captioned(shown, caption):
            yield caption.line
            if isinstance(shown, Table):
                yield from _table(shown, language)
        case Marked(passages, notes):
            yield "".join(passage.text for passage in passages)
            yield from map(inline_words, notes)
