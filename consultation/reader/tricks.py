"""Files that are two things at once: what one program shows is not what another opens (I5). Pure."""

from consultation.reader.found import FaultError
from consultation.vocabulary import FileFault

_ARCHIVES = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"MZ", b"\x7fELF")
_OTHER_DOCUMENTS = (b"<html", b"<script", b"<?php", b"<!doctype", b"%pdf-")
_END_OF_ARCHIVE = b"PK\x05\x06"
_LONGEST_COMMENT = 65_535 + 22
_PDF_HEAD = 1024
"""Readers of PDF look for its beginning this far into a file."""


def check_tail(content: bytes, end: int) -> None:
    """Nothing that another program would open may stand after the end. Telephones append data of their own: let be."""
    tail = content[end:]
    lower = tail.lower()
    if tail.lstrip().startswith(_ARCHIVES) or any(mark in lower for mark in _OTHER_DOCUMENTS):
        raise FaultError(FileFault.TRICK)


def check_no_archive(content: bytes) -> None:
    """An archive is found from its end, whatever stands before it."""
    tail = content[-_LONGEST_COMMENT:]
    place = tail.rfind(_END_OF_ARCHIVE)
    while place >= 0:
        comment = int.from_bytes(tail[place + 20 : place + 22], "little")
        if place + 22 + comment <= len(tail):
            raise FaultError(FileFault.TRICK)
        place = tail.rfind(_END_OF_ARCHIVE, 0, place)


def check_no_pdf(content: bytes) -> None:
    """A PDF may begin somewhat into a file."""
    if b"%PDF-" in content[:_PDF_HEAD]:
        raise FaultError(FileFault.TRICK)
