"""Makes everything that is not in the repository; quick when nothing has changed.

Usage: python3 .ci/setup.py [--only environment,assets,translations,browser,scanner,reader,proxy]
"""

from __future__ import annotations

import argparse
import errno
import fcntl
import sys
from pathlib import Path

from assets import fetch_assets
from base import ROOT, SetUpError
from browser import find_browser
from environment import compile_translations, make_environment
from proxy import find_proxy
from reader import find_reader
from scanner import find_scanner

_OLDEST = (3, 11)
_STEPS = {
    "environment": make_environment,
    "assets": fetch_assets,
    "translations": compile_translations,
    "browser": find_browser,
    "scanner": find_scanner,
    "reader": find_reader,
}
_ASKED = {"proxy": find_proxy}
"""Only where they are asked for by name."""


def _parts() -> list[str]:
    parser = argparse.ArgumentParser(description="Makes everything that is not in the repository.")
    parser.add_argument("--only", default=",".join(_STEPS), help="parts, separated by commas")
    wanted = parser.parse_args().only.split(",")
    unknown = sorted(set(wanted) - set(_STEPS) - set(_ASKED))
    if unknown:
        parser.error(f"unknown part {', '.join(unknown)}; there are {', '.join([*_STEPS, *_ASKED])}")
    return [name for name in [*_STEPS, *_ASKED] if name in wanted]


def _set_up(parts: list[str]) -> None:
    if sys.version_info < _OLDEST:
        sentence = "Python {}.{} is too old: install Python 3.11 or later, or name one: `make setup PYTHON=python3.12`."
        raise SetUpError(sentence.format(*sys.version_info))
    with Path(__file__).open("rb") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two at once would build the same folders
        for name in parts:
            {**_STEPS, **_ASKED}[name]()


def _sentence(error: OSError) -> str:
    place = ROOT / (error.filename or "")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"No access to {place}: make that folder yours to write, or clone to another one, then run this again."
    return f"The set-up stopped at {place}: {error.strerror}."


def main() -> int:
    """Exit code 0 when all is there, 1 with one sentence when it cannot be, 130 when the person stopped it."""
    try:
        _set_up(_parts())
    except SetUpError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(_sentence(error), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
