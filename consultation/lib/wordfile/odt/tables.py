"""Tables of an OpenDocument text: merged cells become colspan and rowspan, and cells that they cover are gone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from consultation.lib.wordfile import UnreadableFileError
from consultation.lib.wordfile.blocks import Block, Cell
from consultation.lib.wordfile.findings import Findings, is_bold
from consultation.lib.wordfile.odt.inline import named
from consultation.lib.wordfile.odt.styles import Styles, number_in
from consultation.lib.wordfile.odt.words import words_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

WIDEST = 99
MOST_CELLS = 50_000
"""Of one table, those that a few octets repeat among them."""
_HEADS = "table_table-header-rows"
_GROUPS = frozenset({_HEADS, "table_table-rows", "table_table-row-group"})
_COLUMNS = ("table_table-column", "table_table-columns", "table_table-column-group", "table_table-header-columns")
_SILENT = frozenset({*_COLUMNS, "text_soft-page-break"})

ReadBlocks = Callable[["Element"], list[Block]]


def read_rows(
    table: "Element", found: Findings, styles: Styles, read_blocks: ReadBlocks
) -> tuple[list[list[Cell]], int]:
    """The rows of a table, and how many of them are heads."""
    rows: list[list[Cell]] = []
    heads, columns = 0, _head_columns(table)
    given = list(_rows(table, found, head=False))
    for row, is_head in given:
        cells = _row(row, found, columns, read_blocks)
        for _time in range(_times(row, "table_number-rows-repeated")):
            heads += is_head and len(rows) == heads
            rows.append([replace(cell) for cell in cells])
        if len(rows) * max(len(cells), 1) > MOST_CELLS:
            raise UnreadableFileError("too_large")
    if not heads and len(rows) > 1 and (_is_styled(given[0][0], styles) or all(is_bold(cell) for cell in rows[0])):
        heads = 1
    return rows, heads


def _rows(element: "Element", found: Findings, *, head: bool) -> "Iterator[tuple[Element, bool]]":
    found.stray(element.text)
    for child in element:
        found.stray(child.tail)
        if child.tag == "table_table-row":
            yield child, head
        elif child.tag in _GROUPS:
            yield from _rows(child, found, head=head or child.tag == _HEADS)
        elif child.tag not in _SILENT:
            found.leave_out("unknown", words_of(child) or named(child))


def _row(row: "Element", found: Findings, columns: int, read_blocks: ReadBlocks) -> list[Cell]:
    cells: list[Cell] = []
    at = 0
    found.stray(row.text)
    for child in row:
        found.stray(child.tail)
        times = _times(child, "table_number-columns-repeated")
        if child.tag == "table_table-cell":
            width, height = (_times(child, f"table_number-{way}-spanned") for way in ("columns", "rows"))
            first = Cell(read_blocks(child), width, height, "row" if at < columns else "")
            cells += [first, *(replace(first) for _again in range(times - 1))]
        elif child.tag == "table_covered-table-cell":
            if words := words_of(child):
                found.leave_out("hidden", words)
        elif child.tag not in _SILENT:
            found.leave_out("unknown", words_of(child) or named(child))
            times = 0
        at += times
    return cells


def _head_columns(table: "Element") -> int:
    """How many columns on the left head their rows."""
    first = next((child for child in table if child.tag in _COLUMNS), None)
    if first is None or first.tag != "table_table-header-columns":
        return 0
    return sum(_times(column, "table_number-columns-repeated") for column in first.iter("table_table-column"))


def _times(element: "Element", name: str) -> int:
    return min(max(number_in(element, name) or 1, 1), WIDEST)


def _is_styled(row: "Element", styles: Styles) -> bool:
    """Whether every paragraph with words is written in the style for heads of tables."""
    written = [one for one in row.iter("text_p") if words_of(one)]
    return bool(written) and all(styles.is_called(one, "table heading", "tabeloverskrift") for one in written)
