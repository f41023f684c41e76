"""What the pages of the respond flow share: settings, times, the way on, and the cookie that remembers a kladde."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import cast

from cachetools import LRUCache
from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session

from consultation import clock
from consultation.config import Settings
from consultation.consultations.pages import shown_html
from consultation.consultations.queries import get_with_authority
from consultation.errors import DomainError, NotFound
from consultation.extensions import db
from consultation.lib.dates import HOUR
from consultation.lib.integers import read_integer
from consultation.lib.tokens import hash_token
from consultation.models import Consultation, SectionText, Unsent
from consultation.responses import operations, queries, rules, unsent_queries, wording
from consultation.responses.asking import chosen_words
from consultation.responses.blueprint import blueprint
from consultation.responses.content import Place, PlaceKey
from consultation.responses.forms import place_words
from consultation.responses.operations import Received
from consultation.responses.rules import Sender
from consultation.responses.unsent import note_trap
from consultation.responses.wording import hour_minute
from consultation.storage import Store
from consultation.vocabulary import Language, LoginMode, NameRule
from consultation.web.bodies import RECEIVED_AT, SOURCE
from consultation.web.frame import note_way_back, use_authority
from consultation.web.i18n import PREFIX, language, local_url, root
from consultation.web.labels import SCANS, SHORT_CAPACITIES, STANCES, YOUNG

SEE_OTHER = 303
TRAP = "website"
"""The name of the field that no person sees (macros/forms.html)."""
_REMEMBERED = timedelta(days=90)
PLACES, _MOST_PLACES = "places", 32
_turn = Lock()
LANGUAGES = frozenset(Language)


@dataclass(frozen=True)
class Step:
    """What every page of the flow knows. `late`: the deadline has passed, sending still works (interface.md 4.2)."""

    unsent: Unsent
    token: str
    consultation: Consultation
    places: Mapping[PlaceKey, Place]
    closes_at: datetime | None
    now: datetime

    @property
    def late(self) -> bool:
        return self.closes_at is not None and self.now >= self.closes_at

    @property
    def last_hour(self) -> bool:
        return self.closes_at is not None and timedelta() < self.closes_at - self.now < HOUR

    @property
    def login_mode(self) -> LoginMode:
        """What this sender is asked for (R13)."""
        return unsent_queries.login_mode_of(self.unsent, self.consultation)

    @property
    def is_party(self) -> bool:
        return self.unsent.heard_party_id is not None

    def url(self, view: str, **values: object) -> str:
        """The address of another step of this answer."""
        return url_for(f"responses.{view}", token=self.token, **values)  # type: ignore[arg-type]  # - Flask's own keywords are not among the values


@blueprint.context_processor
def words() -> dict[str, object]:
    """What the templates of the flow say places and stances with."""
    return {
        "place_words": place_words,
        "chosen_words": chosen_words,
        "stances": STANCES,
        "scan_words": SCANS,
        "section_html": _section_html,
        "hour_minute": hour_minute,
        **_asking(),
    }


def _asking() -> dict[str, object]:
    words = (wording.needs_words, wording.paper_words, wording.provider_name, wording.link_words)
    return {function.__name__: function for function in words}


def _section_html(section: SectionText) -> Markup:
    """A section as it was sent out; its HTML was sanitised when it was saved."""
    return shown_html(section.html, section.heading)


def settings() -> Settings:
    return cast("Settings", current_app.config["SETTINGS"])


def store() -> Store:
    return cast("Store", current_app.extensions["store"])


def received_at() -> datetime:
    """When the server had the whole request (T6): told with the environ, else now."""
    told = request.environ.get(RECEIVED_AT)
    return told if isinstance(told, datetime) else clock.now()


def source() -> str:
    """The network address that this came from, for counting; "" where nobody knows (B1)."""
    return str(request.environ.get(SOURCE) or request.remote_addr or "")


def get_step(token: str) -> Step:
    """The answer behind the link, locked where the request may change it. NotFound is told without saying why (A2)."""
    note_way_back(url_for("responses.unsent", token=token))
    try:
        unsent = unsent_queries.get_unsent(db.session, token, to_write=request.method == "POST")
    except NotFound as error:
        raise no_such_link() from error
    consultation = get_with_authority(db.session, unsent.consultation_id)
    use_authority(consultation.authority)
    if request.form.get(TRAP):
        note_trap(db.session, unsent)
    return Step(
        unsent,
        token,
        consultation,
        places_of(consultation),
        queries.closes_at_for(db.session, consultation, unsent.heard_party_id),
        clock.now(),
    )


def places_of(consultation: Consultation) -> Mapping[PlaceKey, Place]:
    """What an answer can be about, as queries.places_of says it; read again once the revision has risen.

    Nothing else in a request reads as much, and on a last evening every page and every sending asks for the same.
    """
    known, key = current_app.extensions[PLACES], (consultation.id, consultation.revision)
    with _turn:
        found: Mapping[PlaceKey, Place] | None = known.get(key)
    if found is None:
        found = queries.places_of(db.session, consultation.id)
        with _turn:
            known[key] = found
    return found


@blueprint.record_once
def _remember_places(state: BlueprintSetupState) -> None:
    state.app.extensions[PLACES] = LRUCache(_MOST_PLACES)


def check_unsent(token: str) -> None:
    """Whether the link opens something, without the turn to write: for work that takes its time before it."""
    try:
        with Session(db.engine.execution_options(writes=False)) as session:
            unsent_queries.get_unsent(session, token)
    except NotFound as error:
        raise no_such_link() from error


def no_such_link() -> DomainError:
    """The same words for every link that opens nothing (interface.md 3.10)."""
    return NotFound(
        "no such link",
        reason=_("Linket virker ikke. Skriv eller ring til den, der holder høringen, så kan du få et nyt."),
        way_on=(url_for("responses.lost"), _("Har du mistet linket til dit svar?")),
    )


def contact_words(consultation: Consultation) -> str:
    """Who to ask, on a line."""
    parts = (consultation.contact_name, consultation.contact_phone, consultation.contact_email)
    return ", ".join(part for part in parts if part)


def go(address: str) -> Response:
    """After a POST: to a page that can be reloaded."""
    return make_response(redirect(address, code=SEE_OTHER))


def html(page: str) -> Response:
    """A page as a response, for a cookie to be put on it."""
    return make_response(page)


def sent_page(step: Step) -> ResponseReturnValue:
    """An answer that has been sent is shown as sent, with what was just typed, which did not come along."""
    received = operations.received_again(db.session, settings(), step.consultation, step.unsent.form_key)
    typed = {
        name: text for name, text in request.form.items() if name.startswith(("text", "proposed")) and text.strip()
    }
    return _show_sent(step.consultation, received, typed)


def to_receipt(consultation: Consultation, received: Received) -> ResponseReturnValue:
    """After sending: the receipt; or the number alone, where staff have given the sender a new link since."""
    if received.token:
        return go(url_for("responses.receipt", token=received.token))
    return _show_sent(consultation, received, {})


def _show_sent(consultation: Consultation, received: Received, typed: dict[str, str]) -> str:
    return render_template(
        "responses/_sent.html",
        consultation=consultation,
        number=received.number,
        token=received.token,
        typed=typed,
        contact=contact_words(consultation),
    )


def shown_as(sender: Sender, rule: NameRule) -> str:
    """How the public will see the sender: "Borger, 8900"."""
    name = rules.shown_name(sender, rule)
    if rules.names_person(sender, rule) and name:
        return name
    word = str(YOUNG if sender.is_young else SHORT_CAPACITIES[sender.capacity])
    return ", ".join(part for part in (word, name) if part)


def in_language(address: str, code: str) -> str:
    """A page of ours in this language; what was typed is saved by then."""
    plain = address.removeprefix(root()).removeprefix(PREFIX if language() is Language.ENGLISH else "")
    return local_url(plain, Language(code))


def number_in(text: str) -> int:
    """The id in the name of a button or field; 0, which nothing has, for what is none."""
    return read_integer(text) or 0


# The cookie holds only which kladde this browser has, to offer "Fortsæt" (interface.md 4.2)


def cookie_name() -> str:
    return "kladde" if current_app.config["LOCAL"] else "__Host-kladde"


def remember(response: Response, token: str) -> Response:
    response.set_cookie(
        cookie_name(),
        token,
        max_age=_REMEMBERED,
        secure=not current_app.config["LOCAL"],
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def forget(response: Response) -> Response:
    response.delete_cookie(
        cookie_name(), secure=not current_app.config["LOCAL"], httponly=True, samesite="Lax", path="/"
    )
    return response


def find_remembered(consultation: Consultation) -> tuple[Unsent, str] | None:
    """The kladde of this consultation that this browser began."""
    token = request.cookies.get(cookie_name(), "")
    try:
        unsent = unsent_queries.get_unsent(db.session, token) if token else None
    except NotFound:
        return None
    if unsent is None or unsent.consultation_id != consultation.id or unsent.response_id is not None:
        return None
    return unsent, token


def storage_key(form_key: str, place: Place) -> str:
    """Under which the browser keeps what the server has not acknowledged; no secret, and its own for each draft."""
    return f"{hash_token(f'storage {form_key}')[:16]}-{place.draft_number or 0}"
