"""The desk where a response is divided into points (mockup `behandling`, R37-R39)."""

from collections.abc import Sequence

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.queries import get_staff, names
from consultation.accounts.signed_in import requires
from consultation.analysis import guessing, points, queries, spans
from consultation.analysis.blueprint import blueprint
from consultation.analysis.forms import NEW, MarkForm, PointForm
from consultation.analysis.labels import cut_words, guess_words, printed_words
from consultation.analysis.pages import (
    READERS,
    flash_warnings,
    place_choices,
    place_key,
    read_place,
    theme_choices,
    warnings_of,
)
from consultation.analysis.spans import Span
from consultation.analysis.staff_parts import DESK, Desk, find_desk
from consultation.errors import Conflict
from consultation.extensions import db
from consultation.models import Point
from consultation.moderation.claims import open_access
from consultation.moderation.labels import place_words as answer_words
from consultation.moderation.labels import sender_words
from consultation.responses import carrying
from consultation.responses.wording import carried_words
from consultation.vocabulary import AccessPurpose, NoPointReason
from consultation.web import giveaways
from consultation.web.labels import NO_POINT_REASONS, REASONS, STANCES, STATUSES


@blueprint.route(DESK, methods=["GET", "POST"])
@requires(*READERS)
def desk(slug: str, label: str) -> BaseResponse:
    here = find_desk(slug, label)
    form = _point_form(here)
    if not form.is_submitted() or not _is_valid(form) or request.form.get("til") == "vis":
        return _render(here, form)
    if not here.takes_point:
        return _conflict(here, form, "corrected")
    try:
        made = _make_point(here, form)
        db.session.commit()
    except Conflict as conflict:
        db.session.rollback()
        return _conflict(find_desk(slug, label), form, str(conflict.details.get("cause")))
    _tell(here, made)
    if form.position.data == NEW:
        flash_warnings(warnings_of(here.at.consultation, form.title.data))
        giveaways.tell([form.title])
    return redirect(here.url(), 303)


def _conflict(here: Desk, form: PointForm, cause: str) -> BaseResponse:
    """Another was first; what was typed stands there still, and a second save goes through where it may (C2)."""
    if cause == "taken":
        form.position.mark(_taken_words(here, form))
        form.seen.data, form.seen.raw_data = str(queries.newest_point(db.session, here.response.id)), None
    elif cause == "same":
        form.position.mark(
            _("Punktet findes allerede: de samme ord er i det synspunkt. Vælg et andet, eller lad være.")
        )
    else:
        form.position.mark(_("Svaret er rettet eller trukket tilbage imens. Vælg sætningerne igen."))
    return _render(here, form, status=409)


def _taken_words(here: Desk, form: PointForm) -> str:
    """Which points the sentences have got meanwhile, and by whom."""
    found = queries.points_on(db.session, here.chosen, after=_seen(form))
    people = names(db.session, {by for _point, by in found})
    told = [
        _("%(who)s har imens sat ordene i punkt %(label)s.", who=people.get(by, ""), label=_numbered(here, point))
        for point, by in found
    ]
    return " ".join([*told, _("Gem igen, hvis de også skal være i dit punkt.")])


def _numbered(here: Desk, point: Point) -> str:
    """ "17.3 Ønske om længere forløb"."""
    position = here.positions.get(point.position_id or 0)
    return f"{here.label}.{point.seq} {position.position.title if position else ''}".strip()


def _is_valid(form: PointForm) -> bool:
    """Who only wants to see how it will be printed is told of nothing that is missing yet."""
    valid = form.validate()
    form.check_new()
    if request.form.get("til") == "vis":
        for field in form:
            field.errors = []
    return valid and not form.errors


def _seen(form: PointForm) -> int:
    """The newest point that the page knew; a page that does not say knew none."""
    return int(form.seen.data) if form.seen.data.isascii() and form.seen.data.isdigit() else 0


def _make_point(here: Desk, form: PointForm) -> list[Point]:
    who = db.session, here.at.person.actor, here.at.now
    alone, seen = form.alone.data, _seen(form)
    if form.position.data != NEW:
        position = queries.get_position(db.session, here.at.consultation.id, form.position.data or 0)
        return points.make_point_in_group(*who, here.response, here.chosen, position, alone=alone, seen=seen)
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
        alone=alone,
        seen=seen,
    )


def _tell(here: Desk, made: Sequence[Point]) -> None:
    label = f"{here.label}.{made[0].seq}"
    if len(made) == 1:
        flash(_("Punkt %(label)s er gemt.", label=label), "success")
    else:
        flash(_("Punkt %(label)s er gemt og gælder %(count)s svar.", label=label, count=len(made)), "success")


# The page


def _point_form(here: Desk) -> PointForm:
    place, choices = _place(here), place_choices(here.at.consultation, here.texts)
    themes = theme_choices(here.at.consultation, here.texts)
    seen = queries.newest_point(db.session, here.response.id)
    form = PointForm(data={"place": place, "theme": _theme(choices, themes, place), "seen": str(seen)})
    suggested = [one.position_id for one in here.joins]
    rest = [one for one in here.positions if one not in suggested]
    words = {one: printed_words(here.positions[one]) for one in [*suggested, *rest]}
    form.position.choices = words | {NEW: str(_("Et nyt synspunkt"))}
    form.position.hints = {one.position_id: str(_("Foreslået: %(words)s", words=one.words)) for one in here.joins}
    form.place.choices, form.theme.choices = choices, themes
    form.theme.data = here.taken or form.theme.data
    if (here.taken or not here.positions) and form.position.data is None:
        form.position.data = NEW
    return form


