"""The body of an OpenDocument text, block by block in its order; what is not taken over is noted with its place."""

from dataclasses import replace
from typing import TYPE_CHECKING

from consultation.lib.wordfile.blocks import Block, Item, Line, Note, Paragraph, Run, Runs, text_of
from consultation.lib.wordfile.findings import Findings
from consultation.lib.wordfile.marks import Mark
from consultation.lib.wordfile.odt.changes import Deletions
from consultation.lib.wordfile.odt.drawings import Drawings
from consultation.lib.wordfile.odt.inline import SILENT, Inline, named
from consultation.lib.wordfile.odt.lists import Lists, Place
from consultation.lib.wordfile.odt.package import OdtPackage
from consultation.lib.wordfile.odt.styles import Styles, number_in
from consultation.lib.wordfile.odt.tables import read_rows
from consultation.lib.wordfile.odt.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

_PARAGRAPHS = frozenset({"text_p", "text_h"})
_CONTENTS = frozenset(
    {
        *("text_table-of-content", "text_illustration-index", "text_table-index", "text_object-index"),
        *("text_user-index", "text_alphabetical-index", "text_bibliography"),
    }
)
_DECLARATIONS = frozenset(
    {
        *("text_tracked-changes", "text_sequence-decls", "text_variable-decls", "text_user-field-decls"),
        *("text_dde-connection-decls", "text_alphabetical-index-auto-mark-file", "text_page-sequence", "office_forms"),
        *("text_section-source", "office_dde-source", *SILENT),
    }
)
"""Nothing to see: what they declare is told where it is used."""
_SOURCES = frozenset({"text_section-source", "office_dde-source"})


