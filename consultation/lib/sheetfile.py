"""The sheets of a spreadsheet file as rows of text, read in a process of its own with little time and memory."""

import io
import json
import posixpath
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from consultation.lib import apart
from consultation.lib.tables import Problem, Row, TableError, checked_rows, read_rows

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WALL_SECONDS, _CPU_SECONDS, _MEMORY = 20, 10, 768 * 2**20
_LARGEST_PART = 100_000_000
_LONGEST_ANSWER = 4 * _LARGEST_PART
_MOST_COLUMNS = 200
_CELL = re.compile(r"([A-Z]{1,3})[0-9]+", re.ASCII)
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
"""How the format writes a sign that XML cannot hold, and the beginning of what would be read as one."""
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_FIRST_NAME = slice(30, 100)
"""Where a zip archive names its first member; an OpenDocument file says its kind there."""


class Page(NamedTuple):
    """A sheet: rows with their numbers, and the places of formulas ("H7") and of merged cells ("A3:B4").

    Read by `read_book`, a cell with a formula is empty: what it came to is not what somebody wrote.
    """

    name: str
    rows: list[tuple[int, list[str]]]
    formulas: list[str]
    merged: list[str]


def read_sheet(content: bytes) -> list[Row]:
    """Rows of the first sheet as lib.tables.read_rows gives them, numbered as in the sheet. Raises TableError.

    Every cell is text as it is stored: a column of dates is formatted as text, or reads as the day's number.
    """
    [page] = _read(content, "first")
    return checked_rows(page.rows)


def read_table(content: bytes, name: str) -> list[Row]:
    """The rows of a .jsonl, .csv or .xlsx file, by its name. Raises TableError."""
    return read_sheet(content) if name.lower().endswith(".xlsx") else read_rows(content, name)


def read_book(content: bytes) -> list[Page]:
    """Every sheet, in order. Raises TableError: xls or ods for a file of that kind, xlsx for what is none of them."""
    return _read(content, "all")


def _read(content: bytes, wanted: str) -> list[Page]:
    if content.startswith(_OLD_OFFICE):
        raise TableError([Problem(0, "xls")])
    if b"mimetypeapplication/vnd.oasis.opendocument" in content[_FIRST_NAME]:
        raise TableError([Problem(0, "ods")])
    ended = apart.run(
        "consultation.lib.sheetfile", wanted, content=content, seconds=_WALL_SECONDS, longest=_LONGEST_ANSWER
    )
    if ended.code != 0 or len(ended.written) > _LONGEST_ANSWER:
        raise TableError([Problem(0, "xlsx")])
    return [
        Page(name, [(row, cells) for row, cells in rows], formulas, merged)
        for name, rows, formulas, merged in json.loads(ended.written)
    ]


def column_of(letters: str) -> int:
    """The place of a column from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


# The process itself


def _main() -> None:
    apart.limit({resource.RLIMIT_CPU: _CPU_SECONDS, resource.RLIMIT_AS: _MEMORY})
    try:
        pages = list(_pages(sys.stdin.buffer.read(), whole=sys.argv[1] == "all"))
    except (zipfile.BadZipFile, KeyError, ValueError, ParseError, DefusedXmlException, MemoryError, IndexError):
        sys.exit(1)
    sys.stdout.write(json.dumps(pages))


def _pages(content: bytes, *, whole: bool) -> Iterator[Page]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        shared = _shared(archive)
        for name, part in _sheets(archive):
            sheet = _part(archive, part)
            merged = [one.get("ref", "") for one in sheet.iter(f"{_MAIN}mergeCell")]
            formulas = [cell.get("r", "") for cell in sheet.iter(f"{_MAIN}c") if cell.find(f"{_MAIN}f") is not None]
            yield Page(name, list(_rows(sheet, shared, computed=not whole)), formulas, merged)
            if not whole:
                return


def _rows(sheet: Element, shared: list[str], *, computed: bool) -> Iterator[tuple[int, list[str]]]:
    """Those that hold something; with `computed` also what a formula came to."""
    for place, row in enumerate(sheet.iter(f"{_MAIN}row"), 1):
        cells: dict[int, str] = {}
        for at, cell in enumerate(row.iter(f"{_MAIN}c")):
            if not computed and cell.find(f"{_MAIN}f") is not None:
                continue
            if text := _text(cell, shared):
                cells[_column(cell.get("r", ""), at)] = text
        if cells:
            yield int(row.get("r", place)), [cells.get(column, "") for column in range(max(cells) + 1)]


def _part(archive: zipfile.ZipFile, name: str) -> Element:
    if archive.getinfo(name).file_size > _LARGEST_PART:
        raise ValueError("too large")
    with archive.open(name) as file:
        root: Element = fromstring(file.read(_LARGEST_PART))
    return root


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Name and part of each, in the order in which they are seen."""
    parts = {
        one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target", ""))).lstrip("/")
        for one in _part(archive, "xl/_rels/workbook.xml.rels")
    }
    found = list(_part(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet"))
    if not found:
        raise ValueError("no sheet")
    return [(one.get("name", ""), parts[one.get(_ID)]) for one in found]


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [_runs(item) for item in _part(archive, "xl/sharedStrings.xml").iter(f"{_MAIN}si")]


def _runs(item: Element) -> str:
    """The words of a string, without how they are pronounced."""
    parts = [item, *item.findall(f"{_MAIN}r")]
    words = "".join(text.text or "" for part in parts for text in part.findall(f"{_MAIN}t"))
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), words)


def _text(cell: Element, shared: list[str]) -> str:
    kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v") or ""
    if kind == "inlineStr":
        item = cell.find(f"{_MAIN}is")
        return _runs(item) if item is not None else ""
    if kind == "s":
        return shared[int(value)]
    return re.sub(r"\.0$", "", value)


def _column(name: str, otherwise: int) -> int:
    match = _CELL.fullmatch(name)
    number = otherwise
    if match:
        number = column_of(match[1])
    if number >= _MOST_COLUMNS:
        raise ValueError("too wide")
    return number


if __name__ == "__main__":
    _main()
