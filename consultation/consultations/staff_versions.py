"""A new version of a draft while the consultation runs: begin, compare, send out, throw away (R7)."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations import queries, revising
from consultation.consultations.blueprint import blueprint
from consultation.consultations.forms import NewVersionForm
from consultation.consultations.labels import VERSION_FAULTS
from consultation.consultations.pages import published
from consultation.consultations.succession import compared
from consultation.errors import Closed, Invalid
from consultation.extensions import db
from consultation.models import Consultation
from consultation.vocabulary import Role
from consultation.web.labels import FATES, NEW_SECTION


@blueprint.route("/intern/hoeringer/<slug>/udkast/<int:number>/ny-version", methods=["GET", "POST"])
@requires(Role.EDITOR)
def new_version(slug: str, number: int) -> str | Response:
    row, form = published(slug), NewVersionForm()
    act = request.form.get("til", "") if request.method == "POST" else ""
    if act == "begynd":
        return _begin(row, number)
    if act == "kasser":
        revising.discard_version(db.session, current_person().actor, clock.now(), row, number)
        db.session.commit()
        flash(_("Den nye version er kasseret. Den, der er sendt ud, gælder."), "success")
        return redirect(url_for("site.overview", slug=slug), 303)
    if act and form.validate() and _publish(row, number, form):
        db.session.commit()
        flash(_("Den nye version er sendt ud. De, der har svaret, får besked."), "success")
        return redirect(url_for("site.overview", slug=slug), 303)
    db.session.rollback()
    return _show(row, number, form)


def _begin(row: Consultation, number: int) -> Response:
    try:
        revising.begin_version(db.session, current_person().actor, clock.now(), row, number)
    except Closed as error:
        raise Closed("closed", reason=_closed_words()) from error
    db.session.commit()
    return redirect(url_for("consultations.draft", slug=row.slug, number=number), 303)


def _publish(row: Consultation, number: int, form: NewVersionForm) -> bool:
    given = (row, number, form.change_list.data)
    try:
        revising.publish_version(db.session, current_person().actor, clock.now(), *given)
    except Invalid as error:
        form.change_list.mark(VERSION_FAULTS[next(iter(error.errors.values()))])
    except Closed as error:
        raise Closed("closed", reason=_closed_words()) from error
    return not form.errors


def _closed_words() -> str:
    return str(_("Ingen kan svare på høringen nu. Hold en fornyet høring om den nye tekst."))


def _show(row: Consultation, number: int, form: NewVersionForm) -> str:
    found = queries.get_draft(db.session, row.id, number)
    pending = queries.find_pending_version(db.session, found.draft.id)
    before = queries.parts_of(queries.list_sections(db.session, found.version.id))
    after = queries.parts_of(queries.list_sections(db.session, pending.id)) if pending else []
    return render_template(
        "consultations/new_version.html",
        consultation=row,
        found=found,
        form=form,
        pending=pending,
        changes=compared(before, after) if pending else (),
        fates=FATES,
        new_section=NEW_SECTION,
        is_open=queries.state_of(db.session, row, clock.now()) in revising.OPEN_TO_CHANGE,
    )
