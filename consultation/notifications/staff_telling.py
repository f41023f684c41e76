"""The secretary's act by which everybody who has answered hears of their own points, and what did not arrive (R48)."""

import re
import secrets
from dataclasses import dataclass

from flask import current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations.pages import staff_consultation
from consultation.errors import Closed, Invalid, Refused
from consultation.extensions import db
from consultation.models import Consultation
from consultation.notifications import queries, telling
from consultation.notifications.blueprint import blueprint
from consultation.notifications.telling import Told, Way
from consultation.responses.receipts import Words
from consultation.vocabulary import MessageState, Role

SHOWN = 3
"""Messages that are shown as they would be sent."""
_PRESS = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Preview:
    """A message as it would go to the sender of a response."""

    number: str
    way: Way
    words: Words


def telling_of(consultation: Consultation) -> dict[str, object]:
    """What the page of messages says of this one: what lacks, to whom it goes, and some of them in full."""
    lacks = telling.gaps(db.session, clock.now(), consultation)
    told = [] if lacks else telling.list_told(db.session, consultation)
    by_number = {one.number: one for one in told}
    asked = list(dict.fromkeys(re.findall(r"[A-Z0-9-]+", request.args.get("svar", "").upper())))[:SHOWN]
    known = [by_number[number] for number in asked if number in by_number]
    return {
        "lacks": lacks,
        "due": telling.count_due(told),
        "told": told,
        "failed": [one for one in told if one.message and one.message.state is MessageState.FAILED],
        "asked": asked,
        "unknown": [number for number in asked if number not in by_number],
        "previews": [_preview(consultation, one) for one in known or _examples(told)],
        "press": secrets.token_hex(8),
    }


def _examples(told: list[Told]) -> list[Told]:
    """One of each kind, as far as there are any: what differs is worth reading."""
    kinds: dict[object, Told] = {}
    for one in told:
        kinds.setdefault((one.heard, one.shown), one)
    return list(kinds.values())[:SHOWN]


def _preview(consultation: Consultation, one: Told) -> Preview:
    words = telling.words_of(db.session, current_app.config["SETTINGS"], consultation, one)
    return Preview(one.number, one.way, words)


@blueprint.post("/intern/hoeringer/<slug>/beskeder/svarerne")
@requires(Role.SECRETARY)
def tell_respondents(slug: str) -> Response:
    consultation, press = staff_consultation(slug), request.form.get("tryk", "")
    if not _PRESS.fullmatch(press):
        raise Invalid("no press")
    try:
        count = telling.owe(db.session, current_person().actor, clock.now(), consultation, press)
    except Refused as error:
        raise Closed("not decided", reason=_("Der mangler noget, før beskederne kan sendes.")) from error
    db.session.commit()
    words = ngettext("%(num)s besked bliver sendt nu.", "%(num)s beskeder bliver sendt nu.", count)
    flash(words if count else _("Alle, der kan få besked, har fået den."), "success")
    return redirect(url_for("notifications.outbox", slug=slug), 303)


@blueprint.post("/intern/hoeringer/<slug>/beskeder/<int:message_id>/igen")
@requires(Role.SECRETARY)
def send_again(slug: str, message_id: int) -> Response:
    consultation, by_letter = staff_consultation(slug), request.form.get("til") == "brev"
    row = queries.get_message(db.session, consultation.id, message_id)
    who = db.session, current_app.config["SETTINGS"], current_person().actor, clock.now()
    try:
        telling.send_again(*who, consultation, row, by_letter=by_letter)
    except Invalid as error:
        words = (
            _("Vi kender ingen anden adresse. Giv afsenderen et nyt link, og ret e-mailadressen der.")
            if "address" in error.errors
            else _("Beskeden er allerede sendt igen, eller den er kommet frem.")
        )
        raise Closed("cannot be sent again", reason=words) from error
    db.session.commit()
    flash(_("Brevet ligger klar under Breve.") if by_letter else _("Beskeden bliver sendt igen."), "success")
    return redirect(url_for("notifications.outbox", slug=slug), 303)
