"""The page that answers "where did response 57 go?", of any response at any later time (anchors.md section 6)."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from consultation import clock
from consultation.accounts.queries import names
from consultation.accounts.signed_in import current_person, requires
from consultation.consultations.pages import staff_consultation
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.moderation.labels import sender_words
from consultation.responses.queries import get_response
from consultation.responses.rules import typed_label
from consultation.summary.blueprint import blueprint
from consultation.summary.tracing import trace_of
from consultation.vocabulary import Role
from consultation.web.labels import CHANNELS, DECISIONS, NO_POINT_REASONS, OUTCOMES, REASONS, STATUSES

READERS = (Role.MODERATOR, Role.SUBJECT_OWNER, Role.SECRETARY)


@blueprint.get("/intern/hoeringer/<slug>/svar/<label>/spor")
@requires(*READERS)
def trace(slug: str, label: str) -> str:
    row, person = staff_consultation(slug), current_person()
    found = trace_of(db.session, get_response(db.session, row.id, label), person.id, clock.now())
    actors = {one.by for one in (*found.decisions, *([found.admission] if found.admission else ()))}
    return render_template(
        "summary/trace.html",
        consultation=row,
        trace=found,
        standing=found.reading.material.standing,
        sender=sender_words(found.reading.material.public),
        people=names(db.session, actors),
        may_divide=bool(person.roles & {Role.SUBJECT_OWNER, Role.SECRETARY}),
        channel_words=CHANNELS,
        decision_words=DECISIONS,
        reason_words=REASONS,
        no_point_words=NO_POINT_REASONS,
        outcome_words=OUTCOMES,
        status_words=STATUSES,
    )


@blueprint.get("/intern/hoeringer/<slug>/spor")
@requires(*READERS)
def find_trace(slug: str) -> BaseResponse | tuple[str, int]:
    """The box "Hvor blev svar nr. … af?"; a number that is not there is said, and kept."""
    row, asked = staff_consultation(slug), typed_label(request.args.get("nr", ""))
    try:
        get_response(db.session, row.id, asked)
    except NotFound:
        return render_template("summary/find_trace.html", consultation=row, asked=asked), 404 if asked else 200
    return redirect(url_for("summary.trace", slug=slug, label=asked))
