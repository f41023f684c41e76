"""`make bench`: its table, its file and its exit code; what is measured is measured there and nowhere else."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.bench import __main__ as bench
from tests.bench import results
from tests.bench.results import Row
from tests.bench.scale import SCALES, SMALL

FAST = Row("page", "SQLite", 400.0, 500.0, "/s", ">= 0.5", met=True)
SLOW = Row("submit", "PostgreSQL", 90.0, 1800.0, "/s", ">= 0.35", met=False, detail="38 statements")
ALONE = Row("cold start", "SQLite", 0.8, None, "s", "<= 1 s", met=True)


def test_the_table_has_a_line_for_each_row_with_its_ratio() -> None:
    lines = results.table([FAST, SLOW, ALONE]).splitlines()
    assert [line.split() for line in lines] == [
        ["work", "database", "product", "baseline", "ratio", "target", "met"],
        ["page", "SQLite", "400", "/s", "500", "/s", "0.80", ">=", "0.5", "yes"],
        ["submit", "PostgreSQL", "90", "/s", "1,800", "/s", "0.05", ">=", "0.35", "NO"],
        ["38", "statements"],
        ["cold", "start", "SQLite", "0.8", "s", "-", "-", "<=", "1", "s", "yes"],
    ]


def test_the_file_says_where_at_what_scale_and_all_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.conclude(tmp_path / "bench.json", SMALL, [FAST, ALONE]) == 0
    told = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert told["scale"] == "small"
    assert {"cores", "python", "sqlite", "postgresql"} <= told["machine"].keys()
    assert [(row["work"], row["ratio"], row["met"]) for row in told["rows"]] == [
        ("page", 0.8, True),
        ("cold start", None, True),
    ]
    assert "page" in capsys.readouterr().out


def test_a_missed_target_is_named_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.conclude(tmp_path / "bench.json", SMALL, [FAST, SLOW]) == 1
    assert "Not met: submit, PostgreSQL (>= 0.35)" in capsys.readouterr().err


def test_an_unknown_measurement_is_refused_with_the_names_there_are() -> None:
    refused = CliRunner().invoke(bench.main, ["nothing"])
    assert refused.exit_code == 2
    assert all(name in refused.output for name in bench.MEASUREMENTS)


def test_the_small_scale_does_less_of_everything() -> None:
    small, full = SCALES["small"], SCALES["full"]
    assert small.many < full.many == 100_000
    assert small.rounds * small.round_seconds < full.rounds * full.round_seconds
