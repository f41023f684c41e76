"""Lock files: every package by version and hash, and nowhere an address, so that any machine's own registry serves."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-node.txt"]
PINNED = re.compile(
    r"^[a-z0-9][a-z0-9._-]*==\S+( ; [^\\]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+", re.MULTILINE
)
SOUND = f"flask==3.1.3 \\\n    --hash=sha256:{'0' * 64}\n"


def unpinned(lock: str) -> str:
    """What is left of a lock file without its pinned and hashed packages."""
    return PINNED.sub("", lock).strip()


def unlocked(lock: dict[str, Any]) -> list[str]:
    """Packages of package-lock.json with an address, or without a hash."""
    packages = {name: package for name, package in lock["packages"].items() if name}
    return [name for name, package in packages.items() if "resolved" in package or "integrity" not in package]


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[=<> ]", line)[0].lower().replace("_", "-") for line in requirements}


def locked(file: str) -> dict[str, str]:
    lines = (ROOT / file).read_text().splitlines()
    return dict(line.split(" ")[0].split("==") for line in lines if "==" in line)


@pytest.mark.parametrize("file", LOCKS)
def test_a_lock_file_holds_nothing_but_versions_and_hashes(file: str) -> None:
    assert unpinned((ROOT / file).read_text()) == ""


@pytest.mark.parametrize(
    "fault",
    [
        "flask>=3.1\n",
        "flask==3.1.3\n",
        "--index-url https://registry.example/simple\n",
        "--find-links /somewhere\n",
        "flask @ https://registry.example/flask.whl\n",
    ],
)
def test_a_fault_planted_in_a_lock_file_is_found(fault: str) -> None:
    assert unpinned(SOUND) == ""
    assert unpinned(SOUND + fault) == fault.strip()


def test_production_installs_the_versions_that_were_tested() -> None:
    tested = locked("requirements-dev.txt").items()
    assert locked("requirements.txt").items() <= tested


def test_every_declared_package_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert names(project["project"]["dependencies"]) <= set(locked("requirements.txt"))
    assert names(project["dependency-groups"]["dev"]) <= set(locked("requirements-dev.txt"))


def test_the_asset_lock_holds_hashes_and_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text()
    assert unlocked(json.loads(text)) == []
    assert "://" not in text


@pytest.mark.parametrize("fault", [{"resolved": "https://registry.example/x.tgz", "integrity": "sha512-x"}, {}])
def test_a_fault_planted_in_the_asset_lock_is_found(fault: dict[str, str]) -> None:
    assert unlocked({"packages": {"": {}, "node_modules/x": fault}}) == ["node_modules/x"]


def test_the_asset_lock_follows_package_json() -> None:
    declared = json.loads((ROOT / "package.json").read_text())
    root = json.loads((ROOT / "package-lock.json").read_text())["packages"][""]
    assert {kind: root[kind] for kind in ("dependencies", "devDependencies")} == {
        kind: declared[kind] for kind in ("dependencies", "devDependencies")
    }
