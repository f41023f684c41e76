"""Reads of what the machine suggests: as themes and points stand now, whatever they were when it was made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import offering, queries
from consultation.analysis.offering import Guess
from consultation.analysis.spans import Span
from consultation.models import Point, Position, Response, Suggestion, Theme
from consultation.moderation.rules import SHOWN
from consultation.responses.queries import Standing


@dataclass(frozen=True)
class Offer:
    """A theme that is suggested, how sure, and the points that it rests on by their numbers: "3.1"."""

    theme: Theme
    percent: int
    points: tuple[str, ...]


def offers_of(session: Session, standing: Standing, chosen: Sequence[Span]) -> list[Offer]:
    """The likeliest themes of the chosen stretches. None of a response that is not shown, nor of a withdrawn theme."""
    body = session.scalar(select(Suggestion.body).where(Suggestion.response_id == standing.response.id))
    if body is None or standing.status not in SHOWN:
        return []
    guesses = offering.together(offering.read(body), chosen)
    themes = {theme.id: theme for theme in queries.list_themes(session, standing.response.consultation_id)}
    found = [guess for guess in guesses if guess.theme in themes and guess.percent][: offering.MOST_THEMES]
    labels = _labels(session, found)
    return [Offer(themes[guess.theme], guess.percent, _named(guess, labels.get(guess.theme, {}))) for guess in found]


def _named(guess: Guess, labels: dict[int, str]) -> tuple[str, ...]:
    return tuple(labels[point] for point in guess.points if point in labels)[: offering.MOST_POINTS]


def _labels(session: Session, guesses: Iterable[Guess]) -> dict[int, dict[int, str]]:
    """Theme -> the points of those guesses that stand in it still, with their numbers."""
    ids = {point for guess in guesses for point in guess.points}
    rows = session.execute(
        select(Position.theme_id, Point, Response)
        .join(Point, Point.position_id == Position.id)
        .join(Response, Response.id == Point.response_id)
        .where(Point.id.in_(ids), Point.removed_at.is_(None), Response.withdrawn_at.is_(None))
    )
    found: dict[int, dict[int, str]] = {}
    for theme_id, point, response in rows:
        found.setdefault(theme_id, {})[point.id] = queries.point_label(response, point)
    return found
