"""The author's complaint about a decision, below the private link (R32)."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from consultation import clock
from consultation.extensions import db
from consultation.responses import appealing, complaint_wording, pages, queries
from consultation.responses.blueprint import blueprint
from consultation.responses.forms import AppealForm
from consultation.responses.public_own import get_own
from consultation.web.headers import private
from consultation.web.labels import FINDINGS


@blueprint.route("/mit-svar/<token>/klage", methods=["GET", "POST"])
@private
def appeal(token: str) -> ResponseReturnValue:
    own, form = get_own(token), AppealForm()
    response, decision = own.standing.response, own.standing.decision
    if decision is None or not appealing.may_appeal(db.session, own.standing, clock.now()):
        return pages.go(own.url("own") + "#klage")
    if request.method == "POST" and form.validate():
        appealing.appeal(db.session, "sender", clock.now(), response, form.appeal.data)
        db.session.commit()
        return pages.go(own.url("own") + "#klage")
    return render_template(
        "responses/appeal.html",
        own_response=own,
        consultation=own.consultation,
        form=form,
        errors=form.errors,
        about=complaint_wording.about_words(db.session, own.consultation, decision),
        removed=[FINDINGS[kind] for kind in queries.redacted_kinds(db.session, decision)],
        answer_words=complaint_wording.answer_words(db.session, own.standing),
        until=appealing.appealed_until(own.standing),
        dpo=own.consultation.authority.dpo,
    )
