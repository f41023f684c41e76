"""Pages and pictures drawn anew, point by point, with what must go painted over: nothing of the source's octets (R30).

The order is JSON: {"dpi", "pages" (of a PDF; empty is all), "most", "words": {"3": [...], "0": [...]}, "boxes":
{"3": [[x, y, w, h], …]}, "tell"}. Words of "0" may stand on any page; boxes are per mille of the page. With "tell" the
words of the page are told, with the points that each takes up.
"""

import io
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # - it ships no types
from PIL import Image, ImageDraw, ImageOps, JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from consultation.reader.found import FaultError
from consultation.reader.sheet import Box, Letter, Sheet
from consultation.vocabulary import FileFault, TextPart

_POINTS = 72
_MILLE = 1000
_MARGIN = 2
_QUALITY = 88
_LARGEST_SIDE = 3_000


@dataclass(frozen=True)
class Drawn:
    """A picture of a page; `found` are the words that were painted over on it, `under` those beneath its boxes.

    `shown` are the words that stand on it as letters, when the order asks.
    """

    page: int
    media_type: str
    content: bytes
    size: tuple[int, int]
    found: tuple[str, ...]
    under: tuple[str, ...] = ()
    shown: tuple[tuple[str, Box], ...] = ()
    pages: int = 1
    """How many the file has."""

    def as_json(self) -> dict[str, object]:
        return {
            "page": self.page,
            "media_type": self.media_type,
            "length": len(self.content),
            "size": self.size,
            "found": self.found,
            "under": self.under,
            "shown": self.shown,
            "pages": self.pages,
        }


def draw_pdf(content: bytes, order: dict[str, Any]) -> Iterator[Drawn]:
    try:
        document = pypdfium2.PdfDocument(content)
        wanted = order["pages"] or range(1, len(document) + 1)
        if max(wanted, default=0) > len(document):
            raise FaultError(FileFault.PAGES)
        for page in list(wanted)[: order["most"]]:
            yield replace(_draw_sheet(Sheet(document, page - 1), page, order), pages=len(document))
    except pypdfium2.PdfiumError as error:
        raise FaultError(FileFault.BROKEN) from error


def _draw_sheet(sheet: Sheet, page: int, order: dict[str, Any]) -> Drawn:
    picture = sheet.picture(order["dpi"] / _POINTS)
    words = [*order["words"].get(str(page), []), *order["words"].get("0", [])]
    boxes = list(_boxes(order, page, picture.size))
    letters = sheet.letters(picture.size) if words or boxes or order["tell"] else []
    sheet.close()
    page_words = PageWords(letters)
    found = {one: places for one in words if (places := page_words.find(one))}
    under = tuple(said for box in boxes if (said := _under(letters, box)))
    _paint(picture, [*boxes, *(box for places in found.values() for box in places)])
    shown = tuple(_shown(letters)) if order["tell"] else ()
    return replace(_drawn(page, picture, tuple(found)), under=under, shown=shown)


def draw_png(content: bytes, order: dict[str, Any]) -> Iterator[Drawn]:
    yield _draw_picture(PngImagePlugin.PngImageFile(io.BytesIO(content)), order)


def draw_jpeg(content: bytes, order: dict[str, Any]) -> Iterator[Drawn]:
    yield _draw_picture(JpegImagePlugin.JpegImageFile(io.BytesIO(content)), order)


def _draw_picture(source: Image.Image, order: dict[str, Any]) -> Drawn:
    """Turned as it was meant to be seen, on white, and without anything beside its points."""
    source.draft("RGB", (_LARGEST_SIDE, _LARGEST_SIDE))
    source.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
    turned = ImageOps.exif_transpose(source).convert("RGBA")
    picture = Image.new("RGB", turned.size, "white")
    picture.paste(turned, mask=turned)
    _paint(picture, _boxes(order, 1, picture.size))
    return _drawn(1, picture, ())


def _under(letters: Iterable[Letter], box: Box) -> str:
    """The words that a box covers more than half of, in the order of reading; a line for each run of them."""
    runs: list[list[str]] = [[]]
    for word in _words(letters):
        if sum(_is_inside(one.box, box) for one in word) * 2 > len(word):
            runs[-1].append("".join(one.sign for one in word))
        elif runs[-1]:
            runs.append([])
    return "\n".join(" ".join(run) for run in runs if run)


