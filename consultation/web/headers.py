"""Response headers, and what is refused by request headers alone (A3, A5, P3, I6)."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from math import floor
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, request
from flask.globals import request_ctx
from flask_babel import lazy_gettext
from werkzeug.exceptions import BadRequest, Forbidden

from consultation import clock
from consultation.config import Settings
from consultation.extensions import READS, csrf
from consultation.web import page_cache
from consultation.web.assets import finish_static
from consultation.web.bodies import refuse
from consultation.web.i18n import STAFF_ROOT, prefix_is_refused

P = ParamSpec("P")
R = TypeVar("R")

LONGEST_PUBLIC_AGE = 60
"""Seconds that a shared cache may keep a public page (P3)."""
CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()"
HSTS = "max-age=31536000; includeSubDomains"
_SHARED = frozenset({200, 304})
"""What caches may keep: a whole page, and that it has not changed."""
_PROBES = frozenset({"/healthz", "/readyz"})
_OWN_SITES = frozenset({"same-origin", "none"})
_FOREIGN = lazy_gettext("Formularen kom fra en anden side end vores. Derfor er intet ændret.")
_UNKNOWN_HOST = lazy_gettext("Adressen hører ikke til denne side.")


def is_staff_page() -> bool:
    """True below /intern."""
    return request.path == STAFF_ROOT or request.path.startswith(STAFF_ROOT + "/")


# What a view says about its page


def mark_private() -> None:
    """This page is one person's: kept by no cache, named to no other site, listed by no search engine (A3)."""
    g.page_is_private = True


def private(view: Callable[P, R]) -> Callable[P, R]:
    """Decorator for views below a secret address; the same as mark_private() first in the view, errors included."""

    @wraps(view)
    def marked(*args: P.args, **kwargs: P.kwargs) -> R:
        mark_private()
        return view(*args, **kwargs)

    return marked


def public(next_change: datetime | None = None, max_age: int = LONGEST_PUBLIC_AGE) -> None:
    """This page is the same for everybody; caches may keep it at most 60 s and never past the next change of state.

    next_change: the first aware instant after now when the page will say something else, None where there is none.
    """
    left = floor((next_change - clock.now()).total_seconds()) if next_change else LONGEST_PUBLIC_AGE
    g.public_age = max(0, min(max_age, LONGEST_PUBLIC_AGE, left))


# Responses


def _used_session(response: Response) -> bool:
    used = request_ctx._session  # noqa: SLF001 - the public name marks the session as used by being read
    return "Set-Cookie" in response.headers or (used is not None and used.accessed)


def _cache_control(response: Response) -> str:
    age = g.get("public_age")
    personal = g.get("page_is_private", False) or is_staff_page() or _used_session(response)
    if age is None or personal or response.status_code not in _SHARED:
        return "no-store"
    return f"public, max-age={age}" if age else "no-cache"


def _caching(response: Response) -> None:
    if request.endpoint == "static":
        return
    response.headers.setdefault("Cache-Control", _cache_control(response))
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        response.headers["X-Robots-Tag"] = "noindex"  # what is gone is to be forgotten (R35)
    if is_staff_page() or g.get("page_is_private", False):
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers.pop("ETag", None)  # a tag made of an original would betray it (P2)


def _secure(response: Response, *, production: bool) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer" if g.get("page_is_private", False) else "same-origin"
    headers["Permissions-Policy"] = PERMISSIONS
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if production:
        headers["Strict-Transport-Security"] = HSTS
    _caching(response)
    return finish_static(response)


# Requests


def refuse_english_staff_pages() -> None:
    """/en/intern, /en/api and /en/static do not exist."""
    if prefix_is_refused():
        abort(404)


def _refuse_unknown_host(known: Callable[[str], bool]) -> None:
    if request.path not in _PROBES and not known(request.host):
        raise refuse(BadRequest, _UNKNOWN_HOST)


def refuse_foreign_origin() -> None:
    """Only our own pages may send forms (A5).

    Browsers send "Origin: null" from pages with no-referrer, which private pages are; then Sec-Fetch-Site tells whether
    it is ours, and where an old browser sends neither, the secret path itself is the authority. Staff pages have none.
    """
    if request.method in READS:
        return
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if site == "cross-site" or not _is_own(origin, site):
        raise refuse(Forbidden, _FOREIGN)


def _is_own(origin: str | None, site: str | None) -> bool:
    if origin is None:
        return True
    if origin == "null":
        return site in _OWN_SITES or (site is None and not is_staff_page())
    return urlsplit(origin).netloc == request.host


def protect_staff_forms() -> None:
    """Staff pages act by a cookie, so their forms need a token."""
    if is_staff_page() and request.method not in READS and request.routing_exception is None:
        csrf.protect()


def register(app: Flask, settings: Settings, known_host: Callable[[str], bool]) -> None:
    """Checks before each request and headers after it. Forwarded headers are not read at all (A5)."""
    own = urlsplit(settings.base_url).netloc

    def check_host() -> None:
        if not settings.local:
            _refuse_unknown_host(lambda host: host == own or known_host(host))

    def finish(response: Response) -> Response:
        return page_cache.keep(_secure(response, production=not settings.local))

    app.before_request(check_host)
    app.before_request(refuse_english_staff_pages)
    app.before_request(refuse_foreign_origin)
    app.after_request(finish)
