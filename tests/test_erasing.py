"""Erasing: the bytes are gone from rows, files, index and logs; number, counts, decisions and ledger stay (P4, K3)."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, Enum, String, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from consultation import chain, erasing, erasures, jobs, search_index
from consultation.config import Settings
from consultation.database import make_engine
from consultation.erasures import ERASED, TAKEN_DOWN, Ledger, Line
from consultation.errors import Conflict, Refused
from consultation.models import (
    Answer,
    Attachment,
    AttachmentCopy,
    AttachmentText,
    Authority,
    Base,
    Blob,
    BlobText,
    Consultation,
    Decision,
    Erasure,
    Job,
    Message,
    Package,
    PackageFile,
    Passage,
    Point,
    QueueEntry,
    Rendition,
    RenditionFile,
    RenditionPart,
    Response,
    ResponseContact,
    ResponseVersion,
    Snapshot,
    Tombstone,
    Unsent,
    UnsentPart,
    UnsentSave,
)
from consultation.moderation import operations, takedown
from consultation.moderation.takedown import Seen
from consultation.responses import figures, queries
from consultation.responses.content import AnswerContent, Content, FileContent
from consultation.responses.reading import WHOLE
from consultation.storage import Copies, Store, keep
from consultation.vocabulary import (
    CopyResult,
    CopyState,
    DecisionKind,
    Language,
    LoginMode,
    MessageState,
    NoPointReason,
    Reason,
    Status,
)
from tests import factories
from tests.factories import CLOSES, NOW
from tests.moderation import desk

CANARY = "kanarieqx"
"""Begins every word that must not be found again, in any case."""
LATER = NOW + timedelta(hours=1)
OTHERS = "Det her er en andens svar."


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


@pytest.fixture
def owner(session: Session) -> Consultation:
    return factories.consultation(session, factories.authority(session))


def sent(session: Session, owner: Consultation, store: Store) -> Response:
    """A response with a canary in everything that a sender fills, read, divided, frozen, shown, and taken down."""
    blob = keep(session, store, owner.authority_id, f"{CANARY}fil".encode(), "text/plain")
    session.add(
        BlobText(
            authority_id=owner.authority_id,
            blob_id=blob.id,
            text=f"{CANARY}filtekst",
            parts="[]",
            readable=True,
            notes="[]",
            method=WHOLE,
        )
    )
    files = (FileContent(blob.id, f"{CANARY}navn.txt", blob.size, blob.sha256, f"{CANARY}alt"),)
    answers = (AnswerContent(f"Byen har {CANARY}tekst nok.", proposed_text=f"Skriv {CANARY}forslag."),)
    sender = factories.sender(
        name=f"{CANARY}afsender", email=f"{CANARY}@proeve.example", address=f"{CANARY}vej", phone=f"{CANARY}tlf"
    )
    given = factories.submission(content=Content(answers, files), sender=sender, external_ref=f"{CANARY}ref")
    row = factories.response(session, owner, given)
    _left_behind(session, owner, store, row)
    _divided(session, row)
    _looked_through(session, row)
    decision = desk.decide(session, "system", row, DecisionKind.PUBLISH)
    _copied(session, store, decision)
    _papers(session, owner, store)
    takedown.take_down(session, "system", LATER, Seen(row.id, 1, 1), Reason.SENSITIVE)
    session.commit()
    return row


def _looked_through(session: Session, row: Response) -> None:
    ids = {"authority_id": row.authority_id, "attachment_id": session.scalars(select(Attachment.id)).one()}
    text_id = session.scalars(select(BlobText.id)).one()
    session.add(AttachmentText(**ids, blob_text_id=text_id, at=NOW))
    session.flush()


def _copied(session: Session, store: Store, decision: Decision) -> None:
    """The public copy of the file, and another that was held because something was left in it."""
    file = session.scalars(select(RenditionFile)).one()
    file.key, file.state = copies_beside(store).put(f"{CANARY}kopi".encode()), CopyState.SHOWN
    file.text = f"{CANARY}kopitekst"
    ids = {"authority_id": decision.authority_id, "decision_id": decision.id}
    attachment_id = session.scalars(select(Attachment.id)).one()
    left = f'["{CANARY}rest"]'
    session.add(AttachmentCopy(**ids, attachment_id=attachment_id, result=CopyResult.LEFTOVERS, left=left, at=NOW))
    session.flush()


def copies_beside(store: Store) -> Copies:
    return Copies(store._folder.parent / "public")


def _left_behind(session: Session, owner: Consultation, store: Store, row: Response) -> None:
    """What writing and telling leave: the unsent answer with an earlier text, mails, a file that was taken off."""
    ids = {"authority_id": owner.authority_id}
    unsent = Unsent(
        **ids,
        consultation_id=owner.id,
        token_hash="hash",
        form_key="key",
        begun_at=NOW,
        about=f'{{"name": "{CANARY}om"}}',
        delete_on=CLOSES.date(),
        response_id=row.id,
    )
    session.add(unsent)
    session.flush()
    part = UnsentPart(**ids, unsent_id=unsent.id, text=f"{CANARY}kladde", saved_at=NOW)
    session.add(part)
    session.flush()
    session.add_all(
        [
            UnsentSave(**ids, part_id=part.id, text=f"{CANARY}gemt", proposed_text="", saved_at=NOW),
            ResponseContact(**ids, response_id=row.id, email=f"{CANARY}ny@proeve.example", by="sender", at=NOW),
            Message(
                **ids,
                consultation_id=owner.id,
                response_id=row.id,
                event_key="receipt:1",
                recipient=f"{CANARY}modtager",
                language=Language.DANISH,
                subject=f"{CANARY}emne",
                body=f"{CANARY}brev",
                message_id="<1@proeve.example>",
                state=MessageState.LETTER,
                made_at=NOW,
            ),
        ]
    )
    keep(session, store, owner.authority_id, f"{CANARY}fortrudt".encode(), "text/plain")


def _divided(session: Session, row: Response) -> None:
    answer = session.scalars(select(Answer)).one()
    session.add(
        Passage(
            authority_id=row.authority_id,
            no_point_reason=NoPointReason.GREETING,
            answer_id=answer.id,
            start=0,
            end=4,
            quote=f"{CANARY}citat",
            splitter="1",
            by="staff:1",
        )
    )
    session.add(Point(authority_id=row.authority_id, response_id=row.id, seq=1))
    session.flush()


def _papers(session: Session, owner: Consultation, store: Store) -> None:
    own = {"authority_id": owner.authority_id, "by": "staff:1", "at": LATER - timedelta(minutes=1)}
    snapshot = Snapshot(**own, consultation_id=owner.id, seq=1, inputs=f'"{CANARY}grundlag"', provisional=False)
    session.add(snapshot)
    session.flush()
    package = Package(**own, snapshot_id=snapshot.id, key="package")
    session.add(package)
    session.flush()
    for name, public in (("lukket/fulde-svar.pdf", False), ("data.json", True), ("hoeringsbrev.pdf", True)):
        content = f"{name} {CANARY if name != 'hoeringsbrev.pdf' else ''}".encode()
        blob = keep(session, store, owner.authority_id, content, "application/pdf")
        ids = {"authority_id": owner.authority_id, "package_id": package.id, "blob_id": blob.id}
        session.add(PackageFile(**ids, name=name, public=public))
    session.flush()


def erased(session: Session, store: Store, row: Response) -> list[str]:
    """As the command does it."""
    plan = erasing.erase(session, "system", LATER, row, "Indholdet er ulovligt at have.")
    session.commit()
    return erasing.clear(_engine(session), store, copies_beside(store), NOW + timedelta(days=400), plan.files)


def _engine(session: Session) -> Engine:
    bind = session.get_bind()
    assert isinstance(bind, Engine)
    return bind


def holding(folder: Path) -> Iterator[Path]:
    """Files below a folder that hold a canary, as UTF-8 or as UTF-16."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes().lower()
            if CANARY.encode() in content or CANARY.encode("utf-16-le") in content:
                yield path


def database_folder(session: Session) -> Path:
    if session.get_bind().dialect.name == "sqlite":
        return Path(_engine(session).url.database or "").parent
    return Path(str(session.scalar(text("SHOW data_directory"))))


@pytest.fixture
def _no_old_log(session: Session) -> Iterator[None]:
    """PostgreSQL uses the files of its log again, with their old bytes, unless it is told otherwise (deploy/README)."""
    if session.get_bind().dialect.name == "sqlite":
        yield
        return
    with _engine(session).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ALTER SYSTEM SET wal_recycle = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
        yield
        connection.execute(text("ALTER SYSTEM RESET wal_recycle"))
        connection.execute(text("SELECT pg_reload_conf()"))


@pytest.mark.usefixtures("_no_old_log")
def test_P4_the_bytes_are_in_no_file_of_the_database_and_in_none_beside_it(
    session: Session, owner: Consultation, store: Store, tmp_path: Path
) -> None:
    row = sent(session, owner, store)
    folder = database_folder(session)
    session.rollback()
    assert list(holding(folder)) != []
    assert len(list(holding(tmp_path / "files"))) == 4
    assert len(list(holding(tmp_path / "public"))) == 1
    assert erased(session, store, row) == []
    session.rollback()
    assert list(holding(tmp_path / "files")) == [] == list(holding(tmp_path / "public"))
    assert list(holding(folder)) == []


