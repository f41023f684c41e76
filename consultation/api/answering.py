"""How every view answers: what was asked is read strictly, and nothing is built for who has it already."""

import re
from collections.abc import Callable
from typing import TypeVar

import msgspec
from flask import Response, current_app, request

from consultation.api import shapes
from consultation.errors import Invalid

Q = TypeVar("Q", bound=shapes.Query)
_INTEGER = re.compile(r"0|[1-9][0-9]{0,9}", re.ASCII)
_WHOLE_NUMBERS = frozenset({"draft", "limit", "year"})
_NOT_MODIFIED = 304


def read(wanted: type[Q]) -> Q:
    """The query, as its shape has it. Invalid for what is unknown, said twice or out of bounds: nothing is guessed."""
    twice = sorted(name for name, values in request.args.lists() if len(values) > 1)
    if twice:
        raise Invalid("said twice", reason=f"Say each parameter once: {', '.join(twice)}.")
    given = {name: _value(name, text) for name, text in request.args.items()}
    try:
        return msgspec.convert(given, wanted)
    except msgspec.ValidationError as error:
        raise Invalid("bad query", reason=f"{error}.") from error


def _value(name: str, text: str) -> int | str:
    return int(text) if name in _WHOLE_NUMBERS and _INTEGER.fullmatch(text) else text


def further(after: str) -> dict[str, str]:
    """The query of the next page: as it was asked, after the last of this one."""
    return {**request.args.to_dict(), "after": after}


def answer(shape: object, following: str | None = None) -> Response:
    """200 with the shape as JSON; `following` is the address of the next page."""
    response = current_app.response_class(msgspec.json.encode(shape), mimetype="application/json")
    if following is not None:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def unless_known(tag: str, build: Callable[[], Response]) -> Response:
    """What `build` answers, under this entity tag; 304 without building it where the asker has that.

    The tag is weak: it says that nothing has changed, never what the bytes are (P2).
    """
    known = request.if_none_match.contains_weak(tag)
    response = current_app.response_class(status=_NOT_MODIFIED) if known else build()
    response.set_etag(tag, weak=True)
    return response
