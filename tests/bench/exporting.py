"""Data out: spreadsheet and CSV beside bare writers of the same cells, and the whole package (performance.md).

Each is made in a process of its own, which tells its seconds: python -m tests.bench.exporting WHAT N. Its memory, with
that of the processes which it starts, is looked at from outside all the while.
"""

import csv
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain
from statistics import median
from typing import Any

import typst
import xlsxwriter

from consultation.summary import comma, overview, xlsx
from consultation.summary.compiler import compile_package
from consultation.summary.inputs import Inputs
from consultation.summary.manifest import snapshot_data
from consultation.summary.xlsx import Properties
from tests.bench import large
from tests.bench.machine import megabytes
from tests.bench.results import Row
from tests.bench.scale import SMALL, Scale
from tests.bench.serving import ROOT
from tests.summary.sample import sample

RATIO, CSV_RATIO = 2.0, 2.0
OVER_IDLE, OVER_IDLE_LONG = 150.0, 250.0
PACKAGE_SECONDS, PACKAGE_MEMORY = 10.0, 300.0
GROWTH, LARGE_MEMORY = 12.0, 512.0
"""performance.md, the rows of exports; memory in MB."""
_BETWEEN_LOOKS = 0.05
_ROUNDS = 3
_PACKAGE = 1_000


@dataclass(frozen=True)
class Memory:
    """`over_idle` is what it needed beyond what was there before, `most` is all; in MB, of it and its own processes."""

    over_idle: float
    most: float


def measure(scale: Scale) -> Iterator[Row]:
    small = scale is SMALL
    yield from _spreadsheet(1_000 if small else 10_000, small=small)
    yield _csv(1_000 if small else 10_000)
    yield from _package(small=small)


def _spreadsheet(number: int, *, small: bool) -> Iterator[Row]:
    bare, own = _medians("bare", "spreadsheet", number)
    memory = _memory("spreadsheet", number).over_idle
    work = f"spreadsheet of {number:,}"
    yield Row(work, "-", own, bare, "s", f"<= {RATIO:g} x bare XlsxWriter", own <= RATIO * bare)
    yield Row(f"{work}, memory", "-", memory, None, "MB", f"<= {OVER_IDLE:g} MB over idle", memory <= OVER_IDLE)
    if small:
        return
    (short, long), memory = _growth("spreadsheet", number), _memory("spreadsheet", 10 * number).over_idle
    work = f"spreadsheet of {10 * number:,}"
    yield Row(work, "-", long, short, "s", f"<= {GROWTH:g} x that of {number:,}", long <= GROWTH * short)
    met = memory <= OVER_IDLE_LONG
    yield Row(f"{work}, memory", "-", memory, None, "MB", f"<= {OVER_IDLE_LONG:g} MB over idle", met)


def _csv(number: int) -> Row:
    bare, own = _medians("bare-csv", "csv", number)
    return Row(f"CSV of {number:,}", "-", own, bare, "s", f"<= {CSV_RATIO:g} x bare csv", own <= CSV_RATIO * bare)


def _package(*, small: bool) -> Iterator[Row]:
    bare, few = _medians("bare-package", "package", _PACKAGE, 1 if small else _ROUNDS)
    memory = _memory("package", _PACKAGE).most
    work = f"whole package, {_PACKAGE:,} responses with {_PACKAGE * large.POINTS:,} points"
    yield Row(work, "-", few, bare, "s", f"<= {PACKAGE_SECONDS:g} s (beside: bare typst)", few <= PACKAGE_SECONDS)
    met = memory <= PACKAGE_MEMORY
    yield Row(f"{work}, memory", "-", memory, None, "MB", f"<= {PACKAGE_MEMORY:g} MB", met)
    if small:
        return
    (few, many), memory = _growth("package", _PACKAGE), _memory("package", 10 * _PACKAGE).most
    work = f"whole package, {10 * _PACKAGE:,} responses"
    yield Row(work, "-", many, few, "s", f"<= {GROWTH:g} x that of {_PACKAGE:,}", many <= GROWTH * few)
    met = memory <= LARGE_MEMORY
    yield Row(f"{work}, memory", "-", memory, None, "MB", f"<= {LARGE_MEMORY:g} MB", met)


