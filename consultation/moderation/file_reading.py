"""The job that reads all of a file and looks for what may identify a person, in one transaction (R28)."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.config import Settings
from consultation.errors import NotFound
from consultation.models import Attachment, AttachmentText, Blob, BlobText, Response, ResponseVersion
from consultation.moderation import file_queries, files, operations, queries
from consultation.moderation.composition import Spot
from consultation.moderation.detectors import Found
from consultation.moderation.files import NAMES, ReadText
from consultation.responses import queries as responses
from consultation.responses import queueing, reading, whole
from consultation.responses.reading import ReadFile
from consultation.storage import Store
from consultation.vocabulary import FileNote


@dataclass(frozen=True)
class Looked:
    """What a file says and what was found in it, by place; `text_id` where its text was read before."""

    read: ReadText
    found: tuple[tuple[str, Found], ...]
    text_id: int | None


# `look` reads, which takes its time; `keep` writes quickly


def look(session: Session, settings: Settings, *, attachment_id: int) -> Looked | None:
    """None where there is nothing to read any more."""
    attachment = session.get_one(Attachment, attachment_id)
    blob = session.get_one(Blob, attachment.blob_id)
    if blob.erased_at is not None:
        return None
    known = _known(session, blob.id)
    read = file_queries.read_text(known, whole=True) if known else _read(session, settings, blob)
    material = queries.material_of(session, _response(session, attachment))
    texts = {files.NAME: attachment.original_name, files.ALT: attachment.alt, files.TEXT: read.text}
    own = queries.own_words(session, attachment.authority_id)
    found = tuple((place, one) for place, text in texts.items() for one in operations.look_at(material, text, own))
    return Looked(read, found, known.id if known else None)


def keep(session: Session, _settings: Settings, now: datetime, *, attachment_id: int, prepared: Looked | None) -> None:
    """The words and the findings; nothing where the sender has sent another version meanwhile."""
    attachment = session.get_one(Attachment, attachment_id)
    response = queries.lock_response(session, _response(session, attachment).id)
    read = select(AttachmentText.id).where(AttachmentText.attachment_id == attachment_id)
    stale = responses.newest_version(session, response.id).id != attachment.version_id
    if prepared is None or stale or session.scalar(read) is not None:
        return
    text_id = prepared.text_id or _keep_text(session, attachment, prepared.read)
    row = AttachmentText(
        authority_id=attachment.authority_id, attachment_id=attachment_id, blob_text_id=text_id, at=now
    )
    session.add(row)
    session.flush()
    material = queries.material_of(session, response)
    spots = ((Spot(None, place, attachment_id), found) for place, found in prepared.found)
    operations.add_found(session, now, material, spots)
    queueing.refresh(session, response)


def _response(session: Session, attachment: Attachment) -> Response:
    version = session.get_one(ResponseVersion, attachment.version_id)
    return session.get_one(Response, version.response_id)


def _known(session: Session, blob_id: int) -> BlobText | None:
    return session.scalars(
        select(BlobText).where(BlobText.blob_id == blob_id, BlobText.method == reading.WHOLE)
    ).one_or_none()


def _read(session: Session, settings: Settings, blob: Blob) -> ReadText:
    """What cannot be read to the end keeps the words that were read when it was taken, and is for a person to read."""
    try:
        content = Store(settings.data_dir / "files").get(blob.sha256)
    except NotFound:
        content = b""
    found = whole.read(f"fil.{NAMES[blob.media_type]}", content)
    if isinstance(found, ReadFile):
        return ReadText(found.text, found.parts, found.readable, found.notes, whole=True)
    taken = session.scalars(select(BlobText).where(BlobText.blob_id == blob.id).order_by(BlobText.id)).first()
    read = file_queries.read_text(taken, whole=False) if taken else files.UNREAD
    return ReadText(read.text, read.parts, readable=False, notes=read.notes | {FileNote.CUT}, whole=True)


def _keep_text(session: Session, attachment: Attachment, read: ReadText) -> int:
    """Another response may have the same file, and its job have been quicker."""
    known = _known(session, attachment.blob_id)
    if known is not None:
        return known.id
    row = BlobText(
        authority_id=attachment.authority_id,
        blob_id=attachment.blob_id,
        text=read.text,
        parts=json.dumps(read.parts),
        readable=read.readable,
        notes=json.dumps(sorted(read.notes)),
        method=reading.WHOLE,
    )
    session.add(row)
    session.flush()
    return row.id
