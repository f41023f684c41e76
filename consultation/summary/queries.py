"""Reads of what is kept of the papers: texts, snapshots, packages, annexes; and of points that are out of date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from consultation.analysis import queries as analysis
from consultation.errors import NotFound
from consultation.models import (
    Answer,
    Blob,
    Job,
    Package,
    PackageFile,
    Passage,
    PublishedAnnex,
    ReportText,
    Response,
    ResponseVersion,
    Snapshot,
)
from consultation.vocabulary import JobState

COMPILE = "summary.compile"
"""The job that makes the papers of a snapshot; argument: snapshot_id."""


def list_outdated(session: Session, consultation_id: int) -> list[str]:
    """Numbers of points ("17.2") that count and rest on an earlier version of their response (states.md)."""
    newer = aliased(ResponseVersion)
    old = session.scalars(
        select(Passage.point_id)
        .join(Answer, Answer.id == Passage.answer_id)
        .join(ResponseVersion, ResponseVersion.id == Answer.version_id)
        .join(newer, (newer.response_id == ResponseVersion.response_id) & (newer.number > ResponseVersion.number))
        .join(Response, Response.id == ResponseVersion.response_id)
        .where(Response.consultation_id == consultation_id, Passage.removed_at.is_(None))
    )
    points = set(old)
    if not points:
        return []
    counted = analysis.list_points(session, consultation_id)
    return [analysis.point_label(response, point) for point, response in counted if point.id in points]


def list_report_texts(session: Session, consultation_id: int) -> dict[str, ReportText]:
    """Chapter -> the newest version of its text."""
    rows = session.scalars(
        select(ReportText).where(ReportText.consultation_id == consultation_id).order_by(ReportText.number)
    )
    return {row.chapter: row for row in rows}


def list_text_versions(session: Session, consultation_id: int) -> dict[str, list[ReportText]]:
    """Chapter -> every text it has had, newest first (C2)."""
    rows = session.scalars(
        select(ReportText).where(ReportText.consultation_id == consultation_id).order_by(ReportText.number.desc())
    )
    found: dict[str, list[ReportText]] = {}
    for row in rows:
        found.setdefault(row.chapter, []).append(row)
    return found


def newest_snapshot(session: Session, consultation_id: int, *, provisional: bool) -> Snapshot | None:
    return session.scalars(
        select(Snapshot)
        .where(Snapshot.consultation_id == consultation_id, Snapshot.provisional.is_(provisional))
        .order_by(Snapshot.seq.desc())
        .limit(1)
    ).one_or_none()


def next_seq(session: Session, consultation_id: int) -> int:
    last = session.scalar(select(func.max(Snapshot.seq)).where(Snapshot.consultation_id == consultation_id))
    return 1 + (last or 0)


@dataclass(frozen=True)
class Frozen:
    """A snapshot without its inputs, its package once that is made, and the job that owes it."""

    id: int
    seq: int
    provisional: bool
    by: str
    at: datetime
    package: Package | None
    job: Job | None

    @property
    def failed(self) -> bool:
        """Nobody is making the papers any more, and there are none."""
        return self.package is None and (self.job is None or self.job.state is not JobState.WAITING)


def list_frozen(session: Session, consultation_id: int) -> list[Frozen]:
    """Every snapshot, newest first."""
    jobs = {job.unique_key: job for job in session.scalars(select(Job).where(Job.name == COMPILE))}
    rows = session.execute(
        select(Snapshot.id, Snapshot.seq, Snapshot.provisional, Snapshot.by, Snapshot.at, Package)
        .outerjoin(Package, Package.snapshot_id == Snapshot.id)
        .where(Snapshot.consultation_id == consultation_id)
        .order_by(Snapshot.seq.desc())
    )
    return [Frozen(*row, job=jobs.get(job_key(row.id))) for row in rows]


def job_key(snapshot_id: int) -> str:
    """The papers of a snapshot are owed once."""
    return f"{COMPILE}:{snapshot_id}"


def get_package(session: Session, consultation_id: int, key: str) -> tuple[Package, Snapshot]:
    """By its address; NotFound for one of another consultation."""
    row = session.execute(
        select(Package, Snapshot)
        .join(Snapshot, Snapshot.id == Package.snapshot_id)
        .where(Snapshot.consultation_id == consultation_id, Package.key == key)
    ).one_or_none()
    if row is None:
        raise NotFound("no such package")
    return row[0], row[1]


def list_files(session: Session, package_id: int) -> Sequence[PackageFile]:
    return session.scalars(
        select(PackageFile)
        .where(PackageFile.package_id == package_id)
        .order_by(PackageFile.public.desc(), PackageFile.name)
    ).all()


def list_blobs(session: Session, package_id: int) -> list[tuple[PackageFile, Blob]]:
    """The files with size and checksum, open ones first, by name."""
    rows = session.execute(
        select(PackageFile, Blob)
        .join(Blob, Blob.id == PackageFile.blob_id)
        .where(PackageFile.package_id == package_id)
        .order_by(PackageFile.public.desc(), PackageFile.name)
    )
    return [(file, blob) for file, blob in rows]


def list_annexes(session: Session, consultation_id: int) -> Sequence[PublishedAnnex]:
    """The open annexes that the secretary has laid on the page."""
    return session.scalars(
        select(PublishedAnnex).where(PublishedAnnex.consultation_id == consultation_id).order_by(PublishedAnnex.name)
    ).all()
