"""Drawings of an OpenDocument text: pictures with their captions are kept, whatever else is drawn is named."""

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from consultation.lib.wordfile.blocks import Line, Run, text_of
from consultation.lib.wordfile.findings import Findings
from consultation.lib.wordfile.odt.package import OdtPackage
from consultation.lib.wordfile.odt.words import alt_of, has, words_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OBJECTS = ("draw_object", "draw_object-ole", "draw_applet", "draw_plugin", "draw_floating-frame")
_KNOWN = frozenset(
    {
        *("draw_image", "draw_text-box", "svg_title", "svg_desc", "draw_glue-point", "draw_contour-polygon"),
        *("draw_contour-path", "office_event-listeners", *_OBJECTS),
    }
)
_SHOWN = (".png", ".jpg", ".jpeg")


class Drawings:
    """Reads what is drawn into a line; `read_line` reads a paragraph, for captions."""

    def __init__(self, found: Findings, package: OdtPackage, read_line: "Callable[[Element], Line]") -> None:
        self._found, self._package, self._read_line = found, package, read_line

    def read(self, element: "Element", line: Line, alt: str = "") -> None:
        alt = alt_of(element) or alt
        if element.tag == "draw_frame":
            self._frame(element, line, alt)
        elif element.tag in {"draw_g", "draw_a"}:
            self._group(element, line, alt)
        else:
            text = " ".join(words_of(child) for child in element.iter("text_p"))
            self._found.leave_out("text_box" if text.strip() else "shape", words_of(element) or alt)

    def _group(self, element: "Element", line: Line, alt: str) -> None:
        if element.tag == "draw_a":
            self._found.leave_out("picture_link", element.get("xlink_href", ""))
        drawn = [child for child in element if child.tag.startswith(("draw_", "dr3d_"))]
        for child in drawn:
            self.read(child, line, alt)
        if not drawn:
            self._found.leave_out("shape", alt)

    def _frame(self, frame: "Element", line: Line, alt: str) -> None:
        held = next((frame.find(name) for name in _OBJECTS if frame.find(name) is not None), None)
        box, images = frame.find("draw_text-box"), frame.findall("draw_image")
        if held is not None:
            self._object(held, alt)
        elif box is not None:
            self._box(frame, box, line)
        elif images:
            self._image(frame, images, line, alt)
        else:
            self._found.leave_out("shape", alt)
        for child in frame:
            if child.tag == "draw_image-map":
                for area in child:
                    self._found.leave_out("picture_link", area.get("xlink_href", ""))
            elif child.tag not in _KNOWN and words_of(child):
                self._found.leave_out("unknown", words_of(child))

    def _object(self, held: "Element", alt: str) -> None:
        address = held.get("xlink_href", "")
        tree = self._package.object_of(address) if held.tag == "draw_object" and address else held
        tree = held if tree is None else tree
        formula = next(tree.iter("math_math"), None)
        if formula is not None:
            said = next(formula.iter("math_annotation"), formula)
            self._found.leave_out("equation", words_of(said) or alt)
            return
        body = tree.find("office_body")
        words = words_of(tree if body is None else body)
        code = "chart" if has(tree, "office_chart") else "object"
        self._found.leave_out(code, " ".join(filter(None, (alt, words))) or (address if code == "object" else ""))

    def _box(self, frame: "Element", box: "Element", line: Line) -> None:
        """A picture with its caption stands in a box with nothing but them; another box has no place in the text."""
        if not has(box, "draw_image") or any(child.tag not in {"text_p", "text_h"} for child in box):
            self._found.leave_out("text_box", words_of(frame))
            return
        inner = [self._read_line(child) for child in box]
        figures = [figure for one in inner for figure in one.figures]
        said = [one.runs for one in inner if text_of(tuple(one.runs))]
        caption = tuple(run for at, runs in enumerate(said) for run in (*([Run("\n")] if at else []), *runs))
        if figures:
            line.figures += [*figures[:-1], replace(figures[-1], caption=caption)]
        elif caption:
            self._found.leave_out("text_box", text_of(caption))

    def _image(self, frame: "Element", images: "list[Element]", line: Line, alt: str) -> None:
        """Several images of one frame are the same picture in several formats."""
        for image in images:
            if words := words_of(image):
                self._found.leave_out("text_box", words)
        found = [one for one in (self._content_of(image) for image in images) if one is not None]
        found.sort(key=lambda one: not one[0].lower().endswith(_SHOWN))
        if not found:
            self._found.leave_out("picture_elsewhere", alt)
            return
        decorative = "true" in {frame.get("loext_decorative"), frame.get("draw_decorative")}
        figure = self._found.picture(*found[0], alt, decorative=decorative)
        if figure is not None:
            line.figures.append(figure)

    def _content_of(self, image: "Element") -> tuple[str, Callable[[], bytes | None]] | None:
        """The name of a picture that lies in the file, and how its octets are had."""
        data = image.find("office_binary-data")
        if data is not None and data.text:
            octets = _decoded(data.text)
            return f"{hashlib.sha256(octets).hexdigest()}.png", lambda: octets
        name = self._package.name_of(image.get("xlink_href", ""))
        return None if name is None else (name, lambda: self._package.bytes_of(name))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""
