"""Where the processing of a consultation stands: every list behind the numbers of these pages (R38, R40)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import coverage, queries
from consultation.consultations.queries import list_drafts, list_sections
from consultation.models import (
    Change,
    Consultation,
    Draft,
    DraftVersion,
    Point,
    Position,
    RemarkVersion,
    Response,
    SectionText,
    Theme,
)
from consultation.responses.rules import number_label
from consultation.vocabulary import Outcome

GENERAL = 0
"""The number under which positions without a draft are counted; drafts begin at 1."""


class Lack(StrEnum):
    """What a position may lack; the words stand in the addresses of lists."""

    POINTS = "punkter"
    REMARK = "bemaerkning"
    OUTCOME = "indstilling"
    CHANGE = "aendring"


@dataclass(frozen=True)
class PointLine:
    """A point that counts. `label` is "17.2", `number` the response's."""

    point: Point
    number: str
    label: str
    position: Position | None


@dataclass(frozen=True)
class PositionLine:
    """A position as it is printed. `label` is "8.3", `draft` None for the general ones, `remark_number` 4 for B4."""

    position: Position
    label: str
    draft: Draft | None
    section: SectionText | None
    theme: Theme
    remark_number: int | None
    remark: RemarkVersion | None
    changes: Sequence[tuple[Change, SectionText]]
    points: tuple[PointLine, ...]

    @property
    def draft_number(self) -> int:
        return self.draft.number if self.draft else GENERAL

    @property
    def numbers(self) -> tuple[str, ...]:
        """The responses behind it, each once, in order."""
        return tuple(dict.fromkeys(point.number for point in self.points))

    @property
    def outcome(self) -> Outcome | None:
        return queries.outcome_of(self.position)

    @property
    def has_remark(self) -> bool:
        return self.remark is not None and bool(self.remark.text.strip())

    @property
    def is_answered(self) -> bool:
        """Both a remark and an outcome (R38)."""
        return self.has_remark and self.outcome is not None

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What must be there before the report can be made (R38)."""
        there = {
            Lack.POINTS: bool(self.points),
            Lack.REMARK: self.has_remark,
            Lack.OUTCOME: self.outcome is not None,
            Lack.CHANGE: not self.lacks_change,
        }
        return tuple(lack for lack in Lack if not there[lack])

    @property
    def lacks_change(self) -> bool:
        """Accepted in a section whose new text is not written."""
        return self.outcome in queries.NEEDS_CHANGE and self.section is not None and not self.changes


@dataclass(frozen=True)
class ResponseLine:
    """A response to divide. `drafts` are the numbers it answers, GENERAL for the whole; `open_sentences` are in no
    point and without a reason."""

    response: Response
    number: str
    drafts: frozenset[int]
    open_sentences: int
    points: int
    group_id: int | None

    @property
    def is_done(self) -> bool:
        return self.open_sentences == 0


@dataclass(frozen=True)
class Board:
    """Everything that counts in one consultation, read once for a page."""

    drafts: tuple[Draft, ...]
    responses: tuple[ResponseLine, ...]
    positions: tuple[PositionLine, ...]
    points: tuple[PointLine, ...]
    coverage: coverage.Coverage

    @cached_property
    def by_position(self) -> Mapping[int, PositionLine]:
        return {line.position.id: line for line in self.positions}

    @cached_property
    def undivided(self) -> tuple[ResponseLine, ...]:
        return tuple(line for line in self.responses if not line.is_done)

    @cached_property
    def unanswered(self) -> tuple[PointLine, ...]:
        """Points without a position, or in one that lacks remark or outcome."""
        return tuple(point for point in self.points if not self.is_answered(point))

    def is_answered(self, point: PointLine) -> bool:
        return point.position is not None and self.by_position[point.position.id].is_answered

    def draft_of(self, point: PointLine) -> int | None:
        """The number of the draft that a point's position is about, GENERAL for none; None without a position."""
        return self.by_position[point.position.id].draft_number if point.position else None

    def outcome_of(self, point: PointLine) -> Outcome | None:
        return self.by_position[point.position.id].outcome if point.position else None


def board_of(session: Session, consultation: Consultation) -> Board:
    """Where everything stands now."""
    drafts = {text.draft.id: text.draft for text in list_drafts(session, consultation.id)}
    rows, responses = queries.list_positions(session, consultation.id), queries.list_to_divide(session, consultation.id)
    points = _points(session, consultation.id, rows)
    positions = _positions(session, consultation.id, rows, drafts, points)
    answers = queries.written_by_response(session, consultation.id)
    marked = queries.marked_by_answer(session, consultation.id)
    split = _split(session, consultation.id, responses, answers, marked, points)
    found = coverage.coverage(split, _covered_points(points, answers, marked), map(_covered, positions))
    return Board(
        drafts=tuple(sorted(drafts.values(), key=lambda draft: draft.number)),
        responses=_responses(session, consultation.id, responses, drafts, answers, points, found),
        positions=positions,
        points=points,
        coverage=found,
    )


