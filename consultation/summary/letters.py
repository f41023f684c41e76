"""The letter that went out with a consultation, on paper: headings and lists stay what they are."""

import re
from collections.abc import Iterator

from consultation.lib.html import to_text
from consultation.summary.blocks import heading, prose
from consultation.summary.document import Block

_HEADING = re.compile(r"<h[2-4]\b[^>]*>")
_ITEM = re.compile(r"<li\b[^>]*>\s*(?:<p>)?")


def letter_text(html: str) -> str:
    """Sanitised HTML as lines: a heading begins with "## ", an item of a list with "- "; empty ones are left out."""
    lines = to_text(_ITEM.sub(r"\g<0>- ", _HEADING.sub(r"\g<0>## ", html))).splitlines()
    return "\n".join(line for line in lines if line not in {"##", "-"})


def letter_blocks(text: str) -> Iterator[Block]:
    """What `letter_text` gave, as a paper prints it, its headings one level below the paper's own."""
    for number, part in enumerate(re.split(r"^## ", text, flags=re.MULTILINE)):
        title, _line, rest = part.partition("\n") if number else ("", "", part)
        if title:
            yield heading(2, title, f"brev-{number}")
        yield from prose(rest)
