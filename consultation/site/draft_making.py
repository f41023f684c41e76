"""The job that makes the papers of drafts: apart from the pages, which only need to know which there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import storage
from consultation.config import Settings
from consultation.consultations import queries as reads
from consultation.consultations.downloads import owe_draft_files
from consultation.consultations.queries import DraftText
from consultation.errors import NotFound
from consultation.lib import typeset
from consultation.lib.legal import references
from consultation.lib.markdown import closing_note
from consultation.models import Blob, Consultation, DraftFile, Illustration
from consultation.responses.outbox import base_url
from consultation.site import draft_papers, queries
from consultation.site.draft_papers import About, Key, Paper, Whole
from consultation.storage import Store
from consultation.summary import pdf_check

TEMPLATE = Path(__file__).with_name("drafts.typ")
MEDIA_TYPE = "application/pdf"


@dataclass(frozen=True)
class Made:
    """A paper and its bytes."""

    paper: Paper
    pdf: bytes


# `make` reads and sets, which takes its time; `keep` writes quickly


def make(session: Session, settings: Settings, *, consultation_id: int, draft: int) -> list[Made]:
    """The papers of a draft, or with `draft` 0 of the consultation. ValueError for one that not everyone could read."""
    row = session.get_one(Consultation, consultation_id)
    store = Store(settings.data_dir / "files")
    return [_set(paper, _pictures(session, store, row, paper)) for paper in _papers(session, settings, row, draft)]


def keep(
    session: Session, settings: Settings, now: datetime, *, consultation_id: int, draft: int, prepared: Sequence[Made]
) -> None:
    """Lays the papers on the page. Where the drafts are others by now, they are owed again instead."""
    # locked, so that whoever changes the page waits until these papers are there; who answers does not wait
    row = session.get_one(Consultation, consultation_id, populate_existing=True, with_for_update={"key_share": True})
    if [one.paper for one in prepared] != _papers(session, settings, row, draft):
        owe_draft_files(session, now, consultation_id, [draft])
        return
    store = Store(settings.data_dir / "files")
    for one in prepared:
        blob = storage.keep(session, store, row.authority_id, one.pdf, MEDIA_TYPE)
        _lay(session, consultation_id, one.paper.key, blob)
    session.flush()


def _set(paper: Paper, pictures: Mapping[str, bytes]) -> Made:
    data = paper.data | {"pictures": sorted(pictures)}
    pdf = typeset.pdf(TEMPLATE, "paper", data, paper.made, pictures)
    if faults := pdf_check.faults(pdf, "da"):
        raise ValueError(f"{paper.key} is no PDF/UA: {'; '.join(faults)}")
    return Made(paper, pdf)


def _lay(session: Session, consultation_id: int, key: Key, blob: Blob) -> None:
    where = {"consultation_id": consultation_id, "draft_number": key.draft, "version_number": key.version}
    row = session.scalars(select(DraftFile).filter_by(**where, easy=key.easy)).one_or_none()
    if row is None:
        session.add(DraftFile(**where, easy=key.easy, blob_id=blob.id))
    else:
        row.blob_id = blob.id


def _pictures(session: Session, store: Store, row: Consultation, paper: Paper) -> dict[str, bytes]:
    """Those of this consultation; the paper says in words what a picture shows that is not there."""
    found = session.execute(
        select(Illustration.key, Blob.sha256)
        .join(Blob, Blob.id == Illustration.blob_id)
        .where(Illustration.consultation_id == row.id, Illustration.key.in_(paper.pictures), Blob.erased_at.is_(None))
    )
    return {key: store.get(sha256) for key, sha256 in found}


# Which papers there are to be


def _papers(session: Session, settings: Settings, row: Consultation, draft: int) -> list[Paper]:
    about = About(row, base_url(settings, row), closing_note(row.body))
    drafts = queries.list_public_drafts(session, row.id)
    if draft:
        return _of_draft(session, about, next(text for text in drafts if text.draft.number == draft))
    papers = (
        [] if len(drafts) == 1 else [draft_papers.all_drafts_paper(about, [_whole(session, one) for one in drafts])]
    )
    if row.easy_read.strip() and row.published_at is not None:
        papers.append(draft_papers.easy_paper(about, row.published_at))
    return papers


def _of_draft(session: Session, about: About, newest: DraftText) -> list[Paper]:
    """Each version that has been sent out, and the newest one's easy text."""
    versions = [_whole(session, DraftText(newest.draft, one)) for one in reads.list_versions(session, newest.draft.id)]
    papers = [draft_papers.draft_paper(about, one, versions[-1]) for one in versions]
    if newest.version.easy_read.strip():
        papers.append(draft_papers.easy_draft_paper(about, versions[-1]))
    return papers


def _whole(session: Session, text: DraftText) -> Whole:
    at = text.version.published_at
    if at is None:
        raise NotFound("the version is not sent out")
    laws = references(text.version.legal_refs, reads.list_laws(session, text.draft.authority_id))
    return Whole(text, at, reads.list_sections(session, text.version.id), laws)
