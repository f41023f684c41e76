"""The parts of a template that a paper takes over, each written anew: letterhead, front page, styles (I5, O3)."""

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from consultation.lib.wordfile.archive import Archive, packed
from consultation.lib.wordfile.docx import places, writing
from consultation.lib.wordfile.docx.package import Package
from consultation.lib.wordfile.pictures import redrawn

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Problems = list[tuple[str, str]]

NARROWEST = 6000
"""Twentieths of a point that the text must be wide: half the width of a page."""
_FIELDS = re.compile(r"(?:PAGE|NUMPAGES)(?:\s+\\\*\s*[a-z]+)*", re.IGNORECASE)
"""Which page it is, and of how many; Word adds how the number is written."""
_OBJECTS = frozenset({"w_object", "w_control", "w_altChunk", "w_subDoc", "w_pict", "w_movie"})
_CHANGES = frozenset({"w_ins", "w_del", "w_moveFrom", "w_moveTo"})
_NOTES = frozenset({"w_footnoteReference", "w_endnoteReference"})
_PASSED = frozenset({
    "image", "header", "footer", "styles", "settings", "numbering", "theme", "fontTable", "webSettings", "customXml",
    "footnotes", "endnotes", "comments", "glossaryDocument", "stylesWithEffects", "people", "commentsExtended",
    "commentsIds", "commentsExtensible",
})  # fmt: skip
"""What a main part may lead to; of these only the first, and styles and theme, are taken over."""


class _Letterhead:
    """Reads a template part by part and gathers what is wrong with it."""

    def __init__(self, archive: Archive) -> None:
        self.package, self.problems = Package(archive), Problems()
        self.parts: dict[str, bytes] = {}
        self.media = 0

    def written(self) -> bytes:
        main = self.package.main
        tree = self._tree(main)
        self._take_styles(main)
        edges = list(self._edges(main, tree))
        self.problems += places.problems(tree, edges)
        self.parts["word/document.xml"] = writing.as_bytes(tree)
        self.parts.update(writing.frame(self.parts))
        return packed(self.parts)

    def _tree(self, name: str) -> "Element":
        """A part without what a paper does not take over; what may not be there is noted."""
        tree = self.package.xml_of(name)
        found = writing.bare(tree) if tree is not None else writing.nothing()
        self.problems += [(code, words) for code, words in _faults(found) if (code, words) not in self.problems]
        places.mend(found)
        return found

    def _take_styles(self, main: str) -> None:
        relations = self.package.relations_of(main)
        self._check_relations(main)
        styles = self.package.xml_of(relations.first("styles") or "")
        self.parts["word/styles.xml"] = writing.as_bytes(
            writing.bare(styles) if styles is not None else writing.nothing("w_styles")
        )
        theme = self.package.xml_of(relations.first("theme") or "")
        if theme is not None and next(theme.iter("a_blip"), None) is None:
            self.parts["word/theme/theme1.xml"] = writing.as_bytes(writing.bare(theme))

    def _edges(self, main: str, tree: "Element") -> "Iterator[tuple[str, Element]]":
        """Headers and footers in use, each as a part of its own, with the kind of page that it is on."""
        relations, lines = self.package.relations_of(main), self._pictures(main, tree, "document")
        for number, use in enumerate(places.edges_of(tree), start=1):
            kind = use.tag.removeprefix("w_").removesuffix("Reference")
            name = relations.part(use.get("r_id", ""))
            if name is None:
                continue
            part = self._tree(name)
            self._check_relations(name)
            own = self._pictures(name, part, f"{kind}{number}")
            self.parts[f"word/{kind}{number}.xml"] = writing.as_bytes(part)
            writing.add_relations(self.parts, f"{kind}{number}", own)
            use.set("r_id", f"rIdE{number}")
            lines.append((f"rIdE{number}", kind, f"{kind}{number}.xml"))
            yield use.get("w_type", "default"), part
        writing.add_relations(self.parts, "document", [*lines, *writing.standing(self.parts)])

    def _pictures(self, name: str, tree: "Element", owner: str) -> list[tuple[str, str, str]]:
        """The pictures of a part, drawn anew; the relations to them."""
        relations, lines, known = self.package.relations_of(name), [], dict[str, str]()
        for blip in tree.iter("a_blip"):
            source = relations.part(blip.get("r_embed", "")) or ""
            if source not in known:
                picture = redrawn(self.package.bytes_of(source) or b"")
                if picture is None:
                    self.problems.append(("picture", posixpath.basename(source)))
                    continue
                self.media += 1
                known[source] = f"rIdP{self.media}"
                file = f"media/{owner}-{self.media}.{picture.media_type.removeprefix('image/')}"
                self.parts[f"word/{file}"] = picture.content
                lines.append((known[source], "image", file))
            blip.attrib = {"r_embed": known[source]}
        return lines

    def _check_relations(self, name: str) -> None:
        for kind, outside in self.package.relations_of(name).kinds():
            if outside:
                self.problems.append(("external", kind))
            elif kind not in _PASSED:
                self.problems.append(("object", kind))


def cleaned(content: bytes) -> tuple[bytes, Problems]:
    """The template written anew, and what is wrong with it. UnreadableFileError where it is no Word file."""
    letterhead = _Letterhead(Archive(content))
    written = letterhead.written()
    return written, list(dict.fromkeys(letterhead.problems))


def _faults(tree: "Element") -> Iterator[tuple[str, str]]:
    """What no template may have, wherever it stands."""
    tags = {element.tag for element in tree.iter()}
    empty = any(len(data) == 0 for data in tree.iter("a_graphicData"))
    if tags & _OBJECTS or empty:
        yield "object", ""
    if tags & _CHANGES:
        yield "changes", ""
    if tags & _NOTES:
        yield "note", ""
    for instruction in _instructions(tree):
        if not _FIELDS.fullmatch(instruction):
            yield "field", instruction[:40]
    if tree.tag == "w_document":
        yield from _page_faults(tree)


def _page_faults(tree: "Element") -> Iterator[tuple[str, str]]:
    sections = list(tree.iter("w_sectPr"))
    if len(sections) != 1:
        yield "sections", str(len(sections))
        return
    width = writing.text_width(sections[0])
    if width < NARROWEST:
        yield "narrow", ""
    if any(not (about.get("descr") or "").strip() for about in tree.iter("wp_docPr")):
        yield "alt", ""


def _instructions(tree: "Element") -> Iterator[str]:
    """The instruction of each field, whole also where Word has cut it."""
    yield from (simple.get("w_instr", "").strip() for simple in tree.iter("w_fldSimple"))
    open_fields: list[str] = []
    for element in tree.iter():
        kind = element.get("w_fldCharType") if element.tag == "w_fldChar" else ""
        if kind == "begin":
            open_fields.append("")
        elif element.tag == "w_instrText" and open_fields:
            open_fields[-1] += element.text or ""
        elif element.tag == "w_instrText":
            yield (element.text or "").strip()
        elif kind == "end" and open_fields:
            yield open_fields.pop().strip()
    yield from (instruction.strip() for instruction in open_fields)
