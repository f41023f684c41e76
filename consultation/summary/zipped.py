"""Office files are zip archives with the hour written into them. Here they become the same bytes every time (R45)."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from typing import IO

_DATE = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"
_UNIX = 3
_LONG = 1 << 20
_NAME_LENGTHS = 26
"""Where the header of a part says how long its name is, and what stands after that."""
_READABLE = 0o600 << 16
_UNCHANGED: Mapping[str, Callable[[bytes], bytes]] = {}


def part_of(name: str) -> zipfile.ZipInfo:
    """A part of an archive as all of ours are: the one date, compressed, and no trace of the machine."""
    part = zipfile.ZipInfo(name, _DATE)
    part.compress_type = zipfile.ZIP_DEFLATED
    part.create_system = _UNIX
    return part


def steady(archive: bytes | IO[bytes], edits: Mapping[str, Callable[[bytes], bytes]] = _UNCHANGED) -> bytes:
    """The same parts in name order, the list of content types first, each with the same date and no other trace.

    `edits` are what becomes of a part, by its name. A long part is copied as it is compressed, which takes no time.
    """
    written = io.BytesIO()
    given = io.BytesIO(archive) if isinstance(archive, bytes) else archive
    with zipfile.ZipFile(given) as source, zipfile.ZipFile(written, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != _FIRST, name)):
            known = source.getinfo(name)
            if name in edits or known.file_size < _LONG or known.compress_type != zipfile.ZIP_DEFLATED:
                content = source.read(name)
                target.writestr(part_of(name), edits[name](content) if name in edits else content)
            else:
                _copy(given, known, target, written)
    return written.getvalue()


def _copy(given: IO[bytes], known: zipfile.ZipInfo, target: zipfile.ZipFile, written: IO[bytes]) -> None:
    """A part under a header of ours, its compressed octets untouched."""
    given.seek(known.header_offset + _NAME_LENGTHS)
    name_length, extra_length = struct.unpack("<HH", given.read(4))
    given.seek(name_length + extra_length, io.SEEK_CUR)
    part = part_of(known.filename)
    part.CRC, part.compress_size, part.file_size = known.CRC, known.compress_size, known.file_size
    part.external_attr = _READABLE
    written.seek(target.start_dir)
    part.header_offset = written.tell()
    written.write(part.FileHeader(zip64=False))
    left = known.compress_size
    while left > 0:
        left -= written.write(given.read(min(left, _LONG)))
    target.start_dir = written.tell()
    target.filelist.append(part)
    target.NameToInfo[part.filename] = part
