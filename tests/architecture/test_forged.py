"""A5: every form of the staff pages, sent as another site or a broken program would send it, on both databases."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Base
from consultation.vocabulary import Role
from tests.architecture.routes import ROUTES
from tests.architecture.world import World, build
from tests.conftest import ON_BOTH

pytestmark = ON_BOTH
URLENCODED = "application/x-www-form-urlencoded"
OWN = b"{own}"
"""Where the token of the sender's own page stands."""
FORGED = {
    "missing": b"a=b",
    "empty": b"csrf_token=",
    "wrong": b"csrf_token=1.2.3",
    "several": b"csrf_token=a&csrf_token=b",
    "array": b"csrf_token[]=a",
    "1 MB": b"csrf_token=" + b"x" * 1_000_000,
    "own with NUL": b"csrf_token=" + OWN + b"%00",
    "invalid UTF-8": b"csrf_token=%E6%C3",
    "surrogate": b"csrf_token=%ED%A0%80",
}
FOREIGN = (
    {"Origin": "https://ond.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://localhost.ond.example"},
)


@pytest.fixture
def world(app: Flask, store: Session) -> World:
    return build(store, app.extensions["store"])


def test_A5_no_staff_form_without_a_token_of_its_sender_is_taken_and_nothing_changes(app: Flask, world: World) -> None:
    """Each form meets one kind of token after the other; the token of somebody else is one of them."""
    browsers = {role: _browser(app, token) for role, token in world.tokens.items()}
    stranger = _browser(app, world.strangers[Role.EDITOR])[1].encode()
    kinds = {**FORGED, "somebody else's": b"csrf_token=" + stranger}
    forms, before, taken = list(_forms(app, world)), _all_rows(app), {}
    assert len(forms) > 50
    for at, (address, role) in enumerate(forms):
        client, own = browsers[role]
        for kind in (name for step, name in enumerate(kinds) if name == "missing" or (at + step) % 3 == 0):
            body = kinds[kind].replace(OWN, own.encode())
            status = client.post(address, data=body, content_type=URLENCODED).status_code
            if status not in {400, 413}:
                taken[address, kind] = status
    assert taken == {}
    assert _all_rows(app) == before


def test_A5_no_staff_form_of_another_site_is_taken_though_its_token_is_right(app: Flask, world: World) -> None:
    browsers = {role: _browser(app, token) for role, token in world.tokens.items()}
    before, taken = _all_rows(app), {}
    for at, (address, role) in enumerate(_forms(app, world)):
        client, own = browsers[role]
        status = client.post(address, data={"csrf_token": own}, headers=FOREIGN[at % len(FOREIGN)]).status_code
        if status != 403:
            taken[address] = status
    assert taken == {}
    assert _all_rows(app) == before


def _forms(app: Flask, world: World) -> Iterator[tuple[str, Role]]:
    """The address of each staff form, and one who may send it."""
    for rule in app.url_map.iter_rules():
        roles = ROUTES.get((rule.endpoint, "POST"))
        address = world.address(app, rule) if roles else None
        if roles and address:
            yield address, min(roles)


def _browser(app: Flask, token: str) -> tuple[FlaskClient, str]:
    client = FlaskClient(app, app.response_class)
    client.set_cookie("staff", token)
    page = client.get("/intern/hoeringer").get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    return client, found[1]


def _all_rows(app: Flask) -> dict[str, list[Any]]:
    with app.extensions["engine"].connect() as connection:
        tables = Base.metadata.sorted_tables
        return {table.name: sorted(connection.execute(select(table)).all(), key=str) for table in tables}
