"""The pages of one file at the desk: each as it would be shown now, and its words (R30, R57)."""

from flask import redirect
from werkzeug.wrappers import Response as BaseResponse

from consultation.accounts.signed_in import requires
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.moderation import file_desk, file_marking, pages, queries
from consultation.moderation.blueprint import PAGE, blueprint
from consultation.vocabulary import Role


@blueprint.get(PAGE)
@requires(Role.MODERATOR)
def file_page(slug: str, label: str, position: int, page: int) -> BaseResponse:
    at = pages.find_desk(slug, label)
    if queries.find_access(db.session, at.person.id, at.response.id, at.now) is None:
        return redirect(at.url("original"))
    return file_desk.render(at, position, page)


@blueprint.get(f"{PAGE}/billede")
@requires(Role.MODERATOR)
def file_picture(slug: str, label: str, position: int, page: int) -> BaseResponse:
    """The page drawn anew, with what goes painted over: a stranger's file itself is shown by no browser (I6)."""
    at = pages.find_desk(slug, label)
    if queries.find_access(db.session, at.person.id, at.response.id, at.now) is None:
        return redirect(at.url("original"))
    material = queries.material_of(db.session, at.response)
    picture = file_desk.drawn(material, file_marking.get_file(material, position), page)
    if picture is None:
        raise NotFound("the page is not shown as a picture")
    response = BaseResponse(picture.content, mimetype=picture.media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
