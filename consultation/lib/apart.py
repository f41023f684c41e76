"""Bytes of strangers are worked on in a process of its own: it knows none of our secrets, sets itself limits before it
reads, and is killed with all that it may have started (I5).

The one side calls `run`; the module that it names calls `limit`, reads standard input and writes standard output.
"""

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

_AT_ONCE = threading.BoundedSemaphore(2)
"""Such work takes memory and a core; more than these wait for their turn."""
OPEN_FILES = 3
"""Standard input, output and errors: there is room for no other."""
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
"""Sums are added up in one order, and nobody else's core is taken."""
_CODECS = ("cp437", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "ascii", "utf-8-sig")


@dataclass(frozen=True)
class Ended:
    """What the process wrote, at most one octet more than was asked for, and its exit code; below 0 a signal's."""

    written: bytes
    code: int

    @property
    def was_stopped(self) -> bool:
        """It took too long, by our clock or by its own limit."""
        return self.code in {-signal.SIGKILL, -signal.SIGXCPU}


def run(module: str, *arguments: str, content: bytes, seconds: float, longest: int) -> Ended:
    """Gives `content` to a process that runs this module of ours; stops it after so many seconds on the wall."""
    with _AT_ONCE, started(module, *arguments) as process:
        clock = threading.Timer(seconds, kill, [process])
        clock.start()
        try:
            written = _exchange(process, content, longest)
            return Ended(written, process.wait())
        finally:
            clock.cancel()
            kill(process)


@contextmanager
def started(module: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """The process, in a session of its own and without our environment, where secrets are."""
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= dict.fromkeys(_THREADS, "1")
    with subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment | {"LC_ALL": "C.UTF-8"},
        cwd="/",
        start_new_session=True,
    ) as process:
        yield process


def _exchange(process: subprocess.Popen[bytes], content: bytes, longest: int) -> bytes:
    if process.stdin is None or process.stdout is None:
        raise ValueError("the process was started without pipes")
    try:
        process.stdin.write(content)
        process.stdin.close()
    except BrokenPipeError:
        return b""
    return process.stdout.read(longest + 1)


def kill(process: subprocess.Popen[bytes]) -> None:
    """With all that it may have started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def limit(own: Mapping[int, int]) -> None:
    """In the process itself: it can write no file, open nothing more, start nothing, and `own` limits hold too.

    What is loaded when first needed is loaded now. Nothing can be raised again.
    """
    for encoding in _CODECS:
        "".encode(encoding)
    common = {
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
    }
    for kind, most in (common | dict(own)).items():
        resource.setrlimit(kind, (most, most))
