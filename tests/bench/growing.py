"""`demo load --responses N`: how long N take through the operations that people use, and in how much memory."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.databases import KINDS, SQLITE, database
from tests.bench.results import Row
from tests.bench.scale import SMALL, Scale
from tests.bench.serving import ROOT, environment

A_THOUSAND_SECONDS = 6.0
"""100,000 in ten minutes."""
GROWTH = 150.0


@dataclass(frozen=True)
class _Load:
    seconds: float
    megabytes: float


def measure(scale: Scale) -> Iterator[Row]:
    """Beside the demo alone, so that what is told of N responses is theirs; at the small scale on SQLite alone."""
    for kind in (SQLITE,) if scale is SMALL else KINDS:
        alone = _load(kind, 0)
        for number in scale.demo:
            yield from _rows(kind, number, _load(kind, number), alone)


def _rows(kind: str, number: int, grown: _Load, alone: _Load) -> Iterator[Row]:
    seconds, most = grown.seconds - alone.seconds, number / 1000 * A_THOUSAND_SECONDS
    work, detail = f"demo load --responses {number}", f"the demo without them {alone.seconds:.1f} s"
    yield Row(work, kind, seconds, None, "s", f"<= {most:g} s", seconds <= most, detail)
    flat = grown.megabytes - alone.megabytes <= GROWTH
    yield Row(f"{work}, memory", kind, grown.megabytes, alone.megabytes, "MB", f"+ {GROWTH:g} MB at most", flat)


def _load(kind: str, number: int) -> _Load:
    with database(kind) as where:
        command = [sys.executable, "-m", "consultation.cli", "demo", "load", "--responses", str(number)]
        begun = time.monotonic()
        process = subprocess.Popen(command, env=environment(where, "http://127.0.0.1"), cwd=ROOT)
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"demo load ended with {process.returncode}")
        return _Load(time.monotonic() - begun, used.ru_maxrss / 1024)
