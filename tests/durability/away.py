"""Ways in which a database or a disk goes away for a while, without a mount and without rights over the machine."""

import os
import resource
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def children(pid: int) -> list[int]:
    """Processes that this one started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def no_space(processes: Iterable[int]) -> Iterator[None]:
    """None of them may make a file grow, as on a full disk."""
    limits = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in processes}
    for pid, (_soft, hard) in limits.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        for pid, limit in limits.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limit)


@contextmanager
def hanging(data_folder: Path) -> Iterator[None]:
    """The PostgreSQL server of this folder is there and says nothing."""
    server = int((data_folder / "postmaster.pid").read_text().split()[0])
    family = [server, *children(server)]
    for pid in family:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in family:
            with suppress(ProcessLookupError):  # one that was about to end has ended
                os.kill(pid, signal.SIGCONT)
