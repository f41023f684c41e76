"""The administrator's page of why responses are not shown: the codes are fixed, the words are the authority's own."""

from collections.abc import Mapping

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.errors import Invalid
from consultation.extensions import db
from consultation.moderation.blueprint import blueprint
from consultation.responses import reason_texts
from consultation.responses.reasons import REASONS
from consultation.vocabulary import Language, Reason, Role
from consultation.web.labels import SHORT_REASONS

_EDITED: tuple[Reason, ...] = tuple(reason for reason in Reason if reason is not Reason.NOT_CONFIRMED)


@blueprint.route("/intern/tekster/grunde", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def reasons() -> Response:
    person = current_person()
    texts = reason_texts.texts_of(db.session, person.authority_id)
    if request.method != "POST":
        return _render(texts)
    typed = {
        (language, reason): request.form.get(_name(language, reason), "")[: reason_texts.LONGEST]
        for language in Language
        for reason in _EDITED
    }
    try:
        changed = reason_texts.save(db.session, person.actor, clock.now(), person.authority_id, typed)
    except Invalid as error:
        db.session.rollback()
        return _render(texts | typed, error.errors)
    db.session.commit()
    flash(_("Teksterne er gemt.") if changed else _("Intet var ændret."), "success")
    return redirect(url_for("moderation.reasons"), 303)


def _name(language: Language, reason: Reason) -> str:
    return f"{language.value}.{reason.value}"


def _render(texts: Mapping[tuple[Language, Reason], str], faults: Mapping[str, object] | None = None) -> Response:
    rows = [
        (SHORT_REASONS[reason.value], [_field(texts, language, reason) for language in Language]) for reason in _EDITED
    ]
    page = render_template("moderation/reasons.html", rows=rows, faults=faults or {}, longest=reason_texts.LONGEST)
    return make_response(page, 400 if faults else 200)


def _field(
    texts: Mapping[tuple[Language, Reason], str], language: Language, reason: Reason
) -> tuple[str, Language, str, str]:
    """Name, language, words now, words to begin with."""
    return _name(language, reason), language, texts[language, reason], REASONS[language][reason]
