"""Writes of themes: by default the drafts' own headings, "Generelt" last (analysis.md)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis import queries
from consultation.analysis.positions import lock
from consultation.models import Consultation, Theme

GENERAL = "Generelt"


def add_theme(session: Session, actor: str, now: datetime, consultation: Consultation, title: str) -> Theme:
    """A theme of the consultation; the same title is the same theme. New ones come last, but before "Generelt"."""
    lock(session, consultation)
    row = session.scalars(
        select(Theme).where(Theme.consultation_id == consultation.id, Theme.title == title)
    ).one_or_none()
    if row is not None:
        return row
    there = list(queries.list_themes(session, consultation.id))
    row = Theme(authority_id=consultation.authority_id, consultation_id=consultation.id, rank=0, title=title)
    session.add(row)
    before_general = title != GENERAL and bool(there) and there[-1].title == GENERAL
    there.insert(len(there) - before_general, row)
    _rank(there)
    session.flush()
    audit.note(session, consultation, actor, now, "theme.saved", theme=row.id)
    return row


def add_default_themes(
    session: Session, actor: str, now: datetime, consultation: Consultation, headings: Iterable[str]
) -> None:
    """The drafts' own headings in their order, "Generelt" last."""
    for heading in [*dict.fromkeys(headings), GENERAL]:
        add_theme(session, actor, now, consultation, heading)


def move_theme(
    session: Session, actor: str, now: datetime, consultation: Consultation, theme: Theme, steps: int
) -> None:
    """One place up (-1) or down (1) in the printed order; nothing at either end."""
    lock(session, consultation)
    rows = list(queries.list_themes(session, consultation.id))
    at = rows.index(theme)
    to = at + steps
    if not 0 <= to < len(rows):
        return
    rows.insert(to, rows.pop(at))
    _rank(rows)
    session.flush()
    audit.note(session, consultation, actor, now, "theme.saved", theme=theme.id)


def _rank(rows: Sequence[Theme]) -> None:
    for rank, row in enumerate(rows, 1):
        row.rank = rank
