"""The runs of one paragraph: text, what is on, links, fields, notes and pictures; and what of it is left out."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from consultation.lib.wordfile.blocks import Figure, Line, Run
from consultation.lib.wordfile.docx.package import Relations
from consultation.lib.wordfile.docx.styles import Styles
from consultation.lib.wordfile.findings import Findings

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_THROUGH = frozenset({"w_ins", "w_moveTo", "w_smartTag", "w_customXml", "w_dir", "w_bdo", "w_sdtContent", "x_ins"})
"""Elements that only hold others: their content is taken as if it stood there itself."""
_DELETED = frozenset({"w_del", "w_moveFrom"})
_SILENT = frozenset(
    {
        *("w_pPr", "w_rPr", "w_sdtPr", "w_sdtEndPr", "w_proofErr", "w_permStart", "w_permEnd", "w_bookmarkEnd"),
        *("w_commentRangeEnd", "w_lastRenderedPageBreak", "w_softHyphen", "w_footnoteRef", "w_endnoteRef"),
        *("w_separator", "w_continuationSeparator", "w_annotationRef", "w_customXmlPr", "w_smartTagPr", "w_tcPr"),
        *(
            "w_moveFromRangeStart",
            "w_moveFromRangeEnd",
            "w_moveToRangeStart",
            "w_moveToRangeEnd",
            "w_commentRangeStart",
        ),
    }
)
"""Elements without words and without anything to see."""
_CHARACTERS = {"w_tab": " ", "w_ptab": " ", "w_cr": "\n", "w_noBreakHyphen": "\u2011"}
_OBJECTS = {"w_object": "object", "m_oMath": "equation", "m_oMathPara": "equation"}
_DRAWN = {"c_chart": "chart", "dgm_relIds": "diagram"}
_TEXT = frozenset({"w_t", "w_delText", "m_t", "a_t", "c_v"})
_BLOCKS = frozenset({"w_p", "w_tr"})
_COUNTED = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF"})
_CONTENTS = frozenset({"TOC", "INDEX", "TOA"})
_REFERENCES = frozenset({"REF", "NOTEREF", "STYLEREF"})
_PLAIN = frozenset({"SEQ", "QUOTE", "LISTNUM", "SYMBOL", "ADVANCE", "EQ", "TC", "XE", ""})


class Report(Protocol):
    """Who is told what was left out, and gives numbers to notes and pictures."""

    styles: Styles
    found: Findings

    def leave_out(self, code: str, text: str = "") -> None: ...
    def note(self, kind: str, key: str) -> int: ...
    def comment(self, key: str) -> None: ...
    def picture(self, part: str | None, alt: str, *, decorative: bool) -> Figure | None: ...


@dataclass
class Complex:
    """A field that is being read: first its instruction, then its result."""

    instruction: str = ""
    in_result: bool = False
    told: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return (self.instruction.split() or [""])[0].upper()


class Inline:
    """Reads paragraphs of one part of the file; fields may span several of them."""

    def __init__(self, report: Report, relations: Relations) -> None:
        self._report, self._relations = report, relations
        self._fields: list[Complex] = []
        self._line = Line()
        self._readers: dict[str, Callable[[Element, str], None]] = {
            "w_r": self._run,
            "w_hyperlink": self._hyperlink,
            "w_fldSimple": self._simple_field,
            "w_sdt": self._control,
            "w_bookmarkStart": self._bookmark,
            "mc_AlternateContent": self._alternate,
            "w_ruby": self._ruby,
        }

    def read(self, paragraph: "Element") -> Line:
        self._line = Line()
        self._children(paragraph, "")
        return self._line

    def _children(self, element: "Element", href: str) -> None:
        for child in element:
            self._child(child, href)

    def _child(self, child: "Element", href: str) -> None:
        if reader := self._readers.get(child.tag):
            reader(child, href)
        elif child.tag in _THROUGH:
            self._children(child, href)
        elif child.tag in _DELETED:
            self._drop("deleted", child)
        elif child.tag in _OBJECTS:
            self._drop(_OBJECTS[child.tag], child)
        elif child.tag not in _SILENT and words_of(child):
            self._drop("unknown", child)

    def _drop(self, code: str, element: "Element") -> None:
        text = words_of(element)
        if text or code in {"object", "equation"}:
            self._report.leave_out(code, text)

    def _hyperlink(self, element: "Element", _href: str) -> None:
        name = element.get("w_anchor", "")
        address = self._relations.address(element.get("r_id", ""))
        if address is None:
            address = f"#wordfile:{name}" if name else ""
        elif name:
            address = f"{address}#{name}"
        self._children(element, self._report.found.link(address))

    def _control(self, element: "Element", href: str) -> None:
        for content in element.findall("w_sdtContent"):
            self._children(content, href)

    def _bookmark(self, element: "Element", _href: str) -> None:
        self._line.names.append(element.get("w_name", ""))

    def _alternate(self, element: "Element", href: str) -> None:
        for child in chosen(element):
            self._child(child, href) if child.tag in self._readers else self._drawn(child)

    def _ruby(self, element: "Element", href: str) -> None:
        for part in element:
            if part.tag == "w_rubyBase":
                self._children(part, href)
            elif words_of(part):
                self._drop("unknown", part)

    # Fields

    def _simple_field(self, element: "Element", href: str) -> None:
        one = Complex(element.get("w_instr", ""), in_result=True)
        self._fields.append(one)
        self._children(element, self._address(one) or href)
        self._end_field()

    def _field_mark(self, element: "Element") -> None:
        kind = element.get("w_fldCharType", "")
        if kind == "begin":
            self._fields.append(Complex())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._end_field()

    def _end_field(self) -> None:
        one = self._fields.pop()
        text = " ".join("".join(one.told).split())
        if any(outer.name in _CONTENTS for outer in self._fields):
            self._fields[-1].told.append(text)
        elif one.name in _CONTENTS:
            self._report.leave_out("contents", text)
        elif one.name in _COUNTED:
            self._report.leave_out("page_number", text)
        elif one.name in _REFERENCES:
            self._report.leave_out("reference", text)
        elif one.name not in _PLAIN | {"HYPERLINK"}:
            self._report.leave_out("field", text)

    def _address(self, one: Complex) -> str:
        found = re.match(r'\s*HYPERLINK\s+(\\l\s+)?"([^"]*)"', one.instruction, re.IGNORECASE)
        if found is None:
            return ""
        return f"#wordfile:{found[2]}" if found[1] else self._report.found.link(found[2])

    def _say(self, text: str, properties: "Element | None", href: str) -> None:
        """Text goes to the line, or to the field that keeps it from there."""
        for one in reversed(self._fields):
            if not one.in_result:
                self._report.leave_out("field", text)
                return
            one.told.append(text)
            if one.name in _CONTENTS | _COUNTED:
                return
        links = (self._address(one) for one in reversed(self._fields) if one.name == "HYPERLINK")
        self._line.runs.append(self._formatted(text, properties, href or next(links, "")))

    def _formatted(self, text: str, properties: "Element | None", href: str) -> Run:
        says = self._report.styles.run_says
        align = None if properties is None else properties.find("w_vertAlign")
        raised = {"superscript": "sup", "subscript": "sub"}.get("" if align is None else align.get("w_val", ""), "")
        return Run(text, says(properties, "w_b"), says(properties, "w_i"), raised, href)

    # Runs

    def _run(self, element: "Element", href: str) -> None:
        properties = element.find("w_rPr")
        if self._report.styles.run_says(properties, "w_vanish"):
            self._drop("hidden", element)
            for child in element.findall("w_fldChar"):
                self._field_mark(child)
            return
        if any(self._report.styles.run_says(properties, name) for name in ("w_strike", "w_dstrike")):
            self._report.leave_out("struck", words_of(element))
        for child in element:
            self._in_run(child, properties, href)

    def _in_run(self, child: "Element", properties: "Element | None", href: str) -> None:
        if child.tag == "w_t":
            self._say((child.text or "").replace("\xad", ""), properties, href)
        elif child.tag in _CHARACTERS or child.tag == "w_br":
            self._say(_CHARACTERS.get(child.tag) or _break(child), properties, href)
        elif child.tag == "w_fldChar":
            self._field_mark(child)
        elif child.tag == "w_instrText":
            if self._fields:
                self._fields[-1].instruction += child.text or ""
        elif not self._referred(child):
            self._drawn(child)

    def _referred(self, child: "Element") -> bool:
        if child.tag in {"w_footnoteReference", "w_endnoteReference"}:
            number = self._report.note(child.tag, child.get("w_id", ""))
            if number:
                self._line.runs.append(Run(str(number), note=number))
        elif child.tag == "w_commentReference":
            self._report.comment(child.get("w_id", ""))
        else:
            return child.tag in _SILENT
        return True

    def _drawn(self, child: "Element") -> None:
        if child.tag == "mc_AlternateContent":
            for one in chosen(child):
                self._drawn(one)
        elif child.tag in {"w_drawing", "w_pict"}:
            self._drawing(child)
        elif child.tag == "w_sym":
            self._report.leave_out("symbol", f"{child.get('w_font', '')} {child.get('w_char', '')}")
        elif child.tag == "w_object":
            self._drop("object", child)
        elif words_of(child):
            self._drop("deleted" if child.tag == "w_delText" else "unknown", child)

    def _drawing(self, element: "Element") -> None:
        boxes = [box for box in element.iter() if box.tag.endswith("_txbxContent")]
        if boxes:
            self._report.leave_out("text_box", " ".join(words_of(box) for box in boxes))
        others = [code for tag, code in _DRAWN.items() if element.find(f".//{tag}") is not None]
        for code in others:
            self._report.leave_out(code, _alt(element))
        pictures = list(_pictures(element))
        for key in pictures:
            decorative = any(_is_true(one.get("val", "")) for one in element.iter("adec_decorative"))
            figure = self._report.picture(self._relations.part(key), _alt(element), decorative=decorative)
            if figure is not None:
                self._line.figures.append(figure)
        if not (boxes or pictures or others):
            self._report.leave_out("shape", _alt(element))


def words_of(element: "Element") -> str:
    """Every word below an element, whatever it is; of alternatives the one that is read elsewhere too."""
    parts: list[str] = []
    _gather(element, parts)
    return " ".join("".join(parts).split())


def _gather(element: "Element", parts: list[str]) -> None:
    if element.tag in _TEXT:
        parts.append((element.text or "").replace("\xad", ""))
    elif element.tag in _CHARACTERS or element.tag == "w_br":
        parts.append(_CHARACTERS.get(element.tag, " "))
    for child in chosen(element) if element.tag == "mc_AlternateContent" else element:
        _gather(child, parts)
    if element.tag in _BLOCKS:
        parts.append(" ")


def chosen(alternate: "Element") -> Iterable["Element"]:
    """The content of the one alternative that is read: the newer, or where it is empty the older."""
    for name in ("mc_Choice", "mc_Fallback"):
        found = alternate.find(name)
        if found is not None and len(found):
            return found
    return ()


def _is_true(value: str) -> bool:
    return value in {"1", "true"}


def _break(child: "Element") -> str:
    return "\n" if child.get("w_type", "textWrapping") == "textWrapping" else " "


def _pictures(element: "Element") -> Iterator[str]:
    for blip in element.iter("a_blip"):
        yield blip.get("r_embed") or blip.get("r_link") or ""
    for image in element.iter("v_imagedata"):
        yield image.get("r_id") or ""


def _alt(element: "Element") -> str:
    for name in ("wp_docPr", "pic_cNvPr", "v_shape", "v_rect"):
        for one in element.iter(name):
            text = one.get("descr") or one.get("alt") or one.get("title") or ""
            if text.strip():
                return " ".join(text.split())
    return ""
