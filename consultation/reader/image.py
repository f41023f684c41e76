"""Pictures: decoded whole, so that a broken or oversized one never reaches a person."""

import io
import re

from PIL import ExifTags, Image, ImageFile, JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from consultation.reader.found import FaultError, Found, Words
from consultation.reader.tricks import check_no_archive, check_no_pdf, check_tail
from consultation.vocabulary import FileFault, FileNote, TextPart

MOST_PIXELS = 50_000_000
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_END_OF_PNG = b"IEND\xaeB`\x82"
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""Of a segment of a JPEG; the others stand within the points themselves."""
_EOI = 0xD9
_SMALL = 64
_OF_CAMERAS = TiffImagePlugin.ImageFileDirectory_v2
"""How a camera writes beside the points: named, so that it is loaded before the limits are set."""
_PRINTED = 10
"""Of so many signs all but one are printed, where they are a text."""


def read_png(content: bytes) -> Found:
    if not content.startswith(_PNG):
        raise FaultError(FileFault.NOT_ITS_KIND)
    found = _decode(content, PngImagePlugin.PngImageFile, "image/png")
    _check_whole(content, _end_of_png(content))
    return found


def read_jpeg(content: bytes) -> Found:
    if not content.startswith(_JPEG):
        raise FaultError(FileFault.NOT_ITS_KIND)
    found = _decode(content, JpegImagePlugin.JpegImageFile, "image/jpeg")
    _check_whole(content, _end_of_jpeg(content))
    return found


def _decode(content: bytes, kind: type[ImageFile.ImageFile], media_type: str) -> Found:
    """Without Image.open, which loads the readers of all other formats."""
    try:
        with kind(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FaultError(FileFault.PICTURE)
            picture.draft("RGB", (_SMALL, _SMALL))  # every octet of a JPEG is read, an eighth of it is kept
            picture.load()
            return _found(picture, media_type)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise FaultError(FileFault.BROKEN) from error


def _found(picture: ImageFile.ImageFile, media_type: str) -> Found:
    """What the camera and the programs after it have written beside the points; where it was taken is noted."""
    exif = picture.getexif()
    written = [*exif.values(), *exif.get_ifd(ExifTags.IFD.Exif).values(), *picture.info.values()]
    words = Words()
    words.add(TextPart.METADATA, "\n".join(said for value in written if (said := _said(value))))
    notes = {FileNote.PLACE} if exif.get_ifd(ExifTags.IFD.GPSInfo) else set()
    return Found(media_type, words, readable=False, notes=notes, pictures=[1])


def _said(value: object) -> str:
    """A text, or octets that are one: UTF-8, or UTF-16 as Windows writes it; "" for anything else."""
    if isinstance(value, bytes):
        wide = value[1::2].count(0) * 2 > len(value) // 2
        value = value.decode("utf-16-le" if wide else "utf-8", "ignore").removeprefix("UNICODE").removeprefix("ASCII")
    said = value.strip("\0 \n\r\t") if isinstance(value, str) else ""
    shown = sum(char.isprintable() for char in said)
    return said if shown * _PRINTED >= len(said) * (_PRINTED - 1) else ""


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
