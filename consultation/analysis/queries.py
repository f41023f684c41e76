"""Reads of points, positions, remarks and groups (R37-R39)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session, aliased

from consultation.analysis import coverage, ordering
from consultation.analysis.amending import Edit
from consultation.analysis.ordering import printed_key
from consultation.analysis.spans import Span
from consultation.consultations.asked import read_choices
from consultation.errors import NotFound
from consultation.models import (
    Answer,
    AnswerGroup,
    Attachment,
    Change,
    ChangePosition,
    Draft,
    DraftVersion,
    GroupMember,
    LateAdmission,
    Letter,
    Passage,
    Point,
    Position,
    PositionEvent,
    Remark,
    RemarkVersion,
    Response,
    ResponseVersion,
    SectionText,
    Theme,
)
from consultation.responses.rules import number_label
from consultation.vocabulary import Capacity, GroupKind, LoginMode, NoPointReason, Outcome, PositionAct

NEEDS_CHANGE = frozenset({Outcome.ACCEPTED, Outcome.PARTLY})
"""Outcomes that call for a new text in the draft."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of one answer and what it has become: its points, or the reason why it needs none.

    `is_open` is the rule of coverage: a letter of it lies in no passage (R38).
    """

    answer: Answer
    start: int
    end: int
    text: str
    points: tuple[Point, ...]
    reason: str | None
    is_open: bool


class Written(Protocol):
    """What coverage needs of an answer: a row of `answer`, or of some of its columns."""

    @property
    def id(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def proposed_text(self) -> str: ...
    @property
    def choices(self) -> str: ...


class Marked(Protocol):
    """Likewise of a passage."""

    @property
    def answer_id(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def point_id(self) -> int | None: ...
    @property
    def no_point_reason(self) -> NoPointReason | None: ...


# Responses and what was marked in them


def list_to_divide(session: Session, consultation_id: int) -> Sequence[Response]:
    """The responses that must be divided into points: on time or admitted, with remarks, confirmed, not withdrawn."""
    rows = select(Response).where(*are_to_divide(consultation_id)).order_by(Response.series.desc(), Response.seq)
    return session.scalars(rows).all()


def count_untouched(session: Session, consultation_id: int) -> tuple[int, datetime | None]:
    """How many of them nobody has begun to divide, and when the oldest of those came."""
    touched = (
        select(Passage.id)
        .join(Answer, Answer.id == Passage.answer_id)
        .join(ResponseVersion, ResponseVersion.id == Answer.version_id)
        .where(ResponseVersion.response_id == Response.id, Passage.removed_at.is_(None))
    )
    left = select(func.count(), func.min(Response.received_at)).where(*are_to_divide(consultation_id))
    count, oldest = session.execute(left.where(~touched.exists())).one()
    return count, oldest


def are_to_divide(consultation_id: int) -> Sequence[ColumnElement[bool]]:
    """What a response must be to be among `list_to_divide`."""
    admission = select(LateAdmission.admitted).where(LateAdmission.response_id == Response.id)
    newest = admission.order_by(LateAdmission.id.desc()).limit(1).scalar_subquery()
    return (
        Response.consultation_id == consultation_id,
        Response.withdrawn_at.is_(None),
        Response.no_remarks.is_(False),
        (Response.login_mode != LoginMode.CONFIRMED) | Response.confirmed_at.is_not(None),
        Response.late.is_(False) | newest.is_(True),
    )


@cache
def newest_number() -> ScalarSelect[int]:
    """In a statement about a Response: the number of its newest version."""
    numbers = aliased(ResponseVersion)
    newest = select(func.max(numbers.number)).where(numbers.response_id == Response.id)
    return newest.correlate(Response).scalar_subquery()


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


def written_by_response(session: Session, consultation_id: int) -> dict[int, list[Any]]:
    """Response id -> its newest version's answers as `Written`, with `draft_version_id`: a page reads them all."""
    columns = (Answer.id, Answer.text, Answer.proposed_text, Answer.choices, Answer.draft_version_id)
    rows = session.execute(
        select(ResponseVersion.response_id, *columns)
        .join(ResponseVersion, ResponseVersion.id == Answer.version_id)
        .join(Response, Response.id == ResponseVersion.response_id)
        .where(Response.consultation_id == consultation_id, ResponseVersion.number == newest_number())
        .order_by(ResponseVersion.response_id, Answer.position)
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.response_id, []).append(row)
    return found


