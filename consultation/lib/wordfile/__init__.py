"""A Word file (DOCX) or an OpenDocument text (ODT) as sections of plain HTML, and all that was not taken over named.

`read` starts a process of its own for each file, with little time and memory, and believes nothing of what it answers
but its shape: the HTML still goes through lib.html before it is stored or shown (I1, I5, O5).
"""

import base64
import json
from dataclasses import dataclass
from typing import Any

from consultation.lib import apart

WALL_SECONDS = 20
_LONGEST_ANSWER = 60_000_000
"""Octets: pictures are the most of it."""


class UnreadableFileError(ValueError):
    """`code`: "broken" (or another kind of file), "locked" (by a password, or the old format), "active" (it has macros)
    or "too_large" (to read within the limits)."""

    def __init__(self, code: str) -> None:
        super().__init__(f"file not read: {code}")
        self.code = code


@dataclass(frozen=True)
class ReadSection:
    """`level` is 1 or 2; `number` is the printed one, "" where the file has none; `names` lead to this heading.

    In the HTML a link to such a name has the address "#wordfile:NAME", and a picture is "wordfile:INDEX".
    """

    level: int
    heading: str
    number: str
    html: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    content: bytes
    media_type: str


@dataclass(frozen=True)
class LeftOut:
    """What was not taken over as it stood: why (`code`), below which heading (`place`), and its own words."""

    code: str
    place: str
    text: str = ""


@dataclass(frozen=True)
class ReadFile:
    sections: tuple[ReadSection, ...]
    left_out: tuple[LeftOut, ...]
    pictures: tuple[Picture, ...] = ()


def read(content: bytes) -> ReadFile:
    """The file's sections in their order. UnreadableFileError where there is none, or it takes too much to read."""
    ended = apart.run("consultation.lib.wordfile", content=content, seconds=WALL_SECONDS, longest=_LONGEST_ANSWER)
    if ended.code != 0 or len(ended.written) > _LONGEST_ANSWER:
        raise UnreadableFileError("too_large")
    answer = json.loads(ended.written)
    if "error" in answer:
        raise UnreadableFileError(str(answer["error"]))
    return _told(answer)


def _told(answer: dict[str, Any]) -> ReadFile:
    return ReadFile(
        tuple(
            ReadSection(
                2 if one["level"] == 2 else 1,  # noqa: PLR2004 - the second level
                str(one["heading"]),
                str(one["number"]),
                str(one["html"]),
                tuple(str(name) for name in one["names"]),
            )
            for one in answer["sections"]
        ),
        tuple(LeftOut(str(one["code"]), str(one["place"]), str(one["text"])) for one in answer["left_out"]),
        tuple(Picture(base64.b64decode(one["content"]), str(one["media_type"])) for one in answer["pictures"]),
    )
