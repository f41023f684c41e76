"""What all writers agree on: the entries of the contents list, and the words of a paper in reading order (R41, R52)."""

from collections.abc import Iterator

from consultation.summary.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Inline,
    Paragraph,
    Quote,
    Table,
    Text,
)
from consultation.summary.wording import WORDS

CONTENTS_DEPTH = 2
# In table type, nine points.
_LETTERS_ACROSS = 90
_LINES_KEPT_WHOLE = 24


def headings(document: Document) -> tuple[Heading, ...]:
    """All headings in reading order."""
    return tuple(block for block in document.blocks if isinstance(block, Heading))


def contents(document: Document) -> tuple[Heading, ...]:
    """The headings that the contents list shows; empty where the paper has no list."""
    if not document.front.contents:
        return ()
    return tuple(heading for heading in headings(document) if heading.level <= CONTENTS_DEPTH)


def heading_line(heading: Heading) -> str:
    """Number and text as one line: "2.1 Høringsperiode"."""
    return f"{heading.number} {heading.text}" if heading.number else heading.text


def lines(text: str) -> list[str]:
    """The lines as the writer of the text broke them, whatever their system calls a line break."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def run_words(run: Text) -> str:
    """The words of a run; an outside link prints its address too, because paper cannot be clicked."""
    if run.target is None or run.target.startswith("#") or run.target == run.text:
        return run.text
    return f"{run.text} ({run.target})"


def table_rows(table: Table, language: str) -> tuple[tuple[Inline, ...], ...]:
    """The rows, or one row that says that there are none."""
    if table.rows:
        return table.rows
    return (((Text(WORDS[language].nothing),), *((),) * (len(table.header) - 1)),)


def is_short(row: tuple[Inline, ...], widths: tuple[int, ...]) -> bool:
    """Whether a row of a table is low enough to stand whole on one page, by the letters that its columns hold."""
    letters = [max(1, _LETTERS_ACROSS * width // sum(widths)) for width in widths]
    return all(
        sum(1 + len(line) // room for line in lines(_inline(cell))) <= _LINES_KEPT_WHOLE
        for cell, room in zip(row, letters, strict=True)
    )


def words_in_order(document: Document) -> Iterator[str]:
    """Every text of the paper in reading order, without page header and footer: what each format must hold."""
    yield document.authority
    yield document.title
    yield from _facts(document.front.facts)
    if document.front.contents:
        yield WORDS[document.language].contents
        yield from map(heading_line, contents(document))
    for block in document.blocks:
        yield from _block_words(block, document.language)


def _inline(content: Inline) -> str:
    return "".join(map(run_words, content))


def _facts(rows: tuple[tuple[str, Inline], ...]) -> Iterator[str]:
    for label, value in rows:
        yield label
        yield _inline(value)


def _table(table: Table, language: str) -> Iterator[str]:
    yield table.caption
    yield from table.header
    for row in table_rows(table, language):
        yield from map(_inline, row)


def _block_words(block: Block, language: str) -> Iterator[str]:
    match block:
        case Heading():
            yield heading_line(block)
        case Paragraph(content):
            yield _inline(content)
        case Bullets(items):
            yield from map(_inline, items)
        case Quote(text, source):
            yield from (text, _inline(source))
        case Facts(rows):
            yield from _facts(rows)
        case Table():
            yield from _table(block, language)
