"""The parts of a long paper, each set in a process of its own, and bound (R41, R52)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import accumulate, count
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from consultation.lib import binding, bound, typeset
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
LAST, FIRST = "", "^"
"""What the template calls a paper's last page, and the first of a part behind the headings that it stands under."""
_AT_ONCE = 2
_ROUNDS = 5
_HELD_FROM = 2
"""In later rounds a number that becomes shorter keeps its width: else it could move what it tells of to and fro."""
_FIGURE_SPACE = "\u2007"
Pages = dict[str, int]
Told = dict[str, str]


@dataclass
class _Piece:
    """A part as it is set. `data` gives what the template reads, from the pages that the part's words say: those of the
    anchors `said`, as they were `told` last. `places` are page and top of its own anchors, its first page being 1."""

    data: Callable[[Told], pdf_data.Data]
    file: BinaryIO
    said: frozenset[str]
    told: Told = field(default_factory=dict)
    places: dict[str, tuple[int, float]] = field(default_factory=dict)

    @property
    def skipped(self) -> int:
        """So many pages at its beginning are left out: they have the headings that it stands under."""
        return self.places[FIRST][0] - 1 if FIRST in self.places else 0

    @property
    def count(self) -> int:
        return self.places[LAST][0] - self.skipped if self.places else 0


def set_in_parts(document: Document, parts: Sequence[Part]) -> tuple[Future[bytes], Pages]:
    """The paper, which is bound while others are made, and its pages by anchor, as `pdf.laid_out` has them.

    Its files have no names: nothing of them stays, however this process ends.
    """
    made = datetime.fromisoformat(document.made_at)
    with ExitStack() as files:
        opened = (files.enter_context(TemporaryFile()) for _ in count())
        pieces = list(_pieces(document, parts, opened))
        pages = _settled(pieces, made)
        bindable, places = _bindable(document, pieces), _places(document, pieces, pages)
        bind = partial(binding.bind, bindable, places, _bookmarks(document), TEMPLATE, made)
        return _soon(bind, files.pop_all()), {**pages, LAST: sum(piece.count for piece in pieces)}


def _soon(make: Callable[[], bytes], files: ExitStack) -> Future[bytes]:
    """What is made of the files, which are closed then."""

    def made() -> bytes:
        with files:
            return make()

    beside = ThreadPoolExecutor(1)
    future = beside.submit(made)
    beside.shutdown(wait=False)
    return future


def _pieces(document: Document, parts: Sequence[Part], files: Iterator[BinaryIO]) -> Iterator[_Piece]:
    listed = document.front.contents
    if listed:
        said = _on_front(document) | {one.anchor for one in contents(document)}
        said |= {one.anchor for one in listed_captions(document)}
        yield _Piece(partial(pdf_data.front, document), next(files), said)
    for number, part in enumerate(parts):
        begins = number == 0 and not listed
        said = _said(part) | _on_front(document) if begins else _said(part)
        yield _Piece(partial(pdf_data.body, document, part, front=begins), next(files), said)


def _said(part: Part) -> frozenset[str]:
    """The anchors whose pages its words say."""
    return _named_in(content for block in part.blocks for content in inlines_of(block))


def _on_front(document: Document) -> frozenset[str]:
    return _named_in(value for _label, value in document.front.facts)


def _named_in(inlines: Iterable[Inline]) -> frozenset[str]:
    runs = (run for inline in inlines for run in inline)
    return frozenset(run.target.removeprefix("#") for run in runs if run.named and run.target)


def _settled(pieces: Sequence[_Piece], made: datetime) -> Pages:
    """The pages when all are set. First come those that say no pages, then the first of the others, with the lists of
    contents, then the rest; a part that says a page which it could not know yet is set again."""
    pages: Pages = {}
    telling = [piece for piece in pieces if piece.said]
    waves = ([piece for piece in pieces if not piece.said], telling[:1], telling[1:])
    with _setting(made) as set_all:
        for number in range(_ROUNDS):
            changed = False
            for wave in waves:
                told = [(piece, _told(piece, pages, held=number >= _HELD_FROM)) for piece in wave]
                waiting = [(piece, words) for piece, words in told if not piece.places or words != piece.told]
                set_all(waiting)
                pages = _numbered(pieces)
                changed = changed or bool(waiting)
            if not changed:
                return pages
    raise ValueError("the pages of the paper do not settle")


@contextmanager
def _setting(made: datetime) -> Iterator[Callable[[Iterable[tuple[_Piece, Told]]], None]]:
    """Gives what sets parts, so many at once."""
    with ExitStack() as started:
        free = SimpleQueue[Callable[[object, datetime], typeset.Laid]]()
        for _ in range(_AT_ONCE):
            free.put(started.enter_context(typeset.laying_out(TEMPLATE, "paper", "place")))
        pool = started.enter_context(ThreadPoolExecutor(_AT_ONCE))

        def set_one(waiting: tuple[_Piece, Told]) -> None:
            piece, told = waiting
            data, lay_out = piece.data(told), free.get()
            try:
                _note(piece, told, *lay_out(data, made))
            finally:
                free.put(lay_out)

        def set_all(waiting: Iterable[tuple[_Piece, Told]]) -> None:
            for _ in pool.map(set_one, waiting):
                pass

        yield set_all


def _numbered(pieces: Sequence[_Piece]) -> Pages:
    pages, first = Pages(), 1
    for piece in pieces:
        pages |= _pages(piece, first)
        first += piece.count
    return pages


def _told(piece: _Piece, pages: Pages, *, held: bool) -> Told:
    widths = {anchor: len(words) for anchor, words in piece.told.items()} if held else {}
    return {anchor: str(pages.get(anchor, 0)).rjust(widths.get(anchor, 0), _FIGURE_SPACE) for anchor in piece.said}


def _note(piece: _Piece, told: Told, content: bytes, places: Sequence[Mapping[str, Any]]) -> None:
    piece.file.seek(0)
    piece.file.truncate()
    piece.file.write(content)
    piece.file.seek(0)
    piece.told = told
    piece.places = {place["anchor"]: (place["page"], place["top"]) for place in places}


def _pages(piece: _Piece, first: int) -> Pages:
    """Of its anchors, in the whole paper; `first` is the page where it begins."""
    found = {
        anchor: page - piece.skipped for anchor, (page, _top) in piece.places.items() if anchor not in {LAST, FIRST}
    }
    return {anchor: first + page - 1 for anchor, page in found.items() if 0 < page <= piece.count}


def _bindable(document: Document, pieces: Sequence[_Piece]) -> list[binding.Part]:
    line, ends = pdf_data.feet(document), list(accumulate(piece.count for piece in pieces))
    return [
        binding.Part(
            piece.file,
            range(piece.skipped, piece.skipped + piece.count),
            {**line, "first": end - piece.count + 1, "count": piece.count, "total": ends[-1]},
        )
        for piece, end in zip(pieces, ends, strict=True)
    ]


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
