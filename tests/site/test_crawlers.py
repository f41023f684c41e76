"""What search engines are told: nothing of what is private, and only what can be seen now (U30, P7)."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consultation.site.public_crawlers import PRIVATE
from consultation.site.sitemap import MOST, sitemap
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES, NOW
from tests.site.published import council

XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
HIDDEN = CLOSES - timedelta(days=1)


@pytest.fixture(autouse=True)
def _consultations(store: Session, at: Clock) -> None:
    """One open, one decided, one that will be seen later, one that is not sent out, one on another authority's host."""
    owner = factories.authority(store)
    factories.consultation(store, owner).subject = "27"
    early = factories.consultation(store, owner, "besluttet", closes_at=NOW - timedelta(days=1))
    council(store, early, "Vedtaget.")
    factories.consultation(store, owner, "senere").visible_from = HIDDEN
    factories.consultation(store, owner, "ikke-sendt", published=False)
    other = factories.authority(store, "andenby")
    other.host, other.base_url = "andenby.example", "https://andenby.example"
    factories.consultation(store, other, "anden")
    store.commit()


def listed(client: FlaskClient, path: str = "/sitemap.xml", host: str = "http://localhost") -> list[str]:
    answer = client.get(path, base_url=host)
    assert answer.mimetype == "application/xml"
    assert "Set-Cookie" not in answer.headers
    return [one.text or "" for one in ET.fromstring(answer.data).findall("s:url/s:loc", XML)]


def test_every_page_stands_in_both_languages_and_answers(client: FlaskClient) -> None:
    found = listed(client)
    assert "http://localhost/hoeringer/hjaelp-i-hverdagen/udkast/2" in found
    assert "http://localhost/en/hoeringer/hjaelp-i-hverdagen/udkast/2" in found
    assert "http://localhost/hoeringer/besluttet/resultat" in found
    assert "http://localhost/emner/social-og-handicap" in found
    assert len(found) == len(set(found))
    assert {client.get(address.removeprefix("http://localhost")).status_code for address in found} == {200}


def test_each_says_where_it_is_in_the_other_language(client: FlaskClient) -> None:
    first = ET.fromstring(client.get("/sitemap.xml").data).find("s:url", XML)
    assert first is not None
    links = {one.get("hreflang"): one.get("href") for one in first.findall("x:link", XML)}
    assert links == {"da": "http://localhost/", "en": "http://localhost/en/"}


def test_P7_what_is_not_seen_yet_is_not_there(client: FlaskClient, at: Clock) -> None:
    at.now = HIDDEN - timedelta(microseconds=1)
    assert [one for one in listed(client) if "senere" in one or "ikke-sendt" in one] == []
    at.now = HIDDEN
    assert [one for one in listed(client) if "senere" in one]
    assert [one for one in listed(client) if "ikke-sendt" in one] == []


def test_each_host_lists_its_own(client: FlaskClient) -> None:
    assert [one for one in listed(client) if "anden" in one] == []
    own = listed(client, host="https://andenby.example")
    assert {one.startswith("https://andenby.example/") for one in own} == {True}
    assert "https://andenby.example/hoeringer/anden" in own
    assert [one for one in own if "hjaelp-i-hverdagen" in one] == []


def test_it_is_the_same_behind_the_language(client: FlaskClient) -> None:
    assert listed(client, "/en/sitemap.xml") == listed(client)


def test_O5_an_address_is_escaped_and_a_sitemap_has_an_end() -> None:
    page = {"da": 'https://a.example/?q=<&"', "en": "https://a.example/en"}
    root = ET.fromstring(sitemap([page] * MOST))
    assert root[0][0].text == page["da"]
    assert len(root) == MOST


def test_U30_every_secret_address_is_closed_to_robots(app: Flask, client: FlaskClient) -> None:
    told = client.get("/robots.txt").get_data(as_text=True).splitlines()
    assert "Sitemap: http://localhost/sitemap.xml" in told
    secret = [rule.rule for rule in app.url_map.iter_rules() if "token" in rule.arguments]
    assert secret
    for path in [*secret, "/intern"]:
        assert any(path.startswith(prefix) for prefix in PRIVATE), path
    assert [f"Disallow: {prefix}{path}" for path in PRIVATE for prefix in ("", "/en")] == told[1:-1]
