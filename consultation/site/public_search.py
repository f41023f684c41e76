"""Search in what is published, in Danish words (interface.md 1.2)."""

from datetime import datetime
from itertools import groupby

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from consultation import clock
from consultation.extensions import db
from consultation.lib.stems import terms, tidy
from consultation.lib.text import clean
from consultation.site import hits, searching
from consultation.site.blueprint import blueprint
from consultation.site.pages import authority_here
from consultation.vocabulary import SearchKind
from consultation.web.headers import public
from consultation.web.pagination import Page, page_of, read_cursor

LONGEST = 200
"""Characters of a query."""
MOST_KEPT = 2000
"""Characters of a longer one that stand in the box again."""
SIZE = 20
"""Results on a page."""
KINDS = {
    "hoeringer": (_l("Høringer"), (SearchKind.CONSULTATION,)),
    "udkast": (_l("Udkast"), (SearchKind.DRAFT, SearchKind.SECTION)),
    "dokumenter": (_l("Dokumenter"), (SearchKind.DOCUMENT,)),
    "svar": (_l("Svar fra andre"), (SearchKind.RESPONSE,)),
}
"""?vis= -> its words and what it shows."""
GROUPS = {
    SearchKind.CONSULTATION: _l("Høringer"),
    SearchKind.DRAFT: _l("Udkast"),
    SearchKind.SECTION: _l("Afsnit i udkast"),
    SearchKind.DOCUMENT: _l("Dokumenter"),
    SearchKind.RESPONSE: _l("Svar fra andre"),
}


@blueprint.get("/soeg")
def search() -> str:
    owner, now = authority_here(), clock.now()
    authority_id = owner.id if owner else None
    public(searching.next_change(db.session, now, authority_id))
    query, chosen = tidy(clean(request.args.get("q", "")[:MOST_KEPT])), request.args.get("vis", "")
    too_long = len(query) > LONGEST
    wanted = () if too_long else terms(query)
    kinds = KINDS[chosen][1] if chosen in KINDS else ()
    page = _page(now, searching.Asked(wanted, authority_id, kinds))
    return render_template(
        "site/search.html",
        query=query,
        too_long=too_long,
        asked=bool(wanted),
        kinds=KINDS,
        chosen=chosen,
        page=page,
        groups=[(GROUPS[kind], list(rows)) for kind, rows in groupby(page.rows, key=lambda one: one.kind)],
        shared=owner is None,
    )


def _page(now: datetime, asked: searching.Asked) -> Page[hits.Shown]:
    if not asked.terms:
        return Page(())
    cursor = read_cursor(SIZE)
    span = searching.Span(cursor.size + 1, cursor.after, cursor.before)
    found = page_of(searching.find(db.session, now, asked, span), cursor, key=lambda one: one.sort_key)
    rows = searching.load(db.session, now, found.rows)
    return Page([hits.shown(row, asked.terms) for row in rows], found.previous_url, found.next_url)
