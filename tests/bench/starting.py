"""Starting: how soon the first page is there, and what a web process takes of the memory, then and later."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench import filling
from tests.bench.databases import KINDS, Database, database
from tests.bench.filling import SLUG
from tests.bench.results import Row
from tests.bench.scale import Scale
from tests.bench.serving import ask, get, product

SECONDS, MEGABYTES, GROWTH = 1.0, 120.0, 10.0
_STARTS = 3


def measure(scale: Scale) -> Iterator[Row]:
    for kind in KINDS:
        with database(kind) as where:
            session = filling.opened(where)
            filling.fill(session, filling.open_consultation(session), 50, published=True)
            filling.close(session)
            yield _cold_start(where)
            yield from _memory(scale, where)


def _cold_start(where: Database) -> Row:
    taken = [_start(where) for _ in range(_STARTS)]
    detail = "from the command to the first answer: the supervisor, then a process of its own"
    seconds = median(taken)
    return Row("cold start", where.kind, seconds, None, "s", f"<= {SECONDS:g} s", seconds <= SECONDS, detail)


def _start(where: Database) -> float:
    begun = time.monotonic()
    with product(where, processes=1):
        return time.monotonic() - begun


def _memory(scale: Scale, where: Database) -> Iterator[Row]:
    with product(where, processes=1) as port:
        [process] = _web_processes(where)
        ask(port, [get("/healthz")], None)
        at_start = _megabytes(process)
        ask(port, [get(f"/hoeringer/{SLUG}")] * scale.warming, None).only("200")
        warm = _megabytes(process)
        ask(port, [get(f"/hoeringer/{SLUG}")] * scale.requests, None).only("200")
        later = _megabytes(process)
    yield Row(
        "memory of a web process at start",
        where.kind,
        at_start,
        None,
        "MB",
        f"<= {MEGABYTES:g} MB",
        at_start <= MEGABYTES,
    )
    yield Row(
        f"memory after {scale.requests:,} requests more, beside {scale.warming:,}",
        where.kind,
        later,
        warm,
        "MB",
        f"+ {GROWTH:g} MB at most",
        later - warm <= GROWTH,
    )


def _web_processes(where: Database) -> list[int]:
    """Those that `consultation serve` has started for this database."""
    numbers = (entry for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [int(entry.name) for entry in numbers if _is_web(entry, where)]


def _is_web(entry: Path, where: Database) -> bool:
    try:
        command, told = (entry / "cmdline").read_bytes(), (entry / "environ").read_bytes()
    except OSError:
        return False
    return b"consultation.serve" in command and f"CONSULTATION_DATA_DIR={where.folder}\0".encode() in told


def _megabytes(process: int) -> float:
    for line in Path(f"/proc/{process}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the process is gone")
