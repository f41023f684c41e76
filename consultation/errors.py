# ruff: noqa: N818 - a refusal is named after what it says; none of these is a fault of the program
"""What the domain refuses, and why. One handler turns these into pages; a page finds its words by `code`."""

from collections.abc import Mapping
from typing import ClassVar


class DomainError(Exception):
    """The base: `message` is English for developers, `details` are plain values for the page that explains it."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"

    def __init__(self, message: str = "", **details: object) -> None:
        super().__init__(message or self.code)
        self.message = message or self.code
        self.details = details


class Invalid(DomainError):
    """The input cannot be taken; `errors` says why for each field, by stable code."""

    status = 400
    code = "invalid"

    def __init__(self, message: str = "", errors: Mapping[str, str] | None = None, **details: object) -> None:
        super().__init__(message, **details)
        self.errors = dict(errors or {})


class NotAllowed(DomainError):
    """A function that this person's roles do not give; for things that must not be known, use NotFound (A1)."""

    status = 403
    code = "not_allowed"


class NotFound(DomainError):
    """No such thing, or none that this person may know of (A2)."""

    status = 404
    code = "not_found"


class Conflict(DomainError):
    """Someone else was first, or the thing has changed since it was shown (C1, C2)."""

    status = 409
    code = "conflict"


class Closed(DomainError):
    """The consultation does not take this now: not open yet, closed or cancelled."""

    status = 409
    code = "closed"


class Refused(DomainError):
    """A rule stands in the way; `gaps` lists all that is missing as plain values (R10, R44). Ends a command with 3."""

    status = 409
    code = "refused"
    exit_code: ClassVar[int] = 3

    def __init__(self, message: str = "", gaps: tuple[object, ...] = (), **details: object) -> None:
        super().__init__(message, **details)
        self.gaps = gaps


class Gone(DomainError):
    """It was here, and is not any more: withdrawn, taken down, or its link has died."""

    status = 410
    code = "gone"
