"""Tables: merged cells become colspan and rowspan, and head cells say what they head."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from consultation.lib.wordfile.blocks import Block, Cell
from consultation.lib.wordfile.docx.inline import Report, words_of
from consultation.lib.wordfile.docx.styles import is_on, number_at
from consultation.lib.wordfile.findings import is_bold

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

WIDEST = 99
_FIRST_ROW = 0x0020

ReadBlocks = Callable[["Element"], list[Block]]


def read_rows(tbl: "Element", report: Report, read_blocks: ReadBlocks) -> tuple[list[list[Cell]], int]:
    """The rows of a table, and how many of them are heads."""
    open_cells: dict[int, Cell] = {}
    rows: list[list[Cell]] = []
    heads = 0
    for tr in _rows(tbl, report):
        row = _row(tr, open_cells, read_blocks)
        heads += len(rows) == heads and is_on(tr.find("w_trPr/w_tblHeader"))
        rows.append(row)
    return rows, heads or _styled_heads(tbl, rows)


def _rows(tbl: "Element", report: Report) -> list["Element"]:
    rows: list[Element] = []
    for child in tbl:
        if child.tag == "w_tr":
            if child.find("w_trPr/w_del") is None:
                rows.append(child)
            else:
                report.leave_out("deleted", words_of(child))
        elif child.tag not in {"w_tblPr", "w_tblGrid"}:
            rows += _rows(child, report)
    return rows


def _row(tr: "Element", open_cells: dict[int, Cell], read_blocks: ReadBlocks) -> list[Cell]:
    at, row = 0, []
    for _gap in range(_span(tr.find("w_trPr"), "w_gridBefore", 0)):
        open_cells.pop(at, None)
        row.append(Cell([]))
        at += 1
    for tc in _cells(tr):
        properties = tc.find("w_tcPr")
        width = _span(properties, "w_gridSpan", 1)
        merged = None if properties is None else properties.find("w_vMerge")
        goes_on = merged is not None and merged.get("w_val", "continue") == "continue"
        above = open_cells.get(at) if goes_on else None
        blocks = read_blocks(tc)
        if above is not None and above.colspan == width:
            above.rowspan += 1
            above.blocks += blocks
        else:
            cell = Cell(blocks, colspan=width)
            row.append(cell)
            for column in range(at, at + width):
                open_cells.pop(column, None)
            if merged is not None:
                open_cells[at] = cell
        at += width
    row += [Cell([]) for _gap in range(_span(tr.find("w_trPr"), "w_gridAfter", 0))]
    return row


def _cells(element: "Element") -> list["Element"]:
    found: list[Element] = []
    for child in element:
        if child.tag == "w_tc":
            found.append(child)
        elif child.tag not in {"w_trPr", "w_tblPrEx", "w_sdtPr", "w_sdtEndPr", "w_customXmlPr"}:
            found += _cells(child)
    return found


def _span(properties: "Element | None", name: str, default: int) -> int:
    value = number_at(properties, name)
    return default if value is None else min(max(value, default), WIDEST)


def _styled_heads(tbl: "Element", rows: list[list[Cell]]) -> int:
    """1 where the table's look or its own bold letters set the first row apart."""
    look = tbl.find("w_tblPr/w_tblLook")
    if look is not None and len(rows) > 1:
        value = look.get("w_val", "0")
        bits = int(value, 16) if len(value) <= 4 and value.isalnum() and value.isascii() and _is_hex(value) else 0  # noqa: PLR2004 - four hexadecimal digits
        if look.get("w_firstRow", "1" if bits & _FIRST_ROW else "0") in {"1", "true", "on"}:
            return 1
    return int(len(rows) > 1 and all(is_bold(cell) for cell in rows[0]))


def _is_hex(value: str) -> bool:
    return all(char in "0123456789abcdefABCDEF" for char in value)
