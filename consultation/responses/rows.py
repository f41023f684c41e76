"""Rows of `responses import` (contract.md): from what stands in a file to checked plain values. Pure."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from consultation.lib.dates import opening_instant
from consultation.lib.tables import Problem
from consultation.lib.text import TextError, clean, clean_line
from consultation.responses import rules
from consultation.responses.rules import Sender
from consultation.vocabulary import Capacity, Channel, Precision, Stance

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")

LONGEST_TEXT = 200_000
LONGEST_LINE = 200
MOST_FILES = 10
TEXTS = ("name", "organisation", "cvr", "email", "phone", "postcode", "on_behalf_of", "helper_name")
FIELDS = frozenset(
    {"reference", "received_at", "channel", "capacity", "address", "protected", "under_18", "drafts", "no_remarks"}
    | {"text", "sections", "attachments", *TEXTS}
)
SECTION_FIELDS = frozenset({"draft", "section", "stance", "text", "proposed_text"})
NOON = time(12, 0)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)
_YES, _NO = frozenset({"true", "1", "ja", "yes"}), frozenset({"false", "0", "nej", "no", ""})


@dataclass(frozen=True)
class SectionRow:
    """One answer of a row; `section` is a printed number or an anchor, "" the draft as a whole."""

    draft: int
    section: str = ""
    stance: Stance | None = None
    text: str = ""
    proposed_text: str = ""


@dataclass(frozen=True)
class ResponseRow:
    """One row, read. `row` is its number in the file as a person counts."""

    row: int
    reference: str
    received_at: datetime
    channel: Channel
    sender: Sender
    precision: Precision = Precision.SECOND
    text: str = ""
    drafts: tuple[int, ...] = ()
    sections: tuple[SectionRow, ...] = ()
    attachments: tuple[str, ...] = ()
    no_remarks: bool = False


class _ValueRefusedError(ValueError):
    """A value that is not taken; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class _Reader:
    """Reads the fields of one row and keeps what is wrong with them."""

    row: int
    given: Mapping[str, object]
    problems: list[Problem] = field(default_factory=list)

    def read(self, name: str, how: Callable[[object], V], missing: V) -> V:
        try:
            return how(self.given.get(name))
        except _ValueRefusedError as error:
            self.fault(name, error.code)
            return missing

    def fault(self, name: str, code: str) -> None:
        self.problems.append(Problem(self.row, code, name))


def read_response_rows(
    rows: Iterable[tuple[int, Mapping[str, object]]], now: datetime
) -> tuple[list[ResponseRow], list[Problem]]:
    """All rows, and everything that is wrong with them by row and field; use the rows only where nothing is.

    Codes: missing, format, unknown, twice, future, too_long, characters, too_many, contradicts.
    """
    read: list[ResponseRow] = []
    problems: list[Problem] = []
    references: set[str] = set()
    for number, given in rows:
        reader = _Reader(number, given)
        row = _response(reader, now)
        if row.reference in references:
            reader.fault("reference", "twice")
        references.add(row.reference)
        read.append(row)
        problems += reader.problems
    return read, problems


def _response(reader: _Reader, now: datetime) -> ResponseRow:
    for name in sorted(set(reader.given) - FIELDS):
        reader.fault(name, "unknown")
    received_at, precision = reader.read("received_at", _received, (now, Precision.SECOND))
    channel = reader.read("channel", lambda value: _word(value, Channel), Channel.PORTAL)
    if received_at > now:
        reader.fault("received_at", "future")
    if precision is Precision.DAY and channel is Channel.PORTAL:
        reader.fault("received_at", "format")
    row = ResponseRow(
        row=reader.row,
        reference=reader.read("reference", _required_line, ""),
        received_at=received_at,
        precision=precision,
        channel=channel,
        sender=_sender(reader),
        text=reader.read("text", _text, ""),
        drafts=reader.read("drafts", _numbers, ()),
        sections=reader.read("sections", _sections, ()),
        attachments=reader.read("attachments", _names, ()),
        no_remarks=reader.read("no_remarks", _flag, False),
    )
    _check_whole(reader, row)
    return row


