"""I5: the bomb set, made here. Each file is refused for its own reason, in time, by a process that cannot do more."""

import io
import json
import resource
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from consultation.lib import apart
from consultation.reader.__main__ import MEMORY, SECONDS
from consultation.responses import reading
from consultation.responses.reading import LARGEST_FILE, ReadFile, RefusedFile
from consultation.vocabulary import FileFault
from tests import samples
from tests.samples import DOCUMENT, TYPES

pytestmark = pytest.mark.slow

LONGEST = 5.0
MOST_GROWTH = 300_000_000
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">]><l>&e;&e;&e;&e;</l>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def zeros(megabytes: int) -> bytes:
    """So many, packed: one megabyte over and over, as packing them takes seconds."""
    maker = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    one = maker.compress(bytes(1_000_000)) + maker.flush(zlib.Z_FULL_FLUSH)
    checksum = struct.pack(">HH", megabytes * 1_000_000 % 65521, 1)  # Adler-32 of zeros
    return b"\x78\xda" + one * megabytes + maker.flush() + checksum


def zipped(entries: list[tuple[str, bytes]], level: int = 9) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as made:
        for name, content in entries:
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def word(*more: tuple[str, bytes]) -> list[tuple[str, bytes]]:
    body = samples.word_part(samples.paragraph("Hej"))
    return [(TYPES, samples.types().encode()), (DOCUMENT, body.encode()), *more]


def flat_bomb() -> bytes:
    """200 MB of nothing in 200 kB."""
    return zipped(word(("word/media/a.bin", bytes(200_000_000))))


def bomb_of_many() -> bytes:
    """Entries that are each within every limit, and together are not."""
    return zipped(word(*((f"word/media/{n}.bin", bytes(11_000_000)) for n in range(10))))


def nested_bomb() -> bytes:
    """A bomb within the file's own archive: nobody opens it, and the outer one is counted."""
    inner = zipped([("a", bytes(100_000_000))])
    return zipped(
        word(*((f"word/embeddings/{n}.zip", inner) for n in range(2)), ("word/x.xml", b"<a>" + b" " * 120_000_000))
    )


def lying(content: bytes, name: str, size: int) -> bytes:
    """The same archive, whose directories tell another size of one entry."""
    changed = bytearray(content)
    for mark, place, length in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = changed.find(mark)
        while at >= 0:
            if changed[at + length : at + length + len(name)] == name.encode():
                struct.pack_into("<I", changed, at + place, size)
            at = changed.find(mark, at + 4)
    return bytes(changed)


def overlapping() -> bytes:
    """Entries of the directory that share the same packed octets (Fifield)."""
    content = bytearray(zipped(word(("a.xml", b"<a/>"), ("b.xml", b"<a/>"))))
    first = content.find(b"PK\x03\x04" + content[content.rfind(b"PK\x01\x02") + 6 : content.rfind(b"PK\x01\x02") + 8])
    struct.pack_into("<I", content, content.rfind(b"PK\x01\x02") + 42, first)
    return bytes(content)


def symlink() -> bytes:
    file = io.BytesIO(samples.docx())
    with zipfile.ZipFile(file, "a") as made:
        entry = zipfile.ZipInfo("word/media/x")
        entry.external_attr = 0o120777 << 16
        made.writestr(entry, "/etc/passwd")
    return file.getvalue()


def locked_docx() -> bytes:
    """What Word makes of a file with a password is no archive any more."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def encrypted_entry() -> bytes:
    content = bytearray(samples.docx())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def flood(width: int, height: int) -> bytes:
    """A PNG of a few octets that would be gigabytes of points."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1_000_000), 9)) + chunk(b"IEND", b"")


def flooded_jpeg() -> bytes:
    content = bytearray(samples.picture("JPEG"))
    at = content.find(b"\xff\xc0")
    struct.pack_into(">HH", content, at + 5, 60_000, 60_000)
    return bytes(content)


def pdf_with(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    return samples.pdf(change=change)


def huge_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"")
    pdf.pages[0].Contents.write(zeros(400), filter=pikepdf.Name.FlateDecode)


