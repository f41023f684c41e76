"""The job "summary.compile": reads and compiles first, which takes seconds, and writes quickly afterwards."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.config import Settings
from consultation.errors import Refused
from consultation.models import Consultation, Package, Snapshot
from consultation.storage import Store
from consultation.summary import compiler, inputs, operations
from consultation.summary.papers import Package as Papers


def make(session: Session, _settings: Settings, *, snapshot_id: int) -> Papers | None:
    """The papers of a snapshot; None where they are kept already. Writes nothing. Refused by a log that is broken."""
    if session.scalar(select(Package.id).where(Package.snapshot_id == snapshot_id)) is not None:
        return None
    snapshot = session.get_one(Snapshot, snapshot_id)
    if broken := operations.broken_log(session, snapshot.authority_id):
        raise Refused("the log does not add up", gaps=broken)
    return papers_of(snapshot)


def papers_of(snapshot: Snapshot) -> Papers:
    """The papers of a snapshot: the same bytes on every machine and day."""
    return compiler.compile_package(inputs.from_json(snapshot.inputs.encode()))


def keep(session: Session, settings: Settings, now: datetime, *, snapshot_id: int, prepared: Papers | None) -> None:
    """Keeps what `make` gave, in the name of whoever froze the snapshot."""
    if prepared is None:
        return
    snapshot = session.get_one(Snapshot, snapshot_id)
    consultation = session.get_one(Consultation, snapshot.consultation_id)
    store = Store(settings.data_dir / "files")
    operations.keep_package(session, store, snapshot.by, now, consultation, snapshot, prepared)