def test_P4_number_counts_decisions_and_ledger_stay(session: Session, owner: Consultation, store: Store) -> None:
    row = sent(session, owner, store)
    before, decisions = figures.read(session, owner.id), len(session.scalars(select(Decision.id)).all())
    unindexed = search_index.differing(session)
    erased(session, store, row)
    assert figures.read(session, owner.id) == before == figures.recount(session, owner.id)
    assert len(session.scalars(select(Decision.id)).all()) == decisions
    assert queries.get_response(session, owner.id, "1").id == row.id
    assert queries.standing_of(session, row).status is Status.WITHHELD
    ledger = session.scalars(select(Erasure)).all()
    assert {one.reason for one in ledger} == {"Indholdet er ulovligt at have."}
    assert {one.table_name for one in ledger} >= {"response_version", "answer", "attachment", "blob", "snapshot"}
    assert chain.faults(session, owner.authority_id) == []
    assert search_index.differing(session) == unindexed


def test_P4_the_guards_let_just_these_columns_go(session: Session, owner: Consultation, store: Store) -> None:
    row = sent(session, owner, store)
    erased(session, store, row)
    for statement in (
        "UPDATE answer SET text = 'igen'",
        "UPDATE response_version SET sender_key = ''",
        "DELETE FROM answer",
    ):
        with pytest.raises(DatabaseError, match="append-only"):
            session.execute(text(statement))
        session.rollback()


def test_P4_what_others_sent_stays(session: Session, owner: Consultation, store: Store) -> None:
    """A file that two sent is one file: it stays as long as the other has it."""
    row = sent(session, owner, store)
    blob = session.scalars(select(Blob).join(Attachment, Attachment.blob_id == Blob.id)).one()
    files = (FileContent(blob.id, "samme.txt", blob.size, blob.sha256),)
    other = factories.response(session, owner, factories.submission(content=Content((AnswerContent(OTHERS),), files)))
    session.commit()
    plan = erasing.plan_of(session, row)
    assert plan.shared == 1
    erased(session, store, row)
    assert store.get(blob.sha256) == f"{CANARY}fil".encode()
    version = queries.newest_version(session, other.id)
    assert queries.content_of(session, version).answers[0].text == OTHERS


def test_P4_the_same_file_may_come_again(session: Session, owner: Consultation, store: Store) -> None:
    row = sent(session, owner, store)
    erased(session, store, row)
    blob = keep(session, store, owner.authority_id, f"{CANARY}fil".encode(), "text/plain")
    assert (blob.erased_at, store.get(blob.sha256)) == (None, f"{CANARY}fil".encode())
    assert session.scalars(select(BlobText).where(BlobText.blob_id == blob.id)).all() == []


def test_P4_a_letter_that_waits_is_not_printed(session: Session, owner: Consultation, store: Store) -> None:
    erased(session, store, sent(session, owner, store))
    assert set(session.scalars(select(Message.state))) == {MessageState.KEPT}


