"""Pages of the authority's standard remarks: the list, writing one, where it was used (R37, C2)."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from consultation import clock
from consultation.accounts.queries import names
from consultation.accounts.signed_in import current_person, requires
from consultation.analysis import standards
from consultation.analysis.blueprint import blueprint
from consultation.analysis.forms import StandardForm
from consultation.analysis.labels import STANDARD_FIELDS
from consultation.analysis.pages import READERS
from consultation.errors import Conflict
from consultation.extensions import db
from consultation.lib.integers import read_integer
from consultation.models import StandardRemark
from consultation.web import giveaways

STANDARDS = "/intern/standardbemaerkninger"
STANDARD = f"{STANDARDS}/<int:standard_id>"


@blueprint.get(STANDARDS, endpoint="standards")
@requires(*READERS)
def list_standards() -> str:
    rows = standards.list_standards(db.session, current_person().authority_id)
    return render_template("analysis/standards.html", rows=rows)


@blueprint.route(f"{STANDARDS}/ny", methods=["GET", "POST"])
@requires(*READERS)
def add_standard() -> str | BaseResponse:
    form, person = StandardForm(data={"base": "0"}), current_person()
    if _is_valid(form):
        who = db.session, person.actor, clock.now(), person.authority_id
        row = standards.add_standard(*who, form.title.data, form.text.data)
        db.session.commit()
        flash(_("Standardbemærkningen %(title)s er gemt.", title=row.title), "success")
        giveaways.tell(form)
        return redirect(url_for("analysis.standards"), 303)
    return render_template("analysis/add_standard.html", form=form, fields=STANDARD_FIELDS)


def _is_valid(form: StandardForm) -> bool:
    if not form.is_submitted():
        return False
    valid = form.validate()
    form.check_fields()
    return valid and not form.errors


@blueprint.route(STANDARD, methods=["GET", "POST"])
@requires(*READERS)
def standard(standard_id: int) -> BaseResponse:
    person = current_person()
    row = standards.get_standard(db.session, person.authority_id, standard_id)
    newest = standards.list_versions(db.session, row.id)[0]
    form = StandardForm(data={"base": str(newest.number), "title": row.title, "text": newest.text})
    if not _is_valid(form):
        return _render(row, form)
    try:
        base = read_integer(form.base.data) or 0
        words = {"title": form.title.data, "text": form.text.data}
        standards.write_standard(db.session, person.actor, clock.now(), row, base_number=base, **words)
        db.session.commit()
    except Conflict:
        db.session.rollback()
        return _conflict(standard_id, form)
    flash(_("Standardbemærkningen er gemt. Bemærkninger, der er lavet af den, får besked om den nye tekst."), "success")
    giveaways.tell(form)
    return redirect(url_for("analysis.standard", standard_id=standard_id), 303)


def _conflict(standard_id: int, form: StandardForm) -> BaseResponse:
    """What was typed stays in the field; the other one's text stands beside it, and the next save knows of it (C2)."""
    row = standards.get_standard(db.session, current_person().authority_id, standard_id)
    newest = standards.list_versions(db.session, row.id)[0]
    form.text.mark(_("En anden har gemt en ny tekst imens. Den står ved siden af. Gemmer du nu, gælder din."))
    form.base.raw_data, form.base.data = None, str(newest.number)
    return _render(row, form, status=409)


def _render(row: StandardRemark, form: StandardForm, status: int = 200) -> BaseResponse:
    versions = standards.list_versions(db.session, row.id)
    page = render_template(
        "analysis/standard.html",
        row=row,
        form=form,
        fields=STANDARD_FIELDS,
        newest=versions[0],
        earlier=versions[1:],
        uses=standards.list_uses(db.session, row),
        people=names(db.session, {one.by for one in versions}),
    )
    return make_response(page, status)


@blueprint.post(f"{STANDARD}/traek-tilbage")
@requires(*READERS)
def withdraw_standard(standard_id: int) -> BaseResponse:
    person = current_person()
    row = standards.get_standard(db.session, person.authority_id, standard_id)
    withdraws = row.withdrawn_at is None
    standards.withdraw_standard(db.session, person.actor, clock.now(), row, withdrawn=withdraws)
    db.session.commit()
    words = _("Den kan ikke vælges mere.") if withdraws else _("Den kan vælges igen.")
    flash(words, "success")
    return redirect(url_for("analysis.standard", standard_id=standard_id), 303)
