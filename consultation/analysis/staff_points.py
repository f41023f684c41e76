"""What can be done to one point of a response: moved, removed, parted in two, put together with another (R37, R39)."""

from flask import flash, redirect
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.analysis import parting, points, queries
from consultation.analysis.blueprint import blueprint
from consultation.analysis.forms import MoveForm, PartForm, RemoveForm, TogetherForm
from consultation.analysis.labels import printed_words
from consultation.analysis.pages import READERS
from consultation.analysis.staff_parts import DESK, find_desk
from consultation.errors import Conflict
from consultation.extensions import db

POINT = f"{DESK}/<int:seq>"


@blueprint.post(f"{POINT}/flyt")
@requires(*READERS)
def move_point(slug: str, label: str, seq: int) -> BaseResponse:
    here, form = find_desk(slug, label), MoveForm()
    form.position.choices = {one: printed_words(row) for one, row in here.positions.items()}
    point = queries.get_point(db.session, here.response.id, seq)
    if not form.validate():
        return redirect(here.url(f"p{seq}", punkt=seq), 303)
    position = here.positions[form.position.data].position if form.position.data else None
    who = db.session, here.at.person.actor, here.at.now
    try:
        count = points.move_point_in_group(*who, here.response, point, position, alone=form.alone.data)
        db.session.commit()
        flash(_also(_("Punkt %(label)s er flyttet.", label=f"{label}.{seq}"), count), "success")
    except Conflict:
        db.session.rollback()
        flash(_("Svaret har allerede et punkt på de samme ord i det synspunkt. Intet er flyttet."), "warning")
    return redirect(here.url(f"p{seq}"), 303)


@blueprint.post(f"{POINT}/fjern")
@requires(*READERS)
def remove_point(slug: str, label: str, seq: int) -> BaseResponse:
    here, form = find_desk(slug, label), RemoveForm()
    point = queries.get_point(db.session, here.response.id, seq)
    who = db.session, here.at.person.actor, here.at.now
    count = points.remove_point_in_group(*who, here.response, point, alone=form.alone.data)
    db.session.commit()
    words = _("Punkt %(label)s er fjernet. Sætningerne er uden punkt igen.", label=f"{label}.{seq}")
    flash(_also(words, count), "success")
    return redirect(here.url(), 303)


@blueprint.post(f"{POINT}/del")
@requires(*READERS)
def split_point(slug: str, label: str, seq: int) -> BaseResponse:
    here, form = find_desk(slug, label), PartForm()
    point = queries.get_point(db.session, here.response.id, seq)
    passages = queries.passages_of(db.session, point.id)
    form.passages.choices = {one.id: "" for one in passages}
    if not form.validate() or len(form.passages.data) == len(passages):
        flash(_("Sæt hak ved nogle af ordene, men ikke ved alle. Intet er delt."), "warning")
        return redirect(here.url(f"p{seq}", punkt=seq), 303)
    who = db.session, here.at.person.actor, here.at.now
    made = parting.split_point(*who, here.response, point, form.passages.data, alone=form.alone.data)
    db.session.commit()
    words = _("Punkt %(label)s er delt. Resten er punkt %(new)s.", label=f"{label}.{seq}", new=f"{label}.{made[0].seq}")
    flash(_also(words, len(made)), "success")
    return redirect(here.url(f"p{made[0].seq}"), 303)


@blueprint.post(f"{POINT}/saml")
@requires(*READERS)
def merge_points(slug: str, label: str, seq: int) -> BaseResponse:
    here, form = find_desk(slug, label), TogetherForm()
    point = queries.get_point(db.session, here.response.id, seq)
    others = {one.seq: one for one in here.points if one.id != point.id}
    form.into.choices = {one: f"{label}.{one}" for one in others}
    if not form.validate() or form.into.data is None:
        flash(_("Vælg et punkt. Intet er lagt sammen."), "warning")
        return redirect(here.url(f"p{seq}", punkt=seq), 303)
    who = db.session, here.at.person.actor, here.at.now
    count = parting.merge_points(*who, here.response, point, others[form.into.data], alone=form.alone.data)
    db.session.commit()
    words = _(
        "Punkt %(label)s er nu en del af punkt %(into)s.", label=f"{label}.{seq}", into=f"{label}.{form.into.data}"
    )
    flash(_also(words, count), "success")
    return redirect(here.url(f"p{form.into.data}"), 303)


def _also(words: str, count: int) -> str:
    """What was done, and for how many where the group is concerned."""
    also = ngettext("Det gælder %(num)s svar.", "Det gælder %(num)s svar.", count)
    return f"{words} {also}" if count > 1 else words
