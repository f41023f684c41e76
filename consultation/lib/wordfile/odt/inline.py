"""What one paragraph of an OpenDocument text holds: text, fields, links, notes and drawings; and what is left out."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote

from consultation.lib.wordfile.blocks import Line, Run
from consultation.lib.wordfile.findings import Findings
from consultation.lib.wordfile.odt.styles import Look, Styles
from consultation.lib.wordfile.odt.words import CHARACTERS, plain, words_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

_THROUGH = frozenset({"text_meta", "loext_content-control", "text_ruby-base"})
"""Elements that only hold others: their content is taken as if it stood there itself."""
SILENT = frozenset(
    {
        *("text_soft-page-break", "text_change-start", "text_change-end", "text_bookmark-end", "office_annotation-end"),
        *("text_reference-mark", "text_reference-mark-start", "text_reference-mark-end", "text_hidden-paragraph"),
        *("text_toc-mark-end", "text_user-index-mark-end", "text_alphabetical-index-mark-end", "text_number"),
        *("field_fieldmark-end", "field_fieldmark-separator", "field_param", "office_event-listeners", "text_label"),
    }
)
"""Elements without words of their own and without anything to see."""
_MARKS = frozenset(
    f"text_{kind}-mark{end}" for kind in ("toc", "user-index", "alphabetical-index") for end in ("", "-start")
)
_COUNTED = frozenset({"text_page-number", "text_page-count", "text_page-continuation", "text_page-variable-get"})
_REFERENCES = frozenset(
    {
        *("text_bookmark-ref", "text_reference-ref", "text_note-ref", "text_sequence-ref", "text_chapter"),
        *("text_bibliography-mark", "text_style-ref", "loext_style-ref"),
    }
)
_FIELDS = frozenset(
    f"text_{name}"
    for name in (
        *("date", "time", "file-name", "template-name", "sheet-name", "author-name", "author-initials", "title"),
        *("subject", "keywords", "description", "creator", "initial-creator", "user-defined", "editing-cycles"),
        *("creation-date", "creation-time", "modification-date", "modification-time", "print-date", "print-time"),
        *("printed-by", "editing-duration", "text-input", "placeholder", "expression", "conditional-text", "measure"),
        *("variable-set", "variable-get", "variable-input", "user-field-get", "user-field-input", "drop-down"),
        *("page-variable-set", "database-display", "database-name", "database-next", "database-row-select"),
        *("database-row-number", "dde-connection", "execute-macro", "meta-field", "table-formula"),
        *("sender-firstname", "sender-lastname", "sender-initials", "sender-title", "sender-position", "sender-email"),
        *("sender-phone-private", "sender-phone-work", "sender-fax", "sender-company", "sender-street", "sender-city"),
        *("sender-postal-code", "sender-country", "sender-state-or-province", "paragraph-count", "word-count"),
        *("character-count", "table-count", "image-count", "object-count"),
    )
)
_SYMBOL = re.compile("[\ue000-\uf8ff]")
"""Signs that mean something in one font alone."""
_ALTERNATIVES = ("text_string-value-if-true", "text_string-value-if-false")


class Around(Protocol):
    """Who knows what lies beyond one paragraph."""

    def note(self, element: "Element") -> int: ...
    def deleted(self, mark: "Element") -> None: ...
    def drawn(self, element: "Element", line: Line) -> None: ...


class Inline:
    """Reads paragraphs."""

    def __init__(self, around: Around, styles: Styles, found: Findings) -> None:
        self._around, self._styles, self._found = around, styles, found
        self._readers: dict[str, Callable[[Element, Look, Line], None]] = {
            "text_span": self._span,
            "text_a": self._link,
            "text_ruby": self._ruby,
            "text_note": self._note,
            "text_hidden-text": self._hidden_text,
            **dict.fromkeys(("text_bookmark", "text_bookmark-start"), self._bookmark),
            **dict.fromkeys(_THROUGH, self._content),
            **dict.fromkeys(CHARACTERS, self._character),
            **dict.fromkeys(_COUNTED | _REFERENCES | _FIELDS | {"text_sequence"}, self._field),
        }

    def read(self, paragraph: "Element") -> Line:
        line = Line()
        if self._is_hidden(paragraph):
            self._leave_out("hidden", paragraph)
            return line
        if self._styles.is_struck("paragraph", paragraph):
            self._leave_out("struck", paragraph)
        self._content(paragraph, self._styles.of_paragraph(paragraph), line)
        return line

    def _is_hidden(self, paragraph: "Element") -> bool:
        marks = paragraph.iter("text_hidden-paragraph")
        return self._styles.is_hidden("paragraph", paragraph) or any(
            mark.get("text_is-hidden") == "true" for mark in marks
        )

    def _leave_out(self, code: str, element: "Element") -> None:
        if text := words_of(element):
            self._found.leave_out(code, text)

    def _content(self, element: "Element", look: Look, line: Line) -> None:
        self._say(element.text, look, line)
        for child in element:
            self._child(child, look, line)
            self._say(child.tail, look, line)

    def _child(self, child: "Element", look: Look, line: Line) -> None:
        if reader := self._readers.get(child.tag):
            reader(child, look, line)
        elif child.tag == "office_annotation":
            self._found.leave_out("comment", words_of(child))
        elif child.tag == "text_change":
            self._around.deleted(child)
        elif child.tag.startswith(("draw_", "dr3d_")):
            self._around.drawn(child, line)
        elif child.tag in _MARKS:
            self._leave_out("contents", child)
        elif child.tag in {"field_fieldmark", "field_fieldmark-start", "loext_list-item"}:
            self._found.leave_out("field", child.get("loext_display-text", "") or words_of(child))
        elif child.tag not in SILENT:
            self._found.leave_out("unknown", words_of(child) or named(child))

    def _say(self, text: str | None, look: Look, line: Line) -> None:
        words = plain(text)
        for sign in _SYMBOL.findall(words):
            self._found.leave_out("symbol", f"U+{ord(sign):04X}")
        if words := _SYMBOL.sub("", words):
            line.runs.append(look.run(words))

    def _character(self, element: "Element", look: Look, line: Line) -> None:
        line.runs.append(look.run(CHARACTERS[element.tag]))

    def _span(self, element: "Element", look: Look, line: Line) -> None:
        if self._styles.is_hidden("text", element):
            self._leave_out("hidden", element)
            return
        if self._styles.is_struck("text", element):
            self._leave_out("struck", element)
        self._content(element, self._styles.of_span(element, look), line)

    def _link(self, element: "Element", look: Look, line: Line) -> None:
        address = element.get("xlink_href", "")
        if address.startswith("#"):
            address = f"#wordfile:{unquote(address[1:])}"
        self._content(element, replace(look, href=self._found.link(address)), line)

    def _ruby(self, element: "Element", look: Look, line: Line) -> None:
        for part in element:
            if part.tag == "text_ruby-base":
                self._content(part, look, line)
            else:
                self._leave_out("unknown", part)

    def _bookmark(self, element: "Element", _look: Look, line: Line) -> None:
        line.names.append(element.get("text_name", ""))

    def _note(self, element: "Element", _look: Look, line: Line) -> None:
        if number := self._around.note(element):
            line.runs.append(Run(str(number), note=number))

    def _hidden_text(self, element: "Element", look: Look, line: Line) -> None:
        if element.get("text_is-hidden") == "false":
            self._field(element, look, line)
        else:
            said = " ".join((element.text or "").split())
            self._found.leave_out("hidden", said or words_of(element))

    def _field(self, element: "Element", look: Look, line: Line) -> None:
        text = " ".join("".join(element.itertext()).split()).replace("\xad", "")
        if element.tag in _COUNTED or element.get("text_reference-format") == "page":
            self._found.leave_out("page_number", text)
            return
        if element.tag in _REFERENCES:
            self._found.leave_out("reference", text)
        elif element.tag != "text_sequence":
            self._found.leave_out("field", text)
        for other in self._other_choices(element):
            if other.strip() and other != text:
                self._found.leave_out("hidden", other)
        self._content(element, look, line)

    def _other_choices(self, element: "Element") -> list[str]:
        """What a field could say instead of what it says."""
        labels = [label.get("text_value", "") for label in element.findall("text_label")]
        return [*labels, *(element.get(name, "") for name in _ALTERNATIVES)]


def named(element: "Element") -> str:
    """An element by its name in the standard, where it has no words."""
    return element.tag.replace("_", ":", 1)
