"""What people do with the working sheet: opened, written in and saved, by Excel's format and by LibreOffice itself."""

import io
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from consultation.analysis.figures import board_of
from consultation.summary import taking_in, worksheet
from tests.summary.case import READY, Case

Written = Mapping[str, Mapping[str, str]]
"""Label of a position ("1.1") -> heading -> what somebody wrote there."""


def sheet_of(made: Case) -> bytes:
    """As the page hands it out."""
    standing = taking_in.standing_of(board_of(made.session, made.consultation).positions)
    return worksheet.make(made.consultation.title, "Prøvestad Kommune", standing, READY)


def opened(content: bytes) -> tuple[Workbook, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    name = next(name for name in book.sheetnames if name.startswith("Synspunkter"))
    return book, book[name]


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def filled(content: bytes, written: Written) -> bytes:
    """The file with these cells written."""
    book, page = opened(content)
    columns = {str(cell.value): at for at, cell in enumerate(page[1], start=1)}
    rows = {str(page.cell(row, columns["Pkt."]).value): row for row in range(2, page.max_row + 1)}
    for label, cells in written.items():
        for heading, text in cells.items():
            page.cell(rows[label], columns[heading]).value = text
    return saved(book)


def by_libreoffice(content: bytes, folder: Path) -> bytes:
    """The file as LibreOffice Calc saves it; skips the test where that is not installed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    given, out = folder / "ark.xlsx", folder / "gemt"
    given.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out)]
    subprocess.run([*command, str(given)], capture_output=True, check=False, timeout=120)
    if not (out / "ark.xlsx").exists():
        pytest.skip("LibreOffice is installed without Calc")
    return (out / "ark.xlsx").read_bytes()
