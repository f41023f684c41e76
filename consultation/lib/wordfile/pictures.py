"""Pictures of a file, written anew: what a camera or a program hid in them does not come along (I6)."""

import io
import warnings

from PIL import Image

from consultation.lib.wordfile import Picture

MOST_PIXELS = 12_000_000
LARGEST = 5_000_000
"""Octets of one picture as it is kept."""
_FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg"}


def prepare() -> None:
    """Loads what reads pictures, for a process that can open no file afterwards."""
    Image.preinit()


def redrawn(content: bytes) -> Picture | None:
    """A PNG or JPEG picture without its metadata; None where it is no such picture, or too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            picture = Image.open(io.BytesIO(content), formats=tuple(_FORMATS))
            if picture.width * picture.height > MOST_PIXELS:
                return None
            return _written(picture)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        return None


def _written(picture: Image.Image) -> Picture | None:
    kind = picture.format or ""
    plain = picture.convert("RGB" if kind == "JPEG" else "RGBA")
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    out = io.BytesIO()
    bare.save(out, kind, optimize=False)
    return Picture(out.getvalue(), _FORMATS[kind]) if out.tell() <= LARGEST else None
