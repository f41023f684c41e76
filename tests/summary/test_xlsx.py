"""The overview as a workbook: every word in, no formula, nothing cut, the same bytes."""

import io
import re
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest
from xlsxwriter.worksheet import Worksheet

from consultation.summary import xlsx
from consultation.summary.xlsx import Cell, Sheet
from tests.summary.fresh import in_fresh_process
from tests.summary.papers import LITERAL

CREATED = datetime(2019, 11, 14, 9, 30, tzinfo=UTC)


def written(*rows: tuple[Cell, ...], header: tuple[str, ...] = ("Nr.", "Tekst")) -> bytes:
    sheet = Sheet("Svar", header, rows, widths=(8,) * len(header))
    return xlsx.write((sheet,), CREATED, "Overblik")


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
    assert in_fresh_process(code, "Pacific/Apia") == in_fresh_process(code, "Europe/Copenhagen")


def test_R45_the_only_date_is_the_given_one() -> None:
    found = "".join(parts(written(("1", "a"))).values())
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", found)) == {"2019-11-14T09:30:00Z"}
