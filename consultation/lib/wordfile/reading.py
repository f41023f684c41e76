"""A file as sections: each kind has its own reader, and what they find becomes sections in one way."""

import re
from collections.abc import Iterator
from html import unescape

from consultation.lib.wordfile import LeftOut, ReadFile, ReadSection
from consultation.lib.wordfile.archive import Archive
from consultation.lib.wordfile.docx.package import Package
from consultation.lib.wordfile.docx.reading import Reader as DocxReader
from consultation.lib.wordfile.findings import Findings
from consultation.lib.wordfile.odt.package import OdtPackage, is_odt
from consultation.lib.wordfile.odt.reading import Reader as OdtReader
from consultation.lib.wordfile.sections import sections_of


def read_here(content: bytes) -> ReadFile:
    """The file as sections, read in this very process. UnreadableFileError where it is none."""
    found = _found(Archive(content))
    sections, untitled = sections_of(found.blocks, found.notes)
    left_out = [*(LeftOut("title", "", text) for text in untitled), *found.left_out, *_links_to_no_heading(sections)]
    return ReadFile(tuple(sections), tuple(left_out), tuple(found.pictures))


def _links_to_no_heading(sections: list[ReadSection]) -> Iterator[LeftOut]:
    """Sections have addresses, other places of the file do not: a link to one of those becomes its words."""
    names = {name for one in sections for name in one.names}
    for one in sections:
        for name in re.findall(r'href="#wordfile:([^"]*)"', one.html):
            if name not in names:
                yield LeftOut("inner_link", f"{one.number} {one.heading}".strip(), unescape(name))


def _found(archive: Archive) -> Findings:
    if is_odt(archive):
        return OdtReader(OdtPackage(archive)).read()
    return DocxReader(Package(archive)).read()
