"""What a PDF must hold to be read by everyone, what it must not hold to be safe, and its words (R52, O4).

typst refuses much by itself, but takes a missing language and a table without header, so each file is checked.
"""

import io
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from threading import Lock

import pikepdf
import pypdfium2  # type: ignore[import-untyped] # - it ships no types
from cachetools import LRUCache, cached
from pikepdf import Array, Dictionary, Object, Pdf

from consultation.summary import pdf_tags

_ACTIVE_KEYS = ("/JS", "/OpenAction", "/AA", "/EmbeddedFiles", "/EF", "/XFA")
_ACTIVE_KINDS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/EmbeddedFile", "/RichMedia")
_PDFUA_PART = "{http://www.aiim.org/pdfua/ns/id/}part"
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_HEADING = re.compile("/H([1-6])")
# How the reader writes a hyphen that typst added, and the place to break that we added.
_ADDED_BREAK = re.compile("\ufffe(?:\r?\n)?|\u200b(?:\r?\n)?")
_MOST_FILES, _MOST_LETTERS = 16, 4_000_000
"""What was found in so many files, and words of so many letters, are remembered by the files' hashes: each look of a
verification asks the same. The bytes themselves are not kept."""


def _this_file(pdf: bytes, *more: str) -> tuple[bytes | str, ...]:
    return sha256(pdf).digest(), *more


def _letters(pages: Sequence[str]) -> int:
    return 1 + sum(map(len, pages))


@cached(LRUCache(_MOST_FILES), key=_this_file, lock=Lock())
def faults(pdf: bytes, language: str) -> tuple[str, ...]:
    """Everything that is wrong with a PDF in `language` ("da"), as short English names; empty where nothing is."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        elements = list(pdf_tags.elements(opened.Root.get("/StructTreeRoot")))
        return (
            *_identity_faults(opened, language),
            *pdf_tags.faults(opened, elements),
            *_heading_faults(opened, elements),
            *_font_faults(opened),
            *_active_faults(opened),
        )


def text(pdf: bytes) -> str:
    """The words of all pages in reading order, with page headers and footers, without the hyphens of line ends."""
    return _ADDED_BREAK.sub("", "\n".join(_pages(pdf)))


def page_texts(pdf: bytes) -> list[str]:
    """The words of each page, likewise."""
    return [_ADDED_BREAK.sub("", page) for page in _pages(pdf)]


@cached(LRUCache(_MOST_LETTERS, _letters), key=_this_file, lock=Lock())
def _pages(pdf: bytes) -> tuple[str, ...]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_page_text(page) for page in document)
    finally:
        document.close()


def _page_text(page: pypdfium2.PdfPage) -> str:
    reader = page.get_textpage()
    return str(reader.get_text_range())


def _identity_faults(pdf: Pdf, language: str) -> Iterator[str]:
    root = pdf.Root
    if not _holds(root.get("/MarkInfo"), "/Marked"):
        yield "not marked as tagged"
    found = str(root.get("/Lang", "none"))
    if found.partition("-")[0] != language:
        yield f"language is {found}"
    if not _holds(root.get("/ViewerPreferences"), "/DisplayDocTitle"):
        yield "title is not displayed"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        if str(metadata.get(_PDFUA_PART)) != "1":
            yield "does not call itself PDF/UA-1"
        if not str(metadata.get("dc:title") or "").strip():
            yield "no title"


def _holds(dictionary: Object | None, key: str) -> bool:
    return isinstance(dictionary, Dictionary) and bool(dictionary.get(key, False))


def _heading_faults(pdf: Pdf, elements: list[Dictionary]) -> Iterator[str]:
    levels = [int(found[1]) for element in elements if (found := _HEADING.fullmatch(str(element["/S"])))]
    for before, level in zip([0, *levels], levels, strict=False):
        if level > before + 1:
            yield f"heading of level {level} after {before}"
    outline = pdf.Root.get("/Outlines")
    if levels and not (isinstance(outline, Dictionary) and "/First" in outline):
        yield "no bookmarks"


def _font_faults(pdf: Pdf) -> Iterator[str]:
    for item in pdf.objects:
        if not isinstance(item, Dictionary) or item.get("/Type") != "/Font" or item.get("/Subtype") == "/Type3":
            continue
        if item.get("/Subtype") == "/Type0":
            if "/ToUnicode" not in item:
                yield f"font {item.get('/BaseFont')} does not say which letters it has"
            continue
        descriptor = item.get("/FontDescriptor")
        if not isinstance(descriptor, Dictionary) or not any(key in descriptor for key in _FONT_FILES):
            yield f"font {item.get('/BaseFont')} is not embedded"


def _active_faults(pdf: Pdf) -> Iterator[str]:
    for item in pdf.objects:
        dictionary = item.stream_dict if isinstance(item, pikepdf.Stream) else item
        for part in _dictionaries(dictionary):
            keys = part.keys()
            yield from (f"holds {key}" for key in _ACTIVE_KEYS if key in keys)
            kinds = {str(part[key]) for key in ("/S", "/Type") if key in keys}
            yield from (f"holds {kind}" for kind in _ACTIVE_KINDS if kind in kinds)


def _dictionaries(item: Object) -> Iterator[Dictionary]:
    """`item` and what lies directly in it; what lies elsewhere is an object of its own."""
    waiting = [item]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Dictionary):
            yield node
        parts = node.values() if isinstance(node, Dictionary) else node if isinstance(node, Array) else ()
        waiting.extend(part for part in parts if isinstance(part, Dictionary | Array) and not part.is_indirect)
