"""The database is away while people read and send (V3): an honest no in seconds, the text back, on without restart."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import repeat
from urllib.parse import urlencode

from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from tests.bench import filling
from tests.bench.databases import ALONE, POSTGRESQL, SQLITE, Database, database, postgres_server
from tests.bench.pacing import SEE_OTHER, Answer, Asking, asking, evenly, kept, views
from tests.bench.results import Row
from tests.bench.scale import Scale
from tests.bench.serving import FORM, SECRET, Request, product
from tests.durability import away

SENDS, VIEWS = 5, 20
BEFORE, AFTER = 1.0, 8.0
"""Seconds of ordinary work around the outage; in the second half of those after it everybody presses again."""
REFUSED_WITHIN, BACK_WITHIN = 5.0, 10.0
LONGEST_LOCK = 10.0
"""What waits for a lock is not refused before (T6)."""
WORDS = "Det her må ikke blive væk."
UNAVAILABLE = 503


@contextmanager
def stopped(where: Database, _processes: list[int]) -> Iterator[None]:
    """PostgreSQL is not running."""
    with ALONE:
        server = postgres_server(where.folder / "data")
        server.stop()
    yield
    with ALONE:
        server.start()


@contextmanager
def hanging(where: Database, _processes: list[int]) -> Iterator[None]:
    with away.hanging(where.folder / "data"):
        yield


@contextmanager
def full(_where: Database, processes: list[int]) -> Iterator[None]:
    with away.no_space(processes):
        yield


@contextmanager
def locked(where: Database, _processes: list[int]) -> Iterator[None]:
    """Another program holds the write lock; reading goes on."""
    connection = sqlite3.connect(make_url(where.url).database or "", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


@dataclass(frozen=True)
class Case:
    words: str
    kind: str
    away: Callable[[Database, list[int]], AbstractContextManager[None]]
    within: float = REFUSED_WITHIN
    reads: bool = False
    """Whether reading goes on."""


CASES = (
    Case("stopped", POSTGRESQL, stopped),
    Case("hanging", POSTGRESQL, hanging),
    Case("full", SQLITE, full, reads=True),
    Case("locked", SQLITE, locked, within=LONGEST_LOCK + 1, reads=True),
)


def measure(scale: Scale) -> Iterator[Row]:
    """The cases side by side, each with a site of its own: they are little work and much waiting."""
    cases = [one for one in CASES if one.within < scale.away_seconds or one.within == REFUSED_WITHIN]
    with ThreadPoolExecutor(len(cases)) as sites:
        yield from sites.map(_measure, cases, repeat(scale.away_seconds))


def _measure(case: Case, seconds: float) -> Row:
    with database(case.kind) as where:
        session = filling.opened(where)
        try:
            return _measured(case, seconds, where, session)
        finally:
            filling.close(session)


def _measured(case: Case, seconds: float, where: Database, session: Session) -> Row:
    owner = filling.open_consultation(session)
    links = filling.ready_to_send(session, SECRET, owner, int((BEFORE + seconds) * SENDS))
    session.rollback()
    presses = [_press(link) for link in links]
    again = evenly(presses, len(links) / (AFTER / 2), first=BEFORE + seconds + AFTER / 2)
    sends = [*evenly(presses, SENDS, words=WORDS), *again]
    with product(where) as port, asking(port, [*sends, *views(BEFORE + seconds + AFTER, VIEWS)]) as people:
        _take_away(case, where, people, seconds)
        answers = people.answers()
    sent, read = answers[: len(sends)], answers[len(sends) :]
    return _row(case, seconds, kept(session, sent).lost, sent, read)


def _take_away(case: Case, where: Database, people: Asking, seconds: float) -> None:
    people.wait_until(BEFORE)
    with case.away(where, away.children(int((where.folder / "pid").read_text()))):
        people.wait_until(BEFORE + seconds)


def _press(link: str) -> Request:
    """Sends, with a text that the page still had."""
    return "POST", f"/kladde/{link}/send", FORM, urlencode({"til": "send", "text": WORDS})


def _row(case: Case, seconds: float, lost: int, sent: list[Answer], read: list[Answer]) -> Row:
    back = BEFORE + seconds
    refused = [answer for answer in sent if answer.status == UNAVAILABLE]
    without_text = sum(not answer.has_words for answer in refused if answer.at < back)
    unanswered = sum(answer.status not in {200, SEE_OTHER, UNAVAILABLE} for answer in [*sent, *read])
    unread = sum(answer.status != 200 for answer in read if BEFORE < answer.at < back) if case.reads else 0
    slowest = max((answer.seconds for answer in refused), default=0.0)
    recovery = max((answer.at - back for answer in [*sent, *read] if answer.status == UNAVAILABLE), default=0.0)
    sound = lost == without_text == unanswered == unread == 0 and bool(refused)
    return Row(
        f"database {case.words} for {seconds:.0f} s, slowest refusal",
        case.kind,
        slowest,
        None,
        "s",
        f"< {case.within:.0f} s, back in {BACK_WITHIN:.0f} s",
        sound and slowest < case.within and recovery < BACK_WITHIN,
        f"{len(refused)} refused with 503, {without_text} of them without the text; {unanswered} without an answer, "
        f"{lost} lost; back after {max(recovery, 0):.1f} s"
        + (f"; {unread} pages not read meanwhile" if case.reads else ""),
    )
