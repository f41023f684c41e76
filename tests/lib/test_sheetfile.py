"""Spreadsheet files of others as text: every sheet, what is a formula and what is merged, and what kind they are."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from consultation.lib.sheetfile import column_of, read_book, read_sheet
from consultation.lib.tables import TableError
from consultation.summary import xlsx
from consultation.summary.xlsx import Sheet
from tests.summary.test_xlsx import PROPERTIES

FILES = Path(__file__).parent / "files"


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def book() -> Workbook:
    made = Workbook()
    page = made.worksheets[0]
    page.title = "Først"
    page.append(["a", "b"])
    page.append([1, "=1+1"])
    other = made.create_sheet("Anden")
    other.append(["c"])
    other.merge_cells("A3:B4")
    return made


def test_every_sheet_is_read_with_its_name(book: Workbook) -> None:
    first, other = read_book(saved(book))
    assert (first.name, first.rows) == ("Først", [(1, ["a", "b"]), (2, ["1"])])
    assert (other.name, other.rows) == ("Anden", [(1, ["c"])])


def test_formulas_and_merged_cells_are_told_by_their_place(book: Workbook) -> None:
    first, other = read_book(saved(book))
    assert (first.formulas, first.merged) == (["B2"], [])
    assert (other.formulas, other.merged) == ([], ["A3:B4"])


def test_an_import_of_rows_reads_the_first_sheet_alone(book: Workbook) -> None:
    assert read_sheet(saved(book)) == [(2, {"a": "1", "b": ""})]


@pytest.mark.parametrize("text", ["_x0041_", "linje\nlinje", "=1+1", "😀", " plads ", "007"])
def test_what_our_own_writer_wrote_is_read_as_it_was(text: str) -> None:
    [page] = read_book(xlsx.write((Sheet("Svar", ("Nr.",), [(text,)], (8,)),), PROPERTIES))
    assert page.rows[1] == (2, [text])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "xls"),
        (b"PK\3\4" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK", "ods"),
        (b"nr.;tekst\n", "xlsx"),
        (b"", "xlsx"),
    ],
)
def test_another_kind_of_file_is_told_from_a_broken_one(content: bytes, code: str) -> None:
    with pytest.raises(TableError) as refused:
        read_book(content)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_column_is_counted_from_its_letters() -> None:
    assert [column_of(letters) for letters in ("A", "Z", "AA", "AMJ")] == [0, 25, 26, 1023]


def test_empty_cells_far_to_the_right_are_nothing() -> None:
    made = Workbook()
    page = made.worksheets[0]
    page.append(["a"])
    page.cell(1, 900).font = Font(bold=True)
    assert read_book(saved(made))[0].rows == [(1, ["a"])]