@pytest.mark.parametrize("kind", [None, DecisionKind.PUBLISH])
def test_P4_D7_what_is_shown_or_waits_is_decided_on_first(
    session: Session, owner: Consultation, kind: DecisionKind | None
) -> None:
    row = desk.received(session, owner)
    if kind is not None:
        desk.decide(session, "system", row, kind)
    with pytest.raises(Refused):
        erasing.erase(session, "system", LATER, row, "Derfor.")


def test_P4_twice_is_once(session: Session, owner: Consultation, store: Store) -> None:
    row = sent(session, owner, store)
    erased(session, store, row)
    ledger = len(session.scalars(select(Erasure.id)).all())
    assert erased(session, store, row) == []
    assert len(session.scalars(select(Erasure.id)).all()) == ledger


def test_P4_the_plan_changes_nothing(session: Session, owner: Consultation, store: Store) -> None:
    row = sent(session, owner, store)
    lines = erasing.plan_of(session, row).lines()
    assert not session.dirty
    assert "answer: 1" in lines
    assert "papers of the committee in which it may stand: 2" in lines
    assert session.scalars(select(Erasure.id)).all() == []


def test_P4_nobody_opens_it_again(session: Session, owner: Consultation, store: Store) -> None:
    row = sent(session, owner, store)
    erased(session, store, row)
    with pytest.raises(Conflict):
        operations.decide(session, "system", LATER, row.id, 2, 1, DecisionKind.REOPEN)


def test_P4_every_column_with_words_is_spoken_for() -> None:
    """What belongs to a response is found by its references; somebody has said of each column what becomes of it."""
    found, waiting = {"response"}, ["response"]
    while waiting:
        new = {table.name for table, _name in erasing.referring(waiting.pop())} - found
        found |= new
        waiting += sorted(new)
    unspoken = [
        f"{name}.{column.name}"
        for name in sorted(found - set(erasing.DELETED))
        for column in Base.metadata.tables[name].c
        if isinstance(column.type, String)
        and not isinstance(column.type, Enum)
        and column.name not in erasing.BLANKED.get(name, ())
        and not {f"{name}.{column.name}", f"{name}.*"} & set(erasing.KEPT)
    ]
    assert unspoken == []
    spoken = {name.partition(".")[0] for name in erasing.KEPT} | set(erasing.BLANKED) | set(erasing.DELETED)
    assert spoken - found == set()


# A backup that was restored


def lines_of(settings: Settings) -> list[Line]:
    return erasures.read(erasures.path_of(settings)).lines


def test_K3_a_restored_backup_takes_down_and_erases_again(
    sqlite_engine: Engine, store: Store, settings: Settings, tmp_path: Path
) -> None:
    file = Path(sqlite_engine.url.database or "")
    with Session(sqlite_engine) as session:
        owner = factories.consultation(session, factories.authority(session))
        row = desk.received(session, owner, f"Byen har {CANARY}tekst nok.")
        second = desk.received(session, owner, "Også det her.")
        for one in (row, second):
            desk.decide(session, "system", one, DecisionKind.PUBLISH)
        session.commit()
        backup = tmp_path / "backup.sqlite"
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("VACUUM INTO ?", [str(backup)])
        for one in (row, second):
            takedown.take_down(session, "system", LATER, Seen(one.id, 1, 1), Reason.ABUSE)
        session.commit()
        for decision in session.scalars(select(Decision.id).where(Decision.kind == DecisionKind.WITHHOLD)).all():
            erasures.note_takedown(session, settings, LATER, decision_id=decision)
        erasures.append(settings, Line(ERASED, row.key, "1", "abuse", "Derfor.", "system", LATER))
    _restored(backup, settings, store, (row.key, second.key))


def _restored(backup: Path, settings: Settings, store: Store, keys: tuple[str, str]) -> None:
    engine = make_engine(f"sqlite:///{backup}")
    with Session(engine) as session:
        assert len(erasing.unapplied(session, lines_of(settings))) == 3
        done = erasing.replay(session, LATER + timedelta(days=1), lines_of(settings))
        assert done.failed == []
        assert erasing.unapplied(session, lines_of(settings)) == []
        assert session.scalars(select(Rendition.id).where(Rendition.hidden_at.is_(None))).all() == []
        stones = session.scalars(select(Tombstone).order_by(Tombstone.sort_number)).all()
        assert [(one.key, one.status, one.reason_code) for one in stones] == [
            (keys[0], Status.WITHHELD, "abuse"),
            (keys[1], Status.WITHHELD, "abuse"),
        ]
        assert [bool(one.erased_on) for one in stones] == [True, False]
    erasing.clear(engine, store, copies_beside(store), LATER, done.files)
    engine.dispose()
    assert CANARY.encode() not in backup.read_bytes()


