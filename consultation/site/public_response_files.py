"""The public copies of the files of a response, where the response is (I6, R30)."""

from mimetypes import guess_extension

from flask import current_app
from werkzeug.wrappers import Response

from consultation.errors import Gone, NotFound
from consultation.extensions import db
from consultation.site import phrases, renditions
from consultation.site.blueprint import blueprint
from consultation.site.pages import case_of
from consultation.vocabulary import CopyState
from consultation.web.uploads import attachment_response


@blueprint.get("/hoeringer/<slug>/svar/<key>/filer/<int:number>")
def response_file(slug: str, key: str, number: int) -> Response:
    """A copy that was made for everybody; hidden with its response, and what was sent is at no address."""
    case = case_of(slug)
    if not case.shows_responses:
        raise NotFound("responses are not public now")
    found = renditions.get_row(db.session, case.consultation.id, key, case.now)
    if found is None:
        stone = renditions.find_tombstone(db.session, case.consultation.id, key)
        raise Gone("hidden", reason=phrases.gone_words(stone))
    if found.rendition is None:
        raise NotFound("it may come back", reason=phrases.again_words(found.number))
    file = next((one for one in found.files if one.position == number), None)
    if file is None or file.state is not CopyState.SHOWN:
        raise NotFound("no such file, or not made yet")
    content = current_app.extensions["copies"].get(file.key)
    name = f"{slug}-svar-{found.number.lower()}-bilag-{number}{guess_extension(file.media_type) or ''}"
    return attachment_response(content, name, file.media_type)
