"""V4: when the system could not do its work is written down; T8: clocks that differ stand in the log."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from consultation import watch
from consultation.models import Audit, Outage
from consultation.watch import Faults, Interval, Memory, step
from tests import factories

SOUND: Faults = frozenset()
DOWN: Faults = frozenset({"database"})
START = datetime(2026, 3, 15, 20, 0, tzinfo=UTC)
LOOK = timedelta(seconds=10)


def _walk(seen: list[Faults], memory: Memory | None = None) -> Memory:
    memory = memory or Memory()
    for number, faults in enumerate(seen):
        memory = step(memory, START + number * LOOK, faults)
    return memory


@pytest.mark.parametrize(
    ("seen", "intervals"),
    [
        ([SOUND] * 5, []),
        ([SOUND, DOWN, DOWN, SOUND], [(1, 3, "database")]),
        ([SOUND, DOWN, frozenset({"clock"}), SOUND], [(1, 3, "clock database")]),
        ([DOWN, SOUND, DOWN, SOUND], [(0, 1, "database"), (2, 3, "database")]),
        ([SOUND, DOWN, DOWN], []),
    ],
)
def test_V4_an_outage_is_from_the_first_failure_to_the_first_success(
    seen: list[Faults], intervals: list[tuple[int, int, str]]
) -> None:
    expected = [Interval(START + first * LOOK, START + last * LOOK, causes) for first, last, causes in intervals]
    assert list(_walk(seen).unwritten) == expected


def test_V4_a_long_outage_is_written_while_it_goes_on() -> None:
    memory = _walk([DOWN] * 32)
    assert memory.unwritten == (Interval(START, START + 30 * LOOK, "database"),)
    assert memory.since == START + 30 * LOOK


def test_V4_time_in_which_nothing_ran_is_an_outage() -> None:
    memory = step(_walk([SOUND]), START + timedelta(minutes=40), SOUND)
    assert memory.unwritten == (Interval(START, START + timedelta(minutes=40), "stopped"),)


def test_V4_what_failed_before_a_stop_and_the_stop_are_one_outage() -> None:
    memory = step(_walk([SOUND, DOWN]), START + timedelta(minutes=40), SOUND)
    assert memory.unwritten == (Interval(START + LOOK, START + timedelta(minutes=40), "database stopped"),)


def test_the_memory_is_the_same_after_a_restart(tmp_path: Path) -> None:
    file, memory = tmp_path / "watch.json", _walk([SOUND, DOWN, SOUND, DOWN])
    watch.keep(file, memory)
    assert watch.recall(file) == memory


@pytest.mark.parametrize("told", ["", "{", "[]", '{"looked_at": 7}', '{"looked_at": "i dag"}'])
def test_a_file_that_says_nothing_is_no_memory(tmp_path: Path, told: str) -> None:
    file = tmp_path / "watch.json"
    file.write_text(told, "utf-8")
    assert watch.recall(file) == Memory()


def test_V4_what_was_seen_while_the_database_was_away_is_written_when_it_is_back(
    engine: Engine, tmp_path: Path
) -> None:
    away, file = create_engine("sqlite:////nowhere/at/all.sqlite"), tmp_path / "watch.json"
    for number, faults in enumerate([DOWN, DOWN, SOUND]):
        watch.look(away, file, faults, START + number * LOOK)
    watch.look(engine, file, SOUND, START + 3 * LOOK)
    watch.look(engine, file, SOUND, START + 4 * LOOK)
    with Session(engine) as session:
        rows = session.execute(select(Outage.from_at, Outage.to_at, Outage.causes)).all()
    assert [tuple(row) for row in rows] == [(START, START + 2 * LOOK, "database")]
    away.dispose()


def test_T8_clocks_that_differ_stand_in_every_authoritys_log(session: Session, engine: Engine, tmp_path: Path) -> None:
    owner = factories.authority(session)
    session.commit()
    for number, faults in enumerate([frozenset({"clock"}), SOUND]):
        watch.look(engine, tmp_path / "watch.json", faults, START + number * LOOK)
    assert session.scalars(select(Audit.event).where(Audit.authority_id == owner.id)).all() == [
        "authority.clock_differs"
    ]


# Asking


@pytest.fixture
def answers() -> list[tuple[int, bytes]]:
    return []


@pytest.fixture
def address(answers: list[tuple[int, bytes]]) -> Iterator[str]:
    """A server that gives these answers, one after the other."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers.pop(0)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_values: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/readyz"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("status", "body", "faults"),
    [
        (200, b'{"database": true, "clock": true}', set()),
        (503, b'{"database": false, "clock": true, "storage": false}', {"database", "storage"}),
        (503, b"<html>busy</html>", {"server"}),
        (500, b"", {"server"}),
        (503, b"{}", {"server"}),
    ],
)
def test_V4_the_health_page_says_what_failed(
    address: str, answers: list[tuple[int, bytes]], status: int, body: bytes, faults: set[str]
) -> None:
    answers.append((status, body))
    assert watch.ask(address) == faults


def test_V4_a_server_that_does_not_answer_is_down() -> None:
    assert watch.ask("http://127.0.0.1:9/readyz") == {"server"}
