"""Documents beside a consultation: a text, a file, or a link to one elsewhere."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consultation.consultations import drafting, operations
from consultation.consultations.forms import DocumentForm, is_web_address
from consultation.models import Consultation
from consultation.storage import keep
from consultation.web.uploads import Upload, read_uploads

_TYPES = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".docx": (b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": (b"PK", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".odt": (b"PK", "application/vnd.oasis.opendocument.text"),
    ".ods": (b"PK", "application/vnd.oasis.opendocument.spreadsheet"),
}
"""Endings that an editor may add, how such a file begins, and its media type (I5)."""


@dataclass(frozen=True)
class Editing:
    """Who changes which consultation when."""

    session: Session
    actor: str
    now: datetime
    consultation: Consultation


def new_document(_editing: Editing) -> DocumentForm:
    return DocumentForm()


def save_document(editing: Editing, form: DocumentForm) -> bool:
    uploads = read_uploads(form.file.data)
    if form.url.data and not is_web_address(form.url.data):
        form.url.mark(_("Adressen skal begynde med https://"))
    if not (form.text.data.strip() or form.url.data or uploads):
        form.text.mark(_("Skriv teksten, eller vælg en fil eller en adresse"))
    for upload in uploads:
        _check_file(form, upload)
    if form.errors or form.kind.data is None:
        return False
    blob_id = _keep(editing, uploads[0]) if uploads else None
    drafting.save_document(
        editing.session,
        editing.actor,
        editing.now,
        editing.consultation,
        form.kind.data,
        title=form.title.data,
        slug=operations.slug_of(form.title.data),
        source=form.text.data,
        url=form.url.data,
        blob_id=blob_id,
    )
    return True


def _ending(upload: Upload) -> str:
    return upload.name[upload.name.rfind(".") :].lower()


def _check_file(form: DocumentForm, upload: Upload) -> None:
    start = _TYPES.get(_ending(upload), (None, ""))[0]
    if upload.too_large:
        form.file.mark(_("%(name)s er over 10 MB. Gør filen mindre, eller del den i to", name=upload.name))
    elif start is None or not upload.content.startswith(start):
        form.file.mark(
            _("%(name)s er ikke en fil, vi kan vise. Brug pdf, Word, Excel eller OpenDocument", name=upload.name)
        )


def _keep(editing: Editing, upload: Upload) -> int:
    media_type = _TYPES[_ending(upload)][1]
    owner = editing.consultation.authority_id
    return keep(editing.session, current_app.extensions["store"], owner, upload.content, media_type).id
