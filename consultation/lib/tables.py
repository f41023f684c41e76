"""Tables as files: CSV that no spreadsheet runs (O1), and strict reading of the rows of an import (I3)."""

import codecs
import csv
import io
import json
import math
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

Cell = str | int | None
Row = tuple[int, dict[str, object]]

GUARD = "'"
"""Stands before a cell that a spreadsheet could take for a formula; see `guard`."""

_RISKY = re.compile("[\"'\u2018\u2019\u201c\u201d\\s]*[=+\\-@|%\t\r\n\0\uff1d\uff0b\uff0d\uff20\u2212]")
_DEEPEST = 5
_LONGEST_FIELD = 10_000_000
_SURROGATE = re.compile("[\ud800-\udfff]")


class Problem(NamedTuple):
    """Why a row cannot be read. `row` is as a person counts: lines of JSONL, records of CSV with the heading as 1.

    `code` is stable: empty, encoding, json, nan, number, depth, duplicate_key, not_object, columns, csv, nul, format.
    """

    row: int
    code: str
    field: str = ""


class TableError(ValueError):
    """A file that is not taken, with every problem that was found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"row {row}: {code} {field}".strip() for row, code, field in self.problems))


class _CellError(ValueError):
    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code, self.field = code, field


# Writing


def guard(cell: str) -> str:
    """The cell with an apostrophe before it, if a spreadsheet could read it as a formula (O1).

    That is: blanks and quotation marks, then one of = + - @ | % (also fullwidth), tab, line end or NUL. `unguard`
    undoes it.
    """
    return GUARD + cell if _RISKY.match(cell) else cell


def unguard(cell: str) -> str:
    """The cell as it was before `guard`; a cell that `guard` cannot have made is left alone."""
    return cell[1:] if cell.startswith(GUARD) and _RISKY.match(cell[1:]) else cell


BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Begins what `write_csv` makes: spreadsheets take it for a sign of UTF-8."""


def write_csv(rows: Iterable[Iterable[Cell]]) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark; every text guarded, numbers as they are, None empty."""
    return b"".join(csv_lines(rows))


def csv_lines(rows: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """The same line by line, for what is sent while it is read."""
    yield codecs.BOM_UTF8
    for row in rows:
        file = io.StringIO(newline="")
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in row])
        yield file.getvalue().encode()


# Reading


def read_rows(source: Path | bytes, name: str) -> list[Row]:
    """The rows of a .jsonl or .csv file (by its name), each with its row number; CSV cells are text, unguarded.

    CSV may be separated by comma or semicolon. All or nothing: raises TableError with every problem.
    """
    raw = source if isinstance(source, bytes) else source.read_bytes()
    text = raw.decode("utf-8-sig", "surrogateescape")  # bytes that are no UTF-8 are reported with their row below
    readers = {".jsonl": _read_jsonl, ".csv": _read_csv}
    reader = readers.get(Path(name).suffix.lower())
    if reader is None:
        raise TableError([Problem(0, "format")])
    return _gathered(reader(text))


def checked_rows(records: Iterable[tuple[int, list[str]]]) -> list[Row]:
    """Rows under the heading that the first record is; shorter records are filled up. Raises TableError."""
    return _gathered(_under_heading(records, filled=True))


def _gathered(found: Iterable[Row | Problem]) -> list[Row]:
    """All rows, or TableError with every problem: all or nothing."""
    rows: list[Row] = []
    problems: list[Problem] = []
    for one in found:
        if isinstance(one, Problem):
            problems.append(one)
        else:
            rows.append(one)
    if problems or not rows:
        raise TableError(problems or [Problem(1, "empty")])
    return rows


def _read_jsonl(text: str) -> Iterator[Row | Problem]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, _json_object(line)
        except _CellError as error:
            yield Problem(number, error.code, error.field)


def _json_object(line: str) -> dict[str, object]:
    _check_characters(line)
    try:
        value = json.loads(line, object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=_finite)
    except RecursionError as error:
        raise _CellError("depth") from error
    except json.JSONDecodeError as error:
        raise _CellError("json") from error
    except _CellError:
        raise
    except ValueError as error:  # an integer of thousands of digits
        raise _CellError("number") from error
    if not isinstance(value, dict):
        raise _CellError("not_object")
    for field, part in value.items():
        _check_value(part, str(field), _DEEPEST)
    return value


def _check_value(value: object, field: str, depth: int) -> None:
    if depth == 0:
        raise _CellError("depth", field)
    if isinstance(value, str):
        _check_characters(value, field)
    elif isinstance(value, list):
        for part in value:
            _check_value(part, field, depth - 1)
    elif isinstance(value, dict):
        for key, part in value.items():
            _check_characters(key, field)
            _check_value(part, field, depth - 1)


def _check_characters(text: str, field: str = "") -> None:
    if _SURROGATE.search(text):
        raise _CellError("encoding", field)
    if "\0" in text:
        raise _CellError("nul", field)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made: dict[str, object] = {}
    for key, value in pairs:
        if key in made:
            raise _CellError("duplicate_key", key)
        made[key] = value
    return made


def _refuse_constant(_name: str) -> object:
    raise _CellError("nan")


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _CellError("number")
    return value


def _read_csv(text: str) -> Iterator[Row | Problem]:
    csv.field_size_limit(_LONGEST_FIELD)  # Python's own limit is shorter than a long response
    first_line = text.split("\n", 1)[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    yield from _under_heading(_numbered(records), filled=False)


def _numbered(records: Iterable[list[str]]) -> Iterator[tuple[int, list[str]] | Problem]:
    """The records that hold something; what cannot be divided into records ends them."""
    number = 0
    try:
        for number, record in enumerate(records, 1):
            if record:
                yield number, record
    except csv.Error:
        yield Problem(number + 1, "csv")


def _under_heading(records: Iterable[tuple[int, list[str]] | Problem], *, filled: bool) -> Iterator[Row | Problem]:
    """Each record with the names of the first one; `filled`: those that end early have empty cells."""
    heading: list[str] | None = None
    for one in records:
        if isinstance(one, Problem):
            yield one
            continue
        number, record = one
        if heading is None:
            heading = [name.strip() for name in record]
            yield from _heading_problems(heading, number)
            continue
        missing = len(heading) - len(record) if filled else 0
        yield _csv_row(heading, record + [""] * missing, number)


def _heading_problems(heading: list[str], number: int) -> Iterator[Problem]:
    for name in sorted({name for name in heading if heading.count(name) > 1 or not name}):
        yield Problem(number, "duplicate_key" if name else "columns", name)


def _csv_row(heading: list[str], record: list[str], number: int) -> Row | Problem:
    if len(record) != len(heading):
        return Problem(number, "columns")
    try:
        for name, cell in zip(heading, record, strict=True):
            _check_characters(name + cell, name)
    except _CellError as error:
        return Problem(number, error.code, error.field)
    cells: list[object] = [unguard(cell) for cell in record]
    return number, dict(zip(heading, cells, strict=True))
