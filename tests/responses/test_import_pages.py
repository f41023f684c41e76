"""R23: responses are read in from a file on a page: every row is seen first, and all come in or none."""

import io
import json
import re
from collections.abc import Callable

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.lib.sheetfile import read_sheet
from consultation.lib.tables import TableError
from consultation.models import Consultation, Message, Response, Staff
from consultation.vocabulary import Role
from tests import factories
from tests.pages import PageClient

PAGE = "/intern/hoeringer/hjaelp-i-hverdagen/registrer/indlaes"
ROW = {
    "reference": "a-1",
    "received_at": "2026-02-20",
    "channel": "letter",
    "capacity": "citizen",
    "name": "Karen Prøvesen",
    "drafts": "1",
    "text": "Seks uger er for kort tid.",
}


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


@pytest.fixture
def secretary(store: Session, consultation: Consultation, sign_in: Callable[[Staff], PageClient]) -> PageClient:
    return sign_in(factories.staff(store, consultation.authority, Role.SECRETARY))


def lines(*rows: dict[str, str]) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def table(*rows: dict[str, str]) -> bytes:
    return "\n".join(";".join(cells) for cells in (ROW, *(row.values() for row in rows))).encode()


def sheet(*rows: dict[str, str]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for cells in (list(ROW), *(list(row.values()) for row in rows)):
        book.worksheets[0].append(cells)
    book.save(file)
    return file.getvalue()


def upload(client: PageClient, name: str, content: bytes) -> TestResponse:
    return client.form(PAGE, file=(io.BytesIO(content), name))


def shown(client: PageClient, name: str, content: bytes) -> tuple[str, str]:
    """The page with the rows, and the signed name of the file."""
    answer = upload(client, name, content)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    found = re.search(r"fil=([^&\"]+)", answer.headers["Location"])
    assert found
    return page, found[1]


@pytest.mark.parametrize(("name", "write"), [("svar.jsonl", lines), ("svar.csv", table), ("svar.xlsx", sheet)])
def test_R23_every_row_is_seen_before_all_are_taken_in(
    secretary: PageClient, store: Session, name: str, write: Callable[..., bytes]
) -> None:
    page, file = shown(secretary, name, write(ROW, ROW | {"reference": "a-2", "name": "Ib Prøvesen"}))
    assert "Karen Prøvesen" in page
    assert "Ib Prøvesen" in page
    assert "Læs 2 svar ind" in page
    assert store.scalars(select(Response)).all() == []
    store.rollback()
    assert secretary.form(PAGE, fil=file).status_code == 303
    assert [row.external_ref for row in store.scalars(select(Response).order_by(Response.seq))] == ["a-1", "a-2"]
    assert store.scalars(select(Message)).all() == []


def test_R23_what_is_wrong_is_named_by_row_and_field_and_nothing_is_taken_in(
    secretary: PageClient, store: Session
) -> None:
    wrong = ROW | {"reference": "a-2", "received_at": "i går", "channel": "due"}
    page, file = shown(
        secretary, "svar.jsonl", lines(ROW, wrong, ROW | {"reference": "a-3", "attachments": "brev.pdf"})
    )
    assert "2 rækker kan ikke læses ind" in page
    for words in ("received_at er ikke skrevet rigtigt", "channel findes ikke her", "Filer kan ikke læses ind her"):
        assert words in page
    assert "svar ind</button>" not in page
    assert secretary.form(PAGE, fil=file).status_code == 303
    assert store.scalars(select(Response)).all() == []


def test_R23_the_same_file_is_not_taken_in_twice(secretary: PageClient, store: Session) -> None:
    _page, file = shown(secretary, "svar.csv", table(ROW))
    for _press in range(2):
        assert secretary.form(PAGE, fil=file).status_code == 303
    assert len(store.scalars(select(Response)).all()) == 1
    store.rollback()
    assert "læst ind før" in shown(secretary, "igen.csv", table(ROW))[0]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("svar.pdf", b"%PDF-1.4", "der ender på .xlsx, .csv eller .jsonl"),
        ("svar.csv", b"", "Filen har ingen rækker"),
        ("svar.csv", b"a;b\n1\n", "Række 2"),
        ("svar.xlsx", b"PK\x03\x04 nothing", "Filen kan ikke læses som et Excel-ark"),
        ("svar.jsonl", b"{", "Række 1"),
    ],
)
def test_R23_a_file_that_cannot_be_read_is_refused_in_words(
    secretary: PageClient, name: str, content: bytes, words: str
) -> None:
    answer = upload(secretary, name, content)
    assert answer.status_code == 200
    assert words in answer.get_data(as_text=True)


def test_A1_a_file_that_another_uploaded_is_not_found(
    secretary: PageClient, store: Session, consultation: Consultation, sign_in: Callable[[Staff], PageClient]
) -> None:
    _page, file = shown(secretary, "svar.csv", table(ROW))
    other = sign_in(factories.staff(store, consultation.authority, Role.SECRETARY, "Ulla Andenprøve"))
    assert other.get(f"{PAGE}?fil={file}").status_code == 404
    assert secretary.get(f"{PAGE}?fil={file[:-1]}").status_code == 404


def test_I5_a_sheet_keeps_its_row_numbers_and_its_words_and_no_more_than_a_file_may_hold() -> None:
    rows = read_sheet(sheet(ROW, dict.fromkeys(ROW, ""), ROW | {"text": "Linje 1\nLinje 2 æøå"}))
    assert [number for number, _cells in rows] == [2, 4]
    assert rows[1][1]["text"] == "Linje 1\nLinje 2 æøå"
    with pytest.raises(TableError):
        read_sheet(b"ikke et regneark")