def _medians(baseline: str, product: str, number: int, rounds: int = _ROUNDS) -> tuple[float, float]:
    """Turn by turn, so that both meet the same machine."""
    turns = [(_seconds(baseline, number), _seconds(product, number)) for _ in range(rounds)]
    bare, own = zip(*turns, strict=True)
    return median(bare), median(own)


def _growth(what: str, number: int) -> tuple[float, float]:
    """Seconds of so many and of ten times so many; the few before and after the many, which take a minute in which the
    machine changes."""
    before, many, after = _seconds(what, number), _seconds(what, 10 * number), _seconds(what, number)
    return (before + after) / 2, many


def _seconds(what: str, number: int) -> float:
    return float(_told(what, number)["seconds"])


def _memory(what: str, number: int) -> Memory:
    """Of a run of its own: looking takes the processor's time."""
    most = [0.0]
    told = _told(what, number, lambda pid: most.append(megabytes(pid)))
    return Memory(max(most) - told["idle"], max(most))


def _told(what: str, number: int, look: Callable[[int], None] | None = None) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.exporting", what, str(number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        while look and process.poll() is None:
            look(process.pid)
            time.sleep(_BETWEEN_LOOKS)
        written, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return dict[str, float](json.loads(written))


# The process itself


def _spreadsheet_of(package: Mapping[str, Any]) -> None:
    snapshot = snapshot_data(sample())
    made = Properties("Overblik", "Høring", "Randby Kommune", sample().snapshot.made_at)
    xlsx.write(overview.sheets(package, snapshot), made)


def _bare_spreadsheet(package: Mapping[str, Any]) -> None:
    """The same cells with XlsxWriter alone, in its constant memory."""
    with xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True}) as workbook:
        for sheet in overview.tables(package):
            page = workbook.add_worksheet(sheet.name)
            for at, row in enumerate(sheet.rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(at, column, cell)
                    elif cell is not None:
                        page.write_number(at, column, 1)


def _csv_of(package: Mapping[str, Any]) -> None:
    sum(map(len, comma.lines(package, "svar.csv")))


def _bare_csv(package: Mapping[str, Any]) -> None:
    file = io.StringIO(newline="")
    sheet = overview.tables(package)[0]
    csv.writer(file).writerows(chain([sheet.header], sheet.rows))
    file.getvalue().encode()


_PLAIN = b"""#set text(size: 11pt, lang: "da")
#set document(title: "Svar")
#for words in json(bytes(sys.inputs.responses)) { heading(level: 1, text(words.at(0))); par(text(words.at(1))) }"""


def _bare_package(inputs: Inputs) -> None:
    """The words of the responses with typst alone, each under its number."""
    words = [[each.number, " ".join(answer.text for answer in each.answers)] for each in inputs.responses]
    typst.compile(_PLAIN, pdf_standards=["ua-1"], sys_inputs={"responses": json.dumps(words)})


_PAPERS: Mapping[str, Callable[[Inputs], object]] = {"package": compile_package, "bare-package": _bare_package}
_DATA: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
    "spreadsheet": _spreadsheet_of,
    "bare": _bare_spreadsheet,
    "csv": _csv_of,
    "bare-csv": _bare_csv,
}


def _main(what: str, number: int) -> None:
    of_papers = what in _PAPERS
    run = partial(_PAPERS[what], large.snapshot(number)) if of_papers else partial(_DATA[what], large.package(number))
    idle, begun = megabytes(os.getpid()), time.monotonic()
    run()
    print(json.dumps({"seconds": time.monotonic() - begun, "idle": idle}))  # noqa: T201 - to who asked


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))
