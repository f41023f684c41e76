"""What a reader says of a file: its kind and its words, or why it cannot be taken. Pure."""

import unicodedata
from dataclasses import dataclass, field

from consultation.lib.text import TextError, clean
from consultation.vocabulary import FileFault, FileNote, TextPart

MOST_CHARACTERS = 2_000_000
"""Code points of text that are kept of one file; where there are more, the note CUT says so."""


class FaultError(Exception):
    """The file cannot be taken."""

    def __init__(self, fault: FileFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass
class Words:
    """Text in the order of reading, NFC and LF, with the places of its parts as code points, and their page or 0."""

    text: list[str] = field(default_factory=list)
    parts: list[tuple[TextPart, int, int, int]] = field(default_factory=list)
    length: int = 0
    cut: bool = False

    def add(self, part: TextPart, words: str, page: int = 0) -> None:
        """Adds a part; blank ones are left out, and what is above the limit."""
        cleaned = _cleaned(words).strip()
        room = MOST_CHARACTERS - self.length - 1
        self.cut = self.cut or len(cleaned) > room
        cleaned = cleaned[: max(room, 0)]
        if cleaned:
            start = self.length + (1 if self.text else 0)
            self.text.append(cleaned)
            self.length = start + len(cleaned)
            self.parts.append((part, start, self.length, page))


@dataclass
class Found:
    """A file that is what its name says. `readable`: no words in it are beyond a machine.

    `pictures` are the pages on which there is something to look at, the words of which are no letters.
    """

    media_type: str
    words: Words
    readable: bool
    notes: set[FileNote] = field(default_factory=set)
    pictures: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        notes = self.notes | ({FileNote.CUT} if self.words.cut else set())
        return {
            "media_type": self.media_type,
            "text": "\n".join(self.words.text),
            "parts": self.words.parts,
            "readable": self.readable,
            "notes": sorted(notes),
            "pictures": self.pictures,
        }


def _cleaned(words: str) -> str:
    plain = words.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
    try:
        return clean(plain)
    except TextError:  # a letter with thousands of marks
        return clean("".join(char for char in plain if not unicodedata.combining(char)))
