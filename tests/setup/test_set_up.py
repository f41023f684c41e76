"""The set-up stops with one sentence that says what to do, never with a traceback; twice is as good as once."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = [sys.executable, ".ci/setup.py"]
PRETENDING = """
import runpy, sys
{pretence}
sys.argv, sys.path[0] = [".ci/setup.py"], ".ci"
runpy.run_path(".ci/setup.py", run_name="__main__")
"""


@pytest.fixture
def checkout() -> Iterator[Path]:
    """What the set-up reads, in a folder whose name is a trap; everybody may look into it."""
    with tempfile.TemporaryDirectory(prefix="høring på prøve ") as folder:
        place = Path(folder)
        place.chmod(0o755)
        shutil.copytree(ROOT / ".ci", place / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("package.json", "package-lock.json", "requirements-dev.txt", "requirements-node.txt"):
            shutil.copy(ROOT / name, place)
        yield place


def run(command: list[str], cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def as_somebody_else(command: list[str]) -> list[str]:
    """The command as a user without privileges, where the tests run as root, for whom no folder is closed."""
    return ["setpriv", "--reuid=65534", "--clear-groups", *command] if os.geteuid() == 0 else command


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a set-up that stopped."""
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


def program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(stat.S_IRWXU)


@pytest.mark.parametrize(
    ("pretence", "sentence"),
    [
        ("sys.version_info = (3, 9, 2, 'final', 0)", "Python 3.9 is too old: install Python 3.11 or later"),
        (
            "sys.modules['ensurepip'] = None",
            "Python's venv module is missing: install it (Debian: `apt-get install python3-venv`",
        ),
    ],
)
def test_an_incomplete_python_gets_a_sentence(checkout: Path, pretence: str, sentence: str) -> None:
    done = run([sys.executable, "-c", PRETENDING.format(pretence=pretence)], checkout)
    assert refused(done).startswith(sentence)
    assert not (checkout / ".venv").exists()


def test_a_folder_that_cannot_be_written_gets_a_sentence(checkout: Path) -> None:
    checkout.chmod(0o555)
    done = run(as_somebody_else(["python3", ".ci/setup.py"]), checkout, PATH="/usr/bin:/bin")
    checkout.chmod(0o755)
    assert refused(done).startswith(f"No access to {checkout}/.venv: ")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("npm error code ENOTFOUND", "the package registry did not answer. Connect to the network"),
        ("npm error code EINTEGRITY\nnpm error A complete log", "it stopped with “npm error code EINTEGRITY”"),
    ],
)
def test_an_npm_that_fails_gets_a_sentence(checkout: Path, words: str, sentence: str) -> None:
    program(checkout / "bin", "node", "")
    program(checkout / "bin", "npm", f"echo '{words}'; exit 1")
    done = run([*SCRIPT, "--only", "assets"], checkout, PATH=f"{checkout}/bin:/usr/bin:/bin")
    assert sentence in refused(done)
    assert words in (checkout / ".venv" / "setup.log").read_text()


@pytest.mark.slow
def test_a_first_set_up_without_network_gets_a_sentence(checkout: Path) -> None:
    nowhere = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0"}
    done = run([*SCRIPT, "--only", "environment"], checkout, **nowhere, PIP_FIND_LINKS="", PIP_EXTRA_INDEX_URL="")
    assert "the package registry did not answer. Connect to the network" in refused(done)


def test_an_unknown_part_is_a_wrong_use(checkout: Path) -> None:
    done = run([*SCRIPT, "--only", "browsr"], checkout)
    assert done.returncode == 2
    assert "unknown part browsr; there are environment, assets, translations, browser, scanner" in done.stderr


