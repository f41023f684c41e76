"""Word and OpenDocument files: no programs, every part unpacked and parsed; also the words that do not show."""

import re

from consultation.reader.archive import Archive
from consultation.reader.found import FaultError, Found, Words
from consultation.reader.markup import Part, Properties, walk
from consultation.reader.odt import Manifest, OdtText
from consultation.reader.word import ContentTypes, Relations, WordStyles, WordText
from consultation.vocabulary import FileFault, FileNote, TextPart

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ODT = "application/vnd.oasis.opendocument.text"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_PROGRAMS = re.compile(r"vbaproject|vbadata|(^|/)activex/|^basic/|^scripts/", re.IGNORECASE)
_EMBEDDED = re.compile(r"(^|/)embeddings/|oleobject|^object [0-9]+/content\.xml|^object [0-9]+$", re.IGNORECASE)
_PICTURES = re.compile(r"(^|/)(media|pictures)/.", re.IGNORECASE)
_PROPERTIES = re.compile(r"^(docprops/|customxml/|word/people|meta\.xml$)", re.IGNORECASE)
_MARKUP = (".xml", ".rels", ".rdf", ".vml")


def read_docx(content: bytes) -> Found:
    if content.startswith(_OLD_OFFICE):
        raise FaultError(FileFault.LOCKED if _LOCKED_OFFICE in content else FileFault.NOT_ITS_KIND)
    archive = Archive(content)
    if "[Content_Types].xml" not in archive.names:
        raise FaultError(FileFault.NOT_ITS_KIND)
    types, styles, relations = ContentTypes(), WordStyles(), Relations()
    text = WordText(styles.hidden)
    properties = Properties()
    _walk_all(archive, {"[Content_Types].xml": types, "styles.xml": styles, ".rels": relations}, text, properties)
    if types.active or text.active:
        raise FaultError(FileFault.ACTIVE)
    if not types.is_document or not text.has_document:
        raise FaultError(FileFault.NOT_ITS_KIND)
    notes = text.notes | ({FileNote.LINKED} if relations.fetches else set())
    return _found(_DOCX, archive, [*text.words(), properties.words()], notes)


def read_odt(content: bytes) -> Found:
    archive = Archive(content)
    first = archive.entries[0] if archive.entries else None
    if first is None or first.filename != "mimetype" or b"".join(archive.chunks(first)).strip() != _ODT.encode():
        raise FaultError(FileFault.NOT_ITS_KIND)
    manifest, text, properties = Manifest(), OdtText(), Properties()
    _walk_all(archive, {"manifest.xml": manifest}, text, properties)
    if manifest.locked:
        raise FaultError(FileFault.LOCKED)
    if text.active:
        raise FaultError(FileFault.ACTIVE)
    if not text.has_document:
        raise FaultError(FileFault.NOT_ITS_KIND)
    return _found(_ODT, archive, [*text.words(), properties.words()], text.notes)


def _walk_all(archive: Archive, special: dict[str, Part], text: Part, properties: Part) -> None:
    """Every part once; what says how the others are read comes first."""
    if any(_PROGRAMS.search(name) for name in archive.names):
        raise FaultError(FileFault.ACTIVE)
    chosen = {name: next((part for end, part in special.items() if name.endswith(end)), None) for name in archive.names}
    order = list(special)
    for entry in sorted(archive.entries, key=lambda one: _rank(one.filename, order)):
        part = chosen[entry.filename]
        if entry.file_size and (part is not None or entry.filename.lower().endswith(_MARKUP)):
            about = properties if _PROPERTIES.match(entry.filename) else text
            walk(archive.open(entry), part or about)
        else:
            archive.drain(entry)


def _rank(name: str, order: list[str]) -> tuple[int, str]:
    return next((rank for rank, end in enumerate(order) if name.endswith(end)), len(order)), name


def _found(media_type: str, archive: Archive, parts: list[tuple[TextPart, str]], notes: set[FileNote]) -> Found:
    words = Words()
    for part, said in parts:
        words.add(part, said)
    pictures = any(_PICTURES.search(name) for name in archive.names)
    if any(_EMBEDDED.search(name) for name in archive.names):
        notes = notes | {FileNote.EMBEDDED}
    readable = bool(words.text) or not pictures
    return Found(media_type, words, readable, notes | ({FileNote.PICTURES} if pictures else set()))
