"""What is still open before the papers can be made (R38): exact, from plain values, each gap by name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from consultation.lib.text import sentences
from consultation.vocabulary import NoPointReason

Key = int | str
"""The id of an answer, a point or a position, as the caller knows it."""


@dataclass(frozen=True)
class Stretch:
    """A sentence of one answer, with offsets in code points of that answer's text."""

    answer: Key
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Passage:
    """A marked part of one answer: it belongs to a point, or needs no remark for this reason."""

    answer: Key
    start: int
    end: int
    point: Key | None = None
    no_point: NoPointReason | None = None


@dataclass(frozen=True)
class Divided:
    """A response on time or admitted: each answer's text, and what was marked in it.

    `silent`: it has no sentence but says something (a file, a proposed wording), and no point says what.
    """

    number: str
    texts: tuple[tuple[Key, str], ...]
    passages: tuple[Passage, ...]
    silent: bool = False

    @cached_property
    def sentences(self) -> tuple[Stretch, ...]:
        return tuple(one for answer, text in self.texts for one in _sentences(answer, text))


@dataclass(frozen=True)
class Point:
    """`outdated`: its words stand in an earlier version of the response, so a person looks at it again."""

    id: Key
    position: Key | None
    outdated: bool = False


@dataclass(frozen=True)
class Position:
    """Whether it has its remark and outcome, and the new text that an acceptance calls for."""

    id: Key
    has_remark: bool
    has_outcome: bool
    needs_change: bool = False
    has_change: bool = False


@dataclass(frozen=True)
class Coverage:
    """Every gap, in the order of what was given; `complete` when there is none."""

    responses: tuple[str, ...]
    responses_done: tuple[str, ...]
    open_sentences: Mapping[str, tuple[Stretch, ...]]
    points_without_position: tuple[Key, ...]
    points_outdated: tuple[Key, ...]
    positions_without_remark: tuple[Key, ...]
    positions_without_outcome: tuple[Key, ...]
    changes_missing: tuple[Key, ...]

    @property
    def complete(self) -> bool:
        return not (
            self.open_sentences
            or self.points_without_position
            or self.points_outdated
            or self.positions_without_remark
            or self.positions_without_outcome
            or self.changes_missing
        )


def coverage(responses: Iterable[Divided], points: Iterable[Point], positions: Iterable[Position]) -> Coverage:
    """Compares what came in with what was dealt with. A response without sentences has nothing open."""
    responses, points, positions = tuple(responses), tuple(points), tuple(positions)
    open_by_number = {response.number: open_sentences(response) for response in responses}
    return Coverage(
        responses=tuple(open_by_number),
        responses_done=tuple(number for number, left in open_by_number.items() if not left),
        open_sentences={number: left for number, left in open_by_number.items() if left},
        points_without_position=tuple(point.id for point in points if point.position is None),
        points_outdated=tuple(point.id for point in points if point.outdated),
        positions_without_remark=tuple(position.id for position in positions if not position.has_remark),
        positions_without_outcome=tuple(position.id for position in positions if not position.has_outcome),
        changes_missing=tuple(one.id for one in positions if one.needs_change and not one.has_change),
    )


def open_sentences(response: Divided) -> tuple[Stretch, ...]:
    """The sentences with a character, not blank, outside every passage; one without point or reason counts as none.

    A silent response has one that is empty: everything it says is still open.
    """
    if response.silent:
        return (Stretch(response.number, 0, 0, ""),)
    marked: dict[Key, list[tuple[int, int]]] = {}
    for passage in response.passages:
        if passage.point is not None or passage.no_point is not None:
            marked.setdefault(passage.answer, []).append((passage.start, passage.end))
    return tuple(one for answer, text in response.texts for one in _open_in(answer, text, marked.get(answer, [])))


def _open_in(answer: Key, text: str, marked: list[tuple[int, int]]) -> Iterator[Stretch]:
    """Only a text with words outside every passage is cut into sentences: of many responses most are done."""
    gaps = [(start, end) for start, end in _gaps(marked, len(text)) if not text[start:end].isspace()]
    if not gaps:
        return
    for one in _sentences(answer, text):
        if any(text[max(one.start, start) : min(one.end, end)].strip() for start, end in gaps):
            yield one


def _gaps(marked: list[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """The stretches outside all of the marked ones."""
    at = 0
    for start, end in sorted(marked):
        if at < start:
            yield at, start
        at = max(at, end)
    if at < length:
        yield at, length


def _sentences(answer: Key, text: str) -> Iterator[Stretch]:
    return (Stretch(answer, one.start, one.end, one.text) for one in sentences(text))