def marked_by_answer(session: Session, consultation_id: int) -> dict[int, list[Any]]:
    """Answer id -> its passages that stand, as `Marked`: a page reads all of them."""
    columns = (Passage.answer_id, Passage.start, Passage.end, Passage.point_id, Passage.no_point_reason)
    rows = session.execute(
        select(*columns)
        .join(Answer, Answer.id == Passage.answer_id)
        .join(ResponseVersion, ResponseVersion.id == Answer.version_id)
        .join(Response, Response.id == ResponseVersion.response_id)
        .where(Response.consultation_id == consultation_id, Passage.removed_at.is_(None))
        .order_by(Passage.answer_id, Passage.start)
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.answer_id, []).append(row)
    return found


def answers_of(session: Session, response_id: int) -> Sequence[Answer]:
    """The answers of a response's newest version, in order."""
    newest = (
        select(func.max(ResponseVersion.number)).where(ResponseVersion.response_id == response_id).scalar_subquery()
    )
    return session.scalars(
        select(Answer)
        .join(ResponseVersion, ResponseVersion.id == Answer.version_id)
        .where(ResponseVersion.response_id == response_id, ResponseVersion.number == newest)
        .order_by(Answer.position)
    ).all()


def response_id_of(session: Session, answer_id: int) -> int | None:
    """Whose answer this is, of whatever version."""
    return session.scalar(
        select(ResponseVersion.response_id)
        .join(Answer, Answer.version_id == ResponseVersion.id)
        .where(Answer.id == answer_id)
    )


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


def passages_by_point(session: Session, response_id: int) -> dict[int, list[Passage]]:
    """Point -> its passages that stand, for the points of a response."""
    rows = session.scalars(
        select(Passage)
        .join(Point, Point.id == Passage.point_id)
        .where(Point.response_id == response_id, Point.removed_at.is_(None), Passage.removed_at.is_(None))
        .order_by(Passage.point_id, Passage.answer_id, Passage.start)
    )
    found: dict[int, list[Passage]] = {}
    for passage in rows:
        found.setdefault(passage.point_id or 0, []).append(passage)
    return found


def passages_of(session: Session, point_id: int) -> Sequence[Passage]:
    """A point's passages that stand."""
    return session.scalars(
        select(Passage)
        .where(Passage.point_id == point_id, Passage.removed_at.is_(None))
        .order_by(Passage.answer_id, Passage.start)
    ).all()


def sentences_of(session: Session, response: Response) -> list[Sentence]:
    """The response's sentences in order, each with what it has become."""
    answers = answers_of(session, response.id)
    points = {point.id: point for point in points_of(session, response.id)}
    passages = session.scalars(
        select(Passage).where(Passage.answer_id.in_([answer.id for answer in answers]), Passage.removed_at.is_(None))
    ).all()
    has_files = has_file(session, response.id)
    split = divided(response, answers, passages, has_points=bool(points), has_files=has_files)
    still_open = {(one.answer, one.start) for one in coverage.open_sentences(split)}
    by_id = {answer.id: answer for answer in answers}
    return [_sentence(by_id[int(one.answer)], one, passages, points, still_open) for one in split.sentences]


def _sentence(
    answer: Answer,
    part: coverage.Stretch,
    passages: Iterable[Passage],
    points: Mapping[int, Point],
    still_open: set[tuple[coverage.Key, int]],
) -> Sentence:
    own = [one for one in passages if one.answer_id == answer.id and one.start < part.end and part.start < one.end]
    made = dict.fromkeys(point for one in own if (point := points.get(one.point_id or 0)))
    reason = next((one.no_point_reason.value for one in own if one.no_point_reason is not None), None)
    is_open = (answer.id, part.start) in still_open
    return Sentence(answer, part.start, part.end, part.text, tuple(made), reason, is_open)


