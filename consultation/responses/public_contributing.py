"""Writing together: the lead's page with the code, the page to join by, and each colleague's own (interface.md 4.3)."""

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consultation import clock
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.models import Consultation, Unsent, UnsentAuthor
from consultation.responses import contributing, contributions, forms, pages, queries, unsent_queries
from consultation.responses.blueprint import blueprint
from consultation.responses.content import WHOLE, Place, PlaceKey
from consultation.responses.forms import JoinForm
from consultation.responses.wording import hour_minute
from consultation.web.frame import note_way_back, use_authority
from consultation.web.headers import private

_REMOVE = "fjern-"
_OWN = Place(-2)
"""What a colleague's browser keeps stands under a name of its own."""


@blueprint.route("/kladde/<token>/sammen", methods=["GET", "POST"])
@private
def collaborate(token: str) -> ResponseReturnValue:
    step = pages.get_step(token)
    if step.unsent.response_id is not None:
        return pages.sent_page(step)
    if request.method == "POST":
        _act(step, request.form.get("til", ""))
        db.session.commit()
        return pages.go(step.url("collaborate"))
    written = contributions.list_contributions(db.session, step.unsent)
    authors = contributions.list_authors(db.session, step.unsent)
    return render_template(
        "responses/collaborate.html",
        step_of=step,
        consultation=step.consultation,
        closes_at=step.closes_at,
        code=contributing.code_of(pages.settings(), step.unsent),
        join_url=url_for("responses.join", _external=True),
        authors=[(one, sum(1 for words in written if words.author is one)) for one in authors],
    )


def _act(step: pages.Step, to: str) -> None:
    if to == "kode":
        contributing.open_code(db.session, pages.settings(), step.unsent)
    elif to == "luk":
        contributing.close_code(db.session, step.unsent)
    elif to.startswith(_REMOVE):
        author_id = pages.number_in(to.removeprefix(_REMOVE))
        contributing.remove_author(db.session, step.now, step.unsent, author_id)


@blueprint.route("/skriv-sammen", methods=["GET", "POST"])
@private
def join() -> ResponseReturnValue:
    form = JoinForm()
    if request.method == "POST" and form.validate():
        joined = contributing.join(
            db.session, pages.settings(), clock.now(), form.code.data, form.name.data, pages.source()
        )
        db.session.commit()
        if joined is not None:
            return pages.go(url_for("responses.contribute", token=joined[1]))
        form.code.mark(_("Koden virker ikke. Se efter, om den er skrevet rigtigt, eller bed om en ny"))
    return render_template("responses/join.html", form=form, errors=form.errors)


@blueprint.route("/bidrag/<token>", methods=["GET", "POST"])
@private
def contribute(token: str) -> ResponseReturnValue:
    note_way_back(url_for("responses.contribute", token=token))
    author, unsent, consultation = _get(token)
    if unsent.response_id is not None:
        typed = {name: text for name, text in request.form.items() if name.startswith("text-") and text.strip()}
        return render_template("responses/_contributed.html", consultation=consultation, typed=typed)
    places = _places(unsent, queries.places_of(db.session, consultation.id))
    own = contributions.list_own(db.session, author)
    form = forms.contribution_form(places, {place: row.text for place, row in own.items()})
    if request.method == "POST":
        right, now = form.validate(), clock.now()
        texts = {key: form[forms.contribution_name(place)].data for key, place in places.items()}
        contributing.save(db.session, now, author, texts)
        db.session.commit()
        if request.form.get("til") == "autosave":
            return jsonify({"saved_at": hour_minute(now)})
        if right:
            return pages.go(url_for("responses.contribute", token=token, gemt=1))
    saved = max((row.saved_at for row in own.values()), default=None)
    return render_template(
        "responses/contribute.html",
        consultation=consultation,
        author=author,
        organisation=unsent_queries.about_of(unsent).get("organisation", "") if unsent.heard_party_id else "",
        form=form,
        errors=form.errors,
        fields=[(place, form[forms.contribution_name(place)]) for place in places.values()],
        closes_at=queries.closes_at_for(db.session, consultation, unsent.heard_party_id),
        saved_at=hour_minute(saved) if saved else None,
        was_saved="gemt" in request.args,
        is_empty=not any(row.text.strip() for row in own.values()),
        link=url_for("responses.contribute", token=token, _external=True),
        storage_key=pages.storage_key(f"author {author.id}", _OWN),
    )


def _get(token: str) -> tuple[UnsentAuthor, Unsent, Consultation]:
    try:
        author = contributions.get_author(db.session, token, to_write=request.method == "POST")
    except NotFound as error:
        raise pages.no_such_link() from error
    unsent = db.session.get_one(Unsent, author.unsent_id)
    consultation = db.session.get_one(Consultation, unsent.consultation_id)
    use_authority(consultation.authority)
    return author, unsent, consultation


def _places(unsent: Unsent, places: dict[PlaceKey, Place]) -> dict[PlaceKey, Place]:
    """What the answer is about, in the order in which it is written; the whole where nothing is chosen yet."""
    found = {}
    for page in unsent_queries.list_pages(db.session, unsent, places):
        for part in (page.whole, *(part for _place, part in page.sections)):
            key = unsent_queries.place_of(part)
            found[key] = places[key]
    return found or {WHOLE: places[WHOLE]}
