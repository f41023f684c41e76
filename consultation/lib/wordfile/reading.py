"""A file as sections: each kind has its own reader, and what they find becomes sections in one way."""

from consultation.lib.wordfile import LeftOut, ReadFile
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
    left_out = [*(LeftOut("title", "", text) for text in untitled), *found.left_out]
    return ReadFile(tuple(sections), tuple(left_out), tuple(found.pictures))


def _found(archive: Archive) -> Findings:
    if is_odt(archive):
        return OdtReader(OdtPackage(archive)).read()
    return DocxReader(Package(archive)).read()
