"""One handler for everything that goes wrong: what happened, that nothing is lost, one way on (interface.md 1.2, 2)."""

import errno
import secrets
import sqlite3
import traceback
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urljoin

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_babel import gettext
from jinja2 import TemplateError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from consultation import clock
from consultation.errors import DomainError
from consultation.extensions import READS
from consultation.lib import log
from consultation.lib.dates import moment_words
from consultation.web.bodies import REASON
from consultation.web.frame import frame_values, recall_frame, way_back
from consultation.web.headers import is_staff_page
from consultation.web.i18n import DATA_ROOT, language, local_url, staff_url

_log = log.logger(__name__)

RETRY_AFTER = 30
"""Seconds after which a browser or feed reader may try again."""
_PAGES = {401: "403", 405: "404", **{status: str(status) for status in (400, 403, 404, 409, 410, 413, 429, 503)}}
_DISK_TROUBLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
_TYPED = ("text", "body", "proposed", "good", "bad", "change")


@dataclass(frozen=True)
class Failure:
    """What the page says. reason: one sentence more, for a person; code: stable, for machines.

    roles and who: what would have been needed and who has it, in words, where the domain tells. way_on: the address of
    a page that helps, and what it is called.
    """

    status: int
    code: str
    reason: object = ""
    number: str = ""
    roles: object = ""
    who: object = ""
    way_on: tuple[str, object] | None = None

    @property
    def readable(self) -> bool:
        """Whether the address can be asked for again, in the other language for example."""
        return request.method in READS and self.status != HTTPStatus.BAD_REQUEST and not is_staff_page()

    @property
    def writing(self) -> bool:
        """Something was being sent."""
        return request.method not in READS

    @property
    def kept_at(self) -> str:
        """The whole address at which what was saved before can be found again; "" where nothing was."""
        return urljoin(request.host_url, way_back()) if way_back() else ""

    @property
    def at(self) -> str:
        """When it happened, to the second, in words."""
        return moment_words(clock.now(), language(), seconds=True)

    @property
    def home(self) -> str:
        """One way on."""
        return staff_url() if is_staff_page() else local_url("/")

    @property
    def home_words(self) -> str:
        """What the way on is called."""
        return str(gettext("Gå til startsiden") if is_staff_page() else gettext("Se alle høringer"))


def failure_of(error: Exception) -> Failure:
    """How an exception is told; an unexpected one is logged under a number that the page shows."""
    if isinstance(error, DomainError):
        told = {name: error.details.get(name, "") for name in ("reason", "roles", "who")}
        way_on = error.details.get("way_on")
        return Failure(
            error.status,
            error.code,
            told["reason"],
            roles=told["roles"],
            who=told["who"],
            way_on=way_on if isinstance(way_on, tuple) else None,
        )
    if isinstance(error, HTTPException) and error.code is not None:
        phrase = HTTPStatus(error.code).phrase if error.code in set(HTTPStatus) else "error"
        return Failure(error.code, phrase.lower().replace(" ", "_"), getattr(error, REASON, ""))
    if _cannot_store(error):
        return Failure(503, "cannot_store", number=_logged("cannot_store", error))
    return Failure(500, "unexpected", number=_logged("unexpected_error", error))


def _cannot_store(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in _DISK_TROUBLE
    busy = isinstance(error, OperationalError | PoolTimeout | sqlite3.OperationalError)
    return busy or bool(getattr(error, "connection_invalidated", False))


def _logged(event: str, error: Exception) -> str:
    """Logs where it happened, never what was said: messages and addresses may hold texts and tokens (P7)."""
    number = secrets.token_hex(4)
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    _log.error(event, error_id=number, error=type(error).__qualname__, endpoint=request.endpoint, frames=frames[-12:])
    return number


def handle(error: Exception) -> Response:
    """The response to any exception, as a page or as JSON."""
    failure = failure_of(error)
    response = _as_json(failure) if _wants_json() else _as_page(failure)
    response.status_code = failure.status
    if isinstance(error, HTTPException):
        kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
        response.headers.update(kept)
    if failure.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers.setdefault("Retry-After", str(RETRY_AFTER))
    return response


def _wants_json() -> bool:
    accepted = request.accept_mimetypes
    return (
        request.path.startswith(DATA_ROOT + "/")
        or accepted.best_match(["text/html", "application/json"]) == "application/json"
    )


def _as_json(failure: Failure) -> Response:
    """A problem (RFC 9457): the title by status in English, a stable code, the sentence for a person."""
    title = HTTPStatus(failure.status).phrase if failure.status in set(HTTPStatus) else "Error"
    words = {"title": title, "status": failure.status, "code": failure.code}
    more = {"detail": str(failure.reason), "number": failure.number}
    response = jsonify(words | {name: value for name, value in more.items() if value})
    response.mimetype = "application/problem+json"
    return response


def _as_page(failure: Failure) -> Response:
    page = _PAGES.get(failure.status, "500" if failure.status >= HTTPStatus.INTERNAL_SERVER_ERROR else "400")
    values: dict[str, object] = {"failure": failure, "typed": _typed() if failure.status >= 500 else {}}  # noqa: PLR2004 - our fault, not theirs
    g.rendering_error = True
    if failure.status < HTTPStatus.INTERNAL_SERVER_ERROR:
        try:
            return make_response(render_template(f"errors/{page}.html", **values))
        except (SQLAlchemyError, TemplateError, OSError) as error:
            _logged("error_page_failed", error)
    return make_response(_without_database(page, values))


def _without_database(page: str, values: dict[str, object]) -> str:
    """No context processor runs: they may ask the database, which may be what failed."""
    recall_frame()
    return current_app.jinja_env.get_template(f"errors/{page}.html").render({**frame_values(), **values})


def _typed() -> dict[str, str]:
    """What the person had written, so that it can be copied (D5)."""
    if request.method != "POST" or "form" not in request.__dict__:
        return {}
    return {name: text for name, text in request.form.items() if name.startswith(_TYPED) and text.strip()}


def register(app: Flask) -> None:
    """One handler for all; Flask gives it HTTP errors too."""
    app.register_error_handler(Exception, handle)
