"""The authority's register of councils and organisations: added, corrected and ended, never deleted (R9)."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.errors import Invalid
from consultation.extensions import db
from consultation.models import Party
from consultation.parties import queries, register
from consultation.parties.blueprint import blueprint
from consultation.parties.forms import PartyForm
from consultation.parties.register import Entry
from consultation.vocabulary import Role
from consultation.web.labels import PARTY_KINDS

_KEEPERS = (Role.EDITOR, Role.SECRETARY, Role.ADMINISTRATOR)


@blueprint.route("/intern/parter", methods=["GET", "POST"], endpoint="register")
@requires(*_KEEPERS)
def all_parties() -> str | Response:
    person, form = current_person(), PartyForm()
    if form.is_submitted() and form.check():
        try:
            register.add(db.session, person.actor, clock.now(), person.authority_id, _entry(form))
            db.session.commit()
            flash(_("%(name)s står nu i registret.", name=form.name.data), "success")
            return redirect(url_for("parties.register"), 303)
        except Invalid as error:
            _mark(form, error)
    rows = queries.list_register(db.session, person.authority_id)
    return render_template("parties/register.html", form=form, rows=rows, kinds=PARTY_KINDS)


@blueprint.route("/intern/parter/<int:party_id>", methods=["GET", "POST"])
@requires(*_KEEPERS)
def register_party(party_id: int) -> str | Response:
    person, party = current_person(), _party(party_id)
    form = PartyForm(obj=party)
    if form.is_submitted() and form.check():
        try:
            register.change(db.session, person.actor, clock.now(), party, _entry(form))
            db.session.commit()
            flash(_("%(name)s er gemt.", name=form.name.data), "success")
            return redirect(url_for("parties.register"), 303)
        except Invalid as error:
            _mark(form, error)
    heard = queries.list_heard_in(db.session, party.id)
    return render_template("parties/register_party.html", form=form, party=party, heard=heard)


@blueprint.post("/intern/parter/<int:party_id>/udgaa")
@requires(*_KEEPERS)
def end_party(party_id: int) -> Response:
    party = _party(party_id)
    register.end(db.session, current_person().actor, clock.now(), party)
    flash(_("%(name)s er udgået. Parten kan ikke vælges til nye høringer.", name=party.name), "success")
    db.session.commit()
    return redirect(url_for("parties.register"), 303)


@blueprint.post("/intern/parter/<int:party_id>/tilbage")
@requires(*_KEEPERS)
def resume_party(party_id: int) -> Response:
    party = _party(party_id)
    register.resume(db.session, current_person().actor, clock.now(), party)
    flash(_("%(name)s kan vælges igen.", name=party.name), "success")
    db.session.commit()
    return redirect(url_for("parties.register"), 303)


def _party(party_id: int) -> Party:
    return queries.get_party(db.session, current_person().authority_id, party_id)


def _entry(form: PartyForm) -> Entry:
    if form.kind.data is None:
        raise ValueError("the kind is missing")
    return Entry(form.name.data, form.kind.data, form.email.data, form.cvr.data)


def _mark(form: PartyForm, error: Invalid) -> None:
    """A duplicate is refused in words that say which party it is."""
    db.session.rollback()
    name = error.details["party"]
    if "ended" in error.errors.values():
        words = _("%(name)s står i registret som udgået. Tag parten i brug igen i stedet", name=name)
    elif "cvr" in error.errors:
        words = _("CVR-nummeret står allerede i registret ved %(name)s", name=name)
    else:
        words = _("%(name)s står allerede i registret. Ret parten i stedet", name=name)
    (form.cvr if "cvr" in error.errors else form.name).mark(words)
