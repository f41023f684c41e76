"""The places of a template, "{{titel}}", where a paper writes: mended where Word has cut them, and checked."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CONTENT, EDITION, SNAPSHOT = "indhold", "udgave", "oejebliksbillede"
NAMES = ("titel", "sagsnummer", "dato", "myndighed", SNAPSHOT, EDITION, CONTENT)
PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_LEFT_OVER = re.compile(r"\{\{|\}\}")


def mend(tree: "Element") -> None:
    """Each place in one text of one run, written exactly: "{{titel}}". Word cuts them where a letter was corrected."""
    for paragraph in tree.iter("w_p"):
        texts = [element for element in _own(paragraph) if element.tag == "w_t"]
        if "{{" in "".join(element.text or "" for element in texts):
            _mend(texts)


def _mend(texts: "Sequence[Element]") -> None:
    """The whole of a place goes to the text where it begins."""
    whole = "".join(element.text or "" for element in texts)
    owners = [index for index, element in enumerate(texts) for _sign in element.text or ""]
    parts = [""] * len(texts)
    at = 0
    for found in PLACE.finditer(whole):
        for place in range(at, found.start()):
            parts[owners[place]] += whole[place]
        parts[owners[found.start()]] += f"{{{{{found[1].lower()}}}}}"
        at = found.end()
    for place in range(at, len(whole)):
        parts[owners[place]] += whole[place]
    for element, part in zip(texts, parts, strict=True):
        element.text = part
        element.set("xml_space", "preserve")


def _own(paragraph: "Element") -> "Iterator[Element]":
    """What stands in a paragraph itself, not in a text box that hangs on it."""
    for child in paragraph:
        yield child
        if child.tag != "w_p":
            yield from _own(child)


def words(paragraph: "Element") -> str:
    return "".join(element.text or "" for element in _own(paragraph) if element.tag == "w_t")


def edges_of(tree: "Element") -> "list[Element]":
    """The references to headers and footers that are in use: those of even pages never are."""
    section = next(tree.iter("w_sectPr"), None)
    if section is None:
        return []
    uses = [one for one in section if one.tag in {"w_headerReference", "w_footerReference"}]
    first = section.find("w_titlePg") is not None
    kept = [one for one in uses if one.get("w_type") == "default" or (first and one.get("w_type") == "first")]
    for one in uses:
        if one not in kept:
            section.remove(one)
    return kept


def problems(tree: "Element", edges: "Sequence[tuple[str, Element]]") -> Iterator[tuple[str, str]]:
    """What is wrong with the places of a template: `edges` are its headers and footers with their kind of page."""
    for part in (tree, *(edge for _kind, edge in edges)):
        yield from _misspelt(part)
    yield from _content_problems(tree, [edge for _kind, edge in edges])
    first = next(tree.iter("w_titlePg"), None) is not None
    for kind in ("default", *(["first"] if first else [])):
        if not any(EDITION in _names(edge) for page, edge in edges if page == kind):
            yield f"no_edition_{kind}", ""
    if not any(SNAPSHOT in _names(part) for part in (tree, *(edge for _kind, edge in edges))):
        yield "no_snapshot", ""


def _names(part: "Element") -> list[str]:
    return [name for paragraph in part.iter("w_p") for name in PLACE.findall(words(paragraph))]


def _misspelt(part: "Element") -> Iterator[tuple[str, str]]:
    for paragraph in part.iter("w_p"):
        text = words(paragraph)
        for name in PLACE.findall(text):
            if name not in NAMES:
                (near, *_more) = [*get_close_matches(name, NAMES, 1), ""]
                yield ("misspelt", f"{name} {near}") if near else ("unknown", name[:40])
        if _LEFT_OVER.search(PLACE.sub("", text)):
            yield "half", text[:60]


def _content_problems(tree: "Element", edges: "Sequence[Element]") -> Iterator[tuple[str, str]]:
    count = _names(tree).count(CONTENT)
    body = tree.find("w_body")
    paragraphs = body.findall("w_p") if body is not None else []
    alone = [one for one in paragraphs if words(one).strip() == f"{{{{{CONTENT}}}}}"]
    if any(CONTENT in _names(edge) for edge in edges) or (count and len(alone) != count):
        yield "content_place", ""
    elif count != 1:
        yield ("no_content" if not count else "content_twice"), ""
