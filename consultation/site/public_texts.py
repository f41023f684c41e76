"""The easy versions of a consultation and its drafts, and the pictures of their texts (R54, interface.md 4.4)."""

from flask import current_app, render_template
from werkzeug.wrappers import Response

from consultation import clock
from consultation.consultations import queries as reads
from consultation.consultations.succession import compared
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.models import Consultation
from consultation.site import draft_files, queries, texts, wording
from consultation.site.blueprint import blueprint
from consultation.site.follow_ups import relations_of
from consultation.site.pages import case_of
from consultation.web.headers import public
from consultation.web.labels import FATES, NEW_SECTION
from consultation.web.uploads import attachment_response


@blueprint.get("/hoeringer/<slug>/let")
def easy_read(slug: str) -> str:
    case = case_of(slug)
    row = case.consultation
    drafts = [text for text in queries.list_public_drafts(db.session, row.id) if text.version.easy_read.strip()]
    if not (row.easy_read.strip() or drafts):
        raise NotFound("no easy version")
    return render_template(
        "site/easy_read.html",
        case=case,
        consultation=row,
        box=wording.box(case, reads.list_deadlines(db.session, row.id), easy=True),
        shown=texts.easy(row.easy_read, reads.list_words(db.session, row.authority_id)),
        drafts=drafts,
        papers=draft_files.list_files(db.session, row.id),
        relations=relations_of(row),
    )


@blueprint.get("/hoeringer/<slug>/udkast/<int:number>/let")
def easy_draft(slug: str, number: int) -> str:
    case = case_of(slug)
    row = case.consultation
    found = [text for text in queries.list_public_drafts(db.session, row.id) if text.draft.number == number]
    if not found or not found[0].version.easy_read.strip():
        raise NotFound("no easy version")
    return render_template(
        "site/easy_draft.html",
        case=case,
        consultation=row,
        box=wording.box(case, reads.list_deadlines(db.session, row.id), draft=number, easy=True),
        draft=found[0].draft,
        version=found[0].version,
        papers=draft_files.list_files(db.session, row.id),
        shown=texts.easy(found[0].version.easy_read, reads.list_words(db.session, row.authority_id)),
    )


@blueprint.get("/hoeringer/<slug>/udkast/<int:number>/version/<int:version>")
def draft_version(slug: str, number: int, version: int) -> str:
    """A draft as it was, for who answered it then (R7)."""
    row = case_of(slug).consultation
    found = _published(row, number)
    shown = next((one for one in found if one.version.number == version), None)
    if shown is None:
        raise NotFound("no such version")
    sections = reads.list_sections(db.session, shown.version.id)
    return render_template(
        "site/draft_version.html",
        consultation=row,
        draft=shown.draft,
        version=shown.version,
        newest=found[-1].version,
        papers=draft_files.list_files(db.session, row.id),
        sections=texts.sections(sections, reads.list_words(db.session, row.authority_id)),
    )


@blueprint.get("/hoeringer/<slug>/udkast/<int:number>/aendringer")
def draft_changes(slug: str, number: int) -> str:
    """What each new version changed, newest first: in words, and section by section (R7)."""
    case = case_of(slug)
    found = _published(case.consultation, number)
    if len(found) == 1:
        raise NotFound("nothing was changed")
    parts = [reads.parts_of(reads.list_sections(db.session, one.version.id)) for one in found]
    steps = [(found[at - 1], found[at], compared(parts[at - 1], parts[at])) for at in range(len(found) - 1, 0, -1)]
    return render_template(
        "site/draft_changes.html",
        consultation=case.consultation,
        case=case,
        draft=found[-1].draft,
        steps=steps,
        fates=FATES,
        new_section=NEW_SECTION,
    )


def _published(row: Consultation, number: int) -> list[reads.DraftText]:
    """The draft in every version that has been sent out, oldest first."""
    drafts = queries.list_public_drafts(db.session, row.id)
    newest = next((one for one in drafts if one.draft.number == number), None)
    if newest is None:
        raise NotFound("no such draft")
    return [reads.DraftText(newest.draft, one) for one in reads.list_versions(db.session, newest.draft.id)]


@blueprint.get("/billeder/<picture>")
def illustration(picture: str) -> Response:
    """A picture in a text, once its consultation may be seen (P7)."""
    row = reads.find_illustration(db.session, picture)
    owner = None if row is None else db.session.get(Consultation, row.consultation_id)
    if row is None or owner is None:
        raise NotFound("no such picture")
    reads.get_visible(db.session, owner.slug, clock.now())
    public()
    blob = reads.get_blob(db.session, row.blob_id)
    return attachment_response(current_app.extensions["store"].get(blob.sha256), picture, blob.media_type)
