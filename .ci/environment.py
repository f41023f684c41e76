"""The virtual environment: Python packages by hash, the project itself by reference, translations compiled."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys

from base import LOG, PYTHON, ROOT, VENV, SetUpError, digest, is_done, mark_done, pip_install, run, say

_LOCK = ROOT / "requirements-dev.txt"
_COMMAND = VENV / "bin" / "consultation"
# Finds the interpreter beside itself, so that spaces and letters beyond ASCII in the path do no harm.
_LAUNCHER = """\
#!/bin/sh
'''exec' "$(dirname -- "$(readlink -f -- "$0")")/python" "$0" "$@"
' '''
import sys

from consultation.cli import main

sys.exit(main())
"""


def make_environment() -> None:
    state = digest(_LOCK)
    here = os.fsencode(ROOT).hex()  # the scripts of packages hold the path: a moved folder needs new ones
    if is_done("environment", state) and is_done("place", here) and PYTHON.exists() and _COMMAND.exists():
        return
    if not _is_usable(here):
        _create()
    mark_done("place", here)
    say("Installing the Python packages (about a minute the first time) ...")
    pip_install("install the Python packages", _LOCK)
    _add_project()
    mark_done("environment", state)


def compile_translations() -> None:
    sources = sorted((ROOT / "translations").glob("*/LC_MESSAGES/*.po"))
    state = digest(*sources)
    if is_done("translations", state) and all(source.with_suffix(".mo").exists() for source in sources):
        return
    for source in sources:
        options = ["-l", source.parts[-3], "-i", str(source), "-o", str(source.with_suffix(".mo"))]
        babel = [str(PYTHON), "-I", "-m", "babel.messages.frontend", "compile", *options]
        run(babel, f"compile the translation “{source.parts[-3]}”")
    mark_done("translations", state)


def _is_usable(here: str) -> bool:
    moved = (VENV / "stamps" / "place").exists() and not is_done("place", here)
    if moved or not PYTHON.exists():
        return False
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([str(PYTHON), "-I", "-c", probe], capture_output=True, check=False).returncode == 0


def _create() -> None:
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise SetUpError(
            "Python's venv module is missing: install it (Debian: `apt-get install python3-venv`, "
            "or python{}.{}-venv), then run this again.".format(*sys.version_info)
        )
    if VENV.exists():
        shutil.rmtree(VENV)
    LOG.parent.mkdir()
    run([sys.executable, "-m", "venv", str(VENV)], "make the virtual environment")


def _add_project() -> None:
    """The checkout on the import path, by a path relative to the environment, and its command."""
    for packages in VENV.glob("lib/python*/site-packages"):
        (packages / "consultation.pth").write_text("../../../..\n", "ascii")
    _COMMAND.write_text(_LAUNCHER, "ascii")
    _COMMAND.chmod(0o755)
