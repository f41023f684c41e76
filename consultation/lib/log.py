"""What the processes say of themselves, on standard output: events and codes, never a person's words (P7)."""

from contextlib import suppress
from typing import Any

import structlog


class _Output(structlog.PrintLogger):
    def msg(self, message: str) -> None:
        """An output that takes nothing, as on a full disk, stops nobody (D5)."""
        with suppress(OSError):
            super().msg(message)

    debug = info = warning = error = critical = exception = msg


structlog.configure(logger_factory=lambda *_names: _Output())


def logger(name: str) -> Any:
    """The log of a module, by its name."""
    return structlog.get_logger(name)