def replayed(session: Session, *lines: Line) -> list[tuple[Line, str]]:
    """What could not be done, a day after; the counters are those of a recount (D7)."""
    failed = erasing.replay(session, LATER + timedelta(days=1), lines).failed
    for owner in session.scalars(select(Consultation.id)).all():
        assert figures.read(session, owner) == figures.recount(session, owner)
    return failed


@pytest.mark.parametrize("act", [TAKEN_DOWN, ERASED])
def test_K3_R36_it_asks_no_second_person(session: Session, owner: Consultation, act: str) -> None:
    owner.two_person = True
    row = desk.received(session, owner)
    session.commit()
    assert replayed(session, line_of(row.key, act)) == []
    assert erasing.unapplied(session, [line_of(row.key, act)]) == []
    assert queries.standing_of(session, row).status is Status.WITHHELD
    assert session.scalars(select(QueueEntry.id)).all() == []


@pytest.mark.parametrize("act", [TAKEN_DOWN, ERASED])
def test_K3_R13_what_nobody_has_confirmed_in_the_backup_goes_too(
    session: Session, owner: Consultation, act: str
) -> None:
    owner.login_mode = LoginMode.CONFIRMED
    row = factories.response(session, owner, factories.submission(login_mode=LoginMode.CONFIRMED))
    session.commit()
    assert replayed(session, line_of(row.key, act)) == []
    assert erasing.unapplied(session, [line_of(row.key, act)]) == []
    assert queries.standing_of(session, row).status is Status.WITHHELD


def test_K3_what_somebody_had_on_the_desk_goes_too(session: Session, owner: Consultation) -> None:
    row = desk.received(session, owner)
    now = LATER + timedelta(days=1)
    operations.take_response(session, desk.moderator(session, owner), now, row.id)
    session.commit()
    assert replayed(session, line_of(row.key)) == []
    assert queries.standing_of(session, row).status is Status.WITHHELD


def test_K3_a_line_that_cannot_be_done_stops_no_other_and_is_hidden_all_the_same(
    session: Session, owner: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [desk.received(session, owner, f"Svar {number}.") for number in range(3)]
    session.commit()
    lines = [line_of(row.key) for row in rows]
    erase, second = erasing.erase, rows[1].id

    def erase_others(session: Session, actor: str, now: datetime, response: Response, reason: str) -> erasing.Plan:
        if response.id == second:
            session.add(Authority())
        return erase(session, actor, now, response, reason)

    monkeypatch.setattr(erasing, "erase", erase_others)
    [(failed, why)] = replayed(session, *lines)
    assert (failed, why.partition(":")[0]) == (lines[1], "IntegrityError")
    assert erasing.unapplied(session, lines) == [lines[1]]
    assert [queries.standing_of(session, row).status for row in rows] == [Status.WITHHELD] * 3


def test_K3_what_is_withheld_already_is_nothing_to_do(session: Session, owner: Consultation) -> None:
    """Opened, shown and taken down after the backup: it is not shown, as the ledger wants."""
    row = desk.received(session, owner)
    desk.decide(session, "system", row, DecisionKind.WITHHOLD, Reason.ABUSE)
    assert erasing.unapplied(session, [line_of(row.key, TAKEN_DOWN)]) == []


def line_of(key: str, act: str = ERASED) -> Line:
    return Line(act, key, "1", "abuse", "Derfor på dansk.", "system", LATER)


def cut_off(settings: Settings) -> None:
    """As a power cut leaves it, in the middle of a letter."""
    with erasures.path_of(settings).open("ab") as file:
        file.write('{"act": "erased", "reason": "på'.encode()[:-1])


def test_K3_a_line_that_was_cut_off_is_left_out(settings: Settings) -> None:
    erasures.append(settings, line_of("a"))
    cut_off(settings)
    assert erasures.read(erasures.path_of(settings)) == Ledger([line_of("a")], [])


def test_K3_a_line_after_one_that_was_cut_off_is_whole_and_the_gap_is_told(settings: Settings) -> None:
    erasures.append(settings, line_of("a"))
    cut_off(settings)
    erasures.append(settings, line_of("b"))
    assert erasures.read(erasures.path_of(settings)) == Ledger([line_of("a"), line_of("b")], [2])


def test_K3_a_line_that_lacks_only_its_end_is_read(settings: Settings) -> None:
    erasures.append(settings, line_of("a"))
    path = erasures.path_of(settings)
    path.write_bytes(path.read_bytes().rstrip())
    erasures.append(settings, line_of("b"))
    assert erasures.read(path) == Ledger([line_of("a"), line_of("b")], [])


@pytest.mark.parametrize("told", ["{}", "[]", "7", '{"at": 7}', "nonsense"])
def test_K3_a_line_that_says_something_else_is_told(settings: Settings, told: str) -> None:
    erasures.path_of(settings).write_text(f"{told}\n")
    erasures.append(settings, line_of("a"))
    assert erasures.read(erasures.path_of(settings)) == Ledger([line_of("a")], [1])


def test_K3_a_line_that_a_full_disk_cuts_off_is_refused_and_leaves_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    erasures.append(settings, line_of("a"))
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, told: write(descriptor, told[:20]))
    with pytest.raises(OSError, match="not whole"):
        erasures.append(settings, line_of("b"))
    monkeypatch.undo()
    erasures.append(settings, line_of("c"))
    assert erasures.read(erasures.path_of(settings)) == Ledger([line_of("a"), line_of("c")], [])


