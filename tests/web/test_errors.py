import errno
from collections.abc import Callable

import pytest
import structlog
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from consultation.errors import Closed, Conflict, DomainError, Gone, Invalid, NotAllowed, NotFound, Refused
from tests.pages import PageClient
from tests.web.conftest import authority

SECRET = "hemmelig-010231-4123"


@pytest.fixture
def failing(small_app: Flask) -> Callable[[Exception], FlaskClient]:
    """failing(error): a client of an application whose pages /fejl and /api/v1/fejl raise it."""

    def prepare(error: Exception) -> FlaskClient:
        def view() -> str:
            authority()
            raise error

        for path in ("/fejl", "/api/v1/fejl", "/intern/fejl"):
            small_app.add_url_rule(path, path, view, methods=["GET", "POST"])
        small_app.test_client_class = PageClient
        return small_app.test_client()

    return prepare


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 410, 413, 415, 418, 429, 500, 501, 503])
@pytest.mark.parametrize(("prefix", "language"), [("", "da"), ("/en", "en")])
def test_every_http_error_is_a_whole_page_in_the_language_of_the_address(
    small_app: Flask, status: int, prefix: str, language: str
) -> None:
    def view() -> str:
        authority()
        abort(status)

    small_app.add_url_rule("/fejl", "fejl", view)
    small_app.test_client_class = PageClient
    answer = small_app.test_client().get(f"{prefix}/fejl")
    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert f'<html lang="{language}">' in page
    assert "Randers Kommune" in page
    assert f'href="{prefix}/"' in page  # one way on
    assert 'name="robots" content="noindex"' in page


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Invalid(), 400),
        (NotAllowed(), 403),
        (NotFound(), 404),
        (Conflict(), 409),
        (Closed(), 409),
        (Refused(), 409),
        (Gone(), 410),
        (DomainError(), 500),
    ],
)
def test_what_the_domain_refuses_has_its_own_status(
    failing: Callable[[Exception], FlaskClient], error: DomainError, status: int
) -> None:
    assert failing(error).get("/fejl").status_code == status


def test_a_refusal_says_its_reason_to_people(failing: Callable[[Exception], FlaskClient]) -> None:
    page = failing(Closed("closed since yesterday", reason="Fristen var i går.")).get("/fejl").get_data(as_text=True)
    assert "Fristen var i går." in page
    assert "closed since yesterday" not in page


def test_not_allowed_says_which_role_and_who_has_it(failing: Callable[[Exception], FlaskClient]) -> None:
    page = failing(NotAllowed(roles="moderator", who="Maja Holm")).get("/intern/fejl").get_data(as_text=True)
    assert "Det kræver rollen moderator." in page
    assert "Maja Holm" in page