def _points(session: Session, consultation_id: int, rows: Sequence[Position]) -> tuple[PointLine, ...]:
    positions = {row.id: row for row in rows}
    return tuple(
        PointLine(
            point,
            number_label(response.series, response.seq),
            queries.point_label(response, point),
            positions.get(point.position_id or 0),
        )
        for point, response in queries.list_points(session, consultation_id)
    )


def _positions(
    session: Session,
    consultation_id: int,
    rows: Sequence[Position],
    drafts: Mapping[int, Draft],
    points: Sequence[PointLine],
) -> tuple[PositionLine, ...]:
    labels = queries.position_labels(rows, {draft.id: draft.number for draft in drafts.values()})
    themes = {
        theme.id: theme for theme in session.scalars(select(Theme).where(Theme.consultation_id == consultation_id))
    }
    remarks = {remark.id: (remark.number, text) for remark, text in queries.list_remarks(session, consultation_id)}
    changes = queries.changes_by_position(session, consultation_id)
    sections = _sections(session, consultation_id)
    gathered: dict[int, list[PointLine]] = {}
    for point in points:
        gathered.setdefault(point.point.position_id or 0, []).append(point)
    found = []
    for row in rows:
        number, remark = remarks.get(row.remark_id or 0, (None, None))
        line = PositionLine(
            position=row,
            label=labels[row.id],
            draft=drafts.get(row.draft_id or 0),
            section=sections.get(row.section_id or 0),
            theme=themes[row.theme_id],
            remark_number=number,
            remark=remark,
            changes=changes.get(row.id, []),
            points=tuple(gathered.get(row.id, ())),
        )
        found.append(line)
    return tuple(found)


def _sections(session: Session, consultation_id: int) -> dict[int, SectionText]:
    """Section id -> its text in the version now in force."""
    return {
        section.section_id: section
        for text in list_drafts(session, consultation_id)
        for section in list_sections(session, text.version.id)
    }


def _split(
    session: Session,
    consultation_id: int,
    responses: Sequence[Response],
    answers: Mapping[int, list[Any]],
    marked: Mapping[int, list[Any]],
    points: Sequence[PointLine],
) -> list[coverage.Divided]:
    pointed, filed = {line.point.response_id for line in points}, queries.with_files(session, consultation_id)
    return [
        queries.divided(
            response,
            answers.get(response.id, []),
            [one for answer in answers.get(response.id, []) for one in marked.get(answer.id, [])],
            has_points=response.id in pointed,
            has_files=response.id in filed,
        )
        for response in responses
    ]


def _covered_points(
    points: Sequence[PointLine], answers: Mapping[int, list[Any]], marked: Mapping[int, list[Any]]
) -> list[coverage.Point]:
    newest = {answer.id for rows in answers.values() for answer in rows}
    old = {one.point_id for answer_id, rows in marked.items() if answer_id not in newest for one in rows}
    return [coverage.Point(line.point.id, line.point.position_id, line.point.id in old) for line in points]


def _covered(line: PositionLine) -> coverage.Position:
    return coverage.Position(
        line.position.id,
        has_remark=line.has_remark,
        has_outcome=line.outcome is not None,
        needs_change=line.outcome in queries.NEEDS_CHANGE and line.section is not None,
        has_change=bool(line.changes),
    )


def _responses(
    session: Session,
    consultation_id: int,
    responses: Sequence[Response],
    drafts: Mapping[int, Draft],
    answers: Mapping[int, list[Any]],
    points: Sequence[PointLine],
    found: coverage.Coverage,
) -> tuple[ResponseLine, ...]:
    versions = select(DraftVersion.id, DraftVersion.draft_id).where(DraftVersion.draft_id.in_(drafts))
    numbers = {row.id: drafts[row.draft_id].number for row in session.execute(versions)}
    groups = queries.group_ids(session, consultation_id)
    pointed = Counter(line.point.response_id for line in points)
    lines = []
    for response in responses:
        label = number_label(response.series, response.seq)
        lines.append(
            ResponseLine(
                response,
                label,
                frozenset(
                    numbers.get(answer.draft_version_id or 0, GENERAL) for answer in answers.get(response.id, [])
                ),
                len(found.open_sentences.get(label, ())),
                pointed[response.id],
                groups.get(response.id),
            )
        )
    return tuple(lines)
