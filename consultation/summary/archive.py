"""A package as one file: the same bytes for the same files (R45)."""

import io
import zipfile
from collections.abc import Mapping

from consultation.summary.zipped import steady


def pack(files: Mapping[str, bytes]) -> bytes:
    """A zip archive of files by name."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return steady(written.getvalue())
