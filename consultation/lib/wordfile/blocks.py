"""What a file holds, between its XML and our HTML."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Run:
    """A stretch of text. `raised` is "", "sup" or "sub"; `note` is the number of the note it refers to, 0 for none."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: str = ""
    href: str = ""
    note: int = 0


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    runs: Runs
    caption: bool = False


@dataclass(frozen=True)
class Heading:
    """`level` is the file's, 1-9. `names` are the bookmarks in it."""

    level: int
    text: str
    number: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """An item of a list: `kind` is "" for a bullet, else 1, a, A, i or I, and `value` its number."""

    runs: Runs
    depth: int
    kind: str = ""
    value: int = 0


@dataclass(frozen=True)
class Figure:
    picture: int
    alt: str
    caption: Runs = ()


@dataclass
class Cell:
    """`head` is "col" or "row" where the cell heads one."""

    blocks: "list[Block]"
    colspan: int = 1
    rowspan: int = 1
    head: str = ""


@dataclass(frozen=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]
    caption: Runs = ()


Block = Paragraph | Heading | Item | Figure | Table


@dataclass
class Note:
    number: int
    blocks: "list[Block]" = field(default_factory=list)


@dataclass
class Line:
    """What one paragraph holds."""

    runs: list[Run] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def text_of(runs: Runs) -> str:
    """The words alone, in one line."""
    return " ".join("".join(run.text for run in runs).split())