def divided(
    response: Response,
    answers: Sequence[Written],
    passages: Iterable[Marked],
    *,
    has_points: bool,
    has_files: bool,
) -> coverage.Divided:
    """A response for the rule of coverage; `passages` are those of its answers, in any order."""
    texts = tuple((answer.id, answer.text) for answer in answers)
    marked = (
        coverage.Passage(one.answer_id, one.start, one.end, one.point_id, one.no_point_reason) for one in passages
    )
    number = number_label(response.series, response.seq)
    written = any(text.strip() for _answer, text in texts)
    silent = not (written or has_points or (not has_files and only_chooses(answers)))
    return coverage.Divided(number, texts, tuple(marked), silent=silent)


def only_chooses(answers: Iterable[Written]) -> bool:
    """Whether an answer is choices alone: counted, with no words that need a remark."""
    rows = list(answers)
    return any(read_choices(row.choices) for row in rows) and not any(
        row.text.strip() or row.proposed_text for row in rows
    )


def has_file(session: Session, response_id: int) -> bool:
    """Whether the newest version of a response has a file."""
    rows = select(Attachment.id).join(ResponseVersion, ResponseVersion.id == Attachment.version_id)
    of = rows.join(Response, Response.id == ResponseVersion.response_id).where(Response.id == response_id)
    return session.scalar(of.where(ResponseVersion.number == newest_number()).limit(1)) is not None


def with_files(session: Session, consultation_id: int) -> set[int]:
    """The ids of the responses whose newest version has files."""
    newest = (
        select(ResponseVersion.response_id, func.max(ResponseVersion.number).label("number"))
        .group_by(ResponseVersion.response_id)
        .subquery()
    )
    return set(
        session.scalars(
            select(ResponseVersion.response_id)
            .join(
                newest,
                (newest.c.response_id == ResponseVersion.response_id) & (newest.c.number == ResponseVersion.number),
            )
            .join(Attachment, Attachment.version_id == ResponseVersion.id)
            .join(Response, Response.id == ResponseVersion.response_id)
            .where(Response.consultation_id == consultation_id)
        )
    )


# Points


def list_points(session: Session, consultation_id: int) -> Sequence[tuple[Point, Response]]:
    """Every point that counts, with its response: not of a withdrawn one, nor of a late one that is not let in."""
    rows = session.execute(
        select(Point, Response)
        .join(Response, Response.id == Point.response_id)
        .where(*are_to_divide(consultation_id), Point.removed_at.is_(None))
        .order_by(Response.series.desc(), Response.seq, Point.seq)
    )
    return [(point, response) for point, response in rows]


def points_of(session: Session, response_id: int) -> Sequence[Point]:
    return session.scalars(
        select(Point).where(Point.response_id == response_id, Point.removed_at.is_(None)).order_by(Point.seq)
    ).all()


def get_point(session: Session, response_id: int, seq: int) -> Point:
    """The point 17.2 of response 17, by its number there. NotFound."""
    row = session.scalars(
        select(Point).where(Point.response_id == response_id, Point.seq == seq, Point.removed_at.is_(None))
    ).one_or_none()
    if row is None:
        raise NotFound("no such point")
    return row


def points_on(session: Session, spans: Iterable[Span], after: int = 0) -> list[tuple[Point, str]]:
    """The points on any of these words that were made after another point, each with who made it."""
    found: dict[int, tuple[Point, str]] = {}
    for span in spans:
        rows = session.execute(
            select(Point, Passage.by)
            .join(Passage, Passage.point_id == Point.id)
            .where(
                Passage.answer_id == span.answer_id,
                Passage.start < span.end,
                Passage.end > span.start,
                Passage.removed_at.is_(None),
                Point.removed_at.is_(None),
                Point.id > after,
            )
        )
        found |= {point.id: (point, by) for point, by in rows}
    return [found[point_id] for point_id in sorted(found)]


def newest_point(session: Session, response_id: int) -> int:
    """The id of the last point that was made of a response; 0 for none."""
    return session.scalar(select(func.max(Point.id)).where(Point.response_id == response_id)) or 0


def point_label(response: Response, point: Point) -> str:
    """ "17.2"."""
    return f"{number_label(response.series, response.seq)}.{point.seq}"


