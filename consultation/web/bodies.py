"""Bodies are read byte for byte or refused: an unreadable one is a 4xx, never an empty form (D4, I2, A5)."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import IO, Any, ParamSpec, TypeVar

from flask import Flask, Request, current_app, g, request
from flask_babel import lazy_gettext
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.formparser import FormDataParser, MultiPartParser

from consultation import clock
from consultation.extensions import READS

P = ParamSpec("P")
R = TypeVar("R")
Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]

MOST_CHARACTERS = 200_000
PAGE_LIMIT = 12 * MOST_CHARACTERS + 200_000
"""Octets: the longest answer in any script fits when each octet is written %XX, and so do the other fields."""
FILE_PAGE_LIMIT = 110_000_000
"""Octets: ten files of 10 MB and what stands around them."""
MOST_FIELDS = 5_000
_QUOTED = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")
RECEIVED_AT = "consultation.received_at"
"""The key in the environ of when a request was here whole (T6); no header of a request can make it."""
SOURCE = "consultation.source"
"""The key in the environ of the network address that a request came from; a proxy's word only where it is believed."""
REASON = "reason"
"""The attribute of an error that holds its sentence."""
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
_FILES = "accepts_files"
_PLAIN_ENCODINGS = frozenset({"", "7bit", "8bit", "binary"})

_UNREADABLE = lazy_gettext(
    "Vi kunne ikke læse alle tegn i det, din browser sendte. Derfor er intet ændret. Gå tilbage, og prøv igen."
)
_INCOMPLETE = lazy_gettext(
    "Kun en del af det, du sendte, nåede frem. Derfor er intet ændret. Gå tilbage, og prøv igen."
)
_EMPTY = lazy_gettext(
    "Der stod ikke noget i det, din browser sendte. Derfor er intet ændret. Gå tilbage, og prøv igen."
)
_WRONG_TYPE = lazy_gettext("Det, din browser sendte, er ikke en formular, vi kan læse. Derfor er intet ændret.")
_TOO_LARGE = lazy_gettext(
    "Det, du sendte, fylder for meget. Derfor er intet ændret. Gå tilbage, og gør teksten eller filerne mindre."
)


def refuse(kind: type[HTTPException], reason: object) -> HTTPException:
    """An HTTP error with a sentence for the person; the error page shows it as `reason`."""
    error = kind()
    setattr(error, REASON, reason)
    return error


class _ByteParser(MultiPartParser):
    """Reads text parts as Latin-1, which keeps every octet; the caller then decodes strictly."""

    def get_part_charset(self, headers: object) -> str:  # noqa: ARG002 - the signature is Werkzeug's
        return "latin-1"


