"""Writes of points, and of what needs no remark (R37, R38). Everything waits for the response's row (R39, C5)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis import grouping, positions, queries, spreading, suggesting, themes
from consultation.analysis.spans import Span
from consultation.errors import Conflict, Invalid, NotFound
from consultation.lib.text import SPLITTER
from consultation.models import Answer, Consultation, Passage, Point, Position, Response
from consultation.vocabulary import NoPointReason

# Points


def make_point(
    session: Session,
    actor: str,
    now: datetime,
    response: Response,
    spans: Sequence[Span],
    position: Position | None = None,
) -> Point:
    """A point of one or more passages; a sentence may serve two points.

    Without a passage only where the response has no sentence: a file, or a proposed wording alone. Invalid otherwise.
    """
    _lock(session, response)
    if position is not None:
        positions.hold(session, position)
    answers = _answers(session, response, spans)
    if not spans and any(answer.text.strip() for answer in answers.values()):
        raise Invalid("no passage is chosen", errors={"spans": "required"})
    point = add_point(session, response, position.id if position else None)
    for span in dict.fromkeys(spans):
        _release(session, now, span)
        _passage(session, actor, answers[span.answer_id], span, point_id=point.id)
    audit.note(session, response, actor, now, "point.made", point=point.id)
    suggesting.owe(session, now, response.consultation_id)
    session.flush()
    return point


def add_point(session: Session, response: Response, position_id: int | None) -> Point:
    """The next number of a response that is locked; the caller gives it its passages and its line in the log."""
    seq = 1 + (session.scalar(select(func.max(Point.seq)).where(Point.response_id == response.id)) or 0)
    point = Point(authority_id=response.authority_id, response_id=response.id, seq=seq, position_id=position_id)
    session.add(point)
    session.flush()
    return point


def make_point_in_group(
    session: Session,
    actor: str,
    now: datetime,
    response: Response,
    spans: Sequence[Span],
    position: Position | None = None,
    *,
    alone: bool = False,
    seen: int | None = None,
) -> list[Point]:
    """The same point in every member of the group in which all its words stand, counted for each (R39).

    `alone`: in this response only. `seen` is the newest point that the page knew: Conflict "taken" where one of the
    sentences has got a point since (C2), and "same" where just this point is there.
    """
    others = _begin(session, response, alone=alone)
    position_id = position.id if position else None
    own = (response, list(dict.fromkeys(spans)))
    if spans and not grouping.lacking_point(session, [own], position_id):
        raise Conflict("the same point is there", cause="same")
    if seen is not None and queries.points_on(session, spans, after=seen):
        raise Conflict("a sentence has got a point meanwhile", cause="taken")
    shared = grouping.with_words(session, response, others, spans)
    made = make_point(session, actor, now, response, spans, position)
    lacking = grouping.lacking_point(session, shared, position_id)
    return [made, *spreading.spread_point(session, actor, now, lacking, position_id)]


def make_point_in_new_position(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    response: Response,
    spans: Sequence[Span],
    *,
    title: str,
    theme_title: str,
    draft_id: int | None,
    section_id: int | None,
    alone: bool = False,
    seen: int | None = None,
) -> list[Point]:
    """A point that says what nobody has said before. The responses are locked before the rest."""
    _begin(session, response, alone=alone)
    theme = themes.add_theme(session, actor, now, consultation, theme_title)
    position = positions.save_position(
        session, actor, now, consultation, None, title=title, theme=theme, draft_id=draft_id, section_id=section_id
    )
    return make_point_in_group(session, actor, now, response, spans, position, alone=alone, seen=seen)


def move_point(
    session: Session, actor: str, now: datetime, response: Response, point: Point, position: Position | None
) -> None:
    """Puts a point into a position, or takes it out."""
    if position is not None:
        positions.hold(session, position)
    point.position_id = position.id if position else None
    audit.note(session, response, actor, now, "point.changed", point=point.id)
    suggesting.owe(session, now, response.consultation_id)
    session.flush()


def move_point_in_group(
    session: Session,
    actor: str,
    now: datetime,
    response: Response,
    point: Point,
    position: Position | None,
    *,
    alone: bool = False,
) -> int:
    """The same for the points on the same words in the other members; returns how many points moved.

    Nothing counts twice: Conflict "same" where just this point is in the position, and a member's goes that is.
    """
    points = with_siblings(session, response, point, alone=alone)
    position_id = position.id if position else None
    if position_id == point.position_id:
        return len(points)
    doubled = {one.id for owner, one in points if _is_there(session, owner, one, position_id)}
    if point.id in doubled:
        raise Conflict("the same point is there", cause="same")
    moved = [one.id for _owner, one in points if one.id not in doubled]
    source = session.get(Position, point.position_id, populate_existing=True) if point.position_id else None
    if position is not None:
        positions.hold(session, position)
    positions.note_move(session, actor, now, moved, source, position)
    for owner, one in points:
        if one.id in doubled:
            remove_point(session, actor, now, owner, one)
        else:
            move_point(session, actor, now, owner, one, position)
    return len(points)


def _is_there(session: Session, response: Response, point: Point, position_id: int | None) -> bool:
    """Whether the response has another point on just these words in a position."""
    spans = [Span(one.answer_id, one.start, one.end) for one in queries.passages_of(session, point.id)]
    return bool(spans) and not grouping.lacking_point(session, [(response, spans)], position_id)


def remove_point(session: Session, actor: str, now: datetime, response: Response, point: Point) -> None:
    """Its sentences are open again; the point's number is not used for another."""
    point.removed_at = now
    for passage in queries.passages_of(session, point.id):
        passage.removed_at = now
    audit.note(session, response, actor, now, "point.removed", point=point.id)
    suggesting.owe(session, now, response.consultation_id)
    session.flush()