def test_K3_what_was_opened_again_after_a_takedown_stays_open(session: Session, settings: Settings) -> None:
    owner = factories.consultation(session, factories.authority(session))
    row = desk.received(session, owner)
    desk.decide(session, "system", row, DecisionKind.PUBLISH)
    takedown.take_down(session, "system", LATER, Seen(row.id, 1, 1), Reason.ABUSE)
    for number, kind in enumerate((DecisionKind.REOPEN, DecisionKind.PUBLISH), 1):
        desk.decide(session, "system", row, kind, now=LATER + timedelta(minutes=number))
    newest = session.scalars(select(Decision.id).where(Decision.kind == DecisionKind.WITHHOLD)).one()
    erasures.note_takedown(session, settings, LATER, decision_id=newest)
    assert erasing.unapplied(session, lines_of(settings)) == []


def test_P4_what_a_job_about_it_failed_of_is_forgotten(session: Session, owner: Consultation, store: Store) -> None:
    """A mail server's answer and what a file's reader says repeat words; another response's job goes on saying why."""
    row = sent(session, owner, store)
    other = desk.received(session, owner, OTHERS)
    about: dict[str, int | None] = {
        "response_id": row.id,
        "message_id": session.scalar(select(Message.id)),
        "version_id": session.scalar(select(ResponseVersion.id).where(ResponseVersion.response_id == row.id)),
        "attachment_id": session.scalar(select(Attachment.id)),
        "blob_id": session.scalar(select(Attachment.blob_id)),
    }
    for name, row_id in about.items():
        jobs.enqueue(session, name, NOW, None, decision_id=0, **{name: row_id or 0})
    jobs.enqueue(session, "other", NOW, None, response_id=other.id)
    session.execute(update(Job).values(last_error=CANARY))
    session.commit()
    erased(session, store, row)
    kept = session.scalars(select(Job.name).where(Job.last_error != "", Job.name.in_([*about, "other"]))).all()
    assert kept == ["other"]


def test_versions_parts_and_contacts_are_blank(session: Session, owner: Consultation, store: Store) -> None:
    erased(session, store, sent(session, owner, store))
    version = session.scalars(select(ResponseVersion)).one()
    assert (version.name, version.email, version.address, bool(version.sender_key)) == ("", "", "", True)
    assert session.scalars(select(RenditionPart.id)).all() == []
    assert session.scalars(select(Unsent.id)).all() == []
    assert session.scalars(select(BlobText.text)).all() == [""]
