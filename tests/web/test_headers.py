from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from consultation import clock
from consultation.web import headers

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("address", ["/", "/en/", "/findes-ikke", "/kladde/abc", "/intern/side", "/static/hoering.css"])
def test_O5_every_answer_has_the_same_strict_policy(visitor: FlaskClient, address: str) -> None:
    answer = visitor.get(address, buffered=True)
    assert answer.headers["Content-Security-Policy"] == CSP
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_A3_a_private_page_is_kept_by_nobody_and_named_to_nobody(visitor: FlaskClient) -> None:
    answer = visitor.get("/kladde/abc")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Cookie" in answer.vary


def test_A3_an_error_on_a_private_page_is_private_too(small_app: Flask) -> None:
    @small_app.get("/mit-svar/<token>")
    @headers.private
    def gone(token: str) -> str:
        raise LookupError(token)

    answer = small_app.test_client().get("/mit-svar/abc")
    assert answer.status_code == 500
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


def test_P3_staff_pages_are_never_stored(visitor: FlaskClient) -> None:
    answer = visitor.get("/intern/side")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.vary


def test_P3_a_page_that_says_nothing_is_not_stored(small_app: Flask) -> None:
    small_app.add_url_rule("/tavs", "silent", lambda: "x")
    assert small_app.test_client().get("/tavs").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("next_change", "expected"),
    [
        (None, "public, max-age=60"),
        (timedelta(hours=2), "public, max-age=60"),
        (timedelta(seconds=12, milliseconds=900), "public, max-age=12"),
        (timedelta(milliseconds=900), "no-cache"),
        (timedelta(seconds=-5), "no-cache"),
    ],
)
def test_P3_a_public_page_is_kept_a_minute_and_never_past_the_next_change(
    small_app: Flask, next_change: timedelta | None, expected: str
) -> None:
    @small_app.get("/side")
    def page() -> str:
        headers.public(clock.now() + next_change if next_change is not None else None)
        return "x"

    assert small_app.test_client().get("/side").headers["Cache-Control"] == expected


def test_P3_a_public_page_that_read_the_session_is_not_shared(small_app: Flask) -> None:
    @small_app.get("/side")
    def page() -> str:
        headers.public()
        return str(session.get("name"))

    assert small_app.test_client().get("/side").headers["Cache-Control"] == "no-store"


def test_P3_an_error_is_not_kept(small_app: Flask) -> None:
    @small_app.get("/side")
    def page() -> tuple[str, int]:
        headers.public()
        return "x", 404

    assert small_app.test_client().get("/side").headers["Cache-Control"] == "no-store"


def test_only_production_asks_for_https_for_ever(build: Callable[..., Flask], visitor: FlaskClient) -> None:
    production = build(production=True).test_client().get("/", base_url="https://hoering.example")
    assert production.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "Strict-Transport-Security" not in visitor.get("/").headers


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "null"}, 200),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "http://user@localhost"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_A5_a_foreign_page_cannot_send_a_form(visitor: FlaskClient, sent: dict[str, str], status: int) -> None:
    assert visitor.post("/kladde/abc", data={"text": "x"}, headers=sent).status_code == status


def test_A5_staff_forms_need_an_origin_that_is_known_or_absent(visitor: FlaskClient) -> None:
    assert visitor.post("/intern/side", data={"a": "b"}, headers={"Origin": "null"}).status_code == 403


@pytest.mark.parametrize("token", [None, "", "x", "x" * 1_000_000, "æ\u202e", "1.2.3"])
def test_A5_a_staff_form_without_a_good_token_is_refused(visitor: FlaskClient, token: str | None) -> None:
    data = {"a": "b"} | ({"csrf_token": token} if token is not None else {})
    assert visitor.post("/intern/side", data=data).status_code == 400


@pytest.mark.parametrize("body", [b"csrf_token=a%00b", b"csrf_token=%ED%A0%80", b"csrf_token=%E6", b"csrf_token[]=a"])
def test_A5_a_token_that_is_no_text_is_refused(visitor: FlaskClient, body: bytes) -> None:
    answer = visitor.post("/intern/side", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


def test_A5_several_tokens_are_one_bad_token(visitor: FlaskClient) -> None:
    assert visitor.post("/intern/side", data={"csrf_token": ["a", "b"]}).status_code == 400


def test_A5_a_staff_form_with_its_token_is_taken(small_app: Flask) -> None:
    small_app.add_url_rule("/intern/form", "form", generate_csrf)
    client = small_app.test_client()
    token = client.get("/intern/form").get_data(as_text=True)
    assert client.post("/intern/side", data={"csrf_token": token}).get_data(as_text=True) == "staff"
    assert small_app.test_client().post("/intern/side", data={"csrf_token": token}).status_code == 400


@pytest.mark.parametrize(
    ("host", "status"),
    [("hoering.example", 200), ("andet.example", 200), ("evil.example", 400), ("hoering.example:8", 400)],
)
def test_A5_production_answers_to_its_own_hosts_only(build: Callable[..., Flask], host: str, status: int) -> None:
    client = build(production=True, known_host=lambda name: name == "andet.example").test_client()
    assert client.get("/", base_url=f"https://{host}").status_code == status


def test_A5_forwarded_headers_are_not_read(build: Callable[..., Flask]) -> None:
    client = build(production=True).test_client()
    forged = {"X-Forwarded-Host": "hoering.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
    assert client.get("/", base_url="http://evil.example", headers=forged).status_code == 400


def test_the_session_cookie_is_locked_to_the_host_in_production(build: Callable[..., Flask]) -> None:
    app = build(production=True)

    @app.get("/saet")
    def put() -> str:
        session["a"] = "b"
        return "x"

    cookie = app.test_client().get("/saet", base_url="https://hoering.example").headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