def remove_point_in_group(
    session: Session, actor: str, now: datetime, response: Response, point: Point, *, alone: bool = False
) -> int:
    """The same for the points on the same words in the other members; returns how many points went."""
    points = with_siblings(session, response, point, alone=alone)
    for owner, one in points:
        remove_point(session, actor, now, owner, one)
    return len(points)


def carry_points(session: Session, actor: str, now: datetime, response: Response) -> int:
    """Moves the points of an earlier version whose words stand in the newest one (states.md). Returns how many.

    A point of which a passage is gone stays where it is, to be looked at again by a person.
    """
    _lock(session, response)
    carried = 0
    for point, passages in queries.outdated(session, response.id):
        found = _again(queries.answers_of(session, response.id), passages)
        if found is None:
            continue
        for passage, (answer, start) in zip(passages, found, strict=True):
            span = Span(answer.id, start, start + len(passage.quote))
            passage.removed_at = now
            _passage(session, actor, answer, span, point_id=point.id)
        audit.note(session, response, actor, now, "point.changed", point=point.id)
        carried += 1
    session.flush()
    return carried


def _again(answers: Iterable[Answer], passages: Iterable[Passage]) -> list[tuple[Answer, int]] | None:
    """Where each quote stands once in the newest answers; None where one does not."""
    found = []
    for passage in passages:
        places = [(one, one.text.index(passage.quote)) for one in answers if one.text.count(passage.quote) == 1]
        if len(places) != 1:
            return None
        found.append(places[0])
    return found


def with_siblings(
    session: Session, response: Response, point: Point, *, alone: bool = False
) -> list[tuple[Response, Point]]:
    """The point, and unless `alone` those on the same words in the same position of the other members; all locked."""
    others = _begin(session, response, alone=alone)
    return [(response, point), *grouping.list_siblings(session, response, others, point)]


def _begin(session: Session, response: Response, *, alone: bool) -> list[Response]:
    """The other members that an act holds for; they and the response wait for no other act."""
    if alone:
        _lock(session, response)
        return []
    return grouping.lock_members(session, response)


# What needs no remark


