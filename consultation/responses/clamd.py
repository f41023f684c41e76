"""The one door to ClamAV's daemon: bytes go in over a socket, a verdict comes out; nothing is written to its disk."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

SECONDS_TO_CONNECT = 5.0
SECONDS_TO_ANSWER = 30.0
_CHUNK = 65_536
_LONGEST_ANSWER = 4_096


class ClamdError(OSError):
    """The daemon gave no verdict: it is away, or could not scan."""


@dataclass(frozen=True)
class Verdict:
    """`signature` names what was found; "" where nothing was. `tool` is the daemon with its signatures' version."""

    signature: str
    tool: str


def version(url: str) -> str:
    """What answers there: "ClamAV 1.4.3/27800/Mon Sep 14 …". Raises ClamdError."""
    return _ask(url, b"VERSION")


def scan(url: str, content: bytes) -> Verdict:
    """Raises ClamdError where the daemon cannot tell."""
    tool = version(url)
    pieces = (content[place : place + _CHUNK] for place in range(0, len(content), _CHUNK))
    told = _ask(url, b"INSTREAM", b"".join(struct.pack(">I", len(piece)) + piece for piece in pieces) + bytes(4))
    verdict = told.removeprefix("stream: ")
    if verdict == "OK":
        return Verdict("", tool)
    if not verdict.endswith(" FOUND"):
        raise ClamdError(f"clamd: {told[:200]}")
    return Verdict(verdict.removesuffix(" FOUND"), tool)


def _ask(url: str, command: bytes, body: bytes = b"") -> str:
    try:
        with _socket(url) as connection:
            connection.sendall(b"z" + command + b"\0")
            with suppress(BrokenPipeError, ConnectionResetError):  # it has heard enough: the answer tells why
                connection.sendall(body)
            return _answer(connection)
    except (OSError, UnicodeDecodeError) as error:
        raise ClamdError(f"clamd does not answer: {error}") from error


@contextmanager
def _socket(url: str) -> Iterator[socket.socket]:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        address: str | tuple[str, int] = parts.path
        connection = socket.socket(socket.AF_UNIX)
    else:
        address = (parts.hostname or "", parts.port or 0)
        connection = socket.socket(socket.AF_INET6 if ":" in (parts.hostname or "") else socket.AF_INET)
    with connection:
        connection.settimeout(SECONDS_TO_CONNECT)
        connection.connect(address)
        connection.settimeout(SECONDS_TO_ANSWER)
        yield connection


def _answer(connection: socket.socket) -> str:
    told = b""
    while not told.endswith(b"\0") and len(told) < _LONGEST_ANSWER:
        piece = connection.recv(_LONGEST_ANSWER)
        if not piece:
            break
        told += piece
    if not told:
        raise ClamdError("clamd closed the connection")
    return told.rstrip(b"\0\n").decode("utf-8")
