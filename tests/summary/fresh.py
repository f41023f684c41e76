"""The same work in a process of its own, in another time zone and language and with another hash seed (R45)."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]


def digest(content: bytes) -> str:
    """What `in_fresh_process` gives for the same octets: made here, after whatever else this process has made."""
    return sha256(content).hexdigest()


def in_fresh_process(code: str, zone: str) -> str:
    """The SHA-256 of what `write()`, defined by `code`, returns there."""
    seed, language = (str(len(zone)), "C" if len(zone) % 2 else "da_DK.UTF-8")
    surroundings = {**os.environ, "TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    program = f"{code}\nimport sys; sys.stdout.buffer.write(write())"
    ran = subprocess.run([sys.executable, "-c", program], env=surroundings, cwd=ROOT, capture_output=True, check=True)
    assert ran.stdout
    return digest(ran.stdout)
