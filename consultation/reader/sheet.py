"""One page of a PDF as a person sees it: its picture, and of each letter whether it shows and where (P5).

A letter shows where the picture is another without it. So white words, words beneath a box, outside of the page, or
laid unseen upon a scan are told from the others by one rule, however it was done.
"""

import ctypes
import sys
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pypdfium2  # type: ignore[import-untyped]  # - it ships no types
from PIL import Image, ImageChops
from pypdfium2 import raw

from consultation.vocabulary import TextPart

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in points of the picture."""
MOST_POINTS = 9_000_000
"""Of a picture of one page; a larger page is drawn more coarsely."""
_SCALE = 2.0
_DIFFERENCE = 24
"""Of 255: less than this nobody sees."""
_UNSEEN_MODE = 3
_BREAKS = {"\x02": "-", "\ufffe": "-"}
"""How PDFium writes a hyphen at the end of a line."""
_LARGE = 0.02
"""Of the page: a picture that may hold words."""


class Letter(NamedTuple):
    """A sign in the order of reading; `part` is PAGE, LAYER or HIDDEN. Blanks take the part of what stands before."""

    sign: str
    box: Box
    part: TextPart


class Sheet:
    """A page with its comments and filled fields laid down as they print."""

    def __init__(self, document: "pypdfium2.PdfDocument", index: int) -> None:
        page = document[index]
        raw.FPDFPage_Flatten(page, raw.FLAT_PRINT)
        page.close()
        self._page = document[index]

    def picture(self, scale: float, *, grey: bool = False) -> Image.Image:
        width, height = self._page.get_size()
        fits = (MOST_POINTS / max(width * height, 1)) ** 0.5
        drawn = self._page.render(scale=min(scale, fits), grayscale=grey, may_draw_forms=False).to_pil()
        return drawn.convert("L" if grey else "RGB")  # type: ignore[no-any-return]  # - of an untyped library

    def letters(self, size: tuple[int, int] | None = None) -> list[Letter]:
        """All of them; boxes are of a picture of this size."""
        with_words = self.picture(_SCALE, grey=True)
        text = self._page.get_textpage()
        layer = [_is_layer(text, at) for at in range(raw.FPDFText_CountChars(text))]
        self._show_words(on=False)
        without = self.picture(_SCALE, grey=True)
        self._show_words(on=True)
        shows = ImageChops.difference(with_words, without)
        letters = list(_letters(self._page, text, shows, without, layer, size or with_words.size))
        text.close()
        return letters

    def _show_words(self, *, on: bool) -> None:
        for thing in self._things():
            if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_TEXT:
                raw.FPDFPageObj_SetIsActive(thing, on)

    def _things(self) -> Iterator[object]:
        page = self._page
        return _walk(lambda at: raw.FPDFPage_GetObject(page, at), raw.FPDFPage_CountObjects(page))

    def has_pictures(self) -> bool:
        """Whether something large is drawn that is no letter."""
        width, height = self._page.get_size()
        return any(
            raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_IMAGE and _area(thing) > _LARGE * width * height
            for thing in self._things()
        )

    def is_blank(self) -> bool:
        return not raw.FPDFPage_CountObjects(self._page)

    def close(self) -> None:
        self._page.close()


def _walk(get: Callable[[int], object], count: int) -> Iterator[object]:
    """The things that are drawn, those within a form included."""
    for at in range(count):
        thing = get(at)
        yield thing
        if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_FORM:
            yield from _walk(
                lambda inner, form=thing: raw.FPDFFormObj_GetObject(form, inner),  # type: ignore[misc]
                raw.FPDFFormObj_CountObjects(thing),
            )


def _area(thing: object) -> float:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
    return abs(right.value - left.value) * abs(top.value - bottom.value)


def _is_layer(text: object, at: int) -> bool:
    thing = raw.FPDFText_GetTextObject(text, at)
    return bool(thing) and raw.FPDFTextObj_GetTextRenderMode(thing) == _UNSEEN_MODE


def _letters(
    page: object,
    text: object,
    shows: Image.Image,
    beneath: Image.Image,
    layer: list[bool],
    size: tuple[int, int],
) -> Iterator[Letter]:
    part = TextPart.PAGE
    for at, unseen in enumerate(layer):
        sign = _sign(raw.FPDFText_GetUnicode(text, at))
        if sign.isspace() or not sign or raw.FPDFText_IsGenerated(text, at) == 1:
            yield Letter(sign, (0, 0, 0, 0), part)
            continue
        box = _box(page, text, at, shows.size)
        if sign.isalnum():  # a dot is too small to tell
            part = _part(shows, beneath, box, unseen=unseen)
        yield Letter(sign, box if size == shows.size else _box(page, text, at, size), part)


def _part(shows: Image.Image, beneath: Image.Image, box: Box, *, unseen: bool) -> TextPart:
    if _range(shows, box) >= _DIFFERENCE:
        return TextPart.PAGE
    return TextPart.LAYER if unseen and _range(beneath, box, whole=True) >= _DIFFERENCE else TextPart.HIDDEN


def _range(picture: Image.Image, box: Box, *, whole: bool = False) -> int:
    """The largest value in the box; with `whole` how far the darkest is from the lightest."""
    left, top = max(box[0] - 1, 0), max(box[1] - 1, 0)
    right, bottom = min(box[2] + 1, picture.width), min(box[3] + 1, picture.height)
    if left >= right or top >= bottom:
        return 0
    darkest, lightest = picture.crop((left, top, right, bottom)).getextrema()
    return int(lightest - darkest if whole else lightest)  # type: ignore[arg-type,operator]  # - one band has two numbers


def _box(page: object, text: object, at: int, size: tuple[int, int]) -> Box:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
    one, other = (_place(page, size, x.value, y.value) for x, y in ((left, top), (right, bottom)))
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])


def _place(page: object, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
    return across.value, down.value


def _sign(code: int) -> str:
    sign = chr(code) if code <= sys.maxunicode else ""
    if unicodedata.category(sign or " ") == "Cs":  # half of a sign
        return ""
    return _BREAKS.get(sign, sign)
