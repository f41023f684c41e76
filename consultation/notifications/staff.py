"""Staff pages of messages: what is owed, sent and kept, and the letters to print (interface.md 1.3)."""

import re

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations.pages import staff_consultation
from consultation.extensions import db
from consultation.models import Message
from consultation.notifications import operations, queries
from consultation.notifications.blueprint import blueprint
from consultation.notifications.labels import EVENTS, MESSAGE_STATES
from consultation.vocabulary import Role
from consultation.web.pagination import page_of, read_cursor

_SECRET = re.compile(r"/(mit-svar|kladde|part)/\S+")


@blueprint.get("/intern/hoeringer/<slug>/beskeder")
@requires(Role.SECRETARY)
def outbox(slug: str) -> str:
    consultation = staff_consultation(slug)
    cursor = read_cursor()
    rows = queries.list_messages(db.session, consultation.id, cursor.after, cursor.before, cursor.size + 1)
    return render_template(
        "notifications/outbox.html",
        consultation=consultation,
        page=page_of(rows, cursor, key=lambda row: str(row.id)),
        counts=queries.count_by_state(db.session, consultation.id),
        states=MESSAGE_STATES,
        events=EVENTS,
        body_of=_body,
        answer_of=lambda row: queries.last_answer(db.session, row.id),
    )


@blueprint.route("/intern/hoeringer/<slug>/kvitteringsbreve", methods=["GET", "POST"])
@requires(Role.MODERATOR, Role.SECRETARY)
def letters(slug: str) -> str | Response:
    consultation = staff_consultation(slug)
    if request.method == "POST":
        ids = {int(name) for name in request.form.getlist("brev") if name.isascii() and name.isdigit()}
        posted = operations.mark_letters_posted(db.session, current_person().actor, clock.now(), consultation.id, ids)
        db.session.commit()
        flash(
            ngettext("%(num)s brev er markeret som sendt.", "%(num)s breve er markeret som sendt.", posted), "success"
        )
        return redirect(url_for("notifications.letters", slug=slug), 303)
    return render_template(
        "notifications/letters.html",
        consultation=consultation,
        letters=queries.list_letters(db.session, consultation.id),
        today=clock.today(),
    )


def _body(message: Message) -> str:
    """The words without the link that acts for the recipient; whole only in a local run, where nobody else lives."""
    if current_app.config["LOCAL"]:
        return message.body
    return _SECRET.sub(lambda match: f"/{match[1]}/…", message.body)
