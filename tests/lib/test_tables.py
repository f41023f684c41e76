import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.lib.tables import Problem, TableError, guard, read_rows, unguard, write_csv

TRIGGERS = tuple("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")
CELLS = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    st.tuples(
        st.sampled_from(["", " ", '"', "'", " \u00a0", "''"]), st.sampled_from(TRIGGERS[:7]), st.text("ab=", max_size=3)
    ).map("".join),
)


def parsed(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), strict=True))


def problems(raw: bytes | str, name: str) -> tuple[Problem, ...]:
    with pytest.raises(TableError) as refusal:
        read_rows(raw.encode() if isinstance(raw, str) else raw, name)
    return refusal.value.problems


@pytest.mark.parametrize("before", ["", " ", "  ", '"', "\u00a0", "\u201d", ' "'])
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_O1_no_cell_can_be_taken_for_a_formula(before: str, trigger: str) -> None:
    cell = parsed(write_csv([[before + trigger + "SUM(A1)"]]))[0][0]
    assert cell == "'" + before + trigger + "SUM(A1)"


@given(CELLS)
def test_O1_a_cell_never_begins_with_a_trigger(text: str) -> None:
    cell = guard(text)
    assert not cell.startswith(TRIGGERS)
    assert not cell.lstrip('"\u00a0 ').startswith(TRIGGERS)


@given(CELLS)
def test_O1_the_guard_can_be_undone(text: str) -> None:
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("cell", ["Nej tak", "20.10.2019", "5 - 7", "", " a", '"citat"', "a=b"])
def test_an_ordinary_cell_stays_as_it_is(cell: str) -> None:
    assert guard(cell) == cell == unguard(cell)


@pytest.mark.parametrize("cell", ["'t er koldt", "'", "''"])
def test_an_apostrophe_from_elsewhere_is_left_alone_or_kept(cell: str) -> None:
    assert unguard(guard(cell)) == cell


def test_an_apostrophe_before_an_ordinary_word_is_not_ours() -> None:
    assert unguard("'t er koldt") == "'t er koldt"


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_O1_rfc_4180_round_trip(rows: list[list[str]]) -> None:
    assert [[unguard(cell) for cell in row] for row in parsed(write_csv(rows))] == rows


def test_O1_bytes_of_a_table() -> None:
    made = write_csv([["nr.", "svar"], [17, 'Nej, "tak"\nÅse'], [-3, None]])
    assert made == b"\xef\xbb\xbf" + 'nr.,svar\r\n17,"Nej, ""tak""\nÅse"\r\n-3,\r\n'.encode()


def test_what_was_written_can_be_imported() -> None:
    made = write_csv([["navn", "tekst"], ["Anna", "=nej\r\nlinje to"], ["Bo", "'x"]])
    assert read_rows(made, "svar.csv") == [
        (2, {"navn": "Anna", "tekst": "=nej\r\nlinje to"}),
        (3, {"navn": "Bo", "tekst": "'x"}),
    ]


def test_csv_with_semicolons_and_blank_lines_is_read() -> None:
    assert read_rows(b"a;b\r\n\r\n1;x, y\r\n", "SVAR.CSV") == [(3, {"a": "1", "b": "x, y"})]


def test_a_long_answer_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "svar.csv"
    path.write_bytes(write_csv([["tekst"], ["ø" * 200_000]]))
    assert read_rows(path, path.name) == [(2, {"tekst": "ø" * 200_000})]


def test_jsonl_keeps_values_and_line_numbers() -> None:
    lines = ['{"a": "x", "b": 1}', "", '{"a": null, "c": [true, 1.5, {"d": "\\u00e6"}]}']
    assert read_rows("\r\n".join(lines).encode("utf-8-sig"), "svar.jsonl") == [
        (1, {"a": "x", "b": 1}),
        (3, {"a": None, "c": [True, 1.5, {"d": "æ"}]}),
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"a": NaN}', Problem(2, "nan")),
        ('{"a": -Infinity}', Problem(2, "nan")),
        ('{"a": 1e999}', Problem(2, "number")),
        ('{"a": ' + "9" * 5000 + "}", Problem(2, "number")),
        ('{"a": 1, "b": 2, "a": 3}', Problem(2, "duplicate_key", "a")),
        ('{"a": {"b": 1, "b": 1}}', Problem(2, "duplicate_key", "b")),
        ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", Problem(2, "depth")),
        ('{"a": [[[[[1]]]]]}', Problem(2, "depth", "a")),
        ('{"a": 1', Problem(2, "json")),
        ("[1]", Problem(2, "not_object")),
        ('{"a": "\\ud800"}', Problem(2, "encoding", "a")),
        ('{"a": "\\u0000"}', Problem(2, "nul", "a")),
    ],
)
def test_I3_json_that_two_readers_would_read_differently_is_refused_with_its_row(line: str, problem: Problem) -> None:
    assert problems('{"a": 1}\n' + line + "\n", "svar.jsonl") == (problem,)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"a,b\n1,2\n1,2,3\n1\n", [Problem(3, "columns"), Problem(4, "columns")]),
        (b"a,a\n1,2\n", [Problem(1, "duplicate_key", "a")]),
        (b"a,\n1,2\n", [Problem(1, "columns")]),
        (b'a,b\n1,2\n1,"2" 3\n', [Problem(3, "csv")]),
        (b'a\n"open\n', [Problem(2, "csv")]),
        (b"a,b\n1,2\n1,\xe6\n", [Problem(3, "encoding", "b")]),
        (b"a\n1\x00\n", [Problem(2, "nul", "a")]),
        (b"a,b\n", [Problem(1, "empty")]),
        (b"", [Problem(1, "empty")]),
    ],
)
def test_I3_csv_that_is_broken_is_refused_with_its_row(raw: bytes, found: list[Problem]) -> None:
    assert problems(raw, "svar.csv") == tuple(found)


def test_D4_latin_1_is_refused_with_every_row_it_stands_in() -> None:
    raw = "\n".join(json.dumps({"a": text}, ensure_ascii=False) for text in ("ok", "æ", "ok", "ø")).encode("latin-1")
    assert problems(raw, "svar.jsonl") == (Problem(2, "encoding"), Problem(4, "encoding"))


def test_a_file_of_another_kind_is_refused() -> None:
    assert problems(b"a", "svar.xlsx") == (Problem(0, "format"),)
