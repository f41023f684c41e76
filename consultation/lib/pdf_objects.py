"""A PDF written object by object: what was written is in no memory, and objects of other files join it."""

import hashlib
import re
from collections.abc import Mapping
from typing import BinaryIO

from pikepdf import Dictionary, Object, Pdf, Stream

_HEAD = b"%PDF-1.7\n%\x80\x80\x80\x80\n"
_REFERENCE = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9a-fA-F]*>|\b(\d+) 0 R\b", re.DOTALL)
"""Strings come first, so that words like "12 0 R" in one are left alone."""


class Objects:
    """Objects as they are written, with the table of where they stand."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._offsets: list[int] = []
        self._at = 0
        self._hash = hashlib.sha256()
        self._put(_HEAD)

    def reserve(self) -> int:
        self._offsets.append(0)
        return len(self._offsets)

    def add(self, body: bytes) -> int:
        number = self.reserve()
        self.write(number, body)
        return number

    def write(self, number: int, body: bytes) -> None:
        self._offsets[number - 1] = self._at
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def digest(self) -> bytes:
        """Sixteen octets that follow from all that is written until now."""
        return self._hash.digest()[:16]

    def end(self, root: int, info: int) -> None:
        table, size = self._at, len(self._offsets) + 1
        identity = self.digest().hex().encode()
        self._put(b"xref\n0 %d\n0000000000 65535 f\r\n" % size)
        self._put(b"".join(b"%010d 00000 n\r\n" % offset for offset in self._offsets))
        self._put(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\n" % (size, root, info, identity, identity)
        )
        self._put(b"startxref\n%d\n%%%%EOF\n" % table)

    def _put(self, octets: bytes) -> None:
        self._file.write(octets)
        self._hash.update(octets)
        self._at += len(octets)


class Copier:
    """Writes what is reached from given objects of one PDF, under numbers of the file.

    `known` are numbers of what is written elsewhere.
    """

    def __init__(self, pdf: Pdf, file: Objects, known: Mapping[int, int]) -> None:
        self._pdf, self._file = pdf, file
        self._numbers = dict(known)
        self._waiting: list[int] = []

    def reference(self, item: Object) -> int:
        """Its number in the file; it is written in the end."""
        return self._number(item.objgen[0])

    def write(self, item: Object, number: int) -> None:
        if isinstance(item, Stream):
            raw = item.read_raw_bytes()
            head = Dictionary({**item.stream_dict, "/Length": len(raw)}).unparse(resolved=True)
            self._file.write(number, b"%s\nstream\n%s\nendstream" % (self._renumbered(head), raw))
        else:
            self._file.write(number, self._renumbered(item.unparse(resolved=True)))

    def finish(self) -> None:
        while self._waiting:
            old = self._waiting.pop()
            self.write(self._pdf.get_object(old, 0), self._numbers[old])

    def _number(self, old: int) -> int:
        if old not in self._numbers:
            self._numbers[old] = self._file.reserve()
            self._waiting.append(old)
        return self._numbers[old]

    def _renumbered(self, written: bytes) -> bytes:
        return _REFERENCE.sub(lambda found: b"%d 0 R" % self._number(int(found[1])) if found[1] else found[0], written)
