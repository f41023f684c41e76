"""A file as sections."""

from consultation.lib.wordfile import LeftOut, ReadFile
from consultation.lib.wordfile.archive import Archive
from consultation.lib.wordfile.docx.package import Package
from consultation.lib.wordfile.docx.reading import Reader
from consultation.lib.wordfile.sections import sections_of


def read_here(content: bytes) -> ReadFile:
    """The file as sections, read in this very process. UnreadableFileError where it is none."""
    found = Reader(Package(Archive(content))).read()
    sections, untitled = sections_of(found.blocks, found.notes)
    left_out = [*(LeftOut("title", "", text) for text in untitled), *found.left_out]
    return ReadFile(tuple(sections), tuple(left_out), tuple(found.pictures))
