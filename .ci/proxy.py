"""nginx for `make bench`, one that is there or else Debian's. Its path goes to .venv/nginx; the rest runs without."""

from __future__ import annotations

import os
import shutil

from base import VENV, SetUpError, run, say

FOUND = VENV / "nginx"
_USUAL = "/usr/sbin/nginx"
"""Not on every person's PATH."""


def find_proxy() -> None:
    path = _installed() or _from_debian()
    FOUND.parent.mkdir(exist_ok=True)
    FOUND.write_text(path + "\n", "utf-8")
    if not path:
        say("There is no nginx, and `make bench` leaves that part out: install it (Debian: `apt-get install nginx`).")


def _installed() -> str:
    return shutil.which("nginx") or shutil.which(_USUAL) or ""


def _from_debian() -> str:
    """The smallest package. Where Debian starts services it starts this one too, on port 80."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return ""
    say("Installing Debian's nginx for the measurements ...")
    try:
        run(["apt-get", "update"], "read Debian's package lists")
        command = ["apt-get", "install", "--yes", "--no-install-recommends", "nginx-light"]
        run(command, "install nginx", DEBIAN_FRONTEND="noninteractive")
    except SetUpError:
        return ""
    return _installed()
