"""What the styles of a Word file say of a paragraph: which heading it is, whether it is a title or a caption."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HEADING = re.compile(r"(?:heading|overskrift) ?([1-9])", re.IGNORECASE)
_DEEPEST = 9


class Styles:
    """The styles by id, each with those it is based on."""

    def __init__(self, tree: "Element | None") -> None:
        rows = [] if tree is None else tree.findall("w_style")
        self._rows = {row.get("w_styleId", ""): row for row in rows}
        default = [row for row in rows if row.get("w_default") in {"1", "true"} and row.get("w_type") == "paragraph"]
        self._default = default[0].get("w_styleId", "") if default else ""

    def heading(self, properties: "Element | None") -> int:
        """1-9, or 0 for what is no heading."""
        own = number_at(properties, "w_outlineLvl")
        if own is not None:
            return own + 1 if own < _DEEPEST else 0
        for row in self._chain(properties):
            if found := _HEADING.fullmatch(_name(row)):
                return int(found[1])
            level = number_at(row.find("w_pPr"), "w_outlineLvl")
            if level is not None:
                return level + 1 if level < _DEEPEST else 0
        return 0

    def is_called(self, properties: "Element | None", *names: str) -> bool:
        return any(_name(row).casefold() in names for row in self._chain(properties))

    def numbering(self, properties: "Element | None") -> tuple["Element", str] | None:
        """The numPr that holds for a paragraph, and the id of the style it stands in ("" for its own)."""
        own = None if properties is None else properties.find("w_numPr")
        if own is not None:
            return own, ""
        for row in self._chain(properties):
            found = row.find("w_pPr/w_numPr")
            if found is not None:
                return found, row.get("w_styleId", "")
        return None

    def run_says(self, properties: "Element | None", name: str) -> bool:
        """Whether a property such as "w_b" is on for a run, by itself or by its character style."""
        if properties is None:
            return False
        own = properties.find(name)
        if own is not None:
            return is_on(own)
        style = properties.find("w_rStyle")
        rows = [] if style is None else self._from(style.get("w_val", ""))
        found = (row.find(f"w_rPr/{name}") for row in rows)
        return next((is_on(one) for one in found if one is not None), False)

    def _chain(self, properties: "Element | None") -> list["Element"]:
        style = None if properties is None else properties.find("w_pStyle")
        return self._from(self._default if style is None else style.get("w_val", ""))

    def _from(self, key: str) -> list["Element"]:
        chain: list[Element] = []
        while (row := self._rows.get(key)) is not None and row not in chain:
            chain.append(row)
            based = row.find("w_basedOn")
            key = "" if based is None else based.get("w_val", "")
        return chain


def is_on(element: "Element | None") -> bool:
    """A property that stands without a value is on."""
    return element is not None and element.get("w_val", "1") not in {"0", "false", "off", "none"}


def number_at(element: "Element | None", path: str) -> int | None:
    """The whole number in w_val below here; None where there is none."""
    found = None if element is None else element.find(path)
    value = "" if found is None else found.get("w_val", "")
    return int(value) if re.fullmatch(r"-?\d{1,9}", value, re.ASCII) else None


def _name(row: "Element") -> str:
    name = row.find("w_name")
    return "" if name is None else name.get("w_val", "")
