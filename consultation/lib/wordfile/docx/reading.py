"""The body of a Word file, block by block in its order; what is not taken over is noted with its place."""

from typing import TYPE_CHECKING

from consultation.lib.wordfile.blocks import Block, Figure, Item, Line, Note, Paragraph, Run, Runs, text_of
from consultation.lib.wordfile.docx.inline import Inline, chosen, words_of
from consultation.lib.wordfile.docx.numbering import Numbering
from consultation.lib.wordfile.docx.package import Package
from consultation.lib.wordfile.docx.styles import Styles
from consultation.lib.wordfile.docx.tables import read_rows
from consultation.lib.wordfile.findings import Findings

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NOTES = {"w_footnoteReference": ("footnotes", "w_footnote"), "w_endnoteReference": ("endnotes", "w_endnote")}
_AROUND = (("w_headerReference", "header"), ("w_footerReference", "footer"))
_HOLDERS = frozenset({"w_ins", "w_moveTo", "w_customXml", "w_smartTag", "w_sdtContent"})
_BORDERS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


class Reader:
    """One reading of one file."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._relations = package.relations_of(package.main)
        self.styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"))
        self.found = Findings()
        self._numbers: dict[tuple[str, str], int] = {}
        self._told: set[tuple[str, str]] = set()
        self._keys = {kind: self._rows(part, tag, "w_id") for kind, (part, tag) in _NOTES.items()}
        self._comments = self._rows("comments", "w_comment", "w_id")
        self._joined: Runs = ()
        self._in_heading = False
        self._inline = Inline(self, self._relations)

    def read(self) -> Findings:
        document = self._package.xml_of(self._package.main)
        body = None if document is None else document.find("w_body")
        if document is None or body is None:
            self.leave_out("empty")
            return self.found
        self.found.blocks = self._blocks(body)
        self._read_notes()
        self.found.place = ""
        for key in list(self._comments):
            self.comment(key)
        self._read_around(document)
        return self.found

    # What the parts report

    def leave_out(self, code: str, text: str = "") -> None:
        self.found.leave_out(code, text)

    def note(self, kind: str, key: str) -> int:
        """The number of a note, in the order in which the text refers to them; 0 where there is no such note, or it
        belongs to a heading, which has no place for it."""
        if self.found.in_note or key not in self._keys[kind]:
            return 0
        if self._in_heading:
            self._told.add((kind, key))
            self.leave_out("note_in_heading", words_of(self._keys[kind][key]))
            return 0
        return self._numbers.setdefault((kind, key), len(self._numbers) + 1)

    def comment(self, key: str) -> None:
        element = self._comments.pop(key, None)
        if element is not None:
            self.leave_out("comment", words_of(element))

    def picture(self, part: str | None, alt: str, *, decorative: bool) -> Figure | None:
        if part is None:
            self.leave_out("picture_elsewhere", alt)
            return None
        return self.found.picture(part, lambda: self._package.bytes_of(part), alt, decorative=decorative)

    # Blocks

    def _blocks(self, element: "Element") -> list[Block]:
        found: list[Block] = []
        for child in element:
            found += self._block(child)
        if self._joined:
            found.append(Paragraph(self._joined))
            self._joined = ()
        return found

    def _block(self, child: "Element") -> list[Block]:
        if child.tag == "w_p":
            return self._paragraph(child)
        if child.tag == "w_tbl":
            return self._table(child)
        if child.tag == "w_sdt":
            return self._control(child)
        if child.tag in _HOLDERS:
            return self._blocks(child)
        if child.tag == "mc_AlternateContent":
            return [block for one in chosen(child) for block in self._block(one)]
        if child.tag == "w_altChunk":
            self.leave_out("embedded")
        elif words_of(child):
            self.leave_out("deleted" if child.tag in {"w_del", "w_moveFrom"} else "unknown", words_of(child))
        return []

    def _control(self, element: "Element") -> list[Block]:
        gallery = element.find("w_sdtPr/w_docPartObj/w_docPartGallery")
        if gallery is not None and "contents" in gallery.get("w_val", "").lower():
            self.leave_out("contents", words_of(element))
            return []
        return [block for content in element.findall("w_sdtContent") for block in self._blocks(content)]

    def _table(self, element: "Element") -> list[Block]:
        nested, self.found.in_cell = self.found.in_cell, True
        rows, heads = read_rows(element, self, self._blocks)
        self.found.in_cell = nested
        return self.found.table(rows, heads)

    def _paragraph(self, element: "Element") -> list[Block]:
        properties = element.find("w_pPr")
        level = 0 if self.found.in_cell or self.found.in_note else self.styles.heading(properties)
        self._in_heading = level > 0 or self._is_title(properties)
        line = self._inline.read(element)
        self._in_heading = False
        runs = (*self._joined, *line.runs)
        self._joined = ()
        if properties is not None and properties.find("w_rPr/w_del") is not None:
            self._joined = runs
            return list(line.figures)
        if not text_of(runs):
            return list(line.figures)
        return [*self._with_words(properties, level, line, runs), *line.figures]

    def _with_words(self, properties: "Element | None", level: int, line: Line, runs: Runs) -> list[Block]:
        numbering = self.styles.numbering(properties)
        mark = self._numbering.next(*numbering) if numbering else None
        if level:
            names = tuple(name for name in line.names if name)
            return [self.found.heading(level, text_of(runs), "" if mark is None else mark.label, names)]
        if self._is_title(properties):
            self.leave_out("title", text_of(runs))
            return []
        if mark is not None and mark.simple:
            return [Item(runs, mark.depth, mark.kind, mark.value)]
        if mark is not None:
            runs = (Run(f"{mark.label} "), *runs)
        return [Paragraph(runs, caption=self.styles.is_called(properties, "caption", "billedtekst"))]

    def _is_title(self, properties: "Element | None") -> bool:
        return not self.found.in_cell and self.styles.is_called(properties, "title", "titel")

    # Notes, comments, headers and footers

    def _read_notes(self) -> None:
        self.found.in_note, main = True, self._inline
        for kind, (part, _tag) in _NOTES.items():
            name = self._relations.first(part)
            self._inline = Inline(self, self._package.relations_of(name)) if name else main
            for key, element in self._keys[kind].items():
                number = self._numbers.get((kind, key), 0)
                self.found.place = f"note {number}" if number else ""
                if number:
                    self.found.notes[number] = Note(number, self._blocks(element))
                elif self._is_unused(kind, key, element):
                    self.leave_out("unused_note", words_of(element))
        self.found.in_note, self._inline = False, main

    def _is_unused(self, kind: str, key: str, element: "Element") -> bool:
        return bool(words_of(element)) and element.get("w_type") not in _BORDERS and (kind, key) not in self._told

    def _read_around(self, document: "Element") -> None:
        seen: set[tuple[str, str]] = set()
        for tag, code in _AROUND:
            for reference in document.iter(tag):
                part = self._relations.part(reference.get("r_id", ""))
                tree = None if part is None else self._package.xml_of(part)
                text = "" if tree is None else words_of(tree)
                if text and (code, text) not in seen:
                    seen.add((code, text))
                    self.leave_out(code, text)

    def _part(self, kind: str) -> "Element | None":
        name = self._relations.first(kind)
        return None if name is None else self._package.xml_of(name)

    def _rows(self, kind: str, tag: str, key: str) -> "dict[str, Element]":
        tree = self._part(kind)
        return {} if tree is None else {row.get(key, ""): row for row in tree.findall(tag)}
