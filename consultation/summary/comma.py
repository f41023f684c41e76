"""The chief sheets of the overview as CSV (RFC 4180), for programs: lib.tables writes them, and says how (O1)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import chain
from typing import Any

from consultation.lib import tables
from consultation.lib.dates import local
from consultation.summary import overview, whereabouts
from consultation.summary.xlsx import Cell

FILES = {
    "svar.csv": "Svar",
    "punkter.csv": "Punkter",
    "synspunkter.csv": "Synspunkter",
    "hvor-blev-svaret-af.csv": whereabouts.NAME,
}
"""Name -> the sheet that it holds."""


def lines(package: Mapping[str, Any], name: str) -> Iterator[bytes]:
    """The file of this name, made of data.json, line by line. A text is never cut: CSV knows no limit."""
    sheet = next(one for one in overview.tables(package) if one.name == FILES[name])
    rows = chain([sheet.header], sheet.rows)
    return tables.csv_lines([_plain(cell) for cell in row] for row in rows)


def _plain(cell: Cell) -> tables.Cell:
    """A time as ISO 8601, with the offset of the clock in Copenhagen."""
    if isinstance(cell, datetime):
        return local(cell).isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell
