"""The drafts to download, each where its page is (interface.md 3.3, R52)."""

from flask import current_app
from werkzeug.wrappers import Response

from consultation.errors import NotFound
from consultation.extensions import db
from consultation.site import draft_files
from consultation.site.blueprint import blueprint
from consultation.site.draft_papers import Key
from consultation.site.pages import case_of
from consultation.web.uploads import attachment_response


@blueprint.get("/hoeringer/<slug>/udkast.pdf")
def all_drafts_pdf(slug: str) -> Response:
    return _download(slug, Key(), f"{slug}-udkast")


@blueprint.get("/hoeringer/<slug>/let.pdf")
def easy_read_pdf(slug: str) -> Response:
    return _download(slug, Key(easy=True), f"{slug}-let")


@blueprint.get("/hoeringer/<slug>/udkast/<int:number>/version/<int:version>/udkast.pdf")
def draft_pdf(slug: str, number: int, version: int) -> Response:
    return _download(slug, Key(number, version), f"{slug}-udkast-{number}-version-{version}")


@blueprint.get("/hoeringer/<slug>/udkast/<int:number>/version/<int:version>/let.pdf")
def easy_draft_pdf(slug: str, number: int, version: int) -> Response:
    return _download(slug, Key(number, version, easy=True), f"{slug}-udkast-{number}-let")


def _download(slug: str, key: Key, name: str) -> Response:
    blob = draft_files.list_files(db.session, case_of(slug).consultation.id).get(key)
    if blob is None:
        raise NotFound("no such paper, or not made yet")
    content = current_app.extensions["store"].get(blob.sha256)
    return attachment_response(content, f"{name}.pdf", blob.media_type)
