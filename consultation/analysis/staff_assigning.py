"""Pages of who does what until when: many given away at once, and what each has to do (R37, domain.md 6)."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.analysis import assigning, dues
from consultation.analysis.blueprint import blueprint
from consultation.analysis.dues import Work
from consultation.analysis.figures import PositionLine, ResponseLine
from consultation.analysis.forms import NOBODY, AssignForm
from consultation.analysis.labels import line_words
from consultation.analysis.pages import READERS, Treatment, find_treatment, one_of, page_of
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.lib.integers import read_integer, read_integers

MINE, NOBODYS, LATE = "mine", "uden-ansvarlig", "forsinket"


@blueprint.route("/intern/hoeringer/<slug>/ansvarlig", methods=["GET", "POST"])
@requires(*READERS)
def assign(slug: str) -> BaseResponse:
    """What is chosen stands in the address: `s` are positions, `r` responses."""
    at = find_treatment(slug)
    positions, responses = _chosen(at)
    if not positions and not responses:
        flash(_("Sæt hak ved det, du vil give til nogen."), "warning")
        return redirect(at.url("tasks"), 303)
    form = _form(at, positions, responses)
    if form.validate_on_submit():
        count = assigning.assign(
            db.session,
            at.person.actor,
            at.now,
            at.consultation,
            responses=[line.response.id for line in responses],
            positions=[line.position.id for line in positions],
            staff_id=form.staff.data if form.staff.data != NOBODY else None,
            due_on=form.due_on.data,
        )
        db.session.commit()
        flash(ngettext("%(num)s opgave er givet videre.", "%(num)s opgaver er givet videre.", count), "success")
        return redirect(_back(at, positions, responses), 303)
    return at.render("assign", form=form, positions=positions, responses=responses)


def _chosen(at: Treatment) -> tuple[list[PositionLine], list[ResponseLine]]:
    positions = [at.line(one) for one in dict.fromkeys(read_integers(request.values.getlist("s")))]
    asked = set(read_integers(request.values.getlist("r")))
    responses = [line for line in at.board.responses if line.response.id in asked]
    if len(responses) != len(asked):
        raise NotFound("no such response to divide")
    return positions, responses


def _form(at: Treatment, positions: Sequence[PositionLine], responses: Sequence[ResponseLine]) -> AssignForm:
    """Whose they are now, and the date that the calendar proposes: the earlier one where both kinds are chosen."""
    hands, calendar = assigning.hands_of(db.session, at.consultation), assigning.dues_of(db.session, at.consultation)
    held = [hands.positions.get(line.position.id) for line in positions]
    held += [hands.responses.get(line.response.id) for line in responses]
    whose = {one.staff_id for one in held if one and not one.gone}
    given = next((one.due_on for one in held if one), None) if len(held) == 1 else None
    proposals = [calendar.answered if positions else None, calendar.divided if responses else None]
    proposed = min((day for day in proposals if day), default=None)
    form = AssignForm(data={"staff": whose.pop() if len(whose) == 1 else None, "due_on": given or proposed})
    workers = assigning.list_workers(db.session, at.consultation.authority_id)
    form.staff.choices = {one.id: one.name for one in workers} | {NOBODY: _("Ingen")}
    return form


def _back(at: Treatment, positions: Sequence[PositionLine], responses: Sequence[ResponseLine]) -> str:
    """To the one thing, or to the list it was chosen from."""
    if len(positions) == 1 and not responses:
        return at.url("position", position_id=positions[0].position.id)
    if len(responses) == 1 and not positions:
        return at.url("desk", label=responses[0].number)
    return at.url("tasks")


# What there is to do


@dataclass(frozen=True)
class TaskLine:
    """One thing to do, with where it is done."""

    work: Work
    value: int
    words: str
    url: str
    name: str
    days_late: int


@blueprint.get("/intern/hoeringer/<slug>/opgaver")
@requires(*READERS)
def tasks(slug: str) -> BaseResponse:
    return _render(find_treatment(slug), one_of(request.args.get("vis", ""), (MINE, NOBODYS, LATE)))


@blueprint.get("/intern/hoeringer/<slug>/opgaver/mine")
@requires(*READERS)
def my_tasks(slug: str) -> BaseResponse:
    return _render(find_treatment(slug), MINE)


def _render(at: Treatment, view: str) -> BaseResponse:
    hands = assigning.hands_of(db.session, at.consultation)
    asked = at.person.id if view == MINE else read_integer(request.args.get("hvem"))
    rows = [one for one in dues.in_order(assigning.work_of(at.board, hands)) if _shows(at, one, view, asked)]
    page, following = page_of(rows, lambda one: one.key)
    by_number = {line.number: line for line in at.board.responses}
    return at.render(
        "tasks",
        rows=[_line(at, one, hands.names, by_number) for one in page],
        total=len(rows),
        following=following,
        view=view,
        asked=asked,
        asked_name=hands.names.get(asked or 0, ""),
    )


def _shows(at: Treatment, work: Work, view: str, asked: int | None) -> bool:
    if view == NOBODYS:
        return work.staff_id is None or work.gone
    if view == LATE and not dues.days_late(work.due_on, at.today, done=work.done):
        return False
    return asked is None or (work.staff_id == asked and not work.gone)


def _line(at: Treatment, work: Work, names: dict[int, str], by_number: dict[str, ResponseLine]) -> TaskLine:
    kind, _colon, key = work.key.partition(":")
    late = dues.days_late(work.due_on, at.today, done=work.done)
    name = names.get(work.staff_id or 0, "")
    if kind == "svar":
        row = by_number[key]
        words = _("Del svar nr. %(number)s i punkter", number=key)
        return TaskLine(work, row.response.id, words, at.url("desk", label=key), name, late)
    line = at.line(int(key))
    words = _("Besvar %(title)s", title=line_words(line))
    return TaskLine(work, line.position.id, words, at.url("position", position_id=line.position.id), name, late)
