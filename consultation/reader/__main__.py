"""Reads one file from standard input and writes what it is and says, or why it cannot be taken; or draws it anew.

Usage: python -m consultation.reader KIND, where KIND is the name's ending without the dot. `whole KIND` reads with more
patience all that lies in the file; both write JSON. `draw KIND ORDER` writes a line of JSON, then pictures one after
another (`reader.drawing` has the order's words).
The limits are set before the first octet is read: from then on the process can open no file and no connection, write
nothing, and neither compute nor grow for long (I5).
"""

import importlib
import json
import resource
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consultation.lib import apart
from consultation.reader.found import FaultError, Found
from consultation.vocabulary import FileFault

READERS = {
    "pdf": ("consultation.reader.pdf", "read"),
    "docx": ("consultation.reader.office", "read_docx"),
    "odt": ("consultation.reader.office", "read_odt"),
    "txt": ("consultation.reader.plain", "read"),
    "png": ("consultation.reader.image", "read_png"),
    "jpg": ("consultation.reader.image", "read_jpeg"),
    "jpeg": ("consultation.reader.image", "read_jpeg"),
}
WHOLE = READERS | {"pdf": ("consultation.reader.whole", "read")}
DRAWERS = {
    "pdf": ("consultation.reader.drawing", "draw_pdf"),
    "png": ("consultation.reader.drawing", "draw_png"),
    "jpg": ("consultation.reader.drawing", "draw_jpeg"),
    "jpeg": ("consultation.reader.drawing", "draw_jpeg"),
}


@dataclass(frozen=True)
class Limits:
    """Seconds of computing, and octets above what the process needs before it reads anything."""

    seconds: int
    memory: int


SECONDS, MEMORY = 4, 256_000_000
TAKING, WORKING = Limits(SECONDS, MEMORY), Limits(60, 1_000_000_000)
"""While somebody waits for a file to be taken; and in a job."""


def main() -> int:
    """Exit code 0 whenever an answer was written."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # - it is a TextIOWrapper unless replaced
    match sys.argv[1:]:
        case ["whole", kind]:
            _tell(WHOLE[kind], WORKING)
        case ["draw", kind, order]:
            _draw(DRAWERS[kind], json.loads(order))
        case [kind]:
            _tell(READERS[kind], TAKING)
    return 0


def _tell(at: tuple[str, str], limits: Limits) -> None:
    read: Callable[[bytes], Found] = _loaded(at)
    limit(limits)
    json.dump(_answer(lambda: read(sys.stdin.buffer.read()).as_json()), sys.stdout, ensure_ascii=False)


def _draw(at: tuple[str, str], order: dict[str, Any]) -> None:
    draw: Callable[[bytes, dict[str, Any]], Iterable[Any]] = _loaded(at)
    limit(WORKING)
    pictures: list[bytes] = []

    def drawn() -> dict[str, object]:
        told = []
        for one in draw(sys.stdin.buffer.read(), order):
            told.append(one.as_json())
            pictures.append(one.content)
        return {"pictures": told}

    sys.stdout.write(json.dumps(_answer(drawn)) + "\n")
    sys.stdout.flush()
    sys.stdout.buffer.write(b"".join(pictures))


def _loaded(at: tuple[str, str]) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(importlib.import_module(at[0]), at[1])
    return found


def limit(limits: Limits = TAKING) -> None:
    """Nothing can be raised again."""
    used = {line.split(":")[0]: 1024 * int(line.split()[1]) for line in _status() if line.startswith("Vm")}
    apart.limit(
        {
            resource.RLIMIT_CPU: limits.seconds,
            resource.RLIMIT_AS: used["VmSize"] + limits.memory,
            resource.RLIMIT_DATA: used["VmData"] + limits.memory,
        }
    )


def _status() -> list[str]:
    return Path("/proc/self/status").read_text("ascii").splitlines()


def _answer(told: Callable[[], dict[str, object]]) -> dict[str, object]:
    try:
        return told()
    except FaultError as error:
        return {"fault": error.fault}
    except MemoryError:
        return {"fault": FileFault.HEAVY}
    except RecursionError:
        return {"fault": FileFault.BROKEN}


if __name__ == "__main__":
    sys.exit(main())
