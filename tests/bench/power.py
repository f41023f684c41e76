"""A power cut while people send (D2): what was written and not made safe is gone, and each receipt has its response.

No file system that forgets is needed: a library in the processes writes down what they write and what they make safe
(losing.c), everything is killed in the midst of the load, and the files are made again from what was safe: once without
all the rest, then with a part of it that chance chooses.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from consultation import chain
from consultation.database import make_engine
from consultation.lib.tokens import hash_token
from consultation.models import Authority, Response
from tests.bench import filling
from tests.bench.databases import KINDS, SQLITE, Database, address_of, database, postgres_server
from tests.bench.last_hour import send
from tests.bench.pacing import SEE_OTHER, Answer, asking, evenly
from tests.bench.replaying import Replay
from tests.bench.results import Row
from tests.bench.scale import Scale
from tests.bench.serving import SECRET, product
from tests.durability.away import children

SOURCE = Path(__file__).with_name("losing.c")
PACE, SHARES = 60, (0.0, 0.5, 0.9)
"""Sent a second; and how much of what was not safe survives all the same, for each of the replays."""
AT_MOST = 600
WEAK_COMMITS = 500
WEAK = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode=WAL")
connection.execute("PRAGMA synchronous=NORMAL")
connection.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY)")
for _ in range(int(sys.argv[2])):
    connection.execute("INSERT INTO kept DEFAULT VALUES")
os._exit(0)
"""
"""What most advice for SQLite says: fast, and not safe. It shows that this measurement can find a loss."""


@dataclass(frozen=True)
class Losing:
    """`root`: the beginning of the paths that count; `base`: a folder with them as they were before."""

    library: Path
    log: Path
    root: Path
    base: Path
    names: tuple[str, ...] = field(default=("LD_PRELOAD", "LOSING_ROOT", "LOSING_LOG"))

    @property
    def told(self) -> dict[str, str]:
        return dict(zip(self.names, map(str, (self.library, self.root, self.log)), strict=True))


def measure(scale: Scale) -> Iterator[Row]:
    if not shutil.which("gcc"):
        click.echo(
            "There is no gcc, and the power cut is left out: install it (Debian: `apt-get install gcc libc6-dev`)."
        )
        return
    for kind in KINDS:
        with database(kind) as where:
            yield _measure(scale.cut_after, where)


def _measure(receipts: int, where: Database) -> Row:
    losing = prepare(where.folder, where.folder / ("bench.sqlite" if where.kind == SQLITE else "data"))
    session = filling.opened(where)
    links = filling.ready_to_send(session, SECRET, filling.open_consultation(session), receipts * 2)
    filling.close(session)
    answers = _cut(where, losing, links, receipts)
    tokens = [answer.location.split("/")[2] for answer in answers if answer.status == SEE_OTHER]
    lost = [_lost(where, losing, tokens, share) for share in SHARES]
    weak = _weak_losses(where.folder) if where.kind == SQLITE else None
    control = f"; of {WEAK_COMMITS} commits with synchronous=NORMAL {weak} are gone" if weak is not None else ""
    return Row(
        f"receipts without a response after a power cut, {len(SHARES)} replays",
        where.kind,
        sum(lost),
        None,
        "",
        "0",
        sum(lost) == 0 and bool(tokens) and weak != 0,
        f"{len(tokens)} receipts until the cut{control}",
    )


def prepare(folder: Path, root: Path) -> Losing:
    losing = Losing(folder / "losing.so", folder / "losing.log", root, folder / "base")
    subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-o", losing.library, SOURCE, "-ldl"], check=True)
    losing.library.chmod(0o755)
    losing.log.touch()
    losing.log.chmod(0o666)  # as root the PostgreSQL server runs as its own user
    return losing


def _cut(where: Database, losing: Losing, links: Sequence[str], receipts: int) -> list[Answer]:
    """What people had been answered when the power went, which is when so many responses are there."""
    requests = evenly([send(link) for link in links], PACE)
    with (
        _database_that_loses(where, losing),
        product(where, told=losing.told) as port,
        asking(port, requests) as people,
    ):
        _wait_for(where, receipts)
        _kill(int((where.folder / "pid").read_text()))
        if where.kind != SQLITE:
            _kill(int((losing.root / "postmaster.pid").read_text().split()[0]))
        return people.answers()


def _wait_for(where: Database, responses: int) -> None:
    engine = make_engine(where.url)
    end = time.monotonic() + AT_MOST
    with Session(engine.execution_options(writes=False)) as session:
        while (session.scalar(select(func.count(Response.id))) or 0) < responses:
            session.rollback()
            if time.monotonic() > end:
                raise TimeoutError(f"not {responses} responses in {AT_MOST} s")
            time.sleep(0.2)
    engine.dispose()


@contextmanager
def _database_that_loses(where: Database, losing: Losing) -> Iterator[None]:
    """Its files are copied while nobody writes; then it goes on with the library."""
    server = None if where.kind == SQLITE else postgres_server(losing.root)
    if server is not None:
        server.stop()
    losing.base.mkdir()
    files = sorted(losing.root.parent.glob(f"{losing.root.name}*"))
    subprocess.run(["cp", "-a", *files, losing.base], check=True)
    if server is not None:
        os.environ.update(losing.told)
        server.start()
        for name in losing.told:
            del os.environ[name]
    yield


def _kill(pid: int) -> None:
    """The first of a family, then the others, so that none is started again."""
    others = children(pid)
    for each in (pid, *others):
        os.kill(each, signal.SIGKILL)


def _lost(where: Database, losing: Losing, tokens: Sequence[str], share: float) -> int:
    """Receipts whose response is not there after the files were made again."""
    target = where.folder / f"replay-{share}"
    subprocess.run(["cp", "-a", losing.base, target], check=True)
    Replay(losing.root, target / losing.root.name).run(losing.log, random.Random(share), share)
    if where.kind != SQLITE:
        (target / losing.root.name / "postmaster.pid").unlink(missing_ok=True)  # of the server that was killed
    with _opened(where.kind, target / losing.root.name) as session:
        stored = set(session.scalars(select(Response.token_hash)))
        check(session)
    return sum(hash_token(token) not in stored for token in tokens)


@contextmanager
def _opened(kind: str, place: Path) -> Iterator[Session]:
    server = None if kind == SQLITE else postgres_server(place)
    engine = make_engine(address_of(server) if server else f"sqlite:///{place}")
    with Session(engine) as session:
        yield session
    engine.dispose()
    if server is not None:
        server.cleanup()


def check(session: Session) -> None:
    """Raises RuntimeError where the file or the log is broken."""
    if session.get_bind().dialect.name == "sqlite" and session.scalar(text("PRAGMA integrity_check")) != "ok":
        raise RuntimeError("the database is broken")
    for authority_id in session.scalars(select(Authority.id)).all():
        if faults := chain.faults(session, authority_id):
            raise RuntimeError(faults[0])


def _weak_losses(folder: Path) -> int:
    own = folder / "weak"
    own.mkdir()
    losing = prepare(own, own / "weak.sqlite")
    command = [sys.executable, "-c", WEAK, str(losing.root), str(WEAK_COMMITS)]
    subprocess.run(command, env=os.environ | losing.told, check=True)
    losing.base.mkdir()
    Replay(losing.root, losing.base / losing.root.name).run(losing.log, random.Random(0), 0.0)
    with closing(sqlite3.connect(losing.base / losing.root.name)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'kept'").fetchall():
            return WEAK_COMMITS
        [[kept]] = connection.execute("SELECT count(*) FROM kept").fetchall()
    return WEAK_COMMITS - int(kept)
