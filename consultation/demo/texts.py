"""The demo's texts, read from the data folder beside this file. Pure."""

import json
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

Row = dict[str, Any]
"""A table of one of the data files; the loader hands each value on to an operation that checks it."""


def authorities() -> list[Row]:
    rows: list[Row] = _toml(DATA / "authorities.toml")["authorities"]
    return rows


def names() -> Row:
    return _toml(DATA / "names.toml")


def consultation(slug: str) -> Row:
    return _toml(DATA / slug / "consultation.toml")


def drafts(slug: str) -> list[Row]:
    """In the order of their numbers."""
    return [_toml(file) for file in sorted((DATA / slug).glob("draft-*.toml"))]


def responses(slug: str) -> list[Row]:
    """Import rows (contract.md); empty where the consultation has none."""
    file = DATA / slug / "responses.jsonl"
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def treatment(slug: str) -> Row | None:
    """What staff did with the responses; None where they have not begun."""
    file = DATA / slug / "treatment.toml"
    return _toml(file) if file.exists() else None


def meeting_date(milestone: Row, deadline_on: date) -> date:
    """A fixed date, or the Monday so many weeks after the deadline."""
    if "on" in milestone:
        fixed: date = milestone["on"]
        return fixed
    on = deadline_on + timedelta(weeks=milestone["weeks_after_deadline"])
    return on + timedelta(days=-on.weekday() % 7)


def _toml(file: Path) -> Row:
    return tomllib.loads(file.read_text(encoding="utf-8"))
