"""A file of parts: a zip whose sizes are checked while it is inflated, XML without DTD and entities (I5)."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
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
_PROGRAMS = re.compile(r"vbaproject|vbadata|(^|/)activex/|^basic/|^scripts/", re.IGNORECASE)
"""Where a file has its macros."""


class Archive:
    """Parts by their names, read when they are asked for."""

    def __init__(self, content: bytes) -> None:
        if content.startswith(_OLD_FORMAT):
            raise UnreadableFileError("locked")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise UnreadableFileError("broken") from error
        names = self._zip.namelist()
        if len(names) > MOST_PARTS:
            raise UnreadableFileError("too_large")
        if len(set(names)) != len(names):
            raise UnreadableFileError("broken")
        if any(_PROGRAMS.search(name) for name in names):
            raise UnreadableFileError("active")
        self._names = {name.lower(): name for name in names}
        self._read = 0

    def has(self, name: str) -> bool:
        return name.lower() in self._names

    def bytes_of(self, name: str) -> bytes | None:
        """The content of a part, None where there is none."""
        stored = self._names.get(name.lower())
        if stored is None:
            return None
        try:
            with self._zip.open(stored) as part:
                content = part.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError) as error:
            raise UnreadableFileError("broken") from error
        except (RuntimeError, NotImplementedError) as error:  # a password, or a compression that nobody uses
            raise UnreadableFileError("locked") from error
        self._read += len(content)
        if len(content) > LARGEST_PART or self._read > LARGEST_FILE:
            raise UnreadableFileError("too_large")
        return content

    def xml_of(self, name: str, prefixes: Mapping[str, str]) -> "Element | None":
        """The tree of a part with short names ("w_p"), None where there is none. prefixes: namespaces to short ones."""
        content = self.bytes_of(name)
        if content is None:
            return None
        try:
            tree = fromstring(content, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise UnreadableFileError("broken") from error
        for element in tree.iter():
            element.tag = _short(element.tag, prefixes)
            element.attrib = {_short(key, prefixes): value for key, value in element.attrib.items()}
        return tree


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Parts as a file, the same octets for the same parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), parts[name], zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _short(name: str, prefixes: Mapping[str, str]) -> str:
    if not name.startswith("{"):
        return name
    space, _brace, local = name[1:].partition("}")
    return f"{prefixes.get(space, 'x')}_{local}"
