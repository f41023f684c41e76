"""Public pages are kept until their revision or their time has passed, and nothing else is (P3, T8, C4)."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation.app import create_app
from consultation.config import Settings
from consultation.consultations import operations
from consultation.models import SHOWN, Consultation
from consultation.vocabulary import PublicationMode
from consultation.web import page_cache
from tests import factories
from tests.architecture.routes import PUBLIC, ROUTES
from tests.architecture.world import World, build
from tests.conftest import Clock
from tests.factories import CLOSES, NOW
from tests.site.published import ADDRESS, council, page, shown, statements

DRAFT = ADDRESS + "/udkast/1"
SECOND = timedelta(seconds=1)
WRITTEN_ONCE = {"section", "section_text", "section_link", "rendition_part", "illustration", "response_version"}
"""Written before what is shown points to them, and never changed after."""
COUNTED = {"figure", "response", "response_party"}
"""What comes with a new response; the pages that say it are at most half a minute old."""
PROBES = {"site.healthz", "site.readyz"}
FILES = {"blob", "package", "package_file"}
"""Downloads are not kept, and the names of files are written with the annex or document."""


@pytest.fixture
def owner(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def test_a_page_is_made_once_and_then_costs_one_statement(app: Flask, client: FlaskClient, owner: Consultation) -> None:
    made = client.get(DRAFT)
    with statements(app.extensions["engine"]) as sent:
        kept = client.get(DRAFT)
    assert [one for one in sent if one.startswith("SELECT")] == [sent[-1]]
    assert kept.get_data() == made.get_data()
    assert kept.headers["ETag"] == made.headers["ETag"]


def test_T8_what_is_written_holds_at_the_next_request(client: FlaskClient, owner: Consultation, store: Session) -> None:
    before = client.get(ADDRESS)
    operations.cancel_consultation(store, "staff:1", NOW, owner, "Budgettet er trukket tilbage.")
    store.commit()
    after = client.get(ADDRESS, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Budgettet er trukket tilbage." in after.get_data(as_text=True)


def test_P3_a_page_is_kept_no_longer_than_it_says(client: FlaskClient, owner: Consultation, at: Clock) -> None:
    made = client.get(DRAFT).headers["ETag"]
    at.now = NOW + 59 * SECOND
    kept = client.get(DRAFT)
    assert (kept.headers["ETag"], kept.headers["Cache-Control"]) == (made, "public, max-age=1")
    at.now = NOW + 60 * SECOND
    assert client.get(DRAFT).headers["ETag"] != made


def test_T5_the_state_changes_at_its_instant_on_a_page_that_was_kept(
    client: FlaskClient, owner: Consultation, at: Clock
) -> None:
    at.now = CLOSES - 10 * SECOND
    assert "Åben for svar" in page(client, ADDRESS)
    at.now = CLOSES - timedelta(microseconds=1)
    assert "Åben for svar" in page(client, ADDRESS)
    at.now = CLOSES
    assert "Åben for svar" not in page(client, ADDRESS)


def test_P7_no_tag_moves_while_something_is_prepared(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock
) -> None:
    made = client.get("/").headers["ETag"]
    hidden = factories.consultation(store, owner.authority, "forberedes")
    hidden.visible_from = NOW + 20 * SECOND
    store.commit()
    assert client.get("/").headers["ETag"] == made
    at.now = hidden.visible_from
    assert "/hoeringer/forberedes" in page(client, "/")


def test_who_has_the_page_already_is_told_so(client: FlaskClient, owner: Consultation) -> None:
    made = client.get(DRAFT)
    again = client.get(DRAFT, headers={"If-None-Match": made.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["Cache-Control"] == made.headers["Cache-Control"]


def test_a_head_is_answered_as_the_page_would_be(client: FlaskClient, owner: Consultation) -> None:
    made = client.get(DRAFT)
    asked = client.head(DRAFT)
    assert asked.get_data() == b""
    assert asked.headers["ETag"] == made.headers["ETag"]
    assert asked.headers["Content-Length"] == made.headers["Content-Length"]


def test_P2_the_tag_is_no_function_of_the_text(client: FlaskClient, owner: Consultation, at: Clock) -> None:
    made = client.get(DRAFT)
    at.now = NOW + 60 * SECOND
    again = client.get(DRAFT)
    assert made.get_data() == again.get_data()
    assert made.headers["ETag"] != again.headers["ETag"]


@pytest.mark.parametrize("other", ["/en" + DRAFT, DRAFT + "?side=2", ADDRESS + "/udkast/2"])
def test_an_address_has_a_page_of_its_own(client: FlaskClient, owner: Consultation, other: str) -> None:
    kept = client.get(DRAFT).get_data()
    made = client.get(other)
    assert (made.status_code, made.get_data() == kept) == (200, False)


def test_a_host_has_pages_of_its_own(app: Flask, client: FlaskClient, owner: Consultation) -> None:
    client.get("/", base_url="http://en.example")
    with statements(app.extensions["engine"]) as sent:
        client.get("/", base_url="http://anden.example")
    assert len(sent) > 2


@pytest.mark.parametrize("path", [ADDRESS + "/frist.ics", "/findes-ikke", ADDRESS + "/besvar", "/intern/log-ind"])
def test_nothing_else_is_kept(client: FlaskClient, owner: Consultation, path: str) -> None:
    client.get(path)
    assert "ETag" not in client.get(path).headers


def test_V1_a_new_response_empties_no_cache(client: FlaskClient, owner: Consultation, store: Session) -> None:
    made = client.get(ADDRESS).headers["ETag"]
    factories.response(store, owner)
    store.commit()
    assert client.get(ADDRESS).headers["ETag"] == made


def test_R40_half_a_minute_later_it_is_counted_and_the_page_says_when(
    client: FlaskClient, owner: Consultation, store: Session, at: Clock
) -> None:
    client.get(ADDRESS)
    factories.response(store, owner)
    store.commit()
    at.now = NOW + 30 * SECOND
    said = page(client, ADDRESS).replace("\xa0", " ")
    assert ("1 svar fra 1 afsender" in said, "Opgjort kl. 13.00." in said) == (True, True)


def test_pages_asked_for_longest_ago_make_room(
    client: FlaskClient, owner: Consultation, settings: Settings, sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_cache, "MOST_OCTETS", 2 * len(client.get(DRAFT).get_data()) + 99)
    small = create_app(settings, sqlite_engine)
    for number in (1, 2, 1, 3):
        small.test_client().get(f"{DRAFT}?side={number}")
    assert {address[-1] for address in small.extensions["pages"]._pages} == {"side=1", "side=3"}


def test_T8_every_table_that_a_public_page_reads_raises_the_revision(app: Flask, store: Session, at: Clock) -> None:
    """A page that reads another table must say what makes it true: see models/revisions.py."""
    world = build(store, app.extensions["store"])
    row = store.scalars(select(Consultation).where(Consultation.slug == world.values["slug"])).one()
    row.publication_mode = PublicationMode.CONTINUOUS
    shown(store, row)
    council(store, row, outcome="Byrådet godkendte udkastene.")
    store.commit()
    at.now = CLOSES
    with statements(app.extensions["engine"]) as sent:
        for address in _public_addresses(app, world):
            app.extensions["pages"].clear()
            app.test_client().get(address)
    read = {table for one in sent for table in re.findall(r"(?:FROM|JOIN) \"?([a-z_]+)", one)}
    known = {table.__tablename__ for table in SHOWN} | WRITTEN_ONCE | COUNTED | FILES
    assert read - known == set()
    assert {"consultation", "rendition", "draft_version", "position", "remark_version"} <= read


def _public_addresses(app: Flask, world: World) -> list[str]:
    pages = [
        rule
        for rule in app.url_map.iter_rules()
        if ROUTES.get((rule.endpoint, "GET"), ()) is PUBLIC
        and "token" not in rule.arguments
        and rule.endpoint.startswith("site.")
    ]
    found = [world.address(app, rule) for rule in pages if rule.endpoint not in PROBES]
    return [address for address in found if address is not None]
