"""What search engines ask for: what they may not open, and what there is to find now (U30, P7)."""

from collections.abc import Iterator

from flask import current_app, url_for
from werkzeug.wrappers import Response

from consultation import clock
from consultation.consultations import subjects
from consultation.extensions import db
from consultation.models import Authority
from consultation.site import lists, queries
from consultation.site.blueprint import blueprint
from consultation.site.pages import authority_here, base_of
from consultation.site.sitemap import sitemap
from consultation.vocabulary import Language, State
from consultation.web.headers import public
from consultation.web.i18n import local_url, without_language

PRIVATE = (
    "/intern",
    "/kladde/",
    "/mit-svar/",
    "/part/",
    "/bekraeft/",
    "/bidrag/",
    "/foelg/",
    "/forhaandsvisning/",
    "/log-ind",
    "/skriv-sammen",
)
"""What begins a secret address, or leads to one."""
_ALWAYS = ("site.front", "site.consultations", "site.help", "site.privacy", "site.data")
_OF_EACH = ("site.consultation", "site.documents", "site.responses", "site.figures")
_ANSWERED = (State.DECIDED, State.ARCHIVED)


@blueprint.get("/robots.txt")
def robots() -> Response:
    public()
    lines = [f"Disallow: {prefix}{path}" for path in PRIVATE for prefix in ("", "/en")]
    listed = f"Sitemap: {base_of(authority_here())}{without_language(url_for('site.sitemap_xml'))}"
    return current_app.response_class("\n".join(["User-agent: *", *lines, listed, ""]), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def sitemap_xml() -> Response:
    """Pages of this host that can be seen now. Single responses are left out: the list of them leads there."""
    owner, now = authority_here(), clock.now()
    owner_id = owner.id if owner else None
    listed = queries.list_consultations(db.session, now, owner_id)
    public(lists.changes_at(listed, now, queries.next_appearance(db.session, now, owner_id)))
    base, paths = base_of(owner), map(without_language, _paths(owner, listed))
    pages = [{code.value: base + local_url(path, code) for code in Language} for path in paths]
    return current_app.response_class(sitemap(pages), mimetype="application/xml")


def _paths(owner: Authority | None, listed: list[queries.Listed]) -> Iterator[str]:
    """Without a language, newest consultation first; others' whose pages are on a host of their own are left out."""
    yield from (url_for(name) for name in _ALWAYS)
    found = dict.fromkeys(subjects.of_code(one.consultation.subject) for one in listed)
    yield from (url_for("site.subject", subject=one.slug) for one in found if one is not None)
    drafts = queries.list_draft_numbers(db.session, [one.consultation.id for one in listed])
    for one in lists.newest_first(listed):
        row = one.consultation
        if base_of(row.authority) == base_of(owner):
            yield from (url_for(name, slug=row.slug) for name in _OF_EACH)
            yield from (url_for("site.draft", slug=row.slug, number=number) for number in drafts.get(row.id, ()))
            if one.state in _ANSWERED and one.acts.decided:
                yield url_for("site.outcome", slug=row.slug)
