"""Trees with short names ("w_p") written as WordprocessingML again, with the namespaces that a paper needs."""

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

_OFFICE = "http://schemas.openxmlformats.org"
_SPACES = {
    "w": f"{_OFFICE}/wordprocessingml/2006/main",
    "r": f"{_OFFICE}/officeDocument/2006/relationships",
    "a": f"{_OFFICE}/drawingml/2006/main",
    "wp": f"{_OFFICE}/drawingml/2006/wordprocessingDrawing",
    "pic": f"{_OFFICE}/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_GONE = frozenset({
    "w_proofErr", "w_bookmarkStart", "w_bookmarkEnd", "w_commentRangeStart", "w_commentRangeEnd", "w_commentReference",
    "w_lastRenderedPageBreak", "w_numPr", "w_lang", "w_cols", "w_permStart", "w_permEnd", "w_embedRegular", "w_rsids",
    "a_extLst", "a_hlinkClick", "a_hlinkHover", "w_sdtPr", "w_sdtEndPr", "w_docGrid", "w_rPrChange", "w_pPrChange",
    "w_sectPrChange", "w_tblPrChange", "w_tcPrChange", "w_trPrChange",
})  # fmt: skip
_UNWRAPPED = frozenset({"w_sdt", "w_sdtContent", "w_hyperlink", "w_smartTag", "mc_Choice"})
_RELATIONS = f"{_OFFICE}/package/2006/relationships"
_DATE_ATTRIBUTES = ("w_rsid",)
_KINDS = {
    "word/document.xml": "document.main",
    "word/styles.xml": "styles",
    "word/settings.xml": "settings",
    "word/numbering.xml": "numbering",
}
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"

for _prefix, _space in _SPACES.items():
    if _prefix != "xml":
        register_namespace(_prefix, _space)


def nothing(tag: str = "w_document") -> Element:
    return Element(tag)


def bare(tree: Element) -> Element:
    """The tree without marks of editing, numbering of its own and names of other programs; wrappers give what they
    hold."""
    kept = Element(tree.tag, _attributes(tree))
    kept.text, kept.tail = tree.text, tree.tail
    for child in tree:
        for part in _unwrapped(child):
            kept.append(bare(part))
    return kept


def _unwrapped(element: Element) -> Iterable[Element]:
    if element.tag == "mc_AlternateContent":
        return [part for child in element[:1] for part in _unwrapped(child)]
    if element.tag in _UNWRAPPED:
        return [part for child in element for part in _unwrapped(child)]
    known = element.tag.partition("_")[0] in _SPACES
    return [element] if known and element.tag not in _GONE else []


def _attributes(element: Element) -> dict[str, str]:
    return {
        name: value
        for name, value in element.attrib.items()
        if ("_" not in name or name.partition("_")[0] in _SPACES) and not name.startswith(_DATE_ATTRIBUTES)
    }


def text_width(section: Element) -> int:
    """How wide the text is between the margins, in twentieths of a point."""
    size, margins = section.find("w_pgSz"), section.find("w_pgMar")
    if size is None or margins is None:
        return 0
    return _number(size, "w_w") - _number(margins, "w_left") - _number(margins, "w_right")


def _number(element: Element, name: str) -> int:
    value = element.get(name, "")
    return int(value) if value.isdecimal() else 0


def as_bytes(tree: Element) -> bytes:
    """The part as a file."""
    written: bytes = tostring(_long(tree), encoding="utf-8", xml_declaration=True)
    return written


def _long(tree: Element) -> Element:
    written = Element(_name(tree.tag), {_name(name): value for name, value in tree.attrib.items()})
    written.text, written.tail = tree.text, tree.tail
    written.extend(_long(child) for child in tree)
    return written


def _name(short: str) -> str:
    prefix, mark, local = short.partition("_")
    return f"{{{_SPACES[prefix]}}}{local}" if mark else short


# What holds the parts together


def standing(parts: Mapping[str, bytes]) -> list[tuple[str, str, str]]:
    """The relations of the main part to those that every paper has, and to the theme where there is one."""
    kinds = ("styles", "settings", "numbering")
    lines = [(f"rIdS{number}", kind, f"{kind}.xml") for number, kind in enumerate(kinds, start=1)]
    return [*lines, *([("rIdT1", "theme", "theme/theme1.xml")] if "word/theme/theme1.xml" in parts else [])]


def add_relations(parts: dict[str, bytes], owner: str, lines: Iterable[tuple[str, str, str]]) -> None:
    """The relations of a part: id, kind and target of each."""
    parts[f"word/_rels/{owner}.xml.rels"] = _relations(
        (key, f"{_SPACES['r']}/{kind}", target) for key, kind, target in lines
    )


def _relations(lines: Iterable[tuple[str, str, str]]) -> bytes:
    root = Element("Relationships", {"xmlns": _RELATIONS})
    for key, kind, target in lines:
        SubElement(root, "Relationship", {"Id": key, "Type": kind, "Target": target})
    written: bytes = tostring(root, encoding="utf-8")
    return written


def frame(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts that only hold the others together."""
    own = {
        "word/settings.xml": as_bytes(Element("w_settings")),
        "word/numbering.xml": as_bytes(Element("w_numbering")),
        "_rels/.rels": _relations([("rId1", f"{_SPACES['r']}/officeDocument", "word/document.xml")]),
    }
    types = Element("Types", {"xmlns": f"{_OFFICE}/package/2006/content-types"})
    for ending, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
        ("png", "image/png"),
        ("jpeg", "image/jpeg"),
    ):
        SubElement(types, "Default", {"Extension": ending, "ContentType": kind})
    for name in sorted({*parts, *own}):
        if kind := _type_of(name):
            SubElement(types, "Override", {"PartName": f"/{name}", "ContentType": kind})
    return {**own, "[Content_Types].xml": tostring(types, encoding="utf-8")}


def _type_of(name: str) -> str:
    if name in _KINDS:
        return f"{_MAIN}.{_KINDS[name]}+xml"
    if name.startswith("word/theme/"):
        return "application/vnd.openxmlformats-officedocument.theme+xml"
    edge = next((kind for kind in ("header", "footer") if name.startswith(f"word/{kind}")), "")
    return f"{_MAIN}.{edge}+xml" if edge else ""
