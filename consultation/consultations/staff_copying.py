"""A new consultation from an earlier one: as a copy, or to supplement or renew it (R8)."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations import copying, following
from consultation.consultations.blueprint import blueprint
from consultation.consultations.forms import PLAIN_COPY, CopyForm
from consultation.extensions import db
from consultation.lib.dates import local
from consultation.models import Consultation
from consultation.vocabulary import FollowUp, Role


@blueprint.route("/intern/hoeringer/kopier", methods=["GET", "POST"])
@requires(Role.EDITOR)
def copy() -> str | Response:
    person = current_person()
    known = following.list_sent_out(db.session, person.authority_id)
    form = _form(known)
    if form.validate_on_submit() and _has_reason(form):
        source = following.get_sent_out(db.session, person.authority_id, form.source.data or "")
        kind = None if form.kind.data == PLAIN_COPY else FollowUp(form.kind.data or "")
        row = copying.copy_consultation(
            db.session, person.actor, clock.now(), source, form.title.data, kind, form.reason.data
        )
        db.session.commit()
        flash(_("Høringen er kopieret. Læs teksterne igennem: de kan nævne gamle datoer."), "success")
        return redirect(url_for("consultations.missing", slug=row.slug), 303)
    return render_template("consultations/copy.html", form=form, known=known)


def _form(known: list[Consultation]) -> CopyForm:
    """With what the address asks for chosen beforehand: ?fra= names the earlier one."""
    slugs = {row.slug: row for row in known}
    asked = slugs.get(request.args.get("fra", ""))
    form = CopyForm(data={"source": asked.slug, "title": asked.title} if asked else None)
    form.source.choices = {row.slug: _named(row) for row in known}
    return form


def _named(row: Consultation) -> str:
    """Two may have the same title; the year and the case number tell them apart."""
    year = f"{local(row.published_at).year}" if row.published_at else ""
    return f"{row.title} ({year}, {row.case_number})"


def _has_reason(form: CopyForm) -> bool:
    if form.kind.data != PLAIN_COPY and not form.reason.data.strip():
        form.reason.mark(_("Skriv, hvorfor der holdes en høring til"))
    return not form.errors
