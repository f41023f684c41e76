"""The page on which staff register how many have signed a response (R39)."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts import queries as accounts
from consultation.accounts.signed_in import requires
from consultation.errors import Invalid
from consultation.extensions import db
from consultation.lib.integers import read_integer
from consultation.moderation import pages, petitions
from consultation.moderation.blueprint import DESK, blueprint
from consultation.moderation.forms import PetitionForm
from consultation.vocabulary import Role


@blueprint.route(f"{DESK}/underskrifter", methods=["GET", "POST"])
@requires(Role.MODERATOR, Role.SECRETARY)
def petition(slug: str, label: str) -> str | BaseResponse:
    at, form = pages.find_desk(slug, label), PetitionForm()
    if form.is_submitted() and form.validate() and _register(at, form):
        db.session.commit()
        flash(_("Antallet af underskrifter er gemt."), "success")
        return redirect(url_for("moderation.petition", slug=slug, label=label), 303)
    known = petitions.list_petitions(db.session, at.response.id)
    return render_template(
        "moderation/petition.html",
        at=at,
        form=form,
        errors=form.errors,
        known=list(reversed(known)),
        names=accounts.names(db.session, {one.by for one in known}),
        moderates=Role.MODERATOR in at.person.roles,
    )


def _register(at: pages.Desk, form: PetitionForm) -> bool:
    typed = form.signatures.data.replace(".", "").replace(" ", "")
    try:
        petitions.register(db.session, at.person.actor, at.now, at.response.id, read_integer(typed), form.source.data)
    except Invalid as error:
        db.session.rollback()
        if "signatures" in error.errors:
            form.signatures.mark(_("Skriv et helt tal, for eksempel 1204"))
        return False
    return True
