"""What is said of one response, said of the others of its group at once: 500 are read as two are (R39).

The responses are locked by whoever calls, and the spans are those that `grouping` found in them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis.grouping import Shared
from consultation.analysis.spans import Span
from consultation.lib.text import SPLITTER
from consultation.models import Answer, Passage, Point
from consultation.vocabulary import NoPointReason

T = TypeVar("T")
_AT_ONCE = 500


def spread_point(session: Session, actor: str, now: datetime, shared: Shared, position_id: int | None) -> list[Point]:
    """A point on these words in each, with the next number of each."""
    made: list[Point] = []
    for part in _parts(shared):
        seqs = _last_seqs(session, [response.id for response, _spans in part])
        points = [
            Point(
                authority_id=response.authority_id,
                response_id=response.id,
                seq=1 + seqs.get(response.id, 0),
                position_id=position_id,
            )
            for response, _spans in part
        ]
        session.add_all(points)
        session.flush()
        _mark(
            session,
            actor,
            now,
            [(spans, {"point_id": point.id}) for (_row, spans), point in zip(part, points, strict=True)],
        )
        for (response, _spans), point in zip(part, points, strict=True):
            audit.note(session, response, actor, now, "point.made", point=point.id)
        session.flush()
        made += points
    return made


def spread_settled(session: Session, actor: str, now: datetime, shared: Shared, reason: NoPointReason) -> None:
    """That these words need no remark, in each where they are open still: a point that somebody made of them stays."""
    for part in _parts(shared):
        still_open = _open(session, [span for _response, spans in part for span in spans])
        rows = [(response, [span for span in spans if span in still_open]) for response, spans in part]
        left = [(response, spans) for response, spans in rows if spans]
        _mark(session, actor, now, [(spans, {"no_point_reason": reason}) for _response, spans in left])
        for response, spans in left:
            audit.note(session, response, actor, now, "passage.settled", count=len(spans))
        session.flush()


def _parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many at a time as a statement may name."""
    yield from (rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE))


def _last_seqs(session: Session, response_ids: Sequence[int]) -> dict[int, int]:
    last = func.max(Point.seq).label("last")
    rows = select(Point.response_id, last).where(Point.response_id.in_(response_ids)).group_by(Point.response_id)
    return {row.response_id: row.last for row in session.execute(rows)}


def _mark(
    session: Session, actor: str, now: datetime, rows: Sequence[tuple[Sequence[Span], dict[str, object]]]
) -> None:
    """A passage for each span; one that had a reason to need no remark has it no longer."""
    spans = [span for own, _mark in rows for span in own]
    answers = {row.id: row for row in session.scalars(select(Answer).where(Answer.id.in_(_answer_ids(spans))))}
    _release(session, now, spans)
    for own, mark in rows:
        session.add_all(_passage(answers[span.answer_id], span, actor, mark) for span in own)


def _passage(answer: Answer, span: Span, actor: str, mark: dict[str, object]) -> Passage:
    quote = answer.text[span.start : span.end]
    place = {"answer_id": answer.id, "start": span.start, "end": span.end, "quote": quote}
    return Passage(authority_id=answer.authority_id, splitter=SPLITTER, by=actor, **place, **mark)


def _release(session: Session, now: datetime, spans: Sequence[Span]) -> None:
    standing = _standing(session, spans)
    for span in spans:
        for passage in standing.get(span.answer_id, ()):
            if passage.no_point_reason and passage.start < span.end and span.start < passage.end:
                passage.removed_at = now


def _open(session: Session, spans: Sequence[Span]) -> set[Span]:
    """Those of which a letter lies in no passage (R38)."""
    texts = {row.id: row.text for row in session.scalars(select(Answer).where(Answer.id.in_(_answer_ids(spans))))}
    standing = _standing(session, spans)
    return {span for span in spans if _has_gap(texts[span.answer_id], span, standing.get(span.answer_id, ()))}


def _has_gap(text: str, span: Span, passages: Sequence[Passage]) -> bool:
    covered = {at for one in passages for at in range(max(one.start, span.start), min(one.end, span.end))}
    return any(at not in covered and not text[at].isspace() for at in range(span.start, span.end))


def _standing(session: Session, spans: Iterable[Span]) -> dict[int, list[Passage]]:
    """Answer -> its passages that stand."""
    found: dict[int, list[Passage]] = {}
    rows = select(Passage).where(Passage.answer_id.in_(_answer_ids(spans)), Passage.removed_at.is_(None))
    for passage in session.scalars(rows):
        found.setdefault(passage.answer_id, []).append(passage)
    return found


def _answer_ids(spans: Iterable[Span]) -> list[int]:
    return sorted({span.answer_id for span in spans})
