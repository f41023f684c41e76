"""The parts of a Word file: a zip whose sizes are checked while it is inflated, XML without DTD and entities (I5)."""

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from consultation.lib.wordfile import UnreadableFileError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST_PART = 24_000_000
LARGEST_FILE = 64_000_000
"""Octets, inflated: of one part, and of all that is read."""
MOST_PARTS = 3000
_OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_OFFICE = ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/drawing/2017/decorative": "adec",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}


class Package:
    """Parts by their names, read when they are asked for."""

    def __init__(self, content: bytes) -> None:
        if content.startswith(_OLD_FORMAT):
            raise UnreadableFileError("locked")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise UnreadableFileError("not_docx") from error
        names = self._zip.namelist()
        if len(names) > MOST_PARTS:
            raise UnreadableFileError("too_large")
        if len(set(names)) != len(names):
            raise UnreadableFileError("not_docx")
        self._names = {name.lower(): name for name in names}
        self._read = 0
        self.main = self._find_main()

    def bytes_of(self, name: str) -> bytes | None:
        """The content of a part, None where there is none."""
        stored = self._names.get(name.lower())
        if stored is None:
            return None
        try:
            with self._zip.open(stored) as part:
                content = part.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
            raise UnreadableFileError("not_docx") from error
        except (RuntimeError, NotImplementedError) as error:  # a password, or a compression that nobody uses
            raise UnreadableFileError("locked") from error
        self._read += len(content)
        if len(content) > LARGEST_PART or self._read > LARGEST_FILE:
            raise UnreadableFileError("too_large")
        return content

    def xml_of(self, name: str) -> "Element | None":
        """The tree of a part with short names ("w_p"), None where there is none."""
        content = self.bytes_of(name)
        if content is None:
            return None
        try:
            tree = fromstring(content, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise UnreadableFileError("not_docx") from error
        _shorten(tree)
        return tree

    def relations_of(self, name: str) -> "Relations":
        folder, file = posixpath.split(name)
        tree = self.xml_of(posixpath.join(folder, "_rels", f"{file}.rels"))
        return Relations(folder, [] if tree is None else [dict(one.attrib) for one in tree])

    def _find_main(self) -> str:
        main = self.relations_of("").first("officeDocument")
        if main is None or self._names.get(main.lower()) is None:
            raise UnreadableFileError("not_docx")
        return main


class Relations:
    """What a part refers to, by id."""

    def __init__(self, folder: str, rows: list[dict[str, str]]) -> None:
        self._folder = folder
        self._rows = {row.get("Id", ""): row for row in rows}

    def address(self, key: str) -> str | None:
        """Where an external relation leads."""
        row = self._rows.get(key)
        return row.get("Target", "") if row and row.get("TargetMode") == "External" else None

    def part(self, key: str) -> str | None:
        """The name of the part that an internal relation leads to."""
        row = self._rows.get(key)
        return None if row is None or row.get("TargetMode") == "External" else self._name(row)

    def first(self, kind: str) -> str | None:
        """The name of the first part of this kind, such as "styles"."""
        rows = (row for row in self._rows.values() if row.get("TargetMode") != "External")
        return next((self._name(row) for row in rows if _is_kind(row.get("Type", ""), kind)), None)

    def _name(self, row: dict[str, str]) -> str:
        return posixpath.normpath(posixpath.join("/", self._folder, row.get("Target", ""))).lstrip("/")


def _is_kind(address: str, kind: str) -> bool:
    return address.startswith(_OFFICE) and address.rsplit("/", 1)[-1] == kind


def _shorten(tree: "Element") -> None:
    for element in tree.iter():
        element.tag = _short(element.tag)
        element.attrib = {_short(name): value for name, value in element.attrib.items()}


def _short(name: str) -> str:
    if not name.startswith("{"):
        return name
    space, _brace, local = name[1:].partition("}")
    return f"{_PREFIXES.get(space, 'x')}_{local}"
