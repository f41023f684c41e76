"""The sections of a draft as they are written, and how they are numbered. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from consultation.errors import Invalid

MOST_SECTIONS = 200
"""So that a page of sections stays below what a form may hold."""


@dataclass(frozen=True)
class SectionInput:
    """One section as the editor wrote it; `parent` is the anchor of the section above, "" at the top level.

    `number` is the printed one where it is not the next. `html` stands for a section without `source`, as files have
    them; it is sanitised here. `locked_reason` says why nobody may answer just this section.
    """

    anchor: str
    parent: str
    heading: str
    source: str
    number: str = ""
    html: str = ""
    locked_reason: str = ""


def printed_numbers(sections: Sequence[SectionInput]) -> dict[str, str]:
    """Anchor -> printed number in two levels: "3", "3.1". One that is given is kept, and counting goes on from it.

    Invalid names the anchor whose number stands twice.
    """
    numbers: dict[str, str] = {}
    last: dict[str, int] = {}
    lower = {given.anchor for given in sections if given.parent}
    for given in sections:
        if given.anchor in numbers:
            raise Invalid("an anchor stands twice", errors={given.anchor: "twice"})
        if given.parent and (given.parent not in numbers or given.parent in lower):
            raise Invalid("a parent stands before its section, at the top level", errors={given.anchor: "parent"})
        number, last[given.parent] = next_number(given.number, numbers.get(given.parent, ""), last.get(given.parent, 0))
        if number in numbers.values():
            raise Invalid("a number stands twice", errors={given.anchor: "number"})
        numbers[given.anchor] = number
    return numbers


def next_number(given: str, above: str, last: int) -> tuple[str, int]:
    """The number that follows, and what it counts on from: the given one, or the next below `above`."""
    if not given:
        return f"{above}.{last + 1}" if above else str(last + 1), last + 1
    end = given.rsplit(".", 1)[-1]
    return given, int(end) if end.isdigit() else last
