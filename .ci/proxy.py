"""nginx for `make bench`, one that is there or else Debian's. Its path goes to .venv/nginx; the rest runs without."""

from __future__ import annotations

import shutil

from base import VENV, debian_install, say

FOUND = VENV / "nginx"
_USUAL = "/usr/sbin/nginx"
"""Not on every person's PATH."""


def find_proxy() -> None:
    if not _installed():
        debian_install("nginx-light")  # the smallest; where Debian starts services it starts this one too, on port 80
    path = _installed()
    FOUND.parent.mkdir(exist_ok=True)
    FOUND.write_text(path + "\n", "utf-8")
    if not path:
        say("There is no nginx, and `make bench` leaves that part out: install it (Debian: `apt-get install nginx`).")


def _installed() -> str:
    return shutil.which("nginx") or shutil.which(_USUAL) or ""