def _shown(letters: Iterable[Letter]) -> Iterator[tuple[str, Box]]:
    for word in _words(letters):
        if all(one.part is TextPart.PAGE for one in word):
            lefts, tops, rights, bottoms = zip(*(one.box for one in word), strict=True)
            yield "".join(one.sign for one in word), (min(lefts), min(tops), max(rights), max(bottoms))


def _words(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Those that can be seen, between blanks."""
    word: list[Letter] = []
    for one in letters:
        if not one.sign.isspace():
            word += [one] if one.part is not TextPart.HIDDEN else []
        elif word:
            yield word
            word = []
    if word:
        yield word


def _is_inside(inner: Box, outer: Box) -> bool:
    """Its middle is."""
    across, down = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= across <= outer[2] and outer[1] <= down <= outer[3]


def _boxes(order: dict[str, Any], page: int, size: tuple[int, int]) -> Iterator[Box]:
    for x, y, width, height in order["boxes"].get(str(page), []):
        yield (
            x * size[0] // _MILLE,
            y * size[1] // _MILLE,
            -(-(x + width) * size[0] // _MILLE),
            -(-(y + height) * size[1] // _MILLE),
        )


def _paint(picture: Image.Image, boxes: Iterable[Box]) -> None:
    pen = ImageDraw.Draw(picture)
    for left, top, right, bottom in boxes:
        pen.rectangle((left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN), fill="black")


def _drawn(page: int, picture: Image.Image, found: tuple[str, ...]) -> Drawn:
    """The shorter of two ways to write it; neither tells anything beside the points."""
    ways = []
    for media_type, kind, how in (("image/png", "PNG", {}), ("image/jpeg", "JPEG", {"quality": _QUALITY})):
        file = io.BytesIO()
        picture.save(file, kind, **how)
        ways.append((len(file.getvalue()), media_type, file.getvalue()))
    _length, media_type, content = min(ways)
    return Drawn(page, media_type, content, picture.size, found)


# What Pillow loads when it first writes, and when a camera has written beside the points, it has from now on
_drawn(0, Image.new("RGB", (1, 1)), ())
_OF_CAMERAS = TiffImagePlugin.ImageFileDirectory_v2


# Where words stand on a page


class PageWords:
    """The letters of a page that can be seen, so that words are found however their lines are broken."""

    def __init__(self, letters: Iterable[Letter]) -> None:
        self._letters: list[Letter] = []
        self._begins: list[bool] = []
        signs = []
        apart = True
        for letter in letters:
            folded = _folded(letter.sign) if letter.part is not TextPart.HIDDEN else ""
            for sign in folded:
                signs.append(sign)
                self._letters.append(letter)
                self._begins.append(apart or not sign.isalnum())
                apart = not sign.isalnum()
            apart = apart or not folded
        self._text = "".join(signs)

    def find(self, words: str) -> list[Box]:
        """The boxes of every place where the words stand, a box for each line; whole words where there are such."""
        needle = _folded(words)
        places = list(self._places(needle)) if needle else []
        whole = [at for at in places if self._is_apart(at) and self._is_apart(at + len(needle))]
        return [box for at in whole or places for box in _lines(self._letters[at : at + len(needle)])]

    def _places(self, needle: str) -> Iterator[int]:
        at = self._text.find(needle)
        while at >= 0:
            yield at
            at = self._text.find(needle, at + 1)

    def _is_apart(self, at: int) -> bool:
        return at >= len(self._begins) or self._begins[at]


def _folded(text: str) -> str:
    """Without blanks, hyphens and unseen signs: a word may be broken anywhere."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if not sign.isspace() and unicodedata.category(sign) not in {"Cf", "Pd"})


def _lines(letters: Iterable[Letter]) -> Iterator[Box]:
    """One box for letters that stand beside each other."""
    box: Box | None = None
    for one in letters:
        left, top, right, bottom = one.box
        if box and min(bottom, box[3]) - max(top, box[1]) > -_MARGIN and left >= box[0]:
            box = min(left, box[0]), min(top, box[1]), max(right, box[2]), max(bottom, box[3])
            continue
        if box:
            yield box
        box = one.box
    if box:
        yield box
