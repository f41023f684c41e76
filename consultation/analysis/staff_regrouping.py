"""Pages where points are gathered otherwise: a position is split, several are merged, points move, a step is undone."""

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.analysis import lint, regrouping
from consultation.analysis.blueprint import blueprint
from consultation.analysis.figures import PositionLine
from consultation.analysis.forms import NONE, NOWHERE, WITH, MergeForm, MovePointsForm, SplitForm
from consultation.analysis.labels import line_words
from consultation.analysis.pages import (
    POSITION,
    READERS,
    Treatment,
    find_treatment,
    place_choices,
    place_key,
    read_place,
    theme_choices,
)
from consultation.analysis.point_words import words_of
from consultation.analysis.themes import add_theme
from consultation.errors import Conflict, Invalid, NotFound
from consultation.extensions import db
from consultation.lib.integers import read_integer, read_integers
from consultation.models import PositionEvent, Remark
from consultation.vocabulary import Outcome
from consultation.web import giveaways
from consultation.web.labels import OUTCOMES

LEAST = 2
MERGE = "/intern/hoeringer/<slug>/synspunkter/laeg-sammen"
NO_OUTCOME = "ingen"


@blueprint.route(f"{POSITION}/del", methods=["GET", "POST"])
@requires(*READERS)
def split(slug: str, position_id: int) -> BaseResponse:
    at = find_treatment(slug)
    line = at.line(position_id)
    form = _split_form(at, line)
    if form.validate_on_submit():
        try:
            new = _split(at, line, form)
            db.session.commit()
            flash(_("Synspunktet er delt. Her er den nye del: %(title)s.", title=new), "success")
            giveaways.tell(form)
            return redirect(at.url("position", position_id=position_id), 303)
        except Invalid:
            form.points.mark(_("Vælg nogle af punkterne, ikke dem alle."))
        except Conflict:
            form.points.mark(_("En anden har rettet synspunktet imens. Se det igennem, og vælg igen."))
        db.session.rollback()
    return at.render("split", line=line, form=form, words=words_of(db.session, line.points))


def _split_form(at: Treatment, line: PositionLine) -> SplitForm:
    row = line.position
    form = SplitForm(
        data={
            "revision": str(row.revision),
            "points": read_integers(request.args.getlist("punkt")),
            "place": place_key(row.draft_id, row.section_id),
            "theme": line.theme.title,
        }
    )
    form.points.choices = {one.point.id: one.label for one in line.points}
    form.place.choices = place_choices(at.consultation)
    form.theme.choices = theme_choices(at.consultation) | {line.theme.title: line.theme.title}
    return form


def _split(at: Treatment, line: PositionLine, form: SplitForm) -> str:
    who = db.session, at.person.actor, at.now, at.consultation
    draft_id, section_id = read_place(form.place.data)
    new = regrouping.split_position(
        *who,
        line.position,
        form.points.data,
        base=read_integer(form.revision.data) or 0,
        title=form.title.data,
        theme=add_theme(*who, form.theme.data or line.theme.title),
        draft_id=draft_id,
        section_id=section_id,
        with_answer=form.answer.data == WITH,
    )
    return new.title


# Merged


@blueprint.route(MERGE, methods=["GET", "POST"])
@requires(*READERS)
def merge(slug: str) -> BaseResponse:
    at = find_treatment(slug)
    lines = [at.line(one) for one in dict.fromkeys(read_integers(request.values.getlist("s")))]
    if len(lines) < LEAST:
        flash(_("Sæt hak ved mindst to synspunkter, der skal lægges sammen."), "warning")
        return redirect(at.url("positions"), 303)
    form, opposed = _merge_form(lines), lint.are_opposed([line.position.title for line in lines])
    if form.is_submitted() and _may_merge(form, opposed=opposed):
        try:
            count = _merge(at, lines, form)
            db.session.commit()
            merged = _("Synspunkterne er lagt sammen.")
            moved = ngettext("%(num)s punkt er flyttet hertil.", "%(num)s punkter er flyttet hertil.", count)
            flash(f"{merged} {moved}", "success")
            return redirect(at.url("position", position_id=form.target.data), 303)
        except Conflict:
            form.target.mark(_("En anden har rettet et af synspunkterne imens. Se dem igennem, og vælg igen."))
        db.session.rollback()
    return at.render("merge", lines=lines, form=form, opposed=opposed)


