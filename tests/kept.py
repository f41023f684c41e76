"""What test processes keep for those to come, as long as what decides it stays the same.

`pytest --cache-clear` forgets all of it, and `-p no:cacheprovider` keeps nothing.
"""

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIBRARIES = ROOT / "requirements-dev.txt"


class Sound:
    """What has been found sound, by its digest: by this test process, or by any that notes it in the same folder."""

    def __init__(self, among: Path | None = None) -> None:
        self.among = among
        self._own: set[str] = set()

    def __contains__(self, digest: str) -> bool:
        return digest in self._own or (self.among is not None and (self.among / digest).exists())

    def add(self, digest: str) -> None:
        self._own.add(digest)
        if self.among is not None:
            (self.among / digest).touch()


def folder(config: pytest.Config, name: str) -> Path | None:
    """Where such things lie; None where nothing is kept."""
    cache = getattr(config, "cache", None)
    return cache.mkdir(name) if cache else None


def of_this_state(among: Path, deciding: Iterable[Path], *words: str) -> Path:
    """The folder in `among` for the state of these files and words, made where it is missing; all others go."""
    state = hashlib.sha256("\0".join(words).encode())
    for file in deciding:
        state.update(file.read_bytes())
    kept = among / state.hexdigest()
    kept.mkdir(parents=True, exist_ok=True)
    for other in among.iterdir():
        if other != kept:
            shutil.rmtree(other, ignore_errors=True)
    return kept
