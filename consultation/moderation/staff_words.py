"""The authority's own words that are held for a look: the list, and who put what on it."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from consultation import clock
from consultation.accounts import queries as accounts
from consultation.accounts.signed_in import current_person, requires
from consultation.errors import Conflict, Invalid
from consultation.extensions import db
from consultation.moderation import holding, queries
from consultation.moderation.blueprint import blueprint
from consultation.moderation.forms import HeldWordForm
from consultation.vocabulary import Role
from consultation.web.labels import FINDINGS

WORDS = "/intern/ord-der-holdes"


@blueprint.route(WORDS, methods=["GET", "POST"])
@requires(Role.EDITOR, Role.ADMINISTRATOR)
def held_words() -> str | BaseResponse:
    form = HeldWordForm()
    if form.validate_on_submit() and _hold(form):
        db.session.commit()
        flash(_("Ordet er på listen. De svar, der venter, bliver set igennem for det."), "success")
        return redirect(url_for("moderation.held_words"), 303)
    owner = current_person().authority_id
    rows = queries.list_held_words(db.session, owner)
    ended = queries.list_ended_words(db.session, owner)
    return render_template(
        "moderation/held_words.html",
        form=form,
        rows=rows,
        ended=ended,
        names=accounts.names(db.session, {who for row in (*rows, *ended) for who in (row.by, row.ended_by or row.by)}),
        kind_words=FINDINGS,
    )


@blueprint.post(f"{WORDS}/<int:word_id>/fjern")
@requires(Role.EDITOR, Role.ADMINISTRATOR)
def release_word(word_id: int) -> BaseResponse:
    person = current_person()
    holding.release_word(db.session, person.actor, clock.now(), person.authority_id, word_id)
    db.session.commit()
    flash(_("Ordet er taget af listen. Fund, der allerede er gjort, bliver stående."), "success")
    return redirect(url_for("moderation.held_words"), 303)


def _hold(form: HeldWordForm) -> bool:
    person, kind = current_person(), form.words_kind.data
    if kind is None:
        return False
    try:
        holding.hold_word(db.session, person.actor, clock.now(), person.authority_id, form.words.data, kind)
    except Conflict:
        form.words.mark(_("Ordet er på listen i forvejen"))
    except Invalid as error:
        full = error.errors.get("words") == "many"
        form.words.mark(_("Der er ikke plads til flere ord på listen") if full else _("Skriv det ord, der skal holdes"))
    return not form.errors
