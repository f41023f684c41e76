"""A sheet that came back, as rows: found by its headings, however they are ordered; what cannot be read is told."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from consultation.lib.sheetfile import Page, column_of
from consultation.lib.text import TextError, clean
from consultation.summary import guide, worksheet
from consultation.summary.overview import PROVISIONAL
from consultation.summary.words import OUTCOMES
from consultation.summary.xlsx import CELL_LIMIT
from consultation.vocabulary import Outcome

MOST_ROWS = 5_000
LONGEST_REMARK = 200_000
"""As on the page where one is written (I3)."""
_WORDS = {words.casefold(): outcome for outcome, words in OUTCOMES.items()}
_NEEDED = (worksheet.KEY, worksheet.REMARK, worksheet.OUTCOME)
_PLACE = re.compile(r"([A-Z]+)([0-9]+)", re.ASCII)


class Fault(StrEnum):
    """What is wrong with the file, or with a row, which is then not taken."""

    NO_SHEET = "no_sheet"
    TWICE_HEADED = "twice_headed"
    TOO_MANY = "too_many"
    MERGED = "merged"
    FORMULA = "formula"
    TWICE = "twice"
    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"
    REMOVED = "removed"
    WORD = "word"
    CHARACTERS = "characters"
    TOO_LONG = "too_long"
    NEW_TEXT = "new_text"


OF_THE_FILE = frozenset({Fault.NO_SHEET, Fault.TWICE_HEADED, Fault.TOO_MANY, Fault.MERGED})
"""With one of these nothing is taken: what the cells mean is not known."""


@dataclass(frozen=True)
class Problem:
    """`row` as the program numbers it, 0 for the whole file; `about` is a cell, a word or a key."""

    row: int
    fault: Fault
    about: str = ""


@dataclass(frozen=True)
class Line:
    """A position's row. `base_remark` is "B4.3" or "" and `base_outcome` a word or "", None where the sheet, like
    overblik.xlsx, does not say; `new_text` is compared in the working sheet alone."""

    row: int
    key: str
    remark: str
    outcome: Outcome | None
    base_remark: str | None
    base_outcome: Outcome | None
    new_text: str | None


@dataclass(frozen=True)
class Came:
    """What a file holds. `keys` are those of all rows, also of rows that cannot be read; `snapshot` is the number of
    the snapshot that an overblik.xlsx was made of, "" of others."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    keys: frozenset[str] = frozenset()
    snapshot: str = ""
    has_bases: bool = False


def read(pages: Sequence[Page]) -> Came:
    """The rows of the first sheet that has the headings; other sheets are left alone."""
    found = next((page for page in pages if _headings(page)), None)
    if found is None:
        return Came((), (Problem(0, Fault.NO_SHEET),))
    columns = _headings(found)
    problems = list(_of_file(found))
    if problems:
        return Came((), tuple(problems))
    lines, faulty, keys = _lines(found, columns)
    has_bases = worksheet.BASE_REMARK.casefold() in columns
    return Came(tuple(lines), tuple(faulty), keys, "" if has_bases else _snapshot(pages), has_bases)


def _headings(page: Page) -> Mapping[str, int]:
    """Heading in small letters -> column; empty where this is not the sheet."""
    if not page.rows:
        return {}
    names = [" ".join(name.split()).casefold() for name in page.rows[0][1]]
    found = {name: column for column, name in reversed(list(enumerate(names))) if name}
    return found if all(name.casefold() in found for name in _NEEDED) else {}


def _of_file(page: Page) -> Iterator[Problem]:
    names = [" ".join(name.split()).casefold() for name in page.rows[0][1]]
    for name in _NEEDED:
        if names.count(name.casefold()) > 1:
            yield Problem(page.rows[0][0], Fault.TWICE_HEADED, name)
    if len(page.rows) > MOST_ROWS:
        yield Problem(0, Fault.TOO_MANY)
    yield from (Problem(0, Fault.MERGED, place) for place in page.merged)


def _snapshot(pages: Sequence[Page]) -> str:
    """What the first sheet of an overblik.xlsx says."""
    for page in pages:
        if page.name.removesuffix(PROVISIONAL) == guide.NAME:
            return next((cells[1] for _row, cells in page.rows if cells[0] == guide.SNAPSHOT and len(cells) > 1), "")
    return ""


