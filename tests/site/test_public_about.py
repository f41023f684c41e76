"""Pages about the site, and what machines ask for (R53, T8, A2)."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consultation import schema
from consultation.models import Authority
from consultation.site import readiness
from tests import factories
from tests.conftest import ON_BOTH, Clock
from tests.site.published import page, words


@pytest.fixture
def owner(store: Session) -> Authority:
    row = factories.authority(store)
    store.commit()
    return row


def test_help_says_how_to_answer_without_a_computer(client: FlaskClient, owner: Authority) -> None:
    said = words(page(client, "/hjaelp"))
    assert "Du kan også svare med et brev, eller du kan ringe" in said
    assert "0000 Prøvestad" in said


def test_a_missing_privacy_text_says_whom_to_ask(client: FlaskClient, owner: Authority) -> None:
    assert owner.dpo in page(client, "/privatliv")


def test_on_a_shared_host_one_says_which_authority_is_meant(
    client: FlaskClient, owner: Authority, store: Session
) -> None:
    factories.authority(store, "andenby")
    store.commit()
    for address in ("/privatliv", "/hjaelp", "/tilgaengelighed"):
        assert f"{address}?myndighed=andenby" in page(client, address)
        assert "Andenby Kommune" in page(client, f"{address}?myndighed=andenby")


def test_R53_the_statement_is_linked_and_was_leads_to_it(client: FlaskClient, owner: Authority) -> None:
    assert owner.accessibility_url in page(client, "/tilgaengelighed")
    response = client.get("/was")
    assert (response.status_code, response.location) == (302, owner.accessibility_url)


def test_R53_without_a_statement_was_leads_to_the_page(client: FlaskClient, owner: Authority, store: Session) -> None:
    owner.accessibility_url = ""
    store.commit()
    assert client.get("/was").location == "/tilgaengelighed"


def test_robots_are_asked_to_keep_out_of_private_and_staff_pages(client: FlaskClient, owner: Authority) -> None:
    lines = client.get("/robots.txt").get_data(as_text=True).splitlines()
    assert {"Disallow: /intern", "Disallow: /mit-svar/", "Disallow: /en/kladde/"} <= set(lines)


def test_the_process_answers(client: FlaskClient) -> None:
    assert client.get("/healthz").get_data(as_text=True) == "ok\n"


@ON_BOTH
def test_T8_an_instance_that_can_do_its_work_is_ready(client: FlaskClient, at: Clock) -> None:
    at.now = datetime.now(UTC)
    response = client.get("/readyz")
    assert (response.status_code, set((response.json or {}).values())) == (200, {True})


@ON_BOTH
def test_T8_a_clock_that_differs_by_more_than_a_second_is_red(client: FlaskClient, at: Clock) -> None:
    at.now = datetime.now(UTC) + timedelta(seconds=5)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json == {"database": True, "migrations": True, "storage": True, "clock": False}


def test_a_folder_that_cannot_be_written_is_red(engine: Engine, tmp_path: Path) -> None:
    missing = readiness.check(engine, tmp_path / "missing", datetime.now(UTC))
    assert (missing["storage"], missing["database"], missing["clock"]) == (False, True, True)


def test_a_database_with_another_schema_is_red(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "newest", lambda: "another")
    assert not readiness.check(engine, tmp_path, datetime.now(UTC))["migrations"]


def test_no_public_page_links_to_one_that_is_not_there(app: Flask, client: FlaskClient, owner: Authority) -> None:
    html = page(client, "/") + page(client, "/hjaelp")
    linked = {path for path in re.findall(r'href="(/[^"#]*)"', html) if not path.startswith("/static/")}
    assert {path for path in linked if client.get(unescape(path)).status_code != 200} == set()
    assert {"/soeg", "/foelg"} <= linked
