"""Tables as a workbook for Excel and LibreOffice: words stay words, nothing is cut, always the same bytes (O2, R45)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import zip_longest
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Generic, TypeVar, overload

from consultation.lib.dates import local
from consultation.summary.zipped import steady

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CELL_LIMIT = 32_767
_A4 = 9
_LONGEST_NAME = 31
_LONGEST_PROPERTY = 255
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_DAY = r"dd\.mm\.yyyy"
_MOMENT = r'dd\.mm\.yyyy" kl. "hh\.mm'
_FIRST_DAY = date(1899, 12, 30)
_DAY_SECONDS = 86_400
_NARROW = 1.1
"""A width is counted in digits, and most letters are narrower."""
_LINE, _HIGHEST = 15.0, 409.0
"""In points: of a line, and of a row."""
_CORE = "docProps/core.xml"

Cell = str | int | date | datetime | None
"""An instant prints by the clock in Copenhagen; a day is a day."""
Row = Sequence[Cell]
T = TypeVar("T")


class Made(Sequence[Row], Generic[T]):
    """Rows that are made when they are read, so that a long list is never held twice."""

    def __init__(self, of: Sequence[T], make: Callable[[T], Row]) -> None:
        self._of, self._make = of, make

    def __len__(self) -> int:
        return len(self._of)

    def __iter__(self) -> Iterator[Row]:
        return map(self._make, self._of)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        return Made(self._of[at], self._make) if isinstance(at, slice) else self._make(self._of[at])


@dataclass(frozen=True)
class Locked:
    """A sheet to be filled in: all is locked but the `open` columns, by place from 0. `hidden` columns are for the way
    back, and `choices` are the words that a column takes."""

    open: frozenset[int]
    hidden: frozenset[int] = frozenset()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """`name` has at most 31 letters; `widths` are in letters, one for each name in `header`; every row is as wide.

    `about` is what the sheet holds, in a sentence; it prints on the first sheet, not here. With `left` numbers stand
    under the words of their column.
    """

    name: str
    header: Sequence[str]
    rows: Sequence[Row]
    widths: Sequence[int]
    about: str = ""
    left: bool = False
    locked: Locked | None = None


@dataclass(frozen=True)
class Properties:
    """What the file says of itself. `made_at` is the only time in it."""

    title: str
    subject: str
    author: str
    made_at: datetime
    comments: str = ""


def write(sheets: Sequence[Sheet], properties: Properties) -> bytes:
    """The sheets in order. A text longer than a cell holds (32,767) goes on in the following rows, which repeat only
    the first cell, so that sorting and filtering keep them together. ValueError where a cell is not taken."""
    import xlsxwriter  # noqa: PLC0415 - a web process tells the same figures and writes no sheet

    with TemporaryFile() as written:
        with xlsxwriter.Workbook(written, _OPTIONS) as workbook:
            workbook.set_properties(
                {
                    "title": properties.title[:_LONGEST_PROPERTY],
                    "subject": properties.subject[:_LONGEST_PROPERTY],
                    "author": properties.author[:_LONGEST_PROPERTY],
                    "comments": properties.comments[:_LONGEST_PROPERTY],
                    "created": properties.made_at.astimezone(UTC).replace(tzinfo=None),
                }
            )
            formats = _formats(workbook)
            for number, sheet in enumerate(sheets, start=1):
                last = _write_sheet(workbook.add_worksheet(sheet.name), sheet, formats)
                _name_header(workbook, sheet, number, last)
        return steady(written, {_CORE: _in_danish})


def stored(cell: Cell) -> str:
    """How a cell stands in the file: words as they are, a number as its digits, a time as Excel counts days."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    return f"{_number(cell):.16G}"


def _number(cell: int | date | datetime) -> int | float:
    """Excel's number of a day: 1 is 1 January 1900, and the clock is a part of a day."""
    if isinstance(cell, datetime):
        at = local(cell)
        seconds = at.hour * 3600 + at.minute * 60 + at.second
        return (at.date() - _FIRST_DAY).days + seconds / _DAY_SECONDS
    return (cell - _FIRST_DAY).days if isinstance(cell, date) else cell


def _in_danish(core: bytes) -> bytes:
    """The language of the file, which XlsxWriter has no word for (WCAG 3.1.1)."""
    return core.replace(b"</cp:coreProperties>", b"<dc:language>da-DK</dc:language></cp:coreProperties>")


@dataclass(frozen=True)
class _Formats:
    header: "Format"
    body: "Format"
    left: "Format"
    open: "Format"
    day: "Format"
    moment: "Format"

    def of(self, cell: Cell, *, left: bool, is_open: bool) -> "Format":
        if isinstance(cell, datetime):
            return self.moment
        if isinstance(cell, date):
            return self.day
        return self.open if is_open else self.left if left else self.body


