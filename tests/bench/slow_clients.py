"""Clients that send their request a byte at a time, 400 of them, stop nobody (V2), in front of the server itself."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.bench import filling
from tests.bench.databases import SQLITE, database
from tests.bench.filling import SLUG
from tests.bench.pacing import Timed, asking, p99
from tests.bench.results import Row
from tests.bench.scale import Scale
from tests.bench.serving import product

SLOW, PROBES = 200, 10
"""Of each kind; probes a second."""
ANSWERED = 0.99
_BODY = f"POST /hoeringer/{SLUG}/besvar HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\ntext="
_HEADERS = "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "


def measure(scale: Scale) -> Iterator[Row]:
    with database(SQLITE) as where:
        session = filling.opened(where)
        filling.open_consultation(session)
        filling.close(session)
        with product(where) as port, slow(port):
            times = [number / PROBES for number in range(int(scale.slow_seconds * PROBES))]
            with asking(port, [Timed(at, ("GET", f"/hoeringer/{SLUG}", "", "")) for at in times]) as people:
                answers = people.answers()
    share = sum(answer.status == 200 for answer in answers) / len(answers)
    yield Row(
        f"pages read beside {SLOW} slow bodies and {SLOW} slow headers",
        where.kind,
        share * 100,
        None,
        "%",
        f">= {ANSWERED:.0%}",
        share >= ANSWERED,
        f"{len(answers)} probes, p99 {p99(answers):.2f} s",
    )


@contextmanager
def slow(port: int) -> Iterator[None]:
    """Each sends one byte more every second."""
    stop = threading.Event()
    with ExitStack() as held:
        clients = [held.enter_context(_begin(port, head)) for head in [_BODY, _HEADERS] * SLOW]
        thread = threading.Thread(target=_trickle, args=(clients, stop))
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


def _begin(port: int, head: str) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), timeout=60)
    sock.sendall(head.encode())
    return sock


def _trickle(clients: list[socket.socket], stop: threading.Event) -> None:
    while not stop.wait(1):
        for sock in clients:
            sock.sendall(b"a")
