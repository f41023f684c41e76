"""Sending and taking the next: the two that must not slow down with what is there already.

A submission is the POST that sends an answer of three texts, a citizen with an e-mail address: response, version, three
answers, tombstone, counters, scan owed, receipt by mail owed, two entries in the log, in one durable transaction. What
was written before, page by page, stands ready. The baseline inserts one row of the same words, as durably.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from http.client import HTTPConnection, HTTPResponse
from itertools import islice
from statistics import median, quantiles
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from consultation.accounts import operations
from consultation.models import Consultation
from consultation.vocabulary import Role
from tests import factories
from tests.bench import filling
from tests.bench.databases import KINDS, Database, database
from tests.bench.filling import SLUG
from tests.bench.results import Row
from tests.bench.scale import Scale
from tests.bench.serving import FORM, SECRET, Request, ask, baseline, product

SUBMIT, CROWDED, QUEUE = 0.35, 0.9, 1.5
_WARM = 3
NEXT = f"/intern/hoeringer/{SLUG}/gennemgang/tag-det-naeste"
_WORDS = "Seks uger er for kort tid, når man har brug for hjælp hver dag. " * 8
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Crowd:
    """A consultation with so many responses waiting, and the port at which the product serves it."""

    where: Database
    session: Session
    owner: Consultation
    port: int


@contextmanager
def crowd(kind: str, many: int) -> Iterator[Crowd]:
    with database(kind) as where:
        session = filling.opened(where)
        try:
            owner = filling.open_consultation(session)
            filling.fill(session, owner, many, published=False)
            with product(where) as port:
                yield Crowd(where, session, owner, port)
        finally:
            filling.close(session)


def measure(scale: Scale) -> Iterator[Row]:
    """Few there and many there stand side by side, so that both are measured in the same minutes."""
    for kind in KINDS:
        with crowd(kind, scale.few) as few, crowd(kind, scale.many) as many, baseline(few.where) as bare:
            yield from _submits(scale, few, many, bare)
            yield from _nexts(scale, few, many)


def _submits(scale: Scale, few: Crowd, many: Crowd, bare: int) -> Iterator[Row]:
    ready = {
        crowd.port: iter(filling.ready_to_send(crowd.session, SECRET, crowd.owner, scale.posts * (scale.rounds + 1)))
        for crowd in (few, many)
    }
    insert: list[Request] = [("POST", "/insert", FORM, urlencode({"text": _WORDS}))]
    rounds = []
    for _ in range(scale.rounds + 1):
        sends = [(port, [_send(link) for link in islice(links, scale.posts)]) for port, links in ready.items()]
        posted = [ask(port, requests, None).only("303").a_second for port, requests in sends]
        rounds.append([*posted, ask(bare, insert, scale.round_seconds).only("303").a_second])
    one, crowded, inserts = (median(column) for column in zip(*rounds[1:], strict=True))
    work, kind = "submit, three answers, with receipt", few.where.kind
    yield Row(work, kind, one, inserts, "/s", f">= {SUBMIT}", one >= SUBMIT * inserts)
    work = f"the same with {scale.many:,} there, beside {scale.few:,}"
    yield Row(work, kind, crowded, one, "/s", f">= {CROWDED}", crowded >= CROWDED * one)


def _nexts(scale: Scale, few: Crowd, many: Crowd) -> Iterator[Row]:
    desks = [_Desk(few), _Desk(many)]
    taken = [[desk.take() for desk in desks] for _ in range(scale.takes + _WARM)][_WARM:]
    one, crowded = (quantiles(column, n=20)[-1] * 1000 for column in zip(*taken, strict=True))
    for desk in desks:
        desk.close()
    work = f"moderation, next of {scale.many:,} waiting, beside {scale.few:,}, p95"
    yield Row(work, few.where.kind, crowded, one, "ms", f"<= {QUEUE}", crowded <= QUEUE * one)


def _send(link: str) -> Request:
    return "POST", f"/kladde/{link}/send", FORM, urlencode({"til": "send"})


class _Desk:
    """A moderator who takes one after the other, by real HTTP."""

    def __init__(self, crowd: Crowd) -> None:
        session, now = crowd.session, datetime.now(UTC)
        person = factories.staff(session, crowd.owner.authority, Role.MODERATOR)
        cookie = f"staff={operations.open_session(session, now, person)}"
        session.commit()
        self._connection = HTTPConnection("127.0.0.1", crowd.port, timeout=60)
        self._cookie = cookie
        queue = self._ask("GET", NEXT.removesuffix("/tag-det-naeste"))
        set_by_it = (value.split(";")[0] for value in queue.headers.get_all("Set-Cookie", []))
        self._cookie = "; ".join([cookie, *set_by_it])
        token = _TOKEN.search(queue.read().decode())
        if token is None:
            raise RuntimeError("the queue has no form")
        self._form = urlencode({"csrf_token": unescape(token[1])})

    def take(self) -> float:
        """Seconds from the press to the whole page of the next response."""
        begun = time.monotonic()
        moved = self._ask("POST", NEXT, self._form)
        moved.read()
        desk = self._ask("GET", moved.headers["Location"])
        desk.read()
        if (moved.status, desk.status) != (303, 200):
            raise RuntimeError(f"{moved.status}, {desk.status}")
        return time.monotonic() - begun

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, path: str, form: str | None = None) -> HTTPResponse:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
        self._connection.request(method, path, form, {"Cookie": self._cookie, **kind})
        return self._connection.getresponse()
