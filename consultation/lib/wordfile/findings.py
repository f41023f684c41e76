"""What the reading of a file gives: blocks and notes, pictures, and what of it is left out, with its place."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from consultation.lib.wordfile import LeftOut, Picture
from consultation.lib.wordfile.blocks import Block, Cell, Figure, Heading, Note, Paragraph, Table
from consultation.lib.wordfile.pictures import redrawn

MOST_PICTURES = 40
_TYPED = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,3})(?:[.:)]\s*|\s+)(?=[^\W\d_])(?![a-zæøå])")
"""A number typed before a heading; "10 kr. i gebyr" and "2030-planen" have none."""
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}")
_KEPT_LINK = re.compile(r"https://|mailto:|#wordfile:")


@dataclass
class Findings:
    """`place` is the heading that was read last; `in_cell` and `in_note` say where the reading is."""

    left_out: list[LeftOut] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    notes: dict[int, Note] = field(default_factory=dict)
    place: str = ""
    in_cell: bool = False
    in_note: bool = False
    _known_pictures: dict[str, int | None] = field(default_factory=dict)

    def leave_out(self, code: str, text: str = "") -> None:
        self.left_out.append(LeftOut(code, self.place, text))

    def stray(self, text: str | None) -> None:
        """Text that stands in no paragraph, as it may not."""
        if text and text.strip():
            self.leave_out("unknown", " ".join(text.split()))

    def link(self, address: str) -> str:
        """The address, "" where it leads neither to https, nor to mail, nor into the file."""
        if address and not _KEPT_LINK.match(address):
            self.leave_out("link", address)
            return ""
        return address

    def picture(self, name: str, content: Callable[[], bytes | None], alt: str, *, decorative: bool) -> Figure | None:
        """The figure of a picture of the file, which is kept once however often it is shown."""
        if name not in self._known_pictures:
            self._known_pictures[name] = self._keep_picture(content())
        index = self._known_pictures[name]
        if index is None:
            self.leave_out("picture_format", alt or name.rsplit("/", 1)[-1])
            return None
        if not alt and not decorative:
            self.leave_out("alt")
        return Figure(index, alt)

    def _keep_picture(self, content: bytes | None) -> int | None:
        picture = redrawn(content) if content is not None and len(self.pictures) < MOST_PICTURES else None
        if picture is None:
            return None
        self.pictures.append(picture)
        return len(self.pictures) - 1

    def heading(self, level: int, text: str, label: str, names: tuple[str, ...]) -> Heading:
        """A heading with the number that the file counts (`label`) or that is typed before its words."""
        label = label.strip().rstrip(".:)").lstrip("(")
        typed = _TYPED.match(text)
        number = ""
        if _NUMBER.fullmatch(label):
            number = label
        elif label:
            text = f"{label} {text}"
        elif typed:
            number, text = typed[1], text[typed.end() :]
        self.place = f"{number} {text}".strip()
        return Heading(level, text, number, names)

    def table(self, rows: list[list[Cell]], heads: int) -> list[Block]:
        """A table, `heads` rows of which are heads; one of a single cell is a frame around its text, which is kept."""
        if sum(len(row) for row in rows) <= 1:
            blocks = [block for row in rows for cell in row for block in cell.blocks]
            if blocks:
                self.leave_out("frame")
            return blocks
        _name_heads(rows, heads)
        if self.in_cell:
            self.leave_out("nested_table")
            return [one for row in rows for cell in row for one in cell.blocks]
        if not any(cell.head for row in rows for cell in row):
            self.leave_out("table_head")
        return [Table(tuple(tuple(row) for row in rows))]


def _name_heads(rows: list[list[Cell]], heads: int) -> None:
    for row in rows[:heads]:
        for cell in row:
            cell.head = "col"
    body = [row for row in rows[heads:] if row]
    if body and all(len(row) > 1 and is_bold(row[0]) for row in body):
        for row in body:
            row[0].head = "row"


def is_bold(cell: Cell) -> bool:
    """Whether all of its words are."""
    runs = [run for block in cell.blocks if isinstance(block, Paragraph) for run in block.runs if run.text.strip()]
    return bool(runs) and all(run.bold for run in runs)
