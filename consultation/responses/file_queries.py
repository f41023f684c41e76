"""Reads of files: what a file says, and how far its check for viruses is."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import BlobScan, BlobText, Job
from consultation.vocabulary import FileNote, JobState, ScanResult, ScanState, TextPart

SCAN = "responses.scan_file"
"""The job that has a file scanned for viruses; arguments: blob_id."""


@dataclass(frozen=True)
class Scan:
    """`signature` names the virus; "" where there is none, or nobody has looked."""

    state: ScanState
    signature: str = ""


@dataclass(frozen=True)
class FileText:
    """The words of a file, by where they stand; `readable`: no words are beyond a machine."""

    parts: tuple[tuple[TextPart, str], ...]
    readable: bool
    notes: tuple[FileNote, ...]

    def beginning(self, most: int) -> "FileText":
        """At most so many code points of it."""
        parts, left = [], most
        for part, words in self.parts:
            if left > 0:
                parts.append((part, words[:left]))
            left -= len(words)
        return replace(self, parts=tuple(parts))


def scan_key(blob_id: int) -> str:
    """Each content is scanned once."""
    return f"{SCAN}:{blob_id}"


def scans_of(session: Session, blob_ids: Iterable[int]) -> dict[int, Scan]:
    """How far the check of each of these is: the newest verdict counts; a job that was given up is no check."""
    ids = list(blob_ids)
    rows = session.scalars(select(BlobScan).where(BlobScan.blob_id.in_(ids)).order_by(BlobScan.id))
    newest = {row.blob_id: row for row in rows}
    keys = {scan_key(blob_id): blob_id for blob_id in ids}
    owed = select(Job.unique_key).where(Job.unique_key.in_(keys), Job.state == JobState.WAITING)
    waiting = {keys[key] for key in session.scalars(owed) if key is not None}
    return {blob_id: _scan(newest.get(blob_id), waiting=blob_id in waiting) for blob_id in ids}


def _scan(row: BlobScan | None, *, waiting: bool) -> Scan:
    if row is not None:
        state = ScanState.INFECTED if row.result is ScanResult.INFECTED else ScanState.CLEAN
        return Scan(state, row.signature)
    return Scan(ScanState.WAITING if waiting else ScanState.UNSCANNED)


def texts_of(session: Session, blob_ids: Iterable[int]) -> dict[int, FileText]:
    """What each of these says; files that were never read, or are erased, are left out."""
    rows = session.scalars(select(BlobText).where(BlobText.blob_id.in_(list(blob_ids))).order_by(BlobText.id))
    return {row.blob_id: _text(row) for row in rows if row.parts}


def _text(row: BlobText) -> FileText:
    parts = tuple((TextPart(part), row.text[start:end]) for part, start, end, *_page in json.loads(row.parts))
    return FileText(parts, row.readable, tuple(FileNote(note) for note in json.loads(row.notes or "[]")))
