"""The production server: one listening socket, N processes, reload without a lost request (stack.md 2.8).

The parent binds once and hands the socket down, so that a connection waits in the kernel and not in a process.
"""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from types import FrameType

from consultation import watch
from consultation.config import Settings
from consultation.lib import log

_log = log.logger(__name__)

LOOK_SECONDS = 0.25
STOP_SECONDS = 30
START_SECONDS = 60
"""A process that has not said by then that it serves will not."""


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


@dataclass
class Child:
    """A process of ours. `ready` is read once: it says that it serves; None for one that is ready when it runs."""

    process: subprocess.Popen[bytes]
    ready: int | None = None
    stops_by: float = 0.0
    """On the monotonic clock, once it was told to end."""

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def says_ready(self) -> bool | None:
        """None where it has not said anything yet; False where it ended without."""
        if self.ready is None:
            return True
        if not select.select([self.ready], [], [], 0)[0]:
            return None
        return os.read(self.ready, 1) == b"1"

    def end(self) -> None:
        """Tells it to end; it finishes what it has begun."""
        self.forget()
        self.process.terminate()
        self.stops_by = time.monotonic() + STOP_SECONDS

    def forget(self) -> None:
        if self.ready is not None:
            os.close(self.ready)
            self.ready = None


class Supervisor:
    """Keeps N web processes, and one worker where asked; a process that dies is started again."""

    def __init__(self, settings: Settings, listener: socket.socket, processes: int, *, worker: bool) -> None:
        self._settings, self._listener = settings, listener
        self._commands = [self._web] * processes + ([self._worker] if worker else [])
        self._children: list[Child] = []
        self._leaving: list[Child] = []
        self._stopping = threading.Event()
        self._reloading = threading.Event()

    def run(self) -> None:
        """Until SIGTERM or SIGINT; SIGHUP starts every process anew, and the old one stops when the new one serves."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGHUP, self._reload)
        self._children = [start() for start in self._commands]
        with watch.watching(self._settings.database_url, self._settings.data_dir, f"{self._address()}/readyz"):
            self._stay()
        for child in self._children:
            self._let_go(child)
        while self._leaving:
            self._bury()
            time.sleep(LOOK_SECONDS)

    def _stay(self) -> None:
        while not self._stopping.wait(LOOK_SECONDS):
            if self._reloading.is_set():
                self._reloading.clear()
                self._renew()
            self._revive()
            self._bury()

    def _address(self) -> str:
        """Where this machine reaches its own listener."""
        host, port = self._listener.getsockname()[:2]
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def _renew(self) -> None:
        """One after the other. A new version that does not come up leaves the old one where it is."""
        for place, start in enumerate(self._commands):
            new = start()
            if not self._comes_up(new):
                self._let_go(new)
                _log.error("process_did_not_come_up", process=place, kept=self._children[place].process.pid)
                return
            old, self._children[place] = self._children[place], new
            self._let_go(old)

    def _comes_up(self, child: Child) -> bool:
        end = time.monotonic() + START_SECONDS
        while (said := child.says_ready()) is None and time.monotonic() < end:
            if self._stopping.wait(LOOK_SECONDS):
                return False
        return bool(said)

    def _revive(self) -> None:
        for place, start in enumerate(self._commands):
            child = self._children[place].process
            if self._children[place].has_ended():
                _log.error("process_ended", process=place, pid=child.pid, code=child.returncode)
                self._children[place].forget()
                self._children[place] = start()

    def _let_go(self, child: Child) -> None:
        child.end()
        self._leaving.append(child)

    def _bury(self) -> None:
        for child in self._leaving:
            if time.monotonic() > child.stops_by:
                child.process.kill()
        self._leaving = [child for child in self._leaving if not child.has_ended()]

    def _web(self) -> Child:
        listener = self._listener.fileno()
        ready, says_ready = os.pipe()
        command = [sys.executable, "-m", "consultation.webprocess", str(listener), str(says_ready)]
        process = subprocess.Popen(command, pass_fds=[listener, says_ready], start_new_session=True)  # noqa: S603 - our own module
        os.close(says_ready)
        return Child(process, ready)

    def _worker(self) -> Child:
        command = [sys.executable, "-m", "consultation.cli", "work"]
        return Child(subprocess.Popen(command, start_new_session=True))  # noqa: S603 - our own module

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping.set()

    def _reload(self, _number: int, _frame: FrameType | None) -> None:
        self._reloading.set()
