"""Pages of a long list by key, not by number: nothing is skipped or repeated when rows come in meanwhile."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import request

T = TypeVar("T")

AFTER, BEFORE = "efter", "foer"
SIZE = 50
_LONGEST_KEY = 200


@dataclass(frozen=True)
class Cursor:
    """Where the reader is. Ask for `size + 1` rows: after `after` in order, or before `before` in reverse order."""

    after: str | None = None
    before: str | None = None
    size: int = SIZE


@dataclass(frozen=True)
class Page(Generic[T]):
    """The rows in the order of the list, and the addresses of the pages beside it."""

    rows: Sequence[T]
    previous_url: str | None = None
    next_url: str | None = None


def read_cursor(size: int = SIZE) -> Cursor:
    """From ?efter=KEY or ?foer=KEY; keys that are too long count as none."""
    after, before = (request.args.get(name, "")[: _LONGEST_KEY + 1] for name in (AFTER, BEFORE))
    if after and len(after) <= _LONGEST_KEY:
        return Cursor(after=after, size=size)
    return Cursor(before=before if before and len(before) <= _LONGEST_KEY else None, size=size)


def page_of(rows: Sequence[T], cursor: Cursor, key: Callable[[T], str]) -> Page[T]:
    """rows: what the query gave for the cursor, at most size + 1, in reverse where the cursor has `before`."""
    more = len(rows) > cursor.size
    shown = list(rows[: cursor.size])
    backwards = cursor.before is not None
    if backwards:
        shown.reverse()
    if not shown:
        return Page(shown)
    has_previous, has_next = (more, True) if backwards else (cursor.after is not None, more)
    return Page(
        shown,
        _address(BEFORE, key(shown[0])) if has_previous else None,
        _address(AFTER, key(shown[-1])) if has_next else None,
    )


def _address(name: str, key: str) -> str:
    kept = [(n, v) for n, v in request.args.items(multi=True) if n not in {AFTER, BEFORE}]
    return "?" + urlencode([*kept, (name, key)])
