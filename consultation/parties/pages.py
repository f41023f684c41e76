"""Putting a party on a consultation's list, for every page that has the form."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consultation.errors import Conflict
from consultation.lib.cvr import compact
from consultation.models import Consultation, Party
from consultation.parties import operations, queries
from consultation.parties.forms import OPTED_OUT, HearForm


def hear_form(session: Session, authority_id: int, *, blank: bool = False) -> HearForm:
    """The form with the authority's register in its list; `blank` where another form of the page was sent."""
    form = HearForm(formdata=None) if blank else HearForm()
    form.party.choices = {row.id: row.name for row in queries.list_parties(session, authority_id)}
    return form


def save_heard(session: Session, actor: str, now: datetime, consultation: Consultation, form: HearForm) -> bool:
    """Saves a form whose fields are valid; False where something is now marked. The page commits."""
    if not form.is_complete() or form.basis.data is None:
        return False
    try:
        party = _party(session, consultation, form)
    except Conflict:
        form.cvr.mark(_("En anden part i registret har det CVR-nummer"))
        return False
    common = (session, actor, now, consultation, party, form.basis.data)
    if form.choice.data != OPTED_OUT:
        operations.include_party(*common, form.legal_ground.data)
        return True
    try:
        operations.opt_out_party(*common, form.reason.data)
    except Conflict:
        form.choice.mark(_("Parten er allerede spurgt. Tag den af listen med en begrundelse i stedet"))
        return False
    return True


def _party(session: Session, consultation: Consultation, form: HearForm) -> Party:
    kind, name = form.kind.data, form.name.data
    if form.party.data is not None or kind is None:
        known = queries.get_party(session, consultation.authority_id, form.party.data or 0)
        kind, name = known.kind, known.name
    return operations.add_party(session, consultation.authority_id, kind, name, form.email.data, compact(form.cvr.data))
