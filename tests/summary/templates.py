"""Templates as authorities send them: ours, changed part by part."""

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

from consultation.lib.wordfile.templates import read_template
from consultation.summary import docx

Parts = dict[str, bytes]
MAIN = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"


@cache
def start() -> bytes:
    return docx.start()


@cache
def kept() -> bytes:
    """Our own, sent back unchanged: as it is kept."""
    return read_template(start())


def parts_of(document: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def changed(*changes: Callable[[Parts], None]) -> bytes:
    """Our template after these changes of its parts."""
    parts = parts_of(start())
    for change in changes:
        change(parts)
    return packed(parts)


def replaced(part: str, before: str, after: str) -> Callable[[Parts], None]:
    """Each `before` of the parts whose name begins so becomes `after`."""

    def change(parts: Parts) -> None:
        names = [name for name in parts if name.startswith(part) and before.encode() in parts[name]]
        assert names, (part, before)
        for name in names:
            parts[name] = parts[name].replace(before.encode(), after.encode())

    return change


def in_front(xml: str) -> Callable[[Parts], None]:
    """More paragraphs at the beginning of the front page."""

    def change(parts: Parts) -> None:
        before, body, after = parts[MAIN].decode().partition("<w:body>")
        parts[MAIN] = f"{before}{body}{xml}{after}".encode()

    return change


def related(kind: str, target: str, outside: str = "") -> Callable[[Parts], None]:
    """One more relation of the main part."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    mode = ' TargetMode="External"' if outside else ""
    line = f'<Relationship Id="rIdX1" Type="{space}/{kind}" Target="{target}"{mode}/></Relationships>'
    return replaced(RELATIONS, "</Relationships>", line)
