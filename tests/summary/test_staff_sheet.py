"""Pages of the working sheet: taken, handed in, looked through, and taken in (C2, A1)."""

import io
import re
from html import unescape

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.accounts import operations as accounts
from consultation.analysis import queries, remarks
from consultation.models import Audit, Remark, RemarkVersion
from consultation.vocabulary import Outcome, Role
from tests import factories
from tests.conftest import Clock
from tests.databases import Once
from tests.pages import PageClient
from tests.summary.case import READY, REMOVED, WITHHELD, Case, case
from tests.summary.filled import Written, filled, opened, saved

NEW: Written = {"1.1": {"Bemærkning": "Forløbet bliver forlænget til ti uger."}, "0.1": {"Indstilling": "Imødekommes"}}


@pytest.fixture
def made(store: Session, once: Once, at: Clock) -> Case:
    found = once(store, case)
    at.now = READY
    return found


@pytest.fixture
def owner(made: Case, app: Flask) -> PageClient:
    return signed_in(made, app, "Ida Fagprøve")


def signed_in(made: Case, app: Flask, name: str) -> PageClient:
    person = factories.staff(made.session, made.consultation.authority, Role.SUBJECT_OWNER, name)
    token = accounts.open_session(made.session, READY, person)
    made.session.commit()
    client = app.test_client()
    client.set_cookie("staff", token)
    assert isinstance(client, PageClient)
    return client


def root(made: Case) -> str:
    return f"/intern/hoeringer/{made.consultation.slug}/regneark"


def sheet(made: Case, client: PageClient) -> bytes:
    answer = client.get(f"{root(made)}/hent")
    assert answer.status_code == 200
    return bytes(answer.data)


def hand_in(made: Case, client: PageClient, content: bytes, name: str = "ark.xlsx") -> str:
    """The address of the preview, or the page itself where the file was not taken."""
    answer = client.form(root(made), file=(io.BytesIO(content), name))
    return answer.headers["Location"] if answer.status_code == 303 else answer.get_data(as_text=True)


def preview(made: Case, client: PageClient, written: Written) -> str:
    return hand_in(made, client, filled(sheet(made, client), written))


