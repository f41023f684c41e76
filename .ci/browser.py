"""A Chromium for the tests: one that is there, else Debian's, else Playwright's own. Its path goes to .venv/browser."""

from __future__ import annotations

import os
import shutil
import subprocess

from base import PYTHON, VENV, SetUpError, debian_install, run, say

FOUND = VENV / "browser"
_NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
_PACKAGES = ["chromium-headless-shell", "chromium"]
"""The first is the same engine without windows, a third lighter; older releases of Debian lack it."""
_ASK_PLAYWRIGHT = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as tool: print(tool.chromium.executable_path)"
)
_NONE = (
    "There is no browser for the tests, and none could be installed: install Chromium (Debian: "
    "`apt-get install chromium`) or name one with BROWSER=/path/to/chromium; `BROWSER=none make test` runs the rest."
)


def find_browser() -> None:
    wish = os.environ.get("BROWSER", "")
    if wish == "none":
        return
    known = FOUND.read_text("utf-8").strip() if FOUND.exists() else ""
    if known and os.access(known, os.X_OK) and wish in ("", known):
        return
    path = _installed(wish) or _from_debian() or _from_playwright()
    if not path:
        raise SetUpError(_NONE)
    FOUND.write_text(path + "\n", "utf-8")


def _installed(wish: str) -> str:
    """The first that runs. BROWSER may name a person's everyday browser of another make: then the usual names."""
    candidates = (shutil.which(name) for name in [wish, *_NAMES] if name)
    return next((path for path in candidates if path and _is_chromium(path)), "")


def _from_debian() -> str:
    debian_install(*_PACKAGES)
    return _installed("")


def _from_playwright() -> str:
    say("Downloading a browser for the tests ...")
    try:
        run([str(PYTHON), "-I", "-m", "playwright", "install", "chromium"], "download a browser")
    except SetUpError:
        return ""
    asked = subprocess.run([str(PYTHON), "-I", "-c", _ASK_PLAYWRIGHT], capture_output=True, text=True, check=False)
    path = asked.stdout.strip()
    return path if path and _is_chromium(path) else ""


def _is_chromium(path: str) -> bool:
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0 and "chrom" in asked.stdout.lower()
