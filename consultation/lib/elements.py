"""Sanitised HTML as a tree: elements with their attributes and what is inside them. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from consultation.lib.html import PICTURES

_VOID = frozenset({"br", "img"})


@dataclass
class Element:
    """One element of HTML, with strings and elements inside it."""

    tag: str
    values: dict[str, str] = field(default_factory=dict)
    inside: list["Element | str"] = field(default_factory=list)

    @property
    def children(self) -> list["Element"]:
        return [one for one in self.inside if isinstance(one, Element)]


def tree_of(html: str) -> Element:
    """The root of sanitised HTML, which closes everything that it opens."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def ids_in(root: Element) -> Iterator[str]:
    """Every id, in reading order."""
    if "id" in root.values:
        yield root.values["id"]
    for child in root.children:
        yield from ids_in(child)


def pictures_in(root: Element) -> Iterator[str]:
    """The keys of the pictures, in reading order."""
    if root.tag == "img":
        yield picture_key(root)
    for child in root.children:
        yield from pictures_in(child)


def picture_key(element: Element) -> str:
    """The last part of the address of a picture that is ours (lib.html)."""
    return element.values.get("src", "").removeprefix(PICTURES)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)
