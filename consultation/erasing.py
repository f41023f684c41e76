"""Erasing what a response says, for the rare case that the bytes must go (P4): rows, files, papers and what lay beside.

What belongs to a response is found by following the references of all tables, so that a table added later is found too;
what becomes of each of its columns is said below, and a test asks for every column that holds words.
"""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, delete, or_, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from consultation import audit
from consultation.database import fault_of
from consultation.erasures import ERASED, Line
from consultation.errors import Refused
from consultation.lib.dates import local
from consultation.models import (
    Base,
    Blob,
    BlobText,
    Decision,
    Erasure,
    Job,
    Message,
    Package,
    PackageFile,
    Rendition,
    RenditionFile,
    RenditionPart,
    Response,
    SearchEntry,
    Snapshot,
    Tombstone,
)
from consultation.moderation import grouping, operations, rules, takedown
from consultation.moderation.takedown import WITHOUT_RESPONSES
from consultation.responses import queries as responses
from consultation.storage import Copies, Store
from consultation.vocabulary import MessageState, Reason, SearchKind, Status

BLANKED: Mapping[str, tuple[str, ...]] = {
    "answer": ("text", "proposed_text", "stance", "choices"),
    "appeal": ("text",),
    "appeal_answer": ("reason",),
    "attachment": ("original_name", "alt"),
    "attachment_copy": ("left",),
    "finding_answer": ("reason",),
    "message": ("recipient", "subject", "body"),
    "message_delivery": ("answer",),
    "note": ("text",),
    "passage": ("quote",),
    "response": ("external_ref", "received_source", "nonce"),
    "response_contact": ("email",),
    "response_party": ("cvr", "reason"),
    "second_opinion": ("text",),
    "response_version": (
        *("name", "organisation", "cvr", "email", "phone", "postcode", "address", "on_behalf_of", "helper_name"),
    ),
}
"""Table -> the columns that the sender filled, or that repeat the sender's words."""
DELETED = ("unsent_save", "unsent_part", "unsent_file", "unsent_contribution", "unsent_author", "unsent")
"""What is left of writing it, children first."""
KEPT: Mapping[str, str] = {
    "access.purpose": "a code",
    "appeal.by": "who complained",
    "appeal_answer.by": "who answered",
    "answer.quote": "the draft's own words",
    "assignment.*": "who divides it",
    "attachment_act.*": "who read it, and codes",
    "attachment_copy.result": "a code",
    "breach_response.*": "instants",
    "bulk_proposal.*": "who proposed, and codes",
    "decision.*": "who decided, and codes",
    "file_mark.*": "places and codes",
    "finding.*": "places and codes",
    "finding_answer.by": "who answered",
    "finding_answer.second_by": "who agreed",
    "group_event.*": "who decided with whom it stands, and why, by staff",
    "group_member.*": "the row is deleted, and the letter with it that nobody else sent",
    "petition.*": "how many have signed, and where staff saw it",
    "late_admission.*": "the authority's own decision and its reason",
    "link_issue.*": "who asked for a link, and how that was checked, by staff",
    "message.event_key": "an id",
    "message.message_id": "a keyed hash",
    "note.by": "who noted it",
    "passage.by": "who read it",
    "passage.splitter": "a version",
    "quote_pick.by": "who picked it",
    "redaction.*": "places and codes",
    "redaction_set.by": "who marked",
    "response.commitment": "says nothing without the nonce, which is erased",
    "response.confirm_hash": "of a random secret",
    "response.confirmed_reason": "staff's own reason for taking it in",
    "response.form_key": "random",
    "response.key": "random",
    "response.registered_by": "who registered it",
    "response.suspicion": "codes",
    "response.token_hash": "of a random secret",
    "response.withdrawn_reason": "staff's own reason, or a code",
    "response_contact.by": "who changed it",
    "response_party.joined_by": "who joined it",
    "response_party.organisation": "a body's name, which is public in any case",
    "second_opinion.by": "who asked",
    "suggestion.body": "ids, places and percentages",
    "response_version.sender_key": "a keyed hash, by which senders are counted",
}
"""Columns with words, and why they stay; "table.*" is all of a table."""
_ARGUMENTS: Mapping[str, str] = {
    "admission_id": "late_admission",
    "answer_id": "appeal_answer",
    "attachment_id": "attachment",
    "blob_id": "blob",
    "decision_id": "decision",
    "message_id": "message",
    "response_id": "response",
    "snapshot_id": "snapshot",
    "unsent_id": "unsent",
    "version_id": "response_version",
}
"""What a job is about -> the table; a draft's version with the same number loses a reason why, and nothing else."""
SYSTEM = "system"
_HIDDEN = frozenset({Status.WITHHELD, Status.WITHDRAWN})
FORGOTTEN = timedelta(hours=1)
"""After which a file that no row speaks of is nobody's."""
_VACUUMED = (
    "group_member",
    "letter",
    "shingle",
    "rendition",
    "rendition_file",
    "rendition_part",
    "search_entry",
    "snapshot",
    "blob",
    "blob_text",
    "job",
    "pg_statistic",
)


