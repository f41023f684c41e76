"""The process that reads one file: takes it on standard input, answers with JSON on standard output."""

import base64
import json
import resource
import sys
from dataclasses import asdict

from consultation.lib import apart
from consultation.lib.wordfile import UnreadableFileError
from consultation.lib.wordfile.pictures import prepare
from consultation.lib.wordfile.reading import read_here

CPU_SECONDS = 5
MEMORY = 256 * 2**20
"""Octets of address space."""


def limit() -> None:
    """From here on this process may take little time and memory, and open nothing more (I5)."""
    apart.limit({resource.RLIMIT_CPU: CPU_SECONDS, resource.RLIMIT_AS: MEMORY})


def main() -> None:
    """Reads one file and answers."""
    prepare()
    limit()
    try:
        answer = _answer(sys.stdin.buffer.read())
    except UnreadableFileError as error:
        answer = {"error": error.code}
    except (MemoryError, RecursionError):
        answer = {"error": "too_large"}
    sys.stdout.write(json.dumps(answer))


def _answer(content: bytes) -> dict[str, object]:
    found = read_here(content)
    return {
        "sections": [asdict(one) for one in found.sections],
        "left_out": [asdict(one) for one in found.left_out],
        "pictures": [
            {"content": base64.b64encode(one.content).decode(), "media_type": one.media_type} for one in found.pictures
        ],
    }


if __name__ == "__main__":
    main()
