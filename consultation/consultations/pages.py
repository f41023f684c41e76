"""The consultation of a page's address, for every feature that has pages below it."""

from flask_babel import gettext as _

from consultation import clock
from consultation.accounts.signed_in import current_person
from consultation.consultations import queries, states
from consultation.errors import Closed
from consultation.extensions import db
from consultation.models import Consultation
from consultation.web.frame import use_authority
from consultation.web.headers import public


def public_consultation(slug: str) -> Consultation:
    """The consultation that the public may see at this address; the page carries its authority's name."""
    consultation = queries.get_visible(db.session, slug, clock.now())
    use_authority(consultation.authority)
    return consultation


def cacheable(consultation: Consultation) -> None:
    """This page is the same for everybody until the consultation's state changes (P3, T8)."""
    now = clock.now()
    changes = [states.next_change(queries.acts_of(db.session, consultation), now), consultation.responses_public_at]
    public(min((change for change in changes if change is not None and change > now), default=None))


def staff_consultation(slug: str) -> Consultation:
    """The consultation of the signed-in person's authority; another's is not found."""
    return queries.get_of_authority(db.session, current_person().authority_id, slug)


def published(slug: str) -> Consultation:
    """The same, once it is sent out."""
    row = staff_consultation(slug)
    if row.published_at is None:
        raise Closed("not sent out", reason=_("Høringen er ikke sendt ud endnu. Ret den i de korte dele."))
    return row
