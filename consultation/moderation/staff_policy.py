"""The administrator's page of the rules for responses, in both languages, with every version there was."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.errors import Conflict
from consultation.extensions import db
from consultation.models import Authority
from consultation.moderation import pages, policies
from consultation.moderation.blueprint import blueprint
from consultation.moderation.forms import PolicyForm
from consultation.vocabulary import Language, Role


@blueprint.route("/intern/tekster/regler-for-svar", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def policy() -> Response:
    person, form = current_person(), PolicyForm()
    if request.method != "POST":
        return _render(None)
    base = pages.whole("base")
    if not form.validate():
        return _render(form, status=400)
    bodies = {Language.DANISH: form.danish.data.strip(), Language.ENGLISH: form.english.data.strip()}
    try:
        policies.save(db.session, person.actor, clock.now(), person.authority_id, bodies, base)
    except Conflict:
        db.session.rollback()
        form.danish.mark(_("En anden har gemt en ny version imens. Din tekst står her endnu, men er ikke gemt."))
        return _render(form, status=409)
    db.session.commit()
    flash(_("Reglerne er gemt og gælder fra nu af."), "success")
    return redirect(url_for("moderation.policy"), 303)


def _render(form: PolicyForm | None, status: int = 200) -> Response:
    owner = db.session.get_one(Authority, current_person().authority_id)
    versions = policies.list_versions(db.session, owner.id)
    shown = {"danish": versions[0].bodies[Language.DANISH], "english": versions[0].bodies.get(Language.ENGLISH, "")}
    form = form or PolicyForm(formdata=None, data=shown)
    page = render_template("moderation/policy.html", owner=owner, versions=versions, form=form, errors=form.errors)
    return make_response(page, status)