@dataclass
class Plan:
    """What goes, by table, and the files of it. `shared` are blobs that others use too: those stay."""

    label: str
    status: Status
    erased_at: datetime | None
    rows: dict[str, int] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    shared: int = 0
    papers: int = 0

    def lines(self) -> list[str]:
        """For whoever runs the command."""
        told = [f"{name}: {count}" for name, count in sorted(self.rows.items()) if count]
        told.append(f"files: {len(self.files)}")
        if self.shared:
            told.append(f"files that other responses or pages use too, and that stay: {self.shared}")
        if self.papers:
            told.append(f"papers of the committee in which it may stand: {self.papers}")
        return told


# What belongs to a response


def belongings(session: Session, response_id: int) -> dict[str, list[int]]:
    """Table -> ids of its rows that belong to the response, by the references of the tables; parents first."""
    found: dict[str, list[int]] = {"response": [response_id]}
    waiting = ["response"]
    while waiting:
        parent = waiting.pop(0)
        for table, name in referring(parent):
            known = found.get(table.name, [])
            ids = session.scalars(select(table.c.id).where(table.c[name].in_(found[parent]))).all()
            new = sorted(set(ids) - set(known))
            if new:
                found[table.name] = known + new
                waiting.append(table.name)
    return found


def referring(parent: str) -> list[tuple[Table, str]]:
    """(table, column) of every reference to a row of this table."""
    return [
        (table, key.parent.name)
        for table in Base.metadata.sorted_tables
        for constraint in table.foreign_key_constraints
        if constraint.referred_table.name == parent
        for key in constraint.elements
        if key.column.name == "id" and "id" in table.c
    ]


def _blobs(session: Session, found: Mapping[str, Sequence[int]]) -> tuple[list[Blob], int]:
    """Files of the response that nobody else uses, locked; and how many others use too."""
    tables = Base.metadata.tables
    ids = {
        blob_id
        for name in ("attachment", "unsent_file")
        for blob_id in session.scalars(select(tables[name].c.blob_id).where(tables[name].c.id.in_(found.get(name, ()))))
    }
    locked = session.scalars(select(Blob).where(Blob.id.in_(ids), Blob.erased_at.is_(None)).with_for_update()).all()
    own = [blob for blob in locked if not _used_elsewhere(session, blob.id, found)]
    return own, len(locked) - len(own)


def _used_elsewhere(session: Session, blob_id: int, found: Mapping[str, Sequence[int]]) -> bool:
    return any(
        session.scalar(
            select(table.c.id).where(table.c[name] == blob_id, table.c.id.not_in(found.get(table.name, ()))).limit(1)
        )
        is not None
        for table, name in referring("blob")
        if table.name not in _BESIDE_A_BLOB
    )


_BESIDE_A_BLOB = frozenset({"blob_text", "blob_scan"})
"""Tables that say something of a blob, and use it for nothing."""


