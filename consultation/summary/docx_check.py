"""What a DOCX must hold to be read by everyone, and what it must not hold to be safe (R52, O3).

Looks at the paper's own part of the file: an authority's template around it was checked when it came.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from xml.etree.ElementTree import Element

from consultation.summary import readback
from consultation.summary.readback import WORD

_FIELDS = re.compile(
    r"(?:PAGE|NUMPAGES)(?:\s+\\\*\s*[A-Za-z]+)*|(?:PAGE)?REF (?P<place>[hcn]\d+_\w+) \\h"
    r"|SEQ (?P<kind>Tabel|Figur|Table|Figure) \\\* ARABIC"
    r'|TOC \\o "1-\d" \\h \\z \\u|TOC \\h \\z \\c "(?:Tabel|Figur|Table|Figure)"'
)
_COMPUTED = ("PAGEREF", "REF", "SEQ")
"""Fields whose result is stored, so that the paper is whole before any program has counted."""
_ACTIVE = re.compile(r"vbaproject|activex|embeddings/|customui", re.IGNORECASE)
_HEADING = re.compile(r"heading ([1-9])")
_ENTRY = re.compile(r"toc [1-9]")
_FACTS = "faktatabel"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_LANGUAGE = "{http://purl.org/dc/elements/1.1/}language"


def faults(docx: bytes, language: str) -> tuple[str, ...]:
    """Everything that is wrong with a paper in `language` ("da"), as short English names; empty where nothing is."""
    parts = readback.parts(docx)
    trees = {name: readback.tree(part) for name, part in parts.items() if name.endswith((".xml", ".rels"))}
    return tuple(dict.fromkeys(_faults(parts, trees, language)))


def _faults(parts: Mapping[str, bytes], trees: Mapping[str, Element], language: str) -> Iterator[str]:
    yield from (f"holds {name}" for name in parts if _ACTIVE.search(name))
    for name, root in trees.items():
        if any(one.get("TargetMode") == "External" for one in root.iter()):
            yield f"{name} leads out of the file"
    styles = _style_names(trees["word/styles.xml"])
    body = readback.own(trees["word/document.xml"])
    paragraphs = [(_style(one, styles), one) for part in body for one in part.iter(f"{WORD}p")]
    yield from _field_faults(trees)
    yield from _identity_faults(trees, language)
    yield from _heading_faults([int(found[1]) for name, _one in paragraphs if (found := _HEADING.fullmatch(name))])
    yield from _list_faults(paragraphs)
    yield from (fault for part in body for fault in _table_faults(part, styles))
    for about in (one for part in body for one in part.iter(_DRAWING)):
        if not about.get("descr", "").strip():
            yield "picture without alternative text"


def _style_names(styles: Element) -> dict[str, str]:
    """Id -> name in small letters: a template of a Danish Word has ids of its own."""
    names = ((style.get(f"{WORD}styleId", ""), style.find(f"{WORD}name")) for style in styles.iter(f"{WORD}style"))
    return {key: name.get(f"{WORD}val", "").lower() for key, name in names if name is not None}


def _style(element: Element, styles: Mapping[str, str]) -> str:
    named = element.find(f"{WORD}pPr/{WORD}pStyle")
    return "" if named is None else styles.get(named.get(f"{WORD}val", ""), "unknown style")


def _identity_faults(trees: Mapping[str, Element], language: str) -> Iterator[str]:
    spoken = trees["word/styles.xml"].find(f"{WORD}docDefaults/{WORD}rPrDefault/{WORD}rPr/{WORD}lang")
    found = "none" if spoken is None else spoken.get(f"{WORD}val", "none")
    if found.partition("-")[0] != language:
        yield f"language is {found}"
    core = trees.get("docProps/core.xml")
    if core is None or not core.findtext(_TITLE, "").strip():
        yield "no title"
    if core is None or core.findtext(_LANGUAGE) != language:
        yield "no language among the properties"


def _heading_faults(levels: list[int]) -> Iterator[str]:
    for before, level in pairwise([0, *levels]):
        if level > before + 1:
            yield f"heading of level {level} after {before}"


def _table_faults(part: Element, styles: Mapping[str, str]) -> Iterator[str]:
    for table in part.iter(f"{WORD}tbl"):
        named = table.find(f"{WORD}tblPr/{WORD}tblStyle")
        if named is not None and styles.get(named.get(f"{WORD}val", "")) == _FACTS:
            continue
        row = table.find(f"{WORD}tr")
        if row is None or row.find(f"{WORD}trPr/{WORD}tblHeader") is None:
            yield "table without header row"
        about = table.find(f"{WORD}tblPr/{WORD}tblCaption")
        if about is None or not about.get(f"{WORD}val", "").strip():
            yield "table without alternative text"


def _list_faults(paragraphs: list[tuple[str, Element]]) -> Iterator[str]:
    """Contents, tables and figures are listed as they stand in the paper, each with a page."""
    listed = [(name, readback.whole(one)) for name, one in paragraphs if _ENTRY.fullmatch(name)]
    found = [(name, readback.whole(one)) for name, one in paragraphs if _HEADING.fullmatch(name)]
    deepest = max((int(name[-1]) for name, _text in listed), default=0)
    found = [(name, text) for name, text in found if int(name[-1]) <= deepest]
    if listed and [_words(text) for _name, text in listed] != [text for _name, text in found]:
        yield "contents list is not the headings"
    captions = [readback.whole(one) for name, one in paragraphs if name == "caption"]
    figures = [readback.whole(one) for name, one in paragraphs if name == "table of figures"]
    if figures and sorted(map(_words, figures)) != sorted(captions):
        yield "list of tables and figures is not the captions"
    if any(not _page(text) for text in (*(text for _name, text in listed), *figures)):
        yield "listed without a page"


def _words(entry: str) -> str:
    return entry.rpartition("\n")[0]


def _page(entry: str) -> bool:
    return entry.rpartition("\n")[2].isdecimal()


def _field_faults(trees: Mapping[str, Element]) -> Iterator[str]:
    places = {one.get(f"{WORD}name") for one in trees["word/document.xml"].iter(f"{WORD}bookmarkStart")}
    counted: dict[str, int] = {}
    for root in trees.values():
        for instruction, result in _fields(root):
            known = _FIELDS.fullmatch(instruction)
            if known is None:
                yield f"field {instruction[:40]}"
                continue
            if known["place"] and known["place"] not in places:
                yield f"field leads nowhere: {instruction}"
            if instruction.startswith(_COMPUTED) and not result.strip():
                yield f"field without result: {instruction}"
            if kind := known["kind"]:
                counted[kind] = counted.get(kind, 0) + 1
                if result != str(counted[kind]):
                    yield f"{kind} {result} is number {counted[kind]}"


def _fields(root: Element) -> Iterator[tuple[str, str]]:
    """Instruction and stored result of each field, also of those inside another's result."""
    yield from ((one.get(f"{WORD}instr", "").strip(), "") for one in root.iter(f"{WORD}fldSimple"))
    waiting: list[list[str]] = []
    for element in root.iter():
        kind = element.get(f"{WORD}fldCharType") if element.tag == f"{WORD}fldChar" else ""
        if kind == "begin":
            waiting.append([""])
        elif kind == "separate" and waiting:
            waiting[-1].append("")
        elif kind == "end" and waiting:
            instruction, *result = waiting.pop()
            yield instruction.strip(), "".join(result)
        elif element.tag in {f"{WORD}instrText", f"{WORD}t"} and waiting:
            waiting[-1][-1] += element.text or ""
    yield from (("without end", "") for _open in waiting)
