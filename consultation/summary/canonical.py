"""Frozen dataclasses to canonical JSON and back, by their type hints: no floats, sorted keys, instants in UTC (R45)."""

import io
import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def encode(value: object) -> bytes:
    """Canonical UTF-8 bytes with a newline at the end. TypeError for a float, a naive datetime or any other type."""
    return dump(_plain(value))


def dump(plain: object) -> bytes:
    """JSON values as canonical bytes; every JSON file of a package is written by this."""
    written = io.BytesIO()  # a long text is in memory once
    for part in json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, indent=1).iterencode(plain):
        written.write(part.encode())
    written.write(b"\n")
    return written.getvalue()


def decode(kind: type[T], data: bytes) -> T:
    """The dataclass that `encode` wrote. ValueError for a missing, unknown or wrongly typed field."""
    return cast("T", _typed(kind, json.loads(data), kind.__name__))


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return str(value) if isinstance(value, StrEnum) else value
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no canonical form")


def instant(value: datetime) -> str:
    """An aware datetime as UTC with microseconds, fixed width. TypeError for a naive one."""
    if value.tzinfo is None:
        raise TypeError("a naive datetime is not an instant")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _typed(kind: Any, value: object, where: str) -> object:
    if isinstance(kind, UnionType):
        return _optional(kind, value, where)
    if get_origin(kind) is tuple:
        return _items(get_args(kind)[0], value, where)
    if is_dataclass(kind):
        return _record(kind, value, where)
    return _leaf(kind, value, where)


def _optional(kind: UnionType, value: object, where: str) -> object:
    if value is None:
        return None
    (inner,) = (each for each in get_args(kind) if each is not NoneType)
    return _typed(inner, value, where)


def _items(kind: Any, value: object, where: str) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{where}: a list is expected")  # noqa: TRY004 - the caller learns of bad data, not of a bad call
    return tuple(_typed(kind, item, f"{where}[{index}]") for index, item in enumerate(value))


def _record(kind: Any, value: object, where: str) -> object:
    hints = _hints(kind)
    if not isinstance(value, dict) or value.keys() != hints.keys():
        raise ValueError(f"{where}: the fields {', '.join(sorted(hints))} are expected")
    return kind(**{name: _typed(hint, value[name], f"{where}.{name}") for name, hint in hints.items()})


_hints = cache(get_type_hints)


def _leaf(kind: Any, value: object, where: str) -> object:
    if kind in (int, bool, str) and type(value) is kind:
        return value
    if isinstance(value, str) and kind is datetime:
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    if isinstance(value, str) and kind is date:
        return date.fromisoformat(value)
    if isinstance(value, str) and issubclass(kind, StrEnum):
        return kind(value)
    raise ValueError(f"{where}: {kind.__name__} is expected")
