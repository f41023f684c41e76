"""The history of a position in words: who did what when, and what it changed from and to (C2, R37)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select

from consultation.accounts.queries import names
from consultation.analysis import positions, queries, regrouping
from consultation.analysis.labels import place_words
from consultation.analysis.pages import Treatment
from consultation.analysis.steps import Event, Step, Turn, steps
from consultation.consultations.queries import list_drafts, list_sections
from consultation.extensions import db
from consultation.models import Point, Position, PositionEvent, Response, Theme
from consultation.vocabulary import Outcome, PositionAct
from consultation.web.labels import OUTCOMES

FIELDS = {
    "title": _l("Resumé"),
    "place": _l("Udkast og afsnit"),
    "theme": _l("Tema"),
    "remark": _l("Bemærkning"),
    "recommended": _l("Indstilling"),
    "decided": _l("Besluttet"),
    "changes": _l("Ny tekst i udkastet"),
}
_ACTS = {
    PositionAct.MADE: _l("Synspunktet blev oprettet"),
    PositionAct.CHANGED: _l("Rettet"),
    PositionAct.SPLIT: _l("Delt i to. Den anden del hedder"),
    PositionAct.MERGED: _l("Lagt sammen med"),
    PositionAct.REMOVED: _l("Fjernet"),
    PositionAct.RESTORED: _l("Taget i brug igen"),
    PositionAct.DECIDED: _l("Beslutningen blev skrevet ind"),
}


@dataclass(frozen=True)
class Told:
    """One step: `turns` are (what, from, to) in words, `undo` the event that can be taken back."""

    at: datetime
    who: str
    words: str
    turns: tuple[tuple[str, str, str], ...]
    points: tuple[str, ...]
    undo: int | None


class Speaker:
    """Says what ids of one consultation stand for."""

    def __init__(self, at: Treatment) -> None:
        self._at = at

    @cached_property
    def _themes(self) -> Mapping[int, str]:
        rows = select(Theme.id, Theme.title).where(Theme.consultation_id == self._at.consultation.id)
        return {row.id: row.title for row in db.session.execute(rows)}

    @cached_property
    def _places(self) -> Mapping[tuple[int | None, int | None], str]:
        found: dict[tuple[int | None, int | None], str] = {(None, None): place_words(None, None)}
        for text in list_drafts(db.session, self._at.consultation.id):
            found[text.draft.id, None] = place_words(text.draft, None)
            for section in list_sections(db.session, text.version.id):
                found[text.draft.id, section.section_id] = place_words(text.draft, section)
        return found

    @cached_property
    def _remarks(self) -> Mapping[int, str]:
        rows = queries.list_remarks(db.session, self._at.consultation.id)
        return {remark.id: f"B{remark.number}" for remark, _text in rows}

    def title_of(self, position_id: int | None) -> str:
        row = db.session.get(Position, position_id or 0)
        return row.title if row else ""

    def say(self, field: str, value: Any) -> str:
        """What stands in a field, "ingen" where nothing does."""
        said: Mapping[str, Callable[[], str]] = {
            "title": lambda: str(value),
            "place": lambda: self._places.get(value, str(_("et afsnit, der er væk"))),
            "theme": lambda: self._themes.get(value, ""),
            "remark": lambda: self._remarks.get(value, ""),
            "recommended": lambda: str(OUTCOMES[Outcome(value)]),
            "decided": lambda: str(OUTCOMES[Outcome(value)]),
            "changes": lambda: "; ".join(f"»{before}« → »{after}«" for before, after in value),
        }
        return said[field]() if value or field == "place" else str(_("ingen"))


def history_of(at: Treatment, position: Position) -> list[Told]:
    """Newest first."""
    rows = {row.id: row for row in queries.list_events(db.session, position.id)}
    events = [Event(row.id, row.act, row.other_id, row.before, row.by, row.at) for row in rows.values()]
    told = steps(events, positions.said_of(db.session, position))
    speaker, who = Speaker(at), names(db.session, {row.by for row in rows.values()})
    labels = _labels([point for step in told for point in (*step.came, *step.went, *step.moved)])
    return [_tell(speaker, step, rows[step.event.id], who, labels) for step in told]


def _tell(speaker: Speaker, step: Step, row: PositionEvent, who: Mapping[str, str], labels: Mapping[int, str]) -> Told:
    other = speaker.title_of(step.event.other)
    return Told(
        step.event.at,
        who.get(step.event.by, str(_("systemet"))),
        _act_words(step, other, labels),
        tuple(
            (str(FIELDS[field]), speaker.say(field, old), speaker.say(field, new)) for field, old, new in _joined(step)
        ),
        tuple(_points_words(step, labels)),
        row.id if regrouping.can_undo(db.session, row) else None,
    )


def _act_words(step: Step, other: str, labels: Mapping[int, str]) -> str:
    """What was done, and with which other position."""
    if step.event.act is not PositionAct.MOVED:
        return f"{_ACTS[step.event.act]} »{other}«" if other else str(_ACTS[step.event.act])
    told = {"num": len(step.moved), "labels": _listed(step.moved, labels), "title": other}
    if step.outward and other:
        words = ngettext(
            "Punkt %(labels)s flyttet til »%(title)s«", "Punkterne %(labels)s flyttet til »%(title)s«", **told
        )
    elif step.outward:
        words = ngettext("Punkt %(labels)s taget ud", "Punkterne %(labels)s taget ud", **told)
    elif other:
        words = ngettext(
            "Punkt %(labels)s flyttet hertil fra »%(title)s«",
            "Punkterne %(labels)s flyttet hertil fra »%(title)s«",
            **told,
        )
    else:
        words = ngettext("Punkt %(labels)s sat ind", "Punkterne %(labels)s sat ind", **told)
    return str(words)


def _joined(step: Step) -> Iterable[tuple[str, Any, Any]]:
    """Draft and section are one place to a reader."""
    turns: dict[str, Turn] = {turn.field: turn for turn in step.turns}
    if "draft" in turns or "section" in turns:
        old, new = step.places
        yield "place", old, new
    for name, turn in turns.items():
        if name not in {"draft", "section"}:
            yield name, turn.old, turn.new


def _points_words(step: Step, labels: Mapping[int, str]) -> Iterable[str]:
    """Those that came or went beside the ones that the act itself names."""
    came, went = ([one for one in found if one not in step.moved] for found in (step.came, step.went))
    if words := _listed(came, labels):
        yield ngettext("Punkt %(labels)s kom til.", "Punkterne %(labels)s kom til.", len(came), labels=words)
    if words := _listed(went, labels):
        yield ngettext("Punkt %(labels)s gik ud.", "Punkterne %(labels)s gik ud.", len(went), labels=words)


def _listed(points: Iterable[int], labels: Mapping[int, str]) -> str:
    return ", ".join(labels[point] for point in points if point in labels)


def _labels(point_ids: Iterable[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(Point, Response).join(Response, Response.id == Point.response_id).where(Point.id.in_(list(point_ids)))
    )
    return {point.id: queries.point_label(response, point) for point, response in rows}
