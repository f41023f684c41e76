"""Reads of the files of a version: what they say, what was said of them, and what goes of them."""

import json

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from consultation.models import Attachment, AttachmentAct, AttachmentText, Blob, BlobText, FileMark
from consultation.moderation.files import UNREAD, BoxMark, File, ReadText, WholeMark
from consultation.responses import file_queries as sent
from consultation.responses.reading import Part
from consultation.vocabulary import FileAct, FileNote, TextPart

_FILES = (
    select(Attachment, Blob, BlobText)
    .join(Blob, Blob.id == Attachment.blob_id)
    .outerjoin(AttachmentText, AttachmentText.attachment_id == Attachment.id)
    .outerjoin(BlobText, BlobText.id == AttachmentText.blob_text_id)
    .where(Attachment.version_id == bindparam("version_id"))
    .order_by(Attachment.position)
)
_ACTS = (
    select(AttachmentAct)
    .where(AttachmentAct.attachment_id.in_(bindparam("ids", expanding=True)))
    .order_by(AttachmentAct.id)
)
_MARKS = select(FileMark).where(FileMark.set_id == bindparam("set_id")).order_by(FileMark.id)


def list_files(session: Session, version_id: int, set_id: int | None) -> tuple[File, ...]:
    """In the order in which they were sent, with what this set takes out of them."""
    rows = session.execute(_FILES, {"version_id": version_id}).all()
    if not rows:
        return ()
    marks = session.scalars(_MARKS, {"set_id": set_id}).all() if set_id is not None else ()
    scans = sent.scans_of(session, [blob.id for _attachment, blob, _text in rows])
    acts = _acts(session, [attachment.id for attachment, _blob, _text in rows])
    wholes = {mark.attachment_id: WholeMark(mark.kind, mark.basis) for mark in marks if mark.page is None}
    return tuple(
        File(
            id=attachment.id,
            position=attachment.position,
            blob_id=blob.id,
            original_name=attachment.original_name,
            alt=attachment.alt,
            media_type=blob.media_type,
            read=_read(text),
            seen=FileAct.READ in acts.get(attachment.id, ()),
            shows_name=FileAct.SHOW_NAME in acts.get(attachment.id, ()),
            left_out=wholes.get(attachment.id),
            boxes=tuple(box for mark in marks if (box := _box(mark, attachment.id))),
            erased=blob.erased_at is not None,
            scan=scans[blob.id].state,
        )
        for attachment, blob, text in rows
    )


def read_text(row: BlobText, *, whole: bool) -> ReadText:
    """The words of a stored reading. One of before pages were counted has none."""
    parts = tuple(Part(TextPart(part), *places) for part, *places in json.loads(row.parts or "[]"))
    notes = frozenset(FileNote(note) for note in json.loads(row.notes or "[]"))
    return ReadText(row.text, parts, row.readable, notes, whole)


def _read(row: BlobText | None) -> ReadText:
    """What a job has read; nothing where it has not got to it."""
    return read_text(row, whole=True) if row is not None else UNREAD


def _acts(session: Session, ids: list[int]) -> dict[int, set[FileAct]]:
    """What holds now: who takes a name back undoes who let it stand."""
    found: dict[int, set[FileAct]] = {}
    for row in session.scalars(_ACTS, {"ids": ids}):
        held = found.setdefault(row.attachment_id, set())
        held.add(row.act)
        if row.act is FileAct.HIDE_NAME:
            held.discard(FileAct.SHOW_NAME)
    return found


def _box(mark: FileMark, attachment_id: int) -> BoxMark | None:
    if mark.attachment_id != attachment_id or None in {mark.page, mark.x, mark.y, mark.width, mark.height}:
        return None
    page, *box = (int(one or 0) for one in (mark.page, mark.x, mark.y, mark.width, mark.height))
    return BoxMark(page, (box[0], box[1], box[2], box[3]), mark.kind, mark.basis)
