"""Reads of points, positions, remarks and coverage (R37, R38)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.analysis import coverage
from consultation.errors import NotFound
from consultation.lib.text import sentences
from consultation.models import (
    Answer,
    Change,
    ChangePosition,
    GroupMember,
    LateAdmission,
    Passage,
    Point,
    Position,
    Remark,
    RemarkVersion,
    Response,
    ResponseVersion,
    SectionText,
    Theme,
)
from consultation.responses.queries import newest_version
from consultation.responses.rules import number_label
from consultation.vocabulary import Outcome, Series

NEEDS_CHANGE = frozenset({Outcome.ACCEPTED, Outcome.PARTLY})


@dataclass(frozen=True)
class Sentence:
    """A sentence of one answer and what it has become: its points, or the reason why it needs none."""

    answer: Answer
    start: int
    end: int
    text: str
    points: tuple[Point, ...]
    reason: str | None


def list_to_divide(session: Session, consultation_id: int) -> Sequence[Response]:
    """The responses that must be divided into points: on time or admitted, with remarks, not withdrawn."""
    rows = session.scalars(
        select(Response)
        .where(
            Response.consultation_id == consultation_id,
            Response.withdrawn_at.is_(None),
            Response.no_remarks.is_(False),
        )
        .order_by(Response.series.desc(), Response.seq)
    ).all()
    admitted = admissions(session, consultation_id)
    return [row for row in rows if row.series is Series.ON_TIME or admitted.get(row.id)]


def admissions(session: Session, consultation_id: int) -> dict[int, bool]:
    """Response id -> the newest decision on a late response (R24)."""
    rows = session.scalars(
        select(LateAdmission)
        .join(Response, Response.id == LateAdmission.response_id)
        .where(Response.consultation_id == consultation_id)
        .order_by(LateAdmission.id)
    )
    return {row.response_id: row.admitted for row in rows}


def answers_by_response(session: Session, consultation_id: int) -> dict[int, list[Answer]]:
    """Response id -> the answers of its newest version, in order."""
    newest = (
        select(ResponseVersion.response_id, func.max(ResponseVersion.number).label("number"))
        .group_by(ResponseVersion.response_id)
        .subquery()
    )
    rows = session.execute(
        select(Response.id, Answer)
        .join(ResponseVersion, ResponseVersion.response_id == Response.id)
        .join(newest, (newest.c.response_id == Response.id) & (newest.c.number == ResponseVersion.number))
        .join(Answer, Answer.version_id == ResponseVersion.id)
        .where(Response.consultation_id == consultation_id)
        .order_by(Response.id, Answer.position)
    )
    found: dict[int, list[Answer]] = {}
    for response_id, answer in rows:
        found.setdefault(response_id, []).append(answer)
    return found


def passages_by_answer(session: Session, consultation_id: int) -> dict[int, list[Passage]]:
    """Answer id -> its passages that stand."""
    rows = session.scalars(
        select(Passage)
        .join(Answer, Answer.id == Passage.answer_id)
        .join(ResponseVersion, ResponseVersion.id == Answer.version_id)
        .join(Response, Response.id == ResponseVersion.response_id)
        .where(Response.consultation_id == consultation_id, Passage.removed_at.is_(None))
        .order_by(Passage.answer_id, Passage.start)
    )
    found: dict[int, list[Passage]] = {}
    for passage in rows:
        found.setdefault(passage.answer_id, []).append(passage)
    return found


def list_points(session: Session, consultation_id: int) -> Sequence[tuple[Point, Response]]:
    """Every point that stands, with its response; withdrawn responses' points leave the counts (states.md)."""
    rows = session.execute(
        select(Point, Response)
        .join(Response, Response.id == Point.response_id)
        .where(
            Response.consultation_id == consultation_id,
            Point.removed_at.is_(None),
            Response.withdrawn_at.is_(None),
        )
        .order_by(Response.series.desc(), Response.seq, Point.seq)
    )
    return [(point, response) for point, response in rows]


def points_of(session: Session, response_id: int) -> Sequence[Point]:
    return session.scalars(
        select(Point).where(Point.response_id == response_id, Point.removed_at.is_(None)).order_by(Point.seq)
    ).all()


def point_label(response: Response, point: Point) -> str:
    """ "17.2"."""
    return f"{number_label(response.series, response.seq)}.{point.seq}"


def list_positions(session: Session, consultation_id: int) -> Sequence[Position]:
    """In printed order: the general ones, then draft by draft by rank."""
    return session.scalars(
        select(Position)
        .where(Position.consultation_id == consultation_id)
        .order_by(Position.draft_id.is_not(None), Position.draft_id, Position.rank)
    ).all()


def get_position(session: Session, consultation_id: int, position_id: int) -> Position:
    row = session.get(Position, position_id)
    if row is None or row.consultation_id != consultation_id:
        raise NotFound("no such position")
    return row


