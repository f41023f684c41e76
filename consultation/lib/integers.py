"""Whole numbers as addresses and forms carry them: ASCII digits, and none that a column cannot hold (I1)."""

import re
from collections.abc import Iterable

LARGEST = 2**31 - 1
DIGITS = "[0-9]{1,10}"
"""Of the largest and of all below."""
_NUMBER = re.compile(DIGITS)


def read_integer(text: str | None) -> int | None:
    """The number, from 0 on; None for anything else."""
    number = int(text) if text and _NUMBER.fullmatch(text) else None
    return number if number is not None and number <= LARGEST else None


def read_integers(texts: Iterable[str]) -> list[int]:
    """Those of them that are numbers."""
    return [number for text in texts if (number := read_integer(text)) is not None]
