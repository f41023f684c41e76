"""Public pages kept in the memory of a process, each until its revision or its time has passed (performance.md).

What may be kept is what a shared cache may keep: a whole page that is the same for everybody, for as long as its
Cache-Control says. The revision is read anew for every request, so that what is hidden or moved is so at once in every
process (C4, T8, P3).
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from cachetools import LRUCache
from flask import Flask, Response, current_app, g, request
from sqlalchemy import Select, func, select

from consultation import clock
from consultation.extensions import db
from consultation.models import Consultation

MOST_OCTETS = 16 * 2**20
"""Of all pages that one process keeps."""
_OF_ONE = "/hoeringer/<slug>"
_MADE_EACH_TIME = frozenset({"Cache-Control", "Content-Length", "Date"})
_SHARED = "public, max-age="


@dataclass(frozen=True)
class Asked:
    """A request that a kept page may answer: its address, and the revision and time at which it was asked."""

    address: tuple[str, str, str, bytes]
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

    def answers(self, asked: Asked) -> bool:
        return self.asked.revision == asked.revision and self.asked.at <= asked.at < self.until


class PageCache:
    """Address -> page; those that were asked for longest ago go first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: LRUCache[tuple[str, str, str, bytes], Kept] = LRUCache(MOST_OCTETS, lambda page: len(page.body))

    def find(self, asked: Asked) -> Kept | None:
        with self._lock:
            page = self._pages.get(asked.address)
        return page if page is not None and page.answers(asked) else None

    def keep(self, page: Kept) -> None:
        with self._lock:
            if len(page.body) <= self._pages.maxsize:
                self._pages[page.asked.address] = page

    def __len__(self) -> int:
        return len(self._pages)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


def register(app: Flask) -> None:
    """After every other check of a request; what is kept is the answer as `web.headers` has finished it."""
    app.extensions["pages"] = PageCache()
    app.before_request(answer)


def pages() -> PageCache:
    """Those of this application."""
    found: PageCache = current_app.extensions["pages"]
    return found


def answer() -> Response | None:
    """Before a view is called: the page as it was made a moment ago, where it still holds."""
    revision = db.session.scalar(_revision()) if _may_be_kept() else None
    if revision is None:
        return None
    g.asked = Asked((request.host, request.script_root, request.path, request.query_string), revision, clock.now())
    page = pages().find(g.asked)
    if page is None:
        return None
    g.public_age = int((page.until - g.asked.at).total_seconds())
    return current_app.response_class(page.body, headers=list(page.headers))


def keep(response: Response) -> Response:
    """After a view: keeps the page if others may have it too, and answers 304 to who has it already."""
    asked: Asked | None = g.get("asked")
    if asked is None or not _is_shared(response):
        return response
    if response.get_etag()[0] is None:
        response.set_etag(asked.tag)
        headers = tuple(pair for pair in response.headers if pair[0] not in _MADE_EACH_TIME)
        pages().keep(Kept(asked, asked.at + timedelta(seconds=g.public_age), response.get_data(), headers))
    response.make_conditional(request)
    return response


def _may_be_kept() -> bool:
    """Pages below a secret address and staff pages are one person's; static files have a cache of their own."""
    secret = "token" in (request.view_args or {})
    return request.method in {"GET", "HEAD"} and request.url_rule is not None and not secret and not _is_apart()


def _is_apart() -> bool:
    return request.path.startswith(("/intern", "/static/"))


def _revision() -> Select[int]:
    """Of the consultation whose page it is; other pages show several, and change with any of them."""
    if request.url_rule is not None and request.url_rule.rule.startswith(_OF_ONE):
        return select(Consultation.revision).where(Consultation.slug == (request.view_args or {})["slug"])
    return select(func.coalesce(func.sum(Consultation.revision), 0))


def _is_shared(response: Response) -> bool:
    """A whole page; downloads are files that lie ready, and are not kept twice."""
    return (
        response.status_code == 200  # noqa: PLR2004 - nothing but a whole page is shared
        and response.headers.get("Cache-Control", "").startswith(_SHARED)
        and "Content-Disposition" not in response.headers
        and not response.is_streamed
    )
