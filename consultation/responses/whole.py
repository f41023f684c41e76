"""Reading all of a file in a job: what lies in it shown and unseen, and what a machine sees in its pictures."""

from dataclasses import replace

from consultation.lib.text import clean
from consultation.responses import drawing, ocr, reading
from consultation.responses.drawing import DrawingError, Order, Picture
from consultation.responses.reading import Part, ReadFile, RefusedFile
from consultation.vocabulary import FileNote, TextPart

MOST_PICTURES = 15
"""Pages of one file that a machine looks at; of more, the rest is for a person alone."""
_BEYOND = frozenset({FileNote.CUT, FileNote.EMBEDDED, FileNote.PICTURES, FileNote.LINKED})
"""What a machine has not read."""


def read(name: str, content: bytes) -> ReadFile | RefusedFile:
    """`readable` only where nothing is a picture or beyond a machine: what it guesses, a person looks at (R28)."""
    found = reading.read_whole(name, content)
    if isinstance(found, RefusedFile):
        return found
    seen = _seen(reading.kind_of(name), content, found.pictures[:MOST_PICTURES])
    parts = [_confirmed(part, seen) for part in found.parts]
    text = found.text
    for page, words in seen.items():
        if words:
            start = len(text) + 1 if text else 0
            text = f"{text}\n{words}" if text else words
            parts.append(Part(TextPart.PICTURE, start, len(text), page))
    readable = found.readable and not found.pictures and not found.notes & _BEYOND
    return replace(found, text=text, parts=tuple(parts), readable=readable)


def _confirmed(part: Part, seen: dict[int, str]) -> Part:
    """Words laid unseen upon a page that a machine has looked at itself: what they say is not what shows (P5)."""
    return part._replace(part=TextPart.HIDDEN) if part.part is TextPart.LAYER and part.page in seen else part


def _seen(kind: str, content: bytes, pages: tuple[int, ...]) -> dict[int, str]:
    """Page -> what a machine reads on it; without pages nobody could look at."""
    if not pages or not ocr.program():
        return {}
    try:
        pictures = drawing.draw(kind, content, Order(pages=pages, dpi=drawing.FOR_MACHINES, tell=True))
    except DrawingError:
        return {}
    return {one.page: words for one in pictures if (words := words_in(one)) is not None}


def words_in(picture: Picture) -> str | None:
    """Beside its letters, as all texts are kept (NFC, LF), so that places in them are the same everywhere."""
    seen = ocr.read(picture.content)
    return None if seen is None else clean(ocr.text_of(ocr.without(seen, picture.shown)))
