"""Files and ClamAV: its real daemon, with a signature of our own; and what is said where there is none."""

import os
import pwd
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation import config, doctor, worker
from consultation.config import Settings, SettingsError
from consultation.models import Blob, BlobScan, Job
from consultation.responses import clamd, file_queries
from consultation.responses.clamd import ClamdError
from consultation.vocabulary import JobState, ScanResult, ScanState
from tests import factories, samples
from tests.conftest import Clock
from tests.factories import NOW
from tests.pages import PageClient
from tests.responses.test_flow import begin, send, text_of

ROOT = Path(__file__).parents[2]
EVIL = b"dette er en virus, som kun findes i denne test"
SIGNATURE = "Hoering.Prove"


def daemon() -> str:
    """The program that the set-up found."""
    found = ROOT / ".venv" / "clamd"
    return os.environ.get("CLAMD") or (found.read_text("utf-8").strip() if found.exists() else "/usr/sbin/clamd")


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a daemon that knows one signature."""
    folder = tmp_path_factory.mktemp("clamd")
    database = folder / "database"
    database.mkdir()
    (database / "own.ndb").write_text(f"{SIGNATURE}:0:*:{EVIL.hex()}\n")
    me = pwd.getpwuid(os.geteuid()).pw_name
    settings = {
        "DatabaseDirectory": database,
        "LocalSocket": folder / "clamd.ctl",
        "TemporaryDirectory": folder,
        "User": me,
        "Foreground": "yes",
        "LogFile": folder / "clamd.log",
    }
    (folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    with subprocess.Popen([daemon(), "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL) as process:
        url = f"unix://{folder}/clamd.ctl"
        _wait(url, process, folder / "clamd.log")
        yield url
        process.terminate()


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            clamd.version(url)
        except ClamdError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(log.read_text() if log.exists() else "the daemon did not start")


@pytest.fixture
def scanning(app: Flask, scanner: str) -> Settings:
    settings: Settings = replace(app.config["SETTINGS"], clamd_url=scanner)
    app.config["SETTINGS"] = settings
    return settings


@pytest.fixture
def link(client: PageClient, store: Session) -> str:
    factories.consultation(store, factories.authority(store))
    store.commit()
    return begin(client)


def upload(client: PageClient, link: str, content: bytes, name: str = "svar.txt") -> str:
    client.post(f"{link}/filer", data={"filer": (BytesIO(content), name), "til": "upload"})
    return text_of(client.get(f"{link}/filer"))


def work(app: Flask, settings: Settings) -> None:
    while worker.run_once(app.extensions["engine"], settings, NOW):
        pass


@pytest.mark.scanner
def test_R17_a_file_is_scanned_after_it_is_stored_and_says_so(
    app: Flask, client: PageClient, store: Session, link: str, scanning: Settings
) -> None:
    assert "svar.txt, 3 byte. Modtaget. Bliver tjekket for virus." in upload(client, link, b"hej")
    work(app, scanning)
    assert "Modtaget. Tjekket for virus." in text_of(client.get(f"{link}/filer"))
    row = store.scalars(select(BlobScan)).one()
    assert (row.result, row.signature, row.tool.startswith("ClamAV ")) == (ScanResult.CLEAN, "", True)


@pytest.mark.scanner
def test_R17_a_virus_is_found_also_within_a_word_file_and_the_answer_can_still_be_sent(
    app: Flask, client: PageClient, store: Session, link: str, scanning: Settings
) -> None:
    upload(client, link, samples.docx(parts={"word/media/a.png": EVIL}), "svar.docx")
    work(app, scanning)
    words = text_of(client.get(f"{link}/filer"))
    assert "svar.docx" in words
    assert "Virus fundet: kan ikke åbnes." in words
    row = store.scalars(select(BlobScan)).one()
    assert (row.result, row.signature) == (ScanResult.INFECTED, f"{SIGNATURE}.UNOFFICIAL")
    store.rollback()
    assert "Virus fundet: kan ikke åbnes" in text_of(client.get(send(client, link)))


@pytest.mark.scanner
def test_the_same_content_is_scanned_once(
    app: Flask, client: PageClient, store: Session, link: str, scanning: Settings
) -> None:
    upload(client, link, b"hej", "a.txt")
    upload(client, link, b"hej", "b.txt")
    work(app, scanning)
    assert len(store.scalars(select(BlobScan)).all()) == len(store.scalars(select(Blob)).all()) == 1


@pytest.mark.scanner
def test_the_largest_file_is_scanned(scanner: str) -> None:
    assert clamd.scan(scanner, bytes(10_000_000 - len(EVIL)) + EVIL).signature.startswith(SIGNATURE)


def test_without_a_scanner_a_file_is_said_not_to_be_checked(client: PageClient, store: Session, link: str) -> None:
    assert "Modtaget. Ikke tjekket for virus." in upload(client, link, b"hej")
    assert not store.scalars(select(Job).where(Job.name == file_queries.SCAN)).all()


def test_a_scanner_that_is_away_keeps_nobody_from_sending_and_is_asked_again(
    app: Flask, client: PageClient, store: Session, link: str, tmp_path: Path, at: Clock
) -> None:
    settings = replace(app.config["SETTINGS"], clamd_url=f"unix://{tmp_path}/nobody")
    app.config["SETTINGS"] = settings
    assert "Bliver tjekket for virus." in upload(client, link, b"hej")
    engine: Engine = app.extensions["engine"]
    assert worker.run_once(engine, settings, at.now)
    store.rollback()
    job = store.scalars(select(Job).where(Job.name == file_queries.SCAN)).one()
    assert (job.state, job.tries) == (JobState.WAITING, 1)
    assert job.due_at > at.now
    store.rollback()
    assert "Bliver tjekket for virus." in text_of(client.get(f"{link}/filer"))
    send(client, link)
    job = store.scalars(select(Job).where(Job.name == file_queries.SCAN)).one()
    job.state = JobState.DEAD
    store.commit()
    blob = store.scalars(select(Blob)).one()
    assert file_queries.scans_of(store, [blob.id])[blob.id].state is ScanState.UNSCANNED


@pytest.fixture
def answering() -> Iterator[Callable[[bytes], str]]:
    """answering(words) -> the address of a daemon that always says the same."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def begin(said: bytes) -> str:
            threading.Thread(target=_answer, args=(server, said), daemon=True).start()
            return f"tcp://127.0.0.1:{server.getsockname()[1]}"

        yield begin


