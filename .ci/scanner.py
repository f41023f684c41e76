"""A virus scanner for the tests: ClamAV's daemon, one that is there or else Debian's. Its path goes to .venv/clamd."""

from __future__ import annotations

import os
import shutil

from base import VENV, SetUpError, debian_install

FOUND = VENV / "clamd"
_USUAL = "/usr/sbin/clamd"
"""Not on every person's PATH."""
_NONE = (
    "There is no virus scanner for the tests, and none could be installed: install ClamAV's daemon (Debian: "
    "`apt-get install clamav-daemon`) or name one with CLAMD=/path/to/clamd; `CLAMD=none make test` runs the rest."
)


def find_scanner() -> None:
    wish = os.environ.get("CLAMD", "")
    if wish == "none":
        return
    known = FOUND.read_text("utf-8").strip() if FOUND.exists() else ""
    if known and os.access(known, os.X_OK) and wish in ("", known):
        return
    path = _installed(wish)
    if not path:
        debian_install("clamav-daemon")  # alone: the tests have a signature of their own and need no database
        path = _installed("")
    if not path:
        raise SetUpError(_NONE)
    FOUND.parent.mkdir(exist_ok=True)
    FOUND.write_text(path + "\n", "utf-8")


def _installed(wish: str) -> str:
    found = (shutil.which(name) for name in [wish, "clamd", _USUAL] if name)
    return next((path for path in found if path), "")
