"""Clients on persistent connections, in a process of their own so that they do not share the server's interpreter.

Standard input: JSON with `port`, `clients`, `requests`, a list of [method, path, headers, body], and `seconds`
in which they are sent over and over; null: each once. Standard output: JSON with `seconds`, `latencies` in seconds and
`statuses` by number.
"""

import json
import selectors
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

_MOST = 1 << 16


@dataclass
class _Client:
    connection: socket.socket
    began: float = 0.0
    seen: bytearray = field(default_factory=bytearray)
    needed: int = 0


def _written(request: list[str]) -> bytes:
    method, path, headers, body = request
    length = f"Content-Length: {len(body.encode())}\r\n" if body else ""
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}{length}\r\n{body}".encode()


def _needed(seen: bytearray) -> int:
    """Bytes of the whole response; 0 while its head is not here."""
    end = seen.find(b"\r\n\r\n")
    if end < 0:
        return 0
    for line in bytes(seen[:end]).lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return end + 4 + int(line[15:])
    raise ValueError(f"no length: {bytes(seen[:end])!r}")


class _Load:
    def __init__(self, port: int, clients: int, requests: Iterator[bytes], until: float | None) -> None:
        self._requests, self._until = requests, until
        self.latencies: list[float] = []
        self.statuses: Counter[str] = Counter()
        self._selector = selectors.DefaultSelector()
        for _ in range(clients):
            connection = socket.create_connection(("127.0.0.1", port), timeout=60)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(connection, selectors.EVENT_READ, _Client(connection))

    def run(self) -> None:
        for key in list(self._selector.get_map().values()):
            self._send(key.data)
        while self._selector.get_map():
            for key, _events in self._selector.select(60):
                self._read(key.data)

    def _send(self, client: _Client) -> None:
        request = next(self._requests, None) if self._until is None or time.monotonic() < self._until else None
        if request is None:
            self._selector.unregister(client.connection)
            client.connection.close()
            return
        client.began, client.needed = time.monotonic(), 0
        client.seen.clear()
        client.connection.sendall(request)

    def _read(self, client: _Client) -> None:
        data = client.connection.recv(_MOST)
        if not data:
            raise ConnectionError(f"closed after {bytes(client.seen)!r}")
        client.seen += data
        client.needed = client.needed or _needed(client.seen)
        if client.needed and len(client.seen) >= client.needed:
            self.latencies.append(time.monotonic() - client.began)
            self.statuses[client.seen[9:12].decode()] += 1
            self._send(client)


def main() -> None:
    told = json.load(sys.stdin)
    requests = [_written(request) for request in told["requests"]]
    seconds = told["seconds"]
    begun = time.monotonic()
    until = None if seconds is None else begun + seconds
    load = _Load(told["port"], told["clients"], iter(requests) if seconds is None else cycle(requests), until)
    load.run()
    taken = time.monotonic() - begun
    json.dump({"seconds": taken, "latencies": load.latencies, "statuses": load.statuses}, sys.stdout)


if __name__ == "__main__":
    main()