def _formats(workbook: "xlsxwriter.Workbook") -> _Formats:
    body = {"text_wrap": True, "valign": "top"}
    return _Formats(
        header=workbook.add_format({**body, "bold": True, "bg_color": "#EAF0F5", "bottom": 1}),
        body=workbook.add_format(body),
        left=workbook.add_format({**body, "align": "left"}),
        open=workbook.add_format({**body, "locked": False, "bg_color": "#FFFBE6", "border": 4, "num_format": "@"}),
        day=workbook.add_format({**body, "num_format": _DAY, "align": "left"}),
        moment=workbook.add_format({**body, "num_format": _MOMENT, "align": "left"}),
    )


def _write_sheet(page: "Worksheet", sheet: Sheet, formats: _Formats) -> int:
    """Returns the last row, from 0."""
    if len(sheet.header) != len(sheet.widths) or len(sheet.name) > _LONGEST_NAME:
        raise ValueError(f"sheet {sheet.name}: its header and widths are of different width, or its name is too long")
    _set_up(page, sheet)
    is_open = sheet.locked.open if sheet.locked else frozenset()
    page.set_row(0, _height(sheet.header, sheet.widths))
    _write_row(page, 0, sheet.header, [formats.header] * len(sheet.header))
    last = 0
    for row in sheet.rows:
        if len(row) != len(sheet.header):
            raise ValueError(f"sheet {sheet.name}: a row of different width")
        styles = [formats.of(cell, left=sheet.left, is_open=column in is_open) for column, cell in enumerate(row)]
        for part in _parts(row):
            last += 1
            page.set_row(last, _height(part, sheet.widths))
            _write_row(page, last, part, styles)
    _require_taken(page.autofilter(0, 0, last, len(sheet.header) - 1), sheet.name)
    page.ignore_errors({"number_stored_as_text": f"A1:{_letters(len(sheet.header) - 1)}{last + 1}"})
    if sheet.locked:
        _lock(page, sheet.locked, last)
    return last


def _set_up(page: "Worksheet", sheet: Sheet) -> None:
    """What a person sees when it opens, and when it prints."""
    hidden = sheet.locked.hidden if sheet.locked else frozenset()
    for column, width in enumerate(sheet.widths):
        options = {"hidden": True} if column in hidden else {}
        _require_taken(page.set_column(column, column, width, None, options), sheet.name)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer("&L&F&C&A&RSide &P af &N")


def _height(row: Row, widths: Sequence[int]) -> float:
    """As many lines as the longest cell takes, and no more than a row can have: programs differ in whether they work
    that out when a file is opened."""
    most = max(_lines(cell, width) for cell, width in zip(row, widths, strict=True))
    return min(most * _LINE, _HIGHEST)


def _lines(cell: Cell, width: int) -> int:
    if not isinstance(cell, str) or (len(cell) < width and "\n" not in cell):
        return 1
    if len(cell) > width * _HIGHEST / _LINE:
        return int(_HIGHEST)
    return sum(1 + int(len(line) / (width * _NARROW)) for line in cell.split("\n"))


def _lock(page: "Worksheet", locked: Locked, last: int) -> None:
    """Against slips alone: there is no password, and what comes back is checked."""
    for column, words in locked.choices.items():
        rule = {
            "validate": "list",
            "source": list(words),
            "error_title": "Vælg fra listen",
            "error_message": f"Vælg: {', '.join(words)}."[:_LONGEST_PROPERTY],
        }
        _require_taken(page.data_validation(1, column, max(last, 1), column, rule), page.name)
    page.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})


def _name_header(workbook: "xlsxwriter.Workbook", sheet: Sheet, number: int, last: int) -> None:
    """Screen readers read a cell with the header of its column and row where a name says which these are."""
    end = f"{_letters(len(sheet.header) - 1)}{last + 1}"
    name = f"TitleRegion{number}.A1.{end}.{number}"
    _require_taken(workbook.define_name(name, f"='{sheet.name}'!$A$1"), sheet.name)


def _letters(column: int) -> str:
    """The name of a column, from 0: A, B … Z, AA."""
    name = ""
    while column >= 0:
        name = chr(ord("A") + column % 26) + name
        column = column // 26 - 1
    return name


def _write_row(page: "Worksheet", number: int, row: Row, styles: Sequence["Format"]) -> None:
    for column, (cell, style) in enumerate(zip(row, styles, strict=True)):
        if cell is None:
            continue
        if isinstance(cell, str):
            code = page.write_string(number, column, cell, style)
        else:
            code = page.write_number(number, column, _number(cell), style)
        _require_taken(code, f"{page.name}, row {number + 1}, column {column + 1}")


def _require_taken(code: int | None, place: str) -> None:
    # XlsxWriter says with a number that it left something out, and raises nothing (reliability.md trap 4).
    if code:
        raise ValueError(f"{place}: XlsxWriter refused with {code}")


def _parts(row: Row) -> Iterator[Row]:
    """The row, and as many more as its longest text needs."""
    if all(not isinstance(cell, str) or len(cell) * 2 <= CELL_LIMIT for cell in row):
        yield row
        return
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
