"""The job "analysis.suggest": themes for the sentences that are in no point yet, learnt from the points that are.

What is kept are ids, offsets and percentages, made anew as a whole; only what a person saves counts (analysis.md).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from consultation import jobs
from consultation.analysis.lessons import lesson_of
from consultation.analysis.spans import Span
from consultation.config import Settings
from consultation.lib import apart
from consultation.models import Response, Suggestion, table_of

SUGGEST = "analysis.suggest"
_WAIT = timedelta(seconds=10)
_LONGEST_SECONDS = 90.0
_LARGEST_ANSWER = 20_000_000

Body = list[list[Any]]
"""[answer id, start, end, [[theme id, percent, [point ids]], …]] for each sentence."""


def owe(session: Session, now: datetime, consultation_id: int) -> None:
    """Points or themes are others now. Owed once for all that happens within a minute."""
    minute = now.replace(second=0, microsecond=0)
    key = f"{SUGGEST}:{consultation_id}:{minute:%Y%m%dT%H%M}"
    jobs.enqueue(session, SUGGEST, minute + timedelta(minutes=1) + _WAIT, key, consultation_id=consultation_id)


def learn(session: Session, _settings: Settings, *, consultation_id: int) -> dict[int, Body]:
    """Response -> what is suggested of its sentences; empty where there is nothing to learn from. Writes nothing."""
    lesson = lesson_of(session, consultation_id)
    if lesson is None:
        return {}
    texts = [text for rows in lesson.bodies.values() for _span, text in rows]
    asked = {
        "themes": dict(lesson.themes),
        "drafts": list(lesson.drafts),
        "tagged": list(lesson.tagged),
        "open": texts,
    }
    found = iter(_ask(asked))
    return {
        response_id: [[*_place(span), _named(next(found), lesson.points)] for span, _text in rows]
        for response_id, rows in lesson.bodies.items()
    }


def keep(
    session: Session, _settings: Settings, now: datetime, *, consultation_id: int, prepared: dict[int, Body]
) -> None:
    """Puts what was learnt in the place of what was there."""
    of_this = select(Response.id).where(Response.consultation_id == consultation_id)
    table = table_of(Suggestion)
    session.execute(delete(table).where(table.c.response_id.in_(of_this)))
    owners = dict(
        session.execute(select(Response.id, Response.authority_id).where(Response.id.in_(list(prepared)))).all()
    )
    rows = [
        {"authority_id": owners[one], "response_id": one, "body": json.dumps(body), "made_at": now}
        for one, body in prepared.items()
        if one in owners
    ]
    if rows:
        session.execute(insert(table), rows)


def _ask(asked: Mapping[str, Any]) -> list[Any]:
    """What the learner answers, one for each text. ValueError where it was stopped or broke."""
    content = json.dumps(asked).encode()
    ended = apart.run("consultation.learning", content=content, seconds=_LONGEST_SECONDS, longest=_LARGEST_ANSWER)
    found = json.loads(ended.written)
    if len(found) != len(asked["open"]):
        raise ValueError("the learner has not answered all")
    return list(found)


def _place(span: Span) -> tuple[int, int, int]:
    return span.answer_id, span.start, span.end


def _named(found: Iterable[tuple[int, int, Sequence[int]]], points: Sequence[int]) -> Body:
    return [[theme, percent, [points[at] for at in behind]] for theme, percent, behind in found]