def body(client: PageClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(unescape(answer.get_data(as_text=True)).split())


def tokens(page: str, *, ticked: bool = True) -> list[str]:
    return re.findall(r'name="tag" value="(\w+)"' + (" checked" if ticked else ""), page)


def confirm(client: PageClient, address: str, chosen: list[str]) -> str:
    """Where it leads."""
    found = re.search(r'name="fil" value="([^"]+)"', client.get(address).get_data(as_text=True))
    assert found is not None
    answer = client.form(address, fil=unescape(found[1]), tag=chosen)
    assert answer.status_code == 303
    return answer.headers["Location"]


def newest(made: Case) -> str:
    made.session.expire_all()
    row = made.session.get_one(Remark, made.accepted.remark_id)
    text = queries.newest_remark(made.session, row.id)
    assert text is not None
    return text.text


def write_meanwhile(made: Case) -> None:
    row = made.session.get_one(Remark, made.accepted.remark_id)
    remarks.write_remark(
        made.session, made.secretary, READY, made.consultation, row, base_number=1, text="En anden skrev imens."
    )
    made.session.commit()


def test_the_positions_page_leads_to_the_sheet(made: Case, owner: PageClient) -> None:
    assert f'href="{root(made)}"' in body(owner, root(made).replace("regneark", "synspunkter"))
    assert f'href="{root(made)}/hent"' in body(owner, root(made))


def test_the_sheet_has_the_positions_and_no_name_or_text_of_a_response(made: Case, owner: PageClient) -> None:
    content = sheet(made, owner)
    _book, page = opened(content)
    assert [page.cell(row, 3).value for row in range(2, page.max_row + 1)] == [
        "Bekymring for pårørende",
        "Ønske om et længere forløb",
    ]
    sheets = [one.iter_rows(values_only=True) for one in load_workbook(io.BytesIO(content))]
    every = [str(cell) for rows in sheets for row in rows for cell in row]
    assert not [words for words in (REMOVED, WITHHELD, "Viggo", "Seks uger er") if words in " ".join(every)]


def test_every_change_is_shown_and_nothing_is_written(made: Case, owner: PageClient) -> None:
    page = body(owner, preview(made, owner, NEW))
    assert "Arket har 2 ændringer." in page
    assert len(tokens(page)) == 2
    assert "Forløbet bliver forlænget" in page
    assert "<ins>" in page
    assert newest(made) == "Forløbet bliver forlænget."


def test_R46_a_remark_from_the_sheet_that_gives_something_away_is_said_to(made: Case, owner: PageClient) -> None:
    address = preview(made, owner, {"1.1": {"Bemærkning": "Ring til hende på 50 60 70 80."}})
    page = body(owner, confirm(owner, address, tokens(body(owner, address))))
    assert "Bemærkningen til pkt. 1.1: teksten er gemt" in page
    assert "noget, der ligner et telefonnummer" in page
    assert newest(made) == "Ring til hende på 50 60 70 80."


def test_what_is_ticked_is_taken_in(made: Case, owner: PageClient) -> None:
    address = preview(made, owner, NEW)
    leads = confirm(owner, address, tokens(body(owner, address)))
    assert leads.endswith("/synspunkter")
    assert "Gemt fra arket: 1 bemærkning og 1 indstilling." in body(owner, leads)
    assert newest(made) == "Forløbet bliver forlænget til ti uger."
    assert made.noted.recommended_outcome is Outcome.ACCEPTED


def test_handed_in_again_it_changes_nothing(made: Case, owner: PageClient) -> None:
    content = filled(sheet(made, owner), NEW)
    address = hand_in(made, owner, content)
    confirm(owner, address, tokens(body(owner, address)))
    assert "Arket ændrer ikke noget" in body(owner, hand_in(made, owner, content))


def test_without_a_tick_nothing_is_written_and_that_is_said(made: Case, owner: PageClient) -> None:
    leads = confirm(owner, preview(made, owner, NEW), [])
    assert "Du har ikke sat kryds ved nogen ændring" in body(owner, leads)
    assert newest(made) == "Forløbet bliver forlænget."


def test_C2_a_conflict_shows_all_texts_and_is_not_ticked(made: Case, owner: PageClient) -> None:
    content = filled(sheet(made, owner), NEW)
    write_meanwhile(made)
    page = body(owner, hand_in(made, owner, content))
    assert "Ændret her, siden arket blev hentet" in page
    assert "1 ændring støder sammen med noget andet og er ikke valgt." in page
    assert (len(tokens(page)), len(tokens(page, ticked=False))) == (1, 2)
    assert "En anden skrev imens" in page.replace("</del>", "").replace("<del>", "")
    assert "Lad arkets gælde for pkt. 1.1" in page


def test_C2_what_changed_after_it_was_seen_is_shown_again_and_nothing_is_written(made: Case, owner: PageClient) -> None:
    address = preview(made, owner, NEW)
    chosen = tokens(body(owner, address))
    write_meanwhile(made)
    page = body(owner, confirm(owner, address, chosen))
    assert "Nogen har ændret noget, mens du så på det. Intet er gemt." in page
    assert newest(made) == "En anden skrev imens."
    assert made.session.scalar(select(func.count()).select_from(Audit).where(Audit.event == "sheet.taken_in")) == 0


def test_a_shared_remark_can_become_two(made: Case, owner: PageClient) -> None:
    row = made.session.get_one(Remark, made.accepted.remark_id)
    remarks.use_remark(made.session, made.owner, READY, made.consultation, row, [made.noted])
    made.session.commit()
    address = preview(made, owner, {"0.1": {"Bemærkning": "Det er noteret."}})
    page = body(owner, address)
    assert "Den bruges også ved pkt. 1.1" in page
    assert "Giv pkt. 0.1 sin egen bemærkning" in page
    confirm(owner, address, tokens(page, ticked=False))
    assert newest(made) == "Forløbet bliver forlænget."
    assert made.session.scalar(select(func.count()).select_from(RemarkVersion)) == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"nr.;tekst\n", "Filen kan ikke læses som et Excel-ark."),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "Filen er gemt som .xls"),
        (b"PK\3\4" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK", "Gem den som .xlsx."),
    ],
)
def test_another_kind_of_file_is_refused_in_words(made: Case, owner: PageClient, content: bytes, words: str) -> None:
    assert words in hand_in(made, owner, content)


def test_a_sheet_with_merged_cells_is_refused_in_words(made: Case, owner: PageClient) -> None:
    book, page = opened(sheet(made, owner))
    page.merge_cells("I2:I3")
    assert "Cellerne I2:I3 er flettet." in hand_in(made, owner, saved(book))


def test_what_cannot_be_read_is_listed_with_its_row_and_the_rest_can_be_taken(made: Case, owner: PageClient) -> None:
    book, page = opened(filled(sheet(made, owner), {**NEW, "0.1": {"Indstilling": "Måske"}}))
    page.append(["S999", "9.9"])
    told = body(owner, hand_in(made, owner, saved(book)))
    assert "2 ting i arket kan ikke læses" in told
    assert "Række 2: “Måske” er ikke en indstilling." in told
    assert "Række 4: Nøglen S999 findes ikke her." in told
    assert len(tokens(told)) == 1


def test_no_file_or_two_are_refused(made: Case, owner: PageClient) -> None:
    assert "Vælg én fil" in owner.form(root(made)).get_data(as_text=True)


def test_nobody_else_opens_a_file_that_one_handed_in(made: Case, app: Flask, owner: PageClient) -> None:
    address = preview(made, owner, NEW)
    assert signed_in(made, app, "Bo Fagprøve").get(address).status_code == 404
    assert owner.get(f"{address}x").status_code == 404
