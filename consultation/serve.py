"""The production server: one listening socket, N processes, reload without a lost request (stack.md 2.8).

The parent binds once and hands the socket down, so that a connection waits in the kernel and not in a process.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
from types import FrameType

from waitress.server import create_server

from consultation import arrival, watch
from consultation.config import Settings, read

THREADS = 8
CONNECTIONS = 2000
SLOWEST_SECONDS = 60
STOP_SECONDS = 30


class PortTakenError(RuntimeError):
    """Somebody else listens at the address."""


def listen(host: str, port: int) -> socket.socket:
    """The one listening socket. Raises PortTakenError with a sentence that says what to do."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise PortTakenError(
            f"Port {port} on {host} cannot be used ({error.strerror}). Choose another, for example PORT={port + 1}."
        ) from error
    listener.listen(1024)
    listener.set_inheritable(True)
    return listener


class Supervisor:
    """Keeps N web processes, and one worker where asked; a process that dies is started again."""

    def __init__(self, settings: Settings, listener: socket.socket, processes: int, *, worker: bool) -> None:
        self._settings, self._listener = settings, listener
        self._commands = [self._web] * processes + ([self._worker] if worker else [])
        self._children: list[subprocess.Popen[bytes]] = []
        self._stopping = threading.Event()
        self._reloading = threading.Event()

    def run(self) -> None:
        """Until SIGTERM or SIGINT; SIGHUP starts every process anew before the old one stops."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGHUP, self._reload)
        self._children = [start() for start in self._commands]
        with watch.watching(self._settings.database_url, self._settings.data_dir, f"{self._address()}/readyz"):
            self._stay()
        for child in self._children:
            child.terminate()
        for child in self._children:
            _end(child)

    def _stay(self) -> None:
        while not self._stopping.wait(0.5):
            if self._reloading.is_set():
                self._reloading.clear()
                self._renew()
            self._revive()

    def _address(self) -> str:
        """Where this machine reaches its own listener."""
        host, port = self._listener.getsockname()[:2]
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def _renew(self) -> None:
        for place, start in enumerate(self._commands):
            old, self._children[place] = self._children[place], start()
            _end(old)

    def _revive(self) -> None:
        for place, start in enumerate(self._commands):
            if self._children[place].poll() is not None:
                self._children[place] = start()

    def _web(self) -> subprocess.Popen[bytes]:
        number = self._listener.fileno()
        command = [sys.executable, "-m", "consultation.serve", str(number)]
        return subprocess.Popen(command, pass_fds=[number], start_new_session=True)  # noqa: S603 - our own module

    def _worker(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "consultation.cli", "work"], start_new_session=True)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping.set()

    def _reload(self, _number: int, _frame: FrameType | None) -> None:
        self._reloading.set()


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def serve_on(number: int, settings: Settings) -> None:
    """One web process on an inherited socket; lets running requests finish at SIGTERM."""
    from consultation.app import create_app  # noqa: PLC0415 - the parent and the commands start without the pages

    server = create_server(
        create_app(settings),
        sockets=[socket.socket(fileno=number)],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=SLOWEST_SECONDS,
    )
    server.channel_class = arrival.channel_for(settings.proxy)
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server.run()


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    serve_on(int(sys.argv[1]), read(os.environ))
