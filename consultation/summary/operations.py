"""Writes of the papers: the secretary's texts, the frozen snapshot, the package, and annexes laid on the page."""

import re
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation import audit, storage
from consultation.config import Settings
from consultation.consultations.operations import touch
from consultation.errors import Conflict, Invalid, NotAllowed, Refused
from consultation.lib.tokens import new_key
from consultation.models import (
    Consultation,
    Package,
    PackageFile,
    PublishedAnnex,
    ReportText,
    Snapshot,
)
from consultation.storage import Store
from consultation.summary import compiler, inputs, queries
from consultation.summary.gaps import NEVER, Gap, gaps

MEDIA_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
}


def write_text(
    session: Session, actor: str, now: datetime, consultation: Consultation, chapter: str, *, base: int, text: str
) -> ReportText:
    """The next version of a chapter's text. Conflict, with both texts, where `base` is not the newest (C2)."""
    if chapter not in inputs.CHAPTERS:
        raise Invalid("no such chapter", errors={"chapter": "unknown"})
    newest = queries.list_report_texts(session, consultation.id).get(chapter)
    if newest is not None and newest.number != base:
        raise Conflict(
            "the chapter has a newer text", theirs=newest.text, mine=text, by=newest.by, number=newest.number
        )
    row = ReportText(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        chapter=chapter,
        number=base + 1,
        base_number=base,
        text=text,
        by=actor,
        at=now,
    )
    session.add(row)
    session.flush()
    _note(session, consultation, actor, now, "report.text_saved", chapter=chapter, number=row.number)
    return row


def find_gaps(session: Session, settings: Settings, now: datetime, consultation: Consultation) -> tuple[Gap, ...]:
    """What keeps a final package from being made now, each with where it is mended (R38, R44)."""
    return gaps(_collected(session, settings, consultation, _mark(session, consultation, now, provisional=False)))


def freeze(
    session: Session,
    settings: Settings,
    actor: str,
    now: datetime,
    consultation: Consultation,
    *,
    provisional: bool = False,
) -> Snapshot:
    """The newest snapshot while nothing has changed since, else the next one (R45). Refused with the gaps."""
    newest = queries.newest_snapshot(session, consultation.id, provisional=provisional)
    if newest is not None and _is_unchanged(session, settings, consultation, newest):
        return newest
    mark = _mark(session, consultation, now, provisional=provisional)
    collected = _collected(session, settings, consultation, mark)
    blocking = tuple(gap for gap in gaps(collected) if gap.kind in NEVER or not provisional)
    if blocking:
        raise Refused("the papers are not complete", gaps=blocking)
    snapshot = Snapshot(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        seq=mark.seq,
        inputs=inputs.to_json(collected).decode(),
        provisional=provisional,
        by=actor,
        at=now,
    )
    session.add(snapshot)
    session.flush()
    _note(session, consultation, actor, now, "snapshot.frozen", seq=snapshot.seq, provisional=provisional)
    touch(session, consultation.id)
    return snapshot


def make(snapshot: Snapshot) -> compiler.Package:
    """The papers of a snapshot: the same bytes on every machine and day."""
    return compiler.compile_package(inputs.from_json(snapshot.inputs.encode()))


def keep_package(
    session: Session,
    store: Store,
    actor: str,
    now: datetime,
    consultation: Consultation,
    snapshot: Snapshot,
    made: compiler.Package,
) -> Package:
    """Keeps the papers; one package a snapshot."""
    found = session.scalars(select(Package).where(Package.snapshot_id == snapshot.id)).one_or_none()
    if found is not None:
        return found
    package = Package(authority_id=snapshot.authority_id, snapshot_id=snapshot.id, key=new_key(), by=actor, at=now)
    session.add(package)
    session.flush()
    _keep_files(session, store, package, made.files, public=True)
    _keep_files(session, store, package, made.closed, public=False)
    _note(session, consultation, actor, now, "package.made", package=package.id)
    session.flush()
    return package


def publish_annex(
    session: Session, actor: str, now: datetime, consultation: Consultation, file: PackageFile
) -> PublishedAnnex:
    """Lays an open annex on the page. NotAllowed for a closed file or one of a provisional package."""
    snapshot = session.scalars(
        select(Snapshot)
        .join(Package, Package.snapshot_id == Snapshot.id)
        .where(Package.id == file.package_id, Snapshot.consultation_id == consultation.id)
    ).one()
    if not file.public or snapshot.provisional:
        raise NotAllowed("only an open file of a final package")
    name = annex_name(file.name, _times_laid(session, consultation, file.name))
    annex = PublishedAnnex(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        file_id=file.id,
        name=name,
        by=actor,
        at=now,
    )
    session.add(annex)
    session.flush()
    _note(session, consultation, actor, now, "annex.published", file=file.id)
    touch(session, consultation.id)
    return annex


def annex_name(name: str, earlier: int) -> str:
    """The file's name on the page: "hoeringsnotat.pdf", and for a later snapshot's "hoeringsnotat-2.pdf"."""
    return re.sub(r"(\.\w+)$", rf"-{earlier + 1}\1", name) if earlier else name


def _times_laid(session: Session, consultation: Consultation, name: str) -> int:
    count = session.scalar(
        select(func.count(PublishedAnnex.id))
        .join(PackageFile, PackageFile.id == PublishedAnnex.file_id)
        .where(PublishedAnnex.consultation_id == consultation.id, PackageFile.name == name)
    )
    return count or 0


def _mark(session: Session, consultation: Consultation, now: datetime, *, provisional: bool) -> inputs.Snapshot:
    seq = queries.next_seq(session, consultation.id)
    return inputs.Snapshot(id=str(seq), seq=seq, made_at=now, provisional=provisional)


def _collected(
    session: Session, settings: Settings, consultation: Consultation, mark: inputs.Snapshot
) -> inputs.Inputs:
    base_url = (consultation.authority.base_url or settings.base_url).rstrip("/")
    return queries.collect(session, consultation, base_url, mark)


def _is_unchanged(session: Session, settings: Settings, consultation: Consultation, snapshot: Snapshot) -> bool:
    frozen = inputs.from_json(snapshot.inputs.encode())
    return frozen == _collected(session, settings, consultation, frozen.snapshot)


def _keep_files(session: Session, store: Store, package: Package, files: Mapping[str, bytes], *, public: bool) -> None:
    for name in sorted(files):
        suffix = name[name.rindex(".") :]
        blob = storage.keep(session, store, package.authority_id, files[name], MEDIA_TYPES[suffix])
        session.add(
            PackageFile(
                authority_id=package.authority_id, package_id=package.id, name=name, blob_id=blob.id, public=public
            )
        )


def _note(session: Session, row: Consultation, actor: str, now: datetime, event: str, **fields: object) -> None:
    subject = f"consultation:{row.id}"
    audit.record(session, row.authority_id, actor=actor, at=now, event=event, subject=subject, **fields)
