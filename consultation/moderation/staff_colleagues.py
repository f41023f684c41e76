"""What moderators ask one another at the desk, and note for one another (interface.md 5)."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.errors import Invalid
from consultation.extensions import db
from consultation.moderation import assigning, opinions, pages
from consultation.moderation.blueprint import DESK, blueprint
from consultation.moderation.forms import ColleagueNoteForm, OpinionForm
from consultation.vocabulary import Role


@blueprint.post(f"{DESK}/kollega")
@requires(Role.MODERATOR)
def ask(slug: str, label: str) -> BaseResponse:
    """Parks the response with a question to a colleague."""
    at, form = pages.find_desk(slug, label), OpinionForm()
    form.asked.choices = pages.colleagues(at)
    if not form.validate():
        return pages.render(at, opinion=form, status=400)
    try:
        opinions.ask_colleague(
            db.session,
            at.person.actor,
            at.now,
            at.response.id,
            form.opinion.data,
            version_number=pages.version(),
            kind=form.proposed.data,
            reason=form.proposed_reason.data,
            asked_id=form.asked.data or None,
        )
    except Invalid as error:
        db.session.rollback()
        form.asked.mark(_("Vælg en anden kollega"))
        return pages.render(at, opinion=form, status=error.status)
    db.session.commit()
    flash(_("Svar nr. %(number)s venter på en kollegas vurdering.", number=at.label), "success")
    return redirect(url_for("moderation.queue", slug=slug), 303)


@blueprint.post(f"{DESK}/kollega/tilbage")
@requires(Role.MODERATOR)
def take_back_question(slug: str, label: str) -> BaseResponse:
    at = pages.find_desk(slug, label)
    opinions.withdraw_question(db.session, at.person.actor, at.now, at.response.id)
    db.session.commit()
    return redirect(at.url("stilling"), 303)


@blueprint.post(f"{DESK}/note")
@requires(Role.MODERATOR)
def note(slug: str, label: str) -> BaseResponse:
    at, form = pages.find_desk(slug, label), ColleagueNoteForm()
    if not form.validate():
        return pages.render(at, note=form, status=400)
    assigning.add_note(db.session, at.person.actor, at.now, at.response.id, form.note.data)
    db.session.commit()
    return redirect(at.url("noter"), 303)
