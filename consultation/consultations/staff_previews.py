"""Links by which others see a consultation before it is sent out: made, shown once, withdrawn."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.queries import names
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations import previewing, previews, reviews
from consultation.consultations.blueprint import blueprint
from consultation.consultations.pages import staff_consultation, unpublished
from consultation.consultations.review_forms import PreviewLinkForm
from consultation.errors import Invalid
from consultation.extensions import db
from consultation.models import Consultation
from consultation.vocabulary import PreviewState, Role

STATES = {
    PreviewState.IN_FORCE: _l("virker"),
    PreviewState.EXPIRED: _l("udløbet"),
    PreviewState.WITHDRAWN: _l("trukket tilbage"),
    PreviewState.SENT_OUT: _l("sendt ud"),
}
_FAULTS = {"past": _l("Datoen er passeret"), "late": _l("Et link kan højst virke i 90 dage")}


@blueprint.route("/intern/hoeringer/<slug>/forhaandsvisning", methods=["GET", "POST"])
@requires(Role.EDITOR)
def preview_links(slug: str) -> str | Response:
    row = unpublished(slug) if request.method == "POST" else staff_consultation(slug)
    form = PreviewLinkForm(data={"ends_on": clock.today() + previews.USUAL})
    if not form.validate_on_submit() or form.ends_on.data is None:
        return _render(row, form)
    common = (db.session, current_person().actor, clock.now(), row)
    try:
        link, token = previewing.make_link(*common, form.name.data, form.ends_on.data, may_remark=form.may_remark.data)
    except Invalid as error:
        form.ends_on.mark(_FAULTS[error.errors["ends_on"]])
        return _render(row, form)
    name, address = link.name, f"{_base_url(row)}/forhaandsvisning/{token}"
    db.session.commit()
    return _render(
        row, PreviewLinkForm(formdata=None, data={"ends_on": clock.today() + previews.USUAL}), made=name, link=address
    )


def _render(row: Consultation, form: PreviewLinkForm, *, made: str = "", link: str = "") -> str:
    now, rows = clock.now(), reviews.list_links(db.session, row.id)
    return render_template(
        "consultations/preview_links.html",
        consultation=row,
        form=form,
        errors=form.errors,
        made=made,
        link=link,
        links=[(one, previews.state_of(one.ends_at, one.withdrawn_at, row.published_at, now)) for one in rows],
        states=STATES,
        names=names(db.session, {one.by for one in rows}),
    )


@blueprint.post("/intern/hoeringer/<slug>/forhaandsvisning/<int:link_id>/traek-tilbage")
@requires(Role.EDITOR)
def withdraw_preview(slug: str, link_id: int) -> Response:
    row = staff_consultation(slug)
    previewing.withdraw_link(db.session, current_person().actor, clock.now(), row, link_id)
    db.session.commit()
    flash(_("Linket er trukket tilbage og virker ikke mere."), "success")
    return redirect(url_for("consultations.preview_links", slug=slug), 303)


def _base_url(row: Consultation) -> str:
    """The authority's own base or the configured one, never a header (A5)."""
    return str(row.authority.base_url or current_app.config["BASE_URL"]).rstrip("/")
