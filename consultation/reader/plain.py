"""Text files: UTF-8 or UTF-16 with a mark, else what older programs write in Denmark (Windows-1252)."""

import codecs

from consultation.reader.found import FaultError, Found, Words
from consultation.vocabulary import FileFault, TextPart

_OTHER_KINDS = (b"%PDF-", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_ALLOWED = frozenset("\t\n\r\f\v")


def read(content: bytes) -> Found:
    """Words only: a program or a picture that is called .txt is refused."""
    if content.startswith(_OTHER_KINDS):
        raise FaultError(FileFault.NOT_ITS_KIND)
    text = _decoded(content)
    if any(char < " " and char not in _ALLOWED for char in text):
        raise FaultError(FileFault.NOT_ITS_KIND)
    words = Words()
    words.add(TextPart.BODY, text)
    return Found("text/plain", words, readable=True)


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(content, "utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FaultError(FileFault.BROKEN) from error
