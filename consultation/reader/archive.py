"""Archives with every limit held while they are unpacked: what they say about themselves is not believed (I5)."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from consultation.reader.found import FaultError
from consultation.reader.tricks import check_no_pdf
from consultation.vocabulary import FileFault

LARGEST_UNPACKED = 100_000_000
MOST_ENTRIES = 1_000
HIGHEST_RATIO = 100
_HEAD, _END_RECORD = 30, 22
_ENCRYPTED = 0x1
_CHUNK = 65_536


class Archive:
    """The entries of an archive that begins at the first octet and ends at the last, none lying upon another."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._left = min(LARGEST_UNPACKED, HIGHEST_RATIO * len(content))
        self.entries = self._entries()
        self._places = self._check_places()

    @property
    def names(self) -> frozenset[str]:
        return frozenset(entry.filename for entry in self.entries)

    def _entries(self) -> list[zipfile.ZipInfo]:
        if not self._content.startswith(b"PK\x03\x04"):
            raise FaultError(FileFault.NOT_ITS_KIND)
        if b"PK\x05\x06" not in self._content:
            raise FaultError(FileFault.BROKEN)
        if self._content[-_END_RECORD:][:4] != b"PK\x05\x06":
            raise FaultError(FileFault.TRICK)
        check_no_pdf(self._content)
        try:
            with zipfile.ZipFile(io.BytesIO(self._content)) as archive:
                entries = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
            raise FaultError(FileFault.BROKEN) from error
        if len(entries) > MOST_ENTRIES:
            raise FaultError(FileFault.PACKED)
        for entry in entries:
            _check_entry(entry)
        if len({entry.filename for entry in entries}) != len(entries):
            raise FaultError(FileFault.TRICK)
        return entries

    def _check_places(self) -> dict[str, int]:
        """Where each entry's octets begin."""
        places, end = {}, 0
        for entry in sorted(self.entries, key=lambda one: one.header_offset):
            head = self._content[entry.header_offset : entry.header_offset + _HEAD]
            if entry.header_offset < end or (end == 0 and entry.header_offset):
                raise FaultError(FileFault.PACKED if end else FileFault.TRICK)
            if head[:4] != b"PK\x03\x04":
                raise FaultError(FileFault.BROKEN)
            begin = entry.header_offset + _HEAD + int.from_bytes(head[26:28], "little")
            places[entry.filename] = begin + int.from_bytes(head[28:30], "little")
            end = places[entry.filename] + entry.compress_size
        return places

    def chunks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """The entry's octets, counted against what may be unpacked of the whole archive."""
        begin = self._places[entry.filename]
        packed = self._content[begin : begin + entry.compress_size]
        size = checksum = 0
        for chunk in _inflated(packed, entry.compress_type):
            self._left -= len(chunk)
            if self._left < 0:
                raise FaultError(FileFault.PACKED)
            size += len(chunk)
            checksum = zlib.crc32(chunk, checksum)
            yield chunk
        if size != entry.file_size:
            raise FaultError(FileFault.PACKED)
        if checksum != entry.CRC:
            raise FaultError(FileFault.BROKEN)

    def open(self, entry: zipfile.ZipInfo) -> "Stream":
        return Stream(self.chunks(entry))

    def drain(self, entry: zipfile.ZipInfo) -> None:
        """Unpacks for the sake of the limits alone."""
        for _chunk in self.chunks(entry):
            pass


class Stream:
    """An entry as a file that is read once."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._held = chunks, b""

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._held) < size:
            chunk = next(self._chunks, b"")
            if not chunk:
                break
            self._held += chunk
        taken, self._held = (self._held, b"") if size < 0 else (self._held[:size], self._held[size:])
        return taken

    def close(self) -> None:
        """A parser closes what it has read."""


def _check_entry(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    mode = entry.external_attr >> 16
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename or stat.S_ISLNK(mode):
        raise FaultError(FileFault.TRICK)
    if entry.flag_bits & _ENCRYPTED:
        raise FaultError(FileFault.LOCKED)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FaultError(FileFault.TRICK)


def _inflated(packed: bytes, method: int) -> Iterator[bytes]:
    """In pieces that are small however well it is packed."""
    if method == zipfile.ZIP_STORED:
        yield from (packed[place : place + _CHUNK] for place in range(0, len(packed), _CHUNK))
        return
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    rest = packed
    try:
        while rest and not unpacking.eof:
            yield unpacking.decompress(rest, _CHUNK)
            rest = unpacking.unconsumed_tail
        yield unpacking.flush()
    except zlib.error as error:
        raise FaultError(FileFault.BROKEN) from error