def _orphans(session: Session, authority_id: int) -> list[Blob]:
    """Files that no row speaks of any more: of answers that were never sent, and of imports."""
    query = select(Blob).where(Blob.authority_id == authority_id, Blob.erased_at.is_(None)).with_for_update()
    for table, name in referring("blob"):
        if table.name not in _BESIDE_A_BLOB:
            query = query.where(~select(table.c.id).where(table.c[name] == Blob.id).exists())
    return list(session.scalars(query).all())


def _papers(session: Session, response: Response) -> tuple[list[Snapshot], list[Blob]]:
    """Snapshots that hold it, and those of their papers in which its words can stand."""
    snapshots = session.scalars(
        select(Snapshot).where(
            Snapshot.consultation_id == response.consultation_id, Snapshot.at >= response.registered_at
        )
    ).all()
    published = (
        select(Decision.id)
        .where(Decision.response_id == response.id, Decision.kind.in_(rules.PUBLISHES), Decision.at <= Snapshot.at)
        .exists()
    )
    papers = session.scalars(
        select(Blob)
        .join(PackageFile, PackageFile.blob_id == Blob.id)
        .join(Package, Package.id == PackageFile.package_id)
        .join(Snapshot, Snapshot.id == Package.snapshot_id)
        .where(
            Snapshot.id.in_([one.id for one in snapshots]),
            Blob.erased_at.is_(None),
            PackageFile.name.not_in(WITHOUT_RESPONSES),
            or_(PackageFile.public.is_(False), published),
        )
    ).all()
    return [one for one in snapshots if one.inputs], list(dict.fromkeys(papers))


# Saying what will go, and letting it go


def plan_of(session: Session, response: Response) -> Plan:
    """What `erase` would do; nothing is changed."""
    plan, _found, _own, _snapshots, _papers_of_it = _prepared(session, response)
    return plan


def _prepared(
    session: Session, response: Response
) -> tuple[Plan, dict[str, list[int]], list[Blob], list[Snapshot], list[Blob]]:
    found = belongings(session, response.id)
    own, shared = _blobs(session, found)
    snapshots, papers = _papers(session, response)
    standing = responses.standing_of(session, response)
    plan = Plan(standing.number, standing.status, responses.find_erased_at(session, response.id), shared=shared)
    plan.rows = {name: len(ids) for name, ids in found.items() if name in BLANKED or name in DELETED}
    plan.rows["rendition"] = len(_renditions(session, response))
    plan.rows["snapshot"] = len(snapshots)
    plan.files = [*(blob.sha256 for blob in [*own, *papers]), *_copies(session, response)]
    plan.papers = len(papers)
    return plan, found, own, snapshots, papers


def check(plan: Plan) -> None:
    """Refused while the response is shown or waits to be decided on."""
    if plan.status not in _HIDDEN:
        raise Refused("take the response down, or withhold it, before it is erased", gaps=(plan.status.value,))


def erase(session: Session, actor: str, now: datetime, response: Response, reason: str) -> Plan:
    """Blanks the content and writes the ledger; `clear` then takes away the bytes.

    What it is must be decided first (`check`), so that the numbers go on adding up (D7). What is erased already stays
    as it is.
    """
    responses.lock(session, response)
    plan, found, own, snapshots, papers = _prepared(session, response)
    check(plan)
    if plan.erased_at is not None:
        return plan
    ledger = _Ledger(session, actor, now, response.authority_id, reason)
    for name, columns in BLANKED.items():
        ledger.blank(Base.metadata.tables[name], found.get(name, ()), columns)
    _stop_mails(session, found.get("message", ()))
    for name in DELETED:
        table = Base.metadata.tables[name]
        session.execute(delete(table).where(table.c.id.in_(found.get(name, ()))))
    _forget_renditions(session, response, now)
    grouping.forget(session, response)
    for snapshot in snapshots:
        ledger.blank(Base.metadata.tables["snapshot"], [snapshot.id], ("inputs",))
    orphans = _orphans(session, response.authority_id)
    plan.files += [blob.sha256 for blob in orphans]
    _erase_blobs(session, ledger, now, [*own, *papers, *orphans])
    files = {"blob": [blob.id for blob in [*own, *orphans]], "snapshot": [one.id for one in snapshots]}
    _forget_errors(session, found | files)
    audit.note(session, response, actor, now, "response.erased")
    session.flush()
    session.expire_all()
    return plan


