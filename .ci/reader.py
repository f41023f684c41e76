"""Reads words in pictures, for the tests: tesseract, one that is there or else Debian's. Nothing needs it."""

from __future__ import annotations

import os
import shutil

from base import VENV, debian_install

LOOKED = VENV / "tesseract"
"""Its path, or "none": where it cannot be had, nobody looks again."""


def find_reader() -> None:
    if os.environ.get("TESSERACT", "") == "none" or shutil.which("tesseract") or LOOKED.exists():
        return
    debian_install("tesseract-ocr tesseract-ocr-dan")  # the language alone brings no program
    LOOKED.parent.mkdir(exist_ok=True)
    LOOKED.write_text((shutil.which("tesseract") or "none") + "\n", "utf-8")
