"""One web process on the listening socket of the supervisor; a request that has begun is answered before it ends.

Started by `consultation.serve` as `python -m consultation.webprocess LISTENER READY`, inherited descriptors; the second
is told when it serves, and left out where nobody waits for that.
"""

import faulthandler
import os
import resource
import signal
import socket
import sys
import time
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from waitress.server import create_server

from consultation import arrival, loading
from consultation.config import Settings, read
from consultation.web.bodies import FILE_PAGE_LIMIT

FILES = 4096
"""Open files a process needs: a socket for each connection, and room for databases and uploads."""
LOOK_SECONDS = 0.25
IDLE_SECONDS = 2
"""How long a connection without a request may bring one more, after the process was told to end."""
DRAIN_SECONDS = 25
"""Less than the supervisor's patience: a body that trickles in does not keep a process for ever."""


class WebProcess:
    """Serves until told to end; then takes no new connection, answers what is here, and lets the others go."""

    def __init__(self, app: Flask, settings: Settings, listener: socket.socket) -> None:
        self._leaving_since: float | None = None
        self._server: Any = create_server(
            app,
            sockets=[listener],
            _dispatcher=arrival.Lanes(),
            url_scheme=urlsplit(settings.base_url).scheme,  # what people see: no header of a proxy is read for it (A5)
            connection_limit=arrival.CONNECTIONS,
            channel_timeout=arrival.SLOWEST_SECONDS,
            max_request_body_size=2 * FILE_PAGE_LIMIT,  # above it not even our own sentence is worth the disk
        )
        self._server.channel_class = arrival.channel_for(settings.proxy, self.is_leaving)

    def is_leaving(self) -> bool:
        return self._leaving_since is not None

    def leave(self, _number: int, _frame: FrameType | None) -> None:
        """For SIGTERM. Only notes it: an exception out of a signal could fall between a request and its turn."""
        self._leaving_since = self._leaving_since or time.monotonic()
        self._server.pull_trigger()

    def run(self) -> None:
        while not self.is_leaving():
            self._turn()
        self._server.accepting = False
        while self._busy():
            self._turn()
        self._server.task_dispatcher.shutdown()

    def _turn(self) -> None:
        # poll, not select: select ends the process at the 1,024th connection
        self._server.asyncore.loop(timeout=LOOK_SECONDS, use_poll=True, map=self._server._map, count=1)  # noqa: SLF001 - waitress runs its own loop the same way

    def _busy(self) -> bool:
        since = time.monotonic() - (self._leaving_since or 0)
        channels = list(self._server.active_channels.values())
        if since < IDLE_SECONDS:
            return bool(channels)
        return since < DRAIN_SECONDS and any(_has_request(channel) for channel in channels)


def _has_request(channel: Any) -> bool:
    """Whether a request is being read, waits, is worked on, or its answer is not all sent."""
    return bool(channel.request is not None or channel.requests or channel.total_outbufs_len)


def allow_files() -> None:
    """As many open files as the connections need, where the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def main(listener: int, ready: int | None = None) -> None:
    faulthandler.enable()  # a fault below Python leaves its place in the log too
    allow_files()
    settings = read(os.environ)
    with loading.undisturbed():
        from consultation.app import create_app  # noqa: PLC0415 - the whole program

        app = create_app(settings)
    process = WebProcess(app, settings, socket.socket(fileno=listener))
    signal.signal(signal.SIGTERM, process.leave)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if ready is not None:
        os.write(ready, b"1")
        os.close(ready)
    process.run()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
