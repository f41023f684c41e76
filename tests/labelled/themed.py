"""Labelled points: what a careful person gives each as its theme, written before the machine that suggests one.

`themes/points.txt` holds the passages, with a line of `=====` between them and the theme in the first line of each.
Where it could as well be another, that one stands after a bar: `Ventetid | Botilbud`. The first is what it is mainly
about, so that a person who had to choose one would choose it. They stand in a fixed order that was drawn by lot: the
order in which they are tagged. The passages are invented, as citizens, relatives, staff, councils and organisations
write, with their spelling; and so is everybody in them.
"""

from dataclasses import dataclass
from pathlib import Path

from tests.labelled import BETWEEN

FILE = Path(__file__).with_name("themes") / "points.txt"


@dataclass(frozen=True, slots=True)
class Themed:
    """`theme` is the label, `others` would do as well."""

    theme: str
    others: tuple[str, ...]
    text: str


def read(source: str) -> Themed:
    labels, _line, text = source.partition("\n")
    theme, *others = labels.split(" | ")
    return Themed(theme, tuple(others), text)


def themed() -> tuple[Themed, ...]:
    """All of them, in the order in which they are tagged."""
    return tuple(read(source) for source in FILE.read_text("utf-8").strip("\n").split(BETWEEN))