def get_point(session: Session, consultation_id: int, point_id: int) -> tuple[Point, Response]:
    row = session.execute(
        select(Point, Response)
        .join(Response, Response.id == Point.response_id)
        .where(Point.id == point_id, Response.consultation_id == consultation_id, Point.removed_at.is_(None))
    ).one_or_none()
    if row is None:
        raise NotFound("no such point")
    return row[0], row[1]


def list_themes(session: Session, consultation_id: int) -> Sequence[Theme]:
    return session.scalars(
        select(Theme).where(Theme.consultation_id == consultation_id, Theme.withdrawn_at.is_(None)).order_by(Theme.rank)
    ).all()


def list_remarks(session: Session, consultation_id: int) -> Sequence[tuple[Remark, RemarkVersion]]:
    """Each remark B1, B2 … with its newest text."""
    newest = (
        select(RemarkVersion.remark_id, func.max(RemarkVersion.number).label("number"))
        .group_by(RemarkVersion.remark_id)
        .subquery()
    )
    rows = session.execute(
        select(Remark, RemarkVersion)
        .join(RemarkVersion, RemarkVersion.remark_id == Remark.id)
        .join(newest, (newest.c.remark_id == Remark.id) & (newest.c.number == RemarkVersion.number))
        .where(Remark.consultation_id == consultation_id)
        .order_by(Remark.number)
    )
    return [(remark, version) for remark, version in rows]


def get_remark(session: Session, consultation_id: int, number: int) -> tuple[Remark, RemarkVersion]:
    found = [row for row in list_remarks(session, consultation_id) if row[0].number == number]
    if not found:
        raise NotFound("no such remark")
    return found[0]


def changes_by_position(session: Session, consultation_id: int) -> dict[int, list[tuple[Change, SectionText]]]:
    """Position id -> the changes of the drafts' texts that it leads to."""
    rows = session.execute(
        select(ChangePosition.position_id, Change, SectionText)
        .join(Change, Change.id == ChangePosition.change_id)
        .join(SectionText, SectionText.id == Change.section_text_id)
        .where(Change.consultation_id == consultation_id)
        .order_by(Change.id)
    )
    found: dict[int, list[tuple[Change, SectionText]]] = {}
    for position_id, change, section in rows:
        found.setdefault(position_id, []).append((change, section))
    return found


def group_ids(session: Session, consultation_id: int) -> dict[int, int]:
    """Response id -> its group of identical answers."""
    rows = session.execute(
        select(GroupMember.response_id, GroupMember.group_id)
        .join(Response, Response.id == GroupMember.response_id)
        .where(Response.consultation_id == consultation_id)
    )
    return {row.response_id: row.group_id for row in rows}


def sentences_of(session: Session, response: Response) -> list[Sentence]:
    """The response's sentences in order, each with what it has become."""
    version = newest_version(session, response.id)
    answers = session.scalars(select(Answer).where(Answer.version_id == version.id).order_by(Answer.position)).all()
    points = {point.id: point for point in points_of(session, response.id)}
    passages = session.scalars(
        select(Passage).where(Passage.answer_id.in_([answer.id for answer in answers]), Passage.removed_at.is_(None))
    ).all()
    return [
        _sentence(answer, part.start, part.end, part.text, passages, points)
        for answer in answers
        for part in sentences(answer.text)
    ]


def _sentence(
    answer: Answer, start: int, end: int, text: str, passages: Iterable[Passage], points: dict[int, Point]
) -> Sentence:
    own = [one for one in passages if one.answer_id == answer.id and one.start < end and start < one.end]
    made = tuple(points[one.point_id] for one in own if one.point_id in points)
    reason = next((one.no_point_reason.value for one in own if one.no_point_reason is not None), None)
    return Sentence(answer, start, end, text, made, reason)


def coverage_of(session: Session, consultation_id: int) -> coverage.Coverage:
    """Everything that is still open before the papers are made (R38)."""
    answers = answers_by_response(session, consultation_id)
    passages = passages_by_answer(session, consultation_id)
    changes = changes_by_position(session, consultation_id)
    return coverage.coverage(
        [_divided(row, answers.get(row.id, []), passages) for row in list_to_divide(session, consultation_id)],
        [coverage.Point(point.id, point.position_id) for point, _response in list_points(session, consultation_id)],
        [
            coverage.Position(
                row.id,
                has_remark=row.remark_id is not None,
                has_outcome=row.recommended_outcome is not None,
                needs_change=row.recommended_outcome in NEEDS_CHANGE and row.section_id is not None,
                has_change=row.id in changes,
            )
            for row in list_positions(session, consultation_id)
        ],
    )


def _divided(response: Response, answers: Iterable[Answer], passages: dict[int, list[Passage]]) -> coverage.Divided:
    answers = tuple(answers)
    return coverage.Divided(
        number_label(response.series, response.seq),
        tuple(
            coverage.Stretch(answer.id, part.start, part.end, part.text)
            for answer in answers
            for part in sentences(answer.text)
        ),
        tuple(
            coverage.Passage(answer.id, one.start, one.end, one.point_id, one.no_point_reason)
            for answer in answers
            for one in passages.get(answer.id, [])
        ),
    )
