"""Parts bound into one PDF in a process of its own, so that other work goes on meanwhile (R41, R52)."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from consultation.lib import bound, typeset

_DATA = "paper"
"""Where the template of feet reads its data."""


@dataclass(frozen=True)
class Part:
    """A tagged PDF in a file, which of its pages are kept, and what the template of their feet reads."""

    content: BinaryIO
    pages: range
    feet: object


def bind(
    parts: Sequence[Part],
    places: Mapping[str, bound.Place],
    bookmarks: Sequence[bound.Bookmark],
    template: Path,
    made: datetime,
) -> bytes:
    """The paper, as `bound.bind` writes it, with feet set by `template`. typeset.UnsettableError says why it fails."""
    files = [part.content.fileno() for part in parts]
    told = {
        "parts": [
            {"file": file, "pages": [part.pages.start, part.pages.stop], "feet": part.feet}
            for file, part in zip(files, parts, strict=True)
        ],
        "places": {anchor: asdict(place) for anchor, place in places.items()},
        "bookmarks": [asdict(bookmark) for bookmark in bookmarks],
        "template": str(template),
        "made": made.isoformat(),
    }
    command = [sys.executable, "-I", "-m", __spec__.name]
    done = subprocess.run(command, input=json.dumps(told).encode(), capture_output=True, pass_fds=files, check=False)  # noqa: S603 - this file itself
    if done.returncode:
        raise typeset.UnsettableError(done.stderr.decode().strip().rpartition("\n")[2])
    return done.stdout


def _child() -> None:
    os.nice(typeset.NICE)
    told = json.load(sys.stdin)
    places = {anchor: bound.Place(**place) for anchor, place in told["places"].items()}
    bookmarks = [bound.Bookmark(**bookmark) for bookmark in told["bookmarks"]]
    with TemporaryFile() as whole:
        bound.bind(_parts(told), places, bookmarks, whole)
        whole.seek(0)
        sys.stdout.buffer.write(whole.read())


def _parts(told: Mapping[str, Any]) -> Iterator[bound.Part]:
    """Each with its feet, which are set while those before are bound."""
    made, feet = datetime.fromisoformat(told["made"]), [part["feet"] for part in told["parts"]]
    with typeset.setting(Path(told["template"]), _DATA) as set_one, ThreadPoolExecutor(1) as ahead:
        for part, lines in zip(told["parts"], ahead.map(set_one, feet, repeat(made)), strict=True):
            with os.fdopen(part["file"], "rb") as content:
                yield bound.Part(content, range(*part["pages"]), lines)


if __name__ == "__main__":
    _child()
