"""The overview as a workbook: every word in, no formula, nothing cut, the same bytes."""

import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from xlsxwriter.worksheet import Worksheet

from consultation.summary import readback, xlsx
from consultation.summary.xlsx import Cell, Locked, Sheet
from tests.summary.fresh import digest, in_fresh_process
from tests.summary.papers import LITERAL

CREATED = datetime(2019, 11, 14, 9, 30, tzinfo=UTC)
PROPERTIES = xlsx.Properties("Overblik", "Høring 27.00", "Randby Kommune", CREATED)


def written(*rows: tuple[Cell, ...], header: tuple[str, ...] = ("Nr.", "Tekst")) -> bytes:
    sheet = Sheet("Svar", header, rows, widths=(8,) * len(header))
    return xlsx.write((sheet,), PROPERTIES)


def read(workbook: bytes) -> list[tuple[object, ...]]:
    page = openpyxl.load_workbook(io.BytesIO(workbook))["Svar"]
    return [tuple(cell for cell in row) for row in page.iter_rows(values_only=True)]


def parts(workbook: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.mark.parametrize("text", [*LITERAL, " plads ", "linje\nlinje", "https://a.example/" + "x" * 2_200, "007"])
def test_O2_a_text_comes_back_as_it_went_in(text: str) -> None:
    assert read(written(("48", text)))[1] == ("48", text)


def test_O2_no_text_becomes_a_formula_or_a_link() -> None:
    found = "".join(parts(written(*(("1", text) for text in LITERAL))).values())
    assert not re.search(r"<f[ >]|externalLink|hyperlink|ddeLink", found)


def test_O2_forty_thousand_letters_go_on_in_the_next_row() -> None:
    text = "".join(chr(ord("a") + number % 26) for number in range(40_000))
    rows = read(written(("48", text), ("49", "kort")))
    assert [row[0] for row in rows[1:]] == ["48", "48", "49"]
    assert "".join(str(row[1]) for row in rows[1:3]) == text


def test_O2_a_letter_of_two_units_is_not_cut_in_half() -> None:
    text = "a" + "😀" * 20_000
    rows = read(written(("48", text)))
    assert "".join(str(row[1]) for row in rows[1:]) == text
    assert max(len(str(row[1]).encode("utf-16-le")) // 2 for row in rows[1:]) <= xlsx.CELL_LIMIT


def test_what_looks_like_the_escape_of_the_format_is_escaped_itself() -> None:
    assert "_x005F_x0041_" in parts(written(("1", "_x0041_")))["xl/worksheets/sheet1.xml"]


def test_a_number_is_a_number_and_nothing_is_an_empty_cell() -> None:
    assert read(written((17, None)))[1] == (17, None)


def test_an_instant_is_a_date_by_the_clock_in_copenhagen() -> None:
    """Summer and winter, and the night in which the day is another one than in UTC."""
    summer, winter = datetime(2019, 6, 30, 22, 15, tzinfo=UTC), datetime(2019, 12, 31, 23, 0, 30, tzinfo=UTC)
    page = openpyxl.load_workbook(io.BytesIO(written(("1", summer), ("2", winter), ("3", date(2019, 10, 7)))))["Svar"]
    assert [_to_the_second(page[f"B{row}"].value) for row in (2, 3, 4)] == [
        datetime(2019, 7, 1, 0, 15),  # noqa: DTZ001 - a cell has no zone
        datetime(2020, 1, 1, 0, 0, 30),  # noqa: DTZ001 - likewise
        datetime(2019, 10, 7),  # noqa: DTZ001 - likewise
    ]
    assert [page[f"B{row}"].number_format for row in (2, 4)] == [r'dd\.mm\.yyyy" kl. "hh\.mm', r"dd\.mm\.yyyy"]


def _to_the_second(value: object) -> datetime:
    assert isinstance(value, datetime)
    return (value + timedelta(milliseconds=500)).replace(microsecond=0)


def test_a_cell_is_stored_as_it_is_said_to_be() -> None:
    cells: tuple[Cell, ...] = ("1", 17, CREATED, date(2019, 10, 7), None, "007")
    [_header, found] = readback.sheets(written(cells, header=("a", "b", "c", "d", "e", "f")))["Svar"]
    assert found == [xlsx.stored(cell) for cell in (*cells[:4], "", cells[5])]


def test_it_prints_across_the_page_with_its_header_on_each() -> None:
    page = openpyxl.load_workbook(io.BytesIO(written(("1", "a"))))["Svar"]
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$1:$1"


def test_a_screen_reader_is_told_which_row_is_the_header() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(("1", "a"), ("2", "b"))))
    assert book.defined_names["TitleRegion1.A1.B3.1"].attr_text == "'Svar'!$A$1"


def test_the_file_says_whose_it_is_and_in_which_language() -> None:
    core = parts(written(("1", "a")))["docProps/core.xml"]
    assert "<dc:language>da-DK</dc:language>" in core
    properties = openpyxl.load_workbook(io.BytesIO(written(("1", "a")))).properties
    assert (properties.title, properties.subject, properties.creator) == ("Overblik", "Høring 27.00", "Randby Kommune")


def test_a_sheet_to_fill_in_is_open_only_where_it_is_to_be_filled_in() -> None:
    locked = Locked(frozenset({1}), frozenset({2}), {1: ("Ja", "Nej")})
    sheet = Sheet("Svar", ("Nr.", "Ord", "Grund"), [("1", "Ja", "4")], (8, 8, 8), locked=locked)
    page = openpyxl.load_workbook(io.BytesIO(xlsx.write((sheet,), PROPERTIES)))["Svar"]
    assert page.protection.sheet
    assert [page[place].protection.locked for place in ("A2", "B2", "C2")] == [True, False, True]
    assert [page.column_dimensions[name].hidden for name in "BC"] == [False, True]
    [rule] = page.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("B2", '"Ja,Nej"')


def test_the_header_is_frozen_and_filters() -> None:
    page = openpyxl.load_workbook(io.BytesIO(written(("1", "a"), ("2", "b"))))["Svar"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:B3")


def test_a_sheet_without_rows_keeps_its_header() -> None:
    assert read(written()) == [("Nr.", "Tekst")]


def test_rows_of_another_width_are_refused() -> None:
    with pytest.raises(ValueError, match="different width"):
        written(("1", "a", "for meget"))


def test_a_cell_that_the_library_leaves_out_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Worksheet, "write_string", lambda *_: -2)
    with pytest.raises(ValueError, match="Svar, row 1, column 1"):
        written(("1", "a"))


def test_R45_the_bytes_are_the_same_in_another_zone_language_and_process() -> None:
    code = (
        "from tests.summary.test_xlsx import written; from tests.summary.papers import LITERAL;"
        "write = lambda: written(*(('1', text) for text in LITERAL))"
    )
    assert in_fresh_process(code, "Pacific/Apia") == digest(written(*(("1", text) for text in LITERAL)))


def test_R45_the_only_date_is_the_given_one() -> None:
    found = "".join(parts(written(("1", "a"))).values())
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", found)) == {"2019-11-14T09:30:00Z"}
