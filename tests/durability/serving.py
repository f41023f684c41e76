"""The production server in processes of its own, on loopback and a real database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from consultation import serve
from consultation.database import make_engine
from consultation.models import Consultation
from tests import factories

ROOT = Path(__file__).parents[2]
SECRET = "not-a-secret-" * 4
SLUG = "hjaelp-i-hverdagen"
SUPERVISE = """
import os, socket, sys
from consultation.config import read
from consultation.serve import Supervisor
listener, processes, workers = map(int, sys.argv[1:])
Supervisor(read(os.environ), socket.socket(fileno=listener), processes, worker=bool(workers)).run()
"""
DAY = timedelta(days=1)
PATIENCE = 60
"""Seconds after which something that should come does not come any more; nothing is measured by it."""


@dataclass(frozen=True)
class Site:
    """A running server. `log` is what its processes wrote."""

    host: str
    port: int
    supervisor: int
    log: Path

    def children(self) -> set[int]:
        """The web processes and the worker, by id."""
        return {
            int(pid) for pid in Path(f"/proc/{self.supervisor}/task/{self.supervisor}/children").read_text().split()
        }

    def web_processes(self) -> set[int]:
        """Those of `children` that serve pages."""
        return {
            pid for pid in self.children() if b"consultation.webprocess" in Path(f"/proc/{pid}/cmdline").read_bytes()
        }

    def kill(self, pid: int) -> None:
        """As a power cut would, and waits until another has taken its place."""
        before = self.children()
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: pid not in self.children() and len(self.children()) == len(before))


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@contextmanager
def stored(database_url: str) -> Iterator[Session]:
    """A look into the database that the processes use, or a hand in it."""
    engine = make_engine(database_url)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


def open_consultation(database_url: str) -> Consultation:
    """One that is open now, by the real clock."""
    now = datetime.now(UTC)
    with stored(database_url) as session:
        owner = factories.authority(session)
        row = factories.consultation(session, owner, SLUG, opens_at=now - DAY, closes_at=now + DAY)
        session.commit()
    return row


def environment(database_url: str, folder: Path, base_url: str, mail_url: str = "") -> dict[str, str]:
    """What a process of the product is told."""
    return os.environ | {
        "CONSULTATION_ENV": "local",
        "CONSULTATION_DATABASE_URL": database_url,
        "CONSULTATION_DATA_DIR": str(folder),
        "CONSULTATION_SECRET_KEY": SECRET,
        "CONSULTATION_BASE_URL": base_url,
        "CONSULTATION_MAIL_URL": mail_url,
    }


@contextmanager
def serving(database_url: str, folder: Path, processes: int, workers: int = 1) -> Iterator[Site]:
    """Web processes, and a worker or none, under the supervisor, as `consultation serve` starts them."""
    listener = serve.listen("127.0.0.1", 0)
    host, port = listener.getsockname()
    number, log = listener.fileno(), folder / "log"
    with listener, log.open("wb") as output:
        supervisor = subprocess.Popen(
            [sys.executable, "-c", SUPERVISE, str(number), str(processes), str(workers)],
            pass_fds=[number],
            env=environment(database_url, folder, base_url=f"http://{host}:{port}"),
            cwd=ROOT,
            stdout=output,
            stderr=output,
        )
        site = Site(host, port, supervisor.pid, log)
        try:
            wait_until(lambda: len(site.children()) == processes + workers)
            yield site
        finally:
            _end(supervisor, site)


def _end(supervisor: subprocess.Popen[bytes], site: Site) -> None:
    """Gently first; what is left is killed, so that no process outlives its test."""
    children = site.children() if supervisor.poll() is None else set()
    supervisor.terminate()
    try:
        supervisor.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        supervisor.kill()
        for pid in children:
            os.kill(pid, signal.SIGKILL)
        raise
