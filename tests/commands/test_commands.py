"""The commands of contract.md, as scripts and people call them; a process of its own where that is the point."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import clock
from consultation.analysis import differences
from consultation.analysis.figures import board_of
from consultation.cli import main
from consultation.config import read
from consultation.consultations.queries import adopted_versions, get_by_slug
from consultation.database import make_engine
from consultation.demo import crowd
from consultation.models import Authority, Decision, Point, RemarkVersion, Response, Staff, StaffRole
from consultation.moderation import holding
from consultation.storage import Store
from consultation.summary import taking_in, worksheet
from consultation.vocabulary import FindingKind, Role
from tests import samples
from tests.factories import NOW
from tests.summary.filled import Written, filled

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Installation:
    """A demo installation in a folder, and `consultation …` on it."""

    folder: Path

    def process(self, *arguments: str, **variables: str) -> Done:
        """As scripts and people call it, with nothing in its environment but ours."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        done = subprocess.run(
            [sys.executable, "-m", "consultation.cli", *arguments],
            env={**kept, "CONSULTATION_DATA_DIR": str(self.folder), **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def __call__(self, *arguments: str, **variables: str) -> Done:
        """The same in this process, without the second and a half of a start."""
        clock.set_source(None)
        env = {"CONSULTATION_DATA_DIR": str(self.folder), **variables}
        done = CliRunner(env=env).invoke(main, arguments)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return Done(done.exit_code, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    installation = Installation(tmp_path_factory.mktemp("installation"))
    assert installation("db", "upgrade").returncode == 0
    loaded = installation.process("demo", "load")
    assert loaded.returncode == 0, loaded.stderr
    return installation


def test_R47_the_demo_has_adopted_texts_with_every_agreed_change_in_place(run: Installation) -> None:
    with _session(run) as session:
        consultation = get_by_slug(session, "randers-2019")
        adopted = adopted_versions(session, consultation.id)
        left = [differences.list_left(session, consultation.id, version) for version in adopted.values()]
    assert (len(adopted), [one for each in left for one in each]) == (15, [])


def test_doctor_finds_the_demo_sound(run: Installation) -> None:
    checked = run.process("doctor")
    assert checked.returncode == 0, checked.stdout
    assert "FAULT" not in checked.stdout


def test_the_demo_is_not_loaded_beside_data(run: Installation) -> None:
    again = run("demo", "load")
    assert again.returncode == 1
    assert "not empty" in again.stderr


def test_R45_compiling_twice_gives_the_same_bytes_in_any_zone_and_locale(run: Installation, tmp_path: Path) -> None:
    here, there = tmp_path / "a", tmp_path / "b"
    first = run.process("summary", "compile", "randers-2019", "--out", str(here), TZ="UTC")
    second = run.process("summary", "compile", "randers-2019", "--out", str(there), TZ="Asia/Kathmandu", LC_ALL="C")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert _bytes(here) == _bytes(there)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_verify_passes_and_names_what_was_changed(run: Installation, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    run("summary", "compile", "randers-2019", "--out", str(out))
    assert run("summary", "verify", str(out)).returncode == 0
    data = out / "data.json"
    data.write_text(data.read_text("utf-8").replace('"received": 68', '"received": 69', 1), "utf-8")
    changed = run("summary", "verify", str(out))
    assert changed.returncode == 1
    assert "data.json" in changed.stdout


def test_an_index_that_was_lost_is_named_and_written_anew(run: Installation) -> None:
    with closing(sqlite3.connect(run.folder / "consultation.sqlite")) as database:
        database.execute("DELETE FROM search_entry")
        database.commit()
    found = run("doctor")
    assert found.returncode == 1
    assert "consultation search rebuild" in found.stdout
    assert run("search", "rebuild").returncode == 0
    assert run("work", "--once").returncode == 0
    assert "search: sound" in run("doctor").stdout


def test_R38_an_incomplete_consultation_is_refused_with_the_list(run: Installation, tmp_path: Path) -> None:
    refused = run("summary", "compile", "demo-lukket", "--out", str(tmp_path / "x"))
    assert refused.returncode == 3
    assert "ikke delt i punkter" in refused.stderr
    assert not (tmp_path / "x").exists()


def test_a_provisional_package_says_so(run: Installation, tmp_path: Path) -> None:
    made = run("summary", "compile", "demo-lukket", "--provisional", "--out", str(tmp_path / "x"))
    assert made.returncode == 0, made.stderr
    assert "KLADDE" in (tmp_path / "x" / "hoeringsnotat.html").read_text("utf-8")


# Remarks and outcomes from a sheet


def _sheet(run: Installation, folder: Path, written: Written) -> str:
    """The working sheet of randers-2019, with these cells written, as a file."""
    with _session(run) as session:
        consultation = get_by_slug(session, "randers-2019")
        standing = taking_in.standing_of(board_of(session, consultation).positions)
        content = worksheet.make(consultation.title, consultation.authority.name, standing, NOW)
    file = folder / "ark.xlsx"
    file.write_bytes(filled(content, written))
    return str(file)


def test_a_returned_sheet_is_shown_by_a_dry_run_and_taken_in_once(run: Installation, tmp_path: Path) -> None:
    file = _sheet(run, tmp_path, {"1.1": {"Bemærkning": "Skrevet i regnearket."}})
    dry = run("analysis", "import", "randers-2019", file, "--dry-run")
    [told] = [json.loads(line) for line in dry.stdout.splitlines()]
    assert (dry.returncode, told["position"], told["part"]) == (0, "1.1", "remark")
    assert told["new"] == "Skrevet i regnearket." != told["old"]
    done = run("analysis", "import", "randers-2019", file)
    assert (done.returncode, done.stdout) == (0, dry.stdout)
    again = run("analysis", "import", "randers-2019", file)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "0 changes imported\n")
    assert run("work", "--once").returncode == 0
    assert run("doctor").returncode == 0


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_returned_sheet_with_a_problem_is_refused_whole(
    run: Installation, tmp_path: Path, more: tuple[str, ...]
) -> None:
    written = {"1.1": {"Bemærkning": "Skrevet uden held."}, "1.2": {"Indstilling": "Måske"}}
    refused = run("analysis", "import", "randers-2019", _sheet(run, tmp_path, written), *more)
    told = [json.loads(line) for line in refused.stdout.splitlines()]
    assert refused.returncode == 3
    assert [one.get("new") or one["problem"] for one in told] == ["Skrevet uden held.", "word"]
    with _session(run) as session:
        assert "Skrevet uden held." not in set(session.scalars(select(RemarkVersion.text)))


def test_what_is_no_sheet_or_no_consultation_is_refused(run: Installation, tmp_path: Path) -> None:
    file = tmp_path / "ark.xlsx"
    file.write_bytes(b"nr.;tekst\n")
    assert run("analysis", "import", "randers-2019", str(file)).returncode == 3
    assert run("analysis", "import", "ingen", _sheet(run, tmp_path, {})).returncode == 1
    assert run("analysis", "import", "randers-2019", str(tmp_path / "ingen.xlsx")).returncode == 2


def _rows(count: int) -> list[dict[str, object]]:
    return [
        {
            "reference": f"t{number}",
            "received_at": "2019-10-01T10:00:00+02:00",
            "channel": "portal",
            "capacity": "citizen",
            "name": f"Prøve Testesen {number}",
            "postcode": "8900",
            "drafts": [],
            "text": f"Svar {number}: jeg synes, at det er godt.",
            "sections": [],
        }
        for number in range(count)
    ]


def _file(folder: Path, rows: list[dict[str, object]]) -> str:
    file = folder / "rows.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return str(file)


def test_one_wrong_row_changes_nothing_and_is_named(run: Installation, tmp_path: Path) -> None:
    rows = _rows(20)
    rows[13]["capacity"] = "alien"
    refused = run("responses", "import", "randers-2019", _file(tmp_path, rows))
    assert refused.returncode == 3
    assert "row 14, field capacity" in refused.stderr
    assert run("doctor").returncode == 0


def test_a_dry_run_stores_nothing(run: Installation, tmp_path: Path) -> None:
    file = _file(tmp_path, _rows(3))
    assert run("responses", "import", "demo-planlagt", file, "--dry-run").returncode in {0, 3}
    first = run("responses", "import", "randers-2019", file, "--dry-run")
    again = run("responses", "import", "randers-2019", file, "--dry-run")
    assert first.stdout == again.stdout != ""


def test_R23_a_spreadsheet_and_lines_of_json_are_the_same_rows(run: Installation, tmp_path: Path) -> None:
    rows = _rows(3)
    book = Workbook()
    book.worksheets[0].append(list(rows[0]))
    for row in rows:
        book.worksheets[0].append([value if isinstance(value, str) else "" for value in row.values()])
    book.save(tmp_path / "rows.xlsx")
    read = run("responses", "import", "randers-2019", str(tmp_path / "rows.xlsx"), "--dry-run")
    assert read.returncode == 0, read.stderr
    lines = run("responses", "import", "randers-2019", _file(tmp_path, rows), "--dry-run").stdout
    assert _without_rows(read.stdout) == _without_rows(lines)


def _without_rows(written: str) -> list[tuple[str, str]]:
    return [(one["reference"], one["number"]) for one in map(json.loads, written.splitlines())]


def test_a_thousand_rows_are_imported_whole(run: Installation, tmp_path: Path) -> None:
    done = run("responses", "import", "demo-lukket", _file(tmp_path, _rows_of_now(run, 1000)))
    assert done.returncode == 0, done.stderr[:500]
    assert len(done.stdout.splitlines()) == 1000
    assert run("doctor").returncode == 0


def _rows_of_now(run: Installation, count: int) -> list[dict[str, object]]:
    """Letters received long before demo-lukket closed are late or early; all that matters is that they are taken in."""
    return [{**row, "reference": f"n{number}", "channel": "letter"} for number, row in enumerate(_rows(count))]


def test_moderation_scan_prints_findings_as_json_lines(run: Installation, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text("Mit nummer er 010231-4123.\n", "utf-8")
    found = [json.loads(line) for line in run("moderation", "scan", str(file)).stdout.splitlines()]
    assert [(row["kind"], row["sure"], row["text"]) for row in found] == [("cpr", True, "010231-4123")]


@contextmanager
def _session(run: Installation) -> Iterator[Session]:
    engine = make_engine(f"sqlite:///{run.folder / 'consultation.sqlite'}")
    with Session(engine) as session:
        yield session
    engine.dispose()


def _findings(done: Done) -> list[dict[str, object]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_R28_moderation_scan_tells_in_which_part_of_a_file_a_finding_stands(run: Installation, tmp_path: Path) -> None:
    body = samples.paragraph("Min nabo er dement.") + samples.paragraph("Ring 22 33 44 55.")
    office = {"a.docx": samples.docx(body), "a.odt": samples.odt(), "a.pdf": samples.pdf("Skriv til bo@test.example.")}
    for name, content in office.items():
        (tmp_path / name).write_bytes(content)
    found = _findings(run("moderation", "scan", str(tmp_path / "a.docx")))
    assert [(row["kind"], row["text"], row["part"]) for row in found] == [
        ("health", "dement", "body 1"),
        ("phone", "22 33 44 55", "body 1"),
    ]
    assert _findings(run("moderation", "scan", str(tmp_path / "a.odt"))) == []
    [mail] = _findings(run("moderation", "scan", str(tmp_path / "a.pdf")))
    assert (mail["kind"], mail["part"]) == ("email", "page 1")


def test_R28_moderation_scan_says_when_a_file_cannot_be_read(run: Installation, tmp_path: Path) -> None:
    contents = {"a.docx": b"PK no", "a.pdf": b"%PDF-1.7 no", "a.txt": b"\xff\xfe", "a.png": samples.picture("png")}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    done = {name: run("moderation", "scan", str(tmp_path / name)) for name in contents}
    assert {name: one.returncode for name, one in done.items()} == {"a.docx": 1, "a.pdf": 1, "a.txt": 1, "a.png": 3}
    assert all(name in one.stderr for name, one in done.items())
    assert all(one.stdout == "" for one in done.values())


def test_R28_moderation_scan_looks_for_an_authority_s_own_words_too(run: Installation, tmp_path: Path) -> None:
    with _session(run) as session:
        owner = session.scalars(select(Authority).where(Authority.slug == "randers")).one()
        holding.hold_word(session, "system", NOW, owner.id, "kroghuset*", FindingKind.PERSON_NAME)
        session.commit()
    file = tmp_path / "text"
    file.write_text("Vi bor i Kroghusets sidefløj.", "utf-8")
    assert _findings(run("moderation", "scan", str(file))) == []
    [found] = _findings(run("moderation", "scan", str(file), "--authority", "randers"))
    assert (found["kind"], found["sure"], found["text"]) == ("person_name", False, "Kroghusets")
    assert run("moderation", "scan", str(file), "--authority", "nowhere").returncode == 1


def test_R28_moderation_rescan_owes_a_look_to_each_authority_or_to_one(run: Installation) -> None:
    assert run("moderation", "rescan", "--authority", "randers").stderr == "owed to 1\n"
    assert run("moderation", "rescan").stderr == "owed to 2\n"


def test_R39_analysis_group_prints_the_twelve_identical_letters_and_the_one_with_words_of_its_own(
    run: Installation,
) -> None:
    rows = [json.loads(line) for line in run("analysis", "group", "randers-2019").stdout.splitlines()]
    assert [(row["kind"], row["responses"], len(row["numbers"]), row["identical"]) for row in rows] == [
        ("template", 13, 13, 12)
    ]


def test_L2_audit_verify_passes_and_prints_each_chain_s_head(run: Installation) -> None:
    verified = run("audit", "verify")
    assert verified.returncode == 0
    assert set(json.loads(verified.stdout)) == {"randers", "eksempelland"}


def test_L2_audit_verify_names_the_first_bad_entry_by_a_mail_that_was_kept(run: Installation, tmp_path: Path) -> None:
    heads = json.loads(run("audit", "verify").stdout)
    mail = tmp_path / "mail.eml"
    mail.write_text(
        "Subject: Loggen er efterset\n\nHej\n\n" + json.dumps({"randers": heads["randers"]}) + "\n\nHilsen\n"
    )
    assert run("audit", "verify", "--checkpoint", str(mail)).returncode == 0
    seq = heads["randers"][0]
    mail.write_text(json.dumps({"randers": [seq, "0" * 64]}))
    broken = run("audit", "verify", "--checkpoint", str(mail))
    assert (broken.returncode, broken.stderr) == (1, f"randers: entry {seq} is not the one of the checkpoint\n")
    mail.write_text(json.dumps({"randers": [seq + 1, "0" * 64]}))
    assert "the last entries are missing" in run("audit", "verify", "--checkpoint", str(mail)).stderr
    mail.write_text("Hej")
    assert run("audit", "verify", "--checkpoint", str(mail)).returncode == 2


def test_staff_add_prints_a_one_time_link(run: Installation) -> None:
    added = run(
        "staff", "add", "ny@prøve.example", "--name", "Ny Nyprøve", "--role", "editor", "--authority", "randers"
    )
    assert "/intern/invitation/" in added.stdout


def test_a_missing_setting_stops_the_process_with_one_sentence(run: Installation) -> None:
    stopped = run.process("doctor", CONSULTATION_ENV="production")
    assert stopped.returncode == 1
    assert "CONSULTATION_BASE_URL is missing" in stopped.stderr
    assert "Traceback" not in stopped.stderr


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"CONSULTATION_ENV": "staging"}, "set it to local or production"),
        ({"CONSULTATION_SECRET_KEY": "short"}, "too short"),
        ({"CONSULTATION_DATA_DIR": "/proc/nothing"}, "cannot be written"),
    ],
)
def test_a_wrong_setting_stops_with_one_sentence(run: Installation, variables: dict[str, str], sentence: str) -> None:
    stopped = run("doctor", **variables)
    assert stopped.returncode == 1
    assert sentence in stopped.stderr


