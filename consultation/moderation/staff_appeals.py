"""Pages of complaints: what waits for an answer, answering, and noting one that came otherwise (R32)."""

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import current_person, requires
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.models import Appeal
from consultation.moderation import appeals, pages, queries
from consultation.moderation.blueprint import DESK, blueprint
from consultation.moderation.forms import AppealAnswerForm, ComplaintForm
from consultation.moderation.pages import Desk
from consultation.responses import appealing
from consultation.vocabulary import Role


@blueprint.get("/intern/klager")
@requires(Role.MODERATOR)
def appeals_list() -> str:
    """What waits for an answer; one's own decisions are answered by others."""
    person = current_person()
    rows = appeals.list_open(db.session, person.authority_id, person.actor)
    return render_template("moderation/appeals_list.html", rows=rows)


@blueprint.post(f"{DESK}/klage")
@requires(Role.MODERATOR)
def note_appeal(slug: str, label: str) -> BaseResponse:
    """A complaint that came by telephone or letter."""
    at, form = pages.find_desk(slug, label), ComplaintForm()
    if not form.validate():
        return pages.render(at, complaint=form, status=400)
    appealing.appeal(db.session, at.person.actor, at.now, at.response, form.complaint.data)
    db.session.commit()
    flash(_("Klagen er noteret. En anden end den, der har taget stilling, besvarer den."), "success")
    return redirect(at.url("klage"), 303)


@blueprint.post(f"{DESK}/klage/<int:appeal_id>")
@requires(Role.MODERATOR)
def answer_appeal(slug: str, label: str, appeal_id: int) -> BaseResponse:
    at, form = pages.find_desk(slug, label), AppealAnswerForm()
    _check(at, appeal_id)
    if not form.validate() or form.outcome.data is None:
        return pages.render(at, appeal_answer=form, status=400)
    outcome, reason = form.outcome.data, form.answer_reason.data
    appeals.answer_appeal(db.session, at.person.actor, at.now, appeal_id, outcome, reason)
    db.session.commit()
    if queries.material_of(db.session, at.response).is_told:
        flash(_("Klagen er besvaret, og afsenderen får besked."), "success")
    else:
        flash(_("Klagen er besvaret. Afsenderen har ikke givet en e-mail og ser svaret på sin egen side."), "success")
    return redirect(at.url("klage"), 303)


def _check(at: Desk, appeal_id: int) -> None:
    row = db.session.get(Appeal, appeal_id)
    if row is None or row.response_id != at.response.id:
        raise NotFound("no such complaint")
