"""Responses whose sender has not confirmed the e-mail address, and taking one in without (states.md)."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations.pages import staff_consultation
from consultation.errors import Conflict, Invalid, NotFound
from consultation.extensions import db
from consultation.models import Consultation
from consultation.moderation import pages, queries
from consultation.moderation.blueprint import QUEUE, blueprint
from consultation.moderation.forms import AdmitForm
from consultation.moderation.labels import conflict_words
from consultation.responses import confirming
from consultation.responses import queries as responses
from consultation.responses.queries import Standing
from consultation.vocabulary import Role
from consultation.web.pagination import Page, page_of, read_cursor


@blueprint.route(f"{QUEUE}/ubekraeftede", methods=["GET", "POST"])
@requires(Role.MODERATOR, Role.SECRETARY)
def unconfirmed(slug: str) -> str | BaseResponse:
    row, form = staff_consultation(slug), AdmitForm()
    if request.method == "POST" and form.validate() and _admit(row, form):
        db.session.commit()
        flash(_("Svar nr. %(number)s er taget med og ligger i køen.", number=form.number.data.upper()), "success")
        return redirect(url_for("moderation.unconfirmed", slug=slug), 303)
    page = _page(row)
    return render_template(
        "moderation/unconfirmed.html",
        consultation=row,
        form=form,
        errors=form.errors,
        page=page,
        untils=confirming.until_of(db.session, row, [standing.response for standing in page.rows]),
        total=queries.count_unconfirmed(db.session, row.id),
        now=clock.now(),
        moderates=Role.MODERATOR in current_person().roles,
        received_words=pages.received_short,
    )


def _page(row: Consultation) -> Page[Standing]:
    cursor = read_cursor()
    found = queries.list_unconfirmed(db.session, row.id, cursor.size + 1, cursor.after, cursor.before)
    return page_of(found, cursor, key=lambda standing: standing.number)


def _admit(row: Consultation, form: AdmitForm) -> bool:
    try:
        response = responses.get_response(db.session, row.id, form.number.data.upper())
        confirming.admit(db.session, current_person().actor, clock.now(), response, form.reason.data)
    except (NotFound, Conflict) as error:
        db.session.rollback()
        erased = error.details.get("cause") == "erased"
        form.number.mark(conflict_words(error.details) if erased else _("Der er intet ubekræftet svar med det nummer"))
        return False
    except Invalid:
        return False
    return True