@dataclass
class _Ledger:
    """Writes the rows that the guards ask for, and blanks what they name (L1)."""

    session: Session
    actor: str
    now: datetime
    authority_id: int
    reason: str

    def blank(self, table: Table, ids: Iterable[int], columns: tuple[str, ...]) -> None:
        for row_id in ids:
            told = {"table_name": table.name, "row_id": row_id, "columns": f",{','.join(columns)},"}
            self.session.add(Erasure(**told, reason=self.reason, by=self.actor, at=self.now))
            self.session.flush()
            blank = {name: _blank(table.c[name], row_id) for name in columns}
            self.session.execute(update(table).where(table.c.id == row_id).values(blank))
            audit.record(
                self.session,
                self.authority_id,
                actor=self.actor,
                at=self.now,
                event="erasure.made",
                subject=f"{table.name}:{row_id}",
                table=table.name,
                row=row_id,
            )


def _blank(of: Column[Any], row_id: int) -> str | None:
    """One event is told to one recipient once, so that these go on differing."""
    if (of.table.name, of.name) == ("message", "recipient"):
        return f"erased-{row_id}"
    return None if of.nullable else ""


def _stop_mails(session: Session, ids: Sequence[int]) -> None:
    """What has not gone out does not go out any more."""
    waiting = (MessageState.QUEUED, MessageState.LETTER)
    session.execute(update(Message).where(Message.id.in_(ids), Message.state.in_(waiting)).values(state="kept"))


def _renditions(session: Session, response: Response) -> list[Rendition]:
    return list(session.scalars(select(Rendition).where(Rendition.key == response.key)).all())


def _copies(session: Session, response: Response) -> list[str]:
    """The public copies of its files, under the names that they are stored by."""
    keys = select(RenditionFile.key).join(Rendition, Rendition.id == RenditionFile.rendition_id)
    return [key for key in session.scalars(keys.where(Rendition.key == response.key)) if key]


def _forget_renditions(session: Session, response: Response, now: datetime) -> None:
    """Every public copy there ever was; the rows stay, so that the address goes on answering 410."""
    rows = _renditions(session, response)
    ids = [row.id for row in rows]
    session.execute(delete(RenditionPart).where(RenditionPart.rendition_id.in_(ids)))
    session.execute(delete(RenditionFile).where(RenditionFile.rendition_id.in_(ids)))
    session.execute(delete(SearchEntry).where(SearchEntry.kind == SearchKind.RESPONSE, SearchEntry.subject_id.in_(ids)))
    for row in rows:
        row.shown_name, row.said = "", ""
    stone = session.scalars(select(Tombstone).where(Tombstone.key == response.key)).one_or_none()
    if stone is not None:
        stone.erased_on = local(now).date().isoformat()
    session.flush()


def _erase_blobs(session: Session, ledger: _Ledger, now: datetime, blobs: Sequence[Blob]) -> None:
    texts = session.scalars(select(BlobText.id).where(BlobText.blob_id.in_([blob.id for blob in blobs]))).all()
    ledger.blank(Base.metadata.tables["blob_text"], texts, ("text",))
    for blob in blobs:
        blob.erased_at = now
    session.flush()
    ledger.blank(Base.metadata.tables["blob"], [blob.id for blob in blobs], ("sha256",))


def _forget_errors(session: Session, found: Mapping[str, Sequence[int]]) -> None:
    """A job that failed says why: a mail server's answer repeats the address, and a reader's may repeat the file."""
    for job in session.scalars(select(Job).where(Job.last_error != "")):
        ids = json.loads(job.arguments)
        if any(ids.get(name) in found.get(table, ()) for name, table in _ARGUMENTS.items()):
            job.last_error = ""
    session.flush()


# A backup does not know what was done after it


