"""Starting: how soon the first page is there, and what a web process takes of the memory, then and later."""

import compileall
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from consultation import serve
from tests.bench import bare, filling
from tests.bench.databases import KINDS, Database, database
from tests.bench.filling import SLUG
from tests.bench.results import Row
from tests.bench.scale import Scale
from tests.bench.serving import ROOT, ask, environment, get, product, wait_until_it_answers

SECONDS, MEGABYTES, GROWTH = 1.0, 120.0, 10.0
SOCKET = "SOCKET"
"""Stands for the number of the socket in a command."""


def measure(scale: Scale) -> Iterator[Row]:
    compileall.compile_dir(ROOT / "consultation", quiet=1)  # as an installation leaves it
    for kind in KINDS:
        with database(kind) as where:
            session = filling.opened(where)
            filling.fill(session, filling.open_consultation(session), 50, published=True)
            filling.close(session)
            yield _cold_start(scale, where)
            yield from _memory(scale, where)


def _cold_start(scale: Scale, where: Database) -> Row:
    """A web process, as the supervisor starts it, to its first answer; Flask alone beside it."""
    bare.prepare(where.url)
    (where.folder / "responses.json").write_text("[]", "utf-8")
    (where.folder / "database").write_text(where.url, "utf-8")
    taken = [
        (
            _first_answer(where, "/healthz", "-m", "consultation.webprocess", SOCKET),
            _first_answer(where, "/page", "-m", "tests.bench.bare", SOCKET, str(where.folder)),
        )
        for _ in range(scale.rounds)
    ]
    ours, plain = (median(column) for column in zip(*taken, strict=True))
    return Row("cold start of a web process", where.kind, ours, plain, "s", f"<= {SECONDS:g} s", ours <= SECONDS)


def _first_answer(where: Database, path: str, *arguments: str) -> float:
    """Seconds; the request waits in the kernel until the process takes it."""
    with serve.listen("127.0.0.1", 0) as listener, (where.folder / "log").open("ab") as log:
        number, port = listener.fileno(), listener.getsockname()[1]
        command = [sys.executable, *(str(number) if one == SOCKET else one for one in arguments)]
        begun = time.monotonic()
        process = subprocess.Popen(
            command,
            pass_fds=[number],
            env=environment(where, f"http://127.0.0.1:{port}"),
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        wait_until_it_answers(port, path)
        taken = time.monotonic() - begun
        process.terminate()
        process.wait()
    return taken


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
    return b"consultation.webprocess" in command and f"CONSULTATION_DATA_DIR={where.folder}\0".encode() in told


def _megabytes(process: int) -> float:
    for line in Path(f"/proc/{process}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the process is gone")
