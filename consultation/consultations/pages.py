"""The consultation of a page's address, for every feature that has pages below it."""

from flask_babel import gettext as _
from markupsafe import Markup

from consultation import clock
from consultation.accounts.signed_in import current_person
from consultation.consultations import queries
from consultation.errors import Closed
from consultation.extensions import db
from consultation.lib.html import PICTURES
from consultation.lib.regions import in_regions
from consultation.models import Consultation
from consultation.web.filters import trusted_html
from consultation.web.frame import use_authority


def public_consultation(slug: str) -> Consultation:
    """The consultation that the public may see at this address; the page carries its authority's name."""
    consultation = queries.get_visible(db.session, slug, clock.now())
    use_authority(consultation.authority)
    return consultation


def staff_consultation(slug: str) -> Consultation:
    """The consultation of the signed-in person's authority; another's is not found."""
    return queries.get_of_authority(db.session, current_person().authority_id, slug)


def published(slug: str) -> Consultation:
    """The same, once it is sent out."""
    row = staff_consultation(slug)
    if row.published_at is None:
        raise Closed("not sent out", reason=_("Høringen er ikke sendt ud endnu. Ret den i de korte dele."))
    return row


def unpublished(slug: str) -> Consultation:
    """A consultation whose texts may be changed; afterwards each change has a page of its own (R7)."""
    row = staff_consultation(slug)
    if row.published_at is not None:
        raise Closed("sent out", reason=_("Høringen er sendt ud. Derfor ligger teksterne fast."))
    return row


def editable(slug: str, number: int) -> tuple[Consultation, queries.DraftText]:
    """A draft whose text may be changed: of a consultation not sent out, or in a new version that is begun (R7)."""
    row = staff_consultation(slug)
    try:
        return row, queries.get_editable_draft(db.session, row, number)
    except Closed as error:
        words = _("Udkastet er sendt ud. Begynd på en ny version for at ændre det.")
        raise Closed("sent out", reason=words) from error


def shown_html(sanitised: str, name: str = "") -> Markup:
    """A text on a page: its tables scroll by themselves, each in a region called after the section (U18)."""
    return trusted_html(in_regions(sanitised, name, _("Tabel")))


def staff_html(sanitised: str, name: str = "") -> Markup:
    """The same on a staff page, where pictures are seen before the consultation is (P7)."""
    return shown_html(sanitised.replace(f'src="{PICTURES}', f'src="/intern{PICTURES}'), name)
