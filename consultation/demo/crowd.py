"""Thousands of generated responses to demo-lukket, treated like the others, a chunk at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis.points import make_point
from consultation.analysis.spans import Span
from consultation.config import Settings
from consultation.consultations.queries import get_by_slug, list_drafts
from consultation.demo import calendar, deciding, finishing, generated, people, receiving, texts
from consultation.demo.receiving import Desk
from consultation.models import Position, Response
from consultation.moderation import grouping
from consultation.responses import queries
from consultation.storage import Store
from consultation.vocabulary import Role

INTO = "demo-lukket"
CHUNK = 250
"""Responses that are in memory, and in a transaction, at a time."""


def grow(session: Session, settings: Settings, store: Store, now: datetime, count: int, seed: int = 1) -> Iterator[int]:
    """`count` responses more in a demo that is loaded: received, looked through, published, and each made a point.

    Yields how many there are after each chunk, which the caller commits; nothing of it stays in memory. Whoever said
    the same is grouped at the end.
    """
    settings = replace(settings, mail_url=None)
    schedule = next(one for one in calendar.schedules(now) if one.slug == INTO)
    rows, done = generated.rows(schedule, count, seed), 0
    while chunk := list(islice(rows, CHUNK)):
        _treat(_desk(session, settings, store, now, schedule), chunk)
        finishing.run_jobs(session, settings, now)
        done += len(chunk)
        if done == count:
            grouping.rebuild(session, settings, get_by_slug(session, INTO))
        yield done
        session.expunge_all()


def _desk(session: Session, settings: Settings, store: Store, now: datetime, schedule: calendar.Schedule) -> Desk:
    consultation = get_by_slug(session, INTO)
    return Desk(session, settings, store, people.get_cast(session, consultation.authority), schedule, consultation, now)


def _treat(desk: Desk, rows: list[texts.Row]) -> None:
    responses = receiving.receive(desk, min(desk.day(5, 9), desk.now), rows)
    at = min(desk.day(7), desk.now - timedelta(days=1))
    deciding.decide(desk, at, responses, {"default_decision": "publish"})
    _make_points(desk, list(responses.values()))


def _make_points(desk: Desk, responses: Sequence[Response]) -> None:
    """All words of a response in one point: in the first position on its draft, or the first of all."""
    positions = desk.session.scalars(
        select(Position).where(Position.consultation_id == desk.consultation.id).order_by(Position.id)
    ).all()
    first: dict[int | None, Position] = {}
    for position in positions:
        first.setdefault(position.draft_id, position)
    drafts = {text.version.id: text.draft.id for text in list_drafts(desk.session, desk.consultation.id)}
    for response in responses:
        answers = queries.list_answers(desk.session, queries.newest_version(desk.session, response.id).id)
        spans = [Span(answer.id, 0, len(answer.text)) for answer in answers if answer.text]
        position = first.get(drafts.get(answers[0].draft_version_id or 0)) or positions[0]
        make_point(desk.session, desk.actor(Role.SUBJECT_OWNER), desk.day(10), response, spans, position)
