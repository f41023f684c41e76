"""The papers of drafts as files: which there are (P7: they are read where the page is)."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from consultation.models import Blob, DraftFile
from consultation.site.draft_papers import Key

_FILES = (
    select(DraftFile, Blob)
    .join(Blob, Blob.id == DraftFile.blob_id)
    .where(DraftFile.consultation_id == bindparam("consultation_id"), Blob.erased_at.is_(None))
)
"""Made once: every page asks it."""


def list_files(session: Session, consultation_id: int) -> dict[Key, Blob]:
    """The papers that are made, for the links to them."""
    rows = session.execute(_FILES, {"consultation_id": consultation_id})
    return {Key(row.draft_number, row.version_number, row.easy): blob for row, blob in rows}
