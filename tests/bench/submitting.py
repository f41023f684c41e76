"""Sending and taking the next: the two that must not slow down with what is there already.

A submission is the POST that sends an answer of three texts, a citizen with an e-mail address: response, version, three
answers, tombstone, counters, scan owed, receipt by mail owed, two entries in the log, in one durable transaction. What
was written before, page by page, stands ready. The baseline inserts one row of the same words, as durably.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from http.client import HTTPConnection, HTTPResponse
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
NEXT = f"/intern/hoeringer/{SLUG}/gennemgang/tag-det-naeste"
_WORDS = "Seks uger er for kort tid, når man har brug for hjælp hver dag. " * 8
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Seen:
    """With so many responses there: submissions a second, bare inserts a second, seconds to the next in the queue."""

    submits: float
    inserts: float
    next_p95: float


def measure(scale: Scale) -> Iterator[Row]:
    for kind in KINDS:
        with database(kind) as where:
            session = filling.opened(where)
            try:
                yield from _measure(scale, where, session)
            finally:
                filling.close(session)


def _measure(scale: Scale, where: Database, session: Session) -> Iterator[Row]:
    owner = filling.open_consultation(session)
    filling.fill(session, owner, scale.few, published=False)
    with product(where) as port, baseline(where) as bare:
        few = _seen(scale, session, owner, port, bare)
        filling.fill(session, owner, scale.many - scale.few, published=False)
        many = _seen(scale, session, owner, port, bare)
    yield Row(
        "submit, three answers, with receipt",
        where.kind,
        few.submits,
        few.inserts,
        "/s",
        f">= {SUBMIT}",
        few.submits >= SUBMIT * few.inserts,
    )
    yield Row(
        f"the same with {scale.many:,} there, beside {scale.few:,}",
        where.kind,
        many.submits,
        few.submits,
        "/s",
        f">= {CROWDED}",
        many.submits >= CROWDED * few.submits,
        f"bare inserts meanwhile {many.inserts:,.0f}/s",
    )
    yield Row(
        f"moderation, next of {scale.many:,} waiting, beside {scale.few:,}, p95",
        where.kind,
        many.next_p95 * 1000,
        few.next_p95 * 1000,
        "ms",
        f"<= {QUEUE}",
        many.next_p95 <= QUEUE * few.next_p95,
    )


def _seen(scale: Scale, session: Session, owner: Consultation, port: int, bare: int) -> Seen:
    links = iter(filling.ready_to_send(session, SECRET, owner, scale.posts * (scale.rounds + 1)))
    insert: list[Request] = [("POST", "/insert", FORM, urlencode({"text": _WORDS}))]
    rounds = []
    for _ in range(scale.rounds + 1):
        sends = [_send(next(links)) for _ in range(scale.posts)]
        rounds.append(
            (ask(port, sends, None).only("303").a_second, ask(bare, insert, scale.round_seconds).only("303").a_second)
        )
    submits, inserts = (median(column) for column in zip(*rounds[1:], strict=True))
    return Seen(submits, inserts, _next_p95(scale, session, owner, port))


def _send(link: str) -> Request:
    return "POST", f"/kladde/{link}/send", FORM, urlencode({"til": "send"})


def _next_p95(scale: Scale, session: Session, owner: Consultation, port: int) -> float:
    """A moderator takes one after the other to the desk: from the press to the page, by real HTTP."""
    person = factories.staff(session, owner.authority, Role.MODERATOR, f"Maja{datetime.now(UTC):%H%M%S%f}")
    cookie = f"staff={operations.open_session(session, datetime.now(UTC), person)}"
    session.commit()
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    queue = _ask(connection, "GET", NEXT.removesuffix("/tag-det-naeste"), cookie)
    cookie = "; ".join([cookie, *(value.split(";")[0] for value in queue.headers.get_all("Set-Cookie", []))])
    token = _TOKEN.search(queue.read().decode())
    if token is None:
        raise RuntimeError("the queue has no form")
    form = urlencode({"csrf_token": unescape(token[1])})
    taken = [_take(connection, cookie, form) for _ in range(scale.takes + 3)][3:]
    connection.close()
    return quantiles(taken, n=20)[-1]


def _take(connection: HTTPConnection, cookie: str, form: str) -> float:
    begun = time.monotonic()
    moved = _ask(connection, "POST", NEXT, cookie, form)
    moved.read()
    desk = _ask(connection, "GET", moved.headers["Location"], cookie)
    desk.read()
    if (moved.status, desk.status) != (303, 200):
        raise RuntimeError(f"{moved.status}, {desk.status}")
    return time.monotonic() - begun


def _ask(connection: HTTPConnection, method: str, path: str, cookie: str, form: str | None = None) -> HTTPResponse:
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
    connection.request(method, path, form, {"Cookie": cookie, **kind})
    return connection.getresponse()
