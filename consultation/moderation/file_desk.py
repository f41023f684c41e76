"""The screen of one page of a file: how it would be shown, what was found on it, and what can be taken out of it."""

from flask import current_app, make_response, render_template
from werkzeug.wrappers import Response as BaseResponse

from consultation.errors import NotFound
from consultation.extensions import db
from consultation.moderation import file_copies, file_marking, file_pages, queries
from consultation.moderation.files import File
from consultation.moderation.forms import BasisForm, BoxForm
from consultation.moderation.labels import BASES, FILE_PARTS, MARK_KINDS
from consultation.moderation.pages import Desk
from consultation.moderation.queries import Material
from consultation.responses.drawing import Picture
from consultation.vocabulary import Status


def render(
    at: Desk,
    position: int,
    page: int,
    *,
    box: BoxForm | None = None,
    sentences: BasisForm | None = None,
    hold: BasisForm | None = None,
    status: int = 200,
) -> BaseResponse:
    """The page of a file, with the forms that were sent where something was wrong in them. NotFound: no such page."""
    material = queries.material_of(db.session, at.response)
    file = file_marking.get_file(material, position)
    picture = drawn(material, file, page) if file.has_pages else None
    count = picture.pages if picture else max((part.page for part in file.read.parts), default=1) or 1
    if not 1 <= page <= count:
        raise NotFound("no such page")
    claim = queries.find_claim(db.session, at.response.id, at.now)
    mine = claim is not None and claim.staff_id == at.person.id
    return make_response(
        render_template(
            "moderation/file.html",
            at=at,
            material=material,
            file=file,
            page=page,
            pages=count,
            picture=picture,
            words=file_pages.words_on(material, file, page),
            choices=file_pages.sentences_on(material, file, page),
            acts=mine and not at.response.unconfirmed and material.standing.status is Status.AWAITING,
            box=box or BoxForm(formdata=None, prefix="felt-"),
            sentences=sentences or BasisForm(formdata=None, prefix="s-"),
            hold=hold or BasisForm(formdata=None, prefix="fil-"),
            mark_words=MARK_KINDS,
            basis_words=BASES,
            part_words=FILE_PARTS,
        ),
        status,
    )


def drawn(material: Material, file: File, page: int) -> Picture | None:
    """The page as it would be shown now; None where it would not be."""
    if file.erased:
        return None
    content = current_app.extensions["store"].get(queries.sha256_of(db.session, file.blob_id))
    return next(iter(file_copies.page_pictures(material, file, content, (page,))), None)
