"""Journal packages (R49): what was received, word for word, with its metadata and checksums, and who took it."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Access, Audit, BlobScan
from consultation.responses import queries
from consultation.responses.content import AnswerContent, Content, FileContent
from consultation.storage import Store, keep
from consultation.summary import archive, journal, journal_paper, journalising, pdf, pdf_check
from consultation.vocabulary import AccessPurpose, By, Channel, JournalReason, Role, ScanResult, Status
from tests.conftest import Clock
from tests.databases import Once
from tests.pages import PageClient
from tests.summary.case import READY, REMOVED, WITHHELD, Case, case
from tests.summary.test_staff import page, root, signed_in

Files = Mapping[str, bytes]
CASE = {"reason": JournalReason.CASE_SYSTEM.value}


@pytest.fixture
def made(store: Session, once: Once, at: Clock) -> Case:
    found = once(store, case)
    at.now = READY
    return found


@pytest.fixture
def files(app: Flask) -> Store:
    kept = app.extensions["store"]
    assert isinstance(kept, Store)
    return kept


@pytest.fixture
def secretary(made: Case, app: Flask) -> PageClient:
    return signed_in(made, app, Role.SECRETARY)


def attach(made: Case, files: Store, name: str, content: bytes, scan: ScanResult | None = None) -> str:
    """A further response with a file; returns its number."""
    blob = keep(made.session, files, made.consultation.authority_id, content, "application/pdf")
    if scan is not None:
        made.session.add(
            BlobScan(authority_id=blob.authority_id, blob_id=blob.id, tool="t", result=scan, signature="E", at=READY)
        )
    held = FileContent(blob.id, name, blob.size, blob.sha256, "Et billede")
    row = made.receive("", content=Content((AnswerContent("Se den vedlagte fil."),), (held,)))
    made.session.commit()
    return queries.number_of(row)


def take(client: PageClient, address: str, values: Mapping[str, str] = CASE) -> Files:
    answer = client.form(address, **values)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:300]
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def entry(made: Case, index: int = 0) -> journal.Entry:
    [standing] = queries.standings_of(made.session, [made.responses[index]])
    return journalising.entry_of(made.session, standing)


def words(content: bytes) -> str:
    return " ".join(pdf_check.text(content).split())


# What is in it


def test_R49_one_response_has_its_paper_metadata_and_checksums(made: Case, secretary: PageClient) -> None:
    found = take(secretary, f"{root(made)}/svar/3/journal")
    assert list(found) == [
        "svar-00003/manifest.json",
        "svar-00003/metadata.json",
        "svar-00003/svar.pdf",
        "manifest.json",
    ]
    text = words(found["svar-00003/svar.pdf"])
    for said in (WITHHELD, "Viggo Prøvegaard", "27.00.00-P00-1-26", "Svarnummer 3", "Vises ikke offentligt"):
        assert said in text, said
    told = json.loads(found["svar-00003/metadata.json"])
    assert (told["number"], told["channel"], told["theme"]) == ("3", "portal", ["Bekymring for pårørende"])
    assert told["consultation"]["case_number"] == "27.00.00-P00-1-26"
    assert told["versions"][0]["sender"]["name"] == "Viggo Prøvegaard"
    assert [one["kind"] for one in told["decisions"]] == ["withhold"]
    assert (told["received_at"], told["registered_at"]) == ("2026-03-02T12:00:00.000000Z",) * 2


def test_R49_the_checksums_are_those_of_the_files_and_of_the_whole(made: Case, secretary: PageClient) -> None:
    found = take(secretary, f"{root(made)}/journal")
    folders = {name.partition("/")[0] for name in found if "/" in name}
    assert folders == {"svar-00001", "svar-00002", "svar-00003"}
    for folder in folders:
        manifest = json.loads(found[f"{folder}/manifest.json"])
        for one in manifest["files"]:
            assert one["sha256"] == sha256(found[f"{folder}/{one['name']}"]).hexdigest()
        lines = "".join(f"{one['sha256']}  {one['name']}\n" for one in manifest["files"])
        assert manifest["sha256"] == sha256(lines.encode()).hexdigest()
    of_all = json.loads(found["manifest.json"])["responses"]
    assert {one["name"]: one["sha256"] for one in of_all} == {
        f"{folder}/manifest.json": sha256(found[f"{folder}/manifest.json"]).hexdigest() for folder in folders
    }


def test_R49_what_was_redacted_stands_there_as_it_was_received(made: Case) -> None:
    text = words(pdf.write(journal_paper.paper(entry(made))))
    assert f"Det siger {REMOVED} også." in text
    assert "navn fjernet" not in text


def test_R49_a_file_is_there_as_it_came_under_a_name_that_leads_nowhere_else(
    made: Case, files: Store, secretary: PageClient
) -> None:
    number = attach(made, files, "../../brev fra mig.pdf", b"%PDF-1.7 as it came")
    found = take(secretary, f"{root(made)}/svar/{number}/journal")
    [path] = [name for name in found if "/bilag/" in name]
    assert path == f"svar-{int(number):05}/bilag/1-1--..-brev fra mig.pdf"
    assert found[path] == b"%PDF-1.7 as it came"
    [told] = json.loads(found[f"svar-{int(number):05}/metadata.json"])["versions"][0]["files"]
    assert told["sha256"] == sha256(b"%PDF-1.7 as it came").hexdigest()
    assert told["description"] == "Et billede"


def test_R49_a_file_with_a_virus_is_named_and_not_there(made: Case, files: Store, secretary: PageClient) -> None:
    number = attach(made, files, "regning.pdf", b"%PDF-1.7 bad", ScanResult.INFECTED)
    found = take(secretary, f"{root(made)}/svar/{number}/journal")
    assert not [name for name in found if "/bilag/" in name]
    [told] = json.loads(found[f"svar-{int(number):05}/metadata.json"])["versions"][0]["files"]
    assert (told["left_out"], told["path"]) == ("virus", "")
    assert "ikke med, fordi den har virus" in words(found[f"svar-{int(number):05}/svar.pdf"])


def test_the_theme_is_the_positions_else_the_drafts_else_the_whole(made: Case) -> None:
    assert entry(made).theme == ("Ønske om et længere forløb",)
    assert entry(made, 2).theme == ("Bekymring for pårørende",)
    row = made.receive("Uden punkter endnu.")
    [standing] = queries.standings_of(made.session, [row])
    assert journalising.entry_of(made.session, standing).theme == ("Høringen som helhed",)


def test_every_version_is_there_the_first_as_it_was_received(made: Case) -> None:
    first = entry(made)
    later = replace(
        first.newest,
        number=2,
        at=READY,
        by=By.SENDER,
        parts=(replace(first.newest.parts[0], text="Jeg mener nu ti uger."),),
    )
    both = replace(first, versions=(*first.versions, later))
    text = words(pdf.write(journal_paper.paper(both)))
    assert text.index("Svaret, som det blev modtaget") < text.index("Seks uger er for kort tid.")
    assert text.index("af afsenderen") < text.index("Jeg mener nu ti uger.")
    assert [version["number"] for version in json.loads(journal.metadata(both))["versions"]] == [1, 2]


def test_what_was_withdrawn_late_or_without_remarks_says_so(made: Case) -> None:
    odd = replace(
        entry(made),
        number="E-2",
        late=True,
        no_remarks=True,
        channel=Channel.LETTER,
        registered_by="Sara Sekprøve",
        status=Status.WITHDRAWN,
        withdrawn_at=READY,
        withdrawn_by=By.SENDER,
        erased_at=READY,
        admission=journal.Admitted(READY, admitted=False, reason="Det kom for sent til mødet.", by="Sara Sekprøve"),
    )
    text = words(pdf.write(journal_paper.paper(odd)))
    for said in (
        "Efter fristen Ja", "Kanal Brev", "af Sara Sekprøve", "Trukket tilbage af afsenderen", "Indholdet er slettet",
        "Ikke taget med i behandlingen. Det kom for sent til mødet.", "Afsenderen har ingen bemærkninger.",
    ):  # fmt: skip
        assert said in text, said
    assert journal.folder_of(odd.number) == "svar-sen-00002/"


def test_R52_the_paper_is_accessible(made: Case) -> None:
    assert pdf_check.faults(pdf.write(journal_paper.paper(entry(made))), "da") == ()


def test_R45_whoever_takes_it_and_whenever_it_is_the_same_bytes(
    made: Case, at: Clock, app: Flask, secretary: PageClient
) -> None:
    first = secretary.form(f"{root(made)}/journal", **CASE).data
    at.now = READY + timedelta(minutes=20)
    assert secretary.form(f"{root(made)}/journal", **CASE | {"reason": "archive"}).data == first


# Who takes it


def test_R57_each_response_gets_an_access_row_and_the_log_one_line_of_ids(made: Case, secretary: PageClient) -> None:
    take(secretary, f"{root(made)}/journal")
    rows = made.session.scalars(select(Access).where(Access.purpose == AccessPurpose.JOURNAL)).all()
    assert {row.response_id for row in rows} == {response.id for response in made.responses}
    [line] = made.session.scalars(select(Audit).where(Audit.event == "journal.taken")).all()
    assert json.loads(line.fields) == {"responses": 3, "reason": "case_system"}
    assert line.subject == f"consultation:{made.consultation.id}"


def test_R57_of_one_response_the_line_is_its_own(made: Case, secretary: PageClient) -> None:
    take(secretary, f"{root(made)}/svar/2/journal")
    [line] = made.session.scalars(select(Audit).where(Audit.event == "journal.taken")).all()
    assert line.subject == f"response:{made.responses[1].id}"


@pytest.mark.parametrize("values", [{}, {"reason": ""}])
def test_without_a_reason_nothing_is_handed_out(made: Case, secretary: PageClient, values: dict[str, str]) -> None:
    body = secretary.form(f"{root(made)}/journal", **values).get_data(as_text=True)
    assert "Vælg et formål" in body
    assert made.session.scalars(select(Audit).where(Audit.event == "journal.taken")).all() == []


def test_looking_at_the_page_hands_out_nothing(made: Case, secretary: PageClient) -> None:
    assert "Fortrolige oplysninger" in page(secretary, f"{root(made)}/journal")
    assert made.session.scalars(select(Audit).where(Audit.event == "journal.taken")).all() == []


def test_the_pages_of_the_papers_and_of_a_response_lead_there(made: Case, secretary: PageClient) -> None:
    assert f'href="{root(made)}/journal"' in page(secretary, f"{root(made)}/pakke")
    for address in ("svar/1/spor", "journal"):
        assert f'href="{root(made)}/svar/1/journal"' in page(secretary, f"{root(made)}/{address}")


# The archive


def test_an_archive_that_is_sent_while_it_is_made_is_a_whole_one() -> None:
    given = [("a/b.txt", b"x" * 100_000), ("å.txt", b""), ("manifest.json", b"{}")]
    pieces = list(archive.stream(given))
    assert len(pieces) == 4
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as packed:
        assert packed.testzip() is None
        assert [(name, packed.read(name)) for name in packed.namelist()] == given
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_half_an_archive_is_none() -> None:
    def broken() -> Iterator[tuple[str, bytes]]:
        yield "a.txt", b"x"
        raise OSError("the disk is gone")

    kept: list[bytes] = []
    with pytest.raises(OSError, match="gone"):
        kept.extend(archive.stream(broken()))
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(b"".join(kept)))
