"""Requests at set times, whether or not the earlier ones are answered: what people do before a deadline.

In a process of its own. Standard input: JSON with `port`, `start` (seconds since 1970) and `requests`, a list of
[seconds after the start, method, path, headers, body, words]. Standard output: JSON, for each request [status, seconds
from its set time to its whole answer, location, whether the answer holds the words]; status 0: the connection was lost.
"""

import json
import selectors
import socket
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

_MOST = 1 << 16
_CONNECTIONS = 500
_PATIENCE = 60
"""Seconds after the last set time; what is not answered then is lost."""
Answer = tuple[int, float, str, bool]


@dataclass
class _Connection:
    sock: socket.socket
    number: int | None = None
    seen: bytearray = field(default_factory=bytearray)


class Paced:
    def __init__(self, port: int, start: float, requests: list[list[Any]]) -> None:
        self._port, self._start, self._requests = port, start, requests
        self._due = deque(sorted(range(len(requests)), key=lambda number: requests[number][0]))
        self._idle: deque[_Connection] = deque()
        self._open = 0
        self._selector = selectors.DefaultSelector()
        self.answers: list[Answer] = [(0, 0.0, "", False)] * len(requests)

    def run(self) -> None:
        end = self._start + max((request[0] for request in self._requests), default=0) + _PATIENCE
        while (self._due or len(self._idle) < self._open) and time.time() < end:
            wait = self._send_due()
            for key, _events in self._selector.select(wait):
                self._read(key.data)

    def _send_due(self) -> float:
        """Seconds until the next is due."""
        while self._due:
            left: float = self._start + self._requests[self._due[0]][0] - time.time()
            if left > 0:
                return min(left, 1.0)
            connection = self._free()
            if connection is None:
                return 0.1
            self._send(connection, self._due.popleft())
        return 1.0

    def _free(self) -> _Connection | None:
        if self._idle:
            return self._idle.popleft()
        if self._open >= _CONNECTIONS:
            return None
        try:
            connection = _Connection(socket.create_connection(("127.0.0.1", self._port), timeout=_PATIENCE))
        except ConnectionError:
            self._due.popleft()  # nobody is there: lost
            return None
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._selector.register(connection.sock, selectors.EVENT_READ, connection)
        self._open += 1
        return connection

    def _send(self, connection: _Connection, number: int) -> None:
        _at, method, path, headers, body, _words = self._requests[number]
        length = f"Content-Length: {len(body.encode())}\r\n" if body else ""
        connection.number = number
        try:
            connection.sock.sendall(
                f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}{length}\r\n{body}".encode()
            )
        except OSError:
            self._close(connection)

    def _read(self, connection: _Connection) -> None:
        try:
            data = connection.sock.recv(_MOST)
        except OSError:
            data = b""
        if not data:
            self._close(connection)
            return
        connection.seen += data
        head, separator, body = connection.seen.partition(b"\r\n\r\n")
        if separator and len(body) >= _length(head):
            self._answered(connection, bytes(head), bytes(body))

    def _answered(self, connection: _Connection, head: bytes, body: bytes) -> None:
        number = connection.number or 0
        at, *_request, words = self._requests[number]
        headers = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
        location = headers.get(b"Location", b"").decode()
        taken = time.time() - self._start - at
        self.answers[number] = (int(head[9:12]), taken, location, bool(words) and words.encode() in body)
        connection.number = None
        connection.seen.clear()
        if headers.get(b"Connection", b"").lower() == b"close":
            self._close(connection)
        else:
            self._idle.append(connection)

    def _close(self, connection: _Connection) -> None:
        """Where a request was on its way its answer stays 0: lost."""
        self._selector.unregister(connection.sock)
        connection.sock.close()
        self._open -= 1
        if connection in self._idle:
            self._idle.remove(connection)


def _length(head: bytes | bytearray) -> int:
    for line in bytes(head).lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


def main() -> None:
    paced = Paced(**json.load(sys.stdin))
    paced.run()
    json.dump(paced.answers, sys.stdout)


if __name__ == "__main__":
    main()
