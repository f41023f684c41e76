"""The wheel holds all that a server needs, and finds it there."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILD = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
WHERE = "from consultation import paths as p; print(p.TEMPLATES, p.TRANSLATIONS, p.MIGRATIONS, p.STATIC, sep='\\n')"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, built from a copy: other tests write into the checkout meanwhile."""
    source, built, unpacked = (tmp_path_factory.mktemp(name) for name in ("source", "built", "unpacked"))
    ignored = shutil.ignore_patterns(".venv", ".git", "node_modules", "instance", "__pycache__", ".*_cache", "tests")
    shutil.copytree(ROOT, source, ignore=ignored, dirs_exist_ok=True)
    done = subprocess.run([*BUILD, "--outdir", str(built), str(source)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(unpacked)
    return unpacked


@pytest.mark.parametrize(
    "pattern",
    [
        "consultation/_data/templates/base.html",
        "consultation/_data/translations/en/LC_MESSAGES/messages.mo",
        "consultation/_data/migrations/env.py",
        "consultation/_data/migrations/versions/0001_*.py",
        "consultation/static/vendor/dkfds/css/dkfds.min.css",
        "consultation/static/vendor/dkfds/LICENSE.md",
        "consultation/summary/*.typ",
        "*.dist-info/licenses/LICENSE",
        "*.dist-info/entry_points.txt",
    ],
)
def test_the_wheel_holds(pattern: str, unpacked: Path) -> None:
    assert list(unpacked.glob(pattern))


def test_the_wheel_holds_nothing_else(unpacked: Path) -> None:
    tops = {path.name.partition("-")[0] for path in unpacked.iterdir()}
    assert tops == {"consultation"}


def test_the_package_finds_its_files_in_the_wheel(unpacked: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(unpacked)}
    command = [sys.executable, "-c", WHERE]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    folders = [Path(line) for line in done.stdout.splitlines()]
    assert len(folders) == 4
    assert all(folder.is_dir() and folder.is_relative_to(unpacked) for folder in folders)
