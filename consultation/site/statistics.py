"""An authority's year in numbers: its consultations whose deadline fell in it, and all of them together (R33, R40)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.consultations.deadlines import last_day
from consultation.lib.dates import local
from consultation.models import Figure
from consultation.site import numbers, queries
from consultation.site.numbers import PublicNumbers, Together
from consultation.site.queries import Listed


@dataclass(frozen=True)
class Year:
    """`years` are those that have consultations, the last first."""

    year: int
    years: tuple[int, ...]
    rows: tuple[tuple[Listed, PublicNumbers], ...]
    together: Together


def of_year(session: Session, now: datetime, authority_id: int, year: int | None) -> Year:
    """Two statements, however many consultations and responses there are; without a year the newest."""
    listed = queries.list_consultations(session, now, authority_id)
    years = tuple(sorted({_year(one) for one in listed}, reverse=True))
    chosen = year if year is not None else _newest(years, local(now).year)
    shown = [one for one in listed if _year(one) == chosen]
    counted = read(session, [one.consultation.id for one in shown])
    rows = tuple((one, counted[one.consultation.id]) for one in shown)
    return Year(chosen, years, rows, numbers.together(counted.values()))


def _newest(years: Sequence[int], this: int) -> int:
    """This year, or the last before it, where there is one: what is planned for the next has no numbers yet."""
    return next((one for one in years if one <= this), years[-1] if years else this)


def read(session: Session, ids: Sequence[int]) -> dict[int, PublicNumbers]:
    """The numbers of several consultations, in one statement."""
    found: dict[int, dict[str, int]] = {one: {} for one in ids}
    for row in session.scalars(select(Figure).where(Figure.consultation_id.in_(ids))):
        found[row.consultation_id][row.name] = row.value
    return {one: numbers.of(figures) for one, figures in found.items()}


def _year(one: Listed) -> int:
    closes_at = one.consultation.closes_at
    return last_day(closes_at).year if closes_at is not None else 0
