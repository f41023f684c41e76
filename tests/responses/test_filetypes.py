"""What a file is, by name and content alike (R17, I5)."""

import io
import zipfile

import pytest

from consultation.responses.filetypes import LARGEST_FILE, media_type_of

PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


def archive(*names: str, content: bytes = b"x") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, content)
    return file.getvalue()


def odt() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("mimetype", ODT)
        made.writestr("content.xml", "<x/>")
    return file.getvalue()


def link(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("[Content_Types].xml", "x")
        made.writestr("word/document.xml", "x")
        entry = zipfile.ZipInfo(name)
        entry.external_attr = 0o120777 << 16
        made.writestr(entry, "/etc/passwd")
    return file.getvalue()


WORD = ("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PDF", PDF, "application/pdf"),
        ("a.png", PNG, "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.txt", "æøå\r\n".encode(), "text/plain"),
        ("a.txt", "æøå".encode("latin-1"), "text/plain"),
        ("a.docx", archive(*WORD), DOCX),
        ("a.odt", odt(), ODT),
    ],
)
def test_a_file_that_is_what_it_says_is_taken(name: str, content: bytes, media_type: str) -> None:
    assert media_type_of(name, content) == media_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("program.pdf", b"MZ\x90\0"),
        ("a.pdf", b"%PDF-1.7 cut short"),
        ("a.exe", b"MZ"),
        ("a.html", b"<p>"),
        ("a.svg", b"<svg/>"),
        ("a", PDF),
        ("a.pdf.exe", PDF),
        ("a.png", PDF),
        ("a.pdf", b""),
        ("a.txt", b"a\0b"),
        ("a.txt", b"\x01\x02\xff"),
        ("a.docx", archive("word/document.xml")),
        ("a.docx", archive(*WORD, "word/vbaProject.bin")),
        ("a.docx", archive(*WORD, "../up.xml")),
        ("a.docx", archive(*WORD, "/root.xml")),
        ("a.docx", link("word/media/x")),
        ("a.docx", archive(*WORD, *(f"{n}.xml" for n in range(1000)))),
        ("a.docx", archive(*WORD, content=b"0" * 60_000_000)),
        ("a.docx", b"PK\x03\x04 no archive"),
        ("a.odt", archive("mimetype", "content.xml")),
        ("a.pdf", PDF + b" " * LARGEST_FILE),
    ],
)
def test_any_other_file_is_not(name: str, content: bytes) -> None:
    assert media_type_of(name, content) is None
