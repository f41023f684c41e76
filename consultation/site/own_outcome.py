"""What became of one's own points, on the private page: the same as in the message (R48)."""

from flask import render_template
from markupsafe import Markup

from consultation.analysis import outcomes
from consultation.analysis.queries import list_undecided
from consultation.consultations.queries import list_drafts
from consultation.extensions import db
from consultation.models import Consultation
from consultation.notifications import telling
from consultation.notifications.outcome_words import Heard, shortened
from consultation.responses.queries import Standing, newest_admissions
from consultation.site.blueprint import blueprint
from consultation.vocabulary import Status
from consultation.web.labels import OUTCOMES


@blueprint.app_template_global("own_outcome")
def own_outcome(standing: Standing) -> Markup:
    """The part of the private page; "" for a response that was taken back."""
    response = standing.response
    if standing.status is Status.WITHDRAWN:
        return Markup("")
    consultation = db.session.get_one(Consultation, response.consultation_id)
    said = outcomes.list_decided(db.session, consultation.id, list_drafts(db.session, consultation.id))
    points = outcomes.decided_by_response(db.session, consultation.id, said).get(response.id, ())
    admission = newest_admissions(db.session, consultation.id).get(response.id) if response.late else None
    taken_in = not response.late or (admission is not None and admission.admitted)
    return Markup(  # noqa: S704 - a template of ours, which escapes
        render_template(
            "site/_own_outcome.html",
            consultation=consultation,
            number=standing.number,
            heard=telling.heard_of(response, points, taken_in=taken_in),
            Heard=Heard,
            points=points,
            undecided=bool(list_undecided(db.session, consultation.id)),
            outcome_words=OUTCOMES,
            shortened=shortened,
        )
    )
