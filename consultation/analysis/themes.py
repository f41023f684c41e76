"""Writes of themes: by default the drafts' own headings, "Generelt" last (analysis.md); and of the tree they stand in.

Everything waits for the consultation's row and reads the themes anew then: two who move at once lose nothing (C2).
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis import suggesting, tree
from consultation.analysis.ordering import Node
from consultation.analysis.positions import lock
from consultation.errors import Refused
from consultation.models import Consultation, Position, Theme

GENERAL = "Generelt"


def add_theme(session: Session, actor: str, now: datetime, consultation: Consultation, title: str) -> Theme:
    """A theme of the consultation; the same title is the same theme. New ones come last, but before "Generelt"."""
    rows = _locked(session, consultation)
    same = [row for row in rows if row.title == title]
    if same:
        return next((row for row in same if row.parent_id is None), same[0])
    row = Theme(authority_id=consultation.authority_id, consultation_id=consultation.id, rank=0, title=title)
    session.add(row)
    session.flush()
    rows.append(row)
    last = None if title == GENERAL else _general(rows)
    _put(rows, tree.placed(_nodes(rows), row.id, None, last))
    _note(session, actor, now, consultation, row)
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
    """One place up (-1) or down (1) among its siblings; nothing at either end, nor past "Generelt"."""
    rows = _locked(session, consultation)
    _refuse_withdrawn(rows, theme)
    _put(rows, tree.stepped(_nodes(rows), theme.id, steps, _general(rows)))
    _note(session, actor, now, consultation, theme)


def place_theme(
    session: Session, actor: str, now: datetime, consultation: Consultation, theme: Theme, parent: Theme | None
) -> None:
    """Under another theme, or at the top; all that stands under it comes along.

    Refused: "Generelt", under itself, deeper than three levels, or beside one of the same name.
    """
    rows = _locked(session, consultation)
    _refuse_withdrawn(rows, theme, *([parent] if parent else []))
    try:
        order = tree.placed(_nodes(rows), theme.id, parent.id if parent else None, _general(rows))
    except tree.PlaceError as error:
        raise Refused("the theme may not stand there", (error.code,)) from error
    _refuse_same_title(rows, theme, parent.id if parent else None, theme.title)
    _put(rows, order)
    _note(session, actor, now, consultation, theme)


def rename_theme(
    session: Session, actor: str, now: datetime, consultation: Consultation, theme: Theme, title: str
) -> None:
    """Refused: "Generelt", which is fixed, and a name that a sibling has."""
    rows = _locked(session, consultation)
    _refuse_withdrawn(rows, theme)
    if theme.id == _general(rows):
        raise Refused("the theme is fixed", ("fixed",))
    _refuse_same_title(rows, theme, theme.parent_id, title)
    theme.title = title
    _note(session, actor, now, consultation, theme)


def merge_theme(
    session: Session, actor: str, now: datetime, consultation: Consultation, theme: Theme, into: Theme
) -> int:
    """All positions of one theme into another, which is then not used any more; returns how many moved.

    What stands under it stands under the other. Refused where `place_theme` would be, for it or for one of those.
    """
    rows = _locked(session, consultation)
    _refuse_withdrawn(rows, theme, into)
    if theme.id == _general(rows):
        raise Refused("the theme is fixed", ("fixed",))
    if into.id in tree.branch(_nodes(rows), theme.id):
        raise Refused("the theme cannot be merged into what stands under it", ("own_branch",))
    for below in tree.siblings(_nodes(rows), theme.id):
        place_theme(session, actor, now, consultation, session.get_one(Theme, below.id), into)
    moved = session.execute(
        update(Position).where(Position.theme_id == theme.id).values(theme_id=into.id).returning(Position.id)
    ).all()
    into.main_rank = into.main_rank or theme.main_rank
    _take_out(now, theme)
    session.flush()
    audit.note(session, consultation, actor, now, "theme.merged", theme=theme.id, into=into.id, positions=len(moved))
    suggesting.owe(session, now, consultation.id)
    return len(moved)


def withdraw_theme(session: Session, actor: str, now: datetime, consultation: Consultation, theme: Theme) -> None:
    """Takes away a theme that nothing uses. Refused while it has positions, or themes under it."""
    rows = _locked(session, consultation)
    _refuse_withdrawn(rows, theme)
    standing = select(Position.id).where(Position.theme_id == theme.id, Position.removed.is_(False)).limit(1)
    gaps = ["positions"] if session.scalar(standing) else []
    gaps += ["themes"] if any(row.parent_id == theme.id for row in rows) else []
    if gaps:
        raise Refused("the theme is in use", tuple(gaps))
    _take_out(now, theme)
    session.flush()
    audit.note(session, consultation, actor, now, "theme.withdrawn", theme=theme.id)
    suggesting.owe(session, now, consultation.id)


def _locked(session: Session, consultation: Consultation) -> list[Theme]:
    """The themes in use as they are when it is our turn."""
    lock(session, consultation)
    rows = select(Theme).where(Theme.consultation_id == consultation.id, Theme.withdrawn_at.is_(None))
    return list(session.scalars(rows.order_by(Theme.id).execution_options(populate_existing=True)))


def _nodes(rows: Iterable[Theme]) -> list[Node]:
    return [Node(row.id, row.parent_id, row.rank) for row in rows]


def _general(rows: Iterable[Theme]) -> int | None:
    return next((row.id for row in rows if row.title == GENERAL and row.parent_id is None), None)


def _put(rows: Iterable[Theme], order: Iterable[Node]) -> None:
    by_id = {row.id: row for row in rows}
    for node in order:
        by_id[node.id].parent_id, by_id[node.id].rank = node.parent, node.rank


def _refuse_withdrawn(rows: Iterable[Theme], *themes: Theme) -> None:
    """Somebody may have taken it away while it stood on the screen."""
    if not {theme.id for theme in themes} <= {row.id for row in rows}:
        raise Refused("the theme is not used any more", ("withdrawn",))


def _refuse_same_title(rows: Iterable[Theme], theme: Theme, parent_id: int | None, title: str) -> None:
    if any(row.parent_id == parent_id and row.title == title and row is not theme for row in rows):
        raise Refused("there is a theme of that name", ("title",))


def _take_out(now: datetime, theme: Theme) -> None:
    """Its name is free for another then: no two of one place may have the same, and none on screen has two lines."""
    theme.withdrawn_at, theme.main_rank = now, None
    theme.title = f"{theme.title}\n{theme.id}"


def _note(session: Session, actor: str, now: datetime, consultation: Consultation, theme: Theme) -> None:
    session.flush()
    audit.note(session, consultation, actor, now, "theme.saved", theme=theme.id)
    suggesting.owe(session, now, consultation.id)
