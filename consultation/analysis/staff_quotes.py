"""Pages of quotations: those of a position, with help to pick them, and proposals for a theme as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.analysis import picked, picking, queries, representatives
from consultation.analysis.blueprint import blueprint
from consultation.analysis.figures import PositionLine
from consultation.analysis.pages import POSITION, READERS, find_treatment
from consultation.analysis.picked import Quotation
from consultation.errors import Conflict, Invalid
from consultation.extensions import db
from consultation.lib.integers import read_integer

QUOTES = f"{POSITION}/citater"
_STEPS = {"op": -1, "ned": 1}


@dataclass(frozen=True)
class Proposal:
    """A passage and how many of the others it stands for."""

    quotation: Quotation
    others: int


@blueprint.get(QUOTES)
@requires(*READERS)
def quotes(slug: str, position_id: int) -> BaseResponse:
    at = find_treatment(slug)
    line = at.line(position_id)
    found = _quotable([line])
    chosen = picked.list_picked(db.session, position_id)
    taken = {one.row.passage_id for one in chosen if one.quotation}
    proposals = [one for one in _proposals(found) if one.quotation.passage_id not in taken]
    first = {one.quotation.passage_id for one in proposals} | taken
    rest = [one for one in found if one.passage_id not in first]
    printed = [one.quotation for one in chosen if one.quotation]
    lost = [one for one in chosen if not one.quotation]
    return at.render("quotes", line=line, printed=printed, lost=lost, proposals=proposals, rest=rest, count=len(found))


@blueprint.post(f"{QUOTES}/valg")
@requires(*READERS)
def pick_quote(slug: str, position_id: int) -> BaseResponse:
    at, act = find_treatment(slug), request.form.get("til", "")
    position, passage = at.line(position_id).position, read_integer(request.form.get("citat", "")) or 0
    who = db.session, at.person.actor, at.now, at.consultation
    try:
        if act == "vaelg":
            picking.pick_quote(*who, position, passage)
        elif act == "fjern":
            picking.drop_quote(*who, position, passage)
        elif act in _STEPS:
            picking.move_quote(*who, position, passage, _STEPS[act])
        else:
            raise Invalid("no such act", errors={"til": "unknown"})
        db.session.commit()
    except Conflict:
        db.session.rollback()
        flash(_("Ordene kan ikke citeres mere. Se listen igen."), "warning")
    return redirect(at.url("quotes", position_id=position_id), 303)


@blueprint.get("/intern/hoeringer/<slug>/temaer/<int:theme_id>/citater")
@requires(*READERS)
def theme_quotes(slug: str, theme_id: int) -> BaseResponse:
    at = find_treatment(slug)
    theme = queries.get_theme(db.session, at.consultation.id, theme_id)
    lines = {one.position.id: one for one in at.board.positions if one.position.theme_id == theme_id}
    found = _quotable(list(lines.values()))
    return at.render("theme_quotes", theme=theme, proposals=_proposals(found), lines=lines, count=len(found))


def _quotable(lines: Sequence[PositionLine]) -> list[Quotation]:
    points = [point.point.id for line in lines for point in line.points]
    return picked.list_quotable(db.session, [line.position.id for line in lines], points)


def _proposals(found: Sequence[Quotation]) -> list[Proposal]:
    """Those that together stand best for all, the one that stands for most first."""
    chosen = representatives.representatives([one.words for one in found])
    return [Proposal(found[one.at], len(one.others)) for one in chosen]