class Reader:
    """One reading of one file."""

    def __init__(self, package: OdtPackage) -> None:
        self._package = package
        self._body = package.body()
        self.found = Findings()
        self._styles = Styles(package.content, package.styles)
        self._lists = Lists(package.styles, package.content)
        self._inline = Inline(self, self._styles, self.found)
        self._drawings = Drawings(self.found, package, self._inline.read)
        self._deletions = Deletions(package.content)
        self._controls = _controls(package.content)
        self._notes: list[Element] = []
        self._in_heading = False
        self._readers: dict[str, Callable[[Element], list[Block]]] = {
            "text_list": lambda child: self._list(child, None),
            "text_numbered-paragraph": self._numbered,
            "table_table": self._table,
            "text_section": self._section,
            **dict.fromkeys(_PARAGRAPHS, self._paragraph),
            **dict.fromkeys(_CONTENTS, self._contents),
        }

    def read(self) -> Findings:
        if self._body is None:
            self.found.leave_out("empty")
            return self.found
        self.found.blocks = self._blocks(self._body)
        self._read_notes()
        self.found.place = ""
        for words in (*self._deletions.rest(),):
            self.found.leave_out("deleted", words)
        for words in self._controls.values():
            self.found.leave_out("form", words)
        self._read_around()
        return self.found

    # What paragraphs meet

    def note(self, element: "Element") -> int:
        """The number of a note, in the order of the text; 0 for one of a heading, which has no place for it."""
        if self._in_heading or self.found.in_note:
            self.found.leave_out("note_in_heading" if self._in_heading else "unknown", words_of(element))
            return 0
        self._notes.append(element)
        return len(self._notes)

    def deleted(self, mark: "Element") -> None:
        words = self._deletions.at(mark)
        if words is not None:
            self.found.leave_out("deleted", words)

    def drawn(self, element: "Element", line: Line) -> None:
        if element.tag == "draw_control":
            self.found.leave_out("form", self._controls.pop(element.get("draw_control", ""), ""))
        else:
            self._drawings.read(element, line)

    # Blocks

    def _blocks(self, element: "Element") -> list[Block]:
        blocks: list[Block] = []
        self.found.stray(element.text)
        for child in element:
            blocks += self._block(child)
            self.found.stray(child.tail)
        return blocks

    def _block(self, child: "Element") -> list[Block]:
        if reader := self._readers.get(child.tag):
            return reader(child)
        if child.tag.startswith(("draw_", "dr3d_")):
            line = Line()
            self.drawn(child, line)
            return list(line.figures)
        if child.tag == "text_change":
            self.deleted(child)
        elif child.tag == "office_annotation":
            self.found.leave_out("comment", words_of(child))
        elif child.tag not in _DECLARATIONS:
            self.found.leave_out("unknown", words_of(child) or named(child))
        return []

    def _contents(self, element: "Element") -> list[Block]:
        body = element.find("text_index-body")
        self.found.leave_out("contents", "" if body is None else words_of(body))
        return []

    def _section(self, element: "Element") -> list[Block]:
        display = element.get("text_display", "true")
        if display == "none" or (display == "condition" and element.get("text_is-hidden") == "true"):
            self.found.leave_out("hidden", words_of(element))
            return []
        for source in element:
            if source.tag in _SOURCES:
                self.found.leave_out("linked", source.get("xlink_href", ""))
        return self._blocks(element)

    def _table(self, element: "Element") -> list[Block]:
        nested, self.found.in_cell = self.found.in_cell, True
        rows, heads = read_rows(element, self.found, self._styles, self._blocks)
        self.found.in_cell = nested
        return self.found.table(rows, heads)

    # Lists

    def _list(self, element: "Element", above: Place | None) -> list[Block]:
        own = next((style for one in element.iter("text_p") if (style := self._styles.list_style(one))), "")
        place = self._lists.begin(element, above, own)
        blocks: list[Block] = []
        self.found.stray(element.text)
        for child in element:
            if child.tag == "text_list-item":
                blocks += self._item(child, place)
            elif child.tag == "text_list-header":
                blocks += self._blocks(child)
            else:
                blocks += self._block(child)
            self.found.stray(child.tail)
        return blocks

    def _item(self, item: "Element", place: Place) -> list[Block]:
        """Its first paragraph has the mark; further ones are lines of the same item."""
        blocks: list[Block] = []
        begun = False
        self.found.stray(item.text)
        for child in item:
            if child.tag == "text_list":
                blocks += self._list(child, place)
            elif child.tag in _PARAGRAPHS and not begun:
                begun = True
                blocks += self._paragraph(child, self._lists.next(place, number_in(item, "text_start-value")))
            elif child.tag in _PARAGRAPHS and len(blocks) == 1 and isinstance(blocks[0], Item):
                blocks = _continued(blocks[0], self._paragraph(child))
            else:
                blocks += self._block(child)
            self.found.stray(child.tail)
        return blocks

    def _numbered(self, element: "Element") -> list[Block]:
        paragraph = next((child for child in element if child.tag in _PARAGRAPHS), None)
        if paragraph is None:
            return self._blocks(element)
        place = self._lists.numbered(element, self._styles.list_style(paragraph) or "")
        return self._paragraph(paragraph, self._lists.next(place, number_in(element, "text_start-value")))

    # Paragraphs

    def _paragraph(self, element: "Element", mark: Mark | None = None) -> list[Block]:
        level = 0 if self.found.in_cell or self.found.in_note else self._styles.heading(element)
        if level and mark is None and element.tag == "text_h" and self._styles.list_style(element) != "":
            mark = self._lists.heading(element, level)
        self._in_heading = level > 0 or self._is_title(element)
        line = self._inline.read(element)
        self._in_heading = False
        runs = tuple(line.runs)
        if not text_of(runs):
            return list(line.figures)
        return [*self._with_words(element, level, line, runs, mark), *line.figures]

    def _with_words(self, element: "Element", level: int, line: Line, runs: Runs, mark: Mark | None) -> list[Block]:
        if level:
            return [self._heading(element, level, line, text_of(runs), "" if mark is None else mark.label)]
        if self._is_title(element):
            self.found.leave_out("title", text_of(runs))
            return []
        if mark is not None and mark.simple:
            return [Item(runs, mark.depth, mark.kind, mark.value)]
        if mark is not None:
            runs = (Run(f"{mark.label} "), *runs)
        return [Paragraph(runs, caption=self._styles.is_called(element, "caption", "billedtekst"))]

    def _is_title(self, element: "Element") -> bool:
        return not self.found.in_cell and self._styles.is_called(element, "title", "titel")

    def _heading(self, element: "Element", level: int, line: Line, text: str, label: str) -> Block:
        printed = element.find("text_number")
        label = label if printed is None else words_of(printed)
        ways = {f"{before}{text}|outline".strip() for before in ("", label, f"{label} ")}
        return self.found.heading(level, text, label, (*(name for name in line.names if name), *sorted(ways)))

    # Notes, headers and footers

    def _read_notes(self) -> None:
        self.found.in_note = True
        for number, element in enumerate(self._notes, 1):
            self.found.place = f"note {number}"
            body = element.find("text_note-body")
            self.found.notes[number] = Note(number, [] if body is None else self._blocks(body))
        self.found.in_note = False

    def _read_around(self) -> None:
        pages = None if self._package.styles is None else self._package.styles.find("office_master-styles")
        seen: set[tuple[str, str]] = set()
        for one in () if pages is None else pages.iter():
            for code in ("header", "footer"):
                text = words_of(one) if one.tag.startswith(f"style_{code}") else ""
                if text and (code, text) not in seen:
                    seen.add((code, text))
                    self.found.leave_out(code, text)


def _continued(item: Item, more: list[Block]) -> list[Block]:
    if len(more) == 1 and isinstance(more[0], Paragraph):
        return [replace(item, runs=(*item.runs, Run("\n"), *more[0].runs))]
    return [item, *more]


def _controls(content: "Element") -> dict[str, str]:
    """What is written on the controls of forms, by their ids; those without words and without an id are containers."""
    return {
        one.get("xml_id") or one.get("form_id") or f"\0{at}": words_of(one)
        for at, one in enumerate(content.iter())
        if one.tag.startswith("form_") and (one.get("xml_id") or one.get("form_id"))
    }
