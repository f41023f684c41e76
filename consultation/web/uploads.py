"""Files in and out: how many, how large, under which name, and always as a download (I5, I6)."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from flask import Response
from werkzeug.datastructures import FileStorage

from consultation.lib.text import TextError, clean_line

MOST_FILES = 10
LARGEST_FILE = 10_000_000
"""Octets."""
_LONGEST_NAME = 150
_SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
_HARMLESS = frozenset(" .-_(),+&")


@dataclass(frozen=True)
class Upload:
    """One file as it was sent; `content` is at most LARGEST_FILE octets long unless `too_large`."""

    name: str
    content: bytes
    too_large: bool = False


def read_uploads(files: Iterable[FileStorage]) -> list[Upload]:
    """The chosen files in their order; empty file fields are left out. The caller decides on MOST_FILES."""
    return [_read(file) for file in files if file.filename]


def _read(file: FileStorage) -> Upload:
    content = file.stream.read(LARGEST_FILE + 1)
    name = clean_name(file.filename or "")
    return Upload(name, b"", too_large=True) if len(content) > LARGEST_FILE else Upload(name, content)


def clean_name(given: str) -> str:
    """A name that is safe to show and to save under: no folders, controls or tricks; at most 150 characters (R17)."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    try:
        line = clean_line(last)
    except TextError:
        line = ""
    kept = "".join(char for char in line if char in _HARMLESS or unicodedata.category(char)[0] in "LMN").strip(" .")
    path = PurePosixPath(kept or "fil")
    return path.stem[: _LONGEST_NAME - len(path.suffix)].rstrip() + path.suffix[:_LONGEST_NAME]


def attachment_response(content: bytes | Iterable[bytes], name: str, mimetype: str) -> Response:
    """A download that no browser shows, runs or guesses about. The name is encoded after RFC 6266."""
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = _disposition(clean_name(name))
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _disposition(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.translate({ord("æ"): "ae", ord("ø"): "oe", ord("å"): "aa"}))
    ascii_name = "".join(char for char in plain if char.isascii() and (char.isalnum() or char in _HARMLESS)) or "fil"
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"
