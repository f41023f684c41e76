"""Runs the checks side by side, then the tests; the closing line is pytest's own.

Usage: .venv/bin/python .ci/check.py [--all]
Without --all: the fast tests only, those not marked `browser`, `database`, `scanner` or `slow`.
BROWSER=none leaves out what needs a browser, CLAMD=none what needs a virus scanner.
Exit code 1 when a check found something, else pytest's.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from base import ROOT, VENV

_CHECKS = {
    "types": ["mypy", "--no-error-summary", "--num-workers", "2"],  # first: it takes as long as all others together
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "imports": ["lint-imports"],
    "templates": ["djlint", "--lint", "--quiet", "templates"],
}
_NEEDS = {
    "browser": ("BROWSER", "all tests that need a browser (journeys, accessibility)"),
    "scanner": ("CLAMD", "the tests that need a virus scanner (ClamAV's daemon)"),
}
"""Marks of tests that need what not every machine has: the setting that leaves them out, and what that is."""
_MEMORY, _ROOM = Path("/dev/shm"), 4 * 1024**3  # noqa: S108 - where it is, only we may enter what we make there
"""Where files cost no disk, and how much must be free there: the databases wait a third of the time for a disk else."""
_PYTEST = ["-m", "pytest", "--dist", "loadscope", "--no-loadscope-reorder"]
_CORES, _WITH_WAITING = "2", "3"
"""How many processes: where a browser, a server or a limit of time is waited for, another has the core."""


@dataclass(frozen=True)
class Outcome:
    name: str
    seconds: float
    words: str
    passed: bool


def _check(name: str) -> Outcome:
    command = [str(VENV / "bin" / _CHECKS[name][0]), *_CHECKS[name][1:]]
    begun = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return Outcome(name, time.monotonic() - begun, done.stdout.strip(), done.returncode == 0)


def _report(outcome: Outcome) -> None:
    print(f"{'ok    ' if outcome.passed else 'FAILED'} {outcome.name} ({outcome.seconds:.1f} s)", flush=True)
    if not outcome.passed:
        print(outcome.words, flush=True)


def _run_checks() -> list[str]:
    """The names of the checks that found something."""
    with ThreadPoolExecutor(2) as pool:
        outcomes = [pool.submit(_check, name) for name in _CHECKS]
    for outcome in outcomes:
        _report(outcome.result())
    return [outcome.result().name for outcome in outcomes if not outcome.result().passed]


def _left_out(everything: bool) -> list[str]:
    if not everything:
        return ["browser", "database", "scanner", "slow"]
    return [mark for mark, (name, _what) in _NEEDS.items() if os.environ.get(name) == "none"]


def _run_tests(left_out: list[str], processes: str) -> int:
    marks = " and ".join(f"not {mark}" for mark in left_out)
    selection = ["-m", marks] if marks else []
    with _temporary_folder() as told:
        # Tests start the product again and again: it is compiled once, whatever the shell says.
        env = {**os.environ, **told, "PYTHONDONTWRITEBYTECODE": ""}
        return subprocess.run(
            [sys.executable, *_PYTEST, "--numprocesses", processes, *selection], cwd=ROOT, env=env, check=False
        ).returncode


@contextmanager
def _temporary_folder() -> Iterator[dict[str, str]]:
    """In memory where there is room for it and programs may run from there; else wherever temporary files lie."""
    if "TMPDIR" in os.environ or not _has_room():
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="tests-", dir=_MEMORY, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # a database server and some tests are another user, who passes through
        yield {"TMPDIR": folder}


def _has_room() -> bool:
    if not _MEMORY.is_dir() or not os.access(_MEMORY, os.W_OK) or os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC:
        return False
    return shutil.disk_usage(_MEMORY).free > _ROOM


def main() -> int:
    """Both halves always run, so that one run tells everything; see the module for the exit code."""
    everything = "--all" in sys.argv[1:]
    found = _run_checks()
    left_out = _left_out(everything)
    code = _run_tests(left_out, _WITH_WAITING if everything else _CORES)
    for mark in left_out if everything else []:
        name, what = _NEEDS[mark]
        print(f"Left out with {name}=none: {what}.", flush=True)
    if found:
        print(f"Also failed, see above: {', '.join(found)}.", file=sys.stderr)
    return 1 if found else code


if __name__ == "__main__":
    sys.exit(main())
