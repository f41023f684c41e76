"""What is suggested for the sentences that somebody has chosen, from what is kept for each. Pure (analysis.md)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from consultation.analysis.spans import Span

MOST_THEMES, MOST_POINTS = 3, 3


@dataclass(frozen=True)
class Guess:
    """A theme for one sentence: how sure, and the ids of the points that it rests on, the weightiest first."""

    theme: int
    percent: int
    points: tuple[int, ...]


@dataclass(frozen=True)
class Suggested:
    """What is kept of one sentence."""

    span: Span
    guesses: tuple[Guess, ...]


def read(body: str) -> tuple[Suggested, ...]:
    """The body of a `suggestion`: [answer id, start, end, [[theme id, percent, [point ids]], …]] for each sentence."""
    return tuple(_read(*row) for row in json.loads(body))


def _read(answer_id: int, start: int, end: int, guesses: Sequence[Sequence[Any]]) -> Suggested:
    found = (Guess(theme, percent, tuple(points)) for theme, percent, points in guesses)
    return Suggested(Span(answer_id, start, end), tuple(found))


def together(rows: Iterable[Suggested], chosen: Sequence[Span]) -> list[Guess]:
    """For all chosen stretches together, the likeliest first; how sure: the mean of the sentences that they touch."""
    touched = [row for row in rows if any(_meet(row.span, span) for span in chosen)]
    percent: dict[int, int] = {}
    points: dict[int, list[int]] = {}
    for row in touched:
        for guess in row.guesses:
            percent[guess.theme] = percent.get(guess.theme, 0) + guess.percent
            points.setdefault(guess.theme, []).extend(guess.points)
    found = [
        Guess(theme, round(whole / len(touched)), tuple(dict.fromkeys(points[theme])))
        for theme, whole in percent.items()
    ]
    return sorted(found, key=lambda guess: -guess.percent)


def _meet(one: Span, other: Span) -> bool:
    return one.answer_id == other.answer_id and one.start < other.end and other.start < one.end
