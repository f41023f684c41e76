"""The one door to LibreOffice, where it is installed: a text file of a stranger as the pages that it prints (I5)."""

import os
import resource
import shutil
import signal
import subprocess
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

SECONDS = 60
_MEMORY = 4 << 30
_LARGEST = 200_000_000


@lru_cache(maxsize=1)
def program() -> str:
    """Its path; "" where it is not installed."""
    return shutil.which("soffice") or ""


def as_pdf(kind: str, content: bytes) -> bytes | None:
    """The pages of a file whose name ends so; None where nobody could make them."""
    if not program():
        return None
    with TemporaryDirectory(prefix="pages-") as folder:
        source = Path(folder) / f"fil.{kind}"
        source.write_bytes(content)
        _run(folder, source)
        made = source.with_suffix(".pdf")
        return made.read_bytes() if made.exists() else None


def _run(folder: str, source: Path) -> None:
    """With a profile of its own in a folder that is gone afterwards; killed with all that it has started."""
    command = [program(), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore"]
    with subprocess.Popen(  # noqa: S603 - a program of the system, and a name of ours
        [*command, "--convert-to", "pdf", "--outdir", folder, str(source)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", ""), "HOME": folder, "LC_ALL": "C.UTF-8"},
        start_new_session=True,
        preexec_fn=_limit,  # noqa: PLW1509 - it only sets limits
    ) as process:
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _limit() -> None:
    for kind, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, _LARGEST),
    ):
        resource.setrlimit(kind, (most, most))