def unapplied(session: Session, lines: Iterable[Line]) -> list[Line]:
    """Lines of the ledger that this database does not know; responses that it does not know either are none."""
    found = []
    for line in lines:
        response = session.scalars(select(Response).where(Response.key == line.key)).one_or_none()
        if response is not None and not _is_applied(session, response, line):
            found.append(line)
    return found


def _is_applied(session: Session, response: Response, line: Line) -> bool:
    if line.act == ERASED:
        return responses.find_erased_at(session, response.id) is not None
    standing = responses.standing_of(session, response)
    return standing.status in _HIDDEN or (standing.decision is not None and standing.decision.at >= line.at)


@dataclass
class Replayed:
    """`files` are what `clear` takes away; `failed` the lines that could not be done, and why."""

    files: list[str] = field(default_factory=list)
    failed: list[tuple[Line, str]] = field(default_factory=list)


def replay(session: Session, now: datetime, lines: Iterable[Line]) -> Replayed:
    """Takes down and erases again what the ledger says, in its order (K3).

    Commits as it goes, so that a line that cannot be done stops no other.
    """
    done = Replayed()
    for line in unapplied(session, lines):
        try:
            done.files += _replay(session, now, line)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others must go
            session.rollback()
            done.failed.append((line, fault_of(error)))
    return done


def _replay(session: Session, now: datetime, line: Line) -> list[str]:
    """Hidden first, so that nobody reads it where it cannot be erased."""
    response = session.scalars(select(Response).where(Response.key == line.key)).one()
    responses.lock(session, response)
    if responses.standing_of(session, response).status not in _HIDDEN:
        reason = Reason(line.code) if line.code in set(Reason) else Reason.SENSITIVE
        decision = operations.withhold(session, now, response, reason)
        takedown.follow(session, SYSTEM, now, [response], [decision])
        session.commit()
    if line.act != ERASED:
        return []
    files = erase(session, SYSTEM, now, response, line.reason).files
    session.commit()
    return files


# Taking away the bytes


def clear(engine: Engine, store: Store, copies: Copies, now: datetime, files: Iterable[str]) -> list[str]:
    """After the commit: files, the index's remains, the log of the database. Returns what could not be cleared."""
    with Session(engine.execution_options(writes=False)) as session:
        used = set(session.scalars(select(Blob.sha256).where(Blob.erased_at.is_(None))))
        shown = set(session.scalars(select(RenditionFile.key)))
    for name in set(files) - used - shown - {""}:
        store.remove(name)
        copies.remove(name)
    store.tidy(used, now - FORGOTTEN)
    copies.tidy(shown, now - FORGOTTEN)
    return _clear_sqlite(engine) if engine.dialect.name == "sqlite" else _clear_postgresql(engine)


def _clear_sqlite(engine: Engine) -> list[str]:
    """Deleted pages are overwritten by `secure_delete`; the index and the log keep copies of their own (P4)."""
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO search_index (search_index) VALUES ('optimize')"))
    busy = 1
    with engine.execution_options(writes=False).connect() as connection:
        raw = connection.connection.dbapi_connection
        connection.rollback()
        for _try in range(20):
            busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] if raw is not None else 1
            if not busy:
                return []
            time.sleep(0.25)
    return ["the write-ahead log is in use and could not be cut: run the command again"]


def _clear_postgresql(engine: Engine) -> list[str]:
    """VACUUM alone leaves the bytes in the holes of a page, so that each table is written anew."""
    left = []
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        for name in (*BLANKED, *DELETED, *_VACUUMED):
            left += _tried(connection, f"VACUUM (FULL, ANALYZE) {name}" if name[:3] != "pg_" else f"VACUUM FULL {name}")
        left += _tried(connection, "SELECT pg_switch_wal()")
        left += _tried(connection, "CHECKPOINT")
    return left


def _tried(connection: Connection, statement: str) -> list[str]:
    try:
        connection.execute(text(statement))
    except DBAPIError as error:
        return [f"{statement}: {type(error.orig).__name__}"]
    return []
