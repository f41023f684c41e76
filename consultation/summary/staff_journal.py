"""Responses for the case system: one of them or all, by who says why (R49, R57)."""

from collections.abc import Sequence

from flask import current_app, render_template, stream_with_context
from werkzeug.wrappers import Response as BaseResponse

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations.pages import staff_consultation
from consultation.extensions import db
from consultation.models import Consultation, Response
from consultation.responses.queries import get_response, list_responses, number_of
from consultation.summary import archive, journalising
from consultation.summary.blueprint import JOURNAL, blueprint
from consultation.summary.forms import JournalForm
from consultation.vocabulary import JournalReason, Role
from consultation.web.uploads import attachment_response

MOST = 1_000
"""As many as somebody waits for; more are taken by the command."""
ZIP = "application/zip"


@blueprint.route(JOURNAL, methods=["GET", "POST"])
@requires(Role.SECRETARY)
def journal(slug: str) -> str | BaseResponse:
    """Every response of the consultation."""
    row = staff_consultation(slug)
    return _page(row, list_responses(db.session, row.id), "")


@blueprint.route("/intern/hoeringer/<slug>/svar/<label>/journal", methods=["GET", "POST"])
@requires(Role.SECRETARY)
def journal_one(slug: str, label: str) -> str | BaseResponse:
    row = staff_consultation(slug)
    found = get_response(db.session, row.id, label)
    return _page(row, [found], number_of(found))


def _page(row: Consultation, found: Sequence[Response], number: str) -> str | BaseResponse:
    form = JournalForm()
    if 0 < len(found) <= MOST and form.validate_on_submit() and form.reason.data is not None:
        return _take(row, found, number, form.reason.data)
    numbers = [] if number else [number_of(one) for one in found[:MOST]]
    return render_template(
        "summary/journal.html", consultation=row, form=form, count=len(found), number=number, numbers=numbers, most=MOST
    )


def _take(row: Consultation, found: Sequence[Response], number: str, reason: JournalReason) -> BaseResponse:
    """The log has it before the first octet leaves."""
    ids, slug = [one.id for one in found], row.slug
    journalising.open_for_journal(db.session, current_person().actor, clock.now(), row, found, reason)
    db.session.commit()
    files = journalising.folders(db.engine, current_app.extensions["store"], ids)
    name = f"{slug}-journal-{number or 'alle'}.zip"
    return attachment_response(stream_with_context(archive.stream(files)), name, ZIP)
