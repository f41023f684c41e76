"""The first sheet of a spreadsheet file as rows of text, read in a process of its own with little time and memory."""

import io
import json
import posixpath
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from consultation.lib import apart
from consultation.lib.tables import Problem, Row, TableError, checked_rows

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WALL_SECONDS, _CPU_SECONDS, _MEMORY = 20, 10, 768 * 2**20
_LARGEST_PART = 100_000_000
_LONGEST_ANSWER = 4 * _LARGEST_PART
_MOST_COLUMNS = 200
_CELL = re.compile(r"([A-Z]{1,3})[0-9]+", re.ASCII)


def read_sheet(content: bytes) -> list[Row]:
    """Rows as lib.tables.read_rows gives them, numbered as in the sheet. Raises TableError: code xlsx for no such file.

    Every cell is text as it is stored: a column of dates is formatted as text, or reads as the day's number.
    """
    ended = apart.run("consultation.lib.sheetfile", content=content, seconds=_WALL_SECONDS, longest=_LONGEST_ANSWER)
    if ended.code != 0 or len(ended.written) > _LONGEST_ANSWER:
        raise TableError([Problem(0, "xlsx")])
    records: list[tuple[int, list[str]]] = [(number, cells) for number, cells in json.loads(ended.written)]
    return checked_rows(records)


# The process itself


def _main() -> None:
    apart.limit({resource.RLIMIT_CPU: _CPU_SECONDS, resource.RLIMIT_AS: _MEMORY})
    try:
        records = list(_records(sys.stdin.buffer.read()))
    except (zipfile.BadZipFile, KeyError, ValueError, ParseError, DefusedXmlException, MemoryError, IndexError):
        sys.exit(1)
    sys.stdout.write(json.dumps(records))


def _records(content: bytes) -> Iterator[tuple[int, list[str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        shared = _shared(archive)
        sheet = _part(archive, _first_sheet(archive))
    for place, row in enumerate(sheet.iter(f"{_MAIN}row"), 1):
        cells: dict[int, str] = {}
        for at, cell in enumerate(row.iter(f"{_MAIN}c")):
            column = _column(cell.get("r", ""), at)
            cells[column] = _text(cell, shared)
        if any(cells.values()):
            width = max(cells) + 1
            yield int(row.get("r", place)), [cells.get(column, "") for column in range(width)]


def _part(archive: zipfile.ZipFile, name: str) -> Element:
    if archive.getinfo(name).file_size > _LARGEST_PART:
        raise ValueError("too large")
    with archive.open(name) as file:
        root: Element = fromstring(file.read(_LARGEST_PART))
    return root


def _first_sheet(archive: zipfile.ZipFile) -> str:
    book = _part(archive, "xl/workbook.xml")
    first = next(book.iter(f"{_MAIN}sheet")).get(_ID)
    for one in _part(archive, "xl/_rels/workbook.xml.rels"):
        if one.get("Id") == first:
            return posixpath.normpath(posixpath.join("/xl", one.get("Target", ""))).lstrip("/")
    raise ValueError("no sheet")


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [_runs(item) for item in _part(archive, "xl/sharedStrings.xml").iter(f"{_MAIN}si")]


def _runs(item: Element) -> str:
    """The words of a string, without how they are pronounced."""
    parts = [item, *item.findall(f"{_MAIN}r")]
    return "".join(text.text or "" for part in parts for text in part.findall(f"{_MAIN}t"))


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
        number = 0
        for letter in match[1]:
            number = number * 26 + ord(letter) - 64
        number -= 1
    if number >= _MOST_COLUMNS:
        raise ValueError("too wide")
    return number


if __name__ == "__main__":
    _main()
