"""Parts of a paper, each set apart, bound into one tagged PDF (R52): one structure, one outline, links across parts.

It is written object by object, and only one part is in memory at a time. Written for what our typesetting makes: a
structure tree with one element at its top, and links within the paper as addresses that begin with LINK.
"""

import base64
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import pikepdf
from pikepdf import AccessMode, Array, Dictionary, Name, NumberTree, Object, Pdf, String

from consultation.lib.pdf_objects import Copier, Objects

LINK = "paper:#"
_ROOM_ABOVE = 10.0
"""Points between the top of the window and what a link leads to."""
_PAGE_HEIGHT = 841.8898
"""Of A4, in points."""
_FOOT = Name("/Foot")
_KEPT = ("/Lang", "/MarkInfo", "/ViewerPreferences")


@dataclass(frozen=True)
class Part:
    """A tagged PDF, which of its pages are kept, and what stands at their feet: a PDF with a page for each."""

    content: BinaryIO
    pages: range
    feet: bytes


@dataclass(frozen=True)
class Place:
    """`page` of the whole paper, counted from 1; `top` in points from the upper edge; `name` is said of links there."""

    page: int
    top: float
    name: str


@dataclass(frozen=True)
class Bookmark:
    level: int
    title: str
    anchor: str


def bind(parts: Iterable[Part], places: Mapping[str, Place], bookmarks: Sequence[Bookmark], file: BinaryIO) -> None:
    """Writes the paper. `places` are where its links lead, by anchor; a link to none of them is a KeyError."""
    paper = _Paper(file, places)
    for part in parts:
        paper.add(part)
    paper.finish(bookmarks)


