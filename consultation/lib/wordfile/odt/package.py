"""The parts of an OpenDocument text: what it says of itself, its words, its styles, and objects within it."""

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from consultation.lib.wordfile import UnreadableFileError
from consultation.lib.wordfile.archive import Archive
from consultation.lib.wordfile.odt.words import has

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_KIND = b"application/vnd.oasis.opendocument.text"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_PREFIXES = {
    **{
        f"{_OASIS}:{name}:1.0": name
        for name in ("office", "text", "style", "table", "form", "script", "meta", "chart", "dr3d", "presentation")
    },
    f"{_OASIS}:drawing:1.0": "draw",
    f"{_OASIS}:datastyle:1.0": "number",
    f"{_OASIS}:manifest:1.0": "manifest",
    f"{_OASIS}:svg-compatible:1.0": "svg",
    f"{_OASIS}:xsl-fo-compatible:1.0": "fo",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/1998/Math/MathML": "math",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://purl.org/dc/elements/1.1/": "dc",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
    "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0": "field",
    "http://openoffice.org/2009/office": "officeooo",
}


def is_odt(archive: Archive) -> bool:
    """Whether it is meant as one, whole or not: no Word file has such parts."""
    return archive.has("mimetype") or archive.has("content.xml")


class OdtPackage:
    """Parts are read when they are asked for; nothing outside of the file is ever."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        manifest = archive.xml_of("META-INF/manifest.xml", _PREFIXES)
        if manifest is not None and has(manifest, "manifest_encryption-data"):
            raise UnreadableFileError("locked")
        if (archive.bytes_of("mimetype") or _KIND).strip() != _KIND:
            raise UnreadableFileError("broken")
        content = archive.xml_of("content.xml", _PREFIXES)
        if content is None:
            raise UnreadableFileError("broken")
        if has(content, "script_event-listener", "text_script"):
            raise UnreadableFileError("active")
        self.content: Element = content
        self.styles = archive.xml_of("styles.xml", _PREFIXES)

    def body(self) -> "Element | None":
        return self.content.find("office_body/office_text")

    def name_of(self, address: str) -> str | None:
        """The part that an address in the text means; None for one that leads out of the file, or to no part."""
        name = posixpath.normpath(unquote(address)).removeprefix("./")
        return name if self._archive.has(name) else None

    def bytes_of(self, name: str) -> bytes | None:
        return self._archive.bytes_of(name)

    def object_of(self, address: str) -> "Element | None":
        """The content of an object that lies in the file as a document of its own."""
        name = posixpath.normpath(unquote(address)).removeprefix("./")
        return self._archive.xml_of(f"{name}/content.xml", _PREFIXES)
