"""`make check` and `make test`: every check runs, a fault in one fails the whole, and pytest has the last word."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOUND = {
    "consultation/__init__.py": '"""A package."""\n',
    "consultation/api/__init__.py": '"""A package."""\n',
    "consultation/api/openapi.py": '"""A module."""\n',
    "consultation/api/shapes.py": '"""A module."""\n',
    "consultation/clock.py": '"""A module."""\n\nX: int = 1\n',
    "consultation/models/__init__.py": '"""A package."""\n',
    "consultation/lib/__init__.py": '"""A package."""\n',
    "consultation/storage.py": '"""A module."""\n',
    "consultation/audit.py": '"""A module."""\n',
    "consultation/chain.py": '"""A module."""\n',
    "consultation/jobs.py": '"""A module."""\n',
    "consultation/throttle.py": '"""A module."""\n',
    "consultation/extensions.py": '"""A module."""\n',
    "migrations/env.py": '"""A module."""\n',
    "wsgi.py": '"""A module."""\n',
    "templates/base.html": "<p>Høring</p>\n",
    "tests/test_marks.py": """\
import pytest


def test_plain() -> None:
    pass


@pytest.mark.slow
def test_slow() -> None:
    pass


@pytest.mark.browser
def test_browser() -> None:
    pass
""",
}
FAULTS = {
    "consultation/clock.py": '"""A module."""\n\nX: int="1"\nprint(X)\n',  # format, lint and types
    "consultation/helpers.py": '"""A module."""\n',  # imports: no layer
    "templates/base.html": '<p style="color: red">Høring</p>\n',
}


_PLUGINS = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "xdist.plugin,pytest_socket"}
"""Those that the configuration asks for: reading the others takes longer than all else."""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project of a few lines under the real configuration."""
    products_own = ("documents.py", "comparing.py")
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci", ignore=shutil.ignore_patterns("__pycache__", *products_own))
    shutil.copytree(ROOT / "tests" / "setup", tmp_path / "tests" / "setup", ignore=shutil.ignore_patterns("test_*"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / ".venv").symlink_to(Path(sys.executable).parents[1])
    for name, text in SOUND.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.fixture(scope="module", autouse=True)
def _typed_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What mypy knows of Python's own library is the same in every tree."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MYPY_CACHE_DIR", str(tmp_path_factory.mktemp("types")))
        yield


def check(tree: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_") and key != "BROWSER"}
    command = [sys.executable, ".ci/check.py", *options]
    env = {**inherited, **_PLUGINS, **environment}
    return subprocess.run(command, cwd=tree, env=env, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_each_fault_is_named_and_fails_the_whole_though_the_tests_pass(tree: Path) -> None:
    for file, text in FAULTS.items():
        (tree / file).write_text(text)
    done = check(tree)
    assert "= 1 passed" in done.stdout.splitlines()[-1]
    assert done.stderr.strip() == "Also failed, see above: types, format, lint, imports, templates."
    assert done.returncode == 1


@pytest.mark.slow
def test_a_failing_test_fails_the_whole(tree: Path) -> None:
    (tree / "tests" / "test_marks.py").write_text("def test_it() -> None:\n    raise AssertionError\n")
    assert check(tree).returncode == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "wish", "passed", "last"),
    [
        (["--all"], "", 3, "= 3 passed"),
        (["--all"], "none", 2, "Left out with BROWSER=none"),
    ],
)
def test_a_sound_tree_passes_and_says_what_was_left_out(
    options: list[str], wish: str, passed: int, last: str, tree: Path
) -> None:
    done = check(tree, *options, BROWSER=wish)
    assert done.returncode == 0, done.stdout
    assert f" {passed} passed" in done.stdout
    assert last in done.stdout.splitlines()[-1]
