"""Confirming an e-mail address by the link in a mail: opening it changes nothing, only the button does (A3, T7)."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consultation import clock
from consultation.errors import Closed, Conflict, NotFound
from consultation.extensions import db
from consultation.models import Consultation, Response
from consultation.responses import confirming, links, pages, queries, wording
from consultation.responses.blueprint import blueprint
from consultation.responses.forms import AddressForm
from consultation.responses.public_own import get_own, show_own
from consultation.web.frame import use_authority
from consultation.web.headers import private

CONFIRM, NOT_ME = "bekraeft", "ikke-mig"


@dataclass(frozen=True)
class Asked:
    """What the link in a mail is about."""

    response: Response
    consultation: Consultation
    until: datetime

    @property
    def number(self) -> str:
        return queries.number_of(self.response)

    @property
    def waits(self) -> bool:
        """Whether the button can still be pressed."""
        still = self.response.unconfirmed and self.response.withdrawn_at is None and clock.now() < self.until
        return still and self.erased_at is None

    @property
    def erased_at(self) -> datetime | None:
        return queries.find_erased_at(db.session, self.response.id)

    @property
    def own_url(self) -> str:
        """The sender's own page, where it has the link it was made with: a newer one is for whom staff have checked."""
        if links.serial_of(db.session, self.response.id):
            return ""
        token = links.find_token(db.session, pages.settings(), self.response)
        return url_for("responses.own", token=token) if token else ""


@blueprint.route("/bekraeft/<token>", methods=["GET", "POST"])
@private
def confirm(token: str) -> ResponseReturnValue:
    received_at = pages.received_at()
    asked = _get(token)
    act = request.form.get("til") if request.method == "POST" else ""
    try:
        if act == CONFIRM:
            confirming.confirm(db.session, pages.settings(), clock.now(), received_at, asked.response)
        elif act == NOT_ME:
            confirming.disown(db.session, clock.now(), received_at, asked.response)
        db.session.commit() if act else None
    except (Closed, Conflict):
        db.session.rollback()
    if act:
        return pages.go(url_for("responses.confirm", token=token))
    return render_template(
        "responses/confirm.html",
        asked=asked,
        consultation=asked.consultation,
        received=wording.received_words(asked.response),
        contact=pages.contact_words(asked.consultation),
        not_me=confirming.NOT_ME,
    )


@blueprint.post("/mit-svar/<token>/bekraeft")
@private
def ask_again(token: str) -> ResponseReturnValue:
    """The mail once more, to a corrected address where the first was wrong."""
    own = get_own(token)
    form = AddressForm()
    if not form.check():
        return show_own(own, form)
    try:
        mailed = confirming.ask_again(db.session, pages.settings(), clock.now(), own.standing.response, form.email.data)
    except (Closed, Conflict):
        db.session.rollback()
        return pages.go(own.url("own"))
    db.session.commit()
    if not mailed:
        form.email.mark(_("Vi har allerede sendt flere mails til adressen i dag. Prøv igen i morgen"))
        return show_own(get_own(token), form)
    return show_own(get_own(token), AddressForm(formdata=None, data={"email": form.email.data}), mailed=form.email.data)


def _get(token: str) -> Asked:
    try:
        response = confirming.get_by_token(db.session, token)
    except NotFound as error:
        raise pages.no_such_link() from error
    consultation = db.session.get_one(Consultation, response.consultation_id)
    use_authority(consultation.authority)
    return Asked(response, consultation, confirming.until(db.session, response))
