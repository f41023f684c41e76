"""When a request was here whole: taken where the server reads its last byte, and handed on with the environ (T6).

Behind a proxy that reads requests whole before it passes them on, its own time counts: what waited there was here.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ThreadedTaskDispatcher, WSGITask

from consultation import clock
from consultation.web.bodies import RECEIVED_AT, SOURCE

READING, WRITING, CONNECTIONS = 4, 4, 2000
"""Of one process: requests that only read and requests that write worked on at once, and connections held (V2)."""
SLOWEST_SECONDS = 60
"""How long a connection may say nothing."""
PROXY_HEADER = "HTTP_X_RECEIVED_AT"
"""X-Received-At: seconds since 1970 with a fraction; in nginx `proxy_set_header X-Received-At $msec`."""
SOURCE_HEADER = "HTTP_X_REAL_IP"
"""X-Real-IP: in nginx `proxy_set_header X-Real-IP $remote_addr`."""
_IPV6_NETWORK = 64
"""Bits that one connection has to itself; the rest it chooses freely."""
LONGEST_WAIT = timedelta(minutes=10)
"""Longer than any request waits in a proxy; a time from before that is a clock that is wrong."""


def received_at(own: datetime, told: str | None, peer: str, proxy: str | None) -> datetime:
    """The proxy's time where `peer` is the configured proxy and the time can be true; else our own."""
    if proxy is None or peer != proxy or told is None:
        return own
    try:
        at = datetime.fromtimestamp(float(told), UTC)
    except (ValueError, OverflowError, OSError):
        return own
    return at if own - LONGEST_WAIT <= at <= own else own


def source(told: str | None, peer: str, proxy: str | None) -> str:
    """The network address, one connection's whole network in IPv6; "" where a proxy does not say whose it was."""
    if proxy is not None and peer == proxy:
        peer = told or ""
    try:
        address = ip_address(peer)
    except ValueError:
        return ""
    return str(ip_network((address, _IPV6_NETWORK), strict=False)) if address.version == 6 else str(address)  # noqa: PLR2004 - IPv6


def channel_for(proxy: str | None, is_leaving: Callable[[], bool] = lambda: False) -> type[Any]:
    """The class of connections for waitress; `proxy` is the address of the one proxy that is believed, if any.

    A process that is leaving says so in its last answer on each connection, so that nothing more is sent there.
    """

    class Task(WSGITask):  # type: ignore[misc]  # - waitress has no types
        def get_environment(self) -> dict[str, Any]:
            environ: dict[str, Any] = super().get_environment()
            own = self.request.completed_at or clock.now()
            peer = environ["REMOTE_ADDR"]
            environ[RECEIVED_AT] = received_at(own, environ.get(PROXY_HEADER), peer, proxy)
            environ[SOURCE] = source(environ.get(SOURCE_HEADER), peer, proxy)
            return environ

        def build_response_header(self) -> bytes:
            if is_leaving():
                self.request.headers["CONNECTION"] = "close"
            header: bytes = super().build_response_header()
            return header

    class Channel(HTTPChannel):  # type: ignore[misc]  # - waitress has no types
        parser_class: Callable[..., Any] = _Request
        task_class: Callable[..., Any] = Task

    return Channel


class Lanes:
    """The threads of a process, in two lines: whoever sends waits behind others who send, and pages go on meanwhile.

    Whoever is given a number has it alone until it is stored. In one line with all others, those who wait for it would
    soon have every thread (V1, V3).
    """

    def __init__(self) -> None:
        self._reading, self._writing = ThreadedTaskDispatcher(), ThreadedTaskDispatcher()
        self._reading.set_thread_count(READING)
        self._writing.set_thread_count(WRITING)

    def add_task(self, channel: Any) -> None:
        reads = getattr(channel.requests[0], "command", "GET") in {"GET", "HEAD"}  # one that cannot be read has none
        (self._reading if reads else self._writing).add_task(channel)

    def shutdown(self) -> None:
        for line in (self._reading, self._writing):
            line.shutdown()


class _Request(HTTPRequestParser):  # type: ignore[misc]  # - waitress has no types
    completed_at: datetime | None = None

    def received(self, data: bytes) -> int:
        consumed: int = super().received(data)
        if self.completed and self.completed_at is None:
            self.completed_at = clock.now()
        return consumed
