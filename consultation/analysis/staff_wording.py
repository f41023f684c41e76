"""Why a warning about a title or a remark is let be (analysis.md)."""

from flask import flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.analysis import lint, prose, queries
from consultation.analysis.blueprint import blueprint
from consultation.analysis.forms import WordingForm
from consultation.analysis.pages import READERS, Treatment, find_treatment
from consultation.analysis.wording_answers import answer_warning
from consultation.errors import Invalid
from consultation.extensions import db
from consultation.lib.integers import read_integer

_FAULTS = {*lint.Fault, *prose.ProseFault}


@blueprint.post("/intern/hoeringer/<slug>/ordlyd")
@requires(*READERS)
def answer_wording(slug: str) -> BaseResponse:
    at, form = find_treatment(slug), WordingForm()
    valid = form.validate()
    back = _back(at, form.place.data)
    if not valid or form.fault.data not in _FAULTS:
        flash(_("Skriv, hvorfor ordene skal stå."), "warning")
        return redirect(back, 303)
    said = {"fault": form.fault.data, "words": form.words.data, "reason": form.reason.data}
    answer_warning(db.session, at.person.actor, at.now, at.consultation, form.place.data, **said)
    db.session.commit()
    flash(_("Grunden er gemt. Der bliver spurgt igen, når ordene er andre."), "success")
    return redirect(back, 303)


def _back(at: Treatment, place: str) -> str:
    """The page of the place. NotFound for one that is none of this consultation's, Invalid for what names none."""
    kind, _colon, key = place.partition(":")
    number = read_integer(key)
    if kind == "position" and number is not None:
        return at.url("position", position_id=at.line(number).position.id, _anchor="ordlyd")
    if kind == "remark" and number is not None:
        queries.get_remark(db.session, at.consultation.id, number)
        return at.url("remark", number=number, _anchor="ordlyd")
    raise Invalid("no such place")
