"""Pages of deadlines: another one for all, one of a party's own, and what deadlines are judged by (R5, R6)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.queries import names
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations import deadlines, queries, scheduling
from consultation.consultations.blueprint import blueprint
from consultation.consultations.forms import (
    ClosureForm,
    MoveDeadlineForm,
    PartyDeadlineForm,
    Reasoned,
    ShortestPeriodForm,
    instant_of,
    with_reasons,
)
from consultation.consultations.labels import CLOSURES, DEADLINES, KINDS, PERIODS, reason_missing, warning_words
from consultation.consultations.pages import published, staff_consultation
from consultation.errors import Conflict, Invalid, NotFound
from consultation.extensions import db
from consultation.lib.dates import closing_instant
from consultation.models import Consultation, Deadline, HeardParty
from consultation.parties.queries import get_heard
from consultation.vocabulary import ConsultationKind, Role, WarningCode

F = TypeVar("F", MoveDeadlineForm, PartyDeadlineForm)
MOVERS = (Role.EDITOR, Role.SECRETARY)
"""The secretary too: whoever sees that the site was down can give people the time back (V4)."""


@blueprint.route("/intern/hoeringer/<slug>/frist", methods=["GET", "POST"])
@requires(*MOVERS)
def deadline(slug: str) -> str | Response:
    row = published(slug)
    form = _asking(row, MoveDeadlineForm)
    if form.validate_on_submit() and _set(row, form):
        db.session.commit()
        flash(_("Fristen er flyttet. De, der er spurgt eller har svaret, får besked."), "success")
        return redirect(url_for("consultations.deadline", slug=slug), 303)
    if form.errors:
        db.session.rollback()
    return render_template(
        "consultations/deadline.html",
        form=form,
        **_frame(row, queries.list_since_sent_out(db.session, row)),
        is_frozen=_is_frozen(row),
        minutes_down=queries.minutes_down(db.session, row, clock.now()),
        may_follow=Role.EDITOR in current_person().roles,
    )


@blueprint.route("/intern/hoeringer/<slug>/parter/<int:heard_id>/frist", methods=["GET", "POST"])
@requires(*MOVERS)
def party_deadline(slug: str, heard_id: int) -> str | Response:
    """More time for one party (R6)."""
    row = staff_consultation(slug)
    heard = get_heard(db.session, row.id, heard_id)
    form = _asking(row, PartyDeadlineForm)
    if form.validate_on_submit() and _set(row, form, heard):
        db.session.commit()
        flash(_("%(name)s har fået sin egen frist.", name=heard.party.name), "success")
        return redirect(url_for("parties.board", slug=slug), 303)
    if form.errors:
        db.session.rollback()
    own = list(queries.list_party_deadlines(db.session, heard.id))
    return render_template(
        "consultations/party_deadline.html",
        form=form,
        heard=heard,
        **_frame(row, own),
        is_frozen=_is_frozen(row),
        was_sent=heard.sent_at is not None,
    )


def _asking(row: Consultation, base: type[F]) -> F:
    """The form, with a question for each thing that the date typed needs a reason for."""
    typed = base()
    closes_at = None
    if request.method == "POST" and typed.closes_on.data and typed.closes_clock.data:
        closes_at = instant_of(typed.closes_on, typed.closes_clock, closing_instant)
    found = queries.warnings_of(db.session, clock.now(), row, closes_at) if closes_at else ()
    return with_reasons(base, found, _known_reasons(row))


def _known_reasons(row: Consultation) -> dict[str, object]:
    """A short period that has got its reason keeps it when the deadline is moved."""
    return {f"reason_{one.code}": one.reason for one in queries.list_reasons_in_force(db.session, row.id)}


def _set(row: Consultation, form: MoveDeadlineForm | PartyDeadlineForm, heard: HeardParty | None = None) -> bool:
    """The deadline of all, or of one party; what a rule refuses is marked."""
    closes_at = instant_of(form.closes_on, form.closes_clock, closing_instant)
    if closes_at is None:
        return False
    common = (db.session, current_person().actor, clock.now(), row)
    given = (closes_at, form.reason.data, form.reasons() if isinstance(form, Reasoned) else {})
    try:
        if heard is None:
            scheduling.move_deadline(*common, *given)
        else:
            scheduling.set_party_deadline(*common, heard, *given)
    except (Invalid, Conflict) as error:
        _mark(form, error)
    return not form.errors


def _mark(form: MoveDeadlineForm | PartyDeadlineForm, error: Invalid | Conflict) -> None:
    if isinstance(error, Conflict):
        form.closes_on.mark(_("Fristen kan ikke flyttes mere: svarene er låst, eller høringen er aflyst"))
        return
    for name, code in error.errors.items():
        if name.startswith("reason_"):
            form[name].mark(reason_missing(WarningCode(name.removeprefix("reason_"))))  # type: ignore[attr-defined]  # - every field here is a CleanField
        elif name == "closes_at":
            form.closes_on.mark(DEADLINES[code])


def _frame(row: Consultation, history: Sequence[Deadline]) -> dict[str, object]:
    reasons = {
        one.id: [
            (warning_words(found), why)
            for found, why in map(queries.reason_of, queries.list_reasons(db.session, one.id))
        ]
        for one in history
    }
    return {
        "consultation": row,
        "deadlines": history,
        "reasons": reasons,
        "names": names(db.session, {one.by for one in history}),
    }


def _is_frozen(row: Consultation) -> bool:
    return queries.acts_of(db.session, row).frozen_at is not None


# What deadlines are judged by


@blueprint.route("/intern/frister", methods=["GET", "POST"])
@requires(Role.EDITOR, Role.ADMINISTRATOR)
def calendar() -> str | Response:
    """The authority's closed days, the holidays, and the shortest period of each kind."""
    person, form = current_person(), ClosureForm()
    if form.validate_on_submit() and form.on.data is not None:
        try:
            given = (person.authority_id, form.on.data, form.name.data)
            scheduling.add_closure_day(db.session, person.actor, clock.now(), *given)
            db.session.commit()
            flash(_("Lukkedagen er gemt."), "success")
            return redirect(url_for("consultations.calendar"), 303)
        except Invalid as error:
            db.session.rollback()
            form.on.mark(CLOSURES[error.errors["on"]])
    today = clock.today()
    return render_template(
        "consultations/calendar.html",
        form=form,
        closures=[one for one in queries.list_closure_days(db.session, person.authority_id) if one.on >= today],
        holidays=_holidays(today),
        periods=[(kind, words, _period(person.authority_id, kind)) for kind, words in KINDS.items()],
    )


