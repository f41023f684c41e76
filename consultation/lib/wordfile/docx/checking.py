"""The process that checks one template: takes it on standard input, answers with JSON on standard output (I5)."""

import base64
import json
import resource
import sys

from consultation.lib import apart
from consultation.lib.wordfile import UnreadableFileError
from consultation.lib.wordfile.docx.letterhead import cleaned
from consultation.lib.wordfile.pictures import prepare

CPU_SECONDS, MEMORY = 10, 256 * 2**20


def main() -> None:
    """Checks one file and answers."""
    prepare()
    apart.limit({resource.RLIMIT_CPU: CPU_SECONDS, resource.RLIMIT_AS: MEMORY})
    sys.stdout.write(json.dumps(_answer(sys.stdin.buffer.read())))


def _answer(content: bytes) -> dict[str, object]:
    try:
        template, problems = cleaned(content)
    except UnreadableFileError as error:
        return {"problems": [(error.code, "")]}
    except (MemoryError, RecursionError):
        return {"problems": [("too_large", "")]}
    return {"problems": problems} if problems else {"template": base64.b64encode(template).decode()}


if __name__ == "__main__":
    main()
