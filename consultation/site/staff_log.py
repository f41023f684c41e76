"""The log for staff: who did what, when and to what, with filters in the address, and as a file (R57, L2)."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from flask import redirect, render_template, request, stream_with_context, url_for
from werkzeug.wrappers import Response

from consultation import chain, clock
from consultation.accounts.queries import list_staff
from consultation.accounts.signed_in import Person, current_person, requires
from consultation.clock import COPENHAGEN
from consultation.consultations.pages import staff_consultation
from consultation.errors import NotFound
from consultation.extensions import db
from consultation.lib.dates import YEARS
from consultation.lib.integers import read_integer
from consultation.models import Consultation
from consultation.responses.queries import get_response
from consultation.site import desk_words, entries, log_words, operations
from consultation.site.blueprint import blueprint
from consultation.site.waiting import LOG_READERS
from consultation.vocabulary import Role
from consultation.web.pagination import Page, page_of, read_cursor
from consultation.web.uploads import attachment_response

LOG = "/intern/hoeringer/<slug>/log"


@dataclass(frozen=True)
class Asked:
    """What the address asks for, as it was typed; `wrong` names what cannot be read."""

    haendelse: str
    hvem: str
    nr: str
    fra: str
    til: str
    wrong: tuple[str, ...] = ()

    def in_address(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value and name != "wrong"}


@blueprint.get("/intern/log", defaults={"slug": ""})
@blueprint.get(LOG)
@requires(*Role)
def log(slug: str) -> str:
    person, row = current_person(), staff_consultation(slug) if slug else None
    wanted, asked = _wanted(person, row)
    page = Page[log_words.Entry](()) if asked.wrong else _page(person, wanted)
    sees_all = bool(person.roles & LOG_READERS)
    return render_template(
        "site/log.html",
        consultation=row,
        sees_all=sees_all,
        kinds=log_words.kinds(),
        kind_words=desk_words.EVENT_KINDS,
        asked=asked,
        actors=_actors(person) if sees_all else {},
        page=page,
        checked=chain.last_checkpoint(db.session, person.authority_id) if sees_all else None,
    )


@blueprint.post("/intern/log", defaults={"slug": ""})
@blueprint.post(LOG)
@requires(Role.AUDITOR, Role.ADMINISTRATOR)
def log_file(slug: str) -> Response:
    """All that the filters choose, as CSV; that somebody took it is itself in the log."""
    person, row = current_person(), staff_consultation(slug) if slug else None
    wanted, asked = _wanted(person, row)
    if asked.wrong:
        return redirect(f"{url_for('site.log', slug=slug)}?{urlencode(asked.in_address())}", 303)
    operations.note_log_export(db.session, person.actor, clock.now(), person.authority_id, wanted)
    db.session.commit()
    lines = log_words.as_csv(db.engine, person.authority_id, wanted)
    return attachment_response(stream_with_context(lines), f"log-{slug}.csv" if slug else "log.csv", "text/csv")


def _page(person: Person, wanted: entries.Filter) -> Page[log_words.Entry]:
    cursor = read_cursor()
    wanted = replace(wanted, before=read_integer(cursor.after), after=read_integer(cursor.before))
    found = entries.list_entries(db.session, person.authority_id, wanted, cursor.size + 1)
    return page_of(log_words.in_words(db.session, found), cursor, key=lambda one: str(one.seq))


def _wanted(person: Person, row: Consultation | None) -> tuple[entries.Filter, Asked]:
    told = {name: request.values.get(name, "").strip() for name in ("haendelse", "hvem", "nr", "fra", "til")}
    if told["haendelse"] not in {*desk_words.EVENTS, *log_words.kinds()}:
        told["haendelse"] = ""
    if not person.roles & LOG_READERS:
        told["hvem"] = ""
    begins, ends = _day(told["fra"]), _day(told["til"])
    response_id = _response(row, told["nr"])
    read = {"fra": begins, "til": ends, "nr": response_id}
    wanted = entries.Filter(
        event=told["haendelse"],
        actor=told["hvem"] if person.roles & LOG_READERS else person.actor,
        consultation_id=row.id if row else None,
        response_id=response_id,
        begins=_midnight(begins) if begins else None,
        ends=_midnight(ends + timedelta(days=1)) if ends else None,
    )
    return wanted, Asked(**told, wrong=tuple(name for name, known in read.items() if told[name] and known is None))


def _day(text: str) -> date | None:
    """ "1.12.2026" or "2026-12-01"."""
    day = re.fullmatch(r"(\d{1,2})[.](\d{1,2})[.](\d{4})", text)
    try:
        found = date(int(day[3]), int(day[2]), int(day[1])) if day else date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), COPENHAGEN)


def _response(row: Consultation | None, label: str) -> int | None:
    if row is None or not label:
        return None
    try:
        return get_response(db.session, row.id, label.upper()).id
    except NotFound:
        return None


def _actors(person: Person) -> dict[str, str]:
    people = {f"staff:{one.id}": one.name for one, _roles in list_staff(db.session, person.authority_id)}
    return people | {code: desk_words.actor_words(code) for code in desk_words.ACTORS}
