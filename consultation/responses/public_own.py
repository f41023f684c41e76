"""The sender's own pages below the private link: receipt, reading, correcting, withdrawing (interface.md 3.9, 3.10)."""

import json
from dataclasses import dataclass, replace

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consultation import clock
from consultation.consultations.queries import list_milestones
from consultation.consultations.states import is_on_time
from consultation.errors import Closed, Invalid, NotFound
from consultation.extensions import db
from consultation.lib.tokens import check_code
from consultation.models import Consultation
from consultation.responses import confirming, file_queries, forms, operations, pages, queries, sending, wording
from consultation.responses.blueprint import blueprint
from consultation.responses.content import AnswerContent, Content, Place, PlaceKey, Proof, exact
from consultation.responses.forms import AddressForm, CorrectForm
from consultation.responses.queries import Standing
from consultation.web.frame import use_authority
from consultation.web.headers import private
from consultation.web.i18n import language
from consultation.web.uploads import attachment_response


@dataclass(frozen=True)
class Own:
    """The response behind a private link, and what its sender may do now."""

    token: str
    standing: Standing
    consultation: Consultation
    places: dict[PlaceKey, Place]
    open_to_sender: bool

    @property
    def number(self) -> str:
        return self.standing.number

    @property
    def may_withdraw(self) -> bool:
        return self.open_to_sender and self.standing.response.withdrawn_at is None

    @property
    def may_correct(self) -> bool:
        return self.may_withdraw and not self.standing.response.no_remarks

    def url(self, view: str) -> str:
        return url_for(f"responses.{view}", token=self.token)


def get_own(token: str) -> Own:
    """NotFound in the same words for every link that opens nothing."""
    try:
        response = queries.get_by_token(db.session, token)
    except NotFound as error:
        raise pages.no_such_link() from error
    consultation = db.session.get_one(Consultation, response.consultation_id)
    use_authority(consultation.authority)
    closes_at = queries.closes_at_for(db.session, consultation, queries.find_heard_party_id(db.session, response.id))
    is_open = consultation.cancelled_at is None and closes_at is not None and is_on_time(clock.now(), closes_at)
    places = queries.places_of(db.session, consultation.id)
    return Own(token, queries.standing_of(db.session, response), consultation, places, is_open)


@blueprint.get("/mit-svar/<token>/kvittering")
@private
def receipt(token: str) -> ResponseReturnValue:
    own = get_own(token)
    response = own.standing.response
    first = queries.list_versions(db.session, response.id)[0]
    content = queries.content_of(db.session, first)
    meetings = list_milestones(db.session, own.consultation.id)
    return render_template(
        "responses/receipt.html",
        **asks_to_confirm(own),
        own_response=own,
        consultation=own.consultation,
        response=response,
        received=wording.received_words(response),
        late=response.late,
        sender=queries.sender_of(first),
        content=content,
        scans=file_queries.scans_of(db.session, [file.blob_id for file in content.files]),
        answers=_answers(own, content),
        code=check_code(response.commitment),
        link=sending.own_address(pages.settings(), own.consultation, token, language()),
        mail=wording.mail_words(sending.find_receipt(db.session, response)),
        timeline=wording.timeline(own.consultation, response, meetings, clock.now()),
    )


@blueprint.get("/mit-svar/<token>/kvittering.json")
@private
def receipt_file(token: str) -> Response:
    own = get_own(token)
    response = own.standing.response
    first = queries.list_versions(db.session, response.id)[0]
    proof = Proof(response.nonce, own.number, response.received_at)
    text = proof.text(queries.sender_of(first), queries.content_of(db.session, first), own.places)
    told = {
        "kind": "consultation receipt 1",
        "consultation": own.consultation.slug,
        "number": own.number,
        "received_at": exact(response.received_at),
        "nonce": response.nonce,
        "text": text,
        "commitment": response.commitment,
        "check_code": check_code(response.commitment),
        "how_to_verify": _HOW,
    }
    body = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    return attachment_response(body.encode(), f"kvittering-svar-{own.number}.json", "application/json")


