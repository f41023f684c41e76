"""The body of a Word file, block by block in its order; what is not taken over is noted with its place."""

import re
from typing import TYPE_CHECKING

from consultation.lib.wordfile import LeftOut, Picture, ReadFile
from consultation.lib.wordfile.blocks import Block, Figure, Heading, Item, Note, Paragraph, Run, Runs, Table, text_of
from consultation.lib.wordfile.inline import Inline, Line, chosen, words_of
from consultation.lib.wordfile.numbering import Mark, Numbering
from consultation.lib.wordfile.package import Package
from consultation.lib.wordfile.pictures import redrawn
from consultation.lib.wordfile.sections import sections_of
from consultation.lib.wordfile.styles import Styles
from consultation.lib.wordfile.tables import read_table

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_PICTURES = 40
_TYPED = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,3})(?:[.:)]\s*|\s+)(?=[^\W\d_])(?![a-zæøå])")
"""A number typed before a heading; "10 kr. i gebyr" and "2030-planen" have none."""
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}")
_NOTES = {"w_footnoteReference": ("footnotes", "w_footnote"), "w_endnoteReference": ("endnotes", "w_endnote")}
_AROUND = (("w_headerReference", "header"), ("w_footerReference", "footer"))
_HOLDERS = frozenset({"w_ins", "w_moveTo", "w_customXml", "w_smartTag", "w_sdtContent"})
_BORDERS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read_here(content: bytes) -> ReadFile:
    """The file as sections, read in this very process. UnreadableFileError where it is none."""
    reader = Reader(Package(content))
    reader.read()
    sections, untitled = sections_of(reader.blocks, reader.notes)
    left_out = [*(LeftOut("title", "", text) for text in untitled), *reader.left_out]
    return ReadFile(tuple(sections), tuple(left_out), tuple(reader.pictures))


class Reader:
    """One reading of one file."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._relations = package.relations_of(package.main)
        self.styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"))
        self.left_out: list[LeftOut] = []
        self.pictures: list[Picture] = []
        self.blocks: list[Block] = []
        self.notes: dict[int, Note] = {}
        self._place = ""
        self._numbers: dict[tuple[str, str], int] = {}
        self._keys = {kind: self._rows(part, tag, "w_id") for kind, (part, tag) in _NOTES.items()}
        self._known_pictures: dict[str, int | None] = {}
        self._comments = self._rows("comments", "w_comment", "w_id")
        self._joined: Runs = ()
        self._in_cell = self._in_note = False
        self._inline = Inline(self, self._relations)

    def read(self) -> None:
        document = self._package.xml_of(self._package.main)
        body = None if document is None else document.find("w_body")
        if document is None or body is None:
            self.leave_out("empty")
            return
        self.blocks = self._blocks(body)
        self._read_notes()
        self._place = ""
        for key in list(self._comments):
            self.comment(key)
        self._read_around(document)

    # What the parts report

    def leave_out(self, code: str, text: str = "") -> None:
        self.left_out.append(LeftOut(code, self._place, text))

    def note(self, kind: str, key: str) -> int:
        """The number of a note, in the order in which the text refers to them; 0 where there is no such note."""
        if self._in_note or key not in self._keys[kind]:
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
        if part not in self._known_pictures:
            self._known_pictures[part] = self._keep_picture(part)
        index = self._known_pictures[part]
        if index is None:
            self.leave_out("picture_format", alt or part.rsplit("/", 1)[-1])
            return None
        if not alt and not decorative:
            self.leave_out("alt")
        return Figure(index, alt)

    def _keep_picture(self, part: str) -> int | None:
        content = self._package.bytes_of(part)
        picture = redrawn(content) if content is not None and len(self.pictures) < MOST_PICTURES else None
        if picture is None:
            return None
        self.pictures.append(picture)
        return len(self.pictures) - 1

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
        nested = self._in_cell
        if nested:
            self.leave_out("nested_table")
        self._in_cell = True
        blocks = read_table(element, self, self._blocks)
        self._in_cell = nested
        if nested:
            return _flat(blocks)
        for block in blocks:
            if isinstance(block, Table) and not any(cell.head for row in block.rows for cell in row):
                self.leave_out("table_head")
        return blocks

    def _paragraph(self, element: "Element") -> list[Block]:
        properties = element.find("w_pPr")
        level = 0 if self._in_cell or self._in_note else self.styles.heading(properties)
        line = self._inline.read(element)
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
            return [self._heading(level, text_of(runs), line, mark)]
        if not self._in_cell and self.styles.is_called(properties, "title", "titel"):
            self.leave_out("title", text_of(runs))
            return []
        if mark is not None and mark.simple:
            return [Item(runs, mark.depth, mark.kind, mark.value)]
        if mark is not None:
            runs = (Run(f"{mark.label} "), *runs)
        return [Paragraph(runs, caption=self.styles.is_called(properties, "caption", "billedtekst"))]

    def _heading(self, level: int, text: str, line: Line, mark: Mark | None) -> Heading:
        label = "" if mark is None else mark.label.strip().rstrip(".:)").lstrip("(")
        typed = _TYPED.match(text)
        number = ""
        if _NUMBER.fullmatch(label):
            number = label
        elif label:
            text = f"{label} {text}"
        elif typed:
            number, text = typed[1], text[typed.end() :]
        if any(run.note for run in line.runs):
            text = _without_notes(line)
            self.leave_out("note_in_heading", text)
        self._place = f"{number} {text}".strip()
        return Heading(level, text, number, tuple(name for name in line.names if name))

    # Notes, comments, headers and footers

    def _read_notes(self) -> None:
        self._in_note, main = True, self._inline
        for kind, (part, _tag) in _NOTES.items():
            name = self._relations.first(part)
            self._inline = Inline(self, self._package.relations_of(name)) if name else main
            for key, element in self._keys[kind].items():
                number = self._numbers.get((kind, key), 0)
                self._place = f"note {number}" if number else ""
                if number:
                    self.notes[number] = Note(number, self._blocks(element))
                elif words_of(element) and element.get("w_type") not in _BORDERS:
                    self.leave_out("unused_note", words_of(element))
        self._in_note, self._inline = False, main

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


def _without_notes(line: Line) -> str:
    text = text_of(tuple(run for run in line.runs if not run.note))
    typed = _TYPED.match(text)
    return text[typed.end() :] if typed else text


def _flat(blocks: list[Block]) -> list[Block]:
    """A table within a cell as its cells' contents, one after another."""
    return [
        inner
        for block in blocks
        for inner in (
            [one for row in block.rows for cell in row for one in cell.blocks] if isinstance(block, Table) else [block]
        )
    ]
