"""The secretary's choice of main themes for the summary (R42)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis.queries import list_themes
from consultation.errors import Invalid
from consultation.models import Consultation
from consultation.summary.gaps import MOST_MAIN
from consultation.summary.operations import take_turn


def choose_main_themes(
    session: Session, actor: str, now: datetime, consultation: Consultation, chosen: Collection[int]
) -> None:
    """The themes with these ids and no others, in the order in which themes are printed.

    Invalid for more than the summary has room for, and for a theme of another consultation.
    """
    take_turn(session, consultation)
    themes = list_themes(session, consultation.id)
    if len(set(chosen)) > MOST_MAIN:
        raise Invalid("too many main themes", errors={"themes": "too_many"})
    if not {theme.id for theme in themes}.issuperset(chosen):
        raise Invalid("no such theme", errors={"themes": "unknown"})
    ranks = {theme.id: rank for rank, theme in enumerate((one for one in themes if one.id in chosen), 1)}
    for theme in themes:
        theme.main_rank = ranks.get(theme.id)
    session.flush()
    audit.note(session, consultation, actor, now, "theme.main_chosen", themes=sorted(ranks))
