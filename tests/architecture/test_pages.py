"""What holds for every page: reading changes nothing, addresses have one style, templates escape and are found."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter, Rule

from consultation.extensions import db
from consultation.paths import TEMPLATES
from consultation.vocabulary import Role
from tests.architecture.routes import ROUTES
from tests.architecture.world import World, build
from tests.conftest import ON_BOTH

PATH = re.compile(r"/|(/(<[^>]+>|[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?))+")
ENDPOINT = re.compile(r"(static|theme|[a-z_]+\.[a-z_]+)")
DANISH = re.compile(r"(hoering|svar|moeder|frist|udkast|parter|mangler|gennemgang|bilag)")
UNSAFE = re.compile(
    r"\|\s*safe\b|autoescape\s+false|<style|\sstyle=|\son[a-z]+="
    r"|<script(?![^>]*\bsrc=| type=\"application/ld\+json\">\{\{ [a-z_.]+ \| tojson \}\}</script>)"
)
"""Data in a script is no script, where nothing but tojson writes it."""
SHARED = frozenset({"base.html", "staff_base.html", "respond_base.html"})
FOLDERS = frozenset({"macros", "errors", "emails"})
FILES = sorted(TEMPLATES.rglob("*.*"), key=str)


@pytest.fixture
def world(app: Flask, store: Session) -> World:
    return build(store, app.extensions["store"])


class CommittedOnGetError(Exception):
    """A page that is only read has tried to change something."""


@ON_BOTH
def test_A5_no_page_commits_when_it_is_read(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Walks every GET as whoever may see it; the session writes nothing, and would say so."""
    pages = _readable(app, world)
    assert pages
    assert _failing(app, world, pages, monkeypatch) == []


def test_the_walk_finds_a_page_that_commits(new_app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful() -> str:
        db.session.commit()
        return ""

    new_app.add_url_rule("/glemsom", "forgetful", forgetful)
    assert _failing(new_app, world, [("/glemsom", None), ("/intern/log-ind", None)], monkeypatch) == ["/glemsom"]


def _failing(
    app: Flask, world: World, pages: list[tuple[str, Role | None]], monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """The pages that try to write when each is read as one who may."""
    browsers: dict[Role | None, FlaskClient] = {None: _browser(app, None)}
    browsers |= {role: _browser(app, token) for role, token in world.tokens.items()}
    tried: list[str] = []

    def refuse(_session: Session) -> None:
        tried.append(request.path)
        raise CommittedOnGetError

    def flush(session: Session, *_arguments: Any) -> None:
        if session.new or session.dirty or session.deleted:
            refuse(session)

    monkeypatch.setattr(Session, "commit", refuse)
    monkeypatch.setattr(Session, "flush", flush)
    broken = [path for path, role in pages if browsers[role].get(path).status_code == 500]
    return sorted({*tried, *broken})


def _browser(app: Flask, token: str | None) -> FlaskClient:
    client = app.test_client()
    if token is not None:
        client.set_cookie("staff", token)
    return client


def _readable(app: Flask, world: World) -> list[tuple[str, Role | None]]:
    pages: list[tuple[str, Role | None]] = []
    for rule in app.url_map.iter_rules():
        roles = ROUTES.get((rule.endpoint, "GET"))
        path = world.address(app, rule) if "GET" in (rule.methods or ()) else None
        if path is not None:
            pages.append((path, min(roles) if roles else None))
    return pages


def _rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_addresses_are_kebab_case_ascii_and_have_no_slash_at_the_end(app: Flask) -> None:
    assert [rule.rule for rule in _rules(app) if not PATH.fullmatch(rule.rule)] == []


def test_endpoints_are_named_in_english(app: Flask) -> None:
    names = sorted({rule.endpoint for rule in app.url_map.iter_rules()})
    assert [name for name in names if not ENDPOINT.fullmatch(name) or DANISH.search(name)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_O5_a_template_compiles_and_never_marks_text_as_safe(app: Flask, file: Path) -> None:
    app.jinja_env.get_template(file.relative_to(TEMPLATES).as_posix())
    assert not UNSAFE.search(file.read_text())


def test_a_page_template_is_named_after_its_endpoint(app: Flask) -> None:
    """Templates that others include begin with an underscore."""
    endpoints = {rule.endpoint.replace(".", "/") + ".html" for rule in app.url_map.iter_rules()}
    names = {file.relative_to(TEMPLATES) for file in FILES if file.suffix == ".html"}
    pages = {name for name in names if name.as_posix() not in SHARED and name.parts[0] not in FOLDERS}
    assert sorted(name.as_posix() for name in pages if name.name[0] != "_" and name.as_posix() not in endpoints) == []


def test_nothing_that_is_no_template_lies_among_them() -> None:
    assert [file.name for file in FILES if file.suffix not in {".html", ".txt"}] == []


def test_A2_public_addresses_hold_no_number_of_a_row(app: Flask) -> None:
    """Numbers that stand there are printed ones: of a draft, and of its version."""
    counted = {
        argument
        for rule in _rules(app)
        if not rule.rule.startswith("/intern")
        for argument, converter in rule._converters.items()
        if isinstance(converter, IntegerConverter)
    }
    assert counted == {"number", "version"}
