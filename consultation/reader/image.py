"""Pictures: decoded whole, so that a broken or oversized one never reaches a person."""

import io
import re

from PIL import Image, ImageFile, JpegImagePlugin, PngImagePlugin

from consultation.reader.found import FaultError, Found, Words
from consultation.reader.tricks import check_no_archive, check_no_pdf, check_tail
from consultation.vocabulary import FileFault

MOST_PIXELS = 50_000_000
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_END_OF_PNG = b"IEND\xaeB`\x82"
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""Of a segment of a JPEG; the others stand within the points themselves."""
_EOI = 0xD9
_SMALL = 64


def read_png(content: bytes) -> Found:
    if not content.startswith(_PNG):
        raise FaultError(FileFault.NOT_ITS_KIND)
    _decode(content, PngImagePlugin.PngImageFile)
    _check_whole(content, _end_of_png(content))
    return Found("image/png", Words(), readable=False)


def read_jpeg(content: bytes) -> Found:
    if not content.startswith(_JPEG):
        raise FaultError(FileFault.NOT_ITS_KIND)
    _decode(content, JpegImagePlugin.JpegImageFile)
    _check_whole(content, _end_of_jpeg(content))
    return Found("image/jpeg", Words(), readable=False)


def _decode(content: bytes, kind: type[ImageFile.ImageFile]) -> None:
    """Without Image.open, which loads the readers of all other formats."""
    try:
        with kind(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FaultError(FileFault.PICTURE)
            picture.draft("RGB", (_SMALL, _SMALL))  # every octet of a JPEG is read, an eighth of it is kept
            picture.load()
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise FaultError(FileFault.BROKEN) from error


def _check_whole(content: bytes, end: int) -> None:
    if end < 0:
        raise FaultError(FileFault.BROKEN)
    check_no_pdf(content)
    check_no_archive(content)
    check_tail(content, end)


def _end_of_png(content: bytes) -> int:
    end = content.find(_END_OF_PNG)
    return end + len(_END_OF_PNG) if end >= 0 else end


def _end_of_jpeg(content: bytes) -> int:
    """Where the picture ends; smaller ones within its segments, and whatever stands behind it, are passed over."""
    place = 2
    while marker := _MARKER.search(content, place):
        kind = content[marker.start() + 1]
        if kind == _EOI:
            return marker.end()
        place = marker.end() + int.from_bytes(content[marker.end() : marker.end() + 2], "big")
    return -1