class StrictParser(FormDataParser):
    """Werkzeug's parser replaces or drops what it cannot read; this one raises a 400 or 413."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> Parsed:
        if mimetype == URLENCODED:
            return stream, self.cls(_pairs(stream.read())), self.cls()
        if mimetype == MULTIPART:
            return stream, *self._multipart(stream, content_length, options or {})
        return stream, self.cls(), self.cls()

    def _multipart(
        self, stream: IO[bytes], content_length: int | None, options: dict[str, str]
    ) -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]]:
        opened: list[IO[bytes]] = []

        def factory(**details: Any) -> IO[bytes]:
            opened.append(self.stream_factory(**details))
            return opened[-1]

        try:
            return self._parts(stream, content_length, options.get("boundary", ""), factory)
        except HTTPException:
            for file in opened:
                file.close()
            raise

    def _parts(
        self, stream: IO[bytes], content_length: int | None, boundary: str, factory: Callable[..., IO[bytes]]
    ) -> tuple[MultiDict[str, str], MultiDict[str, FileStorage]]:
        if not boundary:
            raise refuse(BadRequest, _INCOMPLETE)
        parser = _ByteParser(factory, self.max_form_memory_size, self.cls, max_form_parts=self.max_form_parts)
        try:
            fields, files = parser.parse(stream, boundary.encode("ascii"), content_length)
        except (ValueError, AttributeError) as error:  # what Werkzeug raises for a body cut short or misformed
            raise refuse(BadRequest, _INCOMPLETE) from error
        pairs = [(_checked(name), _utf8(value.encode("latin-1"))) for name, value in fields.items(multi=True)]
        for name, file in files.items(multi=True):
            _check_file(name, file)
        return self.cls(pairs), files


class StrictRequest(Request):
    """The request class of the application."""

    form_data_parser_class = StrictParser


def _utf8(raw: bytes) -> str:
    try:
        return _checked(raw.decode("utf-8"))
    except UnicodeDecodeError as error:  # surrogates written as UTF-8 end here too
        raise refuse(BadRequest, _UNREADABLE) from error


def _checked(text: str | None) -> str:
    if text is None or "\0" in text:
        raise refuse(BadRequest, _UNREADABLE)
    return text


def _pairs(body: bytes) -> list[tuple[str, str]]:
    if body.count(b"&") >= MOST_FIELDS:
        raise refuse(RequestEntityTooLarge, _TOO_LARGE)
    split = (pair.replace(b"+", b" ").partition(b"=") for pair in body.split(b"&") if pair)
    return [(_utf8(_unquoted(name)), _utf8(_unquoted(value))) for name, _equals, value in split]


def _unquoted(written: bytes) -> bytes:
    """%XX as octets, a run at once: urllib looks at each, and an answer of emoji has 800,000 (I1)."""
    return _QUOTED.sub(lambda run: bytes.fromhex(run[0].replace(b"%", b"").decode()), written)


def _check_file(name: str | None, file: FileStorage) -> None:
    _checked(name)
    _checked(file.filename or "")
    if file.headers.get("Content-Transfer-Encoding", "").lower() not in _PLAIN_ENCODINGS:
        raise refuse(BadRequest, _UNREADABLE)


def accepts_files(view: Callable[P, R]) -> Callable[P, R]:
    """Marks a view whose form carries files: its body may be 110 MB instead of 2.6."""
    setattr(view, _FILES, True)  # functools.wraps carries it along
    return view


def note_waited() -> None:
    """How long the request has been here: with few threads and a locked database, others have waited before it."""
    told = request.environ.get(RECEIVED_AT)
    if isinstance(told, datetime):
        g.waited = max(0.0, (clock.now() - told).total_seconds())


def check_address() -> None:
    """NUL, broken UTF-8 and surrogates in path or query are refused before anything reads them (I2)."""
    _utf8(str(request.environ.get("PATH_INFO", "")).encode("latin-1", "replace"))
    _utf8(_unquoted(request.query_string))


def check_body() -> None:
    """Every unsafe request has a whole, readable body with at least one field; else its view is not called."""
    if request.method in READS or request.routing_exception is not None:
        return
    view = current_app.view_functions.get(request.endpoint or "")
    request.max_content_length = FILE_PAGE_LIMIT if getattr(view, _FILES, False) else PAGE_LIMIT
    _check_length()
    if request.mimetype not in {URLENCODED, MULTIPART}:
        raise _refuse_type()
    try:
        fields = len(request.form) + len(request.files)
    except RequestEntityTooLarge as error:
        raise refuse(RequestEntityTooLarge, _TOO_LARGE) from error
    if not fields:
        raise refuse(BadRequest, _EMPTY)


def _check_length() -> None:
    length, limit = request.content_length, request.max_content_length
    if length is not None and limit is not None and length > limit:
        raise refuse(RequestEntityTooLarge, _TOO_LARGE)


def _refuse_type() -> HTTPException:
    if not request.content_length and not request.mimetype:
        return refuse(BadRequest, _EMPTY)
    return refuse(UnsupportedMediaType, _WRONG_TYPE)


def register(app: Flask) -> None:
    """First of all checks: nothing else may touch a form before it is known to be whole."""
    app.request_class = StrictRequest
    app.before_request(note_waited)
    app.before_request(check_address)
    app.before_request(check_body)
