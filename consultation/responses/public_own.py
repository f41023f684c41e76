"""The sender's own pages below the private link: reading, correcting, withdrawing (interface.md 3.10)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from consultation import clock
from consultation.consultations.states import is_on_time, responses_are_public, state_at
from consultation.errors import Closed, Invalid, NotFound
from consultation.extensions import db
from consultation.models import Consultation, ResponseVersion
from consultation.responses import (
    appealing,
    asking,
    carrying,
    complaint_wording,
    confirming,
    file_queries,
    forms,
    mending,
    operations,
    pages,
    queries,
    wording,
)
from consultation.responses.blueprint import blueprint
from consultation.responses.carrying import Carried
from consultation.responses.content import AnswerContent, Content, Place, PlaceKey
from consultation.responses.forms import AddressForm, CorrectForm, place_words, quote_words
from consultation.responses.queries import Standing
from consultation.vocabulary import State, Status
from consultation.web.frame import use_authority
from consultation.web.headers import private

_SHOWN = frozenset({Status.PUBLISHED, Status.REDACTED})


@dataclass(frozen=True)
class Own:
    """The response behind a private link, and what its sender may do now."""

    token: str
    standing: Standing
    consultation: Consultation
    places: dict[PlaceKey, Place]
    closes_at: datetime | None
    open_to_sender: bool

    @property
    def number(self) -> str:
        return self.standing.number

    @property
    def may_withdraw(self) -> bool:
        return self.open_to_sender and self.standing.response.withdrawn_at is None

    @cached_property
    def corrected_until(self) -> datetime | None:
        """Until when a corrected text can be sent, of what is withheld also after the deadline."""
        mended = mending.mended_until(db.session, self.standing)
        return mending.corrected_until(db.session, self.standing.response, clock.now(), mended)

    @property
    def may_correct(self) -> bool:
        response = self.standing.response
        standing = response.withdrawn_at is None and not response.no_remarks
        return standing and self.corrected_until is not None and self.erased_at is None

    @cached_property
    def erased_at(self) -> datetime | None:
        """When its content was erased (P4)."""
        return queries.find_erased_at(db.session, self.standing.response.id)

    @property
    def versions(self) -> Sequence[ResponseVersion]:
        """Every version, oldest first."""
        return queries.list_versions(db.session, self.standing.response.id)

    def responses_public(self, now: datetime) -> bool:
        """Whether the consultation shows responses now."""
        row = self.consultation
        return responses_are_public(row.publication_mode, row.closes_at, row.responses_public_at, now)

    def answers(self, content: Content) -> list[tuple[Place, AnswerContent]]:
        """What a version says, each part with what it is about."""
        return [(self.places[answer.place], answer) for answer in content.answers]

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
    return Own(token, queries.standing_of(db.session, response), consultation, places, closes_at, is_open)


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
    standing, now = mine.standing, clock.now()
    written = [(version, queries.content_of(db.session, version)) for version in mine.versions]
    *earlier, newest = written
    return render_template(
        "responses/own.html",
        **asks_to_confirm(mine, form, mailed),
        **_complaint(mine),
        appealed_until=appealing.appealed_until(standing) if appealing.may_appeal(db.session, standing, now) else None,
        errors=form.errors if form else {},
        own_response=mine,
        consultation=mine.consultation,
        status=wording.status_words(db.session, standing, mine.consultation, now, is_open=mine.open_to_sender),
        shown=wording.shown_status(standing, now) in _SHOWN and mine.responses_public(now),
        is_decided=state_at(queries.acts_for(db.session, mine.consultation), now) is State.DECIDED,
        received=wording.received_words(standing.response),
        content=newest[1],
        scans=file_queries.scans_of(db.session, [file.blob_id for _row, one in written for file in one.files]),
        answers=mine.answers(newest[1]),
        sender=queries.sender_of(standing.version),
        earlier=[(version, content, mine.answers(content)) for version, content in earlier],
        contact=pages.contact_words(mine.consultation),
        carried=[
            (_about_words(one), wording.carried_words(one.fate), one.place.draft_number)
            for one in carrying.list_carried(db.session, mine.standing.version.id)
        ],
    )


def _complaint(mine: Own) -> dict[str, object]:
    """The newest complaint, which decision it is about, and what happens next or what came of it."""
    complaint, standing = appealing.find_latest(db.session, mine.standing.response.id), mine.standing
    if complaint is None:
        return {"complaint": None}
    return {
        "complaint": complaint,
        "complaint_about": complaint_wording.about_words(db.session, mine.consultation, complaint.about),
        "complaint_version": complaint_wording.version_words(complaint, standing),
        "complaint_outcome": complaint_wording.outcome_words(complaint, standing),
        "complaint_next": complaint_wording.answer_words(db.session, standing),
    }


def _about_words(one: Carried) -> Markup:
    """What an answer to an older version is about, and which of its words."""
    told = (place_words(one.place, marked=True), quote_words(one.quote, marked=True))
    return Markup(". ").join(words for words in told if words)


@blueprint.route("/mit-svar/<token>/ret", methods=["GET", "POST"])
@private
def correct(token: str) -> ResponseReturnValue:
    own = get_own(token)
    if not own.may_correct:
        return pages.go(own.url("own"))
    content = queries.content_of(db.session, own.standing.version)
    form = forms.correct_form(own.answers(content))
    if request.method == "POST" and form.validate():
        try:
            _correct(own, content, form)
        except Invalid:
            form.answers[0].mark(_("Skriv dit svar, eller træk det tilbage i stedet"))
        else:
            db.session.commit()
            return pages.go(own.url("own"))
    return render_template(
        "responses/correct.html", own_response=own, consultation=own.consultation, form=form, errors=form.errors
    )


def _correct(own: Own, content: Content, form: CorrectForm) -> None:
    given = [_corrected(form, number, answer) for number, answer in enumerate(content.answers, 1)]
    answers = tuple(answer for answer in given if answer.question_id is None or not answer.is_empty)
    version, response = own.standing.version, own.standing.response
    sender, corrected = queries.sender_of(version), replace(content, answers=answers)
    operations.correct_response(db.session, pages.settings(), clock.now(), response, sender, corrected)


def _corrected(form: CorrectForm, number: int, answer: AnswerContent) -> AnswerContent:
    if f"choice-{number}" in form:
        return replace(answer, choices=asking.chosen_in(form, f"choice-{number}"))
    return replace(
        answer, text=form[f"text-{number}"].data, proposed_text=_proposed(form, number, answer.proposed_text)
    )


def _proposed(form: CorrectForm, number: int, before: str) -> str:
    name = f"proposed-{number}"
    return str(form[name].data) if name in form else before


@blueprint.route("/mit-svar/<token>/traek-tilbage", methods=["GET", "POST"])
@private
def withdraw(token: str) -> ResponseReturnValue:
    own = get_own(token)
    if request.method != "POST":
        if not own.may_withdraw:
            return pages.go(own.url("own"))
        return render_template("responses/withdraw.html", own_response=own, consultation=own.consultation)
    try:
        operations.withdraw_response(db.session, clock.now(), own.standing.response)
    except Closed:
        return pages.go(own.url("own"))
    db.session.commit()
    return pages.go(own.url("own"))
