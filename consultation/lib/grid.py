"""Cells of a table of HTML at their places, as browsers lay them: spans never meet, and no place is left over. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cell:
    """A cell as it is written. `heads_row` is a head of its row alone."""

    content: Any
    head: bool = False
    heads_row: bool = False
    colspan: int = 1
    rowspan: int = 1
    empty: bool = False


@dataclass(frozen=True)
class Placed:
    """A cell at column `x` and row `y`, counted from 0; None is the content of a place that nobody wrote."""

    content: Any
    x: int
    y: int
    colspan: int = 1
    rowspan: int = 1
    head: bool = False


@dataclass(frozen=True)
class Grid:
    """`heads` are the rows at the top that are heads of columns throughout, and that no cell leaves downwards."""

    columns: int
    heads: int
    cells: tuple[Placed, ...]


def grid_of(rows: Sequence[Sequence[Cell]]) -> Grid:
    """The table of these rows; cells by row, then by column."""
    taken: set[tuple[int, int]] = set()
    placed: list[Placed] = []
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            x = _next_free(taken, x, y)
            one = _place(cell, taken, x, y, len(rows))
            taken |= set(_places(one))
            placed.append(one)
            x += one.colspan
    columns = max((x for x, _y in taken), default=-1) + 1
    free = [(x, y) for y in range(len(rows)) for x in range(columns) if (x, y) not in taken]
    cells = sorted([*placed, *(Placed(None, x, y) for x, y in free)], key=lambda one: (one.y, one.x))
    return Grid(columns, _heads(rows, placed), tuple(cells))


def _next_free(taken: set[tuple[int, int]], x: int, y: int) -> int:
    while (x, y) in taken:
        x += 1
    return x


def _place(cell: Cell, taken: set[tuple[int, int]], x: int, y: int, rows: int) -> Placed:
    """As wide as it asks for, up to the next cell that comes from above."""
    width = next((at for at in range(1, cell.colspan) if (x + at, y) in taken), cell.colspan)
    return Placed(cell.content, x, y, width, min(cell.rowspan, rows - y), cell.head)


def _places(one: Placed) -> Iterator[tuple[int, int]]:
    return ((one.x + right, one.y + down) for right in range(one.colspan) for down in range(one.rowspan))


def _heads(rows: Sequence[Sequence[Cell]], placed: Sequence[Placed]) -> int:
    heads = next((at for at, row in enumerate(rows) if not _is_head(row)), len(rows))
    for one in placed:
        if one.y < heads:
            heads = max(heads, one.y + one.rowspan)
    return heads if heads < len(rows) else 0


def _is_head(row: Sequence[Cell]) -> bool:
    """A corner that nothing stands in does not matter."""
    heads = [cell for cell in row if cell.head and not cell.heads_row]
    return bool(heads) and all(cell in heads or cell.empty for cell in row)
