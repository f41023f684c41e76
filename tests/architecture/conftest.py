"""The world of all pages on each database, and one browser for everybody and each role."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consultation.vocabulary import Role
from tests.architecture.world import World, build


@pytest.fixture
def world(app_on_each: Flask) -> World:
    with Session(app_on_each.extensions["engine"]) as session:
        return build(session, app_on_each.extensions["store"])


@pytest.fixture
def browsers(app_on_each: Flask, world: World) -> dict[Role | None, FlaskClient]:
    """One of everybody, and one of each role; plain ones, since what comes back is not always a page."""
    made = {role: FlaskClient(app_on_each, app_on_each.response_class) for role in (None, *Role)}
    for role, token in world.tokens.items():
        made[role].set_cookie("staff", token)
    return made
