"""T6: received is when the server read the last byte, however long the work behind it waits."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from waitress.server import create_server

from consultation.arrival import WRITING, Lanes, channel_for, received_at
from consultation.web.bodies import RECEIVED_AT
from tests.conftest import Clock

NOON = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PATIENCE = 20


@dataclass
class Site:
    """A server whose application holds up whoever sends until `go`; `told` is what it was told of each request."""

    port: int = 0
    told: dict[str, datetime] = field(default_factory=dict)
    go: threading.Event = field(default_factory=threading.Event)
    server: Any = None

    def application(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            self.go.wait(PATIENCE)
        self.told[environ["PATH_INFO"]] = environ[RECEIVED_AT]
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    def has(self, requests: int) -> bool:
        """Whether so many whole requests wait here."""
        channels = list(self.server.active_channels.values())
        return sum(len(channel.requests) for channel in channels) >= requests

    def reads(self, octets: int) -> bool:
        """Whether so much of a body has been read."""
        read = (channel.request for channel in list(self.server.active_channels.values()))
        return any(one is not None and one.body_bytes_received >= octets for one in read)


def _wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


@pytest.fixture(params=["one thread", "lanes"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    found = Site()
    lanes = Lanes() if request.param == "lanes" else None
    found.server = create_server(found.application, host="127.0.0.1", port=0, threads=1, _dispatcher=lanes)
    found.server.channel_class = channel_for(None)
    found.port = found.server.effective_port
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            found.server.asyncore.loop(timeout=0.05, map=found.server._map, count=1)

    thread = threading.Thread(target=run)
    thread.start()
    yield found
    found.go.set()
    stop.set()
    thread.join(PATIENCE)
    found.server.task_dispatcher.shutdown()
    found.server.asyncore.close_all(found.server._map)


def _connect(site: Site, path: str, headers: str = "") -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE)
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nConnection: close\r\n{headers}\r\n"
    sock.sendall(head.encode())
    return sock


def test_T6_the_last_byte_counts_and_not_the_first(site: Site, at: Clock) -> None:
    at.now = NOON
    site.go.set()
    with _connect(site, "/slow") as sock:
        sock.sendall(b"12345")
        _wait_until(lambda: site.reads(5))
        at.now = NOON + 9 * SECOND
        sock.sendall(b"67890")
        assert sock.recv(100)
    assert site.told["/slow"] == NOON + 9 * SECOND


def test_T6_waiting_for_its_turn_makes_no_request_late(site: Site, at: Clock) -> None:
    at.now = NOON
    with _connect(site, "/first") as first, _connect(site, "/second") as second:
        first.sendall(b"1234567890")
        second.sendall(b"1234567890")
        _wait_until(lambda: site.has(2))
        at.now = NOON + 8 * SECOND
        site.go.set()
        assert first.recv(100)
        assert second.recv(100)
    assert site.told == {"/first": NOON, "/second": NOON}


@pytest.mark.parametrize("site", ["lanes"], indirect=True)
def test_V1_V3_a_page_is_shown_while_more_senders_wait_than_there_are_threads(site: Site) -> None:
    waiting = [_connect(site, f"/sender-{number}") for number in range(2 * WRITING)]
    for sock in waiting:
        sock.sendall(b"1234567890")
    _wait_until(lambda: site.has(len(waiting)))
    with socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE) as reader:
        reader.sendall(b"GET /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert reader.recv(100)
    assert set(site.told) == {"/page"}
    site.go.set()
    for sock in waiting:
        assert sock.recv(100)
        sock.close()
    assert len(site.told) == 1 + len(waiting)


@pytest.mark.parametrize("site", ["lanes"], indirect=True)
def test_V2_what_is_no_request_is_answered_and_holds_up_nobody(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE) as sock:
        sock.sendall(b"no request at all\r\n\r\n")
        assert sock.recv(100).startswith(b"HTTP/1.0 400")


def test_T6_a_header_makes_no_time(site: Site, at: Clock) -> None:
    at.now = NOON
    site.go.set()
    with _connect(site, "/liar", "X-Received-At: 1773570000\r\nConsultation.received_at: 1\r\n") as sock:
        sock.sendall(b"1234567890")
        assert sock.recv(100)
    assert site.told["/liar"] == NOON


@pytest.mark.parametrize(
    ("told", "peer", "proxy", "seconds"),
    [
        ("-3.25", "10.0.0.1", "10.0.0.1", -3.25),
        ("-3.25", "10.0.0.2", "10.0.0.1", 0),
        ("-3.25", "10.0.0.1", None, 0),
        ("+1", "10.0.0.1", "10.0.0.1", 0),
        ("-601", "10.0.0.1", "10.0.0.1", 0),
        (None, "10.0.0.1", "10.0.0.1", 0),
    ],
)
def test_T6_only_the_configured_proxy_is_believed_and_only_what_can_be_true(
    told: str | None, peer: str, proxy: str | None, seconds: float
) -> None:
    header = None if told is None else str(NOON.timestamp() + float(told))
    assert received_at(NOON, header, peer, proxy) == NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize("told", ["", "i går", "nan", "inf", "1e400", "-1e30"])
def test_T6_a_time_that_is_none_is_not_believed(told: str) -> None:
    assert received_at(NOON, told, "10.0.0.1", "10.0.0.1") == NOON
