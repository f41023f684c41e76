"""Pages of a consultation that is sent out: cancelling it, its meetings and their outcomes."""

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations import operations, queries
from consultation.consultations.blueprint import blueprint
from consultation.consultations.forms import (
    AgendaForm,
    CancelForm,
    MeetingForm,
    instant_of,
    is_web_address,
)
from consultation.consultations.meetings import MeetingInput, record_meeting
from consultation.consultations.pages import published, staff_consultation
from consultation.errors import Closed, Invalid
from consultation.extensions import db
from consultation.lib.dates import local
from consultation.models import Consultation
from consultation.vocabulary import PublicationMode, Role
from consultation.web import giveaways
from consultation.web.labels import MILESTONES


@blueprint.route("/intern/hoeringer/<slug>/aflys", methods=["GET", "POST"])
@requires(Role.EDITOR)
def cancel(slug: str) -> str | Response:
    row, form = published(slug), CancelForm()
    if row.cancelled_at is not None:
        raise Closed("cancelled", reason=_("Høringen er allerede aflyst."))
    if form.validate_on_submit():
        operations.cancel_consultation(db.session, current_person().actor, clock.now(), row, form.reason.data)
        db.session.commit()
        flash(_("Høringen er aflyst. De, der er spurgt eller har svaret, får besked."), "success")
        return redirect(url_for("site.overview", slug=slug), 303)
    return render_template("consultations/cancel.html", consultation=row, form=form)


@blueprint.route("/intern/hoeringer/<slug>/moeder", methods=["GET", "POST"])
@requires(Role.SECRETARY)
def meetings(slug: str) -> str | Response:
    row, form = staff_consultation(slug), MeetingForm()
    if form.validate_on_submit() and _record(row, form):
        db.session.commit()
        flash(_("Mødet er gemt."), "success")
        giveaways.tell(form)
        return redirect(url_for("consultations.meetings", slug=slug), 303)
    return render_template(
        "consultations/meetings.html",
        consultation=row,
        form=form,
        meetings=queries.list_milestones(db.session, row.id),
        kinds=MILESTONES,
        decided=queries.acts_of(db.session, row).decided,
        with_agenda=row.publication_mode is PublicationMode.WITH_AGENDA,
    )


@blueprint.route("/intern/hoeringer/<slug>/moeder/<int:milestone_id>", methods=["GET", "POST"])
@requires(Role.SECRETARY)
def meeting(slug: str, milestone_id: int) -> str | Response:
    row = staff_consultation(slug)
    found = queries.get_milestone(db.session, row.id, milestone_id)
    form = MeetingForm(obj=found)
    if form.validate_on_submit() and _record(row, form, found.id):
        db.session.commit()
        flash(_("Mødet er gemt."), "success")
        giveaways.tell(form)
        return redirect(url_for("consultations.meetings", slug=slug), 303)
    return render_template("consultations/meeting.html", consultation=row, form=form)


def _record(row: Consultation, form: MeetingForm, milestone_id: int | None = None) -> bool:
    if form.url.data and not is_web_address(form.url.data):
        form.url.mark(_("Adressen skal begynde med https://"))
    if form.errors or form.kind.data is None or form.on.data is None:
        return False
    given = MeetingInput(**form.data)
    try:
        record_meeting(db.session, current_person().actor, clock.now(), row, given, milestone_id)
    except Invalid as error:
        if "on" in error.errors:
            form.on.mark(_("Der er allerede et møde af den slags den dag"))
        elif "outcome" in error.errors:
            form.outcome.mark(_("Mødet er ikke holdt endnu. Skriv beslutningen efter mødet, for alle får besked."))
        else:
            form.decides.mark(_("Et andet møde er allerede det, hvor sagen bliver besluttet"))
        return False
    return True


@blueprint.route("/intern/hoeringer/<slug>/moeder/dagsorden", methods=["GET", "POST"])
@requires(Role.SECRETARY)
def agenda(slug: str) -> str | Response:
    row = published(slug)
    if row.publication_mode is not PublicationMode.WITH_AGENDA:
        raise Closed("another mode", reason=_("Svarene i denne høring bliver ikke vist sammen med dagsordenen."))
    form = AgendaForm(data=_agenda_of(row.responses_public_at))
    if form.validate_on_submit() and (public_at := instant_of(form.public_on, form.public_clock)):
        operations.set_agenda_time(db.session, current_person().actor, clock.now(), row, public_at)
        db.session.commit()
        flash(_("Tidspunktet er gemt. Det står på siden."), "success")
        return redirect(url_for("consultations.meetings", slug=slug), 303)
    return render_template("consultations/agenda.html", consultation=row, form=form)


def _agenda_of(public_at: datetime | None) -> dict[str, object]:
    shown = local(public_at) if public_at else None
    return {"public_on": shown and shown.date(), "public_clock": shown and shown.time()}
