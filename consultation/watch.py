"""The watch: asks the running server every few seconds whether it can do its work; writes down when not (V4).

It stands beside the web processes, in the supervisor. What cannot be written now waits in a file in the data folder,
which also tells a watch that starts again for how long nobody was there.
"""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from consultation import audit, clock
from consultation.database import make_engine
from consultation.models import Authority, Outage

EVERY_SECONDS = 10.0
PATIENCE_SECONDS = 8.0
"""A server that takes longer than this for its own health is of no use to a person."""
UNWATCHED = timedelta(minutes=1)
"""A gap between two looks: nothing was running meanwhile."""
AT_LEAST_EVERY = timedelta(minutes=5)
"""An outage that goes on is written down this often, as long as the database takes it."""
SERVER, STOPPED, CLOCK = "server", "stopped", "clock"
"""Causes beside those that the health page names: no answer, nothing running, and clocks that differ (T8)."""

Faults = frozenset[str]


@dataclass(frozen=True)
class Interval:
    """Time without health; `causes` sorted, with blanks between them."""

    from_at: datetime
    to_at: datetime
    causes: str


@dataclass(frozen=True)
class Memory:
    """What the watch knows: its last look, the outage that is going on, and those that are not written yet."""

    looked_at: datetime | None = None
    since: datetime | None = None
    causes: Faults = frozenset()
    unwritten: tuple[Interval, ...] = ()


def step(memory: Memory, now: datetime, faults: Faults) -> Memory:
    """What it knows after one more look. Pure."""
    if memory.looked_at is not None and now - memory.looked_at > UNWATCHED:
        memory = _ended(replace(memory, since=memory.since or memory.looked_at, causes=memory.causes | {STOPPED}), now)
    if not faults:
        return replace(_ended(memory, now), looked_at=now)
    going_on = replace(memory, looked_at=now, since=memory.since or now, causes=memory.causes | faults)
    if going_on.since is not None and now - going_on.since >= AT_LEAST_EVERY:
        return replace(_ended(going_on, now), since=now, causes=faults)
    return going_on


def _ended(memory: Memory, now: datetime) -> Memory:
    if memory.since is None or memory.since >= now:
        return replace(memory, since=None, causes=frozenset())
    interval = Interval(memory.since, now, " ".join(sorted(memory.causes)))
    return replace(memory, since=None, causes=frozenset(), unwritten=(*memory.unwritten, interval))


# The file


def recall(file: Path) -> Memory:
    """What was known when the watch last wrote it down; nothing where there is no readable file."""
    try:
        told = json.loads(file.read_text("utf-8"))
        looked_at, since = (told[name] and datetime.fromisoformat(told[name]) for name in ("looked_at", "since"))
        unwritten = tuple(
            Interval(datetime.fromisoformat(begun), datetime.fromisoformat(ended), causes)
            for begun, ended, causes in told["unwritten"]
        )
        return Memory(looked_at, since, frozenset(told["causes"]), unwritten)
    except (OSError, ValueError, KeyError, TypeError):
        return Memory()


def keep(file: Path, memory: Memory) -> None:
    """Whole or not at all; a folder that takes nothing is itself a fault that the health page names."""
    told = {
        "looked_at": memory.looked_at and memory.looked_at.isoformat(),
        "since": memory.since and memory.since.isoformat(),
        "causes": sorted(memory.causes),
        "unwritten": [(one.from_at.isoformat(), one.to_at.isoformat(), one.causes) for one in memory.unwritten],
    }
    beside = file.with_suffix(".new")
    try:
        beside.write_text(json.dumps(told), "utf-8")
        beside.replace(file)
    except OSError:
        return


# Looking and writing


def ask(url: str) -> Faults:
    """What the server says it cannot do; `SERVER` where it does not answer."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 - our own listener
            return _faults(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return _faults(error.read()) or frozenset({SERVER})
    except OSError:
        return frozenset({SERVER})


def _faults(body: bytes) -> Faults:
    try:
        told = json.loads(body)
        return frozenset(name for name, sound in told.items() if not sound)
    except (ValueError, AttributeError):
        return frozenset({SERVER})


def write(engine: Engine, memory: Memory, now: datetime) -> Memory:
    """Writes what is not written; the same memory where the database does not take it."""
    if not memory.unwritten:
        return memory
    try:
        with Session(engine) as session:
            session.add_all(Outage(from_at=one.from_at, to_at=one.to_at, causes=one.causes) for one in memory.unwritten)
            if any(CLOCK in one.causes.split() for one in memory.unwritten):
                _note_clock(session, now)
            session.commit()
    except SQLAlchemyError:
        return memory
    return replace(memory, unwritten=())


def _note_clock(session: Session, now: datetime) -> None:
    """Every authority's log says that times of this while are not certain (T8)."""
    for authority_id in session.scalars(select(Authority.id).order_by(Authority.id)).all():
        audit.record(
            session,
            authority_id,
            actor="system",
            at=now,
            event="authority.clock_differs",
            subject=f"authority:{authority_id}",
        )


def look(engine: Engine, file: Path, faults: Faults, now: datetime) -> Memory:
    """One look: remembers, writes what can be written, and keeps the rest."""
    memory = write(engine, step(recall(file), now, faults), now)
    keep(file, memory)
    return memory


@contextmanager
def watching(database_url: str, data_dir: Path, url: str, probe: Callable[[str], Faults] = ask) -> Iterator[None]:
    """Watches the server at this address in a thread, as long as the block runs."""
    stop, engine = threading.Event(), make_engine(database_url)

    def watch() -> None:
        while not stop.wait(EVERY_SECONDS):
            look(engine, data_dir / "watch.json", probe(url), clock.now())

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE_SECONDS + 1)
        engine.dispose()
