import struct
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from consultation.web.bodies import FILE_PAGE_LIMIT, MOST_CHARACTERS, PAGE_LIMIT
from tests.web.conftest import Seen

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=B"


def part(value: bytes, disposition: str = 'form-data; name="text"', extra: str = "") -> bytes:
    return f"--B\r\nContent-Disposition: {disposition}\r\n{extra}\r\n".encode() + value + b"\r\n"


def whole(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--B--\r\n"


REFUSED = {
    "Latin-1 urlencoded, raw": (URLENCODED, "text=sær".encode("latin-1"), 400),
    "Latin-1 urlencoded, as percent signs": (URLENCODED, b"text=s%E6r", 400),
    "a surrogate as percent signs": (URLENCODED, b"text=%ED%A0%80", 400),
    "NUL in a value": (URLENCODED, b"text=a%00b", 400),
    "NUL in a key": (URLENCODED, b"te%00xt=a", 400),
    "empty": (URLENCODED, b"", 400),
    "only separators": (URLENCODED, b"&&", 400),
    "more fields than any form has": (URLENCODED, b"a=1&" * 5001, 413),
    "no content type and empty": (None, b"", 400),
    "no content type": (None, b"text=a", 415),
    "plain text": ("text/plain", b"text=a", 415),
    "JSON": ("application/json", b'{"text": "a"}', 415),
    "Latin-1 multipart part": (MULTIPART, whole(part("sær".encode("latin-1"))), 400),
    "Latin-1 multipart part that says so": (
        MULTIPART,
        whole(part("sær".encode("latin-1"), extra="Content-Type: text/plain; charset=iso-8859-1\r\n")),
        400,
    ),
    "NUL in a multipart part": (MULTIPART, whole(part(b"a\0b")), 400),
    "NUL in a file name": (MULTIPART, whole(part(b"a", 'form-data; name="fil"; filename="a\0.pdf"')), 400),
    "a part without a name": (MULTIPART, whole(part(b"a", "form-data")), 400),
    "a part without a disposition": (MULTIPART, b"--B\r\nX: y\r\n\r\na\r\n--B--\r\n", 400),
    "a part in base64": (
        MULTIPART,
        whole(part(b"YQ==", 'form-data; name="fil"; filename="a.pdf"', "Content-Transfer-Encoding: base64\r\n")),
        400,
    ),
    "truncated multipart, in the text": (MULTIPART, part(b"half of it")[:-6], 400),
    "truncated multipart, before the end": (MULTIPART, part(b"all of it"), 400),
    "missing boundary": ("multipart/form-data", whole(part(b"a")), 400),
    "another boundary": ("multipart/form-data; boundary=C", whole(part(b"a")), 400),
    "a boundary that is not ASCII": ("multipart/form-data; boundary=\xe6", whole(part(b"a")), 400),
    "multipart without parts": (MULTIPART, b"--B--\r\n", 400),
    "over the limit": (URLENCODED, b"text=" + b"a" * PAGE_LIMIT, 413),
}


@pytest.mark.parametrize(("content_type", "body", "status"), REFUSED.values(), ids=REFUSED.keys())
def test_D4_a_body_that_cannot_be_read_whole_never_reaches_the_view(
    visitor: FlaskClient, seen: Seen, content_type: str | None, body: bytes, status: int
) -> None:
    answer = visitor.post("/svar", data=body, content_type=content_type)
    assert (answer.status_code, seen.forms) == (status, [])
    assert "intet ændret" in answer.get_data(as_text=True)


TEXTS = ["Hej æøå", "a\r\nb", "e\u0301", "\U0001f600 \u202e", "<b>&amp;", "a+b %41 =;", " \t "]


@pytest.mark.parametrize("text", TEXTS)
def test_D4_what_is_accepted_is_given_on_unchanged(visitor: FlaskClient, seen: Seen, text: str) -> None:
    assert visitor.post("/svar", data={"text": text}).status_code == 200
    assert visitor.post("/svar", data=whole(part(text.encode())), content_type=MULTIPART).status_code == 200
    assert seen.forms == [{"text": text}, {"text": text}]


def test_I1_a_letter_of_which_one_octet_alone_is_quoted_is_read(visitor: FlaskClient, seen: Seen) -> None:
    body = b"text=s\xc3%A6r+tak&tom=&uden"
    assert visitor.post("/svar", data=body, content_type=URLENCODED).status_code == 200
    assert seen.forms == [{"text": "sær tak", "tom": "", "uden": ""}]


@pytest.mark.parametrize("letter", ["a", "æ", "\U0001f600"])
def test_I3_the_longest_answer_is_accepted_in_both_encodings(visitor: FlaskClient, seen: Seen, letter: str) -> None:
    text = letter * MOST_CHARACTERS
    urlencoded = visitor.post("/svar", data=f"text={quote(text)}", content_type=URLENCODED)
    multipart = visitor.post("/svar", data=whole(part(text.encode())), content_type=MULTIPART)
    assert (urlencoded.status_code, multipart.status_code) == (200, 200)
    assert [form["text"] == text for form in seen.forms] == [True, True]


def test_only_a_page_with_files_takes_a_large_body(visitor: FlaskClient, seen: Seen) -> None:
    body = whole(part(b"x" * (PAGE_LIMIT + 1), 'form-data; name="fil"; filename="a.pdf"'), part(b"hej"))
    assert visitor.post("/svar", data=body, content_type=MULTIPART).status_code == 413
    assert visitor.post("/filer", data=body, content_type=MULTIPART).status_code == 200
    assert [(name, len(content)) for name, content in seen.files] == [("a.pdf", PAGE_LIMIT + 1)]
    assert seen.forms == [{"text": "hej"}]


def test_a_file_keeps_every_octet(visitor: FlaskClient, seen: Seen) -> None:
    content = b"".join(struct.pack("B", octet) for octet in range(256)) + b"\r\n--Bx\r\n"
    visitor.post(
        "/filer", data=whole(part(content, 'form-data; name="fil"; filename="s\xe6r.bin"')), content_type=MULTIPART
    )
    assert seen.files == [("sær.bin", content)]


def test_a_declared_length_over_the_limit_is_refused_before_reading(visitor: FlaskClient, seen: Seen) -> None:
    declared = {"CONTENT_LENGTH": str(FILE_PAGE_LIMIT + 1)}
    answer = visitor.post("/filer", data=b"", content_type=MULTIPART, environ_overrides=declared)
    assert (answer.status_code, seen.forms) == (413, [])


def test_a_body_shorter_than_declared_is_refused(visitor: FlaskClient, seen: Seen) -> None:
    declared = {"CONTENT_LENGTH": "5000"}
    answer = visitor.post("/svar", data=b"text=half", content_type=URLENCODED, environ_overrides=declared)
    assert (answer.status_code, seen.forms) == (400, [])


@pytest.mark.parametrize("query", ["q=%00", "q%00=a", "q=%ED%A0%80", "q=s%E6r", "q=s\xe6r"])
def test_I2_nul_and_broken_characters_in_a_query_are_refused(visitor: FlaskClient, query: str) -> None:
    assert visitor.get("/", environ_overrides={"QUERY_STRING": query}).status_code == 400


@pytest.mark.parametrize("path", ["/\0", "/a\0b", "/s\xe6r", "/\xed\xa0\x80", "/kladde/\0"])
def test_I2_nul_and_broken_characters_in_a_path_are_refused(visitor: FlaskClient, path: str) -> None:
    assert visitor.get("/", environ_overrides={"PATH_INFO": path}).status_code == 400


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_unknown_methods_and_pages_keep_their_own_error(visitor: FlaskClient, method: str) -> None:
    assert getattr(visitor, method)("/svar").status_code == 405
    assert visitor.post("/findes-ikke").status_code == 404
