"""The page that reminds heard parties that have not answered: who and what is seen before it is sent (R12)."""

import secrets

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from consultation import clock
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations.pages import staff_consultation
from consultation.extensions import db
from consultation.lib.tokens import hash_token
from consultation.notifications import silent
from consultation.notifications.blueprint import blueprint
from consultation.responses.pages import settings
from consultation.vocabulary import Role


@blueprint.route("/intern/hoeringer/<slug>/parter/mind", methods=["GET", "POST"])
@requires(Role.EDITOR, Role.SECRETARY)
def remind_parties(slug: str) -> str | Response:
    consultation, now = staff_consultation(slug), clock.now()
    if request.method == "POST":
        press = hash_token(request.form.get("tryk", ""))[:16]
        told = silent.remind_silent(db.session, settings(), current_person().actor, now, consultation, press)
        db.session.commit()
        words = ngettext("%(num)s part er mindet om høringen.", "%(num)s parter er mindet om høringen.", len(told))
        flash(
            *(
                (words, "success")
                if told
                else (_("Ingen er mindet: de har svaret, eller I har lige gjort det."), "info")
            )
        )
        return redirect(url_for("parties.board", slug=slug), 303)
    rows = silent.list_silent(db.session, consultation, now)
    by_mail = [row for row in rows if row.heard.party.email]
    return render_template(
        "notifications/remind_parties.html",
        consultation=consultation,
        by_mail=by_mail,
        by_hand=[row for row in rows if not row.heard.party.email],
        words=silent.words_for(settings(), consultation, by_mail[0]) if by_mail else None,
        press=secrets.token_urlsafe(16),
    )
