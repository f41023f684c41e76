from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage

from consultation.web.uploads import LARGEST_FILE, attachment_response, clean_name, read_uploads


def _file(content: bytes, name: str) -> FileStorage:
    return FileStorage(BytesIO(content), name)


def test_files_are_read_in_order_and_empty_fields_left_out() -> None:
    uploads = read_uploads([_file(b"a", "a.pdf"), _file(b"", ""), _file(b"", "tom.txt")])
    assert [(upload.name, upload.content, upload.too_large) for upload in uploads] == [
        ("a.pdf", b"a", False),
        ("tom.txt", b"", False),
    ]


@pytest.mark.parametrize(("octets", "too_large"), [(LARGEST_FILE, False), (LARGEST_FILE + 1, True)])
def test_I5_a_file_over_10_MB_is_told_apart_and_not_kept(octets: int, too_large: bool) -> None:
    (upload,) = read_uploads([_file(b"x" * octets, "a.pdf")])
    assert upload.too_large is too_large
    assert len(upload.content) == (0 if too_large else octets)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("udtalelse.pdf", "udtalelse.pdf"),
        ("Høringssvar fra Ældrerådet (2).pdf", "Høringssvar fra Ældrerådet (2).pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\maja\\svar.docx", "svar.docx"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("svar\u202efdp.exe", "fil"),
        ('a";b.pdf', "ab.pdf"),
        ("...", "fil"),
        ("", "fil"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_I6_names_are_safe_to_show_and_to_save_under(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_I6_a_download_is_never_shown_by_a_browser() -> None:
    response = attachment_response(b"<script>", "Svar fra Åse.html", "text/html")
    assert response.headers["Content-Security-Policy"].startswith("sandbox;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"] == (
        "attachment; filename=\"Svar fra Ase.html\"; filename*=UTF-8''Svar%20fra%20%C3%85se.html"
    )


@pytest.mark.parametrize("name", ['a"\r\nX: y.pdf', "\U0001f600.pdf", "日本.pdf", "æøå.pdf"])
def test_I6_no_name_breaks_the_header(name: str) -> None:
    value = attachment_response(b"", name, "application/pdf").headers["Content-Disposition"]
    assert value.isascii()
    assert value.count('"') == 2
    assert "\r" not in value
    assert "\n" not in value
