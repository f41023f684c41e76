"""Staff pages of messages: what is owed, sent and kept, and the letters to print (interface.md 1.3)."""

import re
from datetime import datetime, time

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.clock import COPENHAGEN
from consultation.consultations.pages import staff_consultation
from consultation.extensions import db
from consultation.lib.integers import read_integer, read_integers
from consultation.lib.typeset import BusyError, pdf_apart
from consultation.models import Consultation, Message
from consultation.notifications import operations, queries
from consultation.notifications.blueprint import blueprint
from consultation.notifications.labels import EVENTS, MESSAGE_STATES, WAYS
from consultation.notifications.letters import TEMPLATE, Letter, Office, paper_of
from consultation.notifications.staff_telling import telling_of
from consultation.vocabulary import Role
from consultation.web.bodies import refuse
from consultation.web.pagination import page_of, read_cursor
from consultation.web.uploads import attachment_response

_SECRET = re.compile(r"/(mit-svar|kladde|part|bekraeft|foelg|forhaandsvisning)/\S+")


@blueprint.get("/intern/hoeringer/<slug>/beskeder")
@requires(Role.SECRETARY)
def outbox(slug: str) -> str:
    """What is owed and sent; who it goes to is told by the number of the response."""
    consultation = staff_consultation(slug)
    cursor = read_cursor()
    rows = queries.list_messages(db.session, consultation.id, cursor.after, cursor.before, cursor.size + 1)
    numbers = queries.numbers_of(db.session, rows)
    return render_template(
        "notifications/outbox.html",
        consultation=consultation,
        page=page_of(rows, cursor, key=lambda row: str(row.id)),
        counts=queries.count_by_state(db.session, consultation.id),
        states=MESSAGE_STATES,
        events=EVENTS,
        numbers=numbers,
        answer_of=lambda row: queries.last_answer(db.session, row.id),
        way_words=WAYS,
        **telling_of(consultation),
    )


@blueprint.post("/intern/hoeringer/<slug>/beskeder/<int:message_id>")
@requires(Role.SECRETARY)
def message(slug: str, message_id: int) -> str:
    """A message as it is sent; noted, for it has an address, and a receipt has the whole response (R57)."""
    consultation = staff_consultation(slug)
    row = queries.get_message(db.session, consultation.id, message_id)
    operations.note_opening(db.session, current_person().actor, clock.now(), row)
    db.session.commit()
    return render_template("notifications/message.html", consultation=consultation, message=row, body=_body(row))


@blueprint.route("/intern/hoeringer/<slug>/kvitteringsbreve", methods=["GET", "POST"])
@requires(Role.MODERATOR, Role.SECRETARY)
def letters(slug: str) -> str | Response:
    consultation = staff_consultation(slug)
    if request.method == "POST":
        ids = set(read_integers(request.form.getlist("brev")))
        posted = operations.mark_letters_posted(db.session, current_person().actor, clock.now(), consultation.id, ids)
        db.session.commit()
        flash(
            ngettext("%(num)s brev er markeret som sendt.", "%(num)s breve er markeret som sendt.", posted), "success"
        )
        return redirect(url_for("notifications.letters", slug=slug), 303)
    waiting = queries.list_letters(db.session, consultation.id)
    return render_template(
        "notifications/letters.html",
        consultation=consultation,
        letters=waiting,
        numbers=queries.numbers_of(db.session, waiting),
        last=max((letter.id for letter in waiting), default=0),
        unreachable=queries.list_unreachable(db.session, consultation.id),
    )


@blueprint.post("/intern/hoeringer/<slug>/breve.pdf")
@requires(Role.MODERATOR, Role.SECRETARY)
def letters_pdf(slug: str) -> Response:
    """The letters that the page showed, so that none is printed that is not marked afterwards; noted, for they hold
    addresses (R57)."""
    consultation, until = staff_consultation(slug), read_integer(request.form.get("til"))
    waiting = queries.list_letters(db.session, consultation.id)
    shown = [letter for letter in waiting if until is None or letter.id <= until]
    if not shown:
        return redirect(url_for("notifications.letters", slug=slug), 303)
    title = _("Breve, %(title)s", title=consultation.title)
    letters = [Letter(one.recipient, one.subject, one.body, one.language) for one in shown]
    paper = paper_of(letters, _office(consultation), title, clock.today())
    midnight = datetime.combine(clock.today(), time(), COPENHAGEN)
    operations.note_printing(db.session, current_person().actor, clock.now(), consultation, len(shown))
    db.session.commit()  # nobody else waits for the database while the paper is made
    try:
        made = pdf_apart(TEMPLATE, "letters", paper, midnight)
    except BusyError as error:
        words = _("Der bliver lavet mange papirer lige nu. Vent et minut, og prøv igen.")
        raise refuse(ServiceUnavailable, words) from error
    return attachment_response(made, f"breve-{slug}.pdf", "application/pdf")


def _office(consultation: Consultation) -> Office:
    owner = consultation.authority
    return Office(
        authority=owner.name,
        department=consultation.contact_department or owner.department,
        address=owner.address,
        phone=consultation.contact_phone or owner.phone,
        email=consultation.contact_email or owner.email,
        case_number=consultation.case_number,
    )


def _body(message: Message) -> str:
    """The words without the link that acts for the recipient; whole only in a local run, where nobody else lives."""
    if current_app.config["LOCAL"]:
        return message.body
    return _SECRET.sub(lambda match: f"/{match[1]}/…", message.body)
