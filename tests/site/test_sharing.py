"""What public pages say of themselves to machines: in the words of their state, and private ones nothing (U05, U30)."""

import json
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consultation.models import Consultation
from tests import factories
from tests.architecture.world import World, build
from tests.conftest import Clock
from tests.factories import CLOSES, OPENED
from tests.site.published import ADDRESS, LATER, council, page, shown

SCRIPTS = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]></script>",
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    "{{ 7 * 7 }} & <b>",
    "\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}</SCRIPT >",
)
INVITES = ("Åben for svar", "kan svare", "skriv et", "Open for responses")


@pytest.fixture
def owner(store: Session, at: Clock) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    at.now = LATER
    return row


def head(html: str) -> dict[str, Any]:
    """Name -> content of every meta and link, "data" -> the things of the linked data."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    told: dict[str, Any] = {}
    for meta in tree.iter("meta"):
        told.setdefault(meta.get("name") or meta.get("property") or "", meta.get("content"))
    for link in tree.iter("link"):
        told.setdefault(f"{link.get('rel')}{link.get('type', '')}", link.get("href"))
    scripts = [one for one in tree.iter("script") if one.get("type") == "application/ld+json"]
    assert len(scripts) <= 1
    things = json.loads(scripts[0].text or "")["@graph"] if scripts else []
    return told | {"data": {one["@type"]: one for one in things}}


def test_a_consultation_says_what_when_and_whose(client: FlaskClient, owner: Consultation) -> None:
    told = head(page(client))
    address = f"http://localhost{ADDRESS}"
    assert told["canonical"] == told["og:url"] == address
    assert (told["og:type"], told["og:title"], told["og:site_name"]) == (
        "article",
        "Hjælp i hverdagen",
        "Prøvestad Kommune",
    )
    assert (told["og:locale"], told["og:locale:alternate"]) == ("da_DK", "en_GB")
    assert told["alternateapplication/json"] == "http://localhost/api/v1/consultations/hjaelp-i-hverdagen"
    event = told["data"]["Event"]
    assert (event["startDate"], event["endDate"]) == ("2026-02-01T09:00:00+01:00", "2026-03-15T23:59:00+01:00")
    assert event["eventStatus"] == "EventScheduled"
    assert event["organizer"]["name"] == "Prøvestad Kommune"
    assert [one["name"] for one in event["about"]] == ["Udkast 1: Støtte 1", "Udkast 2: Støtte 2"]


def test_the_english_page_is_its_own_and_the_data_has_no_language(client: FlaskClient, owner: Consultation) -> None:
    owner.title_en = "Help in everyday life"
    told = head(page(client, f"/en{ADDRESS}"))
    assert told["canonical"] == f"http://localhost/en{ADDRESS}"
    assert (told["og:locale"], told["og:locale:alternate"]) == ("en_GB", "da_DK")
    assert told["description"] == "Open for responses until Sunday 15 March 2026 at 23:59."
    assert told["alternateapplication/json"] == "http://localhost/api/v1/consultations/hjaelp-i-hverdagen"


def test_a_draft_and_a_response_say_where_they_belong(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock
) -> None:
    row = shown(store, owner, "Kanariefugl.")
    store.commit()
    at.now = LATER
    draft = head(page(client, ADDRESS + "/udkast/2"))
    assert draft["data"]["DigitalDocument"]["name"] == draft["og:title"] == "Udkast 2: Støtte 2"
    assert [one["name"] for one in draft["data"]["BreadcrumbList"]["itemListElement"]] == [
        "Høringer",
        "Hjælp i hverdagen",
        "Udkast 2: Støtte 2",
    ]
    response = head(page(client, f"{ADDRESS}/svar/{row.key}"))
    assert response["og:title"] == "Svar nr. 1: Borger, 0000"
    assert "Kanariefugl" not in json.dumps(response)


def test_the_front_page_is_a_website(client: FlaskClient, owner: Consultation) -> None:
    told = head(page(client, "/"))
    assert (told["og:type"], told["canonical"]) == ("website", "http://localhost/")
    assert told["description"] == "Her kan du læse kommunens forslag og sige din mening."


def test_a_subject_has_a_page_that_says_so(client: FlaskClient, owner: Consultation, store: Session) -> None:
    owner.subject = "27"
    store.commit()
    told = head(page(client, "/en/emner/social-og-handicap"))
    assert told["canonical"] == "http://localhost/en/emner/social-og-handicap"
    assert told["og:title"] == "Consultations on social services and disability"


def test_an_authority_with_an_address_of_its_own_is_named_by_it_everywhere(
    client: FlaskClient, owner: Consultation, store: Session
) -> None:
    owner.authority.base_url = "https://prøvestad.example"
    store.commit()
    told = head(page(client))
    assert told["canonical"] == f"https://prøvestad.example{ADDRESS}"
    assert told["alternate"] == told["canonical"]


def test_U05_only_an_open_consultation_invites(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock
) -> None:
    said = {"open": head(page(client))["description"]}
    at.now = CLOSES
    said["closed"] = head(page(client))["description"]
    council(store, owner, "Vedtaget.")
    store.commit()
    said["decided"] = head(page(client))["description"]
    owner.archived_at = CLOSES
    store.commit()
    said["archived"] = head(page(client))["description"]
    owner.cancelled_at, owner.cancelled_reason = CLOSES, "Trukket."
    store.commit()
    cancelled = head(page(client))
    assert cancelled["data"]["Event"]["eventStatus"] == "EventCancelled"
    said["cancelled"] = cancelled["description"]
    owner.cancelled_at, owner.archived_at, at.now = None, None, OPENED
    owner.opens_at = LATER
    store.commit()
    said["planned"] = head(page(client))["description"]
    assert len(set(said.values())) == 6
    assert [state for state, words in said.items() if any(one in words for one in INVITES)] == ["open"]
    assert said["closed"].startswith("Høringen er lukket. Fristen var søndag den 15. marts 2026 kl. 23.59. Vi vil")


@pytest.mark.parametrize("text", SCRIPTS)
def test_O5_no_text_leaves_the_data_it_stands_in(
    client: FlaskClient, owner: Consultation, store: Session, text: str
) -> None:
    before = _elements(page(client))
    owner.title = owner.lead = text
    store.commit()
    html = page(client)
    told = head(html)
    assert told["data"]["Event"]["name"] == told["og:title"] == text
    assert _elements(html) == before


def _elements(html: str) -> list[str]:
    tree: Any = html5lib.parse(html, namespaceHTMLElements=False)
    return [str(one.tag) for one in tree.find("head").iter()]


def test_U30_no_page_of_staff_and_none_behind_a_secret_says_anything(app: Flask, store: Session) -> None:
    world = build(store, app.extensions["store"])
    seen = []
    for rule in app.url_map.iter_rules():
        path = world.address(app, rule) if "GET" in (rule.methods or ()) else None
        if path and (path.startswith("/intern") or "token" in rule.arguments):
            answer = _browser(app, world, rule.endpoint).get(path)
            seen += [(path, answer.data)] if answer.mimetype == "text/html" else []
    assert len(seen) > 50
    assert [path for path, html in seen if b"og:" in html or b"canonical" in html or b"ld+json" in html] == []


def _browser(app: Flask, world: World, endpoint: str) -> FlaskClient:
    """Of one who may see the page."""
    client = app.test_client()
    for role in sorted(getattr(app.view_functions[endpoint], "required_roles", ()))[:1]:
        client.set_cookie("staff", world.tokens[role])
    return client


def test_a_refusal_says_nothing(client: FlaskClient, owner: Consultation) -> None:
    assert "og:" not in page(client, ADDRESS + "/udkast/99", 404)
