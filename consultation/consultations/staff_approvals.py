"""The page on which an editor says whose approval the answers need before the final papers (domain.md 6)."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations import operations, queries
from consultation.consultations.blueprint import blueprint
from consultation.consultations.forms import ApprovalStepsForm
from consultation.consultations.pages import staff_consultation
from consultation.extensions import db
from consultation.vocabulary import Role


@blueprint.route("/intern/hoeringer/<slug>/hvem-godkender", methods=["GET", "POST"])
@requires(Role.EDITOR)
def approval_steps(slug: str) -> str | Response:
    row = staff_consultation(slug)
    form = ApprovalStepsForm(data={"owner": row.owner_approval, "director": row.director_approval})
    if form.validate_on_submit():
        who = db.session, current_person().actor, clock.now(), row
        operations.set_approvals(*who, owner=form.owner.data, director=form.director.data)
        db.session.commit()
        flash(_("Det er gemt, hvem der skal godkende."), "success")
        return redirect(url_for("consultations.approval_steps", slug=slug), 303)
    frozen = queries.acts_of(db.session, row).frozen_at
    return render_template("consultations/approval_steps.html", consultation=row, form=form, frozen_at=frozen)