def outdated(session: Session, response_id: int) -> list[tuple[Point, Sequence[Passage]]]:
    """Points that rest on an earlier version of the response, to be looked at again (states.md)."""
    newest = {answer.id for answer in answers_of(session, response_id)}
    passages = passages_by_point(session, response_id)
    rows = [(point, passages.get(point.id, [])) for point in points_of(session, response_id)]
    return [(point, found) for point, found in rows if any(one.answer_id not in newest for one in found)]


def count_points(session: Session, position: Position) -> int:
    """How many points that count stand in a position."""
    return sum(point.position_id == position.id for point, _ in list_points(session, position.consultation_id))


# Positions, themes, remarks, changes


def list_positions(session: Session, consultation_id: int) -> Sequence[Position]:
    """In the order of their numbers: the general ones, then draft by draft, as `ordering` says; removed ones apart."""
    rows = session.execute(
        select(Position, func.coalesce(Draft.number, 0))
        .outerjoin(Draft, Draft.id == Position.draft_id)
        .where(Position.consultation_id == consultation_id, Position.removed.is_(False))
    ).all()
    paths = {one.id: one.path for one in place_themes(session, consultation_id)}
    behind = _behind(session, consultation_id)
    last = (len(paths) + 1,)
    keys = {
        row.id: printed_key(number, paths.get(row.theme_id, last), behind.get(row.id, {}), row.rank)
        for row, number in rows
    }
    return sorted((row for row, _number in rows), key=lambda row: keys[row.id])


def _behind(session: Session, consultation_id: int) -> dict[int, dict[Capacity, int]]:
    """Position -> how many responses of each capacity have a point in it that counts."""
    rows = session.execute(
        select(Point.position_id, ResponseVersion.capacity, func.count(Response.id.distinct()))
        .join(Response, Response.id == Point.response_id)
        .join(
            ResponseVersion, (ResponseVersion.response_id == Response.id) & (ResponseVersion.number == newest_number())
        )
        .where(*are_to_divide(consultation_id), Point.removed_at.is_(None), Point.position_id.is_not(None))
        .group_by(Point.position_id, ResponseVersion.capacity)
    )
    found: dict[int, dict[Capacity, int]] = {}
    for position_id, capacity, count in rows:
        found.setdefault(position_id or 0, {})[capacity] = count
    return found


def position_labels(positions: Iterable[Position], drafts: Mapping[int, int]) -> dict[int, str]:
    """Position id -> its printed number: "8.3" for the third of draft 8, "0.2" for the second general one.

    `drafts` is draft id -> number; positions in the order of `list_positions`.
    """
    counted: dict[int, int] = {}
    labels = {}
    for row in positions:
        draft = drafts.get(row.draft_id, 0) if row.draft_id is not None else 0
        counted[draft] = counted.get(draft, 0) + 1
        labels[row.id] = f"{draft}.{counted[draft]}"
    return labels


def get_position(session: Session, consultation_id: int, position_id: int) -> Position:
    row = session.get(Position, position_id)
    if row is None or row.consultation_id != consultation_id or row.removed:
        raise NotFound("no such position")
    return row


def list_undecided(session: Session, consultation_id: int) -> list[Position]:
    """The positions that gather points and of which the decision is not written down, in the order of their numbers."""
    used = {point.position_id for point, _response in list_points(session, consultation_id)}
    rows = list_positions(session, consultation_id)
    return [row for row in rows if row.decided_outcome is None and row.id in used]


def outcome_of(position: Position) -> Outcome | None:
    """What was decided, and until then what is recommended."""
    return position.decided_outcome or position.recommended_outcome


def list_themes(session: Session, consultation_id: int) -> Sequence[Theme]:
    """Those in use, as the tree is printed."""
    rows = {row.id: row for row in _themes(session, consultation_id)}
    return [rows[one.id] for one in place_themes(session, consultation_id)]


def place_themes(session: Session, consultation_id: int) -> list[ordering.Placed]:
    """The themes in use with their numbers, in printed order."""
    rows = _themes(session, consultation_id)
    return ordering.place_themes(ordering.Node(row.id, row.parent_id, row.rank) for row in rows)


def _themes(session: Session, consultation_id: int) -> Sequence[Theme]:
    return session.scalars(
        select(Theme).where(Theme.consultation_id == consultation_id, Theme.withdrawn_at.is_(None)).order_by(Theme.id)
    ).all()


