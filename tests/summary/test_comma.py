"""The package's tables as CSV: what any cell says comes back word for word, and no spreadsheet runs it (O1)."""

import csv
import io
import json
from dataclasses import replace

import pytest

from consultation.lib.tables import unguard
from consultation.summary import comma, overview
from consultation.summary.dataset import data
from consultation.summary.selection import Selection
from tests.lib.test_tables import TRIGGERS
from tests.summary.sample import answer, sample

CORPUS = [
    before + trigger + "1+1" for before in ("", " ", '"', "'", "\u00a0") for trigger in TRIGGERS if trigger != "\0"
]
LONG = "a" * 40_000 + "slut"


def parsed(name: str, text: str = "Et svar.") -> list[list[str]]:
    """By a strict parser that knows RFC 4180 alone; the first response has these words, and the first position too."""
    inputs = sample()
    first, *others = inputs.responses
    inputs = replace(inputs, responses=(replace(first, answers=(answer(text),)), *others))
    package = json.loads(json.dumps(data(Selection(inputs))))
    package["positions"][0]["title"] = text
    made = b"".join(comma.lines(package, name))
    assert made.startswith(b"\xef\xbb\xbf")
    assert made.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), strict=True))


@pytest.mark.parametrize("text", [*CORPUS, LONG, 'Han sagde "nej", og\r\ngik;', "x" * 2_200])
def test_O1_a_cell_is_no_formula_and_comes_back_word_for_word(text: str) -> None:
    header, first, *_others = parsed("synspunkter.csv", text)
    cell = first[header.index("Resumé")]
    assert not cell.startswith(TRIGGERS)
    assert unguard(cell) == text


@pytest.mark.parametrize("name", comma.FILES)
def test_O1_every_line_has_as_many_cells_as_its_heading(name: str) -> None:
    rows = parsed(name)
    assert {len(row) for row in rows} == {len(rows[0])}
    sheet = next(one for one in overview.tables(data(Selection(sample()))) if one.name == comma.FILES[name])
    assert (rows[0], len(rows) - 1) == (list(sheet.header), len(sheet.rows))


def test_a_time_says_its_offset_and_a_day_is_a_day() -> None:
    header, *rows = parsed("svar.csv")
    received = {row[0]: row[header.index("Modtaget")] for row in rows}
    assert received["1"] == "2019-10-08T11:30:00+02:00"
    assert received["10"] == "2019-10-07"
