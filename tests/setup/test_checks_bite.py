"""Each check is shown to bite: a fault is planted, and the check refuses it by name."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def run(
    command: list[str | Path], cwd: Path = ROOT, given: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    words, env = [str(word) for word in command], {**os.environ, **environment}
    return subprocess.run(words, cwd=cwd, input=given, env=env, capture_output=True, text=True, check=False)


LONG = "def f(a):\n" + "".join(f"    if a == {n}:\n        return {n}\n" for n in range(9)) + "    return a\n"


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("TID252", "from . import clock\n"),
        ("PLC0415", "def f():\n    import json\n    return json\n"),
        ("C901", LONG),
        ("T201", "print(1)\n"),
        ("FIX002", "# TODO: later\n"),
        ("ERA001", "# value = compute(1)\n"),
        ("DTZ005", "import datetime\n\nNOW = datetime.datetime.now()\n"),
        ("BLE001", "try:\n    x = 1\nexcept Exception:\n    x = 2\n"),
        ("S608", 'def f(name):\n    return f"SELECT * FROM response WHERE name = {name}"\n'),
        ("PGH003", "x = 1  # type: ignore\n"),
        ("PGH004", "x = 1  # noqa\n"),
        ("E501", f"x = '{'x' * 120}'\n"),
    ],
)
def test_lint_refuses(rule: str, fault: str) -> None:
    """The file name places the text in the package: the tests' own exceptions do not apply."""
    module = '"""A module."""\n\n' + fault
    done = run(
        [BIN / "ruff", "check", "--output-format", "concise", "--stdin-filename", "consultation/x.py", "-"],
        given=module,
    )
    assert f" {rule} " in done.stdout
    assert done.returncode == 1


def test_lint_accepts_a_sound_module() -> None:
    done = run(
        [BIN / "ruff", "check", "--stdin-filename", "consultation/x.py", "-"], given='"""A module."""\n\nX = 1\n'
    )
    assert done.returncode == 0, done.stdout


def test_format_refuses_another_shape() -> None:
    assert run([BIN / "ruff", "format", "--check", "--stdin-filename", "x.py", "-"], given="x = 'a'\n").returncode == 1


@pytest.fixture(scope="module")
def known_types(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What mypy knows of Python's own library is the same for every fault."""
    return tmp_path_factory.mktemp("types")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("no-untyped-def", "def f(a):\n    return a\n"),
        ("return-value", "def f() -> int:\n    return 'a'\n"),
        ("type-arg", "x: dict = {}\n"),
        ("unused-ignore", "x: int = 1  # type: ignore[assignment]\n"),
    ],
)
def test_types_refuse(code: str, fault: str, tmp_path: Path, known_types: Path) -> None:
    (tmp_path / "planted.py").write_text(fault)
    config = ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(known_types)]
    done = run([BIN / "mypy", *config, "planted.py"], cwd=tmp_path)
    assert f"[{code}]" in done.stdout
    assert done.returncode == 1


PLANTED = {
    "consultation/helpers.py": "",
    "consultation/lib/upwards.py": "from consultation import vocabulary, models",
    "consultation/lib/web_leaf.py": "import flask",
    "consultation/moderation/peeking.py": "import sqlalchemy",
    "consultation/moderation/rendering.py": "from flask import render_template",
    "consultation/accounts/rules.py": "from consultation.accounts import operations",
    "consultation/models/flasky.py": "import flask",
    "consultation/responses/forwards.py": "from consultation import summary",
    "consultation/responses/cleaning.py": "import bleach",
    "consultation/responses/posting.py": "import smtplib",
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says of a copy of the package with every fault of PLANTED in it."""
    copy = tmp_path_factory.mktemp("tree")
    shutil.copytree(ROOT / "consultation", copy / "consultation", ignore=shutil.ignore_patterns("static", "data"))
    shutil.copytree(ROOT / "tests" / "setup", copy / "tests" / "setup")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for name, line in PLANTED.items():
        (copy / name).write_text(f"{line}\n")
    done = run([BIN / "lint-imports", "--no-cache"], cwd=copy)
    assert done.returncode == 1, done.stdout
    return " ".join(done.stdout.split())


@pytest.mark.parametrize(
    "sentence",
    [
        "- consultation.helpers",
        "consultation.lib is not allowed to import consultation.models",
        "consultation.responses is not allowed to import consultation.summary",
        "consultation.accounts.rules is not allowed to import consultation.accounts.operations",
        "consultation.lib.web_leaf -> flask",
        "consultation.moderation.peeking -> sqlalchemy",
        "consultation.moderation.rendering -> flask",
        "consultation.models is not allowed to import flask",
        "consultation is not allowed to import bleach",
        "consultation is not allowed to import smtplib",
    ],
)
def test_import_contracts_refuse(planted: str, sentence: str) -> None:
    assert sentence in planted


TEMPLATES = {
    "H013": '<img src="{{ url_for(\'site.logo\') }}" width="1" height="1">',
    "H021": '<p style="color: red">Høring</p>',
    "H005": "<!doctype html>\n<html><head><title>Høring</title></head><body></body></html>",
    "J018": '<a href="/hoeringer">Høringer</a>',
}


@pytest.fixture(scope="module")
def linted(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What djlint says of a folder with a template for each of TEMPLATES."""
    folder = tmp_path_factory.mktemp("templates")
    for rule, fault in TEMPLATES.items():
        (folder / f"{rule}.html").write_text(fault + "\n")
    config = ["--configuration", str(ROOT / "pyproject.toml"), "--prefer-configuration"]
    done = run([BIN / "djlint", "--lint", *config, "."], cwd=folder)
    assert done.returncode == 1
    return done.stdout


@pytest.mark.parametrize("rule", TEMPLATES)
def test_template_lint_refuses(linted: str, rule: str) -> None:
    _, said = linted.split(f"{rule}.html\n")
    assert f"{rule} " in said.partition(".html\n")[0]


TESTS = {
    "test_warning": "import warnings\n\ndef test_it():\n    warnings.warn('old')\n",
    "test_network": "import socket\n\ndef test_it():\n    socket.create_connection(('192.0.2.1', 80), timeout=1)\n",
    "test_marker": "import pytest\n\n@pytest.mark.brwser\ndef test_it():\n    pass\n",
    "test_sound": "def test_it():\n    pass\n",
}

PLUGINS = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "pytest_socket"}
"""The one that the configuration asks for: reading the others takes longer than all else."""


@pytest.mark.parametrize(
    ("name", "word", "code"),
    [
        ("test_warning", "UserWarning: old", 1),
        ("test_network", "192.0.2.1", 1),
        ("test_marker", "'brwser' not found in `markers`", 2),
        ("test_sound", "1 passed", 0),
    ],
)
def test_the_test_run_refuses_warnings_strangers_and_misspelt_marks(
    name: str, word: str, code: int, tmp_path: Path
) -> None:
    (tmp_path / f"{name}.py").write_text(TESTS[name])
    options = [f"--config-file={ROOT / 'pyproject.toml'}", f"--rootdir={tmp_path}", "-p", "no:cacheprovider"]
    done = run([sys.executable, "-m", "pytest", *options, f"{name}.py"], cwd=tmp_path, **PLUGINS)
    assert word in done.stdout
    assert done.returncode == code