class _Paper:
    def __init__(self, file: BinaryIO, places: Mapping[str, Place]) -> None:
        self._file, self._places = Objects(file), places
        self._root, self._pages, self._tree, self._document = (self._file.reserve() for _ in range(4))
        self._page_ids: list[int] = []
        self._element_ids: list[int] = []
        self._owners: list[int] = []
        self._names: list[int] = []
        self._keys = self._parts = 0
        self._first: dict[str, bytes] = {}

    def add(self, part: Part) -> None:
        self._parts += 1
        mapped = pikepdf.open(part.content, access_mode=AccessMode.mmap)
        with mapped as pdf, pikepdf.open(io.BytesIO(part.feet)) as feet:
            pages = [pdf.pages[at] for at in part.pages]
            shown = _show_feet(pdf, pages)
            for page in pages:
                self._lead_on(page)
            self._copy(pdf, pages, dict(zip(shown, self._feet(feet), strict=True)))
            if not self._first:
                self._first = _facts(pdf)

    def finish(self, bookmarks: Sequence[Bookmark]) -> None:
        write = self._file.write
        write(self._pages, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(self._page_ids), _references(self._page_ids)))
        kids = _references(self._element_ids)
        write(self._document, b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>" % (self._tree, kids))
        owners = b"/ParentTree<</Kids[%s]>>/ParentTreeNextKey %d" % (_references(self._owners), self._keys)
        names = b"/IDTree<</Kids[%s]>>" % _references(self._names) if self._names else b""
        about = (self._document, owners, names, self._first["roles"])
        write(self._tree, b"<</Type/StructTreeRoot/K[%d 0 R]%s%s/RoleMap %s>>" % about)
        named, outline = self._named(), _outline(self._file, bookmarks)
        metadata = self._file.reserve()
        self._file.write_stream(metadata, b"/Type/Metadata/Subtype/XML", self._told(len(self._page_ids)))
        links = b"/Names<</Dests %d 0 R>>/Outlines %d 0 R/Metadata %d 0 R" % (named, outline, metadata)
        root = (self._pages, self._tree, links, self._first["root"])
        write(self._root, b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R%s%s>>" % root)
        self._file.end(self._root, self._file.add(self._first["info"]))

    def _feet(self, feet: Pdf) -> Iterator[int]:
        """The numbers of the feet, which are written."""
        copier = Copier(feet, self._file, {})
        for foot in feet.pages:
            number = self._file.reserve()
            copier.write(foot.as_form_xobject(), number)
            yield number
        copier.finish()

    def _copy(self, pdf: Pdf, pages: Sequence[pikepdf.Page], feet: Mapping[int, int]) -> None:
        """`feet` are the numbers of the feet in the file, by what stands for them in `pdf`."""
        ids = [self._file.reserve() for _ in pages]
        known = {page.obj.objgen[0]: number for page, number in zip(pages, ids, strict=True)}
        document = pdf.Root.StructTreeRoot.K[0]
        kept = [element for element in document.K if _page_of(element) in known]
        known |= {pdf.Root.Pages.objgen[0]: self._pages, document.objgen[0]: self._document, **feet}
        copier = Copier(pdf, self._file, known)
        self._number(pages, dict(NumberTree(pdf.Root.StructTreeRoot.ParentTree).items()), copier)
        if "/IDTree" in pdf.Root.StructTreeRoot:
            self._name(kept, copier)
        for page, number in zip(pages, ids, strict=True):
            copier.write(page.obj, number)
        self._page_ids += ids
        self._element_ids += [copier.reference(element) for element in kept]
        copier.finish()

    def _number(self, pages: Sequence[pikepdf.Page], owners: Mapping[int, Object], copier: Copier) -> None:
        """What the content of each page, and each link, belongs to: under numbers that no other part has."""
        first, entries = self._keys, list[bytes]()
        for holder, key in _numbered(pages):
            owner = owners[int(holder[key])]
            holder[key] = self._keys
            entries.append(b"%d %d 0 R" % (self._keys, copier.reference(owner)))
            self._keys += 1
        if entries:
            leaf = b"<</Limits[%d %d]/Nums[%s]>>" % (first, self._keys - 1, b" ".join(entries))
            self._owners.append(self._file.add(leaf))

    def _name(self, kept: Sequence[Object], copier: Copier) -> None:
        """Header cells have names, which the cells below them say: those of each part begin with its number."""
        prefix = f"{self._parts:05}-"
        waiting, named = list(kept), dict[bytes, int]()
        while waiting:
            element = waiting.pop()
            if "/ID" in element:
                element.ID = String(prefix + str(element.ID))
                named[element.ID.unparse()] = copier.reference(element)
            for attributes in _list(element.get("/A")):
                if "/Headers" in attributes:
                    attributes.Headers = Array([String(prefix + str(name)) for name in attributes.Headers])
            waiting += [kid for kid in _list(element.get("/K")) if isinstance(kid, Dictionary) and "/S" in kid]
        if names := sorted(named):
            pairs = b" ".join(b"%s %d 0 R" % (name, named[name]) for name in names)
            self._names.append(self._file.add(b"<</Limits[%s %s]/Names[%s]>>" % (names[0], names[-1], pairs)))

    def _lead_on(self, page: pikepdf.Page) -> None:
        """Links within the paper become links to named places, and say where they lead."""
        for link in page.obj.get("/Annots", Array()):
            address = str(link.get("/A", Dictionary()).get("/URI", ""))
            if address.startswith(LINK):
                anchor = address.removeprefix(LINK)
                del link["/A"]
                link.Dest = String(anchor)
                link.Contents = String(self._places[anchor].name)

    def _named(self) -> int:
        """The name tree of the places, in the order of the names' bytes."""
        pairs = []
        for anchor in sorted(self._places):
            place = self._places[anchor]
            page, top = self._page_ids[place.page - 1], _PAGE_HEIGHT - max(place.top - _ROOM_ABOVE, 0)
            pairs.append(b"%s[%d 0 R/XYZ 0 %.2f 0]" % (String(anchor).unparse(), page, top))
        return self._file.add(b"<</Names[%s]>>" % b" ".join(pairs))

    def _told(self, pages: int) -> bytes:
        """The description of the first part, made that of the whole."""
        identity = base64.b64encode(self._file.digest())
        told = re.sub(rb"(<xmpTPg:NPages>)\d+", rb"\g<1>%d" % pages, self._first["metadata"])
        return re.sub(rb"(<xmpMM:(?:Instance|Document)ID>)[^<]*", rb"\g<1>" + identity, told)


def _show_feet(pdf: Pdf, pages: Sequence[pikepdf.Page]) -> list[int]:
    """The foot stands behind a page's own content, as where the paper is set whole; it is no part of what is read.
    The numbers of what stands for the feet."""
    # All new objects before any is read: a new one after that costs a walk through the whole file.
    feet = [pdf.make_indirect(Dictionary()) for _ in pages]
    shown = pdf.make_stream(b"\n/Artifact<</Type/Pagination>>BDC /Foot Do EMC\n")
    for page, foot in zip(pages, feet, strict=True):
        forms = page.obj.Resources.get("/XObject", Dictionary())
        forms[_FOOT] = foot
        page.obj.Resources.XObject = forms
        page.contents_add(shown)
    return [foot.objgen[0] for foot in feet]


def _numbered(pages: Sequence[pikepdf.Page]) -> Iterable[tuple[Object, str]]:
    for page in pages:
        yield from ((link, "/StructParent") for link in page.obj.get("/Annots", Array()))
        if "/StructParents" in page.obj:
            yield page.obj, "/StructParents"


def _page_of(element: Object) -> int:
    """The number of the page where an element of the tree begins; 0 where nothing of it is on a page."""
    waiting = [element]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Dictionary):
            continue
        if "/Pg" in node:
            return int(node.Pg.objgen[0])
        waiting += reversed(_list(node.get("/K")))
    return 0


def _list(item: Object | None) -> list[Object]:
    if item is None:
        return []
    return list(item) if isinstance(item, Array) else [item]


def _facts(pdf: Pdf) -> dict[str, bytes]:
    """What the whole paper has from its first part."""
    root = b"".join(b"%s %s" % (key.encode(), pdf.Root[key].unparse(resolved=True)) for key in _KEPT)
    return {
        "root": root,
        "roles": pdf.Root.StructTreeRoot.RoleMap.unparse(resolved=True),
        "info": pdf.trailer.Info.unparse(resolved=True),
        "metadata": pdf.Root.Metadata.read_bytes(),
    }


def _references(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _outline(file: Objects, bookmarks: Sequence[Bookmark]) -> int:
    top = file.reserve()
    ids = [file.reserve() for _ in bookmarks]
    parents, above = list[int](), [(0, top)]
    for bookmark, number in zip(bookmarks, ids, strict=True):
        while above[-1][0] >= bookmark.level:
            above.pop()
        parents.append(above[-1][1])
        above.append((bookmark.level, number))
    kids: dict[int, list[int]] = {number: [] for number in (top, *ids)}
    for number, parent in zip(ids, parents, strict=True):
        kids[parent].append(number)
    neighbours = {number: _neighbours(siblings, at) for siblings in kids.values() for at, number in enumerate(siblings)}
    for bookmark, number, parent in zip(bookmarks, ids, parents, strict=True):
        words = String(bookmark.title).unparse(), String(bookmark.anchor).unparse()
        about = b"/Title %s/Dest %s%s%s" % (*words, neighbours[number], _offspring(kids[number], b"-"))
        file.write(number, b"<</Parent %d 0 R%s>>" % (parent, about))
    file.write(top, b"<</Type/Outlines%s>>" % _offspring(kids[top]))
    return top


def _neighbours(siblings: Sequence[int], at: int) -> bytes:
    before = b"/Prev %d 0 R" % siblings[at - 1] if at else b""
    return before + (b"/Next %d 0 R" % siblings[at + 1] if at + 1 < len(siblings) else b"")


def _offspring(below: Sequence[int], sign: bytes = b"") -> bytes:
    """First and last of those below a bookmark, and how many: with "-" where they are not shown until it is opened."""
    return b"/First %d 0 R/Last %d 0 R/Count %b%d" % (below[0], below[-1], sign, len(below)) if below else b""
