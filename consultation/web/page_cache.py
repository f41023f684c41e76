"""Public pages kept in the memory of a process, each until its revision or its time has passed (performance.md).

What may be kept is what a shared cache may keep: a whole page that is the same for everybody, for as long as its
Cache-Control says. The revision is read anew for every request, so that what is hidden or moved is so at once in every
process (C4, T8, P3). A page that is kept is answered before Flask: its host, path and headers have been judged once.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from cachetools import LRUCache
from flask import Flask, Response, current_app, g, request
from sqlalchemy import Connection, Engine, bindparam, text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as Plain

from consultation import clock
from consultation.database import for_one_read
from consultation.extensions import db
from consultation.models import Consultation

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST_OCTETS = 16 * 2**20
"""Of all pages that one process keeps."""
Address = tuple[str, ...]
_OF_ONE = "/hoeringer/<slug>"
_READS = frozenset({"GET", "HEAD"})
_MADE_EACH_TIME = frozenset({"Cache-Control", "Content-Length", "Date"})
_SHARED = "public, max-age="
_REVISION = text("SELECT revision FROM consultation WHERE slug = :slug")
_ALL_REVISIONS = text(
    "SELECT coalesce(sum(revision), 0) FROM consultation WHERE published_at IS NOT NULL AND visible_from <= :now"
).bindparams(bindparam("now", type_=Consultation.visible_from.type))
"""Of what can be seen: nobody learns from a tag that something is being prepared (P7)."""
_ADDRESS = "consultation.address"


@dataclass(frozen=True)
class Asked:
    """A page as it was asked for. `slug` is the consultation whose page it is; other pages change with any of them."""

    address: Address
    slug: str | None
    revision: int
    at: datetime

    @property
    def tag(self) -> str:
        """Names the page made now without being a function of its text (P2)."""
        return f"{self.revision:x}-{int(self.at.timestamp() * 1_000_000):x}"


@dataclass(frozen=True)
class Kept:
    """A page that says the truth from `asked.at` until `until`, as long as the revision stands."""

    asked: Asked
    until: datetime
    body: bytes
    headers: tuple[tuple[str, str], ...]

    def is_in_time(self, now: datetime) -> bool:
        return self.asked.at <= now < self.until

    def answer(self, environ: "WSGIEnvironment", now: datetime) -> Plain:
        """The page, or 304 to who has it."""
        response = Plain(self.body, headers=list(self.headers))
        response.headers["Cache-Control"] = f"{_SHARED}{int((self.until - now).total_seconds())}"
        return response.make_conditional(environ)


class PageCache:
    """WSGI middleware. Address -> page; those that were asked for longest ago go first."""

    def __init__(self, wsgi_app: "WSGIApplication", engine: Engine) -> None:
        self._wsgi_app, self._lock = wsgi_app, threading.Lock()
        self._engine = for_one_read(engine)
        self._pages: LRUCache[Address, Kept] = LRUCache(MOST_OCTETS, lambda page: len(page.body))

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in _READS:
            return self._wsgi_app(environ, start_response)
        now = clock.now()
        environ[_ADDRESS] = address = _address_of(environ)
        page = self._find(address, now)
        return (page.answer(environ, now) if page else self._wsgi_app)(environ, start_response)

    def keep(self, page: Kept) -> None:
        with self._lock:
            if len(page.body) <= self._pages.maxsize:
                self._pages[page.asked.address] = page

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()

    def _find(self, address: Address, now: datetime) -> Kept | None:
        with self._lock:
            page = self._pages.get(address)
        if page is None or not page.is_in_time(now):
            return None
        try:
            with self._engine.connect() as connection:
                revision = read_revision(connection, page.asked.slug, now)
        except SQLAlchemyError:
            return None  # the view meets the same, and says so
        return page if revision == page.asked.revision else None


def read_revision(connection: Connection, slug: str | None, now: datetime) -> int | None:
    """The revision of the consultation at this address, None where there is none; without address the sum of all."""
    asked = (_ALL_REVISIONS, {"now": now}) if slug is None else (_REVISION, {"slug": slug})
    return cast("int | None", connection.scalar(*asked))


def register(app: Flask) -> None:
    """After every other check of a request; what is kept is the answer as `web.headers` has finished it."""
    app.extensions["pages"] = cache = PageCache(app.wsgi_app, app.extensions["engine"])
    app.wsgi_app = cache  # type: ignore[method-assign]  # - the documented way to add middleware
    app.before_request(note_revision)


def note_revision() -> None:
    """Before a view reads anything: what it reads is of this revision, or of a newer one, and then made again."""
    address = request.environ.get(_ADDRESS)
    if address is None or request.url_rule is None or _is_apart():
        return
    slug = (request.view_args or {})["slug"] if request.url_rule.rule.startswith(_OF_ONE) else None
    now = clock.now()
    revision = read_revision(db.session.connection(), slug, now)
    if revision is not None:
        g.asked = Asked(address, slug, revision, now)


def keep(response: Response) -> Response:
    """After a view: keeps the page if others may have it too, and answers 304 to who has it already."""
    asked: Asked | None = g.get("asked")
    if asked is None or not _is_shared(response):
        return response
    if response.get_etag()[0] is None:
        response.set_etag(asked.tag)
        headers = tuple(pair for pair in response.headers if pair[0] not in _MADE_EACH_TIME)
        until = asked.at + timedelta(seconds=g.public_age)
        current_app.extensions["pages"].keep(Kept(asked, until, response.get_data(), headers))
    response.make_conditional(request)
    return response


def _address_of(environ: "WSGIEnvironment") -> Address:
    """With the scheme, which addresses in a page may have."""
    parts = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
    return tuple(environ.get(part, "") for part in parts)


def _is_apart() -> bool:
    """Pages below a secret address and staff pages are one person's; static files have a cache of their own."""
    return "token" in (request.view_args or {}) or request.path.startswith(("/intern", "/static/"))


def _is_shared(response: Response) -> bool:
    """A whole page; downloads are files that lie ready, and are not kept twice."""
    return (
        response.status_code == 200  # noqa: PLR2004 - nothing but a whole page is shared
        and response.headers.get("Cache-Control", "").startswith(_SHARED)
        and "Content-Disposition" not in response.headers
        and not response.is_streamed
    )
