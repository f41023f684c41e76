"""Pages about the site itself: privacy, help, accessibility; and what machines ask for (R25, R53, T8)."""

from flask import current_app, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consultation import clock
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.lib.html import from_markdown
from consultation.lib.integers import read_integer
from consultation.models import Authority, AuthorityText
from consultation.moderation import policies
from consultation.responses.queries import find_text
from consultation.site import queries, readiness
from consultation.site import statistics as year_statistics
from consultation.site.blueprint import blueprint
from consultation.site.pages import COUNTED_SECONDS, authority_here, case_of
from consultation.vocabulary import Language
from consultation.web.filters import trusted_html
from consultation.web.headers import public
from consultation.web.i18n import language

POLICY = "gennemgang"
"""A topic of help that has a page of its own by now."""


# Privacy


@blueprint.get("/privatliv")
def privacy() -> str:
    public()
    return _privacy(authority_here(request.args.get("myndighed", "")))


@blueprint.get("/hoeringer/<slug>/privatliv")
def consultation_privacy(slug: str) -> str:
    return _privacy(case_of(slug).consultation.authority)


def _privacy(owner: Authority | None) -> str:
    text = find_text(db.session, owner.id, "privacy", language()) if owner else None
    return render_template("site/privacy.html", owner=owner, authorities=_all_unless(owner), **_shown(text))


def _shown(text: AuthorityText | None) -> dict[str, object]:
    """A text as HTML, and whether it is in Danish on an English page."""
    if text is None:
        return {"text": "", "only_danish": False}
    html = trusted_html(from_markdown(text.body))
    return {"text": html, "only_danish": text.language is Language.DANISH and language() is Language.ENGLISH}


def _all_unless(owner: Authority | None) -> list[Authority]:
    return [] if owner else list(queries.list_authorities(db.session))


# Help


@blueprint.get("/hjaelp")
def help() -> str:  # noqa: A001 - the endpoint is site.help (interface.md 1.2)
    public()
    owner = authority_here(request.args.get("myndighed", ""))
    return render_template("site/help.html", owner=owner, authorities=_all_unless(owner))


@blueprint.get("/hjaelp/<topic>")
def help_topic(topic: str) -> Response:
    """The rules for responses stood here once."""
    if topic != POLICY:
        raise NotFound("no such topic")
    return redirect(url_for("site.policy", myndighed=request.args.get("myndighed") or None), 301)


# How responses are gone through


@blueprint.get("/regler-for-svar")
def policy() -> str:
    """The rules in force, or an earlier version of them (R34)."""
    public()
    asked = request.args.get("myndighed", "")
    owner = authority_here(asked)
    if owner is None:
        return render_template("site/policy.html", authorities=_all_unless(owner))
    shown = policies.get_version(db.session, owner.id, _version())
    body, spoken = shown.said(language())
    return render_template(
        "site/policy.html",
        authorities=(),
        asked=asked or None,
        shown=shown,
        versions=policies.list_versions(db.session, owner.id),
        text=trusted_html(from_markdown(body)),
        only_danish=spoken is not language(),
    )


def _version() -> int | None:
    """The one that is asked for; -1, which no version has, for what is no number."""
    given = request.args.get("version", "")
    number = read_integer(given)
    return number if number is not None or not given else -1


# Numbers


@blueprint.get("/statistik")
def statistics() -> str:
    """An authority's year."""
    asked = request.args.get("myndighed", "")
    owner = authority_here(asked)
    public(None, COUNTED_SECONDS)
    if owner is None:
        return render_template("site/statistics.html", authorities=_all_unless(owner))
    now = clock.now()
    return render_template(
        "site/statistics.html",
        authorities=(),
        owner=owner,
        asked=asked or None,
        now=now,
        told=year_statistics.of_year(db.session, now, owner.id, read_integer(request.args.get("aar", ""))),
    )


# Accessibility


@blueprint.get("/tilgaengelighed")
def was() -> str:
    public()
    owner = authority_here(request.args.get("myndighed", ""))
    return render_template("site/was.html", owner=owner, authorities=_all_unless(owner))


@blueprint.get("/was")
def was_statement() -> Response:
    """The short address that inspectors know (R53)."""
    owner = authority_here()
    statement = owner.accessibility_url if owner else ""
    return redirect(statement if statement.startswith("https://") else url_for("site.was"))


# Data


@blueprint.get("/data")
def data() -> str:
    """What programs may fetch, and what may be done with it, in plain words."""
    public()
    return render_template("site/data.html", owner=authority_here())


# Machines


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return current_app.response_class("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """The instance can do its work; 503 with what cannot be done."""
    settings = current_app.config["SETTINGS"]
    checks = readiness.check(db.engine, settings.data_dir, clock.now())
    return jsonify(checks), 200 if all(checks.values()) else 503
