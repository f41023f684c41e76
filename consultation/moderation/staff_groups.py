"""Pages on groups: which responses say the same, what each adds, and what a person decides about them (R39)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from consultation import clock
from consultation.accounts import queries as accounts
from consultation.accounts.signed_in import Person, current_person, requires
from consultation.consultations.pages import staff_consultation
from consultation.errors import Invalid
from consultation.extensions import db
from consultation.lib.integers import read_integer, read_integers
from consultation.models import AnswerGroup, Consultation, Letter, Response
from consultation.moderation import (
    bulk,
    bulk_plans,
    bulk_proposals,
    bulk_takedowns,
    claims,
    group_queries,
    grouping,
    pages,
    parting,
    queries,
)
from consultation.moderation.blueprint import GROUP, GROUPS, blueprint
from consultation.moderation.comparing import Compared, Marked, comparison
from consultation.moderation.forms import PartingForm
from consultation.moderation.group_queries import Key, Member
from consultation.moderation.labels import GROUP_ACTS, GROUP_KINDS, act_words, crowd_words, member_words, pending_words
from consultation.responses import figures
from consultation.responses.rules import number_label
from consultation.vocabulary import AccessPurpose, Role
from consultation.web.pagination import Page, page_of, read_cursor

_READERS = (Role.MODERATOR, Role.SUBJECT_OWNER, Role.SECRETARY)
_SIZE = 20
_LETTERS = 200
"""So many different letters tell what a group shares."""
_OFFERED = 50
"""So many other groups, the largest, can be moved to."""


@blueprint.get(GROUPS)
@requires(*_READERS)
def groups(slug: str) -> str:
    row = staff_consultation(slug)
    return render_template(
        "moderation/groups.html",
        consultation=row,
        alike=group_queries.has_groups(db.session, row.id),
        page=_list_page(row),
        proposals=pages.proposals_of(row, current_person()),
        identical=figures.read(db.session, row.id).get(grouping.IDENTICAL, 0),
        crowd_words=crowd_words,
        kinds=GROUP_KINDS,
    )


def _list_page(row: Consultation) -> Page[AnswerGroup]:
    cursor = read_cursor()
    after, before = _read_key(cursor.after), _read_key(cursor.before)
    found = group_queries.list_groups(db.session, row.id, limit=cursor.size + 1, after=after, before=before)
    return page_of(found, cursor, key=lambda one: f"{one.responses}~{one.id}")


def _read_key(words: str | None) -> Key | None:
    """The place in the list; None for anything else."""
    size, _sign, number = (words or "").partition("~")
    responses, group_id = read_integer(size), read_integer(number)
    return Key(responses, group_id) if responses is not None and group_id is not None else None


@blueprint.get(GROUP)
@requires(*_READERS)
def group(slug: str, group_key: str) -> BaseResponse:
    return _page(slug, group_key, PartingForm(formdata=None))


@blueprint.post(f"{GROUP}/tekster")
@requires(*_READERS)
def open_group(slug: str, group_key: str) -> BaseResponse:
    """Leave to read what is on this page, noted for each response (R57)."""
    row, person, now = staff_consultation(slug), current_person(), clock.now()
    one = group_queries.get_group(db.session, row, group_key)
    shared, members = _shown(one, after=_after(request.form))
    purpose = AccessPurpose.MODERATION if Role.MODERATOR in person.roles else AccessPurpose.ANALYSIS
    for response in {shared.response.id: shared.response, **{it.response.id: it.response for it in members}}.values():
        if queries.find_access(db.session, person.id, response.id, now) is None:
            claims.open_access(db.session, person.actor, now, response, purpose)
    db.session.commit()
    return redirect(
        url_for("moderation.group", slug=slug, group_key=group_key, efter=request.form.get("efter") or None), 303
    )


@blueprint.post(f"{GROUP}/bekraeft")
@requires(Role.MODERATOR, Role.SUBJECT_OWNER)
def confirm_group(slug: str, group_key: str) -> BaseResponse:
    one = group_queries.get_group(db.session, staff_consultation(slug), group_key)
    parting.confirm_group(db.session, current_person().actor, clock.now(), one, pages.whole("responses"))
    db.session.commit()
    flash(_("Gruppen er bekræftet. De svar, der er i den nu, bliver i den."), "success")
    return redirect(url_for("moderation.group", slug=slug, group_key=group_key), 303)


@blueprint.post(f"{GROUP}/del")
@requires(Role.MODERATOR, Role.SUBJECT_OWNER)
def part_group(slug: str, group_key: str) -> BaseResponse:
    one, form = group_queries.get_group(db.session, staff_consultation(slug), group_key), PartingForm()
    _offer(form, one)
    chosen = read_integers(request.form.getlist("responses"))
    if not form.validate():
        return _page(slug, group_key, form, chosen)
    try:
        parting.part(
            db.session, current_person().actor, clock.now(), one, chosen, form.target.data or "", form.reason.data
        )
    except Invalid as error:
        db.session.rollback()
        form.target.mark(_("Vælg mindst ét svar") if "responses" in error.errors else _("Vælg, hvor svarene skal hen"))
        return _page(slug, group_key, form, chosen)
    db.session.commit()
    flash(_("Svarene er flyttet. De er talt med som før."), "success")
    return redirect(url_for("moderation.group", slug=slug, group_key=group_key), 303)


# What the pages are made of


Texts = Sequence[Marked] | None


@dataclass(frozen=True)
class Shared:
    """The text that stands for a group, and the first response that consists of it."""

    letter: Letter
    response: Response

    @property
    def number(self) -> str:
        return number_label(self.response.series, self.response.seq)


@dataclass(frozen=True)
class Line:
    """A member on the page; its texts where this person may read them now."""

    member: Member
    words: str
    texts: Texts


@dataclass(frozen=True)
class Proposed:
    """What somebody has proposed and nobody has agreed to yet; `mine` where that was this person."""

    words: str
    mine: bool


def _shown(one: AnswerGroup, after: int) -> tuple[Shared, list[Member]]:
    letter = group_queries.shared_letter(db.session, one)
    if letter is None:
        raise group_queries.empty_group()
    shared = Shared(letter, group_queries.first_with(db.session, one, letter))
    return shared, group_queries.list_members(db.session, one, after=after, limit=_SIZE, unlike=letter.id)


def _after(told: Mapping[str, str]) -> int:
    """The last response of the page before; 0 for the first page."""
    return read_integer(told.get("efter")) or 0


def _page(slug: str, group_key: str, form: PartingForm, chosen: Sequence[int] = ()) -> BaseResponse:
    row, person, now = staff_consultation(slug), current_person(), clock.now()
    one = group_queries.get_group(db.session, row, group_key)
    after = _after(request.args)
    shared, members = _shown(one, after)
    last = members[-1].response.id if len(members) == _SIZE else 0
    readable = _readable(person, [shared.response, *(it.response for it in members)])
    compared = _compared(row, one, shared, members, readable)
    _offer(form, one)
    events = group_queries.list_events(db.session, one)
    html = render_template(
        "moderation/group.html",
        consultation=row,
        group=one,
        crowd=crowd_words(one),
        kind=GROUP_KINDS[one.kind],
        shared=shared,
        equal=group_queries.count_equal(db.session, one, shared.letter),
        text=compared.shared if shared.response.id in readable else None,
        unread=len(readable) < len(members) + 1,
        lines=[Line(it, member_words(it), compared.texts.get(it.response.id)) for it in members],
        after=after,
        following=last,
        numbers=group_queries.list_numbers(db.session, one),
        form=form,
        errors=form.errors,
        chosen=set(chosen),
        events=events,
        acts=GROUP_ACTS,
        names=accounts.names(db.session, {event.by for event, _number in events}),
        moderates=Role.MODERATOR in person.roles,
        undoable=_undoable(one, now) if Role.MODERATOR in person.roles else None,
        pending=_pending(one, person),
        shows=bulk_takedowns.shows(db.session, one),
        waits=bulk_plans.waits(db.session, one),
        decides=bool(person.roles & {Role.MODERATOR, Role.SUBJECT_OWNER}),
        now=now,
    )
    return BaseResponse(html, 400 if form.errors else 200, mimetype="text/html")


def _undoable(one: AnswerGroup, now: datetime) -> tuple[int, str] | None:
    """The last act on many, where it can still be taken back, and its sentence."""
    act = bulk.find_undoable(db.session, one, now)
    if act is None:
        return None
    return act.id, act_words(act)


def _pending(one: AnswerGroup, person: Person) -> Proposed | None:
    found = bulk_proposals.find_pending(db.session, one)
    if found is None:
        return None
    by, mine = found.row.by, found.row.by == person.actor
    return Proposed(pending_words(found, accounts.names(db.session, {by}).get(by, ""), mine=mine), mine)


def _readable(person: Person, responses: Sequence[Response]) -> set[int]:
    """Those whose original this person may read now (R57)."""
    now = clock.now()
    return {one.id for one in responses if queries.find_access(db.session, person.id, one.id, now) is not None}


def _compared(
    row: Consultation, one: AnswerGroup, shared: Shared, members: Sequence[Member], readable: set[int]
) -> Compared:
    reader = grouping.reader_of(db.session, current_app.config["SETTINGS"], row.id)
    shown = [shared.response.id, *(it.response.id for it in members)]
    texts = group_queries.texts_of(db.session, [it for it in shown if it in readable])
    letters = group_queries.some_letters(db.session, one, _LETTERS)
    return comparison(reader, shared.letter, letters, texts, shared.response.id)


def _offer(form: PartingForm, one: AnswerGroup) -> None:
    """Where responses may go: out of the group, or into another of the consultation's."""
    largest = group_queries.list_groups(db.session, one.consultation_id, limit=_OFFERED + 1)
    others = [it for it in largest if it.id != one.id][:_OFFERED]
    form.target.choices = {
        parting.ALONE: _("Ud af gruppen, hver for sig"),
        parting.TOGETHER: _("Samlet i en ny gruppe"),
        **{it.key: _("Til gruppen: %(words)s", words=crowd_words(it)) for it in others},
    }
