"""Signing in with an identity provider on the way to sending: there, back, and taking the name into the answer (R13).

Going and coming back change nothing; the press on the page that shows the name does. It is also what keeps a stranger
from having somebody else sign in for an answer that is not theirs.
"""

from urllib.parse import urlencode

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from consultation import clock
from consultation.config import Provider
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.lib import log
from consultation.lib.text import TextError, clean_line
from consultation.models import Consultation, Unsent
from consultation.responses import formkeys, identity, outbox, pages, unsent, unsent_queries
from consultation.responses.blueprint import blueprint
from consultation.responses.identity import Named, ProviderError
from consultation.responses.pages import Step
from consultation.vocabulary import LoginMode
from consultation.web.headers import private
from consultation.web.i18n import language, local_url

BACK = "/log-ind/tilbage"
CANCELS = {"access_denied": "cancelled"}
_log = log.logger(__name__)
_STATUS = {"away": 503, "refused": 400, "lost": 400, "late": 400, "cancelled": 200}


@blueprint.get("/kladde/<token>/log-ind")
@private
def log_in(token: str) -> ResponseReturnValue:
    step = pages.get_step(token)
    if step.unsent.response_id is not None:
        return pages.sent_page(step)
    if step.login_mode is not LoginMode.IDENTITY:
        return pages.go(step.url("about"))
    from consultation.responses import provider  # noqa: PLC0415 - 16 MB that only those who sign people in need

    try:
        known = _provider()
        trip = identity.begin(_secret(), _back(step.consultation), step.unsent.id, language(), step.now)
        return redirect(provider.sign_in_url(known, trip, language()), 303)
    except ProviderError as error:
        return _failed(error.code, step)


@blueprint.get(BACK)
@private
def logged_in() -> ResponseReturnValue:
    """Where the provider sends the citizen; the page has one button, which takes the name into the answer."""
    state = request.args.get("state", "")
    errand = identity.read_state(_secret(), state, clock.now())
    step = _step_of(errand.unsent_id) if errand else None
    if errand is None or step is None:
        return _failed(CANCELS.get(request.args.get("error", ""), "lost"), _remembered())
    if errand.language is not language():
        return redirect(f"{local_url(BACK, errand.language)}?{urlencode(request.args)}", 303)
    if step.unsent.response_id is not None:
        return pages.sent_page(step)
    if fault := _fault(fresh=errand.fresh):
        return _failed(fault, step)
    try:
        named = _named(step, state)
    except ProviderError as error:
        return _failed(error.code, step)
    signed = identity.sign(_secret(), step.unsent.id, named, step.now)
    return render_template(
        "responses/logged_in.html", step_of=step, consultation=step.consultation, named=named, signed=signed
    )


@blueprint.post("/kladde/<token>/navn")
@private
def identify(token: str) -> ResponseReturnValue:
    step = pages.get_step(token)
    if step.unsent.response_id is not None:
        return pages.sent_page(step)
    named = identity.read(_secret(), request.form.get("person", ""), step.unsent.id, step.now)
    if named is None:
        return _failed("late", step)
    unsent.save_about(db.session, step.unsent, {"name": named.name, unsent_queries.IDENTITY: named.seal})
    db.session.commit()
    return pages.go(step.url("about"))


def _fault(*, fresh: bool) -> str:
    """What the provider says went wrong, before anything else is believed."""
    if cancelled := CANCELS.get(request.args.get("error", "")):
        return cancelled
    if not fresh:
        return "late"
    told = request.args.get("iss", "").rstrip("/")
    if "error" in request.args or (told and told != _provider().issuer):
        return "refused"
    return ""


def _named(step: Step, state: str) -> Named:
    from consultation.responses import provider  # noqa: PLC0415 - as above

    known = _provider()
    trip = identity.trip_of(_secret(), _back(step.consultation), state)
    person = provider.person_of(known, trip, request.args.get("code", ""), step.now)
    try:
        name = clean_line(person.name)
    except TextError as error:
        raise ProviderError("refused", error) from error
    return Named(name, identity.seal_of(_secret(), known.issuer, person))


def _step_of(unsent_id: int) -> Step | None:
    """The answer that the sign-in was for; its link is made again, for the state does not hold it."""
    row = db.session.get(Unsent, unsent_id)
    if row is None:
        return None
    token = formkeys.find_unsent_token(pages.settings().secret_keys, row.form_key, row.token_hash)
    return pages.get_step(token) if token is not None else None


def _remembered() -> Step | None:
    """The answer that this browser has: some providers send back no state when one cancels. It only shows the way."""
    token = request.cookies.get(pages.cookie_name(), "")
    try:
        step = pages.get_step(token) if token else None
    except NotFound:
        return None
    return step if step and step.unsent.response_id is None else None


def _failed(code: str, step: Step | None = None) -> Response:
    """What went wrong and every way on; what was written is where it was."""
    _log.warning("sign_in_failed", cause=code)
    page = render_template(
        "responses/_login_failed.html",
        code=code,
        step_of=step,
        consultation=step.consultation if step else None,
        closes_at=step.closes_at if step else None,
    )
    return make_response(page, _STATUS[code])


def _provider() -> Provider:
    known = pages.settings().oidc
    if known is None:
        raise ProviderError("away")
    return known


def _secret() -> str:
    return pages.settings().secret_key


def _back(consultation: Consultation) -> str:
    """As it is registered at the provider: on the configured address, in no language, never from a header (A5)."""
    return outbox.base_url(pages.settings(), consultation) + BACK
