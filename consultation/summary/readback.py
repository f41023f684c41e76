"""A package's files read back as words and cells, with nothing but the standard library and the PDF reader (R46)."""

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from consultation.summary import pdf_check

MOST_UNPACKED = 500_000_000
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_BLOCKS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "li", "dt", "dd", "th", "td", "caption", "figcaption"))
_LEFT_OUT = frozenset(("nav", "footer", "style", "title", "svg"))
_LISTS = ("TOC", "TABLEOFFIGURES")
PAPER_BOOKMARK = "papir"
"""Stands before the first block of a paper that is written into a template."""
_PAGE_STYLE = "Sidehenvisning"
_NUMBERED = re.compile(r"(?:Tabel|Table) \d+: ")
_PAGE = re.compile(r"\s*\(side\s+\d+\)")
_COLUMN = re.compile(r"[A-Z]+")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
"""How a workbook writes a sign that XML cannot hold, and the beginning of what would be read as one."""


class UnreadableError(Exception):
    """A file that is not what its name says."""


def words(name: str, data: bytes) -> str:
    """Every word that a file holds, its properties, headers and comments too."""
    if name.endswith(".pdf"):
        return pdf_check.text(data)
    if name.endswith((".docx", ".xlsx")):
        return "\n".join(_office_words(data))
    text = data.decode("utf-8")
    return "\n".join(_strings(json.loads(text)) if name.endswith(".json") else (text, *blocks(text)))


def word_blocks(data: bytes) -> list[str]:
    """The paragraphs of a DOCX in reading order, without contents list, headers and footers, and without those of the
    authority's template around them."""
    body = tree(parts(data)["word/document.xml"])
    return [text for part in own(body) for paragraph in part.iter(f"{WORD}p") if (text := _paragraph(paragraph))]


def front_words(data: bytes) -> str:
    """The words of a DOCX that its template prints, before and after the paper's own."""
    body = tree(parts(data)["word/document.xml"])
    inner = {id(part) for part in own(body)}
    around = (part for part in body.iterfind(f"{WORD}body/*") if id(part) not in inner)
    return "\n".join(_paragraph(paragraph) for part in around for paragraph in part.iter(f"{WORD}p"))


def own(document: ET.Element) -> list[ET.Element]:
    """What of the body is the paper's: all of it, or what stands between the marks in a template."""
    parts = list(document.iterfind(f"{WORD}body/*"))
    starts = [n for n, part in enumerate(parts) if part.get(f"{WORD}name") == PAPER_BOOKMARK]
    if not starts:
        return parts
    ends = (n for n, part in enumerate(parts) if part.tag == f"{WORD}bookmarkEnd")
    return parts[starts[0] : next(ends)]


def blocks(html: str) -> list[str]:
    """The blocks of an HTML paper in reading order, without contents list and footer."""
    return [text for text in _read(html).found if text.strip()]


def tables(html: str) -> dict[str, list[list[str]]]:
    """The rows of each table by its caption without its number, without the header row."""
    return {_NUMBERED.sub("", table.caption, count=1): table.rows[1:] for table in _read(html).tables}


@lru_cache(maxsize=2)
def _read(html: str) -> "_Reader":
    """A verification asks for the words of one report seven times, and for its tables."""
    reader = _Reader()
    reader.feed(html)
    return reader


def sheets(data: bytes) -> dict[str, list[list[str]]]:
    """The rows of each sheet by its name, header row first; a number is its digits, an absent cell is ""."""
    files = parts(data)
    targets = {relation.get("Id"): relation.get("Target", "") for relation in tree(files["xl/_rels/workbook.xml.rels"])}
    book = tree(files["xl/workbook.xml"])
    return {
        sheet.get("name", ""): _rows(tree(files[f"xl/{targets[sheet.get(RELATION)]}"]))
        for sheet in book.iter(f"{SHEET}sheet")
    }


