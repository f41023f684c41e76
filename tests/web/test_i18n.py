from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask, url_for
from flask.testing import FlaskClient
from flask_babel import Babel, gettext

from consultation.vocabulary import Language
from consultation.web import i18n, setup
from consultation.web.assets import static_url


def _page(app: Flask) -> None:
    @app.get("/hoeringer/<slug>")
    def page(slug: str) -> dict[str, str]:
        return {
            "language": i18n.language(),
            "own": url_for("page", slug=slug),
            "other": i18n.switch_language_url(),
            "help": i18n.local_url("/hjaelp"),
            "static": static_url("hoering.css"),
            **{f"alternate-{code}": url for code, url in i18n.alternate_urls().items()},
        }


@pytest.fixture
def told(small_app: Flask) -> Callable[[str], dict[str, str]]:
    _page(small_app)
    client = small_app.test_client()
    return lambda address: dict(client.get(address).get_json())


def test_a_plain_address_is_danish(told: Callable[[str], dict[str, str]]) -> None:
    page = told("/hoeringer/randers-2019")
    assert page["language"] == "da"
    assert page["own"] == "/hoeringer/randers-2019"
    assert page["help"] == "/hjaelp"


def test_en_before_the_same_address_is_english_and_stays_in_every_address_built(
    told: Callable[[str], dict[str, str]],
) -> None:
    page = told("/en/hoeringer/randers-2019")
    assert page["language"] == "en"
    assert page["own"] == "/en/hoeringer/randers-2019"
    assert page["help"] == "/en/hjaelp"


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("/hoeringer/a", "/en/hoeringer/a"),
        ("/en/hoeringer/a", "/hoeringer/a"),
        ("/hoeringer/a?tilstand=aaben&q=b%C3%B8rn+og+unge", "/en/hoeringer/a?tilstand=aaben&q=b%C3%B8rn+og+unge"),
        ("/en/hoeringer/s%C3%B8ren%20%3F", "/hoeringer/s%C3%B8ren%20%3F"),
    ],
)
def test_switching_language_keeps_the_place(told: Callable[[str], dict[str, str]], address: str, other: str) -> None:
    assert told(address)["other"] == other


def test_alternates_are_absolute_on_the_configured_address(told: Callable[[str], dict[str, str]]) -> None:
    page = told("/en/hoeringer/a?x=1")
    assert page["alternate-da"] == "https://hoering.example/hoeringer/a?x=1"
    assert page["alternate-en"] == "https://hoering.example/en/hoeringer/a?x=1"


def test_static_addresses_never_carry_the_prefix_and_name_their_content(told: Callable[[str], dict[str, str]]) -> None:
    danish, english = (told(f"{prefix}/hoeringer/a")["static"] for prefix in ("", "/en"))
    assert danish == english
    assert danish.startswith("/static/hoering.css?v=")


@pytest.mark.parametrize("address", ["/en/intern", "/en/intern/side", "/en/static/hoering.css", "/en/en/", "/engelsk"])
def test_addresses_without_an_english_twin_are_not_found(visitor: FlaskClient, address: str) -> None:
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/en", "/en/"])
def test_the_english_front_page(visitor: FlaskClient, address: str) -> None:
    assert visitor.get(address).get_data(as_text=True) == "front"


def test_staff_read_in_the_language_of_their_account(small_app: Flask) -> None:
    @small_app.get("/intern/sprog")
    def page() -> str:
        before = i18n.language()
        i18n.set_staff_language(Language.ENGLISH)
        return f"{before} {i18n.language()}"

    assert small_app.test_client().get("/intern/sprog").get_data(as_text=True) == "da en"


def test_words_come_from_the_catalogue_of_the_language(
    build: Callable[..., Flask], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue, compiled = Catalog(locale="en"), BytesIO()
    catalogue.add("Siden findes ikke", "Page not found")
    write_mo(compiled, catalogue)
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.mo").write_bytes(compiled.getvalue())
    monkeypatch.setattr(setup, "TRANSLATIONS", tmp_path)
    monkeypatch.setattr(setup, "babel", Babel())  # the shared one remembers the catalogues it has read
    app = build()

    @app.get("/ord")
    def words() -> str:
        return str(gettext("Siden findes ikke"))

    client = app.test_client()
    assert client.get("/ord").get_data(as_text=True) == "Siden findes ikke"
    assert client.get("/en/ord").get_data(as_text=True) == "Page not found"
    assert '<h1 class="mt-5">Page not found</h1>' in client.get("/en/nej").get_data(as_text=True)