def _sender(reader: _Reader) -> Sender:
    before = len(reader.problems)
    texts = {name: reader.read(name, _line, "") for name in TEXTS}
    sender = Sender(
        capacity=reader.read("capacity", lambda value: _word(value, Capacity), Capacity.CITIZEN),
        address=reader.read("address", _text, ""),
        protected=reader.read("protected", _flag, False),
        under_18=reader.read("under_18", _flag, False),
        **texts,
    )
    if len(reader.problems) == before:
        for name, code in rules.sender_faults(sender).items():
            reader.fault(name, code)
    return sender


def _check_whole(reader: _Reader, row: ResponseRow) -> None:
    said = bool(row.text.strip() or row.sections or row.attachments)
    if any(problem.field in {"text", "sections", "attachments", "no_remarks"} for problem in reader.problems):
        return
    if row.no_remarks and said:
        reader.fault("no_remarks", "contradicts")
    if not row.no_remarks and not said:
        reader.fault("text", "missing")


# One value each


def _line(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise _ValueRefusedError("format")
    return _limited(_cleaned(clean_line, str(value)), LONGEST_LINE)


def _required_line(value: object) -> str:
    line = _line(value)
    if not line:
        raise _ValueRefusedError("missing")
    return line


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _ValueRefusedError("format")
    return _limited(_cleaned(clean, value), LONGEST_TEXT)


def _cleaned(how: Callable[[str], str], text: str) -> str:
    try:
        return how(text)
    except TextError as error:
        raise _ValueRefusedError("characters") from error


def _limited(text: str, limit: int) -> str:
    if len(text) > limit:
        raise _ValueRefusedError("too_long")
    return text


def _received(value: object) -> tuple[datetime, Precision]:
    """An instant with its offset, or a received stamp's date alone: then the day is all that is known (states.md)."""
    if not isinstance(value, str) or not value.strip():
        raise _ValueRefusedError("missing")
    text = value.strip()
    try:
        if _DATE.fullmatch(text):
            return opening_instant(date.fromisoformat(text), NOON), Precision.DAY
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise _ValueRefusedError("format") from error
    if instant.tzinfo is None:
        raise _ValueRefusedError("format")
    return instant, Precision.SECOND


def _word(value: object, words: type[E]) -> E:
    line = _required_line(value)
    try:
        return words(line)
    except ValueError as error:
        raise _ValueRefusedError("unknown") from error


def _flag(value: object) -> bool:
    if value is None or isinstance(value, bool):
        return bool(value)
    if isinstance(value, str) and value.strip().casefold() in _YES | _NO:
        return value.strip().casefold() in _YES
    raise _ValueRefusedError("format")


def _items(value: object) -> list[object]:
    """A list, or a cell with its parts separated by semicolons."""
    if value is None:
        return []
    if isinstance(value, list):
        return value
    if isinstance(value, str | int) and not isinstance(value, bool):
        return [part.strip() for part in str(value).split(";") if part.strip()]
    raise _ValueRefusedError("format")


def _numbers(value: object) -> tuple[int, ...]:
    numbers = tuple(_number(item) for item in _items(value))
    if len(set(numbers)) != len(numbers):
        raise _ValueRefusedError("twice")
    return numbers


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, str | int) or not _WHOLE_NUMBER.fullmatch(str(value)):
        raise _ValueRefusedError("format")
    return int(value)


def _names(value: object) -> tuple[str, ...]:
    names = tuple(_required_line(item) for item in _items(value))
    if len(names) > MOST_FILES:
        raise _ValueRefusedError("too_many")
    return names


def _sections(value: object) -> tuple[SectionRow, ...]:
    if isinstance(value, str):
        try:
            value = json.loads(value) if value.strip() else None
        except (ValueError, RecursionError) as error:
            raise _ValueRefusedError("format") from error
    if value is None:
        return ()
    if not isinstance(value, list):
        raise _ValueRefusedError("format")
    return tuple(_section(item) for item in value)


def _section(item: object) -> SectionRow:
    if not isinstance(item, dict) or set(item) - SECTION_FIELDS:
        raise _ValueRefusedError("format")
    stance = item.get("stance")
    row = SectionRow(
        draft=_number(item.get("draft")),
        section=_line(item.get("section")),
        stance=_word(stance, Stance) if stance not in (None, "") else None,
        text=_text(item.get("text")),
        proposed_text=_text(item.get("proposed_text")),
    )
    if not (row.text.strip() or row.proposed_text.strip() or row.stance):
        raise _ValueRefusedError("missing")
    return row
