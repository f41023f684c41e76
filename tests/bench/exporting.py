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
from itertools import chain
from statistics import median
from typing import Any

import xlsxwriter

from consultation.summary import comma, overview, xlsx
from consultation.summary.compiler import compile_package
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
class Made:
    """`over_idle` is what it needed beyond what was there before, `most` is all; in MB, of it and its own processes."""

    seconds: float
    over_idle: float
    most: float


def measure(scale: Scale) -> Iterator[Row]:
    small = scale is SMALL
    yield from _spreadsheet(1_000 if small else 10_000, small=small)
    yield _csv(1_000 if small else 10_000)
    yield from _package(small=small)


def _spreadsheet(number: int, *, small: bool) -> Iterator[Row]:
    """Turn by turn, so that both meet the same machine."""
    turns = [(_made("bare", number), _made("spreadsheet", number)) for _ in range(_ROUNDS)]
    bare, own = (median(turn[side].seconds for turn in turns) for side in (0, 1))
    memory = max(product.over_idle for _baseline, product in turns)
    work = f"spreadsheet of {number:,}"
    yield Row(work, "-", own, bare, "s", f"<= {RATIO:g} x bare XlsxWriter", own <= RATIO * bare)
    yield Row(f"{work}, memory", "-", memory, None, "MB", f"<= {OVER_IDLE:g} MB over idle", memory <= OVER_IDLE)
    if small:
        return
    long = _made("spreadsheet", 10 * number)
    work, most = f"spreadsheet of {10 * number:,}", GROWTH * own
    yield Row(work, "-", long.seconds, own, "s", f"<= {GROWTH:g} x that of {number:,}", long.seconds <= most)
    met = long.over_idle <= OVER_IDLE_LONG
    yield Row(f"{work}, memory", "-", long.over_idle, None, "MB", f"<= {OVER_IDLE_LONG:g} MB over idle", met)


def _csv(number: int) -> Row:
    turns = [(_made("bare-csv", number).seconds, _made("csv", number).seconds) for _ in range(_ROUNDS)]
    bare, own = (median(turn[side] for turn in turns) for side in (0, 1))
    return Row(f"CSV of {number:,}", "-", own, bare, "s", f"<= {CSV_RATIO:g} x bare csv", own <= CSV_RATIO * bare)


def _package(*, small: bool) -> Iterator[Row]:
    few = _made("package", _PACKAGE)
    work = f"whole package, {_PACKAGE:,} responses with {_PACKAGE * large.POINTS:,} points"
    most = f"<= {PACKAGE_SECONDS:g} s"
    yield Row(work, "-", few.seconds, None, "s", most, few.seconds <= PACKAGE_SECONDS)
    met = few.most <= PACKAGE_MEMORY
    yield Row(f"{work}, memory", "-", few.most, None, "MB", f"<= {PACKAGE_MEMORY:g} MB", met)
    if small:
        return
    many = _made("package", 10 * _PACKAGE)
    work = f"whole package, {10 * _PACKAGE:,} responses"
    met = many.seconds <= GROWTH * few.seconds
    yield Row(work, "-", many.seconds, few.seconds, "s", f"<= {GROWTH:g} x that of {_PACKAGE:,}", met)
    met = many.most <= LARGE_MEMORY
    yield Row(f"{work}, memory", "-", many.most, None, "MB", f"<= {LARGE_MEMORY:g} MB", met)


def _made(what: str, number: int) -> Made:
    command = [sys.executable, "-m", "tests.bench.exporting", what, str(number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        most = 0.0
        while process.poll() is None:
            most = max(most, megabytes(process.pid))
            time.sleep(_BETWEEN_LOOKS)
        written, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    told = json.loads(written)
    return Made(told["seconds"], most - told["idle"], most)


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


_DATA: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
    "spreadsheet": _spreadsheet_of,
    "bare": _bare_spreadsheet,
    "csv": _csv_of,
    "bare-csv": _bare_csv,
}


def _main(what: str, number: int) -> None:
    inputs = large.snapshot(number) if what == "package" else None
    package = large.package(number) if inputs is None else {}
    idle, begun = megabytes(os.getpid()), time.monotonic()
    if inputs is not None:
        compile_package(inputs)
    else:
        _DATA[what](package)
    print(json.dumps({"seconds": time.monotonic() - begun, "idle": idle}))  # noqa: T201 - to who asked


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))
