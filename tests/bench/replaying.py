"""Makes files again from the log of losing.c as a power cut would leave them."""

import os
import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_HEAD = struct.Struct("=5Q")


@dataclass(frozen=True)
class Record:
    """As losing.c describes it; for T and G `offset` is the size, for R `data` is the new path."""

    kind: str
    path: str
    offset: int
    data: bytes
    ticket: int


@dataclass
class File:
    """What was written since the last time all was made safe, in order; and how much of it was there when making safe
    began, by ticket."""

    unsafe: list[Record] = field(default_factory=list)
    begun: dict[int, int] = field(default_factory=dict)

    def made_safe(self, ticket: int) -> list[Record]:
        many = max(0, self.begun.pop(ticket, 0))
        safe, self.unsafe = self.unsafe[:many], self.unsafe[many:]
        self.begun = {other: left - many for other, left in self.begun.items()}
        return safe


def read(log: Path) -> Iterator[Record]:
    with log.open("rb") as file:
        while head := file.read(_HEAD.size):
            if len(head) < _HEAD.size:
                return  # killed while it wrote this one
            kind, path, offset, length, ticket = _HEAD.unpack(head)
            yield Record(chr(kind), file.read(path).decode(), offset, file.read(length), ticket)


class Replay:
    """Files that begin with `target`, which were as those that begin with `root` before the log."""

    def __init__(self, root: Path, target: Path) -> None:
        self._root, self._target = root, target
        self._files: dict[str, File] = {}

    def run(self, log: Path, dice: random.Random, share: float) -> None:
        """All that was made safe, and `share` of the rest, piece by piece, as chance has it."""
        act = {"S": self._begin, "D": self._make_safe, "U": self._remove, "R": self._rename}
        for record in read(log):
            act.get(record.kind, self._keep)(record, self._files.setdefault(record.path, File()))
        for path, file in self._files.items():
            for one in file.unsafe:
                if dice.random() < share:
                    _write(self._place(path), one)

    def _place(self, path: str) -> Path:
        return Path(f"{self._target}{path.removeprefix(str(self._root))}")

    def _keep(self, record: Record, file: File) -> None:
        file.unsafe.append(record)

    def _begin(self, record: Record, file: File) -> None:
        file.begun[record.ticket] = len(file.unsafe)

    def _make_safe(self, record: Record, file: File) -> None:
        for one in file.made_safe(record.ticket):
            _write(self._place(record.path), one)

    def _remove(self, record: Record, _file: File) -> None:
        del self._files[record.path]
        self._place(record.path).unlink(missing_ok=True)

    def _rename(self, record: Record, file: File) -> None:
        """A file of which nothing is safe is there under its new name, and empty."""
        new = record.data.decode()
        del self._files[record.path]
        self._files[new] = file
        _touch(self._place(record.path))
        self._place(record.path).replace(self._place(new))


def _write(path: Path, record: Record) -> None:
    if not path.parent.is_dir():
        return  # removed meanwhile
    _touch(path)
    with path.open("r+b") as file:
        if record.kind == "W":
            file.seek(record.offset)
            file.write(record.data)
        elif record.kind == "T" or path.stat().st_size < record.offset:
            file.truncate(record.offset)


def _touch(path: Path) -> None:
    """A new file belongs to whom its folder belongs to: the server may run as its own user."""
    if not path.exists():
        path.touch(mode=0o600)
        owner = path.parent.stat()
        os.chown(path, owner.st_uid, owner.st_gid)
