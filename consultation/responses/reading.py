"""Has a file read in a process of its own, killed where it takes too long (I5); knows no file format itself."""

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, NamedTuple, Protocol

from consultation.lib import apart
from consultation.vocabulary import FileFault, FileNote, TextPart

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
"""What is taken: the name's ending, and the type of the content that must go with it."""
ACCEPTED = ",".join(f".{kind}" for kind in KINDS)
"""For a file field's `accept`."""
LARGEST_FILE = 10_000_000
"""Octets."""
IMAGES = frozenset({"image/png", "image/jpeg"})
METHOD, WHOLE = "reader 2", "whole 1"
"""Kept with every text that was read: while the sender waited, and in a job, with more patience. A reader that finds
other words has another number."""
LONGEST_SECONDS = 8.0
"""By the clock on the wall; the process itself stops after 4 seconds of computing."""
SECONDS_FOR_ALL = 25.0
"""For all files of one request together."""
SECONDS_FOR_WHOLE = 90.0
_LARGEST_ANSWER = 20_000_000


class Part(NamedTuple):
    """A stretch of a file's text in code points, and its page; 0 where the file has none."""

    part: TextPart
    start: int
    end: int
    page: int = 0


@dataclass(frozen=True)
class ReadFile:
    """A file that can be kept. `pictures` are pages on which words may stand that are no letters."""

    name: str
    content: bytes
    media_type: str
    text: str
    parts: tuple[Part, ...]
    readable: bool
    notes: frozenset[FileNote]
    pictures: tuple[int, ...] = ()


class Given(Protocol):
    """A file as it was sent; `too_large` where not all of it was kept."""

    @property
    def name(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def too_large(self) -> bool: ...


@dataclass(frozen=True)
class RefusedFile:
    """A file that cannot be kept, and why."""

    name: str
    fault: FileFault


def kind_of(name: str) -> str:
    """The ending of a name, without the dot and in small letters."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def read_all(uploads: Iterable[Given]) -> Iterator[ReadFile | RefusedFile]:
    """Every file in its turn; those for which there was no time are refused as UNREAD, the others are not touched."""
    end = time.monotonic() + SECONDS_FOR_ALL
    for upload in uploads:
        left = end - time.monotonic()
        if upload.too_large:
            yield RefusedFile(upload.name, FileFault.TOO_LARGE)
        elif left <= 0:
            yield RefusedFile(upload.name, FileFault.UNREAD)
        else:
            yield read(upload.name, upload.content, min(left, LONGEST_SECONDS))


def read(name: str, content: bytes, seconds: float = LONGEST_SECONDS) -> ReadFile | RefusedFile:
    """What the file is and says, by its ending, its content and a reading of all of it."""
    fault = _plain_fault(name, content)
    if fault is not None:
        return RefusedFile(name, fault)
    return _checked(name, content, _answer([kind_of(name)], content, seconds))


def read_whole(name: str, content: bytes) -> ReadFile | RefusedFile:
    """All that lies in a file that was taken before, shown and unseen (P5); takes its time."""
    return _checked(name, content, _answer(["whole", kind_of(name)], content, SECONDS_FOR_WHOLE))


def _plain_fault(name: str, content: bytes) -> FileFault | None:
    """What can be seen without opening anything."""
    if kind_of(name) not in KINDS:
        return FileFault.KIND
    if not content:
        return FileFault.EMPTY
    return FileFault.TOO_LARGE if len(content) > LARGEST_FILE else None


def _answer(told: list[str], content: bytes, seconds: float) -> dict[str, Any]:
    """What the reader says. A process that died says nothing: it took too much, or broke on a broken file."""
    ended = apart.run("consultation.reader", *told, content=content, seconds=seconds, longest=_LARGEST_ANSWER)
    try:
        answer = json.loads(ended.written) if len(ended.written) <= _LARGEST_ANSWER else {"fault": FileFault.HEAVY}
    except ValueError:
        return {"fault": FileFault.HEAVY if ended.was_stopped else FileFault.BROKEN}
    return answer if isinstance(answer, dict) else {"fault": FileFault.BROKEN}


def _checked(name: str, content: bytes, answer: dict[str, Any]) -> ReadFile | RefusedFile:
    """The reader has met a stranger's file: what it says is looked at like anybody's words."""
    try:
        if "fault" in answer:
            return RefusedFile(name, FileFault(answer["fault"]))
        text = str(answer["text"])
        parts = tuple(
            Part(TextPart(part), int(start), int(end), int(page)) for part, start, end, page in answer["parts"]
        )
        pictures = tuple(int(page) for page in answer["pictures"])
        notes = frozenset(FileNote(note) for note in answer["notes"])
        fits = answer["media_type"] == KINDS[kind_of(name)]
    except (KeyError, TypeError, ValueError):
        return RefusedFile(name, FileFault.BROKEN)
    whole = all(0 <= one.start < one.end <= len(text) for one in parts)
    if not fits or not whole or "\0" in text:
        return RefusedFile(name, FileFault.BROKEN)
    return ReadFile(name, content, answer["media_type"], text, parts, answer["readable"] is True, notes, pictures)
