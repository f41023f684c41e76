"""Reads of consultations for everybody: lists with their states, drafts that are sent out, texts and annexes."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload

from consultation.consultations.queries import DraftText, list_drafts
from consultation.consultations.states import Acts, state_at
from consultation.errors import Gone, NotFound
from consultation.models import (
    AnnexWithdrawal,
    Authority,
    Blob,
    Consultation,
    Document,
    Draft,
    DraftVersion,
    Milestone,
    Package,
    PackageFile,
    PublishedAnnex,
    Snapshot,
)
from consultation.vocabulary import State


@dataclass(frozen=True)
class Listed:
    """A consultation in a list, with its state at the instant of the page (R3)."""

    consultation: Consultation
    acts: Acts
    state: State
    drafts: int


@dataclass(frozen=True)
class Annex:
    """A paper of the committee that has been laid open; `name` is its address, `size` in octets.

    `pages` is 0 for what has none, and for papers that were made before they were counted.
    """

    name: str
    size: int
    media_type: str
    at: datetime
    pages: int = 0


# Authorities and lists


def find_authority_of_host(session: Session, host: str) -> Authority | None:
    """Whose site this is: the authority of the host name, or the only one there is; None on a shared host."""
    rows = session.scalars(select(Authority).order_by(Authority.name)).all()
    own = [row for row in rows if row.host == host]
    return own[0] if own else (rows[0] if len(rows) == 1 else None)


def get_authority(session: Session, slug: str) -> Authority:
    row = session.scalars(select(Authority).where(Authority.slug == slug)).one_or_none()
    if row is None:
        raise NotFound("no such authority")
    return row


def list_authorities(session: Session) -> Sequence[Authority]:
    return session.scalars(select(Authority).order_by(Authority.name)).all()


def list_consultations(session: Session, now: datetime, authority_id: int | None) -> list[Listed]:
    """What the public may see, nearest deadline first, in one statement however long the list is."""
    query = _visible(now).order_by(Consultation.closes_at, Consultation.id)
    if authority_id is not None:
        query = query.where(Consultation.authority_id == authority_id)
    return [_listed(*row, now) for row in session.execute(query)]


def list_of_ids(session: Session, now: datetime, ids: Collection[int]) -> dict[int, Listed]:
    """The same of these, as far as the public may see them, by id."""
    rows = session.execute(_visible(now).where(Consultation.id.in_(ids)))
    return {one.consultation.id: one for one in (_listed(*row, now) for row in rows)}


def _visible(now: datetime) -> Select[Consultation, datetime | None, int, int]:
    return (
        select(Consultation, _frozen_at(), _decided(), _draft_count())
        .where(Consultation.published_at.is_not(None), Consultation.visible_from <= now)
        .options(joinedload(Consultation.authority))
    )


def next_appearance(session: Session, now: datetime, authority_id: int | None) -> datetime | None:
    """When the next consultation that is sent out becomes visible; for how long a list may be kept, nothing else."""
    query = select(func.min(Consultation.visible_from)).where(
        Consultation.published_at.is_not(None), Consultation.visible_from > now
    )
    return session.scalar(query if authority_id is None else query.where(Consultation.authority_id == authority_id))


def _listed(row: Consultation, frozen_at: datetime | None, decided: int, drafts: int, now: datetime) -> Listed:
    acts = Acts(
        published_at=row.published_at,
        visible_from=row.visible_from,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        cancelled_at=row.cancelled_at,
        archived_at=row.archived_at,
        frozen_at=frozen_at,
        decided=bool(decided),
    )
    return Listed(row, acts, state_at(acts, now), drafts)


def _frozen_at() -> ScalarSelect[datetime]:
    return (
        select(Snapshot.at)
        .where(Snapshot.consultation_id == Consultation.id, Snapshot.provisional.is_(False))
        .order_by(Snapshot.seq)
        .limit(1)
        .correlate(Consultation)
        .scalar_subquery()
    )


def _decided() -> ScalarSelect[int]:
    return (
        select(func.count(Milestone.id))
        .where(Milestone.consultation_id == Consultation.id, Milestone.decides, Milestone.outcome != "")
        .correlate(Consultation)
        .scalar_subquery()
    )


def _draft_count() -> ScalarSelect[int]:
    return (
        select(func.count(Draft.id.distinct()))
        .join(DraftVersion, DraftVersion.draft_id == Draft.id)
        .where(Draft.consultation_id == Consultation.id, DraftVersion.published_at.is_not(None))
        .correlate(Consultation)
        .scalar_subquery()
    )


# One consultation


def list_public_drafts(session: Session, consultation_id: int) -> list[DraftText]:
    """The drafts in order, each in its newest version that has been sent out; others are not known (P7)."""
    return [text for text in list_drafts(session, consultation_id) if text.version.published_at is not None]


def list_draft_numbers(session: Session, consultation_ids: Sequence[int]) -> dict[int, list[int]]:
    """Consultation -> the numbers of its drafts that have been sent out."""
    rows = session.execute(
        select(Draft.consultation_id, Draft.number)
        .join(DraftVersion, DraftVersion.draft_id == Draft.id)
        .where(Draft.consultation_id.in_(consultation_ids), DraftVersion.published_at.is_not(None))
        .distinct()
        .order_by(Draft.consultation_id, Draft.number)
    )
    found: dict[int, list[int]] = {}
    for consultation_id, number in rows:
        found.setdefault(consultation_id, []).append(number)
    return found


def get_document(session: Session, consultation_id: int, slug: str) -> Document:
    row = session.scalars(
        select(Document).where(
            Document.consultation_id == consultation_id, Document.slug == slug, Document.withdrawn_at.is_(None)
        )
    ).one_or_none()
    if row is None:
        raise NotFound("no such document")
    return row


def list_blobs(session: Session, ids: Sequence[int]) -> dict[int, Blob]:
    return {row.id: row for row in session.scalars(select(Blob).where(Blob.id.in_(ids)))} if ids else {}


def get_blob(session: Session, blob_id: int | None) -> Blob:
    """Gone where the bytes have been erased."""
    row = session.get(Blob, blob_id) if blob_id is not None else None
    if row is None:
        raise NotFound("no such file")
    if row.erased_at is not None:
        raise Gone("the file is erased")
    return row


def _laid(consultation_id: int) -> Select[PublishedAnnex, Blob]:
    """What lies open now: laid by the secretary, and not taken off again with a response in it (R35)."""
    withdrawn = exists().where(AnnexWithdrawal.annex_id == PublishedAnnex.id)
    return (
        select(PublishedAnnex, Blob)
        .join(PackageFile, PackageFile.id == PublishedAnnex.file_id)
        .join(Blob, Blob.id == PackageFile.blob_id)
        .where(
            PublishedAnnex.consultation_id == consultation_id, PackageFile.public, Blob.erased_at.is_(None), ~withdrawn
        )
    )


def list_annexes(session: Session, consultation_id: int) -> list[Annex]:
    """The open papers that the secretary has laid on the page, never a closed one (R46); of each the web page first."""
    laid = _laid(consultation_id).add_columns(PackageFile.name, PackageFile.package_id).order_by(PublishedAnnex.id)
    rows = session.execute(laid).all()
    counts = _page_counts(session, {package_id for *_rest, package_id in rows})
    annexes = [
        Annex(annex.name, blob.size, blob.media_type, annex.at, counts[package_id].get(name, 0))
        for annex, blob, name, package_id in rows
    ]
    return sorted(annexes, key=lambda one: (one.name.partition(".")[0], one.media_type != "text/html", one.name))


def _page_counts(session: Session, package_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Package -> how many pages each of its open PDFs has."""
    if not package_ids:
        return {}
    rows = session.execute(select(Package.id, Package.places).where(Package.id.in_(package_ids)))
    return {package_id: json.loads(places).get("counts", {}) for package_id, places in rows}


def get_annex_blob(session: Session, consultation_id: int, name: str) -> Blob:
    """Gone for a paper that has lain open; NotFound otherwise."""
    found = session.execute(_laid(consultation_id).where(PublishedAnnex.name == name)).one_or_none()
    if found is not None:
        return found[1]
    of_name = (PublishedAnnex.consultation_id == consultation_id) & (PublishedAnnex.name == name)
    if session.scalar(select(PublishedAnnex.id).where(of_name)) is not None:
        raise Gone("the paper was taken off the page")
    raise NotFound("no such annex")
