"""What the desk needs of a whole consultation: rows by the position, never by the response.

A page of the desk costs the same with ten responses and with ten thousand; `figures.Board` has the lists behind.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from consultation.analysis import queries
from consultation.analysis.guessing import Draft as KnownDraft
from consultation.analysis.guessing import Section as KnownSection
from consultation.analysis.joining import Known
from consultation.consultations.queries import DraftText, list_drafts
from consultation.models import (
    Draft,
    Passage,
    Point,
    Position,
    Response,
    ResponseVersion,
    SectionText,
    Theme,
)
from consultation.responses.rules import number_label
from consultation.vocabulary import ORGANISED, Outcome, Series

_MOST_NUMBERS = 30
"""Responses that are named behind one position; the others are counted."""
_MOST_QUOTES = 12
_LONGEST_QUOTE = 600
_MOST_BODIES = 500


@dataclass(frozen=True)
class Texts:
    """The drafts in the versions now in force, with their sections in order."""

    rows: tuple[tuple[DraftText, tuple[SectionText, ...]], ...]

    @cached_property
    def drafts(self) -> Mapping[int, Draft]:
        return {text.draft.id: text.draft for text, _sections in self.rows}

    @cached_property
    def sections(self) -> Mapping[int, SectionText]:
        """By the id of the section."""
        return {one.section_id: one for _text, sections in self.rows for one in sections}

    @cached_property
    def known(self) -> tuple[KnownDraft, ...]:
        """As plain values, for guessing."""
        return tuple(
            KnownDraft(text.draft.id, text.draft.number, text.draft.title, _plain(rows)) for text, rows in self.rows
        )


def _plain(sections: Sequence[SectionText]) -> tuple[KnownSection, ...]:
    return tuple(KnownSection(one.section_id, one.printed_number, one.heading, one.text) for one in sections)


@dataclass(frozen=True)
class Printed:
    """A position as it is printed; `points` and `responses` are how many stand behind it."""

    position: Position
    label: str
    draft: Draft | None
    section: SectionText | None
    theme: Theme
    remark_number: int | None
    remark_text: str
    points: int
    responses: int

    @property
    def draft_number(self) -> int:
        return self.draft.number if self.draft else 0

    @property
    def outcome(self) -> Outcome | None:
        return queries.outcome_of(self.position)

    @property
    def has_remark(self) -> bool:
        return bool(self.remark_text.strip())

    @property
    def is_answered(self) -> bool:
        """Both a remark and an outcome (R38)."""
        return self.has_remark and self.outcome is not None


class Behind(NamedTuple):
    """The first responses behind a position, by number, and how many more there are."""

    numbers: tuple[str, ...]
    more: int


def read_texts(session: Session, consultation_id: int) -> Texts:
    """In two statements, however many drafts there are."""
    drafts = list_drafts(session, consultation_id)
    found: dict[int, list[SectionText]] = {text.version.id: [] for text in drafts}
    rows = (
        select(SectionText)
        .where(SectionText.version_id.in_(found))
        .order_by(SectionText.version_id, SectionText.position)
    )
    for section in session.scalars(rows):
        found[section.version_id].append(section)
    ordered = sorted(drafts, key=lambda text: text.draft.number)
    return Texts(tuple((text, tuple(found[text.version.id])) for text in ordered))


# Positions


def list_printed(session: Session, consultation_id: int, texts: Texts) -> list[Printed]:
    """Every position in printed order."""
    rows = queries.list_positions(session, consultation_id)
    labels = queries.position_labels(rows, {draft.id: draft.number for draft in texts.drafts.values()})
    themes = {row.id: row for row in session.scalars(select(Theme).where(Theme.consultation_id == consultation_id))}
    remarks = {remark.id: (remark.number, text.text) for remark, text in queries.list_remarks(session, consultation_id)}
    counts = _counts(session, consultation_id)
    found = []
    for row in rows:
        number, remark = remarks.get(row.remark_id or 0, (None, ""))
        draft, section = texts.drafts.get(row.draft_id or 0), texts.sections.get(row.section_id or 0)
        points, responses = counts.get(row.id, (0, 0))
        theme = themes[row.theme_id]
        found.append(Printed(row, labels[row.id], draft, section, theme, number, remark, points, responses))
    return found


def _counts(session: Session, consultation_id: int) -> dict[int | None, tuple[int, int]]:
    """Position -> how many points and responses that count; None for the points without a position."""
    rows = session.execute(
        select(Point.position_id, func.count(), func.count(Point.response_id.distinct()))
        .join(Response, Response.id == Point.response_id)
        .where(*queries.are_to_divide(consultation_id), Point.removed_at.is_(None))
        .group_by(Point.position_id)
    )
    return {position_id: (points, responses) for position_id, points, responses in rows}


def list_behind(session: Session, consultation_id: int, position_ids: Collection[int]) -> dict[int, Behind]:
    """The numbers of the responses behind some positions, at most `_MOST_NUMBERS` of each."""
    pairs = select(Point.position_id, Point.response_id).where(
        Point.position_id.in_(position_ids), Point.removed_at.is_(None)
    )
    behind = pairs.distinct().subquery()  # so few that each response is looked up, not the other way round
    each = (
        select(behind.c.position_id, Response.series, Response.seq)
        .join(Response, Response.id == behind.c.response_id)
        .where(*queries.are_to_divide(consultation_id))
        .subquery()
    )
    order = (each.c.series.desc(), each.c.seq)
    place = func.row_number().over(partition_by=each.c.position_id, order_by=order).label("place")
    whole = func.count().over(partition_by=each.c.position_id).label("whole")
    ranked = select(each, place, whole).subquery()
    found: dict[int, Behind] = {}
    for row in session.execute(
        select(ranked).where(ranked.c.place <= _MOST_NUMBERS).order_by(ranked.c.position_id, ranked.c.place)
    ):
        numbers = (*found.get(row.position_id, Behind((), 0)).numbers, number_label(Series(row.series), row.seq))
        found[row.position_id] = Behind(numbers, row.whole - len(numbers))
    return found


def count_behind(session: Session, response_ids: Collection[int]) -> dict[int, int]:
    """Position -> how many of some responses are behind it."""
    rows = session.execute(
        select(Point.position_id, func.count(Point.response_id.distinct()))
        .where(Point.response_id.in_(response_ids), Point.removed_at.is_(None), Point.position_id.is_not(None))
        .group_by(Point.position_id)
    )
    return {position_id or 0: count for position_id, count in rows}


def list_known(session: Session, consultation_id: int, positions: Sequence[Printed]) -> list[Known]:
    """What is said in each position: its title, and the words of some of its points, the first made first."""
    quotes: dict[int, list[tuple[str, str]]] = {}
    place = func.row_number().over(partition_by=Point.position_id, order_by=Passage.id).label("place")
    each = (
        select(Point.position_id, Response.series, Response.seq, Point.seq.label("point"), Passage.id, place)
        .join(Response, Response.id == Point.response_id)
        .join(Passage, Passage.point_id == Point.id)
        .where(
            *queries.are_to_divide(consultation_id),
            Point.removed_at.is_(None),
            Point.position_id.is_not(None),
            Passage.removed_at.is_(None),
        )
        .subquery()
    )
    rows = select(each, func.substr(Passage.quote, 1, _LONGEST_QUOTE).label("quote")).join(
        Passage, Passage.id == each.c.id
    )
    for row in session.execute(rows.where(each.c.place <= _MOST_QUOTES).order_by(each.c.position_id, each.c.place)):
        label = f"{number_label(Series(row.series), row.seq)}.{row.point}"
        quotes.setdefault(row.position_id, []).append((label, row.quote))
    return [Known(one.position.id, one.position.title, tuple(quotes.get(one.position.id, ()))) for one in positions]


def list_bodies(session: Session, consultation_id: int) -> dict[str, str]:
    """The councils, organisations and authorities that have answered: number -> name, which is always public (R31)."""
    rows = session.execute(
        select(Response.series, Response.seq, ResponseVersion.organisation)
        .join(ResponseVersion, ResponseVersion.response_id == Response.id)
        .where(
            *queries.are_to_divide(consultation_id),
            ResponseVersion.number == queries.newest_number(),
            ResponseVersion.capacity.in_(ORGANISED),
        )
        .order_by(Response.series.desc(), Response.seq)
        .limit(_MOST_BODIES)
    )
    return {number_label(row.series, row.seq): row.organisation for row in rows}


def positions_of(
    session: Session, consultation_id: int, numbers: Collection[tuple[Series, int]]
) -> dict[str, list[int]]:
    """Response number -> the positions of its points, in order."""
    rows = session.execute(
        select(Response.series, Response.seq, Point.position_id)
        .join(Point, Point.response_id == Response.id)
        .where(
            Response.consultation_id == consultation_id,
            tuple_(Response.series, Response.seq).in_(list(numbers)),
            Point.removed_at.is_(None),
            Point.position_id.is_not(None),
        )
        .order_by(Response.id, Point.seq)
    )
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(number_label(row.series, row.seq), []).append(row.position_id or 0)
    return found


# Responses


def neighbours(session: Session, response: Response) -> tuple[str | None, str | None]:
    """The numbers of the responses to divide before and after this one; none for one that is not to be divided."""
    counted = queries.are_to_divide(response.consultation_id)
    if not session.scalar(select(exists().where(*counted, Response.id == response.id))):
        return None, None
    other = Response.series < response.series, Response.series > response.series
    same = Response.series == response.series
    after = or_(other[0], and_(same, Response.seq > response.seq))
    before = or_(other[1], and_(same, Response.seq < response.seq))
    rows = select(Response.series, Response.seq).where(*counted).limit(1)
    last = session.execute(rows.where(before).order_by(Response.series, Response.seq.desc())).one_or_none()
    following = session.execute(rows.where(after).order_by(Response.series.desc(), Response.seq)).one_or_none()
    return (number_label(*last) if last else None), (number_label(*following) if following else None)


def is_to_divide(session: Session, response: Response) -> bool:
    """Whether it counts: on time or admitted, with remarks, confirmed, not withdrawn."""
    rule = queries.are_to_divide(response.consultation_id)
    return bool(session.scalar(select(exists().where(*rule, Response.id == response.id))))
