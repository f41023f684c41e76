"""The product as `consultation serve` serves it, and the baselines by as many processes beside it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from consultation import serve
from tests.bench import bare
from tests.bench.databases import Database
from tests.bench.scale import Scale

ROOT = Path(__file__).parents[2]
PROCESSES, CLIENTS = 2, 8
PATIENCE = 180
_WARM_SECONDS = 0.25
Request = tuple[str, str, str, str]
"""Method, path, header lines (each with its end of line) and body."""
SECRET = "not-a-secret-" * 4
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"


@dataclass(frozen=True)
class Round:
    """What clients got: `statuses` by number, `latencies` in seconds."""

    seconds: float
    latencies: list[float]
    statuses: dict[str, int]

    @property
    def a_second(self) -> float:
        return len(self.latencies) / self.seconds

    def only(self, status: str) -> "Round":
        """Itself; raises where anything else was answered, which would be another measurement."""
        if set(self.statuses) != {status}:
            raise RuntimeError(f"expected {status}, got {self.statuses}")
        return self


def environment(database: Database, base_url: str) -> dict[str, str]:
    """As in production but for HTTPS; mail is owed to a server that nobody asks."""
    return os.environ | {
        "CONSULTATION_ENV": "local",
        "CONSULTATION_DATABASE_URL": database.url,
        "CONSULTATION_DATA_DIR": str(database.folder),
        "CONSULTATION_SECRET_KEY": SECRET,
        "CONSULTATION_BASE_URL": base_url,
        "CONSULTATION_MAIL_URL": "smtp://127.0.0.1:9",
    }


@contextmanager
def product(database: Database, processes: int = PROCESSES, told: Mapping[str, str] | None = None) -> Iterator[int]:
    """`consultation serve`; its port, once it answers. The supervisor's id stands in the folder, in `pid`.

    `told` are settings besides the usual.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    bind = f"127.0.0.1:{port}"
    command = [sys.executable, "-m", "consultation.cli", "serve", "--processes", str(processes), "--bind", bind]
    with (database.folder / "log").open("ab") as log:
        process = subprocess.Popen(
            command, env=environment(database, f"http://{bind}") | dict(told or {}), cwd=ROOT, stdout=log, stderr=log
        )
        (database.folder / "pid").write_text(str(process.pid))
        try:
            wait_until_it_answers(port, "/healthz")
            yield port
        finally:
            _end(process)


@contextmanager
def baseline(database: Database, responses: Sequence[dict[str, object]] = ()) -> Iterator[int]:
    """The baselines of `bare`, by as many processes; their port."""
    (database.folder / "responses.json").write_text(json.dumps(responses), "utf-8")
    (database.folder / "database").write_text(database.url, "utf-8")
    bare.prepare(database.url)
    listener = serve.listen("127.0.0.1", 0)
    number, port = listener.fileno(), listener.getsockname()[1]
    command = [sys.executable, "-m", "tests.bench.bare", str(number), str(database.folder)]
    with listener, (database.folder / "log").open("ab") as log:
        children = [
            subprocess.Popen(command, pass_fds=[number], cwd=ROOT, stdout=log, stderr=log) for _ in range(PROCESSES)
        ]
        try:
            wait_until_it_answers(port, "/page")
            yield port
        finally:
            for child in children:
                _end(child)


def wait_until_it_answers(port: int, path: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE):
                return
        except (OSError, urllib.error.URLError):
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(PATIENCE)


def ask(port: int, requests: Sequence[Request], seconds: float | None, clients: int = CLIENTS) -> Round:
    """Clients on persistent connections ask these requests, over and over for so long, or each once."""
    told = {"port": port, "clients": clients, "seconds": seconds, "requests": requests}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("clients.py"))],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=True,
    )
    return Round(**json.loads(done.stdout))


def get(path: str) -> Request:
    return "GET", path, "", ""


def in_turn(scale: Scale, *asked: tuple[int, Sequence[Request], str]) -> list[float]:
    """Requests a second of each (port, requests, expected status), turn by turn; the medians, after each was warm."""
    for port, requests, status in asked:
        ask(port, requests, _WARM_SECONDS).only(status)
    rounds = [
        [ask(port, requests, scale.round_seconds).only(status).a_second for port, requests, status in asked]
        for _ in range(scale.rounds)
    ]
    return [median(column) for column in zip(*rounds, strict=True)]
