"""Pages of staff that join features: what waits, where a consultation stands, the log, the running of the system."""

from datetime import datetime, timedelta

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations import following, queries, reviews
from consultation.consultations.pages import staff_consultation
from consultation.consultations.revising import OPEN_TO_CHANGE
from consultation.extensions import db
from consultation.lib.dates import local
from consultation.models import Consultation
from consultation.notifications import queries as notifications
from consultation.responses import figures
from consultation.site import desk_words, entries, numbers, operations, readiness, waiting
from consultation.site.blueprint import blueprint
from consultation.vocabulary import JobState, LoginMode, MessageState, Role, State
from consultation.web.labels import FOLLOW_UPS, LOGIN_MODES, MODES, STATES, STATUSES

OUTAGES_SHOWN = timedelta(days=30)
MORNING_ENDS, EVENING_BEGINS = 10, 18
_EDITORS = frozenset({Role.EDITOR})
_INTAKE = frozenset({Role.MODERATOR, Role.SECRETARY})
_ANALYSTS = frozenset({Role.SUBJECT_OWNER, Role.SECRETARY})
_SECRETARIES = frozenset({Role.SECRETARY})
_PAGES = {
    _l("Høringen"): (
        (_l("Mangler og udsendelse"), "consultations.missing", _EDITORS),
        (_l("Vis udkastet til andre"), "consultations.preview_links", _EDITORS),
        (_l("Bemærkninger før høringen"), "consultations.review", frozenset(Role)),
        (_l("Vis teksterne"), "consultations.preview", frozenset(Role)),
        (_l("Frist"), "consultations.deadline", _EDITORS | _SECRETARIES),
        (_l("Høringsparter"), "parties.board", _EDITORS | _SECRETARIES),
        (_l("Hvem skal godkende?"), "consultations.approval_steps", _EDITORS),
        (_l("Aflys høringen"), "consultations.cancel", _EDITORS),
    ),
    _l("Svarene"): (
        (_l("Registrér svar"), "responses.intake", _INTAKE),
        (_l("Ubekræftede svar"), "moderation.unconfirmed", _INTAKE),
        (_l("Gennemgang"), "moderation.queue", frozenset({Role.MODERATOR})),
        (_l("Modtaget efter fristen"), "responses.late", _SECRETARIES),
        (_l("Svar, der ligner hinanden"), "moderation.groups", _ANALYSTS | {Role.MODERATOR}),
        (_l("Nyt link til et svar"), "responses.new_link", _INTAKE),
    ),
    _l("Punkter og bemærkninger"): (
        (_l("Behandling"), "analysis.list_responses", _ANALYSTS),
        (_l("Bemærkninger"), "analysis.remarks", _ANALYSTS),
        (_l("Dækning"), "analysis.coverage", _ANALYSTS),
        (_l("Godkendelse"), "analysis.approval", _ANALYSTS | {Role.DIRECTOR}),
    ),
    _l("Papirer og beslutning"): (
        (_l("Rapport"), "summary.report", _ANALYSTS),
        (_l("Bilag"), "summary.compile", _SECRETARIES),
        (_l("Møder og beslutning"), "consultations.meetings", _SECRETARIES),
        (_l("Vedtagne tekster"), "analysis.adopted", _EDITORS | _SECRETARIES),
    ),
    _l("Beskeder og log"): (
        (_l("Breve"), "notifications.letters", _INTAKE),
        (_l("Beskeder"), "notifications.outbox", _SECRETARIES),
        (_l("Log"), "site.log", frozenset(Role)),
    ),
}
"""What stands below a consultation, in the order in which it lives: words, address, and whose it is."""
_BEFORE, _AFTER = (
    frozenset({"consultations.missing", "consultations.preview_links"}),
    frozenset({"analysis.adopted", "consultations.deadline", "consultations.cancel", "moderation.groups"}),
)
_BALL = {
    State.UNPUBLISHED: _l("Redaktøren gør høringen færdig."),
    State.PLANNED: _l("Høringen er sendt ud og åbner af sig selv."),
    State.OPEN: _l("Der kommer svar. Moderatoren gennemgår dem."),
    State.CLOSED: _l("Fagansvarlig og udvalgssekretær behandler svarene."),
    State.UNDER_CONSIDERATION: _l("Udvalget og byrådet ser på sagen."),
    State.DECIDED: _l("Sagen er besluttet."),
    State.ARCHIVED: _l("Sagen er arkiveret."),
    State.CANCELLED: _l("Høringen er aflyst. Der skal ikke gøres mere."),
}


