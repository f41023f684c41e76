"""Feeds and calendars of an authority, a subject and a consultation: what one follows without giving an address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from consultation import clock
from consultation.consultations import subjects
from consultation.consultations.subjects import Subject
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.lib.dates import local
from consultation.models import Authority, Consultation, Deadline
from consultation.site import (
    atom,
    calendar,
    event_words,
    events,
    happened,
    lists,
    phrases,
    queries,
    renditions,
    wording,
)
from consultation.site.atom import Feed
from consultation.site.blueprint import blueprint
from consultation.site.case import Case
from consultation.site.event_words import Told
from consultation.site.events import MOST
from consultation.site.pages import absolute, authority_at, authority_here, base_of, case_of
from consultation.site.queries import Listed
from consultation.vocabulary import PublicationMode, State
from consultation.web.headers import public
from consultation.web.i18n import language
from consultation.web.uploads import attachment_response

AHEAD = (State.PLANNED, State.OPEN)


@dataclass(frozen=True)
class Followed:
    """What a feed or calendar of several consultations is about; `page` is the path of the page that shows it."""

    owner: Authority | None
    name: str
    page: str
    listed: Sequence[Listed]


def followed(owner: Authority | None, page: str, subject: Subject | None = None) -> Followed:
    """The consultations that can be seen now; the answer may be kept until the clock changes something (T8)."""
    now, owner_id = clock.now(), owner.id if owner else None
    listed = queries.list_consultations(db.session, now, owner_id)
    public(lists.changes_at(listed, now, queries.next_appearance(db.session, now, owner_id)))
    about = _("Høringer om %(about)s", about=subject.inside(language())) if subject else _("Høringer")
    name = ", ".join([about, *([owner.name] if owner else [])])
    return Followed(owner, name, page, lists.about(listed, subject) if subject else listed)


def subject_at(slug: str) -> Subject:
    """The subject of this address. NotFound."""
    found = subjects.of_slug(slug)
    if found is None:
        raise NotFound("no such subject")
    return found


# Feeds


@blueprint.get("/feed.atom")
def feed() -> Response:
    return _feed(followed(authority_here(), url_for("site.front")))


@blueprint.get("/myndigheder/<slug>/feed.atom")
def authority_feed(slug: str) -> Response:
    return _feed(followed(authority_at(slug), url_for("site.authority", slug=slug)))


@blueprint.get("/emner/<subject>/feed.atom")
def subject_feed(subject: str) -> Response:
    found = subject_at(subject)
    return _feed(followed(authority_here(), url_for("site.subject", subject=subject), found))


def _feed(what: Followed) -> Response:
    found = happened.list_events(db.session, what.listed, clock.now())
    entries = [_entry(one.consultation, _mark(one), one.at, event_words.told(one)) for one in found]
    return _written(what.owner, what.name, what.page, entries)


@blueprint.get("/hoeringer/<slug>/feed.atom")
def consultation_feed(slug: str) -> Response:
    case = case_of(slug, counts=True)
    row = case.consultation
    found = happened.list_events(db.session, [Listed(row, case.acts, case.state, 0)], case.now)
    entries = [_entry(row, _mark(one), one.at, event_words.told(one)) for one in found] + _responses(case)
    entries.sort(key=lambda one: one.at, reverse=True)
    home = url_for("site.consultation", slug=slug)
    return _written(row.authority, phrases.plain_title_of(row), home, entries[:MOST])


def _responses(case: Case) -> list[atom.Entry]:
    """Those that may be read now, at the instant when they could be (R26, R27)."""
    row = case.consultation
    if not case.shows_responses or case.state is State.CANCELLED:
        return []
    opened_at = {
        PublicationMode.AFTER_DEADLINE: row.closes_at,
        PublicationMode.WITH_AGENDA: row.responses_public_at,
    }.get(row.publication_mode or PublicationMode.CONTINUOUS)
    return [
        _entry(row, f"svar/{one.rendition.key}", at, event_words.of_response(row, one, one.rendition))
        for one in renditions.list_newest(db.session, row.id, case.now, MOST)
        if one.rendition is not None
        for at in [max(one.rendition.visible_from, opened_at or one.rendition.visible_from)]
    ]


def _mark(event: events.Event) -> str:
    return "/".join(part for part in (event.kind.value, event.which) if part)


def _entry(row: Consultation, mark: str, at: datetime, told: Told) -> atom.Entry:
    """Its id is made of the address, which is frozen, and of what happened: the same for ever (RFC 4151)."""
    home = url_for("site.consultation", slug=row.slug)
    since = local(row.visible_from or at).date()
    name = f"tag:{_host(row.authority)},{since}:{home}/{mark}"
    spoken = "da" if told.danish and language() == "en" else ""
    return atom.Entry(name, at, told.title, told.text, absolute(row, told.path), spoken)


def _written(owner: Authority | None, name: str, page: str, entries: list[atom.Entry]) -> Response:
    base, author = base_of(owner), owner.name if owner else _("Høringer")
    url = base + request.script_root + request.path
    written = atom.write(Feed(url, name, author, url, base + page, language(), entries))
    return current_app.response_class(written, content_type=f"{atom.MEDIA_TYPE}; charset=utf-8")


def _host(owner: Authority) -> str:
    return urlsplit(base_of(owner)).hostname or "localhost"


# Calendars


@blueprint.get("/frister.ics")
def deadlines_ics() -> Response:
    return _calendar(followed(authority_here(), url_for("site.front")))


@blueprint.get("/myndigheder/<slug>/frister.ics")
def authority_deadlines_ics(slug: str) -> Response:
    return _calendar(followed(authority_at(slug), url_for("site.authority", slug=slug)))


@blueprint.get("/emner/<subject>/frister.ics")
def subject_deadlines_ics(subject: str) -> Response:
    found = subject_at(subject)
    return _calendar(followed(authority_here(), url_for("site.subject", subject=subject), found))


def _calendar(what: Followed) -> Response:
    """The deadlines ahead; one that is cancelled stays as such until its day, so that calendars take it away."""
    now = clock.now()
    shown = [
        one
        for one in what.listed
        if one.state in AHEAD or (one.state is State.CANCELLED and one.acts.closes_at and now < one.acts.closes_at)
    ]
    set_by_id = happened.deadlines_of(db.session, shown)
    entries = [_deadline(one.consultation, one.state, set_by_id[one.consultation.id]) for one in shown]
    written = calendar.ics([one for one in entries if one is not None], _("Frister: %(name)s", name=what.name))
    return attachment_response(written.encode(), "frister.ics", "text/calendar")


@blueprint.get("/hoeringer/<slug>/frist.ics")
def deadline_ics(slug: str) -> Response:
    case = case_of(slug)
    row = case.consultation
    listed = Listed(row, case.acts, case.state, 0)
    entry = _deadline(row, case.state, happened.deadlines_of(db.session, [listed])[row.id])
    if entry is None:
        raise NotFound("no deadline")
    written = calendar.ics([entry], phrases.plain_title_of(row))
    return attachment_response(written.encode(), "frist.ics", "text/calendar")


def _deadline(row: Consultation, state: State, deadlines: Sequence[Deadline]) -> calendar.Entry | None:
    if row.closes_at is None or not deadlines:
        return None
    address = absolute(row, url_for("site.consultation", slug=row.slug))
    return calendar.Entry(
        uid=f"frist-{row.id}-{row.slug}@consultation",
        closes_at=row.closes_at,
        changed_at=row.cancelled_at or deadlines[-1].at,
        sequence=len(wording.moves(row, deadlines)) + (row.cancelled_at is not None),
        summary=_("Frist: %(title)s", title=phrases.plain_title_of(row)),
        description=_("Høringen og dens udkast: %(address)s", address=address),
        url=address,
        cancelled=state is State.CANCELLED,
    )
