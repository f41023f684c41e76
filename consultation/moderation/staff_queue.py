"""Pages of the queue: what waits, taking the next, and who is to take what (interface.md 5)."""

from datetime import datetime, time, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.clock import COPENHAGEN
from consultation.consultations.pages import staff_consultation
from consultation.consultations.queries import list_drafts
from consultation.errors import Invalid, NotFound
from consultation.extensions import db
from consultation.lib.integers import read_integer
from consultation.models import Consultation
from consultation.moderation import (
    assigning,
    bulk,
    choosing,
    claims,
    group_queries,
    pages,
    queries,
    queue,
)
from consultation.moderation.blueprint import DESK, QUEUE, blueprint
from consultation.moderation.forms import AssignForm, AssignOneForm
from consultation.moderation.labels import (
    ASSIGN_FAULTS,
    RISKS,
    WHOSE,
    act_words,
    proof_words,
    sign_words,
)
from consultation.moderation.queue import Chosen, Waiting
from consultation.responses import queries as responses
from consultation.responses.rules import typed_label
from consultation.vocabulary import Capacity, Role
from consultation.web.labels import CAPACITIES
from consultation.web.pagination import Page, page_of, read_cursor

WEEK = timedelta(days=7)


@blueprint.get(QUEUE, endpoint="queue")
@requires(Role.MODERATOR)
def queue_page(slug: str) -> str | BaseResponse:
    row, person, now = staff_consultation(slug), current_person(), clock.now()
    wanted = typed_label(request.args.get("nr", ""))
    if wanted and (label := _known_label(row, wanted)):
        return redirect(url_for("moderation.desk", slug=slug, label=label))
    chosen, counts = choosing.read(), queue.count_by_risk(db.session, row.id)
    page = _page(row, person.id, now, chosen)
    return render_template(
        "moderation/queue.html",
        consultation=row,
        page=page,
        total=sum(counts.values()),
        free=choosing.find_next(row, person, now) is not None,
        alike=group_queries.has_groups(db.session, row.id),
        groups=group_queries.groups_of(db.session, [one.response_id for one in page.rows]),
        acts=_acts(row, person.actor, now),
        proposals=pages.proposals_of(row, person),
        counts=counts,
        chosen=chosen,
        unknown=wanted,
        me=person.id,
        undoable=pages.undoable_of(row, person, now),
        risks=RISKS,
        whose=WHOSE,
        drafts=[text.draft for text in list_drafts(db.session, row.id)],
        capacities={one: CAPACITIES[one] for one in Capacity},
        received_words=pages.received_short,
        unconfirmed=queries.count_unconfirmed(db.session, row.id),
        held={one.response_id: sign_words(one.held_by) for one in page.rows},
        proofs={one.response_id: proof_words(one.login_mode, one.confirmed_by) for one in page.rows},
    )


def _acts(row: Consultation, actor: str, now: datetime) -> list[tuple[str, str]]:
    """This person's acts on many that can still be taken back: the key of the group, and the sentence."""
    found = bulk.list_undoable(db.session, row.id, actor, now)
    return [(key, act_words(act)) for key, act in found]


def _page(row: Consultation, me: int, now: datetime, chosen: Chosen) -> Page[Waiting]:
    cursor = read_cursor()
    after, before = choosing.read_key(cursor.after), choosing.read_key(cursor.before)
    found = queue.list_waiting(
        db.session, row.id, now, chosen, me=me, limit=cursor.size + 1, after=after, before=before
    )
    return page_of(found, cursor, key=lambda one: choosing.key_words(one.key))


def _known_label(row: Consultation, wanted: str) -> str | None:
    try:
        responses.get_response(db.session, row.id, wanted)
    except NotFound:
        return None
    return wanted


@blueprint.post(f"{QUEUE}/tag-det-naeste")
@requires(Role.MODERATOR)
def take_next(slug: str) -> BaseResponse:
    row, person, now = staff_consultation(slug), current_person(), clock.now()
    after = _let_go(row)
    if after is not None:
        claims.release_response(db.session, person.actor, now, queries.lock_response(db.session, after))
        db.session.commit()
    taken = choosing.take_next(row, person, now, after)
    db.session.commit()
    return redirect(taken.url() if taken else url_for("moderation.queue", slug=slug), 303)


def _let_go(row: Consultation) -> int | None:
    """The response that this person lets go, where it waits here; anything else lets nothing go."""
    told = read_integer(request.form.get("after"))
    return told if told is not None and queue.waits_in(db.session, row.id, told) else None


# Who is to take what


@blueprint.route(f"{QUEUE}/fordeling", methods=["GET", "POST"])
@requires(Role.MODERATOR)
def load(slug: str) -> str | tuple[str, int] | BaseResponse:
    """How much is whose, and giving a colleague the next of what is chosen."""
    row, person, now = staff_consultation(slug), current_person(), clock.now()
    form = AssignForm()
    form.staff.choices = _names(row)
    if request.method == "POST" and form.validate() and form.staff.data is not None:
        try:
            count = assigning.assign_next(
                db.session, person.actor, now, row, form.staff.data, form.number(), choosing.read()
            )
        except Invalid:
            form.count.mark(_("Skriv et tal fra 1 til %(most)s", most=assigning.MOST_AT_ONCE))
        else:
            db.session.commit()
            name = form.staff.choices[form.staff.data]
            flash(
                ngettext(
                    "%(num)s svar er givet til %(name)s.", "%(num)s svar er givet til %(name)s.", count, name=name
                ),
                "success",
            )
            return redirect(url_for("moderation.load", slug=slug), 303)
    midnight = datetime.combine(clock.today(), time(), COPENHAGEN)
    page = render_template(
        "moderation/load.html",
        consultation=row,
        form=form,
        loads=queue.list_loads(db.session, row, now, midnight, midnight - WEEK),
        unassigned=queue.count_unassigned(db.session, row.id),
        total=queue.count_waiting(db.session, row.id),
        chosen=choosing.read(),
        me=person.id,
    )
    return page if not form.errors else (page, 400)


@blueprint.post(f"{QUEUE}/fordeling/<int:staff_id>/tilbage")
@requires(Role.MODERATOR)
def return_load(slug: str, staff_id: int) -> BaseResponse:
    """What is a colleague's to take goes back to everybody: for who is ill or away."""
    row, person = staff_consultation(slug), current_person()
    count = assigning.return_all(db.session, person.actor, clock.now(), row, staff_id)
    db.session.commit()
    flash(ngettext("%(num)s svar er i køen for alle igen.", "%(num)s svar er i køen for alle igen.", count), "success")
    return redirect(url_for("moderation.load", slug=slug), 303)


@blueprint.post(f"{DESK}/tildel")
@requires(Role.MODERATOR)
def assign(slug: str, label: str) -> BaseResponse:
    """One response to a colleague, to oneself or to nobody."""
    at, form = pages.find_desk(slug, label), AssignOneForm()
    form.staff_id.choices = {0: _("Ingen"), **_names(at.consultation)}
    if not form.validate() or form.staff_id.data is None:
        return pages.render(at, assign=form, status=400)
    try:
        assigning.assign_response(db.session, at.person.actor, at.now, at.response.id, form.staff_id.data or None)
    except Invalid as error:
        db.session.rollback()
        form.staff_id.mark(ASSIGN_FAULTS[error.errors["staff"]])
        return pages.render(at, assign=form, status=error.status)
    db.session.commit()
    return redirect(at.url("om-koeen"), 303)


def _names(row: Consultation) -> dict[int, str]:
    return dict(queries.list_moderators(db.session, row.authority_id))