def _holidays(today: date) -> list[tuple[date, str]]:
    """Those of the coming year."""
    ahead = (today + timedelta(days=n) for n in range(366))
    return [(on, name) for on in ahead if (name := deadlines.holiday_name(on))]


def _period(authority_id: int, kind: ConsultationKind) -> deadlines.ShortestPeriod:
    return queries.shortest_period(db.session, authority_id, kind)


@blueprint.post("/intern/frister/lukkedage/<int:closure_id>/fjern")
@requires(Role.EDITOR, Role.ADMINISTRATOR)
def remove_closure(closure_id: int) -> Response:
    person = current_person()
    row = queries.get_closure_day(db.session, person.authority_id, closure_id)
    scheduling.remove_closure_day(db.session, person.actor, clock.now(), row)
    db.session.commit()
    flash(_("Lukkedagen er fjernet."), "success")
    return redirect(url_for("consultations.calendar"), 303)


@blueprint.route("/intern/frister/<kind>", methods=["GET", "POST"])
@requires(Role.EDITOR, Role.ADMINISTRATOR)
def shortest_period(kind: str) -> str | Response:
    if kind not in set(ConsultationKind):
        raise NotFound("no such kind")
    person, known = current_person(), ConsultationKind(kind)
    now_in_force = _period(person.authority_id, known)
    form = ShortestPeriodForm(data={"days": str(now_in_force.days), "source": now_in_force.source})
    if form.validate_on_submit():
        try:
            given = (person.authority_id, known, form.number, form.source.data)
            scheduling.set_shortest_period(db.session, person.actor, clock.now(), *given)
            db.session.commit()
            flash(_("Den korteste periode er gemt. Den gælder for høringer, der ikke er sendt ud."), "success")
            return redirect(url_for("consultations.calendar"), 303)
        except Invalid as error:
            db.session.rollback()
            form.days.mark(str(PERIODS[error.errors["days"]]) % {"days": deadlines.SHORTEST[known].days})
    return render_template("consultations/shortest_period.html", form=form, kind=KINDS[known])
