"""A PDF written object by object: what was written is in no memory, and objects of other files join it."""

import hashlib
import re
import struct
import zlib
from collections.abc import Mapping
from typing import BinaryIO

from pikepdf import Dictionary, Object, Pdf, Stream

_HEAD = b"%PDF-1.7\n%\x80\x80\x80\x80\n"
_REFERENCE = re.compile(rb"\((?:[^()\\]|\\.)*\)|<[0-9a-fA-F]*>|\b(\d+) 0 R\b", re.DOTALL)
"""Strings come first, so that words like "12 0 R" in one are left alone."""
_TOGETHER = 200
"""Objects that are compressed as one."""
_FREE, _ALONE, _PACKED = range(3)
"""How the table says where an object is: nowhere, at an octet of the file, or among those that are packed together."""
_WIDTHS = (1, 8, 2)
_ROW = struct.Struct(">BQH")


class Objects:
    """The file as it is written, with the table of where its objects stand; they are numbered from 1."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._table = bytearray(_ROW.pack(_FREE, 0, 65_535))
        self._waiting: list[tuple[int, bytes]] = []
        self._at = 0
        self._hash = hashlib.sha256()
        self._put(_HEAD)

    def reserve(self) -> int:
        """A number for an object that is written later."""
        self._table += _ROW.pack(_FREE, 0, 0)
        return len(self._table) // _ROW.size - 1

    def add(self, body: bytes) -> int:
        """Writes an object that is no stream; its number."""
        number = self.reserve()
        self.write(number, body)
        return number

    def write(self, number: int, body: bytes) -> None:
        """Writes an object that is no stream, under a number that was reserved."""
        self._waiting.append((number, body))
        if len(self._waiting) == _TOGETHER:
            self._pack()

    def write_stream(self, number: int, about: bytes, octets: bytes) -> None:
        """`about` is what stands in its dictionary, but for the length."""
        self._place(number, _ALONE, self._at, 0)
        self._put(b"%d 0 obj\n<<%s/Length %d>>stream\n" % (number, about, len(octets)))
        self._put(octets)
        self._put(b"\nendstream\nendobj\n")

    def digest(self) -> bytes:
        """Sixteen octets that follow from all that is written until now."""
        return self._hash.digest()[:16]

    def end(self, root: int, info: int) -> None:
        """Writes what waits, the table, and where to begin reading."""
        self._pack()
        identity = self.digest().hex().encode()
        number, at = self.reserve(), self._at
        self._place(number, _ALONE, at, 0)
        about = (*_WIDTHS, number + 1, root, info, identity, identity)
        told = b"/Type/XRef/W[%d %d %d]/Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]" % about
        self._compressed(number, told, bytes(self._table))
        self._put(b"startxref\n%d\n%%%%EOF\n" % at)

    def _place(self, number: int, kind: int, where: int, index: int) -> None:
        _ROW.pack_into(self._table, number * _ROW.size, kind, where, index)

    def _pack(self) -> None:
        if not self._waiting:
            return
        number, places, bodies, at = self.reserve(), list[bytes](), list[bytes](), 0
        for index, (packed, body) in enumerate(self._waiting):
            self._place(packed, _PACKED, number, index)
            places.append(b"%d %d " % (packed, at))
            bodies.append(body + b"\n")
            at += len(bodies[-1])
        first = b"".join(places)
        self._waiting.clear()
        about = b"/Type/ObjStm/N %d/First %d" % (len(places), len(first))
        self._compressed(number, about, first + b"".join(bodies))

    def _compressed(self, number: int, about: bytes, octets: bytes) -> None:
        self.write_stream(number, about + b"/Filter/FlateDecode", zlib.compress(octets))

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
        """Writes it now; what it refers to is written in the end."""
        if isinstance(item, Stream):
            about = Dictionary({key: value for key, value in item.stream_dict.items() if key != "/Length"})
            inner = self._renumbered(about.unparse(resolved=True)).removeprefix(b"<<").removesuffix(b">>")
            self._file.write_stream(number, inner, item.read_raw_bytes())
        else:
            self._file.write(number, self._renumbered(item.unparse(resolved=True)))

    def finish(self) -> None:
        """Writes all that was referred to and is not written yet."""
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
