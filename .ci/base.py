"""What the parts of the set-up share: where things lie, how a command is run, what counts as done.

Standard library only. The syntax stays readable for Python 3.8, so that an old Python gets a sentence and no traceback.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "setup.log"
_STAMPS = VENV / "stamps"
_NO_ANSWER = re.compile(
    r"NewConnectionError|Temporary failure|Max retries|Connection refused|timed out|ProxyError|No matching distribution"
    r"|Network is unreachable|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|Could not resolve"
)


class SetUpError(Exception):
    """Why the set-up stops, in one sentence that says what to do."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


def digest(*paths: Path) -> str:
    """One hash over the content of files, in the order given."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def is_done(step: str, state: str) -> bool:
    """Whether `step` was finished for exactly this state of its inputs."""
    stamp = _STAMPS / step
    return stamp.is_file() and stamp.read_text("utf-8") == state


def mark_done(step: str, state: str) -> None:
    _STAMPS.mkdir(parents=True, exist_ok=True)
    (_STAMPS / step).write_text(state, "utf-8")


def run(command: list[str], what: str, **environment: str) -> None:
    """Run a command silently, its words kept in the log. Raises SetUpError: `what` could not be done, and why."""
    LOG.parent.mkdir(exist_ok=True)
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    words = done.stdout.decode("utf-8", "replace")
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(command)}\n{words}\n")
    if done.returncode != 0:
        raise SetUpError(f"Could not {what}: {_reason(words)} All details: {LOG.relative_to(ROOT)}")


def pip_install(what: str, lock: Path, *options: str) -> None:
    """Install the packages of a lock file, each checked against its hash. Raises SetUpError as `run` does."""
    pip = [
        str(PYTHON),
        "-I",
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
        "--progress-bar",
        "off",
    ]
    run([*pip, "--no-deps", "--require-hashes", "-r", str(lock), *options], what, PIP_USER="0")


def debian_install(*packages: str) -> None:
    """The first of Debian's packages that can be had, where one may install at all; nothing else happens where not.

    What is of use together stands in one: "program its-data"."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say(f"Installing Debian's {packages[-1]} ...")
    command = ["apt-get", "install", "--yes", "--no-install-recommends"]
    with suppress(SetUpError):
        run(["apt-get", "update"], "read Debian's package lists")
        for name in packages:
            with suppress(SetUpError):
                run([*command, *name.split()], f"install {name}", DEBIAN_FRONTEND="noninteractive")
                return


def _reason(words: str) -> str:
    if _NO_ANSWER.search(words):
        return "the package registry did not answer. Connect to the network, then run this again."
    lines = [line.strip() for line in words.splitlines() if line.strip() and "complete log" not in line]
    errors = [line for line in lines if "error" in line.lower()]
    last = (errors or lines or ["no message"])[-1]
    return f"it stopped with “{last[:300]}”."
