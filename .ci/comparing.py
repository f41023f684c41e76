"""What LibreOffice makes of a Word file, beside what the file says: no word lost, and the pages of its contents list.

The stored pages are those of the PDF. LibreOffice lays the same words out with its own fonts and rules, so pages may
differ; words may not.
"""

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from consultation.summary import agreement, pdf_check, readback

WORD = readback.WORD


def compare(word: Path, converted: Path) -> Iterator[str]:
    """A sentence for each thing that differs."""
    data, pdf = word.read_bytes(), converted.read_bytes()
    blocks = readback.word_blocks(data)
    core = readback.tree(readback.parts(data)["docProps/core.xml"])
    authority, title, snapshot = (
        core.findtext(f"{{{space}}}{name}", "")
        for space, name in (
            ("http://purl.org/dc/elements/1.1/", "creator"),
            ("http://purl.org/dc/elements/1.1/", "title"),
            ("http://purl.org/dc/elements/1.1/", "identifier"),
        )
    )
    whole = agreement.printed(pdf_check.text(pdf), authority, title, snapshot)
    for passage in agreement.missing_from(whole, blocks):
        # A cell that goes on over the page is there in parts: what counts is that no word of it is lost.
        if lost := [one for one in passage.split() if agreement.essence(one) not in whole]:
            yield f"{word.name}: LibreOffice's pages lack »{' '.join(lost)[:70]}«"
    yield from _pages(word.name, data, pdf)


def _pages(name: str, data: bytes, pdf: bytes) -> Iterator[str]:
    stored, found = _listed(data), dict(_bookmarks(pdf))
    other = [(line, page, found[line]) for line, page in stored.items() if line in found and found[line] != page]
    unknown = [line for line in stored if line not in found]
    yield from (f"{name}: »{line}« is no heading in LibreOffice's pages" for line in unknown)
    if stored:
        yield f"{name}: {len(stored) - len(other)} of {len(stored)} headings stand on the page of the contents list"
    yield from (f"{name}: »{line}«: page {page} is stored, {theirs} in LibreOffice" for line, page, theirs in other)


def _listed(data: bytes) -> dict[str, int]:
    """The entries of the contents list and their stored pages."""
    document = readback.tree(readback.parts(data)["word/document.xml"])
    lines: dict[str, int] = {}
    for paragraph in document.iter(f"{WORD}p"):
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        if style is not None and style.get(f"{WORD}val", "").upper() in {"TOC1", "TOC2"}:
            line, _tab, page = readback.whole(paragraph).rpartition("\n")
            lines[" ".join(line.split())] = int(page)
    return lines


def _bookmarks(pdf: bytes) -> Iterator[tuple[str, int]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop(0)
            waiting = [*item.children, *waiting]
            destination = item.destination
            if isinstance(destination, pikepdf.Array):
                yield " ".join(item.title.split()), opened.pages.index(pikepdf.Page(destination[0])) + 1
