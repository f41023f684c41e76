"""What the styles of an OpenDocument text say: which heading a paragraph is, and how letters look."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from consultation.lib.wordfile.blocks import Run

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HEADING = re.compile(r"(?:heading|overskrift) ?([1-9])", re.IGNORECASE)
_DEEPEST = 9
_BOLD = 600
_CODED = re.compile(r"_([0-9a-f]{2,4})_")


@dataclass(frozen=True)
class Look:
    """How a stretch of text stands: what is on, and where it leads."""

    bold: bool = False
    italic: bool = False
    raised: str = ""
    href: str = ""

    def run(self, text: str) -> Run:
        return Run(text, self.bold, self.italic, self.raised, self.href)


class Styles:
    """The styles by family and name: automatic ones of the text first, then those that have names for people."""

    def __init__(self, content: "Element", styles: "Element | None") -> None:
        self._named = _rows(None if styles is None else styles.find("office_styles"))
        self._automatic = _rows(content.find("office_automatic-styles"))

    def heading(self, paragraph: "Element") -> int:
        """1-9, or 0 for what is no heading."""
        if paragraph.tag == "text_h":
            return min(max(number_in(paragraph, "text_outline-level") or 1, 1), _DEEPEST)
        for row in self._chain("paragraph", paragraph.get("text_style-name", "")):
            level = row.get("style_default-outline-level")
            if level is not None:
                return min(number_in(row, "style_default-outline-level") or 0, _DEEPEST)
            if found := _HEADING.fullmatch(_name(row)):
                return int(found[1])
        return 0

    def is_called(self, paragraph: "Element", *names: str) -> bool:
        return any(
            _name(row).casefold() in names for row in self._chain("paragraph", paragraph.get("text_style-name", ""))
        )

    def list_style(self, paragraph: "Element") -> str | None:
        """The list style that a paragraph has by its styles: "" where they say "none", None where they say nothing."""
        for row in self._chain("paragraph", paragraph.get("text_style-name", "")):
            name = row.get("style_list-style-name")
            if name is not None:
                return name
        return None

    def of_paragraph(self, paragraph: "Element") -> Look:
        """The look that all of a paragraph was given by hand; what its named style looks like is no emphasis."""
        row = self._automatic.get(("paragraph", paragraph.get("text_style-name", "")))
        return Look() if row is None else _changed(Look(), row)

    def of_span(self, span: "Element", look: Look) -> Look:
        for row in reversed(list(self._chain("text", span.get("text_style-name", "")))):
            look = _changed(look, row)
        return look

    def is_hidden(self, family: str, element: "Element") -> bool:
        """Whether a paragraph or a span is; `family` is "paragraph" or "text"."""
        for properties in self._properties(family, element):
            if (display := properties.get("text_display")) is not None:
                return display != "true"
        return False

    def is_struck(self, family: str, element: "Element") -> bool:
        for properties in self._properties(family, element):
            for name in ("style_text-line-through-style", "style_text-line-through-type"):
                if (line := properties.get(name)) is not None:
                    return line != "none"
        return False

    def _properties(self, family: str, element: "Element") -> Iterator["Element"]:
        for row in self._chain(family, element.get("text_style-name", "")):
            yield from row.findall("style_text-properties")

    def _chain(self, family: str, name: str) -> Iterator["Element"]:
        seen: set[str] = set()
        row = self._automatic.get((family, name))
        if row is not None:
            yield row
            name = row.get("style_parent-style-name", "")
        while name not in seen and (row := self._named.get((family, name))) is not None:
            seen.add(name)
            yield row
            name = row.get("style_parent-style-name", "")


def number_in(element: "Element | None", name: str) -> int | None:
    """The whole number in an attribute; None where there is none."""
    value = "" if element is None else element.get(name, "")
    return int(value) if re.fullmatch(r"\d{1,9}", value, re.ASCII) else None


def _rows(tree: "Element | None") -> "dict[tuple[str, str], Element]":
    rows = [] if tree is None else tree.findall("style_style")
    return {(row.get("style_family", ""), row.get("style_name", "")): row for row in rows}


def _name(row: "Element") -> str:
    """The name that people see: "Heading 1" is stored as "Heading_20_1"."""
    stored = _CODED.sub(lambda found: chr(int(found[1], 16)), row.get("style_name", ""))
    return row.get("style_display-name") or stored


def _changed(look: Look, row: "Element") -> Look:
    for properties in row.findall("style_text-properties"):
        weight, slant = properties.get("fo_font-weight"), properties.get("fo_font-style")
        position = properties.get("style_text-position")
        if weight is not None:
            look = replace(
                look, bold=weight == "bold" or (weight.isascii() and weight.isdigit() and int(weight[:4]) >= _BOLD)
            )
        if slant is not None:
            look = replace(look, italic=slant in {"italic", "oblique"})
        if position is not None:
            look = replace(look, raised=_raised(position))
    return look


def _raised(position: str) -> str:
    first = (position.split() or [""])[0]
    if first in {"super", "sub"}:
        return {"super": "sup", "sub": "sub"}[first]
    if not re.search("[1-9]", first):
        return ""
    return "sub" if first.startswith("-") else "sup"
