"""The staff page where the sender of a response gets a new private link (states.md, private link lost)."""

from flask import render_template, request
from flask_babel import gettext as _

from consultation import clock
from consultation.accounts.queries import names
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations.pages import staff_consultation
from consultation.errors import Conflict, Invalid, NotFound
from consultation.extensions import db
from consultation.models import Consultation, Response
from consultation.responses import links, pages, queries, sending
from consultation.responses.blueprint import blueprint
from consultation.responses.forms import BY_LETTER, BY_MAIL, NewLinkForm
from consultation.responses.wording import received_words
from consultation.vocabulary import Role
from consultation.web.labels import CAPACITIES, CHANNELS


@blueprint.route("/intern/hoeringer/<slug>/nyt-link", methods=["GET", "POST"])
@requires(Role.MODERATOR, Role.SECRETARY)
def new_link(slug: str) -> str:
    consultation = staff_consultation(slug)
    response = _chosen(consultation)
    if response is None:
        return render_template("responses/_new_link_choose.html", consultation=consultation, sought=_sought())
    form = _form(response)
    if request.method == "POST" and form.check():
        try:
            return _renew(consultation, response, form)
        except Invalid:
            form.checked.mark(_("Skriv med nogle få ord, hvordan du ved, at det er afsenderen"))
    issues = links.list_issues(db.session, response.id)
    return render_template(
        "responses/new_link.html",
        consultation=consultation,
        response=response,
        number=queries.number_of(response),
        received=received_words(response),
        channel=CHANNELS[response.channel],
        capacity=CAPACITIES[queries.newest_version(db.session, response.id).capacity],
        form=form,
        errors=form.errors,
        issues=issues,
        names=names(db.session, {issue.by for issue in issues}),
    )


def _renew(consultation: Consultation, response: Response, form: NewLinkForm) -> str:
    """The page with the link, which is shown this once."""
    settings, now, actor = pages.settings(), clock.now(), current_person().actor
    try:
        token = links.renew(
            db.session, settings, actor, now, response, pages.number_in(form.serial.data), form.checked.data
        )
    except Conflict as error:
        words = _("Svaret har fået et nyt link, siden du åbnede siden. Åbn den igen, hvis der skal gives et til.")
        raise Conflict("renewed meanwhile", reason=words) from error
    told = ""
    if form.way.data in {BY_MAIL, BY_LETTER}:
        told = sending.give_new_link(
            db.session, settings, actor, now, response, token, email=form.email.data if form.way.data == BY_MAIL else ""
        ).recipient
    db.session.commit()
    return render_template(
        "responses/_new_link_given.html",
        consultation=consultation,
        number=queries.number_of(response),
        link="" if told else sending.own_address(settings, consultation, token, response.language),
        by_letter=form.way.data == BY_LETTER,
    )


def _form(response: Response) -> NewLinkForm:
    version = queries.newest_version(db.session, response.id)
    form = NewLinkForm(data={"serial": str(links.serial_of(db.session, response.id))})
    form.offer(queries.email_of(db.session, version), has_address=bool(sending.postal_of(queries.sender_of(version))))
    return form


def _sought() -> str:
    return request.values.get("svar", "").strip().upper()


def _chosen(consultation: Consultation) -> Response | None:
    try:
        return queries.get_response(db.session, consultation.id, _sought())
    except NotFound:
        return None