def _merge_form(lines: list[PositionLine]) -> MergeForm:
    """Asks only what they differ in."""
    remarks = {line.position.remark_id or NONE: _remark_words(line) for line in lines}
    outcomes = [line.position.recommended_outcome for line in lines]
    choices = {one.value if one else NO_OUTCOME: OUTCOMES[one] if one else _("Ingen endnu") for one in outcomes}
    largest = max(lines, key=lambda line: len(line.points))
    form = MergeForm(
        data={
            "target": largest.position.id,
            "remark": next(iter(remarks)) if len(remarks) == 1 else None,
            "outcome": next(iter(choices)) if len(choices) == 1 else None,
        }
    )
    form.target.choices = {line.position.id: line_words(line) for line in lines}
    form.remark.choices, form.outcome.choices = remarks, choices
    return form


def _remark_words(line: PositionLine) -> str:
    if line.remark is None:
        return str(_("Ingen bemærkning"))
    return f"B{line.remark_number}: {line.remark.text}"


def _may_merge(form: MergeForm, *, opposed: bool) -> bool:
    valid = form.validate()
    if opposed and not form.same.data:
        form.same.mark(_("Det ene er imod, det andet er for. Lad dem stå hver for sig, eller sæt hak her."))
    return valid and not form.errors


def _merge(at: Treatment, lines: list[PositionLine], form: MergeForm) -> int:
    shown = dict(zip(read_integers(request.form.getlist("s")), read_integers(request.form.getlist("r")), strict=False))
    target = at.line(form.target.data or 0).position
    outcome = form.outcome.data
    return regrouping.merge_positions(
        db.session,
        at.person.actor,
        at.now,
        at.consultation,
        target,
        [line.position for line in lines if line.position is not target],
        bases={line.position.id: shown.get(line.position.id, 0) for line in lines},
        remark=db.session.get(Remark, form.remark.data) if form.remark.data else None,
        recommended=Outcome(outcome) if outcome in set(Outcome) else None,
    )


# Moved, undone


@blueprint.post(f"{POSITION}/flyt")
@requires(*READERS)
def move_points(slug: str, position_id: int) -> BaseResponse:
    at, form = find_treatment(slug), MovePointsForm()
    line = at.line(position_id)
    form.points.choices = {one.point.id: one.label for one in line.points}
    others = {one.position.id: one.label for one in at.board.positions if one is not line}
    form.target.choices = others | {NOWHERE: _("Uden synspunkt")}
    if not form.validate():
        flash(_("Sæt hak ved de punkter, der skal flyttes."), "warning")
        return redirect(at.url("position", position_id=position_id, _anchor="punkter"), 303)
    if "del" in request.form:
        return redirect(at.url("split", position_id=position_id, punkt=form.points.data), 303)
    if not form.target.data:
        flash(_("Vælg, hvor punkterne skal hen. Intet er flyttet."), "warning")
        return redirect(at.url("position", position_id=position_id, _anchor="punkter"), 303)
    target = None if form.target.data == NOWHERE else at.line(form.target.data).position
    who = db.session, at.person.actor, at.now, at.consultation
    count = regrouping.move_points(*who, line.position, form.points.data, target)
    db.session.commit()
    flash(ngettext("%(num)s punkt er flyttet.", "%(num)s punkter er flyttet.", count), "success")
    return redirect(at.url("position", position_id=position_id), 303)


@blueprint.post(f"{POSITION}/fortryd/<int:event_id>")
@requires(*READERS)
def undo_step(slug: str, position_id: int, event_id: int) -> BaseResponse:
    at = find_treatment(slug)
    line = at.line(position_id)
    event = db.session.get(PositionEvent, event_id)
    if event is None or event.position_id != line.position.id:
        raise NotFound("no such step of this position")
    regrouping.undo(db.session, at.person.actor, at.now, at.consultation, event)
    db.session.commit()
    flash(_("Det er gjort om. Begge dele står i historikken."), "success")
    return redirect(at.url("position", position_id=position_id, _anchor="historik"), 303)
