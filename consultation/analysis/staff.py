"""Pages on where the processing stands: responses to divide, points, coverage."""

from collections import Counter

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.analysis.blueprint import blueprint
from consultation.analysis.figures import GENERAL, PointLine, ResponseLine
from consultation.analysis.pages import (
    READERS,
    Treatment,
    find_theme,
    find_treatment,
    is_under,
    one_of,
    page_of,
)
from consultation.vocabulary import Outcome

_VIEWS = ("mangler",)
_POINT_VIEWS = ("uden-bemaerkning", "uden-synspunkt")


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
