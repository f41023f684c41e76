"""Entries of the log in words, for its page and its file (R57)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consultation.accounts.queries import names
from consultation.lib.tables import BYTE_ORDER_MARK, Cell, write_csv
from consultation.models import Audit
from consultation.site import desk_words, entries
from consultation.site.entries import Subject
from consultation.site.log_fields import fields_of

HEADING = ("line", "at", "actor", "name", "event", "words", "subject", "consultation", "response", "fields", "hash")


@dataclass(frozen=True)
class Entry:
    """A line of the log in words; `about` is where in the log all lines of its subject stand."""

    at: datetime
    who: str
    what: str
    subject: str
    about: str
    fields: list[tuple[str, str]]
    seq: int


def kinds() -> dict[str, dict[str, str]]:
    """The events by their kind ("response."), each with its words."""
    found: dict[str, dict[str, str]] = {}
    for code, words in desk_words.EVENTS.items():
        found.setdefault(f"{code.partition('.')[0]}.", {})[code] = str(words)
    return found


def in_words(session: Session, rows: Sequence[Audit]) -> list[Entry]:
    """The entries as people read them; three statements, however many."""
    people = names(session, {one.actor for one in rows} | {one.subject for one in rows})
    subjects = entries.subjects_of(session, rows)
    return [_entry(one, people, subjects.get(one.subject)) for one in rows]


def _entry(row: Audit, people: dict[str, str], about: Subject | None) -> Entry:
    return Entry(
        at=row.at,
        who=people.get(row.actor) or desk_words.actor_words(row.actor),
        what=str(desk_words.EVENTS.get(row.event, row.event)),
        subject=people.get(row.subject) or _subject_words(row, about),
        about=url_for("site.log", slug=about.slug, nr=about.number or None) if about else "",
        fields=fields_of(row),
        seq=row.seq,
    )


def _subject_words(row: Audit, about: Subject | None) -> str:
    if about is None:
        return desk_words.subject_words(row.subject)
    return str(_("Svar nr. %(number)s", number=about.number)) if about.number else about.title


def as_csv(engine: Engine, authority_id: int, wanted: entries.Filter) -> Iterator[bytes]:
    """A line an entry, oldest first: its codes, the words they stand for, and the hash that chains it.

    Read on a snapshot of its own: nobody waits while somebody downloads.
    """
    yield write_csv([HEADING])
    with Session(engine.execution_options(writes=False)) as session:
        for rows in entries.stream_entries(session, authority_id, wanted):
            people, subjects = names(session, {one.actor for one in rows}), entries.subjects_of(session, rows)
            lines = [_line(one, people, subjects.get(one.subject, Subject("", ""))) for one in rows]
            yield write_csv(lines).removeprefix(BYTE_ORDER_MARK)


def _line(row: Audit, people: dict[str, str], about: Subject) -> tuple[Cell, ...]:
    who = people.get(row.actor) or desk_words.actor_words(row.actor)
    what = str(desk_words.EVENTS.get(row.event, row.event))
    at = row.at.isoformat()
    return (row.seq, at, row.actor, who, row.event, what, row.subject, about.slug, about.number, row.fields, row.hash)
