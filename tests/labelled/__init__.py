"""Labelled texts: what a careful person marks as personal data in responses, written before the machine that looks.

`findings/*.txt` holds the texts, with a line of `=====` between them. A hit stands as `⟦kind:words⟧`, a CPR that is
only possible as `⟦cpr?:words⟧`; a character that cannot be seen stands as its number, `⟨200B⟩`. `none-*.txt` have no
hit, only what looks like one. The texts are invented, and so is everybody in them.

What is marked:
- `cpr`, `phone`, `email`, `iban`, `address` by what stands there, not by whose it is: whether the town hall's own
  number may stay is for a person to say. An address is a street with a number, or a postcode with its town.
- `name`: a private person's, staff's and a signature's, also a first name alone. No hit: politicians in office,
  institutions, authorities, organisations.
- `health`, `religion`, `union`, `offence`: the words that tell it of a certain person, be it the writer, a relative,
  a neighbour or "one of the residents". No hit: groups, subjects, institutions and places. Aids that somebody asks
  for are not health, sitting in a wheelchair is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("findings")
LATER = FOLDER.with_name("later")
"""Written when the machine was there. Add new ones before it is changed: what it finds there is its worth elsewhere."""
BETWEEN = "\n=====\n"

_HIDDEN = re.compile(r"⟨([0-9A-F]{4})⟩")
_MARK = re.compile(r"⟦(?P<kind>[a-z]+)(?P<possible>\?)?:(?P<words>[^⟦⟧]+)⟧")


@dataclass(frozen=True, slots=True)
class Hit:
    """Half-open, in code points of the text without marks."""

    kind: str
    is_sure: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Labelled:
    name: str
    text: str
    hits: tuple[Hit, ...]

    def words(self, hit: Hit) -> str:
        return self.text[hit.start : hit.end]


def read(name: str, source: str) -> Labelled:
    """The text as it was sent, and where its hits are."""
    marked = _HIDDEN.sub(lambda found: chr(int(found[1], 16)), source)
    parts: list[str] = []
    hits: list[Hit] = []
    length = done = 0
    for mark in _MARK.finditer(marked):
        before, words = marked[done : mark.start()], mark["words"]
        start = length + len(before)
        parts += [before, words]
        length = start + len(words)
        hits.append(Hit(mark["kind"], not mark["possible"], start, length))
        done = mark.end()
    return Labelled(name, "".join([*parts, marked[done:]]), tuple(hits))


def labelled(folder: Path = FOLDER) -> Iterator[Labelled]:
    """All of them, by file and in the order they stand there; named like `cpr 3`."""
    for path in sorted(folder.glob("*.txt")):
        for number, source in enumerate(path.read_text("utf-8").strip("\n").split(BETWEEN), 1):
            yield read(f"{path.stem} {number}", source)
