"""Files on the desk: what they say, whether they are safe, and the original for who has leave to read (I6, R57)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Access, Attachment, Blob, BlobScan, Consultation, Job, Response, Staff
from consultation.moderation import operations
from consultation.responses import file_queries, filing, reading
from consultation.responses.content import AnswerContent, Content, FileContent
from consultation.responses.reading import ReadFile
from consultation.vocabulary import Role, ScanResult
from tests import factories, samples
from tests.conftest import ON_BOTH, Clock
from tests.factories import NOW
from tests.moderation import attached, desk
from tests.pages import PageClient
from tests.responses.test_flow import text_of
from tests.site.published import LATER

DESK = "/intern/hoeringer/hjaelp-i-hverdagen/svar/1/gennemgang"
FILE = f"{DESK}/filer/1"
HIDDEN = samples.paragraph("Synligt.") + samples.paragraph("Gemt &lt;b&gt;af&lt;/b&gt;.", "<w:rPr><w:vanish/></w:rPr>")
SignIn = Callable[[Staff], PageClient]


@pytest.fixture
def blob(app: Flask, store: Session) -> Blob:
    """A response with one Word file, waiting to be looked at."""
    owner = factories.consultation(store, factories.authority(store))
    read = reading.read("Udtalelse æ.docx", samples.docx(HIDDEN))
    assert isinstance(read, ReadFile)
    blob = filing.keep(store, app.config["SETTINGS"], app.extensions["store"], NOW, owner.authority_id, read)
    files = (FileContent(blob.id, read.name, blob.size, blob.sha256),)
    response = factories.response(
        store, owner, factories.submission(content=Content((AnswerContent("Se filen."),), files))
    )
    operations.scan_response(store, NOW, response.id)
    attached.work(app, store)
    return blob


@pytest.fixture
def moderator(store: Session, blob: Blob, sign_in: SignIn) -> PageClient:
    person = factories.staff(store, store.scalars(select(Consultation)).one().authority, Role.MODERATOR)
    store.commit()
    return sign_in(person)


def open_original(moderator: PageClient) -> None:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', moderator.get(DESK).get_data(as_text=True))
    moderator.post(f"{DESK}/original", data={"csrf_token": token.group(1) if token else ""})


def verdict(store: Session, blob: Blob, result: ScanResult, signature: str = "") -> None:
    store.add(
        BlobScan(
            authority_id=blob.authority_id, blob_id=blob.id, tool="prøve", result=result, signature=signature, at=NOW
        )
    )
    store.commit()


def test_the_desk_shows_what_a_file_says_and_what_it_hides(moderator: PageClient) -> None:
    assert "Udtalelse" not in text_of(moderator.get(DESK))
    open_original(moderator)
    page = moderator.get(DESK)
    words = text_of(page)
    assert "Hent Udtalelse æ.docx (Word, " in words
    assert "Ikke tjekket for virus." in words
    assert "Teksten i bilag 1 Synligt. Skjult tekst Gemt <b>af</b>." in words
    assert "Gemt &lt;b&gt;af&lt;/b&gt;." in page.get_data(as_text=True)


def test_R57_the_original_file_is_had_while_the_leave_to_read_lasts(
    moderator: PageClient, store: Session, at: Clock
) -> None:
    assert moderator.get(FILE).status_code == 302
    open_original(moderator)
    assert store.scalars(select(Access)).all()
    store.rollback()
    assert moderator.get(FILE).data == samples.docx(HIDDEN)
    at.now += timedelta(minutes=31)
    assert moderator.get(FILE).status_code == 302


@ON_BOTH
def test_I6_a_file_is_a_download_that_no_browser_opens(moderator: PageClient) -> None:
    open_original(moderator)
    headers = moderator.get(FILE).headers
    name = "attachment; filename=\"Udtalelse ae.docx\"; filename*=UTF-8''Udtalelse%20%C3%A6.docx"
    assert headers["Content-Disposition"] == name
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox;")
    assert headers["Content-Type"] == samples.DOCX
    assert "no-store" in headers["Cache-Control"]


@ON_BOTH
def test_I6_other_files_and_strangers_get_nothing(
    moderator: PageClient, store: Session, sign_in: SignIn, app: Flask
) -> None:
    open_original(moderator)
    assert moderator.get(f"{DESK}/filer/2").status_code == 404
    other = factories.authority(store, "nabokommune")
    neighbour = factories.staff(store, other, Role.MODERATOR)
    store.commit()
    assert sign_in(neighbour).get(FILE).status_code == 404
    stranger = app.test_client().get(FILE)
    assert stranger.status_code == 302
    assert b"PK" not in stranger.data


def test_a_file_with_a_virus_is_handed_to_nobody(moderator: PageClient, store: Session, blob: Blob) -> None:
    verdict(store, blob, ScanResult.INFECTED, "Test.Virus")
    open_original(moderator)
    words = text_of(moderator.get(DESK))
    assert "Virus fundet: kan ikke åbnes (Test.Virus)." in words
    assert "Hent Udtalelse" not in words
    refused = moderator.get(FILE)
    assert refused.status_code == 409
    assert "Der er fundet virus i Udtalelse æ.docx: Test.Virus." in text_of(refused)


def test_publishing_a_file_with_a_virus_is_answered_with_what_to_do(
    moderator: PageClient, store: Session, blob: Blob
) -> None:
    verdict(store, blob, ScanResult.INFECTED, "Test.Virus")
    open_original(moderator)
    page = moderator.get(DESK).get_data(as_text=True)
    hidden = re.findall(r'<input type="hidden" name="(csrf_token|version|decision_seq|set_seq)" value="([^"]*)"', page)
    refused = moderator.post(f"{DESK}/afgoer", data=dict(hidden) | {"kind": "publish", "seen": "1"})
    assert refused.status_code == 409
    assert "Bilag 1 har en virus og kan ikke offentliggøres. Hold filen tilbage." in text_of(refused)


def test_a_file_that_is_being_checked_waits(moderator: PageClient, store: Session, blob: Blob) -> None:
    key = file_queries.scan_key(blob.id)
    store.add(Job(name=file_queries.SCAN, arguments="{}", unique_key=key, due_at=NOW + timedelta(hours=1)))
    store.commit()
    open_original(moderator)
    assert "Udtalelse æ.docx (Word, " in text_of(moderator.get(DESK))
    assert "bliver tjekket for virus. Prøv igen om lidt." in text_of(moderator.get(FILE))
    verdict(store, blob, ScanResult.CLEAN)
    assert moderator.get(FILE).status_code == 200
    assert "Tjekket for virus." in text_of(moderator.get(DESK))


@ON_BOTH
def test_I6_no_public_page_names_or_carries_what_was_sent(
    app: Flask, moderator: PageClient, store: Session, blob: Blob, at: Clock
) -> None:
    """Before the decision a file is at no address; after it there is a copy, under a name of ours."""
    owner = store.scalars(select(Consultation)).one()
    response = store.scalars(select(Response)).one()
    public, shown = app.test_client(), f"/hoeringer/{owner.slug}/svar/{response.key}"
    assert public.get(f"{shown}/filer/1").status_code == 404
    actor = desk.moderator(store, owner, "En anden")
    operations.take_response(store, actor, NOW, response.id)
    attached.publish(app, store, actor, response)
    assert public.get(f"{shown}/filer/1").status_code == 404
    at.now = LATER
    for address in (f"/hoeringer/{owner.slug}", f"/hoeringer/{owner.slug}/svar", shown):
        page = public.get(address)
        assert page.status_code == 200
        assert "Udtalelse" not in page.get_data(as_text=True)
        assert blob.sha256 not in page.get_data(as_text=True)
    copy = public.get(f"{shown}/filer/1")
    assert copy.headers["Content-Disposition"].startswith(
        'attachment; filename="hjaelp-i-hverdagen-svar-1-bilag-1.pdf"'
    )
    assert copy.headers["X-Content-Type-Options"] == "nosniff"
    assert copy.headers["Content-Security-Policy"].startswith("sandbox;")
    assert store.scalars(select(Attachment)).one().original_name == "Udtalelse æ.docx"
    for address in (f"{shown}/bilag/1", f"{shown}/filer/2", f"/filer/{blob.sha256}", f"/bilag/{blob.sha256}"):
        assert public.get(address).status_code == 404
