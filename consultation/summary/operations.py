"""Writes of the papers: the secretary's texts, the frozen snapshot, the package, and annexes laid on the page."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit, chain, jobs, storage
from consultation.config import Settings
from consultation.errors import Conflict, Invalid, Refused
from consultation.lib.dates import deadline_words
from consultation.lib.tokens import new_key
from consultation.models import (
    Access,
    Consultation,
    Package,
    PackageFile,
    ReportText,
    Snapshot,
)
from consultation.storage import Store
from consultation.summary import canonical, collecting, inputs, papers, queries, templates
from consultation.summary.differences import About, Difference, differences
from consultation.summary.gaps import NEVER, Gap, gaps
from consultation.summary.manifest import CLOSED_FOLDER
from consultation.vocabulary import AccessPurpose, Language

BROKEN_LOG = "log"
NEVER_MADE = NEVER | {BROKEN_LOG}
"""Gaps that stop even a provisional package."""
UPDATED = Difference(About.REST, "Systemet er opdateret siden øjebliksbilledet")
"""All that can be said of a snapshot that an earlier release wrote in another form."""
ACCESS_LIFE = timedelta(minutes=30)
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
    """The next version of a chapter's text, or the newest where nothing was changed.

    Conflict, with both texts, where somebody has written since version `base` was read (C2).
    """
    if chapter not in inputs.CHAPTERS:
        raise Invalid("no such chapter", errors={"chapter": "unknown"})
    take_turn(session, consultation)
    newest = queries.list_report_texts(session, consultation.id).get(chapter)
    if newest is not None and newest.text == text:
        return newest
    if base != (newest.number if newest else 0):
        told = {"theirs": newest.text, "by": newest.by, "at": newest.at, "number": newest.number} if newest else {}
        raise Conflict("the chapter has a newer text", mine=text, **told)
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
    audit.note(session, consultation, actor, now, "report.text_saved", chapter=chapter, number=row.number)
    return row


# Freezing


def find_gaps(session: Session, settings: Settings, now: datetime, consultation: Consultation) -> tuple[Gap, ...]:
    """What keeps a final package from being made now, each with where it is mended (R38, R44)."""
    return gaps_of(session, now, consultation, collect_now(session, settings, now, consultation, provisional=False))


def collect_now(
    session: Session, settings: Settings, now: datetime, consultation: Consultation, *, provisional: bool
) -> inputs.Inputs:
    """What the next snapshot would hold if it were made at this moment."""
    seq = queries.next_seq(session, consultation.id)
    mark = inputs.Snapshot(id=str(seq), seq=seq, made_at=now, provisional=provisional)
    base_url = (consultation.authority.base_url or settings.base_url).rstrip("/")
    template = templates.as_input(session, Store(settings.data_dir / "files"), consultation.authority_id)
    return replace(collecting.collect(session, consultation, base_url, mark), template=template)


def freeze(
    session: Session,
    settings: Settings,
    actor: str,
    now: datetime,
    consultation: Consultation,
    *,
    provisional: bool = False,
) -> Snapshot:
    """The newest snapshot while nothing has changed since, else the next one (R45). Refused with the gaps.

    A provisional one is refused only for what a stamp does not heal.
    """
    take_turn(session, consultation)
    collected = collect_now(session, settings, now, consultation, provisional=provisional)
    newest = queries.newest_snapshot(session, consultation.id, provisional=provisional)
    if newest is not None and _has_frozen(newest, collected):
        return newest
    collected = _told(session, consultation, collected)
    found = _gaps(session, now, consultation, collected)
    blocking = tuple(gap for gap in found if gap.kind in NEVER or not provisional)
    if blocking:
        raise Refused("the papers are not complete", gaps=blocking)
    snapshot = Snapshot(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        seq=collected.snapshot.seq,
        inputs=inputs.to_json(collected).decode(),
        provisional=provisional,
        by=actor,
        at=now,
    )
    session.add(snapshot)
    session.flush()
    audit.note(session, consultation, actor, now, "snapshot.frozen", seq=snapshot.seq, provisional=provisional)
    return snapshot


def _told(session: Session, consultation: Consultation, collected: inputs.Inputs) -> inputs.Inputs:
    """With what has changed since the last final snapshot, so that its readers see what is new (R45)."""
    final = queries.newest_snapshot(session, consultation.id, provisional=False)
    if final is None:
        return collected
    changes = tuple(inputs.Changed(one.about.value, one.words) for one in changes_since(final, collected))
    return replace(collected, snapshot=replace(collected.snapshot, previous=str(final.seq), changes=changes))


def changes_since(snapshot: Snapshot, collected: inputs.Inputs) -> tuple[Difference, ...]:
    """What has changed since a snapshot (R45)."""
    frozen = frozen_inputs(snapshot)
    return differences(frozen, collected) if frozen else (UPDATED,)


def gaps_of(session: Session, now: datetime, consultation: Consultation, collected: inputs.Inputs) -> tuple[Gap, ...]:
    """All that stands in the way, the log included: for a page that only reads, since a long log takes its time."""
    return (*_gaps(session, now, consultation, collected), *broken_log(session, consultation.authority_id))


def _gaps(session: Session, now: datetime, consultation: Consultation, collected: inputs.Inputs) -> tuple[Gap, ...]:
    return (*_still_open(consultation, now), *gaps(collected), *_outdated(session, consultation))


def _still_open(consultation: Consultation, now: datetime) -> Iterator[Gap]:
    """Final papers close the case for late answers too (states.md), so that they wait for the deadline."""
    if consultation.closes_at is not None and now < consultation.closes_at:
        until = deadline_words(consultation.closes_at, Language.DANISH)
        yield Gap("open", f"Høringen er åben til og med {until}", "deadline", "deadline")


def _outdated(session: Session, consultation: Consultation) -> Iterator[Gap]:
    for label in queries.list_outdated(session, consultation.id):
        yield Gap("outdated", f"Punkt {label} skal ses igen, fordi svaret er rettet", label, "points")


def broken_log(session: Session, authority_id: int) -> tuple[Gap, ...]:
    """A log that does not add up stops every package (L2). Freezing does not wait for this; making the papers does."""
    if not chain.faults(session, authority_id):
        return ()
    text = "Kontrollen af loggen fejlede. Pakken kan ikke laves, før det er undersøgt."
    return (Gap(BROKEN_LOG, text, "log", "system"),)


def _has_frozen(snapshot: Snapshot, collected: inputs.Inputs) -> bool:
    frozen = frozen_inputs(snapshot)
    return frozen is not None and frozen == replace(collected, snapshot=frozen.snapshot)


def frozen_inputs(snapshot: Snapshot) -> inputs.Inputs | None:
    """None for a snapshot that an earlier release wrote in another form."""
    try:
        return inputs.from_json(snapshot.inputs.encode())
    except ValueError:
        return None


# Papers


def order_package(session: Session, now: datetime, snapshot: Snapshot) -> None:
    """Owes the papers of a snapshot; once, however often it is asked."""
    jobs.enqueue(session, queries.COMPILE, now, queries.job_key(snapshot.id), snapshot_id=snapshot.id)


def keep_package(
    session: Session,
    store: Store,
    actor: str,
    now: datetime,
    consultation: Consultation,
    snapshot: Snapshot,
    made: papers.Package,
) -> Package:
    """Keeps the papers; one package a snapshot."""
    take_turn(session, consultation)
    found = session.scalars(select(Package).where(Package.snapshot_id == snapshot.id)).one_or_none()
    if found is not None:
        return found
    package = Package(
        authority_id=snapshot.authority_id,
        snapshot_id=snapshot.id,
        key=new_key(),
        places=canonical.dump(asdict(made.places)).decode(),
        by=actor,
        at=now,
    )
    session.add(package)
    session.flush()
    _keep_files(session, store, package, made.files, public=True)
    _keep_files(session, store, package, made.closed, public=False)
    audit.note(session, consultation, actor, now, "package.made", package=package.id)
    session.flush()
    return package


def open_closed_part(session: Session, actor: str, now: datetime, consultation: Consultation, package: Package) -> None:
    """Who takes the closed part leaves an access row and a line in the log (R46, R57)."""
    session.add(
        Access(
            authority_id=package.authority_id,
            staff_id=int(actor.removeprefix("staff:")),
            package_id=package.id,
            purpose=AccessPurpose.COMPILATION,
            from_at=now,
            until_at=now + ACCESS_LIFE,
        )
    )
    session.flush()
    audit.note(session, consultation, actor, now, "access.opened", purpose=AccessPurpose.COMPILATION.value)
    audit.note(session, consultation, actor, now, "package.downloaded", file=f"{package.id}/{CLOSED_FOLDER}")


def take_turn(session: Session, consultation: Consultation) -> None:
    """Who writes a consultation's papers comes one after another. What changes the page waits for as long as a
    snapshot is read, so that it is of one moment."""
    session.execute(
        select(Consultation.id).where(Consultation.id == consultation.id).with_for_update(key_share=True)
    ).one()


def _keep_files(session: Session, store: Store, package: Package, files: Mapping[str, bytes], *, public: bool) -> None:
    for name in sorted(files):
        suffix = name[name.rindex(".") :]
        blob = storage.keep(session, store, package.authority_id, files[name], MEDIA_TYPES[suffix])
        session.add(
            PackageFile(
                authority_id=package.authority_id, package_id=package.id, name=name, blob_id=blob.id, public=public
            )
        )