def test_a_crash_shows_a_number_that_the_log_has_and_nothing_of_the_fault(
    failing: Callable[[Exception], FlaskClient],
) -> None:
    with structlog.testing.capture_logs() as log:
        answer = failing(RuntimeError(SECRET)).post("/fejl", data={"text": "Min tekst"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert log[0]["error_id"] in page
    assert log[0]["error"] == "RuntimeError"
    assert "Traceback" not in page
    assert SECRET not in page


def test_P7_the_log_of_a_crash_has_neither_texts_nor_addresses(failing: Callable[[Exception], FlaskClient]) -> None:
    with structlog.testing.capture_logs() as log:
        failing(IntegrityError(f"INSERT {SECRET}", {"text": SECRET}, Exception(SECRET))).post(
            f"/fejl?q={SECRET}", data={"text": SECRET}
        )
    assert SECRET not in str(log)
    assert any("test_errors.py" in frame for frame in log[0]["frames"])


DOWN = [
    OperationalError("SELECT 1", {}, Exception("gone")),
    PoolTimeout(),
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EROFS, "Read-only file system"),
]


@pytest.mark.parametrize("error", DOWN, ids=lambda error: type(error).__name__)
def test_D5_when_nothing_can_be_stored_the_page_says_so_and_gives_the_text_back(
    failing: Callable[[Exception], FlaskClient], error: Exception
) -> None:
    typed = {"text": "Jeg synes,\nat <seks> uger", "text-2": "Andet", "email": "karen@borger.example", "text-3": " "}
    answer = failing(error).post("/fejl", data=typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "Vi kan ikke gemme lige nu. Dit svar er IKKE sendt." in page
    assert "Jeg synes,\nat &lt;seks&gt; uger</textarea>" in page
    assert page.count("</textarea>") == 2
    assert "karen@borger.example" not in page
    assert "12\N{NO-BREAK SPACE}34\N{NO-BREAK SPACE}56\N{NO-BREAK SPACE}78" in page


def test_another_os_error_is_a_crash(failing: Callable[[Exception], FlaskClient]) -> None:
    assert failing(FileNotFoundError(errno.ENOENT, "x")).get("/fejl").status_code == 500


def test_reading_while_down_does_not_speak_of_an_answer(failing: Callable[[Exception], FlaskClient]) -> None:
    assert "IKKE sendt" not in failing(DOWN[0]).get("/fejl").get_data(as_text=True)


@pytest.mark.parametrize("path", ["/findes-ikke", "/fejl"])
def test_an_error_page_survives_a_context_that_needs_the_database(
    failing: Callable[[Exception], FlaskClient], small_app: Flask, path: str
) -> None:
    def asks_database() -> dict[str, str]:
        raise DOWN[0]

    small_app.context_processor(asks_database)
    answer = failing(DOWN[0]).get(path)
    assert answer.status_code == (404 if path == "/findes-ikke" else 503)


def test_the_authority_is_remembered_for_pages_that_cannot_ask(small_app: Flask) -> None:
    def falls() -> str:
        raise DOWN[0]

    small_app.add_url_rule("/hus", "hus", lambda: authority().name)
    small_app.add_url_rule("/fald", "fald", falls)
    client = small_app.test_client()
    base = "http://huskes.example"
    client.get("/hus", base_url=base)
    assert "Randers Kommune" in client.get("/fald", base_url=base).get_data(as_text=True)
    assert "Randers Kommune" not in client.get("/fald", base_url="http://ukendt.example").get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "accept"), [("/api/v1/fejl", "*/*"), ("/api/v1/fejl", "text/html"), ("/fejl", "application/json")]
)
def test_machines_get_json(failing: Callable[[Exception], FlaskClient], path: str, accept: str) -> None:
    answer = failing(Conflict(reason="Rettet kl. 9.55")).get(path, headers={"Accept": accept})
    assert answer.status_code == 409
    assert answer.mimetype == "application/problem+json"
    assert answer.get_json() == {"title": "Conflict", "code": "conflict", "status": 409, "detail": "Rettet kl. 9.55"}


def test_a_browser_is_not_a_machine(failing: Callable[[Exception], FlaskClient]) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert failing(Conflict()).get("/fejl", headers={"Accept": accept}).mimetype == "text/html"


def test_a_wrong_method_says_which_are_right(reader: FlaskClient) -> None:
    answer = reader.get("/svar")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_A2_unknown_and_forbidden_look_the_same(failing: Callable[[Exception], FlaskClient], small_app: Flask) -> None:
    client = failing(NotFound())
    small_app.before_request(authority)
    unknown, forbidden = client.get("/fejx"), client.get("/fejl")
    assert unknown.status_code == forbidden.status_code
    assert unknown.data.replace(b"fejx", b"fejl") == forbidden.data
    assert dict(unknown.headers) == dict(forbidden.headers)


def test_an_error_page_of_a_staff_address_leads_to_the_staff_start(failing: Callable[[Exception], FlaskClient]) -> None:
    assert 'href="/intern"' in failing(NotFound()).get("/intern/fejl").get_data(as_text=True)


def test_V3_a_database_that_goes_after_the_answer_was_made_does_not_take_it_away(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_session: Session) -> None:
        raise OperationalError("ROLLBACK", {}, Exception("gone"))

    monkeypatch.setattr(Session, "close", away)
    assert client.get("/hjaelp").status_code == 200
