"""What a secret address may do and where it may stand: every private page of the table of addresses (A3, U30)."""

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation.lib.tokens import hash_token
from consultation.models import Base, Response
from tests.architecture.world import TOKEN, World, build
from tests.conftest import ON_BOTH

READS = 10
"""A mail scanner opens a link more than once, and asks for its head too; in English the views are the same."""


@pytest.fixture
def addresses(app: Flask, store: Session) -> list[str]:
    """The address of each page below a secret, in both languages."""
    world = build(store, app.extensions["store"])
    response = store.scalars(select(Response).where(Response.token_hash == hash_token(TOKEN))).one()
    response.confirm_hash = hash_token(TOKEN)
    store.commit()
    found = [_address(app, world, rule) for rule in app.url_map.iter_rules() if "token" in rule.arguments]
    own = [path for path in found if path and not path.startswith("/intern")]
    return [prefix + path for path in own for prefix in ("", "/en")]


def _address(app: Flask, world: World, rule: Any) -> str | None:
    return world.address(app, rule) if "GET" in (rule.methods or ()) else None


def test_A3_each_kind_of_private_link_is_walked(addresses: list[str]) -> None:
    assert {path.split("/")[1] for path in addresses} >= {
        "kladde",
        "mit-svar",
        "part",
        "bekraeft",
        "bidrag",
        "foelg",
        "forhaandsvisning",
        "en",
    }


@ON_BOTH
def test_A3_ten_reads_of_every_private_page_change_nothing(app: Flask, addresses: list[str]) -> None:
    client, engine = FlaskClient(app, app.response_class), app.extensions["engine"]
    before = _all_rows(engine)
    for path in addresses:
        for _ in range(1 if path.startswith("/en/") else READS):
            assert client.get(path).status_code in {200, 303, 404}, path
            client.head(path)
    assert _all_rows(engine) == before


@ON_BOTH
def test_U30_a_private_page_is_kept_by_nobody_and_named_nowhere(
    app: Flask, addresses: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    client = app.test_client()
    assert {path: fault for path in addresses if (fault := _fault(client, path))} == {}
    told = capfd.readouterr()
    assert TOKEN not in told.out + told.err


def _fault(client: FlaskClient, path: str) -> str:
    """What is wrong with how a private page treats its secret; "" where nothing is."""
    page = client.get(path)
    kept = ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store"), ("X-Robots-Tag", "noindex")
    wrong = [f"{name}: {page.headers.get(name)}" for name, wanted in kept if page.headers.get(name) != wanted]
    if "ETag" in page.headers:
        wrong.append("ETag")
    if page.mimetype == "text/html":
        html = page.get_data(as_text=True)
        titles = re.findall(r"<(title|h1|h2)[^>]*>(.*?)</\1>", html, re.DOTALL)
        wrong += [f"<{name}>" for name, words in titles if TOKEN in words]
        wrong += [address for address in _Links.of(html) if _leads_away(address) and TOKEN in address]
    return ", ".join(wrong)


def _leads_away(address: str) -> bool:
    """To another server, where the address would be told with the request."""
    return bool(urlsplit(address).netloc)


class _Links(HTMLParser):
    """Every address that a page has in its markup."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in {"href", "src", "action"} and value]

    @classmethod
    def of(cls, html: str) -> list[str]:
        reader = cls()
        reader.feed(html)
        return reader.found


def _all_rows(engine: Engine) -> dict[str, list[Any]]:
    """Everything that the database holds, table by table."""
    with engine.connect() as connection:
        return {
            name: sorted(connection.execute(select(table)).all(), key=str)
            for name, table in Base.metadata.tables.items()
        }
