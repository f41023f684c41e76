"""The heard parties of a consultation: who is asked, how each was reached, who has answered (R9-R12)."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.errors import Conflict, Invalid
from consultation.extensions import db
from consultation.lib.dates import local
from consultation.lib.tokens import new_token
from consultation.models import Authority, Consultation, HeardParty
from consultation.parties import operations, queries, rules
from consultation.parties.blueprint import blueprint
from consultation.parties.forms import HearForm, ReasonForm, SentForm
from consultation.parties.pages import hear_form, save_heard
from consultation.vocabulary import PartyOutcome, Role
from consultation.web.filters import day
from consultation.web.labels import DELIVERIES, PARTY_BASES, PARTY_KINDS, PARTY_OUTCOMES, SENT_WAYS

_SHOWN = {
    "har-svaret": {PartyOutcome.REMARKS, PartyOutcome.NO_REMARKS},
    "mangler": {PartyOutcome.NO_ANSWER},
}
"""The board's filter: by its word in the address."""


@blueprint.route("/intern/hoeringer/<slug>/parter", methods=["GET", "POST"])
@requires(Role.EDITOR, Role.SECRETARY)
def board(slug: str) -> str | Response:
    person, consultation = current_person(), _consultation(slug)
    form = hear_form(db.session, person.authority_id)
    if form.validate_on_submit() and save_heard(db.session, person.actor, clock.now(), consultation, form):
        db.session.commit()
        flash(_("Listen over høringsparter er gemt."), "success")
        return redirect(url_for("parties.board", slug=slug), 303)
    if form.errors:
        db.session.rollback()
    return _render(consultation, form)


def _render(consultation: Consultation, form: HearForm, *, link: str = "", linked: str = "") -> str:
    rows = queries.list_heard_with_answers(db.session, consultation.id)
    shown = request.args.get("vis", "")
    chosen = _SHOWN.get(shown)
    on_list = [row for row in rows if row.heard.removed_at is None and not row.heard.opt_out_reason]
    if chosen is not None:
        rows = on_list
    alarms = [
        row.heard
        for row in rows
        if row.heard.removed_at is None
        and rules.is_alarming(row.heard.basis, row.heard.delivery, row.heard.waived_reason)
    ]
    return render_template(
        "parties/board.html",
        consultation=consultation,
        form=form,
        rows=[row for row in rows if chosen is None or row.outcome in chosen],
        shown=shown,
        on_list=on_list,
        answered=sum(row.outcome is not PartyOutcome.NO_ANSWER for row in on_list),
        alarms=alarms,
        own_deadlines=queries.own_deadlines(db.session, consultation.id),
        ways=SENT_WAYS,
        sent_on=lambda at: day(local(at).date()),
        link=link,
        linked=linked,
        kinds=PARTY_KINDS,
        bases=PARTY_BASES,
        deliveries=DELIVERIES,
        outcomes=PARTY_OUTCOMES,
    )


@blueprint.route("/intern/hoeringer/<slug>/parter/<int:heard_id>/sendt", methods=["GET", "POST"])
@requires(Role.EDITOR, Role.SECRETARY)
def mark_sent(slug: str, heard_id: int) -> str | Response:
    """The letter goes another way: the answering link stands on the answer once, and is kept as a hash."""
    person, consultation = current_person(), _consultation(slug)
    heard = queries.get_heard(db.session, consultation.id, heard_id)
    form = SentForm(data={"on": clock.today(), "new_link": heard.token_hash is None})
    if not form.validate_on_submit() or not _save_sent(consultation, heard, form, token := new_token()):
        return render_template("parties/mark_sent.html", consultation=consultation, heard=heard, form=form)
    name = heard.party.name
    db.session.commit()
    if not form.new_link.data:
        flash(_("%(name)s er markeret som spurgt.", name=name), "success")
        return redirect(url_for("parties.board", slug=slug), 303)
    link = f"{_base_url(person.authority_id)}/part/{token}"
    return _render(consultation, hear_form(db.session, person.authority_id, blank=True), link=link, linked=name)


def _save_sent(consultation: Consultation, heard: HeardParty, form: SentForm, token: str) -> bool:
    actor, link = current_person().actor, token if form.new_link.data else None
    try:
        operations.mark_sent(db.session, actor, clock.now(), consultation, heard, link, form.way.data, form.on.data)
    except Invalid:
        form.on.mark(_("Datoen ligger i fremtiden"))
    except Conflict:
        form.way.mark(_("Parten er ikke på listen mere"))
    return not form.errors


@blueprint.post("/intern/hoeringer/<slug>/parter/<int:heard_id>/mail")
@requires(Role.EDITOR, Role.SECRETARY)
def mail(slug: str, heard_id: int) -> Response:
    consultation = _consultation(slug)
    heard = queries.get_heard(db.session, consultation.id, heard_id)
    try:
        operations.mail_party(db.session, current_person().actor, clock.now(), consultation, heard)
        db.session.commit()
        flash(_("%(name)s får brevet med e-mail.", name=heard.party.name), "success")
    except Invalid:
        db.session.rollback()
        flash(_("Parten har ingen e-mail i registret. Send brevet selv, og marker det som sendt."), "error")
    except Conflict:
        db.session.rollback()
        flash(_("Brevet kan sendes, når høringen er sendt ud."), "error")
    return redirect(url_for("parties.board", slug=slug), 303)


@blueprint.route("/intern/hoeringer/<slug>/parter/<int:heard_id>/fjern", methods=["GET", "POST"])
@requires(Role.EDITOR, Role.SECRETARY)
def remove(slug: str, heard_id: int) -> str | Response:
    consultation = _consultation(slug)
    heard = queries.get_heard(db.session, consultation.id, heard_id)
    form, needs_reason = ReasonForm(), consultation.published_at is not None
    if request.method == "POST" and (not needs_reason or form.validate()):
        reason = form.reason.data if needs_reason else ""
        name = heard.party.name
        operations.remove_party(db.session, current_person().actor, clock.now(), consultation, heard, reason)
        db.session.commit()
        flash(_("%(name)s er taget af listen.", name=name), "success")
        return redirect(url_for("parties.board", slug=slug), 303)
    return render_template(
        "parties/remove.html", consultation=consultation, heard=heard, form=form, needs_reason=needs_reason
    )


@blueprint.route("/intern/hoeringer/<slug>/parter/<int:heard_id>/lad-vaere", methods=["GET", "POST"])
@requires(Role.EDITOR, Role.SECRETARY)
def waive(slug: str, heard_id: int) -> str | Response:
    consultation = _consultation(slug)
    heard, form = queries.get_heard(db.session, consultation.id, heard_id), ReasonForm()
    if form.validate_on_submit():
        operations.waive_party(db.session, current_person().actor, clock.now(), consultation, heard, form.reason.data)
        db.session.commit()
        flash(_("Begrundelsen er gemt."), "success")
        return redirect(url_for("parties.board", slug=slug), 303)
    return render_template("parties/waive.html", consultation=consultation, heard=heard, form=form)


def _base_url(authority_id: int) -> str:
    """Where this authority's public pages are: from the settings, never from a header (A5)."""
    return db.session.get_one(Authority, authority_id).base_url or str(current_app.config["BASE_URL"])


def _consultation(slug: str) -> Consultation:
    return queries.get_consultation(db.session, current_person().authority_id, slug)