def _answer(server: socket.socket, said: bytes) -> None:
    with suppress(OSError):
        while True:
            connection, _address = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(said)


@pytest.mark.parametrize("said", [b"stream: Can't open file ERROR\0", b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_a_scanner_that_could_not_scan_has_not_said_clean(answering: Callable[[bytes], str], said: bytes) -> None:
    with pytest.raises(ClamdError):
        clamd.scan(answering(said), b"hej")


def check_of(engine: Engine, settings: Settings) -> doctor.Check:
    return next(check for check in doctor.examine(engine, settings, NOW) if check.name == "clamd")


@pytest.mark.scanner
def test_the_doctor_asks_the_scanner(sqlite_engine: Engine, settings: Settings, scanner: str, tmp_path: Path) -> None:
    assert check_of(sqlite_engine, replace(settings, clamd_url=scanner)).sound
    away = check_of(sqlite_engine, replace(settings, clamd_url=f"unix://{tmp_path}/nobody"))
    assert not away.sound
    assert "clamd does not answer" in away.words


@pytest.mark.parametrize("url", ["clamd", "http://127.0.0.1:3310", "tcp://127.0.0.1", "unix:", "tcp://h:99999"])
def test_an_address_of_a_scanner_that_is_none_stops_the_start(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match="CONSULTATION_CLAMD_URL"):
        config.read({"CONSULTATION_DATA_DIR": str(tmp_path), "CONSULTATION_CLAMD_URL": url})


@pytest.mark.parametrize("url", ["unix:///run/clamav/clamd.ctl", "tcp://127.0.0.1:3310"])
def test_an_address_of_a_scanner_is_kept(tmp_path: Path, url: str) -> None:
    assert config.read({"CONSULTATION_DATA_DIR": str(tmp_path), "CONSULTATION_CLAMD_URL": url}).clamd_url == url
