import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consultation.paths import STATIC
from consultation.web.assets import static_url
from consultation.web.theme import contrast, ink_on, theme_url


@pytest.fixture
def style(small_app: Flask) -> str:
    with small_app.test_request_context("/"):
        return static_url("hoering.css")


def test_a_hashed_address_is_kept_for_ever(visitor: FlaskClient, style: str) -> None:
    kept = visitor.get(style, buffered=True).headers["Cache-Control"]
    assert kept == "public, max-age=31536000, immutable"


def test_a_plain_address_is_kept_for_an_hour(visitor: FlaskClient) -> None:
    kept = visitor.get("/static/hoering.css", buffered=True).headers["Cache-Control"]
    assert kept == "public, max-age=3600"


def test_U31_text_is_sent_compressed_to_who_can_read_it(visitor: FlaskClient, style: str) -> None:
    small = visitor.get(style, headers={"Accept-Encoding": "gzip, br"}, buffered=True)
    plain = visitor.get(style, buffered=True)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(small.data) == plain.data == (STATIC / "hoering.css").read_bytes()
    assert "Accept-Encoding" in small.vary
    assert "Accept-Encoding" in plain.vary


def test_pictures_are_sent_as_they_are(visitor: FlaskClient) -> None:
    answer = visitor.get("/static/favicon.ico", headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert "Content-Encoding" not in answer.headers


def test_the_accent_is_a_style_sheet_of_its_own(visitor: FlaskClient) -> None:
    answer = visitor.get("/tema.css?farve=1d6b4f")
    assert answer.mimetype == "text/css"
    assert answer.get_data(as_text=True) == ":root { --accent:#1d6b4f; --accent-ink:#ffffff; }\n"


@pytest.mark.parametrize("colour", ["", "1d6b4", "zzzzzz", "1d6b4f;}", "1D6B4F"])
def test_only_a_colour_is_a_theme(visitor: FlaskClient, colour: str) -> None:
    assert visitor.get("/tema.css", query_string={"farve": colour}).status_code == 404


@pytest.mark.parametrize(
    ("accent", "address"),
    [
        ("#1d6b4f", "/tema.css?farve=1d6b4f"),
        ("#1D6B4F", "/tema.css?farve=1d6b4f"),
        ("#454545", ""),
        ("red", ""),
        ("", ""),
    ],
)
def test_the_default_grey_needs_no_style_sheet(small_app: Flask, accent: str, address: str) -> None:
    with small_app.test_request_context("/"):
        assert theme_url(accent) == address


def test_contrast_is_that_of_wcag() -> None:
    assert round(contrast("000000", "ffffff"), 2) == 21
    assert round(contrast("707070", "ffffff"), 2) == 4.95
    assert (ink_on("1d6b4f"), ink_on("febb30")) == ("ffffff", "1a1a1a")
