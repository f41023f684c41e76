"""The start of an answer: choosing drafts, and the first save, which puts the answer on the server."""

from collections.abc import Mapping
from itertools import groupby

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consultation import clock
from consultation.consultations import states
from consultation.consultations.pages import public_consultation
from consultation.consultations.queries import list_drafts
from consultation.extensions import db
from consultation.models import Consultation, Unsent
from consultation.responses import formkeys, forms, pages, public_writing, queries, quoting, unsent, unsent_queries
from consultation.responses.blueprint import blueprint
from consultation.responses.content import WHOLE, Place, PlaceKey
from consultation.responses.formkeys import FormKey
from consultation.responses.forms import ChooseForm
from consultation.responses.pages import Step
from consultation.responses.unsent_queries import WritingPage
from consultation.vocabulary import State
from consultation.web.headers import private
from consultation.web.i18n import language

Places = Mapping[PlaceKey, Place]
KEY = "noegle"


@blueprint.route("/hoeringer/<slug>/besvar", methods=["GET", "POST"])
@private
def choose(slug: str) -> ResponseReturnValue:
    consultation = public_consultation(slug)
    places = pages.places_of(consultation)
    if request.method == "POST":
        return _first_save(consultation, places)
    state = states.state_at(queries.acts_for(db.session, consultation), clock.now())
    if state is not State.OPEN:
        contact = pages.contact_words(consultation)
        return render_template("responses/_closed.html", consultation=consultation, state=state, contact=contact)
    signed = formkeys.issue(pages.settings().secret_key, consultation.id, clock.now())
    return _show(consultation, places, signed, _choices(places))


@blueprint.route("/kladde/<token>/vaelg", methods=["GET", "POST"])
@private
def choose_again(token: str) -> ResponseReturnValue:
    step = pages.get_step(token)
    if step.unsent.response_id is not None:
        return pages.sent_page(step)
    form = _choices(step.places)
    if request.method == "POST" and request.form.get("til") == "fortsaet":
        return _open_in(step)
    if request.method == "POST":
        chosen = _chosen(form, step.places)
        if chosen:
            unsent.choose_places(db.session, step.now, step.unsent, _in_own_versions(step, chosen))
            db.session.commit()
            return pages.go(step.url("write"))
    else:
        writing = unsent_queries.list_pages(db.session, step.unsent, step.places)
        form.udkast.data = [page.place.draft_number for page in writing if page.place.draft_number]
    return _show_choice(step.consultation, form, step=step)


def _open_in(step: Step) -> ResponseReturnValue:
    """What a link asks for, in the answer that this browser has begun already; nothing there is changed."""
    asked = _in_own_versions(step, _asked_for(step.places) or [])
    for place in asked:
        part = unsent.open_place(db.session, step.now, step.unsent, place)
        if place.section_id is not None:
            unsent.start_quote(db.session, step.now, part, step.places[place].wording, *_marked())
    db.session.commit()
    if not asked:
        return pages.go(step.url("write"))
    anchor = step.places[asked[-1]].anchor
    field = f"text-{anchor}" if anchor else "text"
    return pages.go(step.url("write", udkast=step.places[asked[0]].draft_number or 0, _anchor=field))


def _in_own_versions(step: Step, chosen: list[PlaceKey]) -> list[PlaceKey]:
    """The same places in the versions that the answer is about already: a newer one is for its writer to choose."""
    writing = unsent_queries.list_pages(db.session, step.unsent, step.places)
    own = {page.place.draft_number: page.whole.version_id for page in writing}
    places = [key._replace(version_id=own.get(step.places[key].draft_number, key.version_id)) for key in chosen]
    return [place if place in step.places else PlaceKey(place.version_id) for place in places]


def _show(consultation: Consultation, places: Places, signed: str, form: ChooseForm) -> ResponseReturnValue:
    """The choice, or the page to write on where there is nothing to choose."""
    asked = _asked_for(places)
    remembered = pages.find_remembered(consultation)
    if asked is None:
        return _show_choice(consultation, form, signed=signed, remembered=remembered)
    page = _blank_page(places, asked)
    return public_writing.show_writing(consultation, places, page, signed=signed, remembered=remembered)


def _show_choice(
    consultation: Consultation,
    form: ChooseForm,
    *,
    step: Step | None = None,
    signed: str = "",
    remembered: tuple[Unsent, str] | None = None,
) -> str:
    headings = {text.draft.number: text.draft.heading for text in list_drafts(db.session, consultation.id)}
    groups = groupby(form.udkast.options(), key=lambda option: headings.get(pages.number_in(option.value), ""))
    return render_template(
        "responses/choose.html",
        consultation=consultation,
        form=form,
        errors=form.errors,
        groups=[(heading, list(options)) for heading, options in groups],
        step_of=step,
        signed=signed,
        remembered=remembered,
        closes_at=step.closes_at if step else consultation.closes_at,
    )