def parts(data: bytes) -> dict[str, bytes]:
    """What an office file is made of, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise UnreadableError("fylder for meget udpakket")
        return {part.filename: packed.read(part) for part in packed.infolist()}


def tree(data: bytes) -> ET.Element:
    """A part of one as XML."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnreadableError("har en DTD")
    return ET.fromstring(data)  # noqa: S314 - no DTD, so no entity can grow or fetch


def _office_words(data: bytes) -> Iterator[str]:
    for name, part in parts(data).items():
        if name.endswith((".xml", ".rels")):
            root = tree(part)
            yield from (_paragraph(paragraph) for paragraph in root.iter(f"{WORD}p"))
            yield from (element.text for element in root.iter() if element.text)
            yield from (value for element in root.iter() for value in element.attrib.values())
        else:
            yield part.decode("utf-8", "replace")


def _strings(value: object) -> Iterator[str]:
    """The texts of a JSON value. Hashes are left out: digits in them are nobody's number."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if key != "sha256":
                yield from _strings(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _strings(each)


def _paragraph(paragraph: ET.Element) -> str:
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    if style is not None and style.get(f"{WORD}val", "").upper().startswith(_LISTS):
        return ""
    runs = (run for run in paragraph.iter(f"{WORD}r") if not _is_page(run))
    return _said(runs)


def whole(paragraph: ET.Element) -> str:
    """The words of a paragraph with the pages that it says; a tab is a new line."""
    return _said(paragraph.iter(f"{WORD}r"))


def _said(runs: Iterable[ET.Element]) -> str:
    said = (part for run in runs for part in run if part.tag in {f"{WORD}t", f"{WORD}br", f"{WORD}tab"})
    return "".join(part.text or "" if part.tag == f"{WORD}t" else "\n" for part in said)


def _is_page(run: ET.Element) -> bool:
    """Whether it says on which page something stands: a layout's word, not the paper's."""
    style = run.find(f"{WORD}rPr/{WORD}rStyle")
    return style is not None and style.get(f"{WORD}val") == _PAGE_STYLE


def without_pages(text: str) -> str:
    """Printed words without "(side 12)" after a reference."""
    return _PAGE.sub("", text)


def _rows(sheet: ET.Element) -> list[list[str]]:
    return [[_cell(cell) for cell in _gapless(row)] for row in sheet.iter(f"{SHEET}row")]


def _gapless(row: ET.Element) -> Iterator[ET.Element]:
    """The cells of a row with an empty one for each that was left out."""
    column = 0
    for cell in row:
        found = _COLUMN.match(cell.get("r", ""))
        if found is None:
            raise UnreadableError("en celle er uden plads")
        for _ in range(column, _index(found[0]) - 1):
            yield ET.Element("c")
        column = _index(found[0])
        yield cell


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _cell(cell: ET.Element) -> str:
    if cell.get("t") == "inlineStr":
        written = "".join(text.text or "" for text in cell.iter(f"{SHEET}t"))
        return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), written)
    return cell.findtext(f"{SHEET}v") or ""


@dataclass
class _Table:
    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects the text of block elements, and of tables by cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.tables: list[_Table] = []
        self.outside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LEFT_OUT:
            self.outside += 1
        elif tag == "br":
            self.handle_data("\n")
        elif tag == "table":
            self.tables.append(_Table())
        elif tag == "tr":
            self.tables[-1].rows.append([])
        # The stamp is page furniture in the other formats.
        elif tag in _BLOCKS and ("class", "stamp") not in attrs:
            self.found.append("")
            if tag in {"th", "td"}:
                self.tables[-1].rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LEFT_OUT:
            self.outside -= 1
        elif tag == "caption":
            self.tables[-1].caption = self.found[-1]
        elif tag in {"th", "td"}:
            self.tables[-1].rows[-1][-1] = self.found[-1]
        if tag in _BLOCKS:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if self.found and not self.outside:
            self.found[-1] += data
