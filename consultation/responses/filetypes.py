"""What a file is, by its name and by its content alike (R17, I5); the only place that opens an archive. Pure."""

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

LARGEST_FILE = 10_000_000
"""Octets."""
LARGEST_UNPACKED = 100_000_000
MOST_ENTRIES = 1_000
ACCEPTED = ".pdf,.docx,.odt,.txt,.png,.jpg,.jpeg"
"""For a file field's `accept`."""
IMAGES = frozenset({"image/png", "image/jpeg"})


def media_type_of(name: str, content: bytes) -> str | None:
    """The media type of a file whose content is what its name says; None for any other."""
    known = _KINDS.get(PurePosixPath(name).suffix.lower())
    if known is None or not content or len(content) > LARGEST_FILE:
        return None
    media_type, fits = known
    return media_type if fits(content) else None


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]


def _is_png(content: bytes) -> bool:
    return content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR"


def _is_jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff")


def _is_text(content: bytes) -> bool:
    if b"\0" in content:
        return False
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return not any(octet < 32 and octet not in b"\t\n\r\f" for octet in content)  # noqa: PLR2004 - control characters
    return True


def _is_docx(content: bytes) -> bool:
    names = _entries(content)
    return {"[Content_Types].xml", "word/document.xml"} <= names and "word/vbaProject.bin" not in names


def _is_odt(content: bytes) -> bool:
    head = b"mimetypeapplication/vnd.oasis.opendocument.text"
    return content[30 : 30 + len(head)] == head and {"mimetype", "content.xml"} <= _entries(content)


def _entries(content: bytes) -> frozenset[str]:
    """The names in an archive that could be unpacked safely; none for any other."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        return frozenset()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        return frozenset()
    return frozenset() if any(_is_trick(entry) for entry in entries) else frozenset(e.filename for e in entries)


def _is_trick(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename)
    encrypted = bool(entry.flag_bits & 1)
    return path.is_absolute() or ".." in path.parts or stat.S_ISLNK(entry.external_attr >> 16) or encrypted


_KINDS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    ".pdf": ("application/pdf", _is_pdf),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _is_docx),
    ".odt": ("application/vnd.oasis.opendocument.text", _is_odt),
    ".txt": ("text/plain", _is_text),
    ".png": ("image/png", _is_png),
    ".jpg": ("image/jpeg", _is_jpeg),
    ".jpeg": ("image/jpeg", _is_jpeg),
}