def _lines(page: Page, columns: Mapping[str, int]) -> tuple[list[Line], list[Problem], frozenset[str]]:
    lines: list[Line] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    twice: set[str] = set()
    computed = _computed(page, columns)
    for row, cells in _joined(page.rows[1:], columns):
        named = _Cells(columns, cells)
        key = named.get(worksheet.KEY).strip().upper()
        if not key and not named.get(worksheet.REMARK) and not named.get(worksheet.OUTCOME):
            continue
        if key in seen:
            problems.append(Problem(row, Fault.TWICE, key))
            twice.add(key)
            continue
        seen.add(key)
        if row in computed:
            problems.append(Problem(row, Fault.FORMULA, computed[row]))
            continue
        try:
            lines.append(_line(row, key, named))
        except _FaultError as error:
            problems.append(Problem(row, error.fault, error.about))
    return [line for line in lines if line.key not in twice], problems, frozenset(seen)


def _computed(page: Page, columns: Mapping[str, int]) -> dict[int, str]:
    """Row -> a cell of it that is a formula, in a column that is read."""
    ours = {columns[name.casefold()] for name in worksheet.HEADER if name.casefold() in columns}
    found = {}
    for place in page.formulas:
        match = _PLACE.fullmatch(place)
        if match and column_of(match[1]) in ours:
            found[int(match[2])] = place
    return found


@dataclass(frozen=True)
class _Cells:
    columns: Mapping[str, int]
    cells: Sequence[str]

    def find(self, name: str) -> str | None:
        """None where there is no such column."""
        at = self.columns.get(name.casefold())
        return None if at is None else self.cells[at] if at < len(self.cells) else ""

    def get(self, name: str) -> str:
        return self.find(name) or ""


class _FaultError(ValueError):
    def __init__(self, fault: Fault, about: str) -> None:
        super().__init__(fault.value)
        self.fault, self.about = fault, about


def _line(row: int, key: str, named: _Cells) -> Line:
    remark = text_of(named.get(worksheet.REMARK))
    if len(remark) > LONGEST_REMARK:
        raise _FaultError(Fault.TOO_LONG, "")
    base = named.find(worksheet.BASE_OUTCOME)
    new_text = None if base is None else named.find(worksheet.NEW_TEXT)
    return Line(
        row=row,
        key=key,
        remark=remark,
        outcome=outcome_of(named.get(worksheet.OUTCOME)),
        base_remark=named.find(worksheet.BASE_REMARK),
        base_outcome=None if base is None else outcome_of(base),
        new_text=None if new_text is None else text_of(new_text),
    )


def text_of(cell: str) -> str:
    """As texts are kept; blanks at the ends are the program's, not the writer's."""
    try:
        return clean(cell).strip()
    except TextError as error:
        raise _FaultError(Fault.CHARACTERS, "") from error


def outcome_of(cell: str) -> Outcome | None:
    """An outcome by its word in the sheet."""
    words = " ".join(cell.split())
    if not words:
        return None
    found = _WORDS.get(words.casefold())
    if found is None:
        raise _FaultError(Fault.WORD, words[:80])
    return found


def _joined(rows: Sequence[tuple[int, list[str]]], columns: Mapping[str, int]) -> Iterator[tuple[int, list[str]]]:
    """Rows with the parts of a text that filled its cell put together again: they repeat the key alone (xlsx.write)."""
    key = columns[worksheet.KEY.casefold()]
    before: tuple[int, list[str]] | None = None
    full = False
    for row, cells in rows:
        same = before is not None and full and cells[key : key + 1] == before[1][key : key + 1]
        if before is not None and same:
            width = max(len(before[1]), len(cells))
            pairs = zip(_wide(before[1], width), _wide(cells, width), strict=True)
            before = before[0], [a if at == key else a + b for at, (a, b) in enumerate(pairs)]
        else:
            if before is not None:
                yield before
            before = row, cells
        full = any(len(cell.encode("utf-16-le", "surrogatepass")) // 2 >= CELL_LIMIT - 1 for cell in cells)
    if before is not None:
        yield before


def _wide(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))
