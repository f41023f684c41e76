"""Pages of sign-in, invitation and accounts."""

import pyotp
from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts import operations, queries
from consultation.accounts.blueprint import blueprint
from consultation.accounts.forms import ActivationForm, InviteForm, SignInForm
from consultation.accounts.signed_in import cookie_name, current_person, forget, remember, requires
from consultation.errors import Conflict, Invalid, NotAllowed
from consultation.extensions import db
from consultation.models import Authority, Staff
from consultation.vocabulary import Role
from consultation.web.headers import mark_private
from consultation.web.labels import ROLES

demo_blueprint = Blueprint("demo_sign_in", __name__)
"""Registered in a local run only: one button per role, for whoever tries the product."""


@blueprint.route("/intern/log-ind", methods=["GET", "POST"])
def sign_in() -> str | Response:
    mark_private()
    form = SignInForm()
    if form.validate_on_submit():
        try:
            token = operations.sign_in(db.session, clock.now(), form.email.data, form.password.data, form.code.data)
            db.session.commit()
            return remember(make_response(redirect(_next_page(), 303)), token)
        except NotAllowed as error:
            db.session.commit()  # the failed try counts
            form.email.mark(_failure(error))
    demo = [(person, _roles(person)) for person in queries.list_demo_staff(db.session)] if _is_local() else []
    return render_template("accounts/sign_in.html", form=form, demo=demo, authorities=_authorities(demo))


@demo_blueprint.post("/intern/demo/<int:staff_id>")
def sign_in_demo(staff_id: int) -> Response:
    mark_private()
    person = next((one for one in queries.list_demo_staff(db.session) if one.id == staff_id), None)
    if person is None:
        raise NotAllowed("not a demo account")
    token = operations.open_session(db.session, clock.now(), person)
    db.session.commit()
    return remember(make_response(redirect(url_for("site.staff_home"), 303)), token)


@blueprint.post("/intern/log-ud")
def sign_out() -> Response:
    mark_private()
    operations.sign_out(db.session, clock.now(), request.cookies.get(cookie_name(), ""))
    db.session.commit()
    return forget(make_response(redirect(url_for("accounts.sign_in"), 303)))


@blueprint.route("/intern/invitation/<token>", methods=["GET", "POST"])
def activate(token: str) -> str | Response:
    mark_private()
    _link, person = queries.get_link(db.session, token, clock.now())
    form = ActivationForm()
    form.secret.data = form.secret.data or pyotp.random_base32()
    if form.validate_on_submit():
        try:
            operations.activate_staff(
                db.session, clock.now(), token, form.password.data, form.secret.data, form.code.data
            )
            db.session.commit()
            flash(_("Din konto er klar. Log ind med adgangskode og kode."), "success")
            return redirect(url_for("accounts.sign_in"), 303)
        except Invalid as error:
            db.session.rollback()
            _mark(form, error)
    uri = pyotp.TOTP(form.secret.data).provisioning_uri(name=person.email, issuer_name=_("Høringer"))
    return render_template("accounts/activate.html", form=form, person=person, cells=_qr(uri))


@blueprint.route("/intern/brugere", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def users() -> str | Response:
    person = current_person()
    form, link = InviteForm(), ""
    if form.validate_on_submit():
        try:
            _staff, token = operations.invite_staff(
                db.session,
                person.actor,
                clock.now(),
                person.authority_id,
                form.email.data,
                form.name.data,
                form.roles.data,
            )
            db.session.commit()
            link = url_for("accounts.activate", token=token, _external=True)
        except Conflict:
            db.session.rollback()
            form.email.mark(_("Der er allerede en bruger med den e-mail"))
    people = queries.list_staff(db.session, person.authority_id)
    return render_template("accounts/users.html", form=form, people=people, link=link, labels=ROLES)


@blueprint.post("/intern/brugere/<int:staff_id>/luk")
@requires(Role.ADMINISTRATOR)
def disable(staff_id: int) -> Response:
    person = current_person()
    staff = queries.get_staff(db.session, person.authority_id, staff_id)
    operations.disable_staff(db.session, person.actor, clock.now(), staff)
    db.session.commit()
    flash(_("%(name)s kan ikke længere logge ind.", name=staff.name), "success")
    return redirect(url_for("accounts.users"), 303)


def _is_local() -> bool:
    return demo_blueprint.name in current_app.blueprints


def _next_page() -> str:
    """The staff page that was asked for; never another site (A5)."""
    asked = request.args.get("videre", "")
    inside = asked == "/intern" or asked.startswith(("/intern/", "/intern?"))
    return asked if inside and "\\" not in asked and "//" not in asked else url_for("site.staff_home")


def _failure(error: NotAllowed) -> str:
    if error.details.get("reason") == "throttled":
        return str(_("Der har været for mange forsøg. Vent ti minutter, og prøv igen."))
    return str(_("E-mail, adgangskode eller kode passer ikke. Prøv igen."))


def _mark(form: ActivationForm, error: Invalid) -> None:
    words = {
        "too_short": _("Adgangskoden er for kort. Skriv mindst 12 tegn."),
        "too_common": _("Adgangskoden er for let at gætte. Vælg en anden."),
        "wrong": _("Koden passer ikke. Vent på den næste, og prøv igen."),
    }
    fields = {"password": form.password, "code": form.code}
    for field, code in error.errors.items():
        fields[field].mark(words[code])


def _roles(person: Staff) -> list[str]:
    return [str(ROLES[role]) for role in sorted(queries.roles_of(db.session, person.id))]


def _authorities(demo: list[tuple[Staff, list[str]]]) -> dict[int, str]:
    return {person.authority_id: db.session.get_one(Authority, person.authority_id).name for person, _roles_ in demo}


def _qr(uri: str) -> list[list[bool]]:
    """The code as rows of dark and light cells, drawn by the template as SVG."""
    import segno  # noqa: PLC0415 - for the few times that somebody sets a phone up

    return [[bool(cell) for cell in row] for row in segno.make(uri, micro=False).matrix]
