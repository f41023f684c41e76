"""The desk where a response is divided into points (mockup `behandling`, R37, R38)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.analysis import points, queries, spans
from consultation.analysis.blueprint import blueprint
from consultation.analysis.figures import GENERAL, PositionLine
from consultation.analysis.forms import NEW, MarkForm, MoveForm, PointForm
from consultation.analysis.labels import line_words
from consultation.analysis.pages import (
    READERS,
    Treatment,
    find_treatment,
    flash_warnings,
    place_choices,
    place_key,
    read_place,
    theme_choices,
    warnings_of,
)
from consultation.analysis.responses import Reading, reading_of
from consultation.analysis.spans import Span
from consultation.errors import Conflict
from consultation.extensions import db
from consultation.models import DraftVersion, Point, Response
from consultation.moderation.claims import open_access
from consultation.moderation.labels import place_words as answer_words
from consultation.moderation.labels import sender_words
from consultation.responses import carrying
from consultation.responses.queries import get_response
from consultation.responses.rules import number_label
from consultation.responses.wording import carried_words
from consultation.vocabulary import AccessPurpose, NoPointReason
from consultation.web.labels import REASONS, STANCES, STATUSES

DESK = "/intern/hoeringer/<slug>/svar/<label>/punkter"


@dataclass(frozen=True)
class Desk:
    """One response on one person's screen."""

    at: Treatment
    response: Response

    @property
    def label(self) -> str:
        return number_label(self.response.series, self.response.seq)

    @cached_property
    def reading(self) -> Reading:
        return reading_of(db.session, self.response, self.at.person.id, self.at.now)

    @cached_property
    def alike(self) -> list[str]:
        """The numbers of the other members of its group."""
        return [number_label(one.series, one.seq) for one in queries.alike(db.session, self.response)]

    @cached_property
    def chosen(self) -> list[Span]:
        """The spans in the address that stand in the newest version."""
        asked = [spans.read(value) for value in request.args.getlist("s")]
        return list(dict.fromkeys(span for span in asked if span and self.reading.quote(span)))

    @property
    def is_silent(self) -> bool:
        """A file or a proposed wording alone: its point has no passage."""
        only_choices = not self.reading.files and any(part.answer.choices for part in self.reading.parts)
        return not (self.reading.lines or (only_choices and not any(part.proposed for part in self.reading.parts)))

    @property
    def takes_point(self) -> bool:
        return bool(self.chosen) or self.is_silent

    def url(self, anchor: str = "", **values: Any) -> str:
        return self.at.url("desk", label=self.label, _anchor=anchor or None, **values)

    def drafts(self) -> set[int]:
        """The numbers of the drafts that the chosen sentences answer, or all that the response does."""
        ids = {span.answer_id for span in self.chosen}
        answers = [one for one in self.reading.material.answers if not ids or one.id in ids]
        return {one.place.draft_number for one in answers if one.place.draft_number is not None}


def find_desk(slug: str, label: str) -> Desk:
    """The response of this address, if it is the signed-in person's authority's. NotFound."""
    at = find_treatment(slug)
    return Desk(at, get_response(db.session, at.consultation.id, label))


@blueprint.route(DESK, methods=["GET", "POST"])
@requires(*READERS)
def desk(slug: str, label: str) -> BaseResponse:
    here = find_desk(slug, label)
    form = _point_form(here)
    if not form.is_submitted() or not _is_valid(form):
        return _render(here, form)
    if not here.takes_point:
        return _conflict(here, form)
    try:
        made = _make_point(here, form)
        db.session.commit()
    except Conflict:
        db.session.rollback()
        return _conflict(find_desk(slug, label), form)
    _tell(here, made)
    if form.position.data == NEW:
        flash_warnings(warnings_of(here.at.consultation, form.title.data))
    return redirect(here.url(), 303)


def _conflict(here: Desk, form: PointForm) -> BaseResponse:
    """The chosen words do not stand there any more; what was typed does."""
    form.position.mark(_("Svaret er rettet eller trukket tilbage imens. Vælg sætningerne igen."))
    return _render(here, form, status=409)


def _is_valid(form: PointForm) -> bool:
    valid = form.validate()
    form.check_new()
    return valid and not form.errors


def _make_point(here: Desk, form: PointForm) -> list[Point]:
    who = db.session, here.at.person.actor, here.at.now
    if form.position.data != NEW:
        position = queries.get_position(db.session, here.at.consultation.id, form.position.data or 0)
        return points.make_point_in_group(*who, here.response, here.chosen, position)
    draft_id, section_id = read_place(form.place.data)
    return points.make_point_in_new_position(
        *who,
        here.at.consultation,
        here.response,
        here.chosen,
        title=form.title.data,
        theme_title=form.theme.data or "",
        draft_id=draft_id,
        section_id=section_id,
    )


def _tell(here: Desk, made: list[Point]) -> None:
    label = f"{here.label}.{made[0].seq}"
    if len(made) == 1:
        flash(_("Punkt %(label)s er gemt.", label=label), "success")
    else:
        flash(_("Punkt %(label)s er gemt og gælder alle %(count)s ens svar.", label=label, count=len(made)), "success")


# The page


def _point_form(here: Desk) -> PointForm:
    lines = here.at.board.positions
    place = _place(here)
    form = PointForm(data={"place": place, "theme": _theme(here, place)})
    form.position.choices = {line.position.id: line_words(line) for line in lines} | {NEW: _("Et nyt synspunkt")}
    form.place.choices = place_choices(here.at.consultation)
    form.theme.choices = theme_choices(here.at.consultation)
    if not lines and form.position.data is None:
        form.position.data = NEW
    return form


