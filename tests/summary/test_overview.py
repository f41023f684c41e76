"""overblik.xlsx says what it is, and for every response where it went; the numbers are those of data.json (R40)."""

import io
import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

import openpyxl
import pypdfium2  # type: ignore[import-untyped]  # - it ships no types
import pytest

from consultation.summary import guide, overview, whereabouts
from consultation.summary.compiler import compile_package
from consultation.summary.dataset import data
from consultation.summary.manifest import snapshot_data
from consultation.summary.papers import Package
from consultation.summary.selection import Selection
from consultation.summary.words import SOME_NUMBERS, listed_numbers
from consultation.summary.xlsx import Row
from tests.summary.sample import CPR, REMOVED_NAME, WITHHELD_TEXT, sample

PRIVATE = (CPR, REMOVED_NAME, WITHHELD_TEXT, "Borger, 89", "Handicaprådet")


@pytest.fixture(scope="module")
def package() -> Package:
    return compile_package(sample())


@pytest.fixture(scope="module")
def told(package: Package) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(package.files["data.json"])
    return found


def by_label(rows: Iterable[Row]) -> dict[object, object]:
    return {row[0]: row[1] for row in rows}


def test_the_sheets_stand_in_the_order_in_which_they_are_read(package: Package) -> None:
    book = openpyxl.load_workbook(io.BytesIO(package.files["overblik.xlsx"]), read_only=True)
    assert book.sheetnames == [
        "Læs her", "Svar", "Punkter", "Synspunkter", "Temaer", "Parter", "Udkast", "Tal", "Spørgsmål",
        "Hvor blev svaret af",
    ]  # fmt: skip


def test_the_first_sheet_says_what_it_is_of_which_snapshot_and_what_each_sheet_holds() -> None:
    found = data(Selection(sample()))
    first, *others = overview.sheets(found, snapshot_data(sample()))
    rows = by_label(first.rows)
    assert rows["Øjebliksbillede"] == "3"
    assert rows["Udgave"] == "Endelig"
    assert rows["Modtagne svar"] == found["counts"]["received"]
    for one in others:
        assert str(rows[f"Arket {one.name}"]).startswith(one.about), one.name
    assert str(rows["Arket Svar"]).endswith(f"{len(found['responses'])} rækker.")
    assert "Nøgle" in str(rows["Til medarbejdere"])


def test_the_deadline_is_the_last_minute_that_is_on_time() -> None:
    found = data(Selection(sample()))
    rows = by_label(guide.sheet(found, snapshot_data(sample()), (), ()).rows)
    assert rows["Svarfrist"] == datetime(2019, 10, 20, 21, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "cell"),
    [("2019-10-07", date(2019, 10, 7)), ("2019-10-07T08:15:00Z", datetime(2019, 10, 7, 8, 15, tzinfo=UTC))],
)
def test_a_letter_of_a_day_is_a_date_and_the_rest_has_a_clock_too(given: str, cell: object) -> None:
    assert overview.moment(given) == cell


def test_every_response_has_a_row_that_says_where_it_went(told: dict[str, list[dict[str, object]]]) -> None:
    sheet = whereabouts.sheet(told)
    assert [row[0] for row in sheet.rows] == [response["number"] for response in told["responses"]]
    rows = {row[0]: dict(zip(sheet.header, row, strict=True)) for row in sheet.rows}
    assert rows["1"]["Punkter"] == "1.1, 1.2"
    assert rows["1"]["Synspunkter"] == "0.1, 2.1"
    assert rows["1"]["Bemærkninger"] == "B3, B4"
    assert rows["1"]["Udfald"] == "0.1 Taget til efterretning; 2.1 Imødekommes delvist"
    pages = {response["number"]: response["page"] for response in told["responses"]}
    assert {number: row["Side i samlede høringssvar"] for number, row in rows.items()} == pages
    [printed] = [position["page"] for position in told["positions"] if position["number"] == "2.1"]
    assert str(printed) in str(rows["2"]["Sider i høringsnotatet"]).split(", ")
    assert rows["9"]["Status"] == "Trukket tilbage"
    assert rows["9"]["Synspunkter"] == rows["9"]["Udfald"] == ""


def test_a_point_on_a_shared_text_leads_there_for_each_who_sent_it(told: dict[str, list[dict[str, object]]]) -> None:
    rows = {row[0]: row for row in whereabouts.sheet(told).rows}
    assert rows["5"][6] == rows["6"][6] == rows["7"][6] == "1.1"


def test_the_page_is_where_the_response_stands_in_the_pdf(
    package: Package, told: dict[str, list[dict[str, object]]]
) -> None:
    paper = pypdfium2.PdfDocument(package.files["samlede-hoeringssvar.pdf"])
    shown = [response for response in told["responses"] if response["page"]]
    assert len(shown) > 5
    for response in shown:
        text = " ".join(paper[int(str(response["page"])) - 1].get_textpage().get_text_range().split())
        headed = re.findall(rf"Svar nr\. ({SOME_NUMBERS}):", text)
        assert response["number"] in {number for found in headed for number in listed_numbers(found)}


def test_where_it_went_names_nobody_and_says_nothing_of_the_text(told: dict[str, list[dict[str, object]]]) -> None:
    words = repr([whereabouts.sheet(told).rows])
    assert not [private for private in PRIVATE if private in words]


def test_R9_a_party_that_was_not_heard_is_not_said_to_be_silent() -> None:
    sheet = next(sheet for sheet in overview.tables(data(Selection(sample()))) if sheet.name == "Parter")
    said = {row[0]: row[-1] for row in sheet.rows}
    assert said["Ældrerådet i Randby"] == "Ikke hørt"
    assert said["Foreningen Sommerfuglen"] == "Ikke svaret"