class TestBrowser:
    """Chromium is looked for in the order: wished, there, Debian's, Playwright's; none is a sentence."""

    @staticmethod
    def find(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        program(checkout / ".venv" / "bin", "python", "echo ENOTFOUND; exit 1")
        environment = {"PATH": f"{checkout}/bin", "BROWSER": "", **environment}
        return run([*SCRIPT, "--only", "browser"], checkout, **environment)

    def test_none_to_be_had_says_what_to_do(self, checkout: Path) -> None:
        done = self.find(checkout)
        assert "Debian: `apt-get install chromium`" in refused(done)
        assert "`BROWSER=none make test` runs the rest" in done.stderr

    def test_none_wished_is_no_fault(self, checkout: Path) -> None:
        assert self.find(checkout, BROWSER="none").returncode == 0
        assert not (checkout / ".venv" / "browser").exists()

    def test_one_that_is_there_is_taken(self, checkout: Path) -> None:
        program(checkout / "bin", "chromium", "echo Chromium 1.0")
        assert self.find(checkout).returncode == 0
        assert (checkout / ".venv" / "browser").read_text() == f"{checkout}/bin/chromium\n"

    def test_one_that_does_not_run_is_passed_over(self, checkout: Path) -> None:
        program(checkout / "bin", "chromium", "exit 1")
        program(checkout / "bin", "google-chrome", "echo Google Chrome 1.0")
        assert self.find(checkout).returncode == 0
        assert (checkout / ".venv" / "browser").read_text() == f"{checkout}/bin/google-chrome\n"

    def test_debians_is_installed_where_that_is_allowed(self, checkout: Path) -> None:
        chromium = checkout / "bin" / "chromium"
        program(
            checkout / "bin",
            "apt-get",
            f"printf '#!/bin/sh\\necho Chromium 1.0' >'{chromium}'; /bin/chmod +x '{chromium}'",
        )
        (checkout / ".venv").mkdir()
        root = PRETENDING.replace('".ci/setup.py"]', '".ci/setup.py", "--only", "browser"]')
        script = root.format(pretence="import os; os.geteuid = lambda: 0")
        done = run([sys.executable, "-c", script], checkout, PATH=f"{checkout}/bin", BROWSER="")
        assert done.returncode == 0, done.stderr
        assert (checkout / ".venv" / "browser").read_text() == f"{chromium}\n"

    def test_the_wished_one_comes_first(self, checkout: Path) -> None:
        program(checkout / "bin", "chromium", "echo Chromium 1.0")
        program(checkout / "mine", "my-browser", "echo Chromium 2.0")
        assert self.find(checkout, BROWSER=f"{checkout}/mine/my-browser").returncode == 0
        assert (checkout / ".venv" / "browser").read_text() == f"{checkout}/mine/my-browser\n"

    def test_an_everyday_browser_of_another_make_is_passed_over(self, checkout: Path) -> None:
        program(checkout / "bin", "chromium", "echo Chromium 1.0")
        program(checkout / "mine", "firefox", "echo Mozilla Firefox 1.0")
        assert self.find(checkout, BROWSER=f"{checkout}/mine/firefox").returncode == 0
        assert (checkout / ".venv" / "browser").read_text() == f"{checkout}/bin/chromium\n"


class TestScanner:
    """ClamAV's daemon is looked for in the order: wished, there, Debian's; none is a sentence."""

    @staticmethod
    def find(checkout: Path, pretence: str = "pass", **environment: str) -> subprocess.CompletedProcess[str]:
        """As nobody in particular, on a machine that has none at the usual place."""
        usual = "import sys; sys.path.insert(0, '.ci'); import scanner; scanner._USUAL = ''; sys.path.pop(0)"
        script = PRETENDING.replace('".ci/setup.py"]', '".ci/setup.py", "--only", "scanner"]')
        code = script.format(pretence=f"{usual}; {pretence}")
        return run([sys.executable, "-c", code], checkout, **{"PATH": f"{checkout}/bin", "CLAMD": "", **environment})

    def test_none_to_be_had_says_what_to_do(self, checkout: Path) -> None:
        done = self.find(checkout)
        assert "Debian: `apt-get install clamav-daemon`" in refused(done)
        assert "`CLAMD=none make test` runs the rest" in done.stderr

    def test_none_wished_is_no_fault(self, checkout: Path) -> None:
        assert self.find(checkout, CLAMD="none").returncode == 0
        assert not (checkout / ".venv" / "clamd").exists()

    def test_one_that_is_there_is_taken(self, checkout: Path) -> None:
        program(checkout / "bin", "clamd", "")
        assert self.find(checkout).returncode == 0
        assert (checkout / ".venv" / "clamd").read_text() == f"{checkout}/bin/clamd\n"

    def test_debians_is_installed_where_that_is_allowed(self, checkout: Path) -> None:
        clamd = checkout / "bin" / "clamd"
        program(checkout / "bin", "apt-get", f"printf '#!/bin/sh' >'{clamd}'; /bin/chmod +x '{clamd}'")
        (checkout / ".venv").mkdir()
        done = self.find(checkout, "import os; os.geteuid = lambda: 0")
        assert done.returncode == 0, done.stderr
        assert (checkout / ".venv" / "clamd").read_text() == f"{clamd}\n"


def test_the_command_starts_from_a_folder_with_spaces_and_danish_letters(checkout: Path) -> None:
    package = checkout / "consultation"
    package.mkdir()
    (package / "cli.py").write_text("import sys\n\n\ndef main():\n    print(sys.argv[1:])\n    return 3\n")
    run([sys.executable, "-m", "venv", "--without-pip", str(checkout / ".venv")], checkout)
    run([sys.executable, "-c", "import environment; environment._add_project()"], checkout / ".ci")
    link = checkout / "linked command"
    link.symlink_to(checkout / ".venv" / "bin" / "consultation")
    done = run([str(link), "to ord", "æøå"], Path("/"), LC_ALL="C.UTF-8")
    assert (done.stdout, done.returncode) == ("['to ord', 'æøå']\n", 3)


def test_a_second_set_up_has_nothing_to_do() -> None:
    done = run(SCRIPT, ROOT)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
