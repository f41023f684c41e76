"""A paper as tagged PDF (PDF/UA-1): fonts embedded, nothing fetched, always the same bytes (R45, R52)."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from consultation.lib import typeset
from consultation.summary import pdf_data
from consultation.summary.document import Document
from consultation.summary.parts import LETTERS, parts
from consultation.summary.pdf_parts import LAST, TEMPLATE, set_in_parts
from consultation.summary.soundness import require_sound

_SHORT = 50_000
"""Letters of a paper that is set here; typst keeps the memory of a longer one until its process ends."""


@dataclass(frozen=True)
class Laid:
    """`pages` are those of each heading, table, figure and named table row by its anchor, counted from 1, and `count`
    is how many the paper has."""

    pages: Mapping[str, int]
    count: int
    _written: Callable[[], bytes]

    @property
    def content(self) -> bytes:
        """The file, when it is whole: a long one is bound while others are made. typeset.UnsettableError where that
        cannot be."""
        return self._written()


def laid_out(document: Document, letters: int = LETTERS) -> Laid:
    """The paper, set in parts of about so many letters. ValueError where the document is unsound or its pages do not
    settle; typst.TypstError, or typeset.UnsettableError where it is long, where it cannot be set."""
    require_sound(document)
    found = parts(document, letters)
    if len(found) > 1:
        bound, pages = set_in_parts(document, found)
        written = bound.result
    else:
        data, made = pdf_data.whole(document, found[0]), datetime.fromisoformat(document.made_at)
        if found[0].weight > _SHORT:
            with typeset.laying_out(TEMPLATE, "paper", "place") as lay_out:
                content, places = lay_out(data, made)
        else:
            content, places = typeset.laid_out(TEMPLATE, "paper", data, made, "place")
        written, pages = partial(bytes, content), {place["anchor"]: place["page"] for place in places}
    count = pages.pop(LAST)
    return Laid(pages, count, written)


def write(document: Document) -> bytes:
    """The paper as PDF."""
    return laid_out(document).content


@contextmanager
def setting() -> Iterator[Callable[[Document], bytes]]:
    """Gives what writes one short paper after another, in a process of its own (typeset.setting)."""
    with typeset.setting(TEMPLATE, "paper") as set_one:

        def written(document: Document) -> bytes:
            require_sound(document)
            (only,) = parts(document, sys.maxsize)
            return set_one(pdf_data.whole(document, only), datetime.fromisoformat(document.made_at))

        yield written
