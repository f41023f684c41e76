"""Pages of breaches of personal data security: the clock, what must be done, the wording, and the end (R35)."""

from collections.abc import Callable

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.queries import names
from consultation.accounts.signed_in import current_person, requires
from consultation.errors import Conflict, Invalid, NotFound
from consultation.extensions import db
from consultation.lib.integers import read_integer
from consultation.moderation import breach_notices, breach_queries, breach_tasks, pages
from consultation.moderation import breaches as acts
from consultation.moderation.blueprint import blueprint
from consultation.moderation.breach_queries import Case
from consultation.moderation.forms import CloseForm, NoteForm, TaskForm, WordingForm
from consultation.moderation.labels import (
    BREACH_ENTRIES,
    BREACH_FAULTS,
    BREACH_NOTICES,
    BREACH_OUTCOMES,
    BREACH_TASKS,
)
from consultation.vocabulary import BreachEntryKind, BreachNotice, Role
from consultation.web.form import Form
from consultation.web.labels import REASONS, ROLES
from consultation.web.pagination import page_of, read_cursor

BREACH = "/intern/brud/<int:number>"


@blueprint.get("/intern/brud")
@requires(Role.SECRETARY, Role.AUDITOR)
def breaches() -> str:
    person, cursor = current_person(), read_cursor()
    before, after = read_integer(cursor.after), read_integer(cursor.before)
    found = breach_queries.list_cases(db.session, person.authority_id, cursor.size + 1, before, after)
    return render_template(
        "moderation/breaches.html",
        page=page_of(found, cursor, key=lambda case: str(case.breach.seq)),
        now=clock.now(),
        outcomes=BREACH_OUTCOMES,
        duties=len(breach_tasks.DUTIES),
    )


@blueprint.get(BREACH)
@requires(Role.SECRETARY, Role.AUDITOR)
def breach(number: int) -> Response:
    return _render(_case(number))


@blueprint.post(f"{BREACH}/opgave")
@requires(Role.SECRETARY)
def settle_task(number: int) -> Response:
    case, form, person = _case(number), TaskForm(), current_person()
    if not form.validate() or form.task.data is None or form.state.data is None:
        return _render(case, task=form, status=400)
    task, state, text = form.task.data, form.state.data, form.text.data
    if not _tried(form, lambda: acts.settle_task(db.session, person.actor, clock.now(), case, task, state, text)):
        return _render(_case(number), task=form, status=409)
    db.session.commit()
    flash(_("Det er noteret."), "success")
    return _back(number, "opgaver")


@blueprint.post(f"{BREACH}/ordlyd/<notice>")
@requires(Role.SECRETARY)
def save_wording(number: int, notice: str) -> Response:
    case, person, base = _case(number), current_person(), pages.whole("base")
    if notice not in set(BreachNotice):
        raise NotFound("no such notice")
    whom, form = BreachNotice(notice), WordingForm(prefix=notice)
    if not form.validate():
        return _render(case, wordings={whom: form}, status=400)
    text = form.wording.data
    if not _tried(form, lambda: acts.save_wording(db.session, person.actor, clock.now(), case, whom, text, base)):
        return _render(_case(number), wordings={whom: form}, status=409)
    db.session.commit()
    flash(_("Ordlyden er gemt."), "success")
    return _back(number, f"ordlyd-{notice}")


@blueprint.post(f"{BREACH}/note")
@requires(Role.SECRETARY)
def add_note(number: int) -> Response:
    case, form, person = _case(number), NoteForm(), current_person()
    if not form.validate():
        return _render(case, note=form, status=400)
    if not _tried(form, lambda: acts.add_note(db.session, person.actor, clock.now(), case, form.note.data)):
        return _render(_case(number), note=form, status=409)
    db.session.commit()
    flash(_("Det er noteret."), "success")
    return _back(number, "noteret")


@blueprint.post(f"{BREACH}/afslut")
@requires(Role.SECRETARY)
def close_breach(number: int) -> Response:
    case, form, person = _case(number), CloseForm(), current_person()
    if not form.validate():
        return _render(case, close=form, status=400)
    outcome, reason = form.outcome.data, form.closed_reason.data
    if not _tried(form, lambda: acts.close_breach(db.session, person.actor, clock.now(), case, outcome, reason)):
        return _render(_case(number), close=form, status=409)
    db.session.commit()
    flash(_("Brud nr. %(number)s er afsluttet.", number=number), "success")
    return _back(number)


# What the pages are made of


def _case(number: int) -> Case:
    return breach_queries.get_case(db.session, current_person().authority_id, number)


def _tried(form: Form, act: Callable[[], None]) -> bool:
    """Runs the act; what was refused stands at the fields, and nothing is stored."""
    try:
        act()
    except Invalid as error:
        db.session.rollback()
        for name, code in error.errors.items():
            form[name].mark(BREACH_FAULTS[name, code])  # type: ignore[attr-defined]  # - every field here is a CleanField
        return False
    except Conflict as error:
        db.session.rollback()
        next(iter(form)).mark(BREACH_FAULTS["", str(error.details["cause"])])  # type: ignore[attr-defined]  # - likewise
        return False
    return True


def _render(
    case: Case,
    *,
    task: TaskForm | None = None,
    note: NoteForm | None = None,
    close: CloseForm | None = None,
    wordings: dict[BreachNotice, WordingForm] | None = None,
    status: int = 200,
) -> Response:
    """The case, with the form that was sent where something was wrong in it."""
    now, facts = clock.now(), case.facts()
    proposed = {notice: breach_notices.wording(notice, facts) for notice in BreachNotice}
    written = {notice: case.written(notice) for notice in BreachNotice}
    texts = {notice: one.text if one else proposed[notice] for notice, one in written.items()}
    shown = {notice: WordingForm(formdata=None, prefix=notice, data={"wording": texts[notice]}) for notice in texts}
    for notice, one in shown.items():
        one.wording.label.text = f"{one.wording.label.text}: {BREACH_NOTICES[notice]}"
    writes = Role.SECRETARY in current_person().roles and case.breach.closed_at is None
    forms = (task, note, close, *(wordings or {}).values())
    page = render_template(
        "moderation/breach.html",
        case=case,
        row=case.breach,
        facts=facts,
        now=now,
        writes=writes,
        task=task or TaskForm(formdata=None),
        note=note or NoteForm(formdata=None),
        close=close or CloseForm(formdata=None),
        sent=next((form for form in forms if form is not None), None),
        wordings=shown | (wordings or {}),
        written=written,
        texts=texts,
        duties=[(one, duty, case.breach.found_at + duty.within) for one, duty in breach_tasks.DUTIES.items()],
        names=names(
            db.session, {one.by for one in case.entries} | {case.breach.opened_by, case.breach.closed_by or ""}
        ),
        notes=[one for one in case.entries if one.kind is not BreachEntryKind.WORDING],
        tasks=BREACH_TASKS,
        entries=BREACH_ENTRIES,
        notices=BREACH_NOTICES,
        outcomes=BREACH_OUTCOMES,
        reasons=REASONS,
        roles=ROLES,
    )
    return make_response(page, status)


def _back(number: int, anchor: str = "") -> Response:
    return redirect(url_for("moderation.breach", number=number, _anchor=anchor or None), 303)
