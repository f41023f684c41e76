"""What stands beside a response's words: its points, each with the place of the answer in the report (R37, R43)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from consultation.summary.blocks import anchor
from consultation.summary.document import plain
from consultation.summary.inputs import Place, Point, Response
from consultation.summary.marks import Mark
from consultation.summary.selection import Selection
from consultation.summary.words import amount, in_order, number_key

Pages = Mapping[str, int]
"""Anchor -> page, as a PDF came to be set."""

NAMED = 3
"""So many points with the same words are named in the margin; identical responses can be hundreds."""


@dataclass(frozen=True)
class Margin:
    """`marks` by the place of the answer among the response's, `loose` are notes on points that no words here bear,
    `lists` the notes in full where the margin names only the first points."""

    marks: Mapping[int, Sequence[Mark]]
    loose: Sequence[str]
    lists: Sequence[str]


def margin(selection: Selection, members: Sequence[Response], pages: Pages) -> Margin:
    """What stands beside a response, or beside several that say the same; `pages` are the report's."""
    found: dict[tuple[Place | None, str | None], list[str]] = {}
    for response in members:
        for point in selection.points_by_response.get(response.number, ()):
            for at in places(point, response):
                found.setdefault((at, point.position), []).append(point.number)
    marks: dict[int, list[Mark]] = {}
    for (at, position), numbers in found.items():
        if at is not None:
            mark = Mark(at.start, at.end, _short(numbers), plain(_note(numbers, position, pages)))
            marks.setdefault(at.answer, []).append(mark)
    loose = [note(numbers, position, pages) for (at, position), numbers in found.items() if at is None]
    lists = [note(numbers, position, pages) for (_, position), numbers in found.items() if len(set(numbers)) > NAMED]
    return Margin(marks, loose, tuple(dict.fromkeys(lists)))


def places(point: Point, response: Response) -> Iterator[Place | None]:
    """Where in the rendition its words stand; None for what is said in no answer's text."""
    if not point.quotes:
        yield None
    for quote, at in zip_longest(point.quotes, point.places):
        if at is not None and _holds(response, at, quote):
            yield at
        else:
            yield next(_found(response, quote), None)


def note(numbers: Iterable[str], position: str | None, pages: Pages) -> str:
    """ "17.2, 17.4 → pkt. 8.3, s. 14 i høringsnotatet"."""
    return f"{', '.join(in_order(numbers))} → {_answered_at(position, pages)}"


def place(position: str | None, pages: Pages) -> str:
    """Where the report answers: "pkt. 8.3, s. 14"."""
    if position is None:
        return "ikke i noget synspunkt"
    page = pages.get(anchor("pkt", position))
    return f"pkt. {position}, s. {page}" if page else f"pkt. {position}"


def _answered_at(position: str | None, pages: Pages) -> str:
    return place(position, pages) + ("" if position is None else " i høringsnotatet")


def _note(numbers: Sequence[str], position: str | None, pages: Pages) -> str:
    """In the margin, where every note leads to the same paper, which is not named each time."""
    first, *others = in_order(numbers)
    told = ", ".join((first, *others)) if len(others) < NAMED else f"{first} og {amount(len(others))} andre"
    return f"{told} → {place(position, pages)}"


def _short(numbers: Sequence[str]) -> str:
    """The number at the bracket: "2" for 17.2."""
    return min(numbers, key=number_key).rpartition(".")[2]


def _holds(response: Response, at: Place, quote: str) -> bool:
    answers = response.answers
    return at.answer < len(answers) and answers[at.answer].text[at.start : at.end] == quote


def _found(response: Response, quote: str) -> Iterator[Place]:
    for number, answer in enumerate(response.answers):
        start = answer.text.find(quote) if quote else -1
        if start >= 0:
            yield Place(number, start, start + len(quote))