def test_the_demo_grows_a_chunk_at_a_time(run: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Received, decided, pointed, told and grouped as the rest; a chunk leaves nothing in memory (performance.md)."""
    grown = Installation(shutil.copytree(run.folder, tmp_path / "grown"))
    settings = read({"CONSULTATION_DATA_DIR": str(grown.folder)})
    engine = make_engine(settings.database_url)
    clock.set_source(None)
    monkeypatch.setattr(crowd, "CHUNK", 5)
    steps = crowd.grow(session := Session(engine), settings, Store(grown.folder / "files"), clock.now(), 12)
    done = []
    for number in steps:
        session.commit()
        done.append((number, _held(session)))
    assert [number for number, _ in done] == [5, 10, 12]
    assert all(held <= crowd.CHUNK for _, held in done)
    new = select(Response.id).where(Response.external_ref.startswith("g0"))
    assert len(session.scalars(select(Point).where(Point.response_id.in_(new))).all()) >= 12
    assert len(session.scalars(select(Decision).where(Decision.response_id.in_(new))).all()) == 12
    session.close()
    engine.dispose()
    checked = grown("doctor")
    assert checked.returncode == 0, checked.stdout


def _held(session: Session) -> int:
    """Responses that the session still knows."""
    return sum(isinstance(row, Response) for row in session.identity_map.values())


def test_P4_erase_ends_with_the_codes_of_the_contract(run: Installation) -> None:
    assert run("erase", "demo-lukket/1").returncode == 2
    assert run("erase", "--replay", "demo-lukket/1", "--reason", "x").returncode == 2
    assert run("erase", "demo-lukket/99999", "--reason", "Derfor.").returncode == 1
    refused = run("erase", "randers-2019/1", "--reason", "Derfor.")
    assert (refused.returncode, "take the response down" in refused.stderr) == (3, True)


def test_P4_erase_says_what_goes_and_takes_it(run: Installation, tmp_path: Path) -> None:
    run = Installation(shutil.copytree(run.folder, tmp_path / "copy"))
    wanted = _not_shown(run)
    planned = run("erase", wanted, "--dry-run")
    assert (planned.returncode, "answer: " in planned.stdout) == (0, True)
    assert (run.folder / "erasures.jsonl").exists() is False
    done = run("erase", wanted, "--reason", "Derfor.")
    assert (done.returncode, done.stdout, done.stderr) == (0, planned.stdout, "")
    log = run.folder / "consultation.sqlite-wal"
    assert not (log.exists() and log.stat().st_size)
    assert "Derfor." in (run.folder / "erasures.jsonl").read_text()
    assert run("erase", wanted, "--reason", "Derfor.").returncode == 0
    assert len((run.folder / "erasures.jsonl").read_text().splitlines()) == 1
    replayed = run("erase", "--replay")
    assert (replayed.returncode, replayed.stdout) == (0, "")
    assert "erasures: sound" in run("doctor").stdout


def test_K3_replay_does_what_can_be_done_and_names_the_rest(run: Installation, tmp_path: Path) -> None:
    run = Installation(shutil.copytree(run.folder, tmp_path / "copy"))
    with closing(sqlite3.connect(run.folder / "consultation.sqlite")) as connection:
        [key] = connection.execute("SELECT key FROM tombstone WHERE status = 'awaiting' ORDER BY id").fetchone()
    line = {"act": "erased", "key": key, "number": "7", "code": "abuse", "reason": "Derfor.", "by": "system"}
    told = json.dumps({**line, "at": NOW.isoformat()})
    (run.folder / "erasures.jsonl").write_text(f'{{"act": "era\n{told}\n')
    checked = run("doctor").stdout
    assert ("1 takedowns or erasures are undone" in checked, "to be looked at and taken out: 1" in checked) == (
        True,
        True,
    )
    done = run("erase", "--replay")
    assert (done.returncode, done.stdout) == (1, f"erased 7 {NOW:%Y-%m-%d}\n")
    assert done.stderr == "line 1 cannot be read\n"
    assert "erasures are undone" not in run("doctor").stdout


def _not_shown(run: Installation) -> str:
    with closing(sqlite3.connect(run.folder / "consultation.sqlite")) as connection:
        slug, label = connection.execute(
            "SELECT slug, number_label FROM tombstone JOIN consultation ON consultation.id = tombstone.consultation_id"
            " WHERE tombstone.status <> 'awaiting' ORDER BY tombstone.id LIMIT 1"
        ).fetchone()
    return f"{slug}/{label}"


# Responses for the case system


def test_R49_a_secretary_takes_responses_out_and_nobody_else_does(run: Installation, tmp_path: Path) -> None:
    with _session(run) as session:
        secretary, moderator = (
            session.scalars(select(Staff.email).join(StaffRole).where(StaffRole.role == role).limit(1)).one()
            for role in (Role.SECRETARY, Role.MODERATOR)
        )
    command = ("summary", "journal", "randers-2019", "--out", str(tmp_path), "--reason", "archive", "--by")
    assert run(*command, moderator).returncode == run(*command, "ingen@staff.example").returncode == 3
    assert list(tmp_path.iterdir()) == []
    done = run(*command, secretary, "--number", "1")
    assert (done.returncode, done.stderr) == (0, "1 responses written\n")
    assert sorted(path.name for path in tmp_path.glob("*/*")) == ["manifest.json", "metadata.json", "svar.pdf"]
    assert run("audit", "verify").returncode == 0
