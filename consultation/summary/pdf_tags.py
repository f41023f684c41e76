"""Whether everything on the pages of a PDF is tagged or an artifact, and the tags say what they must (R52, PDF/UA-1).

Written for what our typesetting makes: one structure tree, links as the only annotations, no forms and no scripts.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, NumberTree, Object, Pdf

Elements = list[Dictionary]

_SHOWING = frozenset({"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "INLINE IMAGE"})
_MARKING = frozenset({"BDC", "BMC", "EMC"})
_READ = " ".join(sorted(_SHOWING | _MARKING | {"BI"}))
_STANDARD = frozenset({
    "/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/TOC", "/TOCI", "/Index", "/NonStruct",
    "/Private", "/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/TR", "/TH",
    "/TD", "/THead", "/TBody", "/TFoot", "/Span", "/Quote", "/Note", "/Reference", "/BibEntry", "/Code", "/Link",
    "/Annot", "/Figure", "/Formula",
})  # fmt: skip
_CHILDREN = {
    "/Table": frozenset({"/TR", "/THead", "/TBody", "/TFoot", "/Caption"}),
    "/THead": frozenset({"/TR"}),
    "/TBody": frozenset({"/TR"}),
    "/TFoot": frozenset({"/TR"}),
    "/TR": frozenset({"/TH", "/TD"}),
    "/L": frozenset({"/LI", "/L", "/Caption"}),
    "/LI": frozenset({"/Lbl", "/LBody", "/Caption"}),
}
_SCOPES = frozenset({"/Row", "/Column", "/Both"})


def elements(root: Object | None) -> Iterator[Dictionary]:
    """Every structure element in reading order, without recursion: a paper of 5,000 responses is wide, not small."""
    waiting: list[Object] = [root["/K"]] if isinstance(root, Dictionary) and "/K" in root else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, Array):
            waiting.extend(reversed(list(node)))
        elif isinstance(node, Dictionary) and "/S" in node:
            yield node
            if "/K" in node:
                waiting.append(node["/K"])


def faults(pdf: Pdf, found: Elements) -> Iterator[str]:
    """What is untagged or wrongly tagged; `found` are the elements of the tree."""
    root = pdf.Root.get("/StructTreeRoot")
    if not found or not isinstance(root, Dictionary):
        yield "no structure tree"
        return
    owners = dict(NumberTree(root.ParentTree).items()) if "/ParentTree" in root else {}
    for number, page in enumerate(pdf.pages, start=1):
        yield from (f"page {number}: {fault}" for fault in _page_faults(page, owners))
    for element in found:
        yield from _element_faults(element, root.get("/RoleMap", {}))


def _page_faults(page: pikepdf.Page, owners: dict[int, Object]) -> Iterator[str]:
    content = _Content(page)
    yield from content.problems
    kept = owners.get(int(page.obj.get("/StructParents", -1)))
    tags = list(kept) if isinstance(kept, Array) else []
    for mark in content.marks:
        if not (mark < len(tags) and isinstance(tags[mark], Dictionary)):
            yield f"content {mark} belongs to no tag"
    annotations = page.obj.get("/Annots", Array())
    if len(annotations) and page.obj.get("/Tabs") != "/S":
        yield "tab order is not that of the tags"
    for annotation in annotations:
        yield from _annotation_faults(annotation, owners)


class _Content:
    """Reads what a page shows: the numbers of its marked content, and what is not marked, or marked twice."""

    def __init__(self, page: pikepdf.Page) -> None:
        self.marks: list[int] = []
        self.problems: dict[str, None] = {}
        self._open: list[str] = []
        for instruction in pikepdf.parse_content_stream(page, _READ):
            self._take(str(instruction.operator), list(instruction.operands))
        if self._open:
            self._note("marks begin that do not end")
        if len(set(self.marks)) != len(self.marks):
            self._note("two contents have one number")

    def _take(self, operator: str, operands: Sequence[Any]) -> None:
        if operator in {"BDC", "BMC"}:
            self._begin(operands)
        elif operator != "EMC" and not any(self._open):
            self._note("content is neither tagged nor an artifact")
        elif operator == "EMC" and not self._open:
            self._note("marks end that did not begin")
        elif operator == "EMC":
            self._open.pop()

    def _begin(self, operands: Sequence[Any]) -> None:
        properties = operands[1] if len(operands) > 1 else None
        if isinstance(properties, Dictionary) and "/MCID" in properties:
            self.marks.append(int(properties["/MCID"]))
            self._open.append("tagged")
        else:
            self._open.append("artifact" if operands[0] == "/Artifact" else "")
        if {"tagged", "artifact"} <= set(self._open):
            self._note("an artifact and a tag lie in each other")

    def _note(self, problem: str) -> None:
        self.problems[problem] = None


def _annotation_faults(annotation: Object, owners: dict[int, Object]) -> Iterator[str]:
    if annotation.get("/Subtype") != "/Link":
        yield f"annotation {annotation.get('/Subtype')}"
        return
    if not str(annotation.get("/Contents", "")).strip():
        yield "link without words"
    owner = owners.get(int(annotation.get("/StructParent", -1)))
    if not isinstance(owner, Dictionary) or owner.get("/S") != "/Link":
        yield "link without tag"


def _element_faults(element: Dictionary, roles: Object | dict[str, Object]) -> Iterator[str]:
    kind = str(element["/S"])
    if kind not in _STANDARD and kind not in roles:
        yield f"unknown tag {kind}"
    if kind == "/Figure" and not str(element.get("/Alt", element.get("/ActualText", ""))).strip():
        yield "figure without alternative text"
    if kind == "/Table" and not any(str(part["/S"]) == "/TH" for part in elements(element)):
        yield "table without header cells"
    if kind == "/TH" and not _has_scope(element):
        yield "header cell without scope"
    if kind == "/Link" and not any(part.get("/Type") == "/OBJR" for part in _parts(element)):
        yield "link tag without link"
    allowed = _CHILDREN.get(kind)
    strange = {str(part["/S"]) for part in _parts(element) if "/S" in part} - (allowed or frozenset())
    if allowed and strange:
        yield f"{', '.join(sorted(strange))} in {kind}"


def _parts(element: Dictionary) -> list[Dictionary]:
    inner = element.get("/K")
    parts = list(inner) if isinstance(inner, Array) else [inner]
    return [part for part in parts if isinstance(part, Dictionary)]


def _has_scope(element: Dictionary) -> bool:
    attributes = element.get("/A")
    owned = list(attributes) if isinstance(attributes, Array) else [attributes]
    return any(isinstance(one, Dictionary) and str(one.get("/Scope", "")) in _SCOPES for one in owned)