def _first_save(consultation: Consultation, places: Places) -> ResponseReturnValue:
    """Nothing is refused for want of a key as long as the consultation is open; the key proves an earlier begin."""
    now, settings = clock.now(), pages.settings()
    signed = request.form.get(KEY, "")
    key = formkeys.read(settings.secret_keys, signed, consultation.id)
    if key is None:
        signed = formkeys.issue(settings.secret_key, consultation.id, now)
        key = formkeys.read(settings.secret_keys, signed, consultation.id)
    asked = _asked_for(places)
    form = _choices(places)
    chosen = asked if asked is not None else _chosen(form, places)
    if not chosen or key is None:
        return _show(consultation, places, signed, form)
    return _begin(consultation, key, chosen, writes=asked is not None)


def _begin(consultation: Consultation, key: FormKey, chosen: list[PlaceKey], *, writes: bool) -> ResponseReturnValue:
    now = clock.now()
    begun, token = unsent.begin(db.session, pages.settings(), now, consultation, key, language(), easy=_is_easy())
    if begun.response_id is not None:
        return pages.sent_page(pages.get_step(token))
    if chosen[-1].section_id is not None and chosen[0].version_id is not None:
        unsent.put_sections_first(db.session, begun, chosen[0].version_id)
    for place in chosen:
        unsent.open_place(db.session, now, begun, place)
    if writes:
        return pages.remember(public_writing.save_writing(pages.get_step(token), chosen[0]), token)
    db.session.commit()
    return pages.remember(pages.go(url_for("responses.write", token=token)), token)


def _asked_for(places: Places) -> list[PlaceKey] | None:
    """What the address asks for, its draft first; the whole where there is but one draft. None: to be chosen."""
    if _is_easy():
        return [WHOLE]
    drafts = _newest(places)
    number = request.args.get("udkast", "")
    if number == "0" or (len(drafts) <= 1 and not number):
        return [next(iter(drafts.values()), WHOLE) if number != "0" else WHOLE]
    key = drafts.get(pages.number_in(number))
    if key is None:
        return None
    anchor = request.args.get("afsnit", "")
    section = [
        place for place in places if anchor and place.version_id == key.version_id and places[place].anchor == anchor
    ]
    return [key, *(place for place in section if not places[place].locked_reason)]


def _newest(places: Places) -> dict[int, PlaceKey]:
    """Draft number -> its newest version; places are in the order of draft and version."""
    return {place.draft_number: key for key, place in places.items() if place.draft_number and key.is_page}


def _choices(places: Places) -> ChooseForm:
    form = ChooseForm()
    form.udkast.choices = {number: f"{number} {places[key].draft_title}" for number, key in _newest(places).items()}
    return form


def _chosen(form: ChooseForm, places: Places) -> list[PlaceKey]:
    """What the choice says; where it says nothing the form has its error."""
    form.validate()
    drafts = _newest(places)
    if request.form.get("til") == "hele":
        return [WHOLE]
    if not form.udkast.data and not form.udkast.errors:
        form.udkast.mark(_("Vælg mindst ét udkast, eller skriv ét svar til det hele"))
    return [drafts[number] for number in form.udkast.data]


def _blank_page(places: Places, asked: list[PlaceKey]) -> WritingPage:
    """A page that nobody has saved: rows that no session knows."""
    now, easy = clock.now(), _is_easy()
    questions = unsent_queries.questions_on(asked[0], places, asked[:1], easy=easy)
    parts = {key: unsent_queries.blank_part(key, now) for key in (*asked, *questions)}
    for key in asked[1:]:
        parts[key].quote, parts[key].quote_start = quoting.found(places[key].wording, *_marked())
    return WritingPage(
        places[asked[0]],
        parts[asked[0]],
        tuple((places[key], parts[key]) for key in asked[1:]),
        sections_first=len(asked) > 1,
        questions=tuple((places[key], parts[key]) for key in questions),
        easy=easy,
    )


def _marked() -> tuple[str, int]:
    """The words that somebody has marked in the draft, and in which of their places (?ord=…&sted=2)."""
    words, nth = (request.args.get(name, "") for name in public_writing.WORDS)
    return forms.given_words(words), pages.number_in(nth) or 1


def _is_easy() -> bool:
    """?let=1: three questions instead of a page about what was chosen (interface.md 4.4)."""
    return request.args.get("let", "") == "1"
