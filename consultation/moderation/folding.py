"""The text as a machine reads it: one character for one, ASCII digits, dashes and spaces, nothing that cannot be seen.

What is looked for in it is folded likewise, or it is never found.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_UNSEEN = frozenset(["Cf", "Me", "Mn"])
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_DASHES = frozenset("\u2043\u2212\u02d7\u2796")
_DOTS = frozenset("\u00b7\u2022\u2219\u22c5\u2027\u30fb")


def folded(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters, and its end, the place in the original."""
    if text.isascii():
        return text, range(len(text) + 1)
    whole = _BEYOND_ASCII.sub(lambda char: _fold(char[0]), text)
    if len(whole) == len(text):  # nothing unseen stood there: all are in their places
        return whole, range(len(text) + 1)
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if kept := char if char.isascii() else _fold(char):
            chars.append(kept)
            places.append(place)
    return "".join(chars), [*places, len(text)]


@lru_cache(maxsize=1024)
def _fold(char: str) -> str:
    """One character, or none."""
    category = unicodedata.category(char)
    if category in _UNSEEN:
        return ""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if category == "Pd" or char in _DASHES:
        return "-"
    if char in _DOTS:
        return "."
    compatible = unicodedata.normalize("NFKC", char)
    return " " if char.isspace() else compatible if len(compatible) == 1 else char