def get_theme(session: Session, consultation_id: int, theme_id: int) -> Theme:
    row = session.get(Theme, theme_id)
    if row is None or row.consultation_id != consultation_id:
        raise NotFound("no such theme")
    return row


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


def find_remark(session: Session, remark_id: int) -> tuple[Remark, RemarkVersion] | None:
    """A remark by its id, with its newest text."""
    row, text = session.get(Remark, remark_id), newest_remark(session, remark_id)
    return (row, text) if row is not None and text is not None else None


def newest_remark(session: Session, remark_id: int) -> RemarkVersion | None:
    return next(iter(list_remark_versions(session, remark_id)), None)


def list_remark_versions(session: Session, remark_id: int) -> Sequence[RemarkVersion]:
    """Every text a remark has had, newest first (C2)."""
    return session.scalars(
        select(RemarkVersion).where(RemarkVersion.remark_id == remark_id).order_by(RemarkVersion.number.desc())
    ).all()


def changes_by_position(session: Session, consultation_id: int) -> dict[int, list[tuple[Change, SectionText]]]:
    """Position id -> the changes of the drafts' texts that it leads to; none for what is not accepted."""
    rows = session.execute(
        select(Position, Change, SectionText)
        .join(ChangePosition, ChangePosition.position_id == Position.id)
        .join(Change, Change.id == ChangePosition.change_id)
        .join(SectionText, SectionText.id == Change.section_text_id)
        .where(Change.consultation_id == consultation_id, Change.removed.is_(False))
        .order_by(Change.id)
    )
    found: dict[int, list[tuple[Change, SectionText]]] = {}
    for position, change, section in rows:
        if outcome_of(position) in NEEDS_CHANGE and not position.removed:
            found.setdefault(position.id, []).append((change, section))
    return found


def count_lacking_change(session: Session, consultation_id: int) -> int:
    """How many positions are to be met, wholly or in part, in a section whose new text is not written (R38)."""
    written = (
        select(ChangePosition.position_id)
        .join(Change, Change.id == ChangePosition.change_id)
        .where(ChangePosition.position_id == Position.id, Change.removed.is_(False))
    )
    outcome = func.coalesce(Position.decided_outcome, Position.recommended_outcome)
    lacking = select(func.count(Position.id)).where(
        Position.consultation_id == consultation_id,
        Position.removed.is_(False),
        Position.section_id.is_not(None),
        outcome.in_(NEEDS_CHANGE),
        ~written.exists(),
    )
    return session.scalar(lacking) or 0


def list_changes(session: Session, position_id: int) -> list[tuple[Change, SectionText]]:
    """The changes of the drafts' texts that a position is behind, whatever its outcome."""
    rows = session.execute(
        select(Change, SectionText)
        .join(ChangePosition, ChangePosition.change_id == Change.id)
        .join(SectionText, SectionText.id == Change.section_text_id)
        .where(ChangePosition.position_id == position_id, Change.removed.is_(False))
        .order_by(Change.id)
    )
    return [(change, section) for change, section in rows]


def positions_behind(session: Session, change_id: int) -> Sequence[Position]:
    """The positions in use that lead to a change."""
    return session.scalars(
        select(Position)
        .join(ChangePosition, ChangePosition.position_id == Position.id)
        .where(ChangePosition.change_id == change_id, Position.removed.is_(False))
        .order_by(Position.id)
    ).all()


def edits_of(session: Session, section_text_id: int) -> list[Edit]:
    """The changes of one section's text that a position in use is behind."""
    used = (
        select(ChangePosition.id)
        .join(Position, Position.id == ChangePosition.position_id)
        .where(ChangePosition.change_id == Change.id, Position.removed.is_(False))
    )
    rows = session.scalars(
        select(Change)
        .where(Change.section_text_id == section_text_id, Change.removed.is_(False), used.exists())
        .order_by(Change.id)
    )
    return [Edit(row.id, row.before, row.after) for row in rows]


