"""What the server acknowledges is stored, and what it cannot read it refuses (D3, D4, D5, I2, B1, C3)."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from consultation.models import Consultation, Message, Response, UnsentPart
from consultation.responses import figures, queries, sending, unsent_queries, versions
from consultation.storage import Store
from tests import factories
from tests.conftest import ON_BOTH
from tests.pages import PageClient
from tests.responses.test_flow import ANSWER, KAREN, PDF, begin, hidden, send, text_of

URLENCODED = "application/x-www-form-urlencoded"
pytestmark = ON_BOTH
PART = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n'


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def ready(client: PageClient, **typed: str) -> str:
    """The link of an answer of which only sending is left."""
    link = begin(client, **typed)
    client.post(f"{link}/om-dig", data=KAREN)
    return link


def count(store: Session) -> int:
    store.rollback()
    found = store.scalar(select(func.count(Response.id))) or 0
    store.rollback()
    return found


# D3: a receipt means that it is stored


@pytest.mark.parametrize(
    "broken", [(versions, "add_version"), (sending, "queue_receipt"), (figures, "add"), (Session, "commit")]
)
def test_D3_a_fault_while_sending_gives_no_receipt_and_loses_no_text(
    client: PageClient,
    store: Session,
    consultation: Consultation,
    monkeypatch: pytest.MonkeyPatch,
    broken: tuple[object, str],
) -> None:
    link = ready(client, text="Må ikke blive væk.")

    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(*broken, fail)
        refused = client.post(f"{link}/send", data={"til": "send"})
    assert refused.status_code == 503
    assert "/mit-svar/" not in refused.get_data(as_text=True)
    assert count(store) == 0
    assert "Må ikke blive væk." in text_of(client.get(f"{link}/gennemse"))
    assert client.post(f"{link}/send", data={"til": "send"}).status_code == 303
    assert count(store) == 1


def test_D3_the_same_receipt_where_only_the_answer_was_lost(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = ready(client)
    lost = client.post(f"{link}/send", data={"til": "send"})
    again = client.post(f"{link}/send", data={"til": "send"})
    assert again.location == lost.location
    assert count(store) == 1


def test_D3_a_file_is_on_the_disk_before_the_page_says_so(
    client: PageClient, store: Session, consultation: Consultation, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = begin(client)

    def full(_store: Store, _path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "_write", full)
        refused = client.post(f"{link}/filer", data={"filer": (BytesIO(PDF), "svar.pdf"), "til": "upload"})
    assert refused.status_code == 503
    assert "svar.pdf" not in text_of(client.get(f"{link}/filer"))


def test_D5_a_full_disk_gives_the_typed_text_back(
    client: PageClient, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = hidden(client.get(f"{ANSWER}?udkast=2"))

    def fail(_session: Session) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Session, "commit", fail)
        page = client.post(f"{ANSWER}?udkast=2", data=form | {"text": "Langt og vigtigt.", "til": "naeste"})
    assert page.status_code == 503
    assert "Langt og vigtigt." in text_of(page)
    assert "IKKE sendt" in text_of(page)


def test_D5_a_failed_sending_says_so_and_keeps_link_text_time_and_phone(
    client: PageClient, store: Session, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = ready(client, text="Må ikke blive væk.")
    form = hidden(client.get(f"{link}/gennemse"))

    def away(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("SELECT", {}, Exception("no database"))

    with monkeypatch.context() as patch:
        patch.setattr(unsent_queries, "get_unsent", away)
        failed = client.post(f"{link}/send", data=form)
    page = text_of(failed)
    assert failed.status_code == 503
    for words in ("IKKE sendt", "Må ikke blive væk.", "mandag den 2. marts 2026 kl. 13.00.00", "00 00 00 00"):
        assert words in page
    assert f'value="http://localhost{link}"' in failed.get_data(as_text=True)
    assert client.post(f"{link}/send", data=form).status_code == 303
    assert count(store) == 1


# D4: what cannot be read is refused, and never an empty response


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("text=sm\xf8r".encode("latin-1"), URLENCODED),
        (b"text=sm%F8r", URLENCODED),
        (b"text=a%00b", URLENCODED),
        (b"text=%ED%A0%80", URLENCODED),
        (
            b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nsm\xf8r\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhal', "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhel\r\n--x--\r\n', "multipart/form-data"),
        (b"text=hej", "text/plain"),
        (b"", URLENCODED),
        (b"text=" + b"a" * 3_000_000, URLENCODED),
    ],
)
def test_D4_mangled_bodies_are_refused_and_change_nothing(
    client: PageClient, store: Session, consultation: Consultation, body: bytes, content_type: str
) -> None:
    link = ready(client, text="Den hele tekst.")
    for path in (f"{link}/skriv", f"{link}/om-dig", f"{link}/send", f"{ANSWER}?udkast=2"):
        refused = client.post(path, data=body, content_type=content_type)
        assert 400 <= refused.status_code < 500, path
        assert len(text_of(refused)) > 100
    assert store.scalars(select(UnsentPart.text)).all() == ["Den hele tekst."]
    assert count(store) == 0


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Rødgrød med fløde 👩‍👩‍👧 — ‘citat’", "Rødgrød med fløde 👩‍👩‍👧 — ‘citat’"),
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("e\u0301t", "ét"),
        ('<script>alert(1)</script> & "=SUM(A1)"', '<script>alert(1)</script> & "=SUM(A1)"'),
        ("\u202eomvendt", "\u202eomvendt"),
        ("x" * 200_000, "x" * 200_000),
    ],
)
def test_D4_what_is_submitted_is_what_is_stored(
    client: PageClient, store: Session, consultation: Consultation, typed: str, stored: str
) -> None:
    send(client, begin(client, text=typed))
    version = queries.newest_version(store, store.scalars(select(Response.id)).one())
    assert queries.list_answers(store, version.id)[0].text == stored


@pytest.mark.parametrize("path", ["/kladde/%00", "/kladde/a%00b/skriv", "/mit-svar/%00", "/part/%00x"])
def test_I2_a_broken_secret_is_400_and_no_error(client: PageClient, consultation: Consultation, path: str) -> None:
    assert client.get(path).status_code == 400


def test_A5_mass_assigned_fields_are_ignored(client: PageClient, store: Session, consultation: Consultation) -> None:
    link = ready(client)
    forged = {"til": "send", "received_at": "2020-01-01T00:00:00Z", "series": "late", "status": "published"}
    client.post(f"{link}/send", data=forged)
    stored = store.scalars(select(Response)).one()
    assert (stored.received_at, stored.series) == (factories.NOW, "on_time")


def test_an_answer_to_a_draft_of_another_consultation_is_not_begun(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    other = factories.consultation(store, factories.authority(store, "nabokøbing"), "nabo")
    store.commit()
    signed = hidden(client.get("/hoeringer/nabo/besvar"))["noegle"]
    form = {"noegle": signed, "text": "x", "til": "naeste"}
    link = client.post(f"{ANSWER}?udkast=2", data=form).location
    assert link is not None
    parts = store.scalars(select(UnsentPart.authority_id)).all()
    assert other.authority_id not in parts


# B1 through the whole application; C3 is in test_each_database


def test_B1_many_people_behind_one_address_are_all_taken(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    for number in range(20):
        link = begin(client, text=f"Svar {number}")
        client.delete_cookie("kladde")
        client.post(f"{link}/om-dig", data=KAREN | {"name": f"Person {number}"})
        assert client.post(f"{link}/send", data={"til": "send"}).status_code == 303
    assert count(store) == 20


def test_an_unconfirmed_address_gets_no_text_by_mail(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client, text="Hemmelig tekst.")
    client.post(f"{link}/om-dig", data=KAREN | {"email": "k@proeve.example", "email2": "k@proeve.example"})
    client.post(f"{link}/send", data={"til": "send"})
    assert "Hemmelig tekst" not in store.scalars(select(Message.body)).one()
