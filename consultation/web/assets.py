"""Static files: addresses with the hash of their content, cached for ever, sent compressed (interface.md U31)."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Response, request

from consultation.paths import STATIC
from consultation.web.i18n import root

SPRITE = "vendor/dkfds/img/all-svg-icons.svg"
_COMPRESSIBLE = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})
_FOR_EVER = "public, max-age=31536000, immutable"
_ONE_HOUR = "public, max-age=3600"


@lru_cache(maxsize=256)
def _hash(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=64)
def _gzipped(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns if path.is_file() else 0


def static_url(name: str) -> str:
    """The address of a file below static/, never behind /en; a new content has a new address."""
    path = STATIC / name
    changed = _changed(path)
    version = f"?v={_hash(path, changed)}" if changed else ""
    return f"{root()}/static/{name}{version}"


def icon_url(name: str) -> str:
    """One symbol of the design system's sprite."""
    return f"{static_url(SPRITE)}#{name}"


def finish_static(response: Response) -> Response:
    """Caching and compression of a static file; other answers pass unchanged."""
    if request.endpoint != "static":
        return response
    versioned = request.args.get("v", "") != "" and response.status_code in {200, 304}
    response.headers["Cache-Control"] = _FOR_EVER if versioned else _ONE_HOUR
    path = STATIC / (request.view_args or {}).get("filename", "")
    if response.status_code == 200 and response.mimetype in _COMPRESSIBLE and request.range is None and path.is_file():  # noqa: PLR2004 - the one status with a whole body
        _compress(response, path)
    return response


def _compress(response: Response, path: Path) -> None:
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"]:
        return
    response.direct_passthrough = False
    response.get_data()  # takes over the open file, so that it is closed with the response
    response.set_data(_gzipped(path, _changed(path)))
    response.headers["Content-Encoding"] = "gzip"
    del response.headers["ETag"]  # the tag named the uncompressed bytes
