"""The files of a response for staff: the original as a download, while an access row lasts (R57, I6)."""

from flask import current_app, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.models import Attachment, Blob, Response
from consultation.moderation import pages, queries
from consultation.moderation.blueprint import DESK, blueprint
from consultation.responses import file_queries
from consultation.responses import queries as responses
from consultation.vocabulary import Role, ScanState
from consultation.web.uploads import attachment_response

_HELD_BACK = frozenset({ScanState.INFECTED, ScanState.WAITING})


@blueprint.get(f"{DESK}/filer/<int:position>")
@requires(Role.MODERATOR)
def file(slug: str, label: str, position: int) -> BaseResponse | tuple[str, int]:
    """A file with a virus is handed to nobody, nor is one that is still being checked."""
    at = pages.find_desk(slug, label)
    if queries.find_access(db.session, at.person.id, at.response.id, at.now) is None:
        return redirect(at.url("original"))
    attachment, blob = _find(at.response, position)
    scan = file_queries.scans_of(db.session, [blob.id])[blob.id]
    if scan.state in _HELD_BACK:
        return render_template("moderation/_file.html", at=at, name=attachment.original_name, scan=scan), 409
    content = current_app.extensions["store"].get(blob.sha256)
    return attachment_response(content, attachment.original_name, blob.media_type)


def _find(response: Response, position: int) -> tuple[Attachment, Blob]:
    version = responses.newest_version(db.session, response.id)
    found = [row for row in responses.list_files(db.session, version.id) if row[0].position == position]
    if not found or found[0][1].erased_at is not None:
        raise NotFound("no such file")
    return found[0]
