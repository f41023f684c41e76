"""Every word below an element of an OpenDocument text, and what its blanks and breaks are."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CHARACTERS = {"text_s": " ", "text_tab": " ", "text_line-break": "\n"}
_BLOCKS = frozenset({"text_p", "text_h", "text_list-item", "table_table-cell", "table_covered-table-cell", "svg_title"})
_ABOUT = frozenset(
    {
        *("office_change-info", "dc_creator", "dc_date", "meta_creator-initials", "meta_date-string"),
        *("loext_sender-initials", "text_note-citation", "office_binary-data", "office_event-listeners"),
    }
)
"""Who changed or wrote something and when, numbers that are counted anew, and octets."""
_HELD_IN = ("text_string-value", "form_label", "form_value", "form_current-value", "form_title")
"""Attributes with words."""


def words_of(element: "Element") -> str:
    """The words of all that stands in an element, whatever it is, in one line."""
    return " ".join("".join(_parts(element)).split()).replace("\xad", "")


def _parts(element: "Element") -> Iterator[str]:
    if element.tag in _ABOUT:
        return
    for name in _HELD_IN:
        if words := element.get(name):
            yield f" {words} "
    yield CHARACTERS.get(element.tag, element.text or "")
    for child in element:
        yield from _parts(child)
        yield child.tail or ""
    if element.tag in _BLOCKS:
        yield " "


def has(element: "Element", *tags: str) -> bool:
    """Whether such an element stands in it, however deep."""
    return any(one.tag in tags for one in element.iter())


def plain(text: str | None) -> str:
    """Text of a paragraph: line ends of the XML are blanks, and where a word may be parted nothing is seen."""
    return re.sub(r"[ \t\r\n]+", " ", text or "").replace("\xad", "")


def alt_of(element: "Element") -> str:
    """The alternative text of a drawing: its title and its description, which are often the same."""
    texts = [" ".join((child.text or "").split()) for child in element if child.tag in {"svg_title", "svg_desc"}]
    return ". ".join(dict.fromkeys(text for text in texts if text))