def _place(here: Desk) -> str | None:
    """Where the first chosen sentence's answer was given; its draft where the section is gone since (R7)."""
    answer_id = here.chosen[0].answer_id if here.chosen else None
    answers = queries.answers_of(db.session, here.response.id)
    answer = next((one for one in answers if answer_id is None or one.id == answer_id), None)
    if answer is None or answer.draft_version_id is None:
        return place_key(None, None)
    draft_id = db.session.get_one(DraftVersion, answer.draft_version_id).draft_id
    place = place_key(draft_id, answer.section_id)
    return place if place in place_choices(here.at.consultation) else place_key(draft_id, None)


def _theme(here: Desk, place: str | None) -> str | None:
    """The theme of the section's heading, where there is one of that name (interface.md 6)."""
    words = place_choices(here.at.consultation).get(place or "", "")
    return next((title for title in theme_choices(here.at.consultation) if words.endswith(f" {title}")), None)


def _near(here: Desk) -> list[PositionLine]:
    """The positions of the drafts that the sentences answer, and the general ones."""
    drafts = here.drafts() | {GENERAL}
    return [line for line in here.at.board.positions if line.draft_number in drafts]


def _render(here: Desk, form: PointForm, *, status: int = 200) -> BaseResponse:
    at, material = here.at, here.reading.material
    near = {line.position.id for line in _near(here)}
    standing = queries.points_of(db.session, here.response.id)
    return at.render(
        "desk",
        status=status,
        here=here,
        form=form,
        mark=MarkForm(data={"reason": NoPointReason.GREETING}),
        near=near,
        points=standing,
        lines={one.id: at.board.by_position.get(one.position_id or 0) for one in standing},
        outdated={point.id for point, _passages in queries.outdated(db.session, here.response.id)},
        counts=any(one.number == here.label for one in at.board.responses),
        next_seq=1 + max((one.seq for one in standing), default=0),
        around=_around(here),
        sender=sender_words(material.public),
        drafts=sorted(here.drafts()),
        carried=carrying.list_carried(db.session, material.standing.version.id),
        carried_words=carried_words,
        answer_words=answer_words,
        stance_words=STANCES,
        status_words=STATUSES,
        withheld_words=REASONS,
        NEW=NEW,
    )


def _around(here: Desk) -> tuple[str | None, str | None]:
    """The numbers of the responses before and after this one."""
    labels = [one.number for one in here.at.board.responses]
    if here.label not in labels:
        return None, None
    place = labels.index(here.label)
    return (labels[place - 1] if place else None), (labels[place + 1] if place + 1 < len(labels) else None)


# Acts


@blueprint.post(f"{DESK}/saetninger")
@requires(*READERS)
def mark(slug: str, label: str) -> BaseResponse:
    here, form, act = find_desk(slug, label), MarkForm(), request.form.get("til", "")
    ticked = [span for span in map(spans.read, request.form.getlist("s")) if span]
    if act == "rest":
        return _settle_rest(here)
    if not ticked:
        flash(_("Sæt hak ved mindst én sætning."), "warning")
    elif act == "punkt":
        return redirect(here.url("nyt-punkt", s=[str(span) for span in ticked]), 303)
    elif act == "igen":
        points.reopen(db.session, here.at.person.actor, here.at.now, here.response, ticked)
    elif form.validate() and form.reason.data:
        points.settle_in_group(db.session, here.at.person.actor, here.at.now, here.response, ticked, form.reason.data)
    db.session.commit()
    return redirect(here.url("sv"), 303)


def _settle_rest(here: Desk) -> BaseResponse:
    points.settle_rest(db.session, here.at.person.actor, here.at.now, here.response, NoPointReason.GREETING)
    db.session.commit()
    return redirect(here.url("sv"), 303)


@blueprint.post("/intern/hoeringer/<slug>/svar/<label>/original")
@requires(*READERS)
def show_original(slug: str, label: str) -> BaseResponse:
    here = find_desk(slug, label)
    open_access(db.session, here.at.person.actor, here.at.now, here.response, AccessPurpose.ANALYSIS)
    db.session.commit()
    return redirect(here.url(), 303)


@blueprint.post(f"{DESK}/<int:seq>/flyt")
@requires(*READERS)
def move_point(slug: str, label: str, seq: int) -> BaseResponse:
    here, form = find_desk(slug, label), MoveForm()
    form.position.choices = {line.position.id: line.label for line in here.at.board.positions}
    if form.validate():
        point = queries.get_point(db.session, here.response.id, seq)
        position = here.at.line(form.position.data).position if form.position.data else None
        points.move_point_in_group(db.session, here.at.person.actor, here.at.now, here.response, point, position)
        db.session.commit()
        flash(_("Punkt %(label)s er flyttet.", label=f"{label}.{seq}"), "success")
    return redirect(here.url(), 303)


@blueprint.post(f"{DESK}/<int:seq>/fjern")
@requires(*READERS)
def remove_point(slug: str, label: str, seq: int) -> BaseResponse:
    here = find_desk(slug, label)
    point = queries.get_point(db.session, here.response.id, seq)
    count = points.remove_point_in_group(db.session, here.at.person.actor, here.at.now, here.response, point)
    db.session.commit()
    words = _("Punkt %(label)s er fjernet. Sætningerne er uden punkt igen.", label=f"{label}.{seq}")
    also = _("Det gælder alle %(count)s ens svar.", count=count) if count > 1 else ""
    flash(f"{words} {also}".strip(), "success")
    return redirect(here.url(), 303)


@blueprint.post(f"{DESK}/foelg-med")
@requires(*READERS)
def carry_points(slug: str, label: str) -> BaseResponse:
    here = find_desk(slug, label)
    points.carry_points(db.session, here.at.person.actor, here.at.now, here.response)
    db.session.commit()
    return redirect(here.url(), 303)