def _place(here: Desk) -> str | None:
    """Where the guess is certain; else the general ones, which a person changes."""
    guess = guessing.certain(here.guesses)
    return place_key(guess.draft_id, guess.section_id) if guess else None


def _theme(choices: dict[str, str], themes: dict[str, str], place: str | None) -> str | None:
    """The theme of the section's heading, where there is one of that name (interface.md 6)."""
    words = choices.get(place or "", "")
    return next((title for title in themes if words.endswith(f" {title}")), None)


def _render(here: Desk, form: PointForm, mark: MarkForm | None = None, *, status: int = 200) -> BaseResponse:
    at, material = here.at, here.reading.material
    warned = form.is_submitted() and form.position.data == NEW and bool(form.title.data)
    return at.render(
        "desk",
        status=status,
        here=here,
        form=form,
        mark=mark or MarkForm(formdata=None, data={"reason": NoPointReason.GREETING}),
        guessed={place_key(one.draft_id, one.section_id): guess_words(one) for one in here.guesses},
        certain=guessing.certain(here.guesses),
        warnings=warnings_of(at.consultation, form.title.data) if warned else [],
        outdated={point.id for point, _passages in queries.outdated(db.session, here.response.id)},
        next_seq=1 + max((one.seq for one in here.points), default=0),
        around=here.around,
        sender=sender_words(material.public),
        carried=carrying.list_carried(db.session, material.standing.version.id),
        shortcuts=get_staff(db.session, at.person.authority_id, at.person.id).shortcuts,
        carried_words=carried_words,
        answer_words=answer_words,
        cut_words=cut_words,
        printed_words=printed_words,
        stance_words=STANCES,
        status_words=STATUSES,
        withheld_words=REASONS,
        NEW=NEW,
    )


# Acts


@blueprint.post(f"{DESK}/saetninger")
@requires(*READERS)
def mark(slug: str, label: str) -> BaseResponse:
    here, form, act = find_desk(slug, label), MarkForm(), request.form.get("til", "")
    ticked = here.fit(request.form.getlist("s"))
    if act == "rest":
        return _settle_rest(here)
    if form.words.data.strip():
        ticked += _find_words(here, form)
    if form.errors or not form.validate() or not _has_reason(form, act):
        return _render(here, _point_form(here), form)
    if not ticked:
        flash(_("Sæt hak ved mindst én sætning."), "warning")
    elif act == "punkt":
        return redirect(here.url("nyt-punkt", s=[str(span) for span in ticked]), 303)
    else:
        _settle(here, form, ticked, reopens=act == "igen")
    db.session.commit()
    return redirect(here.url("sv"), 303)


def _has_reason(form: MarkForm, act: str) -> bool:
    """Marked where sentences are to be set aside without one: none is chosen beforehand."""
    if act == "uden" and not form.reason.data:
        form.reason.mark(_("Vælg en grund"))
    return not form.errors


def _find_words(here: Desk, form: MarkForm) -> list[Span]:
    """The one place where the written words stand in what is shown; else the field says what is wrong."""
    found = here.reading.find(form.words.data)
    if not found:
        form.words.mark(_("Ordene står ikke i svaret, som det er vist her. Kopiér dem derfra."))
    elif len(found) > 1:
        form.words.mark(_("Ordene står %(count)s steder i svaret. Tag flere ord med.", count=len(found)))
    return found if len(found) == 1 else []


def _settle(here: Desk, form: MarkForm, ticked: Sequence[Span], *, reopens: bool) -> None:
    who = db.session, here.at.person.actor, here.at.now
    if reopens:
        points.reopen(*who, here.response, ticked)
    elif form.reason.data:
        points.settle_in_group(*who, here.response, ticked, form.reason.data)
        reason = str(NO_POINT_REASONS[form.reason.data]).lower()
        words = ngettext(
            "%(num)s sætning kræver ingen bemærkning: %(reason)s.",
            "%(num)s sætninger kræver ingen bemærkning: %(reason)s.",
            len(ticked),
            reason=reason,
        )
        flash(words, "success")


def _settle_rest(here: Desk) -> BaseResponse:
    """Only what the page showed as open, and is still."""
    seen = {span for value in request.form.getlist("aaben") if (span := spans.read(value))}
    who = db.session, here.at.person.actor, here.at.now
    count = points.settle_rest(*who, here.response, NoPointReason.GREETING, seen)
    db.session.commit()
    if count < len(seen):
        flash(_("En anden har imens taget sig af nogle af sætningerne. De er ikke ændret."), "info")
    return redirect(here.url("sv"), 303)


@blueprint.post("/intern/hoeringer/<slug>/svar/<label>/original")
@requires(*READERS)
def show_original(slug: str, label: str) -> BaseResponse:
    here = find_desk(slug, label)
    open_access(db.session, here.at.person.actor, here.at.now, here.response, AccessPurpose.ANALYSIS)
    db.session.commit()
    return redirect(here.url(), 303)


@blueprint.post(f"{DESK}/foelg-med")
@requires(*READERS)
def carry_points(slug: str, label: str) -> BaseResponse:
    here = find_desk(slug, label)
    points.carry_points(db.session, here.at.person.actor, here.at.now, here.response)
    db.session.commit()
    return redirect(here.url(), 303)