_HOW = (
    "commitment is the SHA-256, in hexadecimal digits, of these five strings in UTF-8, each after its length in bytes "
    'as 8 bytes, big end first: "consultation commitment 1", nonce, number, received_at, text. The proof of a file is '
    "the same with the SHA-256 of the file, in hexadecimal digits, in the place of text."
)


@blueprint.get("/mit-svar/<token>")
@private
def own(token: str) -> ResponseReturnValue:
    return show_own(get_own(token))


def asks_to_confirm(own: Own, form: AddressForm | None = None, mailed: str = "") -> dict[str, object]:
    """What the pages of a response say that waits for its sender to confirm the e-mail address."""
    response, email = own.standing.response, own.standing.version.email
    until = confirming.until(db.session, response)
    waits = response.unconfirmed and response.withdrawn_at is None and clock.now() < until
    address = form or AddressForm(formdata=None, data={"email": email})
    return {"waits": waits, "confirm_until": until, "address": address, "email": email, "mailed": mailed}


def show_own(mine: Own, form: AddressForm | None = None, *, mailed: str = "") -> str:
    """The own page; with the form of the address where it was sent and is not right."""
    content = queries.content_of(db.session, mine.standing.version)
    return render_template(
        "responses/own.html",
        **asks_to_confirm(mine, form, mailed),
        errors=form.errors if form else {},
        own_response=mine,
        consultation=mine.consultation,
        status=wording.status_words(db.session, mine.standing, mine.consultation, clock.now()),
        received=wording.received_words(mine.standing.response),
        content=content,
        scans=file_queries.scans_of(db.session, [file.blob_id for file in content.files]),
        answers=_answers(mine, content),
        sender=queries.sender_of(mine.standing.version),
        versions=queries.list_versions(db.session, mine.standing.response.id),
        contact=pages.contact_words(mine.consultation),
    )


@blueprint.route("/mit-svar/<token>/ret", methods=["GET", "POST"])
@private
def correct(token: str) -> ResponseReturnValue:
    own = get_own(token)
    if not own.may_correct:
        return pages.go(own.url("own"))
    content = queries.content_of(db.session, own.standing.version)
    form = forms.correct_form([(place, answer.text, answer.proposed_text) for place, answer in _answers(own, content)])
    if request.method == "POST" and form.validate():
        try:
            _correct(own, content, form)
        except Invalid:
            form.texts[0].mark(_("Skriv dit svar, eller træk det tilbage i stedet"))
        else:
            db.session.commit()
            return pages.go(own.url("own"))
    return render_template(
        "responses/correct.html", own_response=own, consultation=own.consultation, form=form, errors=form.errors
    )


def _correct(own: Own, content: Content, form: CorrectForm) -> None:
    answers = tuple(
        replace(answer, text=form[f"text-{number}"].data, proposed_text=_proposed(form, number, answer.proposed_text))
        for number, answer in enumerate(content.answers, 1)
    )
    version, response = own.standing.version, own.standing.response
    sender, corrected = queries.sender_of(version), replace(content, answers=answers)
    operations.correct_response(db.session, pages.settings(), clock.now(), response, sender, corrected)


def _proposed(form: CorrectForm, number: int, before: str) -> str:
    name = f"proposed-{number}"
    return str(form[name].data) if name in form else before


@blueprint.route("/mit-svar/<token>/traek-tilbage", methods=["GET", "POST"])
@private
def withdraw(token: str) -> ResponseReturnValue:
    own = get_own(token)
    if request.method == "GET":
        if not own.may_withdraw:
            return pages.go(own.url("own"))
        return render_template("responses/withdraw.html", own_response=own, consultation=own.consultation)
    try:
        operations.withdraw_response(db.session, clock.now(), own.standing.response)
    except Closed:
        return pages.go(own.url("own"))
    db.session.commit()
    return pages.go(own.url("own"))


def _answers(own: Own, content: Content) -> list[tuple[Place, AnswerContent]]:
    return [(own.places[answer.place], answer) for answer in content.answers]
