"""A1: every page, every method, every role, nobody, and staff of another authority, against the table of routes.py."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from consultation.vocabulary import Role
from tests.architecture.routes import PUBLIC, ROUTES
from tests.architecture.world import UNPUBLISHED, World, build
from tests.conftest import ON_BOTH
from tests.databases import SharedFile
from tests.site.published import statements

SIGN_IN = "/intern/log-ind"
STAFF_MODULES = re.compile(r"\.(staff(_\w+)?)$")
ALLOWED = frozenset({200, 302, 303, 400, 409, 410})
"""What a page may answer to those who may ask: the form again, onwards, or a rule that stands in the way."""


@pytest.fixture
def world(app: Flask, store: Session) -> World:
    return build(store, app.extensions["store"])


@pytest.fixture
def kept(world: World, sqlite_file: SharedFile, tmp_path: Path) -> Path:
    """The database as it was before anything was asked."""
    sqlite_file.keep(tmp_path / "kept.sqlite")
    return tmp_path / "kept.sqlite"


def _pages(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def _staff_pages(app: Flask) -> Iterator[tuple[Rule, str, frozenset[Role]]]:
    for rule, method in _pages(app):
        roles = ROUTES.get((rule.endpoint, method))
        if roles is not None:
            yield rule, method, roles


def _browser(app: Flask, token: str | None) -> tuple[FlaskClient, str]:
    """A client of this person, and the token that its forms carry."""
    client = app.test_client()
    if token is not None:
        client.set_cookie("staff", token)
    page = client.get("/intern/hoeringer" if token else SIGN_IN).get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return client, found[1] if found else ""


def _ask(browser: tuple[FlaskClient, str], method: str, path: str) -> tuple[int, str]:
    client, csrf = browser
    answer = client.open(path, method=method, data=None if method == "GET" else {"csrf_token": csrf})
    return answer.status_code, answer.headers.get("Location", "")


def _told(rule: Rule, method: str, answer: object) -> str:
    return f"{method} {rule.rule} ({rule.endpoint}): {answer}"


def test_A1_every_page_has_a_row(app: Flask) -> None:
    assert _undeclared(app) == [], "declare these in tests/architecture/routes.py"


def test_A1_a_page_without_a_row_is_found(new_app: Flask) -> None:
    new_app.add_url_rule("/intern/glemt", "site.forgotten", lambda: "", methods=["GET", "POST"])
    assert {("site.forgotten", "GET"), ("site.forgotten", "POST")} <= set(_undeclared(new_app))


def _undeclared(app: Flask) -> list[tuple[str, str]]:
    return sorted({(rule.endpoint, method) for rule, method in _pages(app)} - set(ROUTES))


def test_A1_every_row_has_a_page(app: Flask) -> None:
    assert sorted(set(ROUTES) - {(rule.endpoint, method) for rule, method in _pages(app)}) == []


def test_A1_each_view_declares_the_roles_of_its_row(app: Flask) -> None:
    assert _disagreeing(app) == []


def test_A1_a_view_that_lost_its_roles_is_found(new_app: Flask, world: World) -> None:
    """Both by its declaration, and by being asked without an account."""
    new_app.view_functions["site.health"] = lambda: ("everything", {"Content-Type": "text/plain"})
    assert [told.split()[1] for told in _disagreeing(new_app)] == ["/intern/drift"]
    assert [told.split()[1] for told in _open_to_nobody(new_app, world)] == ["/intern/drift"]


def _disagreeing(app: Flask) -> list[str]:
    return [
        _told(rule, method, declared)
        for rule, method in _pages(app)
        if (declared := getattr(app.view_functions[rule.endpoint], "required_roles", PUBLIC))
        != ROUTES.get((rule.endpoint, method), declared)
    ]


def test_A1_the_name_of_the_file_is_the_trust_zone(app: Flask) -> None:
    """Only pages of sign-in stand in a staff module without a role; none in a public module has one."""
    declared = {name: hasattr(view, "required_roles") for name, view in app.view_functions.items()}
    modules = {name: bool(STAFF_MODULES.search(view.__module__)) for name, view in app.view_functions.items()}
    without = {name for name in declared if modules[name] and not declared[name]}
    assert without == {"accounts.sign_in", "accounts.sign_out", "accounts.activate", "demo_sign_in.sign_in_demo"}
    assert [name for name in declared if declared[name] and not modules[name]] == []


def test_A1_staff_pages_stand_below_one_path(app: Flask) -> None:
    assert [rule.rule for rule, _method, _roles in _staff_pages(app) if not rule.rule.startswith("/intern")] == []


def test_A1_nobody_is_shown_the_way_to_sign_in(app: Flask, world: World) -> None:
    assert _open_to_nobody(app, world) == []


def _open_to_nobody(app: Flask, world: World) -> list[str]:
    nobody = _browser(app, None)
    answers = [
        (_told(rule, method, answer), answer)
        for rule, method, _roles in _staff_pages(app)
        if (path := world.address(app, rule)) and (answer := _ask(nobody, method, path))
    ]
    assert answers
    return [told for told, (status, onwards) in answers if status != 302 or not onwards.startswith(SIGN_IN)]


@pytest.mark.parametrize("role", Role)
def test_A1_a_role_that_is_not_named_is_refused(app: Flask, world: World, role: Role) -> None:
    person = _browser(app, world.tokens[role])
    wrong = [
        _told(rule, method, answer)
        for rule, method, roles in _staff_pages(app)
        if role not in roles and (path := world.address(app, rule)) and (answer := _ask(person, method, path))[0] != 403
    ]
    assert "\n".join(wrong) == ""


@pytest.mark.parametrize("role", Role)
def test_A1_a_role_that_is_named_gets_the_page(
    app: Flask, world: World, kept: Path, sqlite_file: SharedFile, role: Role
) -> None:
    wrong = []
    for rule, method, roles in _staff_pages(app):
        path = world.address(app, rule)
        if role in roles and path is not None:
            sqlite_file.emptied()
            sqlite_file.lay(kept)
            status, onwards = _ask(_browser(app, world.tokens[role]), method, path)
            if status not in ALLOWED or onwards.startswith(SIGN_IN):
                wrong.append(_told(rule, method, status))
    assert "\n".join(wrong) == ""


@pytest.mark.parametrize("role", Role)
def test_A1_things_of_another_authority_do_not_exist(app: Flask, world: World, role: Role) -> None:
    stranger = _browser(app, world.strangers[role])
    wrong = [
        _told(rule, method, answer)
        for rule, method, roles in _staff_pages(app)
        if role in roles
        and rule.arguments - {"job_id", "kind"} - set(rule.defaults or ())
        and (path := world.address(app, rule))
        and (answer := _ask(stranger, method, path))[0] != 404
    ]
    assert "\n".join(wrong) == ""


@ON_BOTH
def test_A2_what_is_anothers_looks_like_what_does_not_exist(app: Flask, world: World) -> None:
    """The same status, headers, page and questions to the database, but for the address that was typed."""
    stranger, looked = _browser(app, world.strangers[Role.EDITOR])[0], 0
    for rule, method, roles in _staff_pages(app):
        path = world.address(app, rule)
        if method == "GET" and Role.EDITOR in roles and "slug" in rule.arguments and path:
            slug = str((world.unpublished if rule.endpoint in UNPUBLISHED else world.values)["slug"])
            with statements(app.extensions["engine"]) as of_foreign:
                foreign = stranger.get(path)
            with statements(app.extensions["engine"]) as of_unknown:
                unknown = stranger.get(path.replace(slug, "x" * len(slug)))
            assert of_foreign == of_unknown, path
            assert (foreign.status_code, dict(foreign.headers)) == (unknown.status_code, dict(unknown.headers)), path
            assert _same_each_second(foreign).replace(slug, "x" * len(slug)) == _same_each_second(unknown), path
            looked += 1
    assert looked > 10


def _same_each_second(page: TestResponse) -> str:
    """Without the token of its forms, which names the second in which it was made."""
    return re.sub(r'(name="csrf_token"[^>]* value=)"[^"]*"', r'\1""', page.text)


def test_A1_the_world_has_one_of_everything(app: Flask, world: World) -> None:
    """A page whose address names something that the world lacks would be walked by nobody."""
    lacking = sorted({rule.rule for rule, _method, _roles in _staff_pages(app) if world.address(app, rule) is None})
    assert lacking == [], "add one to tests/architecture/world.py"
