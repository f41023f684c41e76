from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from consultation.config import LOCAL, PRODUCTION, Settings
from consultation.paths import STATIC, TEMPLATES
from consultation.web import bodies, frame, headers, setup
from tests.factories import NO_FOLDER
from tests.pages import PageClient

RANDERS = SimpleNamespace(
    name="Randers Kommune",
    accent="#1d6b4f",
    department="Socialforvaltningen",
    address="Opdigtet Torv 1\n8900 Randers C",
    email="social@randers.example",
    phone="12 34 56 78",
    accessibility_url="",
    base_url=None,
)


class Seen:
    """What the views of the small application were given; empty where they were not called."""

    def __init__(self) -> None:
        self.forms: list[dict[str, str]] = []
        self.files: list[tuple[str, bytes]] = []


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def build(seen: Seen) -> Callable[..., Flask]:
    """build(production=False, known_host=None): an application of web.setup alone, without a database."""

    def make(*, production: bool = False, known_host: Callable[[str], bool] | None = None) -> Flask:
        app = Flask("consultation", template_folder=str(TEMPLATES), static_folder=str(STATIC))
        env = PRODUCTION if production else LOCAL
        setup.init(app, Settings(env, NO_FOLDER, "", "https://hoering.example", "k" * 40), known_host)
        _routes(app, seen)
        return app

    return make


@pytest.fixture
def small_app(build: Callable[..., Flask]) -> Flask:
    return build()


@pytest.fixture
def visitor(small_app: Flask) -> FlaskClient:
    return small_app.test_client()


@pytest.fixture
def reader(small_app: Flask) -> FlaskClient:
    """A visitor that checks each HTML page: for what is a whole page."""
    small_app.test_client_class = PageClient
    return small_app.test_client()


def _routes(app: Flask, seen: Seen) -> None:
    @app.get("/")
    def front() -> str:
        headers.public()
        return "front"

    @app.post("/svar")
    def answer() -> str:
        seen.forms.append(request.form.to_dict())
        return "received"

    @app.post("/filer")
    @bodies.accepts_files
    def files() -> str:
        seen.forms.append(request.form.to_dict())
        seen.files.extend((file.filename or "", file.read()) for file in request.files.getlist("fil"))
        return "received"

    @app.route("/kladde/<token>", methods=["GET", "POST"])
    @headers.private
    def secret(token: str) -> str:
        return f"private {len(token)}"

    @app.route("/intern/side", methods=["GET", "POST"])
    def staff() -> str:
        return "staff"


def authority() -> Any:
    """Makes the page one of Randers Kommune; call it in a view."""
    return frame.use_authority(RANDERS)
