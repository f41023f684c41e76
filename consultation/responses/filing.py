"""Writes of files: bytes, words and what a virus scanner said belong to the content, and are kept once (D3, I5)."""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consultation import audit, jobs, storage
from consultation.config import Settings
from consultation.errors import NotFound
from consultation.models import Blob, BlobScan, BlobText, Consultation
from consultation.responses import clamd, file_queries
from consultation.responses.clamd import Verdict
from consultation.responses.reading import METHOD, ReadFile
from consultation.storage import Store
from consultation.vocabulary import ScanResult


def keep(session: Session, settings: Settings, store: Store, now: datetime, authority_id: int, file: ReadFile) -> Blob:
    """The blob of this content, with its words; the check for viruses is owed where there is a scanner."""
    blob = storage.keep(session, store, authority_id, file.content, file.media_type)
    known = select(BlobText.id).where(BlobText.blob_id == blob.id)
    if session.scalar(known) is None:
        with suppress(IntegrityError), session.begin_nested():  # another may send the same at the same moment
            session.add(_text(blob, file))
    if settings.clamd_url is not None:
        jobs.enqueue(session, file_queries.SCAN, now, file_queries.scan_key(blob.id), blob_id=blob.id)
    return blob


def note_uploaded(
    session: Session, actor: str, now: datetime, consultation: Consultation, blobs: Iterable[Blob]
) -> None:
    """Files that a member of staff has handed in stand in the log, also before they are anybody's response (R57)."""
    for blob in blobs:
        audit.note(session, consultation, actor, now, "file.uploaded", file=blob.id)


def _text(blob: Blob, file: ReadFile) -> BlobText:
    return BlobText(
        authority_id=blob.authority_id,
        blob_id=blob.id,
        text=file.text,
        parts=json.dumps(file.parts),
        readable=file.readable,
        notes=json.dumps(sorted(file.notes)),
        method=METHOD,
    )


def ask_scanner(session: Session, settings: Settings, blob_id: int) -> Verdict | None:
    """What the scanner says; ClamdError, and the job is tried again, where it says nothing. None: nothing to scan."""
    blob = session.get(Blob, blob_id)
    if blob is None or blob.erased_at is not None or settings.clamd_url is None:
        return None
    try:
        content = Store(settings.data_dir / "files").get(blob.sha256)
    except NotFound:
        return None
    return clamd.scan(settings.clamd_url, content)


def note_scan(
    session: Session, _settings: Settings, now: datetime, *, blob_id: int, prepared: Verdict | None = None
) -> None:
    """Keeps what the scanner said."""
    if prepared is None:
        return
    session.add(
        BlobScan(
            authority_id=session.get_one(Blob, blob_id).authority_id,
            blob_id=blob_id,
            tool=prepared.tool,
            result=ScanResult.INFECTED if prepared.signature else ScanResult.CLEAN,
            signature=prepared.signature,
            at=now,
        )
    )
    session.flush()
