"""Reads one file from standard input and writes JSON: what it is and says, or why it cannot be taken.

Usage: python -m consultation.reader KIND, where KIND is the name's ending without the dot.
The limits are set before the first octet is read: from then on the process can open no file and no connection, write
nothing, and neither compute nor grow for long (I5).
"""

import importlib
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from consultation.lib import apart
from consultation.reader.found import FaultError, Found
from consultation.vocabulary import FileFault

SECONDS = 4
"""Of computing."""
MEMORY = 256_000_000
"""Octets above what the process needs before it reads anything."""
READERS = {
    "pdf": ("consultation.reader.pdf", "read"),
    "docx": ("consultation.reader.office", "read_docx"),
    "odt": ("consultation.reader.office", "read_odt"),
    "txt": ("consultation.reader.plain", "read"),
    "png": ("consultation.reader.image", "read_png"),
    "jpg": ("consultation.reader.image", "read_jpeg"),
    "jpeg": ("consultation.reader.image", "read_jpeg"),
}


def main() -> int:
    """Exit code 0 whenever an answer was written."""
    module, name = READERS[sys.argv[1]]
    read: Callable[[bytes], Found] = getattr(importlib.import_module(module), name)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # - it is a TextIOWrapper unless replaced
    limit()
    json.dump(_answer(read, sys.stdin.buffer.read()), sys.stdout, ensure_ascii=False)
    return 0


def limit() -> None:
    """Nothing can be raised again."""
    used = {line.split(":")[0]: 1024 * int(line.split()[1]) for line in _status() if line.startswith("Vm")}
    apart.limit(
        {
            resource.RLIMIT_CPU: SECONDS,
            resource.RLIMIT_AS: used["VmSize"] + MEMORY,
            resource.RLIMIT_DATA: used["VmData"] + MEMORY,
        }
    )


def _status() -> list[str]:
    return Path("/proc/self/status").read_text("ascii").splitlines()


def _answer(read: Callable[[bytes], Found], content: bytes) -> dict[str, object]:
    try:
        return read(content).as_json()
    except FaultError as error:
        return {"fault": error.fault}
    except MemoryError:
        return {"fault": FileFault.HEAVY}
    except RecursionError:
        return {"fault": FileFault.BROKEN}


if __name__ == "__main__":
    sys.exit(main())