def packed_twice(pdf: pikepdf.Pdf) -> None:
    twice = zlib.compress(zeros(400), 9)
    filters = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    pdf.pages[0].Contents.write(twice, filter=filters)


def huge_picture(pdf: pikepdf.Pdf) -> None:
    picture = pdf.make_stream(b"x", Subtype=pikepdf.Name.Image, Width=60_000, Height=60_000, BitsPerComponent=8)
    pdf.pages[0].Resources.XObject = pikepdf.Dictionary(X=picture)


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def launch(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"))


def named_script(pdf: pikepdf.Pdf) -> None:
    action = pdf.make_indirect(pikepdf.Dictionary(S=pdf.make_indirect(pikepdf.Name.JavaScript), JS="x"))
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["a", action])))


def program_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pdf.make_stream(b"<xdp/>"), Fields=pikepdf.Array())


def endless_pages(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    pdf.Root.Pages.Kids = pikepdf.Array([page] * 50_000)
    pdf.Root.Pages.Count = 50_000


def object_bomb() -> bytes:
    """The file's own directory unpacks to more than there is memory."""
    packed = zeros(1000)
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /XRef /Size 9 /W [1 2 1] /Root 2 0 R /Filter /FlateDecode /Length "
    whole = head + b"%d >>\nstream\n" % len(packed) + packed + b"\nendstream\nendobj\n"
    return whole + b"startxref\n9\n%%EOF\n"


def with_part(name: str) -> bytes:
    return samples.docx(parts={name: b"x"})


def macro_types() -> str:
    return samples.types().replace(f"{samples.DOCX}.main+xml", "application/vnd.ms-word.document.macroEnabled.main+xml")


def dde() -> bytes:
    return samples.docx("<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe</w:instrText></w:r></w:p>")


BOMBS: dict[str, tuple[str, Callable[[], bytes], FileFault]] = {
    # packed
    "flat bomb": ("a.docx", flat_bomb, FileFault.PACKED),
    "bomb of many entries": ("a.docx", bomb_of_many, FileFault.PACKED),
    "bomb in an odt": (
        "a.odt",
        lambda: samples.odt(parts={"Pictures/a": bytes(120_000_000)}),
        FileFault.PACKED,
    ),
    "nested bomb": ("a.docx", nested_bomb, FileFault.PACKED),
    "size that is told too small": (
        "a.docx",
        lambda: lying(zipped(word(("a.bin", bytes(50_000_000)))), "a.bin", 10),
        FileFault.PACKED,
    ),
    "size that is told too large": ("a.docx", lambda: lying(samples.docx(), DOCUMENT, 90_000_000), FileFault.PACKED),
    "more than 1,000 entries": (
        "a.docx",
        lambda: zipped(word(*((f"{n}.txt", b"x") for n in range(1_000)))),
        FileFault.PACKED,
    ),
    "entries upon each other": ("a.docx", overlapping, FileFault.PACKED),
    "pdf whose page unpacks to 400 MB": ("a.pdf", lambda: pdf_with(huge_page), FileFault.PACKED),
    "pdf packed twice": ("a.pdf", lambda: samples.pdf(change=packed_twice, packing=False), FileFault.PACKED),
    "pdf whose directory unpacks to 1 GB": ("a.pdf", object_bomb, FileFault.BROKEN),
    "pdf of endless pages": ("a.pdf", lambda: pdf_with(endless_pages), FileFault.PAGES),
    # points
    "pixel flood": ("a.png", lambda: flood(100_000, 100_000), FileFault.PICTURE),
    "pixel flood, jpeg": ("a.jpg", flooded_jpeg, FileFault.PICTURE),
    "pixel flood in a pdf": ("a.pdf", lambda: pdf_with(huge_picture), FileFault.PICTURE),
    # names that lead elsewhere
    "zip slip": ("a.docx", lambda: samples.docx(parts={"../up.xml": "<a/>"}), FileFault.TRICK),
    "zip slip, other slashes": ("a.docx", lambda: samples.docx(parts={"..\\up.xml": "<a/>"}), FileFault.TRICK),
    "absolute name": ("a.docx", lambda: samples.docx(parts={"/root.xml": "<a/>"}), FileFault.TRICK),
    "name with a drive": ("a.docx", lambda: samples.docx(parts={"c:x.xml": "<a/>"}), FileFault.TRICK),
    "symbolic link": ("a.docx", symlink, FileFault.TRICK),
    # declarations
    "billion laughs, docx": ("a.docx", lambda: samples.docx(parts={DOCUMENT: LAUGHS}), FileFault.TRICK),
    "billion laughs, odt": ("a.odt", lambda: samples.odt(parts={"content.xml": LAUGHS}), FileFault.TRICK),
    "billion laughs, in a part nobody shows": (
        "a.docx",
        lambda: samples.docx(parts={"customXml/item1.xml": LAUGHS}),
        FileFault.TRICK,
    ),
    "billion laughs, in UTF-16": (
        "a.docx",
        lambda: samples.docx(parts={"word/settings.xml": LAUGHS.encode("utf-16")}),
        FileFault.TRICK,
    ),
    "outside entity, docx": ("a.docx", lambda: samples.docx(parts={DOCUMENT: OUTSIDE}), FileFault.TRICK),
    "outside entity, odt": ("a.odt", lambda: samples.odt(parts={"content.xml": OUTSIDE}), FileFault.TRICK),
    # two things at once
    "pdf and zip": ("a.pdf", lambda: samples.pdf() + samples.docx(), FileFault.TRICK),
    "zip within a pdf's last comment": ("a.pdf", lambda: samples.pdf() + samples.docx() + b"\n%%EOF", FileFault.TRICK),
    "zip and pdf": ("a.docx", lambda: samples.docx() + samples.pdf(), FileFault.TRICK),
    "octets before a pdf": ("a.pdf", lambda: b"GIF89a" + samples.pdf(), FileFault.NOT_ITS_KIND),
    "octets before a zip": ("a.docx", lambda: b"MZ" + samples.docx(), FileFault.NOT_ITS_KIND),
    "png and zip": ("a.png", lambda: samples.picture("PNG") + samples.docx(), FileFault.TRICK),
    "jpeg and zip": ("a.jpg", lambda: samples.picture("JPEG") + samples.docx(), FileFault.TRICK),
    "png and html": ("a.png", lambda: samples.picture("PNG") + b"<script>alert(1)</script>", FileFault.TRICK),
    "jpeg and php": ("a.jpg", lambda: samples.picture("JPEG") + b"<?php x ?>\xff\xd9", FileFault.TRICK),
    "pdf and html": ("a.pdf", lambda: samples.pdf() + b"<html><script>alert(1)</script>", FileFault.TRICK),
    "gif that is called png": ("a.png", lambda: b"GIF89a/*<html>*/=1;", FileFault.NOT_ITS_KIND),
    "pdf within a jpeg": (
        "a.jpg",
        lambda: b"\xff\xd8\xff\xfe\x00\x12%PDF-1.7 a comment"[:20] + samples.picture("JPEG")[2:],
        FileFault.TRICK,
    ),
    # programs
    "docm that is called docx": ("a.docx", lambda: samples.docx(parts={TYPES: macro_types()}), FileFault.ACTIVE),
    "macros at their usual place": (
        "a.docx",
        lambda: samples.docx(parts={"word/vbaProject.bin": b"x"}),
        FileFault.ACTIVE,
    ),
    "macros at another place": ("a.docx", lambda: with_part("x/VBAPROJECT.BIN"), FileFault.ACTIVE),
    "controls": ("a.docx", lambda: samples.docx(parts={"word/activeX/activeX1.xml": "<a/>"}), FileFault.ACTIVE),
    "a field that starts a program": ("a.docx", dde, FileFault.ACTIVE),
    "macros in an odt": ("a.odt", lambda: samples.odt(parts={"Basic/Standard/M.xml": "<a/>"}), FileFault.ACTIVE),
    "script in an odt": (
        "a.odt",
        lambda: samples.odt("<text:script>x</text:script>"),
        FileFault.ACTIVE,
    ),
    "script in a pdf": ("a.pdf", lambda: pdf_with(script), FileFault.ACTIVE),
    "script by name in a pdf": ("a.pdf", lambda: pdf_with(named_script), FileFault.ACTIVE),
    "program started by a pdf": ("a.pdf", lambda: pdf_with(launch), FileFault.ACTIVE),
    "form that is a program": ("a.pdf", lambda: pdf_with(program_form), FileFault.ACTIVE),
    # not what they say
    "program that is called pdf": ("a.pdf", lambda: b"MZ\x90\0" + bytes(100), FileFault.NOT_ITS_KIND),
    "zip that is called docx": ("a.docx", lambda: samples.archive({"a.txt": "x"}), FileFault.NOT_ITS_KIND),
    "docx that is called odt": ("a.odt", samples.docx, FileFault.NOT_ITS_KIND),
    "odt that is called docx": ("a.docx", samples.odt, FileFault.NOT_ITS_KIND),
    "template that is called docx": (
        "a.docx",
        lambda: samples.docx(parts={TYPES: samples.types().replace("document.main", "template.main")}),
        FileFault.NOT_ITS_KIND,
    ),
    "old Word file": ("a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), FileFault.NOT_ITS_KIND),
    "png that is called jpg": ("a.jpg", lambda: samples.picture("PNG"), FileFault.NOT_ITS_KIND),
    "pdf that is called txt": ("a.txt", samples.pdf, FileFault.NOT_ITS_KIND),
    "octets that are called txt": ("a.txt", lambda: b"a\0b", FileFault.NOT_ITS_KIND),
    "spreadsheet": ("a.xlsx", samples.docx, FileFault.KIND),
    "program": ("a.pdf.exe", samples.pdf, FileFault.KIND),
    "no ending": ("a", samples.pdf, FileFault.KIND),
    # locked, cut short, empty, too large
    "pdf with a password": ("a.pdf", lambda: samples.locked_pdf("ejer", "bruger"), FileFault.LOCKED),
    "docx with a password": ("a.docx", locked_docx, FileFault.LOCKED),
    "docx with a locked part": ("a.docx", encrypted_entry, FileFault.LOCKED),
    "odt with a password": (
        "a.odt",
        lambda: samples.odt(parts={"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
        FileFault.LOCKED,
    ),
    "half a pdf": ("a.pdf", lambda: samples.pdf()[:400], FileFault.BROKEN),
    "half a docx": ("a.docx", lambda: samples.docx()[:400], FileFault.BROKEN),
    "half a png": ("a.png", lambda: samples.picture("PNG", (64, 64))[:90], FileFault.BROKEN),
    "half a jpeg": ("a.jpg", lambda: samples.picture("JPEG", (640, 640))[:700], FileFault.BROKEN),
    "docx whose text is cut short": (
        "a.docx",
        lambda: samples.docx(parts={DOCUMENT: samples.word_part("")[:-5]}),
        FileFault.BROKEN,
    ),
    "pdf without pages": ("a.pdf", lambda: pdf_with(lambda pdf: pdf.pages.remove(p=1)), FileFault.BROKEN),
    "empty file": ("a.pdf", lambda: b"", FileFault.EMPTY),
    "10 MB and one octet": ("a.txt", lambda: b"a" * (LARGEST_FILE + 1), FileFault.TOO_LARGE),
}


@pytest.fixture(scope="module", params=BOMBS)
def bomb(request: pytest.FixtureRequest) -> tuple[str, bytes, FileFault]:
    name, make, fault = BOMBS[request.param]
    return name, make(), fault


def test_I5_every_file_of_the_bomb_set_is_refused_for_its_reason_and_in_time(
    bomb: tuple[str, bytes, FileFault],
) -> None:
    name, content, fault = bomb
    begun = computed()
    assert reading.read(name, content) == RefusedFile(name, fault)
    assert computed() - begun < LONGEST


def computed() -> float:
    """Seconds of computing by all processes that were started and have ended, whoever else computes meanwhile."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def alive(group: int) -> list[str]:
    """The states of the processes of this group that still run."""
    states = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _parent, of = path.read_text().rpartition(") ")[2].split()[:3]
            states += [state] if of == str(group) and state != "Z" else []
    return states


def test_I5_a_reader_that_takes_too_long_is_killed_with_all_it_started(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def start(*args: Any, **kwargs: Any) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", "import subprocess, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"]
        started.append(popen(command, **kwargs))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    assert reading.read("a.txt", b"a", seconds=2) == RefusedFile("a.txt", FileFault.HEAVY)
    assert started[0].returncode == -signal.SIGKILL
    end = time.monotonic() + LONGEST
    while alive(started[0].pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert alive(started[0].pid) == []


def test_I5_a_reader_that_dies_is_a_file_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    popen = subprocess.Popen
    command = [sys.executable, "-c", "import os; os.abort()"]
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **kwargs: popen(command, **kwargs))
    assert reading.read("a.txt", b"a") == RefusedFile("a.txt", FileFault.BROKEN)


def limited(script: str) -> str:
    """What a process says that runs this after the reader's limits are set."""
    code = f"import socket, resource, os\nfrom consultation.reader.__main__ import limit\nlimit()\n{script}"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(Path.cwd())})
    return done.stdout.strip() or f"{done.returncode} {done.stderr.strip().splitlines()[-1:]}"


def test_I5_the_limits_of_the_reader_cannot_be_raised() -> None:
    asked = (
        "print([resource.getrlimit(getattr(resource, f'RLIMIT_{name}')) for name in 'CPU FSIZE NOFILE NPROC'.split()])"
    )
    assert limited(asked) == str([(SECONDS, SECONDS), (0, 0), (3, 3), (0, 0)])
    asked = "print([max(resource.getrlimit(getattr(resource, 'RLIMIT_' + name))) for name in ('AS', 'DATA')])"
    idle = [most - MEMORY for most in json.loads(limited(asked))]
    assert MEMORY < MOST_GROWTH
    assert all(0 < octets < MEMORY for octets in idle)


@pytest.mark.parametrize(
    ("script", "refusal"),
    [
        ("open('/etc/hostname')", "Too many open files"),
        ("open('/dev/null', 'w')", "Too many open files"),
        ("socket.socket()", "Too many open files"),
        ("socket.create_connection(('127.0.0.1', 9))", "Too many open files"),
        ("bytearray(300_000_000)", "MemoryError"),
    ],
)
def test_I5_the_reader_can_open_nothing_and_not_grow(script: str, refusal: str) -> None:
    assert refusal in limited(script)


def test_I5_the_reader_does_not_know_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSULTATION_SECRET_KEY", "not-a-secret")
    with apart.started("consultation.reader", "txt") as process:
        told = Path(f"/proc/{process.pid}/environ").read_bytes()
        apart.kill(process)
    assert b"CONSULTATION" not in told


class Canary:
    """A server on this machine that counts who comes."""

    def __init__(self) -> None:
        self.hits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/x"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                self._socket.accept()[0].close()
                self.hits += 1

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    server = Canary()
    yield server
    server.close()


def test_I5_nothing_is_fetched_for_a_file(canary: Canary) -> None:
    """Entities, DTDs, templates and pictures from elsewhere: whether refused or taken, nobody is asked (XXE)."""
    url = canary.url
    xxe = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{url}">]><a>&x;</a>'
    outside = f'<!DOCTYPE a SYSTEM "{url}"><a/>'
    parameter = f'<!DOCTYPE a [<!ENTITY % x SYSTEM "{url}"> %x;]><a/>'
    for declared in (xxe, outside, parameter):
        for name, content in (
            ("a.docx", samples.docx(parts={DOCUMENT: declared})),
            ("a.odt", samples.odt(parts={"content.xml": declared})),
        ):
            assert reading.read(name, content) == RefusedFile(name, FileFault.TRICK)
    kinds = ("attachedTemplate", "image", "oleObject")
    away = "".join(f'<r Type="x/{kind}" Target="{url}" TargetMode="External"/>' for kind in kinds)
    assert isinstance(reading.read("a.docx", samples.docx(parts={"_rels/.rels": f"<a>{away}</a>"})), ReadFile)
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=url)
    opened = pdf_with(lambda pdf: pdf.Root.__setattr__("OpenAction", link))
    assert isinstance(reading.read("a.pdf", opened), ReadFile)
    assert canary.hits == 0
