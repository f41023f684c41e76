"""A heard party's own link: write an answer, or say in one press that there is nothing to remark (interface.md 4.3)."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation import clock
from consultation.consultations import states
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.models import Consultation, HeardParty
from consultation.parties import queries as parties
from consultation.responses import formkeys, pages, queries, rules, unsent, unsent_queries
from consultation.responses.blueprint import blueprint
from consultation.responses.content import WHOLE
from consultation.vocabulary import State
from consultation.web.frame import use_authority
from consultation.web.headers import private
from consultation.web.i18n import language


@blueprint.route("/part/<token>", methods=["GET", "POST"])
@private
def party(token: str) -> ResponseReturnValue:
    received_at = pages.received_at()
    heard, consultation = _get(token)
    if request.method != "POST":
        return _show(heard, consultation)
    if request.form.get("til") == "ingen":
        received = unsent.send_no_remarks(db.session, pages.settings(), clock.now(), received_at, heard)
        db.session.commit()
        return pages.to_receipt(consultation, received)
    own = _begin(heard, consultation)
    db.session.commit()
    return pages.go(url_for("responses.write", token=own))


def _get(token: str) -> tuple[HeardParty, Consultation]:
    try:
        heard = parties.get_by_token(db.session, token)
    except NotFound as error:
        raise pages.no_such_link() from error
    consultation = db.session.get_one(Consultation, heard.consultation_id)
    use_authority(consultation.authority)
    return heard, consultation


def _begin(heard: HeardParty, consultation: Consultation) -> str:
    """The party's answer: the one its people are writing already, or a new one (interface.md 4.3)."""
    settings, now = pages.settings(), clock.now()
    writing = unsent_queries.find_of_party(db.session, heard.id)
    if writing is not None:
        return unsent.token_of(settings, writing)
    signed = formkeys.issue(settings.secret_key, consultation.id, now)
    key = formkeys.read(settings.secret_keys, signed, consultation.id)
    if key is None:
        raise NotFound("a key of our own making is readable")
    begun, own = unsent.begin(db.session, settings, now, consultation, key, language(), heard)
    unsent.choose_places(db.session, now, begun, [WHOLE])
    return own


def _show(heard: HeardParty, consultation: Consultation) -> str:
    answered = [response for response in queries.list_of_party(db.session, heard.id) if response.withdrawn_at is None]
    state = states.state_at(queries.acts_for(db.session, consultation, heard.id), clock.now())
    return render_template(
        "responses/party.html",
        consultation=consultation,
        name=heard.party.name,
        state=state,
        is_open=state is State.OPEN,
        closes_at=queries.closes_at_for(db.session, consultation, heard.id),
        numbers=[rules.number_label(response.series, response.seq) for response in answered],
        no_remarks=bool(answered) and answered[-1].no_remarks,
        writing=unsent_queries.find_of_party(db.session, heard.id) is not None,
        contact=pages.contact_words(consultation),
    )
