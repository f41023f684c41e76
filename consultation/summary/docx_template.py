"""A paper in the authority's own template: its letterhead and styles, the paper's words in its places (R41).

The template was checked and written anew when it came (lib/wordfile/templates.py). Its styles win by their names; those
that it lacks are added.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from consultation.lib.wordfile.docx.places import CONTENT, EDITION, PLACE, SNAPSHOT
from consultation.summary.document import Document
from consultation.summary.readback import PAPER_BOOKMARK, WORD
from consultation.summary.wording import WORDS
from consultation.summary.words import day_words

Element = Any
"""An lxml element: the library ships no types."""
_NAMING = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")
_BOOKMARK_ID = "0"


def values(document: Document) -> dict[str, str]:
    """What is written in each place."""
    words = WORDS[document.language]
    return {
        "titel": document.title,
        "sagsnummer": document.case_number,
        "dato": day_words(datetime.fromisoformat(document.made_at)),
        "myndighed": document.authority,
        SNAPSHOT: words.snapshot.format(snapshot=document.snapshot),
        EDITION: words.provisional if document.provisional else words.final,
    }


def prints_title(body: Element) -> bool:
    """Whether the template's own pages have the title, so that the paper need not."""
    return any("{{titel}}" in (text.text or "") for text in body.iter(f"{WORD}t"))


def fill(part: Element, written: Mapping[str, str]) -> None:
    """The words of a paper in the places of a part; nothing that is written is read as a place again."""
    for text in part.iter(f"{WORD}t"):
        if text.text:
            text.text = PLACE.sub(lambda found: written.get(found[1], found[0]), text.text)


def place_of(body: Element) -> Element:
    """The paragraph {{indhold}}: found before anything is written, for a title may have any words."""
    wanted = f"{{{{{CONTENT}}}}}"
    return next(one for one in body if any(wanted in (text.text or "") for text in one.iter(f"{WORD}t")))


def insert(place: Element, made: Iterable[Element]) -> None:
    """The blocks of the paper instead of {{indhold}}, between marks by which they are found again."""
    start = place.makeelement(f"{WORD}bookmarkStart", {f"{WORD}id": _BOOKMARK_ID, f"{WORD}name": PAPER_BOOKMARK})
    end = place.makeelement(f"{WORD}bookmarkEnd", {f"{WORD}id": _BOOKMARK_ID})
    for element in (start, *made, end):
        place.addprevious(element)
    place.getparent().remove(place)


def join_styles(theirs: Element, ours: Iterable[Element]) -> dict[str, str]:
    """Adds what the template lacks; gives the id that each of our styles has in it. The language is the paper's."""
    known = {_name(style): style.get(f"{WORD}styleId") for style in theirs.iter(f"{WORD}style")}
    taken, ids, added = set(known.values()), dict[str, str](), []
    defaults, *named = ours
    for style in named:
        own = style.get(f"{WORD}styleId")
        ids[own] = known.get(_name(style)) or (f"Papir{own}" if own in taken else own)
        if _name(style) not in known:
            style.set(f"{WORD}styleId", ids[own])
            added.append(style)
    for style in added:
        if _has_default(theirs, style):
            style.attrib.pop(f"{WORD}default", None)
        rename(style, ids)
    _set_defaults(theirs, defaults)
    theirs.extend(added)
    return ids


def rename(tree: Element, ids: Mapping[str, str]) -> None:
    """The template's ids for ours, wherever a style is named."""
    for tag in _NAMING:
        for naming in tree.iter(f"{WORD}{tag}"):
            named = naming.get(f"{WORD}val")
            naming.set(f"{WORD}val", ids.get(named, named))


def _name(style: Element) -> str:
    name = style.find(f"{WORD}name")
    return "" if name is None else name.get(f"{WORD}val", "").casefold()


def _has_default(theirs: Element, style: Element) -> bool:
    kind = style.get(f"{WORD}type")
    return any(one.get(f"{WORD}default") and one.get(f"{WORD}type") == kind for one in theirs.iter(f"{WORD}style"))


def _set_defaults(theirs: Element, ours: Element) -> None:
    """Our defaults where there are none; else theirs, in the paper's language."""
    found = theirs.find(f"{WORD}docDefaults")
    if found is None:
        theirs.insert(0, ours)
        return
    path = f"{WORD}rPrDefault/{WORD}rPr"
    runs = found.find(path)
    if runs is None:
        found.insert(0, ours.find(f"{WORD}rPrDefault"))
    else:
        runs.append(ours.find(path).find(f"{WORD}lang"))
