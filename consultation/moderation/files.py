"""The files of a response as values: what was read in them, what was said of them, what of them is public. Pure.

What does not show when a file is printed is never public (P5); everything else is, until somebody takes it out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from consultation.moderation.redaction import Span
from consultation.responses.drawing import Box
from consultation.responses.reading import Part
from consultation.vocabulary import HIDDEN_PARTS, Basis, FileNote, FindingKind, ScanState

TEXT, NAME, ALT = "text", "original_name", "alt"
PLACES = (NAME, ALT, TEXT)
"""The places of a file in which something is found, in reading order."""
NAMES = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "text/plain": "txt",
    "image/png": "png",
    "image/jpeg": "jpg",
}
"""How the name of a file of this type ends."""


_DRAWN = frozenset({"pdf", "png", "jpg"})


@dataclass(frozen=True)
class BoxMark:
    """A box on a page that goes, and why."""

    page: int
    box: Box
    kind: FindingKind
    basis: Basis


@dataclass(frozen=True)
class WholeMark:
    """Why all of a file goes."""

    kind: FindingKind
    basis: Basis


@dataclass(frozen=True)
class ReadText:
    """What a machine has read in a file; `whole` where it was read in a job, and looked through."""

    text: str
    parts: tuple[Part, ...]
    readable: bool
    notes: frozenset[FileNote]
    whole: bool


UNREAD = ReadText("", (), readable=False, notes=frozenset(), whole=False)


@dataclass(frozen=True)
class File:
    """A file of the version that is looked at. `seen`: a person has read it by eye; `erased`: its bytes are gone."""

    id: int
    position: int
    blob_id: int
    original_name: str
    alt: str
    media_type: str
    read: ReadText = UNREAD
    seen: bool = False
    shows_name: bool = False
    left_out: WholeMark | None = None
    boxes: tuple[BoxMark, ...] = ()
    erased: bool = False
    scan: ScanState = ScanState.UNSCANNED

    @property
    def is_gone(self) -> bool:
        """Nothing of it becomes public."""
        return self.left_out is not None or self.erased

    @property
    def awaits_machine(self) -> bool:
        """A machine has not read it to the end yet (P6)."""
        return not (self.is_gone or self.read.whole)

    @property
    def awaits_person(self) -> bool:
        """There may be words in it that no machine can read, and nobody has said that they have (R28)."""
        return not (self.is_gone or self.seen or self.read.readable)

    @property
    def awaits_scan(self) -> bool:
        """It is being checked for viruses (I6)."""
        return not self.is_gone and self.scan is ScanState.WAITING

    @property
    def is_infected(self) -> bool:
        """It has a virus, and nobody has held it back: no one can open it to see what becomes public (I6)."""
        return not self.is_gone and self.scan is ScanState.INFECTED

    @property
    def kind(self) -> str:
        """The ending of its name: "pdf"."""
        return NAMES[self.media_type]

    @property
    def has_pages(self) -> bool:
        """It has pages that can be drawn, and boxes set on them."""
        return self.kind in _DRAWN and not self.erased

    @property
    def shown_parts(self) -> tuple[Part, ...]:
        return tuple(part for part in self.read.parts if part.part not in HIDDEN_PARTS)

    def text_at(self, place: str) -> str:
        return {TEXT: self.read.text, NAME: self.original_name, ALT: self.alt}[place]

    def shows(self, place: str, start: int, end: int) -> bool:
        """Whether a stretch of one of its texts, or some of it, becomes public where nobody takes it out."""
        if self.is_gone or (place == NAME and not self.shows_name):
            return False
        return place != TEXT or any(part.start < end and start < part.end for part in self.shown_parts)

    def places(self) -> Iterator[str]:
        """The texts in which a person may mark something."""
        if not self.is_gone:
            yield from (place for place in (ALT, TEXT) if self.text_at(place))
            if self.shows_name:
                yield NAME


def within(spans: Iterable[Span], part: Part) -> list[Span]:
    """Those of a file's text that lie in a part, at their places in it."""
    cut = (Span(max(one.start, part.start), min(one.end, part.end), one.reason_kind) for one in spans)
    return [Span(one.start - part.start, one.end - part.start, one.reason_kind) for one in cut if one.start < one.end]
