"""Pages of positions: the list, one of them, the change it leads to, and what was decided (R37, R47)."""

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.analysis import positions, queries, remarks
from consultation.analysis.blueprint import blueprint
from consultation.analysis.figures import GENERAL, PositionLine
from consultation.analysis.forms import NEW, ChangeForm, PositionForm
from consultation.analysis.labels import LACKS
from consultation.analysis.pages import (
    READERS,
    Treatment,
    find_theme,
    find_treatment,
    is_under,
    one_of,
    place_choices,
    place_key,
    read_place,
    theme_choices,
    warnings_of,
)
from consultation.analysis.themes import add_theme
from consultation.consultations.queries import acts_of
from consultation.errors import Invalid, NotFound
from consultation.extensions import db
from consultation.lib.integers import read_integer
from consultation.models import Change, Remark
from consultation.vocabulary import Outcome, Role

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
    return at.render("positions", rows=rows, draft=draft, view=view, theme=theme, general=GENERAL)


def _lacks(line: PositionLine, view: str) -> bool:
    return bool(line.lacks) if view == ANYTHING else not view or view in line.lacks


@blueprint.route("/intern/hoeringer/<slug>/synspunkter/<int:position_id>", methods=["GET", "POST"])
@requires(*READERS)
def position(slug: str, position_id: int) -> BaseResponse:
    at = find_treatment(slug)
    line = at.line(position_id)
    form = _form(at, line)
    if form.is_submitted() and _is_valid(form):
        _save(at, line, form)
        db.session.commit()
        flash(_("Synspunktet er gemt."), "success")
        return redirect(at.url("position", position_id=position_id), 303)
    warnings = warnings_of(at.consultation, line.position.title)
    return at.render("position", line=line, form=form, warnings=warnings, NEW=NEW)


def _form(at: Treatment, line: PositionLine) -> PositionForm:
    row = line.position
    form = PositionForm(
        data={
            "title": row.title,
            "place": place_key(row.draft_id, row.section_id),
            "theme": line.theme.title,
            "remark": row.remark_id,
            "outcome": row.recommended_outcome,
        }
    )
    form.place.choices = place_choices(at.consultation)
    form.theme.choices = theme_choices(at.consultation)
    written = queries.list_remarks(db.session, at.consultation.id)
    form.remark.choices = {NEW: _("Skriv en ny bemærkning")} | {
        remark.id: f"B{remark.number}: {_shortened(text.text)}" for remark, text in written
    }
    return form


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rsplit(' ', 1)[0]} …"


def _is_valid(form: PositionForm) -> bool:
    valid = form.validate()
    form.check_remark()
    return valid and not form.errors


def _save(at: Treatment, line: PositionLine, form: PositionForm) -> None:
    who = db.session, at.person.actor, at.now, at.consultation
    draft_id, section_id = read_place(form.place.data)
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
    )


@blueprint.post("/intern/hoeringer/<slug>/synspunkter/<int:position_id>/fjern")
@requires(*READERS)
def remove_position(slug: str, position_id: int) -> BaseResponse:
    at = find_treatment(slug)
    line = at.line(position_id)
    positions.remove_position(db.session, at.person.actor, at.now, at.consultation, line.position)
    db.session.commit()
    flash(_("Synspunktet %(title)s er fjernet.", title=line.position.title), "success")
    return redirect(at.url("positions"), 303)


# The change of the draft


@blueprint.route("/intern/hoeringer/<slug>/synspunkter/<int:position_id>/aendring", methods=["GET", "POST"])
@requires(*READERS)
def change(slug: str, position_id: int) -> BaseResponse:
    at = find_treatment(slug)
    line = at.line(position_id)
    if line.outcome not in queries.NEEDS_CHANGE or (line.section is None and not line.changes):
        raise NotFound("this position changes no section")
    there = _asked_change(line)
    form = ChangeForm(data={"before": there.before, "after": there.after} if there else {})
    if form.validate_on_submit() and _save_change(at, line, there, form):
        db.session.commit()
        flash(_("Den nye tekst er gemt."), "success")
        return redirect(at.url("position", position_id=position_id, _anchor="aendring"), 303)
    if form.errors:
        db.session.rollback()
    section = next((section for one, section in line.changes if there and one.id == there.id), line.section)
    return at.render("change", line=line, form=form, section=section)


def _asked_change(line: PositionLine) -> Change | None:
    """The change to word otherwise; None for a new one in the position's section. NotFound."""
    asked = read_integer(request.args.get("nr"))
    if asked is None and line.section is not None:
        return None
    found = next((one for one, _section in line.changes if asked in (None, one.id)), None)
    if found is None:
        raise NotFound("no such change of this position")
    return found


def _save_change(at: Treatment, line: PositionLine, there: Change | None, form: ChangeForm) -> bool:
    who = db.session, at.person.actor, at.now, at.consultation
    before, after = form.before.data.strip(), form.after.data.strip()
    try:
        if there is not None:
            remarks.edit_change(*who, there, before=before, after=after)
        elif line.section is not None:
            remarks.save_change(*who, line.section, before=before, after=after, positions=[line.position])
    except Invalid as error:
        if "before" in error.errors:
            form.before.mark(_("Ordene står ikke netop én gang i afsnittet. Kopiér dem derfra."))
        else:
            form.after.mark(_("Den nye tekst er den samme som den gamle."))
        return False
    return True


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
