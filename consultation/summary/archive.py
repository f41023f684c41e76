"""A package as one file: the same bytes for the same files (R45)."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping

from consultation.summary.zipped import part_of, steady


class _Sink(io.BytesIO):
    """Where an archive is written that nobody goes back in: it holds what was written since it was last asked."""

    def tell(self) -> int:
        raise io.UnsupportedOperation("no place is known")

    def taken(self) -> bytes:
        given = self.getvalue()
        self.seek(0)
        self.truncate(0)
        return given


def stream(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A zip archive in the order given, sent while it is made; a reader of half of it finds that it is no archive."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, content in files:
            archive.writestr(part_of(name), content)
            yield sink.taken()
    yield sink.taken()


def pack(files: Mapping[str, bytes]) -> bytes:
    """A zip archive of files by name."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return steady(written.getvalue())
