"""What was taken down and erased, as lines of a file beside the database: a restored backup does not know it (K3).

A line names a response by its random key and says what became of it, never what it said.
"""

import json
import os
from collections.abc import Iterator
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


def append(settings: Settings, line: Line) -> None:
    """Durable when it returns."""
    told = json.dumps({**asdict(line), "at": line.at.isoformat()}, ensure_ascii=False) + "\n"
    descriptor = os.open(path_of(settings), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, told.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(file: Path) -> Iterator[Line]:
    """Oldest first; none where there is no file. A last line that was cut off is left out."""
    if not file.exists():
        return
    for told in file.read_text(encoding="utf-8").split("\n"):
        try:
            values = json.loads(told)
        except json.JSONDecodeError:
            continue
        yield Line(**{**values, "at": datetime.fromisoformat(values["at"])})


def note_takedown(session: Session, settings: Settings, _now: datetime, *, decision_id: int) -> None:
    """The job "erasures.note_takedown"; a second line of the same says nothing new."""
    decision = session.get_one(Decision, decision_id)
    response = session.get_one(Response, decision.response_id)
    code = decision.reason.value if decision.reason else ""
    line = Line(TAKEN_DOWN, response.key, number_of(response), code, "", decision.by, decision.at)
    append(settings, line)
