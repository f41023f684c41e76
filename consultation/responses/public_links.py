"""Pages for who has lost the private link, or wants to check a receipt (interface.md 3.10, L3)."""

from flask import render_template, request

from consultation import clock
from consultation.extensions import db
from consultation.models import Consultation
from consultation.responses import links, proofs, queries
from consultation.responses.blueprint import blueprint
from consultation.responses.forms import LinkForm, VerifyForm
from consultation.responses.log_wording import log_check, log_state
from consultation.responses.receipt_files import HOW_TO_VERIFY
from consultation.responses.rules import typed_label
from consultation.responses.wording import received_words
from consultation.web.headers import private
from consultation.web.i18n import language


@blueprint.route("/mit-svar/glemt", methods=["GET", "POST"])
@private
def lost() -> str:
    """The answer is the same for a known address and an unknown one, and so is the work (A2)."""
    form, asked = LinkForm(), ""
    if request.method == "POST" and form.check():
        asked = form.email.data
        for authority_id in queries.list_authorities_at(db.session, request.host):
            links.ask_for_links(db.session, clock.now(), authority_id, asked, language())
        db.session.commit()
    return render_template("responses/lost.html", form=form, errors=form.errors, asked=asked)


@blueprint.route("/kontrol", methods=["GET", "POST"])
@private
def verify() -> str:
    form, checked = VerifyForm(), False
    found, evidence = None, None
    if request.method == "POST" and form.check():
        checked, found = True, proofs.find_by_code(db.session, form.number.data, form.code.data)
        evidence = proofs.evidence_of(db.session, found) if found else None
    return render_template(
        "responses/verify.html",
        form=form,
        errors=form.errors,
        checked=checked,
        label=typed_label(form.number.data),
        signs=proofs.count_signs(form.code.data),
        found=found,
        erased_at=queries.find_erased_at(db.session, found.id) if found else None,
        unchanged=found is not None and proofs.is_unchanged(db.session, found),
        log=log_check(evidence, form.line_code.data) if evidence else None,
        log_state=log_state(db.session, found) if found else "",
        received=received_words(found) if found else "",
        consultation=db.session.get_one(Consultation, found.consultation_id) if found else None,
        how=HOW_TO_VERIFY,
    )
