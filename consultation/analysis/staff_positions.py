"""Pages of positions: the list, one of them with its history, and both versions where two saved at once (R37, C2)."""

import json
from collections.abc import Mapping

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.queries import names
from consultation.accounts.signed_in import requires
from consultation.analysis import clashing, positions, queries, remarks
from consultation.analysis.approval_rows import row_of
from consultation.analysis.blueprint import blueprint
from consultation.analysis.figures import GENERAL, PositionLine
from consultation.analysis.forms import NEW, NOWHERE, ChangeForm, MovePointsForm, PositionForm, SplitForm
from consultation.analysis.history import history_of
from consultation.analysis.labels import LACKS, STANDINGS, STEPS, line_words
from consultation.analysis.pages import (
    POSITION,
    READERS,
    Removed,
    Treatment,
    find_theme,
    find_treatment,
    is_under,
    one_of,
    place_choices,
    place_key,
    read_place,
    theme_choices,
)
from consultation.analysis.point_words import words_of
from consultation.analysis.themes import add_theme
from consultation.analysis.warned import of_title
from consultation.consultations.queries import acts_of
from consultation.errors import Conflict
from consultation.extensions import db
from consultation.lib.integers import read_integer
from consultation.models import Remark
from consultation.vocabulary import Outcome, Role
from consultation.web import giveaways
from consultation.web.fields import Form, HiddenKey, TextField

_SHORT = 70
ANYTHING = "noget"


@blueprint.get("/intern/hoeringer/<slug>/synspunkter", endpoint="positions")
@requires(*READERS)
def list_positions(slug: str) -> BaseResponse:
    at = find_treatment(slug)
    known = {str(number): number for number in (GENERAL, *(draft.number for draft in at.board.drafts))}
    draft, view = (
        known.get(one_of(request.args.get("udkast", ""), known)),
        one_of(request.args.get("uden", ""), (*LACKS, ANYTHING)),
    )
    theme = find_theme(at)
    rows = [
        one
        for one in at.board.positions
        if draft in (None, one.draft_number) and is_under(one.position, theme) and _lacks(one, view)
    ]
    removed = queries.list_removed(db.session, at.consultation.id)
    return at.render("positions", rows=rows, draft=draft, view=view, theme=theme, general=GENERAL, removed=removed)


def _lacks(line: PositionLine, view: str) -> bool:
    return bool(line.lacks) if view == ANYTHING else not view or view in line.lacks


@blueprint.route(POSITION, methods=["GET", "POST"])
@requires(*READERS)
def position(slug: str, position_id: int) -> BaseResponse:
    at = find_treatment(slug)
    line = at.line(position_id)
    form = position_form(at, line)
    if not form.is_submitted() or not _is_valid(form):
        return _render(at, line, form)
    try:
        _save(at, line, form, _base(form))
        db.session.commit()
    except Conflict:
        db.session.rollback()
        return _clash(find_treatment(slug), position_id, form)
    flash(_("Synspunktet er gemt."), "success")
    giveaways.tell(_texts_of(form))
    return redirect(at.url("position", position_id=position_id), 303)


def _render(at: Treatment, line: PositionLine, form: PositionForm) -> BaseResponse:
    move = MovePointsForm(formdata=None)
    move.points.choices = {one.point.id: one.label for one in line.points}
    others = {one.position.id: line_words(one) for one in at.board.positions if one is not line}
    move.target.choices = others | {NOWHERE: _("Uden synspunkt")}
    approval = row_of(at, line)
    return at.render(
        "position",
        line=line,
        approval=approval,
        shared=sum(one.position.remark_id == line.position.remark_id for one in at.board.positions),
        step_words=STEPS,
        standing_words=STANDINGS,
        people=names(db.session, {act.by for act in approval.newest.values()} if approval else set()),
        form=form,
        move=move,
        words=words_of(db.session, line.points),
        wording=of_title(at, line.position),
        history=history_of(at, line.position),
        NEW=NEW,
    )


_TYPED_IN: Mapping[str, type[Form]] = {
    "analysis.position": PositionForm,
    "analysis.choose_fields": PositionForm,
    "analysis.change": ChangeForm,
    "analysis.split": SplitForm,
}


@blueprint.errorhandler(Removed)
def lead_on(error: Removed) -> BaseResponse:
    """What became of a position and where it is now, at each of its addresses; not a redirect, which browsers would
    keep when the merger is undone. What was typed meanwhile is given back (U22)."""
    gone, form = queries.gone_into(db.session, error.row), _TYPED_IN.get(request.endpoint or "", Form)()
    written = (field for field in form if isinstance(field, TextField) and field.kind != HiddenKey.kind)
    return error.at.render(
        "_gone",
        status=409 if form.is_submitted() else 200,
        gone=gone,
        line=error.at.board.by_position.get(gone.into.id) if gone.into else None,
        who=names(db.session, {gone.last.by}).get(gone.last.by, ""),
        typed=[field for field in written if form.is_submitted() and field.shown],
    )


def position_form(at: Treatment, line: PositionLine) -> PositionForm:
    row = line.position
    form = PositionForm(
        data={
            "revision": str(row.revision),
            "title": row.title,
            "place": place_key(row.draft_id, row.section_id),
            "theme": line.theme.title,
            "remark": row.remark_id,
            "outcome": row.recommended_outcome,
        }
    )
    form.place.choices = place_choices(at.consultation)
    form.theme.choices = theme_choices(at.consultation) | {line.theme.title: line.theme.title}
    written = queries.list_remarks(db.session, at.consultation.id)
    form.remark.choices = {NEW: _("Skriv en ny bemærkning")} | {
        remark.id: f"B{remark.number}: {shortened(text.text)}" for remark, text in written
    }
    return form


def shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rsplit(' ', 1)[0]} …"


def _texts_of(form: PositionForm) -> list[TextField]:
    """What of it is saved as words."""
    return [form.title, form.text] if form.remark.data == NEW else [form.title]


def _base(form: PositionForm) -> int:
    """The revision that was on the screen; 0, which none has, for anything else."""
    return read_integer(form.revision.data) or 0


def _is_valid(form: PositionForm) -> bool:
    valid = form.validate()
    form.check_remark()
    return valid and not form.errors


def _save(at: Treatment, line: PositionLine, form: PositionForm, base: int) -> None:
    who = db.session, at.person.actor, at.now, at.consultation
    draft_id, section_id = read_place(form.place.data)
    positions.lock(db.session, at.consultation)
    positions.expect(db.session, line.position, base)
    remark = db.session.get(Remark, form.remark.data) if form.remark.data else None
    if form.remark.data == NEW:
        remark = remarks.add_remark(*who, form.text.data)
    positions.save_position(
        *who,
        line.position,
        title=form.title.data,
        theme=add_theme(*who, form.theme.data or line.theme.title),
        draft_id=draft_id,
        section_id=section_id,
        remark=remark,
        recommended=form.outcome.data,
        base=base,
    )


@blueprint.post(f"{POSITION}/vaelg")
@requires(*READERS)
def choose_fields(slug: str, position_id: int) -> BaseResponse:
    """Of two versions, field by field; the one that gives way in whole or part is kept in the history first (C2)."""
    at = find_treatment(slug)
    line = at.line(position_id)
    form = position_form(at, line)
    if not _is_valid(form):
        return _render(at, line, form)
    texts = _texts_of(form)
    try:
        _settle(at, line, form)
        db.session.commit()
    except Conflict:
        db.session.rollback()
        return _clash(find_treatment(slug), position_id, form)
    flash(_("Synspunktet er gemt. Det, der ikke gælder, står i historikken."), "success")
    giveaways.tell(texts)
    return redirect(at.url("position", position_id=position_id), 303)


def _settle(at: Treatment, line: PositionLine, form: PositionForm) -> None:
    theirs = clashing.values_of(line)
    keeps = [name for name in theirs if request.form.get(f"vaelg-{name}") == "deres"]
    if request.form.get("til") in {"mit", "deres"}:
        keeps = [] if request.form["til"] == "mit" else list(theirs)
    _save(at, line, form, _base(form))
    form.remark.data = line.position.remark_id  # a new one is written once
    if keeps:
        for name in keeps:
            form[name].data = theirs[name]
        _save(at, line, form, line.position.revision)


def _clash(at: Treatment, position_id: int, form: PositionForm) -> BaseResponse:
    """Both versions side by side (C2)."""
    line = at.line(position_id)
    events = queries.list_events(db.session, position_id)
    mine = {name: form[name].data for name in clashing.values_of(line)}
    rows = clashing.rows_of(at, line, clashing.base_of(events, _base(form)), mine, form.text.data)
    latest = [one for one in events if json.loads(one.before).get("revision", 0) < line.position.revision][-1]
    who = names(db.session, {latest.by}).get(latest.by, _("En anden"))
    form.revision.raw_data, form.revision.data = None, str(line.position.revision)
    return at.render("choose_fields", status=409, line=line, form=form, rows=rows, who=who, when=latest.at)


@blueprint.post(f"{POSITION}/fjern")
@requires(*READERS)
def remove_position(slug: str, position_id: int) -> BaseResponse:
    at = find_treatment(slug)
    line = at.line(position_id)
    positions.remove_position(db.session, at.person.actor, at.now, at.consultation, line.position)
    db.session.commit()
    flash(_("Synspunktet %(title)s er fjernet. Det står nederst på listen.", title=line.position.title), "success")
    return redirect(at.url("positions"), 303)


@blueprint.post("/intern/hoeringer/<slug>/fjernede-synspunkter/<int:removed_id>/gendan")
@requires(*READERS)
def restore_position(slug: str, removed_id: int) -> BaseResponse:
    at = find_treatment(slug)
    row = queries.get_removed(db.session, at.consultation.id, removed_id)
    positions.restore_position(db.session, at.person.actor, at.now, at.consultation, row)
    db.session.commit()
    flash(_("Synspunktet %(title)s er taget i brug igen.", title=row.title), "success")
    return redirect(at.url("position", position_id=removed_id), 303)


# What was decided


@blueprint.route("/intern/hoeringer/<slug>/beslutning-synspunkter", methods=["GET", "POST"])
@requires(Role.SECRETARY)
def decide(slug: str) -> BaseResponse:
    at = find_treatment(slug)
    if request.method == "POST":
        sent = {line.position.id: request.form.get(f"udfald-{line.position.id}", "") for line in at.board.positions}
        outcomes = {key: Outcome(value) for key, value in sent.items() if value in set(Outcome)}
        count = positions.decide_positions(db.session, at.person.actor, at.now, at.consultation, outcomes)
        db.session.commit()
        flash(ngettext("%(num)s beslutning er gemt.", "%(num)s beslutninger er gemt.", count), "success")
        return redirect(at.url("decide"), 303)
    return at.render("decide", decided=acts_of(db.session, at.consultation).decided, Outcome=Outcome)
