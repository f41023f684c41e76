"""Tables as a workbook for Excel and LibreOffice: words stay words, nothing is cut, always the same bytes (O2, R45)."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING

from consultation.summary.zipped import steady

if TYPE_CHECKING:
    import xlsxwriter

CELL_LIMIT = 32_767
_A4 = 9
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

Cell = str | int | None


@dataclass(frozen=True)
class Sheet:
    """`name` has at most 31 letters; `widths` are in letters, one for each name in `header`; every row is as wide."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int]


def write(sheets: Sequence[Sheet], created: datetime, title: str) -> bytes:
    """The sheets in order. A text longer than a cell holds (32,767) goes on in the following rows, which repeat only
    the first cell, so that sorting and filtering keep them together. ValueError where a cell is not taken."""
    import xlsxwriter  # noqa: PLC0415 - a web process tells the same figures and writes no sheet

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as workbook:
        workbook.set_properties({"title": title, "created": created.astimezone(UTC).replace(tzinfo=None)})
        formats = _Formats(
            workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#EAF0F5", "bottom": 1}),
            workbook.add_format({"text_wrap": True, "valign": "top"}),
        )
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(sheet.name), sheet, formats)
    return steady(written.getvalue())


@dataclass(frozen=True)
class _Formats:
    header: object
    body: object


def _write_sheet(page: "xlsxwriter.worksheet.Worksheet", sheet: Sheet, formats: _Formats) -> None:
    if {len(sheet.header), len(sheet.widths), *map(len, sheet.rows)} != {len(sheet.header)}:
        raise ValueError(f"sheet {sheet.name}: rows of different width")
    for column, width in enumerate(sheet.widths):
        _require_taken(page.set_column(column, column, width), sheet.name)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    _write_row(page, 0, sheet.header, formats.header)
    last = 0
    for row in sheet.rows:
        for part in _parts(row):
            last += 1
            _write_row(page, last, part, formats.body)
    _require_taken(page.autofilter(0, 0, last, len(sheet.header) - 1), sheet.name)


def _write_row(page: "xlsxwriter.worksheet.Worksheet", number: int, row: Sequence[Cell], style: object) -> None:
    for column, cell in enumerate(row):
        if cell is None:
            continue
        write_cell = page.write_string if isinstance(cell, str) else page.write_number
        _require_taken(write_cell(number, column, cell, style), f"{page.name}, row {number + 1}, column {column + 1}")


def _require_taken(code: int | None, place: str) -> None:
    # XlsxWriter says with a number that it left something out, and raises nothing (reliability.md trap 4).
    if code:
        raise ValueError(f"{place}: XlsxWriter refused with {code}")


def _parts(row: Sequence[Cell]) -> Iterator[Sequence[Cell]]:
    """The row, and as many more as its longest text needs."""
    columns = [_pieces(cell) if isinstance(cell, str) else (cell,) for cell in row]
    for number, parts in enumerate(zip_longest(*columns)):
        yield parts if number == 0 or parts[0] is not None else (columns[0][0], *parts[1:])


def _pieces(text: str) -> tuple[str, ...]:
    """`text` cut where a cell is full, in the units that Excel counts (UTF-16), never through a letter."""
    units = text.encode("utf-16-le")
    pieces, start = [], 0
    while len(units) - start > CELL_LIMIT * 2:
        end = start + CELL_LIMIT * 2
        if 0xDC <= units[end + 1] <= 0xDF:  # noqa: PLR2004 - the second half of a pair must not begin a cell
            end -= 2
        pieces.append(units[start:end])
        start = end
    return tuple(piece.decode("utf-16-le") for piece in (*pieces, units[start:]))
