"""The parts of a Word file by the relations that lead to them."""

import posixpath
from typing import TYPE_CHECKING

from consultation.lib.wordfile import UnreadableFileError
from consultation.lib.wordfile.archive import Archive

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

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
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}


class Package:
    """The parts of a Word file, and what leads from one to another."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.main = self._find_main()

    def bytes_of(self, name: str) -> bytes | None:
        """The content of a part, None where there is none."""
        return self._archive.bytes_of(name)

    def xml_of(self, name: str) -> "Element | None":
        """The tree of a part with short names ("w_p"), None where there is none."""
        return self._archive.xml_of(name, _PREFIXES)

    def relations_of(self, name: str) -> "Relations":
        folder, file = posixpath.split(name)
        tree = self.xml_of(posixpath.join(folder, "_rels", f"{file}.rels"))
        return Relations(folder, [] if tree is None else [dict(one.attrib) for one in tree])

    def _find_main(self) -> str:
        main = self.relations_of("").first("officeDocument")
        if main is None or not self._archive.has(main):
            raise UnreadableFileError("broken")
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

    def kinds(self) -> "list[tuple[str, bool]]":
        """What kind each relation is, and whether it leads out of the file."""
        rows = self._rows.values()
        return [(row.get("Type", "").rsplit("/", 1)[-1], row.get("TargetMode") == "External") for row in rows]

    def first(self, kind: str) -> str | None:
        """The name of the first part of this kind, such as "styles"."""
        rows = (row for row in self._rows.values() if row.get("TargetMode") != "External")
        return next((self._name(row) for row in rows if _is_kind(row.get("Type", ""), kind)), None)

    def _name(self, row: dict[str, str]) -> str:
        return posixpath.normpath(posixpath.join("/", self._folder, row.get("Target", ""))).lstrip("/")


def _is_kind(address: str, kind: str) -> bool:
    return address.startswith(_OFFICE) and address.rsplit("/", 1)[-1] == kind
