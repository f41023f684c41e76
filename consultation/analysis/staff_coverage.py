"""Pages on what is open by draft, theme and person, whether it is done in time, and what needs no remark (R38)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.queries import names
from consultation.accounts.signed_in import requires
from consultation.analysis import assigning, dues, queries, settled
from consultation.analysis.blueprint import blueprint
from consultation.analysis.figures import GENERAL, PointLine, PositionLine
from consultation.analysis.pace import forecasts
from consultation.analysis.pages import READERS, Treatment, find_treatment, one_of
from consultation.extensions import db
from consultation.lib.integers import read_integer
from consultation.models import Theme
from consultation.vocabulary import NoPointReason, Outcome


@dataclass(frozen=True)
class ThemeRow:
    """A theme with what stands directly under it; `number` is "2.1"."""

    theme: Theme
    number: str
    positions: Sequence[PositionLine]

    @property
    def points(self) -> list[PointLine]:
        return [point for line in self.positions for point in line.points]

    @property
    def lacking(self) -> list[PositionLine]:
        return [line for line in self.positions if line.lacks]


@blueprint.get("/intern/hoeringer/<slug>/daekning")
@requires(*READERS)
def coverage(slug: str) -> BaseResponse:
    at = find_treatment(slug)
    numbers = [GENERAL, *(draft.number for draft in at.board.drafts)]
    by_id = {one.point.id: one for one in at.board.points}
    hands = assigning.hands_of(db.session, at.consultation)
    return at.render(
        "coverage",
        numbers=numbers,
        lacking=[(line, line.lacks) for line in at.board.positions if line.lacks],
        homeless=[by_id[int(one)] for one in at.board.coverage.points_without_position],
        outdated=[by_id[int(one)] for one in at.board.coverage.points_outdated],
        points_of={one: [point for point in at.board.points if at.board.draft_of(point) == one] for one in numbers},
        responses_of={one: sum(one in line.drafts for line in at.board.responses) for one in numbers},
        answered={point.point.id for point in at.board.points if at.board.is_answered(point)},
        theme_rows=list(_theme_rows(at)),
        loads=dues.loads(assigning.work_of(at.board, hands), at.today),
        names=hands.names,
        settled=settled.count_by_reason(db.session, at.consultation.id),
        forecasts=forecasts(db.session, at.consultation, at.board, at.now),
        Outcome=Outcome,
    )


def _theme_rows(at: Treatment) -> Iterable[ThemeRow]:
    themes = {row.id: row for row in queries.list_themes(db.session, at.consultation.id)}
    for placed in queries.place_themes(db.session, at.consultation.id):
        lines = [line for line in at.board.positions if line.position.theme_id == placed.id]
        yield ThemeRow(themes[placed.id], placed.number, lines)


@blueprint.get("/intern/hoeringer/<slug>/uden-bemaerkning")
@requires(*READERS)
def list_settled(slug: str) -> BaseResponse:
    at = find_treatment(slug)
    asked = one_of(request.args.get("grund", ""), tuple(NoPointReason))
    rows = settled.list_settled(
        db.session,
        at.consultation.id,
        at.person.id,
        at.now,
        reason=NoPointReason(asked) if asked else None,
        after=read_integer(request.args.get("efter")) or 0,
    )
    page, more = rows[: settled.PAGE], len(rows) > settled.PAGE
    return at.render(
        "list_settled",
        rows=page,
        reason=asked,
        counts=settled.count_by_reason(db.session, at.consultation.id),
        following=page[-1].id if more else None,
        people=names(db.session, {one.by for one in page}),
    )
