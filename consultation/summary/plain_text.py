"""A paper as plain text, for a system that takes no other: headings and paragraphs on lines, lists with strokes."""

from collections.abc import Iterator

from consultation.summary.document import Block, Bullets, Document, Facts, Heading, Paragraph
from consultation.summary.structure import heading_line, inline_words


def write(document: Document) -> str:
    """The words of a paper of headings, paragraphs and lists, without its front."""
    return "\n\n".join(text for block in document.blocks for text in _text(block)) + "\n"


def _text(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield heading_line(block)
        case Paragraph(content):
            yield inline_words(content)
        case Bullets(items):
            yield "\n".join(f"- {inline_words(item)}" for item in items)
        case Facts(rows):
            yield "\n".join(f"{label}: {inline_words(value)}" for label, value in rows)
        case _:
            raise TypeError(f"{type(block).__name__} has no plain text")