def settle(
    session: Session, actor: str, now: datetime, response: Response, spans: Sequence[Span], reason: NoPointReason
) -> None:
    """Says of passages that they need no remark, and why; the splitter's version is kept with the mark (R38)."""
    _lock(session, response)
    if not spans:
        raise Invalid("no passage is chosen", errors={"spans": "required"})
    answers = _answers(session, response, spans)
    for span in dict.fromkeys(spans):
        _release(session, now, span)
        _passage(session, actor, answers[span.answer_id], span, reason=reason)
    audit.note(session, response, actor, now, "passage.settled", count=len(spans))
    session.flush()


def settle_in_group(
    session: Session, actor: str, now: datetime, response: Response, spans: Sequence[Span], reason: NoPointReason
) -> None:
    """The same words need no remark in any member of the group; where another has made a point of them, it stays."""
    others = grouping.lock_members(session, response)
    settle(session, actor, now, response, spans, reason)
    shared = grouping.each_with_words(session, response, others, spans)
    spreading.spread_settled(session, actor, now, shared, reason)


def settle_rest(
    session: Session,
    actor: str,
    now: datetime,
    response: Response,
    reason: NoPointReason,
    seen: Collection[Span] | None = None,
) -> int:
    """One press for every sentence that is still open, in the whole group; returns how many there were here.

    `seen` are those that were open on the page: what another has opened since is not settled unread (C2).
    """
    grouping.lock_members(session, response)
    rest = [span for span in _open_spans(session, response) if seen is None or span in seen]
    if rest:
        settle_in_group(session, actor, now, response, rest, reason)
    return len(rest)


def _open_spans(session: Session, response: Response) -> list[Span]:
    rows = queries.sentences_of(session, response)
    return [Span(one.answer.id, one.start, one.end) for one in rows if one.is_open]


def reopen(session: Session, actor: str, now: datetime, response: Response, spans: Sequence[Span]) -> None:
    """Takes back that passages need no remark."""
    _lock(session, response)
    _answers(session, response, spans)
    for span in spans:
        _release(session, now, span)
    audit.note(session, response, actor, now, "passage.reopened", count=len(spans))
    session.flush()


def _lock(session: Session, response: Response) -> None:
    """Two acts on one response take turns, so that no point number comes twice. Conflict: withdrawn meanwhile."""
    locked = session.scalars(
        select(Response).where(Response.id == response.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    if locked.withdrawn_at is not None:
        raise Conflict("the response is withdrawn", cause="withdrawn")


def _answers(session: Session, response: Response, spans: Sequence[Span]) -> dict[int, Answer]:
    """The newest version's answers by id. Conflict for a span of an earlier one: the response was corrected."""
    answers = {row.id: row for row in queries.answers_of(session, response.id)}
    for span in spans:
        if span.answer_id not in answers:
            _refuse_other_answer(session, response, span)
        if not 0 <= span.start < span.end <= len(answers[span.answer_id].text):
            raise Invalid("the passage is outside the text", errors={"spans": "outside"})
    return answers


def _refuse_other_answer(session: Session, response: Response, span: Span) -> None:
    if queries.response_id_of(session, span.answer_id) == response.id:
        raise Conflict("the response has been corrected", cause="corrected")
    raise NotFound("the passage is not of this response")


def _passage(
    session: Session,
    actor: str,
    answer: Answer,
    span: Span,
    *,
    point_id: int | None = None,
    reason: NoPointReason | None = None,
) -> None:
    session.add(
        Passage(
            authority_id=answer.authority_id,
            answer_id=answer.id,
            point_id=point_id,
            no_point_reason=reason,
            start=span.start,
            end=span.end,
            quote=answer.text[span.start : span.end],
            splitter=SPLITTER,
            by=actor,
        )
    )


def _standing(span: Span) -> tuple[ColumnElement[bool], ...]:
    return (
        Passage.answer_id == span.answer_id,
        Passage.removed_at.is_(None),
        Passage.start < span.end,
        Passage.end > span.start,
    )


def _release(session: Session, now: datetime, span: Span) -> None:
    """A passage that gets a point, or a new reason, no longer has the reason that it had."""
    for passage in session.scalars(select(Passage).where(*_standing(span), Passage.no_point_reason.is_not(None))):
        passage.removed_at = now
