"""Pages of the changes of the drafts' texts: a section with every change in its place, who is behind each (R37)."""

from collections.abc import Mapping

from flask import flash, redirect
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.analysis import changes, queries
from consultation.analysis.amending import amended, lost, stands_once
from consultation.analysis.blueprint import blueprint
from consultation.analysis.figures import PositionLine
from consultation.analysis.forms import ChangeForm, LinkForm
from consultation.analysis.labels import line_words
from consultation.analysis.pages import POSITION, READERS, Treatment, find_treatment
from consultation.errors import Conflict, Invalid, NotFound
from consultation.extensions import db
from consultation.models import Change, SectionText
from consultation.web import giveaways

CHANGE = "/intern/hoeringer/<slug>/aendringer/<int:change_id>"
_FAULTS = {
    "not_found": _l("Ordene står ikke netop én gang i afsnittet. Kopiér dem derfra."),
    "same": _l("Den nye tekst er den samme som den gamle."),
    "overlap": _l("En anden ændring i afsnittet har nogle af de samme ord. Ret den, eller vælg færre ord."),
}


@blueprint.route(f"{POSITION}/aendring", methods=["GET", "POST"])
@requires(*READERS)
def change(slug: str, position_id: int) -> BaseResponse:
    at = find_treatment(slug)
    line, form = at.line(position_id), ChangeForm()
    if line.outcome not in queries.NEEDS_CHANGE or line.section is None:
        raise NotFound("this position changes no section")
    if form.validate_on_submit():
        try:
            _add(at, line, line.section, form)
            db.session.commit()
            flash(_("Den nye tekst er gemt."), "success")
            giveaways.tell(form)
            return redirect(at.url("position", position_id=position_id, _anchor="aendring"), 303)
        except Invalid as error:
            db.session.rollback()
            _mark(form, error)
    return at.render("change", line=line, form=form, section=line.section, stretches=_stretches(line.section))


def _add(at: Treatment, line: PositionLine, section: SectionText, form: ChangeForm) -> None:
    changes.save_change(
        db.session,
        at.person.actor,
        at.now,
        at.consultation,
        section,
        before=form.before.data.strip(),
        after=form.after.data.strip(),
        positions=[line.position],
    )


def _mark(form: ChangeForm, error: Invalid) -> None:
    fields = {"before": form.before, "after": form.after}
    for name, code in error.errors.items():
        fields[name].mark(_FAULTS[code])


def _stretches(section: SectionText) -> object:
    return amended(section.text, queries.edits_of(db.session, section.id))


@blueprint.route(CHANGE, methods=["GET", "POST"])
@requires(*READERS)
def edit_change(slug: str, change_id: int) -> BaseResponse:
    at = find_treatment(slug)
    row, section = queries.get_change(db.session, at.consultation.id, change_id)
    form = ChangeForm(data={"before": row.before, "after": row.after, "old": row.before, "new": row.after})
    if not form.validate_on_submit():
        return _render(at, row, section, form)
    try:
        base = form.old.data, form.new.data
        words = {"before": form.before.data.strip(), "after": form.after.data.strip()}
        changes.edit_change(db.session, at.person.actor, at.now, at.consultation, row, **words, base=base)
        db.session.commit()
    except Invalid as error:
        db.session.rollback()
        _mark(form, error)
        return _render(find_treatment(slug), row, section, form)
    except Conflict:
        db.session.rollback()
        return _render(find_treatment(slug), *_beside(at, change_id, form), status=409)
    flash(_("Den nye tekst er gemt."), "success")
    giveaways.tell(form)
    return redirect(at.url("edit_change", change_id=change_id), 303)


def _beside(at: Treatment, change_id: int, form: ChangeForm) -> tuple[Change, SectionText, ChangeForm]:
    """What was typed stays in the fields, what the other one wrote stands beside; the next save knows of it (C2)."""
    row, section = queries.get_change(db.session, at.consultation.id, change_id)
    form.after.mark(_("En anden har gemt en ny tekst imens. Den står ved siden af. Gemmer du nu, gælder din."))
    for field, words in ((form.old, row.before), (form.new, row.after)):
        field.raw_data, field.data = None, words
    return row, section, form


def _render(at: Treatment, row: Change, section: SectionText, form: ChangeForm, status: int = 200) -> BaseResponse:
    behind = {one.id for one in queries.positions_behind(db.session, row.id)}
    newest = queries.newest_text_of(db.session, section)
    link = LinkForm(formdata=None, data={"positions": list(behind)})
    link.positions.choices = _linkable(at)
    edits = queries.edits_of(db.session, section.id)
    return at.render(
        "edit_change",
        status=status,
        change=row,
        section=section,
        form=form,
        link=link,
        behind=[line for line in at.board.positions if line.position.id in behind],
        stretches=amended(section.text, edits),
        others=[one for one in edits if one.id != row.id],
        lost=lost(section.text, edits),
        newest=newest,
        carries=newest is not None and stands_once(newest.text, row.before),
    )


def _linkable(at: Treatment) -> Mapping[int, str]:
    return {line.position.id: line_words(line) for line in at.board.positions}


@blueprint.post(f"{CHANGE}/synspunkter")
@requires(*READERS)
def link_change(slug: str, change_id: int) -> BaseResponse:
    at, form = find_treatment(slug), LinkForm()
    row, _section = queries.get_change(db.session, at.consultation.id, change_id)
    form.positions.choices = _linkable(at)
    if not form.validate():
        flash(_("En ændring har mindst ét synspunkt. Fjern ændringen, hvis den ikke skal være der."), "warning")
        return redirect(at.url("edit_change", change_id=change_id), 303)
    who = db.session, at.person.actor, at.now, at.consultation
    kept = changes.set_positions(*who, row, form.positions.data)
    db.session.commit()
    flash(_("Synspunkterne bag ændringen er gemt."), "success")
    return redirect(at.url("edit_change", change_id=kept.id), 303)


@blueprint.post(f"{CHANGE}/fjern")
@requires(*READERS)
def remove_change(slug: str, change_id: int) -> BaseResponse:
    at = find_treatment(slug)
    row, _section = queries.get_change(db.session, at.consultation.id, change_id)
    behind = queries.positions_behind(db.session, row.id)
    changes.remove_change(db.session, at.person.actor, at.now, at.consultation, row)
    db.session.commit()
    flash(_("Ændringen er fjernet. Den står i synspunktets historik."), "success")
    return redirect(at.url("position", position_id=behind[0].id) if behind else at.url("positions"), 303)


@blueprint.post(f"{CHANGE}/foelg-med")
@requires(*READERS)
def carry_change(slug: str, change_id: int) -> BaseResponse:
    at = find_treatment(slug)
    row, _section = queries.get_change(db.session, at.consultation.id, change_id)
    try:
        changes.carry_change(db.session, at.person.actor, at.now, at.consultation, row)
        db.session.commit()
        flash(_("Ændringen gælder nu udkastets nyeste version."), "success")
    except Invalid:
        db.session.rollback()
        flash(_("Ordene står ikke netop én gang i den nye version. Ret ændringen, eller fjern den."), "warning")
    return redirect(at.url("edit_change", change_id=change_id), 303)
