"""Office files are zip archives with the hour written into them. Here they become the same bytes every time (R45)."""

import io
import shutil
import zipfile
from collections.abc import Callable, Mapping
from typing import IO

_DATE = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"
_UNIX = 3
_UNCHANGED: Mapping[str, Callable[[bytes], bytes]] = {}


def part_of(name: str) -> zipfile.ZipInfo:
    """A part of an archive as all of ours are: the one date, compressed, and no trace of the machine."""
    part = zipfile.ZipInfo(name, _DATE)
    part.compress_type = zipfile.ZIP_DEFLATED
    part.create_system = _UNIX
    return part


def steady(archive: bytes | IO[bytes], edits: Mapping[str, Callable[[bytes], bytes]] = _UNCHANGED) -> bytes:
    """The same parts in name order, the list of content types first, each with the same date and no other trace.

    `edits` are what becomes of a part, by its name. A long part is never in memory whole.
    """
    written = io.BytesIO()
    given = io.BytesIO(archive) if isinstance(archive, bytes) else archive
    with zipfile.ZipFile(given) as source, zipfile.ZipFile(written, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != _FIRST, name)):
            part = part_of(name)
            part.file_size = source.getinfo(name).file_size
            with target.open(part, "w") as copy:
                if name in edits:
                    copy.write(edits[name](source.read(name)))
                else:
                    with source.open(name) as original:
                        shutil.copyfileobj(original, copy, 1 << 16)
    return written.getvalue()
