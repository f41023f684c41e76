"""Pages on where the processing stands: responses to divide, points, themes, coverage."""

from collections import Counter

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.analysis import queries
from consultation.analysis.blueprint import blueprint
from consultation.analysis.figures import GENERAL, PointLine, ResponseLine
from consultation.analysis.forms import ThemeForm
from consultation.analysis.pages import (
    READERS,
    Treatment,
    default_headings,
    find_theme,
    find_treatment,
    is_under,
    one_of,
    page_of,
)
from consultation.analysis.themes import add_default_themes, add_theme, move_theme
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.vocabulary import Outcome

_VIEWS = ("mangler",)
_POINT_VIEWS = ("uden-bemaerkning", "uden-synspunkt")
_STEPS = {"op": -1, "ned": 1}


@blueprint.get("/intern/hoeringer/<slug>/behandling")
@requires(*READERS)
def list_responses(slug: str) -> BaseResponse:
    at = find_treatment(slug)
    draft, view = _draft(at), one_of(request.args.get("vis", ""), _VIEWS)
    rows = [one for one in at.board.responses if _answers(one, draft) and not (view and one.is_done)]
    page, after = page_of(rows, lambda row: row.number)
    return at.render(
        "list_responses",
        rows=page,
        total=len(rows),
        after=after,
        draft=draft,
        view=view,
        following=next((one for one in at.board.responses if not one.is_done), None),
        sizes=_sizes(at),
    )


def _answers(line: ResponseLine, draft: int | None) -> bool:
    return draft is None or draft in line.drafts


def _sizes(at: Treatment) -> dict[int, int]:
    """Group -> how many responses to divide are in it."""
    return Counter(one.group_id for one in at.board.responses if one.group_id is not None)


@blueprint.get("/intern/hoeringer/<slug>/punkter")
@requires(*READERS)
def list_points(slug: str) -> BaseResponse:
    at = find_treatment(slug)
    draft, outcome = _draft(at), one_of(request.args.get("udfald", ""), tuple(Outcome))
    view = one_of(request.args.get("vis", ""), _POINT_VIEWS)
    theme = find_theme(at)
    rows = [one for one in at.board.points if _shows(at, one, draft, outcome, view) and is_under(one.position, theme)]
    page, following = page_of(rows, lambda row: row.label)
    return at.render(
        "list_points",
        rows=page,
        total=len(rows),
        following=following,
        draft=draft,
        outcome=outcome,
        view=view,
        theme=theme,
    )


def _shows(at: Treatment, point: PointLine, draft: int | None, outcome: str, view: str) -> bool:
    if draft is not None and at.board.draft_of(point) != draft:
        return False
    if outcome and at.board.outcome_of(point) != outcome:
        return False
    if view == "uden-synspunkt":
        return point.position is None
    return not view or not at.board.is_answered(point)


def _draft(at: Treatment) -> int | None:
    """The draft of the filter; GENERAL for what is about none, None without a filter."""
    known = {str(number): number for number in (GENERAL, *(draft.number for draft in at.board.drafts))}
    return known.get(one_of(request.args.get("udkast", ""), known))


# Themes


@blueprint.route("/intern/hoeringer/<slug>/temaer", methods=["GET", "POST"])
@requires(*READERS)
def themes(slug: str) -> BaseResponse:
    at, form = find_treatment(slug), ThemeForm()
    if form.validate_on_submit():
        add_theme(db.session, at.person.actor, at.now, at.consultation, form.title.data)
        db.session.commit()
        flash(_("Temaet %(title)s er gemt.", title=form.title.data), "success")
        return redirect(at.url("themes"), 303)
    rows = queries.list_themes(db.session, at.consultation.id)
    used = [line.position.theme_id for line in at.board.positions]
    headings = default_headings(at.consultation)
    return at.render("themes", form=form, rows=rows, used={one: used.count(one) for one in used}, headings=headings)


@blueprint.post("/intern/hoeringer/<slug>/temaer/overskrifter")
@requires(*READERS)
def use_headings(slug: str) -> BaseResponse:
    at = find_treatment(slug)
    add_default_themes(db.session, at.person.actor, at.now, at.consultation, default_headings(at.consultation))
    db.session.commit()
    return redirect(at.url("themes"), 303)


@blueprint.post("/intern/hoeringer/<slug>/temaer/<int:theme_id>/<direction>")
@requires(*READERS)
def order_theme(slug: str, theme_id: int, direction: str) -> BaseResponse:
    at = find_treatment(slug)
    if direction not in _STEPS:
        raise NotFound("no such direction")
    theme = queries.get_theme(db.session, at.consultation.id, theme_id)
    move_theme(db.session, at.person.actor, at.now, at.consultation, theme, _STEPS[direction])
    db.session.commit()
    return redirect(at.url("themes"), 303)
