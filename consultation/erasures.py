"""What was taken down and erased, as lines of a file beside the database: a restored backup does not know it (K3).

A line names a response by its random key and says what became of it, never what it said.
"""

import errno
import fcntl
import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from consultation.config import Settings
from consultation.models import Decision, Response
from consultation.responses.queries import number_of

FILE = "erasures.jsonl"
TAKEN_DOWN, ERASED = "taken_down", "erased"


@dataclass(frozen=True)
class Line:
    """`code` is the coded reason of the decision, `reason` what whoever erased it wrote."""

    act: str
    key: str
    number: str
    code: str
    reason: str
    by: str
    at: datetime


def path_of(settings: Settings) -> Path:
    return settings.data_dir / FILE


@dataclass(frozen=True)
class Ledger:
    """Its lines, oldest first, and the numbers of those that cannot be read, the first being 1."""

    lines: list[Line]
    unreadable: list[int]


def append(settings: Settings, line: Line) -> None:
    """Durable when it returns. Raises OSError where it cannot be whole, and nothing of it is left."""
    told = json.dumps({**asdict(line), "at": line.at.isoformat()}, ensure_ascii=False).encode() + b"\n"
    descriptor = os.open(path_of(settings), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # worker and command may write at once
        end = os.fstat(descriptor).st_size
        if end and os.pread(descriptor, 1, end - 1) != b"\n":
            told = b"\n" + told
        if os.write(descriptor, told) != len(told):
            os.ftruncate(descriptor, end)
            raise OSError(errno.ENOSPC, "a line of the ledger is not whole")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(file: Path) -> Ledger:
    """Empty where there is no file. A last line that was cut off is none: nobody was told that it is written."""
    ledger = Ledger([], [])
    *whole, last = file.read_bytes().split(b"\n") if file.exists() else [b""]
    for number, told in enumerate(whole, 1):
        line = _line(told)
        ledger.unreadable.append(number) if line is None else ledger.lines.append(line)
    if (line := _line(last)) is not None:
        ledger.lines.append(line)
    return ledger


def _line(told: bytes) -> Line | None:
    try:
        values = json.loads(told)
        return Line(**{**values, "at": datetime.fromisoformat(values["at"])})
    except (ValueError, TypeError, KeyError):
        return None


def note_takedown(session: Session, settings: Settings, _now: datetime, *, decision_id: int) -> None:
    """The job "erasures.note_takedown"; a second line of the same says nothing new."""
    decision = session.get_one(Decision, decision_id)
    response = session.get_one(Response, decision.response_id)
    code = decision.reason.value if decision.reason else ""
    line = Line(TAKEN_DOWN, response.key, number_of(response), code, "", decision.by, decision.at)
    append(settings, line)
