"""The one door to tesseract: what a machine reads in a picture, where that program is installed (R28).

It never sees a stranger's octets: the picture has been drawn anew, point by point, before it comes here.
"""

import csv
import os
import resource
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from consultation.responses.drawing import Shown

SECONDS = 30
_MEMORY = 1 << 30
_LANGUAGES = ("dan", "eng")
_LEAST_SURE = 20.0
"""Of 100: less is a pattern in which a machine sees letters."""


@dataclass(frozen=True)
class Seen:
    """A word in a picture: its place in points, and the line it is in."""

    text: str
    left: int
    top: int
    width: int
    height: int
    line: tuple[int, int, int]


@lru_cache(maxsize=1)
def program() -> str:
    """Its path; "" where it is not installed."""
    return shutil.which("tesseract") or ""


def read(picture: bytes) -> tuple[Seen, ...] | None:
    """The words in the order of reading; None where nobody could look."""
    if not program():
        return None
    try:
        done = subprocess.run(  # noqa: S603 - a program of the system, and no words of strangers
            [program(), "stdin", "stdout", "-l", "+".join(_languages()), "--psm", "3", "tsv"],
            input=picture,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env={"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"},
            preexec_fn=_limit,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return tuple(_seen(done.stdout.decode("utf-8", "replace")))


def text_of(words: Sequence[Seen]) -> str:
    """In lines, as they stand."""
    lines: dict[tuple[int, int, int], list[str]] = {}
    for one in words:
        lines.setdefault(one.line, []).append(one.text)
    return "\n".join(" ".join(said) for said in lines.values())


def without(seen: Sequence[Seen], shown: Iterable[Shown]) -> list[Seen]:
    """What is seen beside the letters of the page: not what says the same in the same place, nor signs alone."""
    known = [(_plain(one.text), one) for one in shown]
    return [
        one
        for one in seen
        if (plain := _plain(one.text)) and not any(_is_at(one, at) for said, at in known if said == plain)
    ]


def _plain(text: str) -> str:
    return "".join(sign for sign in _folded(text) if sign.isalnum())


def _is_at(one: Seen, place: Shown) -> bool:
    """Its middle is there."""
    across, down = one.left + one.width / 2, one.top + one.height / 2
    return place.left <= across <= place.right and place.top <= down <= place.bottom


def _seen(told: str) -> list[Seen]:
    rows = csv.DictReader(told.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    sure = (row for row in rows if (row["text"] or "").strip() and float(row["conf"]) >= _LEAST_SURE)
    return [
        Seen(
            text=row["text"].strip(),
            left=int(row["left"]),
            top=int(row["top"]),
            width=int(row["width"]),
            height=int(row["height"]),
            line=(int(row["block_num"]), int(row["par_num"]), int(row["line_num"])),
        )
        for row in sure
    ]


@lru_cache(maxsize=1)
def _languages() -> tuple[str, ...]:
    done = subprocess.run([program(), "--list-langs"], capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - as above
    known = done.stdout.decode("utf-8", "replace").split()
    return tuple(one for one in _LANGUAGES if one in known) or ("eng",)


def _limit() -> None:
    for kind, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_FSIZE, 0)):
        resource.setrlimit(kind, (most, most))


def find(seen: Sequence[Seen], words: str) -> list[Seen]:
    """The words of a picture among which these stand, wherever that is and however their lines are broken."""
    letters = [(letter, word) for word in seen for letter in _folded(word.text)]
    text, needle = "".join(letter for letter, _word in letters), _folded(words)
    found: dict[Seen, None] = {}
    at = text.find(needle) if needle else -1
    while at >= 0:
        found |= dict.fromkeys(word for _letter, word in letters[at : at + len(needle)])
        at = text.find(needle, at + 1)
    return list(found)


def under(seen: Sequence[Seen], left: float, top: float, right: float, bottom: float) -> list[str]:
    """The words whose middle lies in a box, as runs in their lines."""
    runs: dict[tuple[int, int, int], list[str]] = {}
    for one in seen:
        if left <= one.left + one.width / 2 <= right and top <= one.top + one.height / 2 <= bottom:
            runs.setdefault(one.line, []).append(one.text)
    return [" ".join(said) for said in runs.values()]


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