def get_change(session: Session, consultation_id: int, change_id: int) -> tuple[Change, SectionText]:
    row = session.get(Change, change_id)
    if row is None or row.consultation_id != consultation_id or row.removed:
        raise NotFound("no such change")
    return row, session.get_one(SectionText, row.section_text_id)


def newest_text_of(session: Session, section: SectionText) -> SectionText | None:
    """The same section in the version now in force; None where it is gone."""
    version_id = session.scalar(
        select(DraftVersion.id)
        .where(DraftVersion.draft_id == section.section.draft_id)
        .where(DraftVersion.published_at.is_not(None), DraftVersion.final.is_(False))
        .order_by(DraftVersion.number.desc())
        .limit(1)
    )
    if version_id is None or version_id == section.version_id:
        return section
    return session.scalars(
        select(SectionText).where(SectionText.version_id == version_id, SectionText.section_id == section.section_id)
    ).one_or_none()


# What was done to positions


def list_events(session: Session, position_id: int) -> Sequence[PositionEvent]:
    """Everything that was done to a position, oldest first."""
    return session.scalars(
        select(PositionEvent).where(PositionEvent.position_id == position_id).order_by(PositionEvent.id)
    ).all()


def list_removed(session: Session, consultation_id: int) -> Sequence[Position]:
    """The positions that were removed, or merged into another."""
    return session.scalars(
        select(Position)
        .where(Position.consultation_id == consultation_id, Position.removed.is_(True))
        .order_by(Position.id)
    ).all()


def get_removed(session: Session, consultation_id: int, position_id: int) -> Position:
    row = find_removed(session, consultation_id, position_id)
    if row is None:
        raise NotFound("no such removed position")
    return row


def find_removed(session: Session, consultation_id: int, position_id: int) -> Position | None:
    row = session.get(Position, position_id)
    return row if row is not None and row.consultation_id == consultation_id and row.removed else None


@dataclass(frozen=True)
class Gone:
    """What became of a removed position: the last act on it, and the one that it is a part of now, if it was merged."""

    row: Position
    last: PositionEvent
    into: Position | None


def gone_into(session: Session, row: Position) -> Gone:
    """Follows mergers to the position that is in use; none where the last one of them was removed."""
    here, last = row, list_events(session, row.id)[-1]
    event = last
    while here.removed and event.act is PositionAct.MERGED and event.other_id is not None:
        here = session.get_one(Position, event.other_id)
        event = list_events(session, here.id)[-1]
    return Gone(row, last, None if here.removed else here)


# Groups


def group_ids(session: Session, consultation_id: int) -> dict[int, int]:
    """Response id -> the first response that says the same, for each that another says the same as."""
    rows = session.execute(
        select(GroupMember.response_id, GroupMember.letter_id)
        .join(Letter, Letter.id == GroupMember.letter_id)
        .where(Letter.consultation_id == consultation_id, Letter.copies > 1)
        .order_by(GroupMember.response_id)
    )
    first: dict[int, int] = {}
    return {row.response_id: first.setdefault(row.letter_id, row.response_id) for row in rows}


def campaigns(session: Session, consultation_id: int) -> list[tuple[GroupKind, list[int]]]:
    """The groups of responses that are nearly the same: kind, and the ids of the members, the first first."""
    rows = session.execute(
        select(AnswerGroup.id, AnswerGroup.kind, GroupMember.response_id)
        .join(GroupMember, GroupMember.group_id == AnswerGroup.id)
        .where(AnswerGroup.consultation_id == consultation_id, AnswerGroup.responses > 1)
        .order_by(GroupMember.response_id)
    )
    found: dict[int, tuple[GroupKind, list[int]]] = {}
    for group_id, kind, response_id in rows:
        found.setdefault(group_id, (kind, []))[1].append(response_id)
    return list(found.values())


def alike(session: Session, response: Response) -> Sequence[Response]:
    """The other responses that say the same, and are not withdrawn, by number."""
    own = select(GroupMember.letter_id).where(GroupMember.response_id == response.id).scalar_subquery()
    return session.scalars(
        select(Response)
        .join(GroupMember, GroupMember.response_id == Response.id)
        .where(GroupMember.letter_id == own, Response.id != response.id, Response.withdrawn_at.is_(None))
        .order_by(Response.series.desc(), Response.seq)
    ).all()