@blueprint.get("/intern")
@requires(*Role)
def staff_home() -> str:
    now, person = clock.now(), current_person()
    tasks = waiting.tasks_of(db.session, person.authority_id, person.roles, now, person.actor)
    ahead = waiting.coming_of(db.session, person.authority_id, now)
    return render_template(
        "site/staff_home.html",
        greeting=_greeting(now, person.name.split()[0]),
        today=local(now).date(),
        tasks=[desk_words.task_row(task) for task in tasks],
        coming=[(one, desk_words.coming_words(one)) for one in ahead],
    )


def _greeting(now: datetime, name: str) -> str:
    hour = local(now).hour
    if hour < MORNING_ENDS:
        return str(_("God morgen, %(name)s", name=name))
    return str(_("Goddag, %(name)s", name=name) if hour < EVENING_BEGINS else _("God aften, %(name)s", name=name))


@blueprint.get("/intern/hoeringer/<slug>")
@requires(*Role)
def overview(slug: str) -> str:
    row, now, person = staff_consultation(slug), clock.now(), current_person()
    state = queries.state_of(db.session, row, now)
    tasks = waiting.tasks_of(db.session, person.authority_id, person.roles, now, person.actor)
    return render_template(
        "site/overview.html",
        consultation=row,
        state=STATES[state],
        ball=_BALL[state],
        mode=MODES.get(row.publication_mode) if row.publication_mode else None,
        login_mode=LOGIN_MODES[row.login_mode],
        tasks=[desk_words.task_row(task) for task in tasks if task.consultation and task.consultation.id == row.id],
        numbers=numbers.of(figures.read(db.session, row.id)),
        statuses=STATUSES,
        pages=_pages(row, person.roles),
        drafts=queries.list_drafts(db.session, row.id),
        may_edit=row.published_at is None and bool(person.roles & {Role.EDITOR, Role.SUBJECT_OWNER}),
        may_replace=Role.EDITOR in person.roles and row.published_at is not None and state in OPEN_TO_CHANGE,
        meetings=queries.list_milestones(db.session, row.id),
        earlier=following.find_followed(db.session, row),
        later=following.list_followers(db.session, row),
        follow_ups=FOLLOW_UPS,
        followers=notifications.count_followers(db.session, row),
        may_follow=row.published_at is not None and Role.EDITOR in person.roles,
    )


def _pages(row: Consultation, roles: frozenset[Role]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The pages of this person's roles that mean something now, each with its address, under their headings."""
    left_out = _left_out(row)
    found = []
    for heading, pages in _PAGES.items():
        links = [
            (str(words), desk_words.address(endpoint, row.slug))
            for words, endpoint, wanted in pages
            if roles & wanted and endpoint not in left_out
        ]
        found.append((str(heading), [(words, url) for words, url in links if url]))
    return [(heading, links) for heading, links in found if links]


def _left_out(row: Consultation) -> frozenset[str]:
    left_out = _BEFORE if row.published_at is not None else _AFTER
    if row.cancelled_at is not None:
        left_out |= {"consultations.cancel"}
    if row.login_mode is not LoginMode.CONFIRMED:
        left_out |= {"moderation.unconfirmed"}
    if row.published_at is not None and not reviews.has_remarks(db.session, row.id):
        left_out |= {"consultations.review"}
    if not (row.owner_approval or row.director_approval):
        left_out |= {"analysis.approval"}
    return left_out


@blueprint.get("/intern/drift")
@requires(Role.ADMINISTRATOR)
def health() -> str:
    now, person = clock.now(), current_person()
    settings = current_app.config["SETTINGS"]
    dead = entries.list_jobs(db.session, JobState.DEAD)
    return render_template(
        "site/health.html",
        checks=readiness.check(db.engine, settings.data_dir, now),
        outages=entries.list_outages(db.session, now - OUTAGES_SHOWN),
        causes=desk_words.CAUSES,
        counts=entries.count_jobs(db.session),
        dead=[(job, entries.without_addresses(job.last_error)) for job in dead],
        overdue=[job for job in entries.list_jobs(db.session, JobState.WAITING) if job.due_at <= now],
        messages=entries.count_messages(db.session, person.authority_id),
        JobState=JobState,
        MessageState=MessageState,
    )


@blueprint.post("/intern/drift/opgaver/<int:job_id>/igen")
@requires(Role.ADMINISTRATOR)
def retry_job(job_id: int) -> Response:
    person = current_person()
    operations.retry_job(db.session, person.actor, clock.now(), person.authority_id, job_id)
    db.session.commit()
    flash(_("Opgaven er sat i gang igen."), "success")
    return redirect(url_for("site.health"), 303)
