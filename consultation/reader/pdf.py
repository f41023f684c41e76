"""PDF files: whole, unlocked and without programs; their words by page, then fields and comments."""

import importlib
import io
import re
import time
import zlib
from collections.abc import Iterator

import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # - it ships no types

from consultation.reader.archive import LARGEST_UNPACKED
from consultation.reader.found import FaultError, Found, Words
from consultation.reader.tricks import check_no_archive, check_tail
from consultation.vocabulary import FileFault, FileNote, TextPart

MOST_PAGES = 1_000
MOST_PIXELS = 50_000_000
SECONDS_FOR_WORDS = 2.0
"""Processor time after which the rest of the pages is left out, and the note CUT says so."""
_END = b"%%EOF"
_TAIL = 2048
_CHUNK = 65_536
_ACTIVE = re.compile(rb"/S /(?:JavaScript|Launch)\b|obj\s+/(?:JavaScript|Launch)\s+endobj|/JavaScript (?:<<|\d+ \d+ R)")
_EMBEDDED = re.compile(rb"/EF (?:<<|\d+ \d+ R)|/Type /EmbeddedFile\b")
_BREAKS = str.maketrans({"\x02": "-", "\ufffe": "-"})
"""How PDFium writes a hyphen at the end of a line."""


def _warm_up() -> None:
    """What pikepdf loads and opens when first needed (a module, the source of random numbers) it has from now on."""
    importlib.import_module("lxml.etree")
    made = pikepdf.new()
    made.add_blank_page()
    made.save(io.BytesIO(), encryption=pikepdf.Encryption(owner="", user=""))


_warm_up()


def read(content: bytes) -> Found:
    _check_envelope(content)
    words = Words()
    notes: set[FileNote] = set()
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _check(pdf)
            written = _written(pdf)
            if _ACTIVE.search(written) or "/XFA" in pdf.Root.get("/AcroForm", pikepdf.Dictionary()):
                raise FaultError(FileFault.ACTIVE)
            if _EMBEDDED.search(written):
                notes.add(FileNote.EMBEDDED)
            del written
            readable = add_pages(words, content)
            _add_notes(words, pdf)
    except pikepdf.PasswordError as error:
        raise FaultError(FileFault.LOCKED) from error
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError, KeyError, RuntimeError) as error:
        raise FaultError(FileFault.BROKEN) from error
    return Found("application/pdf", words, readable, notes)


def _check_envelope(content: bytes) -> None:
    if not content.startswith(b"%PDF-"):
        raise FaultError(FileFault.NOT_ITS_KIND)
    end = content.rfind(_END)
    if end < 0:
        raise FaultError(FileFault.BROKEN)
    check_tail(content, end + len(_END))
    check_no_archive(content)
    if len(content) - end > _TAIL:
        raise FaultError(FileFault.BROKEN)


def _check(pdf: pikepdf.Pdf) -> None:
    """Pages and streams, before anything is made of them."""
    pages = pdf.Root.get("/Pages", pikepdf.Dictionary()).get("/Count", 0)
    if not isinstance(pages, int) or pages > MOST_PAGES or len(pdf.pages) > MOST_PAGES:
        raise FaultError(FileFault.PAGES)
    if not len(pdf.pages):
        raise FaultError(FileFault.BROKEN)
    left = LARGEST_UNPACKED
    for stream in pdf.objects:
        if isinstance(stream, pikepdf.Stream):
            left -= _size_of(stream, left)


def _size_of(stream: pikepdf.Stream, left: int) -> int:
    """Octets that the stream unpacks to. A picture counts by its points, which nobody decodes here."""
    if stream.get("/Subtype") == pikepdf.Name.Image:
        if int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MOST_PIXELS:
            raise FaultError(FileFault.PICTURE)
        return 0
    filters = stream.get("/Filter", pikepdf.Array())
    names = list(filters.as_list()) if isinstance(filters, pikepdf.Array) else [filters]
    chunks: Iterator[bytes] = iter((stream.read_raw_bytes(),))
    for name in names:
        if name != pikepdf.Name.FlateDecode:
            break
        chunks = _unpacked(chunks)
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > left:
            raise FaultError(FileFault.PACKED)
    return size


def _unpacked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """One layer less of packing. What cannot be unpacked is let be: writers of PDF are careless, readers forgive."""
    unpacking = zlib.decompressobj()
    try:
        for chunk in chunks:
            rest = chunk
            while rest and not unpacking.eof:
                yield unpacking.decompress(rest, _CHUNK)
                rest = unpacking.unconsumed_tail
    except zlib.error:
        return


def _written(pdf: pikepdf.Pdf) -> bytes:
    """The objects that a reader can reach, in one spelling and none of them packed; their streams as they are."""
    file = io.BytesIO()
    pdf.save(
        file,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        compress_streams=False,
        encryption=False,
    )
    return file.getvalue()


def add_pages(words: Words, content: bytes) -> bool:
    """Adds the words of each page. False where a page shows something and says nothing: a scan, a drawing."""
    readable, begun = True, time.process_time()
    document = pypdfium2.PdfDocument(content)
    for number, page in enumerate(document, 1):
        if words.cut or time.process_time() - begun > SECONDS_FOR_WORDS:
            words.cut = True
            break
        text = page.get_textpage().get_text_bounded().translate(_BREAKS)
        readable = readable and (bool(text.strip()) or not pypdfium2.raw.FPDFPage_CountObjects(page))
        words.add(TextPart.PAGE, text, number)
        page.close()
    document.close()
    return readable


def _add_notes(words: Words, pdf: pikepdf.Pdf) -> None:
    """What is typed into forms, and comments; PDFium tells neither with the pages."""
    for page in pdf.pages:
        for note in page.obj.get("/Annots", pikepdf.Array()).as_list():
            if not isinstance(note, pikepdf.Dictionary):
                continue
            words.add(TextPart.COMMENT, text_of(note.get("/Contents")))
            value = note.get("/V", note.get("/Parent", pikepdf.Dictionary()).get("/V"))
            words.add(TextPart.FIELD, text_of(value))


def text_of(value: object) -> str:
    return str(value) if isinstance(value, pikepdf.String) else ""
