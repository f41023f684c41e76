"""The parts of a long paper set one after another, each in a process of its own, and bound (R41, R52)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from consultation.lib import bound, typeset
from consultation.summary import pdf_data
from consultation.summary.document import Document, Inline, Table
from consultation.summary.parts import Part
from consultation.summary.structure import (
    Captioned,
    contents,
    heading_line,
    headings,
    inlines_of,
    listed_captions,
    printed,
)
from consultation.summary.wording import WORDS

TEMPLATE = Path(__file__).with_name("pdf.typ")
LAST = ""
"""The anchor of a paper's last page."""
_ROUNDS = 5
Pages = dict[str, int]


@dataclass
class _Piece:
    """A part as it is set. `data` gives what the template reads, from the pages that the part's words say: those of the
    anchors `said`, as they were `told` last. `places` are page and top of its own anchors, its first page being 1; the
    first `skipped` pages are left out."""

    data: Callable[[Pages], pdf_data.Data]
    file: Path
    said: frozenset[str]
    skipped: int
    told: Pages = field(default_factory=dict)
    places: dict[str, tuple[int, float]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return self.places[LAST][0] - self.skipped if self.places else 0


def set_in_parts(document: Document, parts: Sequence[Part]) -> tuple[bytes, Pages]:
    """The paper, and its pages by anchor, as `pdf.laid_out` has them."""
    with TemporaryDirectory(prefix="parts-") as folder:
        pieces = _pieces(document, parts, Path(folder))
        pages = _settled(pieces, datetime.fromisoformat(document.made_at))
        whole = Path(folder) / "whole"
        with whole.open("wb") as file:
            bound.bind(_bindable(document, pieces), _places(document, pieces, pages), _bookmarks(document), file)
        return whole.read_bytes(), {**pages, LAST: sum(piece.count for piece in pieces)}


def _pieces(document: Document, parts: Sequence[Part], folder: Path) -> list[_Piece]:
    pieces = list[_Piece]()
    if document.front.contents:
        said = _on_front(document) | {one.anchor for one in contents(document)}
        said |= {one.anchor for one in listed_captions(document)}
        pieces.append(_Piece(partial(pdf_data.front, document), folder / "front", said, 0))
    for part in parts:
        said = _said(part) if pieces else _said(part) | _on_front(document)
        data = partial(pdf_data.body, document, part, front=not pieces)
        pieces.append(_Piece(data, folder / str(len(pieces)), said, 1 if part.under else 0))
    return pieces


def _said(part: Part) -> frozenset[str]:
    """The anchors whose pages its words say."""
    return _named_in(content for block in part.blocks for content in inlines_of(block))


def _on_front(document: Document) -> frozenset[str]:
    return _named_in(value for _label, value in document.front.facts)


def _named_in(inlines: Iterable[Inline]) -> frozenset[str]:
    runs = (run for inline in inlines for run in inline)
    return frozenset(run.target.removeprefix("#") for run in runs if run.named and run.target)


def _settled(pieces: Sequence[_Piece], made: datetime) -> Pages:
    """The pages when all are set; a part that says a page of one after it is set again when that is known."""
    pages: Pages = {}
    with typeset.laying_out(TEMPLATE, "paper", "place") as lay_out:
        for _ in range(_ROUNDS):
            changed, first = False, 1
            for piece in pieces:
                told = {anchor: pages.get(anchor, 0) for anchor in piece.said}
                if not piece.places or told != piece.told:
                    _note(piece, told, *lay_out(piece.data(told), made))
                    changed = True
                pages |= _pages(piece, first)
                first += piece.count
            if not changed:
                return pages
    raise ValueError("the pages of the paper do not settle")


def _note(piece: _Piece, told: Pages, content: bytes, places: Sequence[Mapping[str, Any]]) -> None:
    piece.file.write_bytes(content)
    piece.told = told
    piece.places = {place["anchor"]: (place["page"], place["top"]) for place in places}


def _pages(piece: _Piece, first: int) -> Pages:
    """Of its anchors, in the whole paper; `first` is the page where it begins."""
    found = {anchor: page - piece.skipped for anchor, (page, _top) in piece.places.items() if anchor != LAST}
    return {anchor: first + page - 1 for anchor, page in found.items() if 0 < page <= piece.count}


def _bindable(document: Document, pieces: Sequence[_Piece]) -> Iterator[bound.Part]:
    made, line = datetime.fromisoformat(document.made_at), pdf_data.feet(document)
    total, first = sum(piece.count for piece in pieces), 1
    with typeset.setting(TEMPLATE, "paper") as set_one:
        for piece in pieces:
            feet = set_one({**line, "first": first, "count": piece.count, "total": total}, made)
            yield bound.Part(piece.file, range(piece.skipped, piece.skipped + piece.count), feet)
            first += piece.count


def _places(document: Document, pieces: Sequence[_Piece], pages: Pages) -> dict[str, bound.Place]:
    names, words = _names(document), WORDS[document.language].on_page
    found = dict[str, bound.Place]()
    for piece in pieces:
        for anchor in _pages(piece, 1):
            name = names[anchor] + words.format(page=pages[anchor])
            found[anchor] = bound.Place(pages[anchor], piece.places[anchor][1], name)
    return found


def _names(document: Document) -> dict[str, str]:
    """What is said of a link to each anchor: the words of the heading, or the caption of the table or figure."""
    named = {heading.anchor: heading_line(heading) for heading in headings(document)}
    for shown in printed(document):
        if isinstance(shown, Captioned):
            rows = shown.block.anchors if isinstance(shown.block, Table) else ()
            named |= dict.fromkeys((shown.caption.anchor, *rows), shown.caption.line)
    return named


def _bookmarks(document: Document) -> list[bound.Bookmark]:
    return [bound.Bookmark(one.level, heading_line(one), one.anchor) for one in headings(document)]
