"""Where the whole of a consultation stands, counted by the database: the two meters of these pages (R38, R40).

The lists behind the numbers are a board's (`figures`), and a test holds that they are as long.
"""

from typing import NamedTuple

from sqlalchemy import CTE, ColumnElement, Select, SQLColumnExpression, and_, case, exists, func, select
from sqlalchemy.orm import Session

from consultation.analysis import queries
from consultation.models import (
    Answer,
    Attachment,
    Passage,
    Point,
    Position,
    RemarkVersion,
    Response,
    ResponseVersion,
)

_BLANKS = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What the rule of coverage calls blank: `str.isspace`."""


class Meters(NamedTuple):
    """Responses to divide and those that are not yet, points and those without a remark or an outcome."""

    responses: int
    undivided: int
    points: int
    unanswered: int


def read_meters(session: Session, consultation_id: int) -> Meters:
    """In three statements that give one row each."""
    counted = queries.are_to_divide(consultation_id)
    whole = session.scalar(select(func.count()).select_from(Response).where(*counted)) or 0
    answers = _answers(consultation_id)
    open_ones = _with_gap(answers).union(_with_tail(answers), _silent(consultation_id, answers)).subquery()
    undivided = session.scalar(select(func.count()).select_from(open_ones)) or 0
    points, answered = session.execute(
        select(func.count(), func.count().filter(_is_answered()))
        .select_from(Point)
        .join(Response, Response.id == Point.response_id)
        .outerjoin(Position, Position.id == Point.position_id)
        .where(*counted, Point.removed_at.is_(None))
    ).one()
    return Meters(whole, undivided, points, points - answered)


def _answers(consultation_id: int) -> CTE:
    """The answers of the newest versions of the responses to divide."""
    return (
        select(Answer.id, Answer.text, Answer.proposed_text, Answer.choices, Response.id.label("response_id"))
        .join(ResponseVersion, ResponseVersion.id == Answer.version_id)
        .join(Response, Response.id == ResponseVersion.response_id)
        .where(*queries.are_to_divide(consultation_id), ResponseVersion.number == queries.newest_number())
        .cte()
    )


def _has_words(text: SQLColumnExpression[str]) -> ColumnElement[bool]:
    return func.ltrim(text, _BLANKS) != ""


def _with_gap(answers: CTE) -> Select[int]:
    """Responses with words before a passage that no passage before it reaches: sentences hold all that is not blank."""
    reached = func.max(Passage.end).over(
        partition_by=Passage.answer_id, order_by=(Passage.start, Passage.end), rows=(None, -1)
    )
    marks = (
        select(Passage.answer_id, Passage.start, func.coalesce(reached, 0).label("reached"))
        .where(Passage.removed_at.is_(None), Passage.answer_id.in_(select(answers.c.id)))
        .subquery()
    )
    between = func.substr(answers.c.text, marks.c.reached + 1, marks.c.start - marks.c.reached)
    rows = select(answers.c.response_id).join(marks, marks.c.answer_id == answers.c.id)
    return rows.where(marks.c.start > marks.c.reached, _has_words(between))


def _with_tail(answers: CTE) -> Select[int]:
    """Responses with words after the last passage; all of them, where there is none."""
    last = select(Passage.answer_id, func.max(Passage.end).label("end")).where(Passage.removed_at.is_(None))
    lasts = last.group_by(Passage.answer_id).subquery()
    rest = func.substr(answers.c.text, func.coalesce(lasts.c.end, 0) + 1)
    rows = select(answers.c.response_id).outerjoin(lasts, lasts.c.answer_id == answers.c.id)
    return rows.where(_has_words(rest))


def _silent(consultation_id: int, answers: CTE) -> Select[int]:
    """Responses that say something without a sentence, of which no point says what (`queries.divided`)."""
    said = (
        select(
            answers.c.response_id,
            _any(_has_words(answers.c.text)).label("spoken"),
            _any(answers.c.proposed_text != "").label("proposed"),
            _any(answers.c.choices.not_in(("", "[]"))).label("chosen"),
        )
        .group_by(answers.c.response_id)
        .subquery()
    )
    pointed = select(Point.id).where(Point.response_id == Response.id, Point.removed_at.is_(None))
    filed = (
        select(Attachment.id)
        .join(ResponseVersion, ResponseVersion.id == Attachment.version_id)
        .where(ResponseVersion.response_id == Response.id, ResponseVersion.number == queries.newest_number())
    )
    only_chooses = and_(func.coalesce(said.c.chosen, 0) == 1, said.c.proposed == 0, ~exists(filed))
    rows = select(Response.id).outerjoin(said, said.c.response_id == Response.id)
    counted = queries.are_to_divide(consultation_id)
    return rows.where(*counted, func.coalesce(said.c.spoken, 0) == 0, ~exists(pointed), ~only_chooses)


def _any(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """In a group: 1 where it holds for one."""
    return func.max(case((condition, 1), else_=0))


def _is_answered() -> ColumnElement[bool]:
    """A point in a position that has an outcome, and a remark whose newest text is not blank."""
    numbers = select(func.max(RemarkVersion.number)).where(RemarkVersion.remark_id == Position.remark_id)
    remarks = select(RemarkVersion.id).where(
        RemarkVersion.remark_id == Position.remark_id,
        RemarkVersion.number == numbers.correlate(Position).scalar_subquery(),
        _has_words(RemarkVersion.text),
    )
    outcome = Position.decided_outcome.is_not(None) | Position.recommended_outcome.is_not(None)
    return outcome & Position.removed.is_(False) & exists(remarks.correlate(Position))
