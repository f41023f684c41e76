"""How much of a paper fits on so many pages, by the lines that its words take, and text that ends with a sentence.

The figures are those of the DOCX in Arial: they err on the side of more lines, so that what fits here fits in Word.
"""

from collections.abc import Iterable

from consultation.lib.text import sentences
from consultation.summary.blocks import prose
from consultation.summary.document import Block, Bullets, Heading, Inline, Paragraph
from consultation.summary.structure import inline_words

_LETTERS_ACROSS = 96
_PARAGRAPH = 0.6
"""The space after a paragraph, in lines."""
_BULLET = 0.3
_HEADING = 3.8


def height(blocks: Iterable[Block]) -> float:
    """The lines that headings, paragraphs and bullets take."""
    return sum(map(_height, blocks))


def cut(text: str, room: float, more: str) -> str:
    """As many whole sentences as fit in so many lines, then `more`; the whole text where all of it fits."""
    if height(prose(text)) <= room:
        return text
    kept = ""
    for sentence in sentences(text):
        if height(prose(f"{text[: sentence.end]}\n{more}")) > room:
            break
        kept = text[: sentence.end]
    return f"{kept}\n\n{more}".lstrip()


def _height(block: Block) -> float:
    match block:
        case Heading():
            return _HEADING
        case Paragraph(content):
            return _lines(content) + _PARAGRAPH
        case Bullets(items):
            return sum(_lines(item) + _BULLET for item in items) + _PARAGRAPH
        case _:
            raise TypeError(f"{type(block).__name__} has no height here")


def _lines(content: Inline) -> int:
    return sum(1 + len(line) // _LETTERS_ACROSS for line in inline_words(content).split("\n"))
