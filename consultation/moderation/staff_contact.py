"""Where a sender can be reached: shown to a moderator who asks, for 30 minutes, and noted (reliability.md, R57)."""

from werkzeug.utils import redirect
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.extensions import db
from consultation.moderation import claims, pages, queries
from consultation.moderation.blueprint import DESK, blueprint
from consultation.vocabulary import AccessPurpose, Role


@blueprint.post(f"{DESK}/kontakt")
@requires(Role.MODERATOR)
def show_contact(slug: str, label: str) -> BaseResponse:
    at = pages.find_desk(slug, label)
    if queries.find_contact_access(db.session, at.person.id, at.response.id, at.now) is None:
        claims.open_access(db.session, at.person.actor, at.now, at.response, AccessPurpose.CONTACT)
        db.session.commit()
    return redirect(at.url("kontakt"), 303)
