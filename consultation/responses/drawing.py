"""Has the pages of a file drawn anew in a process of its own, with what must go painted over (R30, I5)."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from consultation.lib import apart

SECONDS = 120.0
LARGEST_ANSWER = 60_000_000
FOR_READERS, FOR_MACHINES = 150, 200
"""Points to the inch: of a public copy, and of a picture in which a machine looks for words."""
MOST_PAGES = 80
"""Pages of one file that are shown as pictures; of a longer one only the text is."""
Box = tuple[int, int, int, int]
"""Left, top, width, height in per mille of the page."""
ANY_PAGE = 0


@dataclass(frozen=True)
class Order:
    """What to draw: these pages (none named: all), and by page the words and boxes to paint over.

    With `tell` each picture tells which words stand on it as letters.
    """

    pages: tuple[int, ...] = ()
    dpi: int = FOR_READERS
    most: int = MOST_PAGES
    words: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    boxes: Mapping[int, tuple[Box, ...]] = field(default_factory=dict)
    tell: bool = False

    def as_json(self) -> str:
        return json.dumps(
            {
                "pages": self.pages,
                "dpi": self.dpi,
                "most": self.most,
                "words": {str(page): words for page, words in self.words.items()},
                "boxes": {str(page): boxes for page, boxes in self.boxes.items()},
                "tell": self.tell,
            }
        )


class Shown(NamedTuple):
    """A word that stands on a page as letters that show, and the points of the picture that it takes up."""

    text: str
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True)
class Picture:
    """A page as points, of a file of so many `pages`. `found` are the words that were painted over on it, `under` what
    lies beneath its boxes, `shown` the words on it where the order asks for them."""

    page: int
    media_type: str
    content: bytes
    width: int
    height: int
    found: frozenset[str]
    under: tuple[str, ...] = ()
    shown: tuple[Shown, ...] = ()
    pages: int = 1


class DrawingError(Exception):
    """The file cannot be drawn."""


def draw(kind: str, content: bytes, order: Order) -> tuple[Picture, ...]:
    """The pictures, by page. `kind` is the name's ending. Raises DrawingError."""
    ended = apart.run(
        "consultation.reader", "draw", kind, order.as_json(), content=content, seconds=SECONDS, longest=LARGEST_ANSWER
    )
    head, _, octets = ended.written.partition(b"\n")
    try:
        told = json.loads(head)["pictures"]
        return tuple(_pictures(told, octets))
    except (ValueError, KeyError, TypeError) as error:
        raise DrawingError("the file was not drawn") from error


def _pictures(told: Iterable[Mapping[str, object]], octets: bytes) -> Iterable[Picture]:
    begin = 0
    for one in told:
        length, (width, height) = int(str(one["length"])), _pair(one["size"])
        content = octets[begin : begin + length]
        if len(content) != length or not content:
            raise ValueError("a picture is missing")
        begin += length
        found = frozenset(str(word) for word in _list(one["found"]))
        under = tuple(run for said in _list(one["under"]) for run in str(said).splitlines())
        page, pages = int(str(one["page"])), int(str(one["pages"]))
        shown = tuple(_shown(told) for told in _list(one["shown"]))
        yield Picture(page, str(one["media_type"]), content, width, height, found, under, shown, pages)


def _shown(told: object) -> Shown:
    text, box = _list(told)
    return Shown(str(text), *(int(str(one)) for one in _list(box)))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _pair(value: object) -> tuple[int, int]:
    width, height = (int(str(one)) for one in _list(value))
    return width, height
