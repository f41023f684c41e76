"""The receipt: as a page, as files to keep, and by mail once more (R18, interface.md 3.9)."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.exceptions import ServiceUnavailable

from consultation import clock
from consultation.consultations.queries import list_milestones
from consultation.errors import Gone, Invalid
from consultation.extensions import db
from consultation.lib.dates import date_words
from consultation.lib.typeset import BusyError, pdf_apart
from consultation.responses import (
    file_queries,
    log_wording,
    outbox,
    pages,
    proofs,
    queries,
    receipt_files,
    sending,
    wording,
)
from consultation.responses.blueprint import blueprint
from consultation.responses.forms import LinkForm
from consultation.responses.public_own import Own, asks_to_confirm, get_own
from consultation.responses.receipt_files import Kept
from consultation.vocabulary import Language
from consultation.web.bodies import refuse
from consultation.web.headers import private
from consultation.web.i18n import language
from consultation.web.uploads import attachment_response


@blueprint.get("/mit-svar/<token>/kvittering")
@private
def receipt(token: str) -> ResponseReturnValue:
    own = get_own(token)
    kept = _kept(own, language())
    standing, confirm = own.standing, asks_to_confirm(own)
    admission = queries.newest_admissions(db.session, own.consultation.id).get(standing.response.id)
    return render_template(
        "responses/receipt.html",
        **confirm,
        own_response=own,
        consultation=own.consultation,
        response=kept.response,
        received=wording.received_words(kept.response),
        late=kept.response.late,
        sender=kept.sender,
        content=kept.content,
        scans=file_queries.scans_of(db.session, [file.blob_id for file in kept.content.files]),
        answers=own.answers(kept.content),
        code=kept.code,
        log=log_wording.log_lines(kept.evidence),
        link=kept.link,
        mail=wording.mail_line(sending.find_receipt(db.session, kept.response)),
        timeline=wording.timeline(
            own.consultation,
            kept.response,
            list_milestones(db.session, own.consultation.id),
            clock.today(),
            standing.status,
            admission,
            waits=bool(confirm["waits"]),
        ),
    )


@blueprint.get("/mit-svar/<token>/kvittering.json")
@private
def receipt_file(token: str) -> Response:
    own = _whole(get_own(token))
    kept = _kept(own, own.standing.response.language)
    with force_locale(own.standing.response.language.value):
        told, name = receipt_files.as_json(kept), receipt_files.name_of(kept)
    return attachment_response(told, f"{name}.json", "application/json")


@blueprint.get("/mit-svar/<token>/kvittering.pdf")
@private
def receipt_pdf(token: str) -> Response:
    own = _whole(get_own(token))
    kept = _kept(own, own.standing.response.language)
    name, made_at = receipt_files.name_of(kept), kept.response.registered_at
    with force_locale(own.standing.response.language.value):
        paper = receipt_files.paper_of(kept)
    db.session.rollback()  # nobody else waits for the database while the paper is made
    try:
        made = pdf_apart(receipt_files.TEMPLATE, "receipt", paper, made_at)
    except BusyError as error:
        words = _("Der bliver lavet mange kvitteringer lige nu. Vent et minut, og prøv igen.")
        raise refuse(ServiceUnavailable, words) from error
    return attachment_response(made, f"{name}.pdf", "application/pdf")


@blueprint.route("/mit-svar/<token>/e-mail", methods=["GET", "POST"])
@private
def mail(token: str) -> ResponseReturnValue:
    own = get_own(token)
    response, version = own.standing.response, own.standing.version
    if response.unconfirmed:
        return pages.go(own.url("own") + "#bekraeft")
    form = LinkForm(data={"email": queries.email_of(db.session, version)})
    if request.method == "POST" and form.check():
        try:
            sending.send_again(db.session, pages.settings(), clock.now(), response, version, token, form.email.data)
        except Invalid:
            form.email.mark(_("Vi har sendt mange mails til adressen det sidste døgn. Prøv igen i morgen"))
        else:
            db.session.commit()
            return pages.go(own.url("receipt") + "#mail")
    return render_template(
        "responses/mail.html", own_response=own, consultation=own.consultation, form=form, errors=form.errors
    )


def _whole(own: Own) -> Own:
    """Gone where what the receipt was given for is erased (P4)."""
    if own.erased_at is not None:
        raise Gone("erased", reason=_("Indholdet er slettet %(day)s.", day=date_words(own.erased_at, language())))
    return own


def _kept(own: Own, code: Language) -> Kept:
    """The receipt as it was given: of the first version, and what was to come then."""
    response, first = own.standing.response, own.versions[0]
    return Kept(
        consultation=own.consultation,
        response=response,
        sender=queries.sender_of(first),
        content=queries.content_of(db.session, first),
        places=own.places,
        milestones=list_milestones(db.session, own.consultation.id),
        link=sending.own_address(pages.settings(), own.consultation, own.token, code),
        evidence=proofs.evidence_of(db.session, response),
        page=f"{outbox.base_url(pages.settings(), own.consultation)}/hoeringer/{own.consultation.slug}",
    )
