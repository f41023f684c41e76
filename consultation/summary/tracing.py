"""Where one response went: decided how, in which group, split into which points, answered where, printed where (R38).

Reads only, of one response; the words are those that the person may read (`analysis.responses.Reading`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import queries as analysis
from consultation.analysis.responses import Line, Reading, reading_of
from consultation.consultations.queries import list_drafts
from consultation.models import (
    AnswerGroup,
    Change,
    Decision,
    GroupMember,
    LateAdmission,
    Package,
    Point,
    Position,
    Response,
    ResponseVersion,
    SectionText,
    Snapshot,
)
from consultation.moderation.queries import list_decisions
from consultation.responses import queries as responses


@dataclass(frozen=True)
class Followed:
    """A point and what became of it: `label` is "17.2", the others those of its position, absent without one."""

    point: Point
    label: str
    position: Position | None
    position_label: str
    remark_number: int | None
    remark: str
    changes: Sequence[tuple[Change, SectionText]]


@dataclass(frozen=True)
class Printed:
    """A package made since the response came: its page there, and the positions that count it with their pages.

    `is_known` is false for a package of a release that did not keep the places.
    """

    package: Package
    snapshot: Snapshot
    is_known: bool
    page: int | None
    positions: Sequence[tuple[str, int | None]]


@dataclass(frozen=True)
class Trace:
    response: Response
    reading: Reading
    versions: Sequence[ResponseVersion]
    decisions: Sequence[Decision]
    admission: LateAdmission | None
    alike: Sequence[str]
    group: AnswerGroup | None
    points: Sequence[Followed]
    outdated: frozenset[int]
    printed: Sequence[Printed]

    @property
    def number(self) -> str:
        return responses.number_of(self.response)

    @cached_property
    def open(self) -> tuple[Line, ...]:
        """Sentences in no point and without a reason."""
        return tuple(line for line in self.reading.lines if line.sentence.is_open)

    @cached_property
    def settled(self) -> tuple[Line, ...]:
        """Sentences that were judged to need no remark."""
        return tuple(line for line in self.reading.lines if line.sentence.reason and not line.sentence.points)


def trace_of(session: Session, response: Response, staff_id: int, now: datetime) -> Trace:
    """All of it as it stands now, and every package that was ever made."""
    consultation_id = response.consultation_id
    return Trace(
        response=response,
        reading=reading_of(session, response, staff_id, now),
        versions=responses.list_versions(session, response.id),
        decisions=list_decisions(session, response.id),
        admission=responses.newest_admissions(session, consultation_id).get(response.id),
        alike=[responses.number_of(row) for row in analysis.alike(session, response)],
        group=_group(session, response),
        points=_points(session, response),
        outdated=frozenset(point.id for point, _passages in analysis.outdated(session, response.id)),
        printed=_printed(session, response),
    )


def _group(session: Session, response: Response) -> AnswerGroup | None:
    """The group of letters that are alike, where another is in it too."""
    return session.scalars(
        select(AnswerGroup)
        .join(GroupMember, GroupMember.group_id == AnswerGroup.id)
        .where(GroupMember.response_id == response.id, AnswerGroup.responses > 1)
    ).one_or_none()


def _points(session: Session, response: Response) -> list[Followed]:
    rows = analysis.list_positions(session, response.consultation_id)
    drafts = {text.draft.id: text.draft.number for text in list_drafts(session, response.consultation_id)}
    labels = analysis.position_labels(rows, drafts)
    positions = {row.id: row for row in rows}
    changes = analysis.changes_by_position(session, response.consultation_id)
    found = []
    for point in analysis.points_of(session, response.id):
        position = positions.get(point.position_id or 0)
        remark = analysis.find_remark(session, position.remark_id) if position and position.remark_id else None
        found.append(
            Followed(
                point=point,
                label=analysis.point_label(response, point),
                position=position,
                position_label=labels[position.id] if position else "",
                remark_number=remark[0].number if remark else None,
                remark=remark[1].text if remark else "",
                changes=changes.get(position.id, []) if position else [],
            )
        )
    return found


def _printed(session: Session, response: Response) -> list[Printed]:
    """Oldest first; one that was frozen before the response came does not print it."""
    rows = session.execute(
        select(Package, Snapshot)
        .join(Snapshot, Snapshot.id == Package.snapshot_id)
        .where(Snapshot.consultation_id == response.consultation_id, Snapshot.at >= response.registered_at)
        .order_by(Snapshot.seq)
    )
    number = responses.number_of(response)
    return [_printed_in(package, snapshot, number) for package, snapshot in rows]


def _printed_in(package: Package, snapshot: Snapshot, number: str) -> Printed:
    places: Mapping[str, Any] = json.loads(package.places)
    pages = places.get("positions", {})
    answered = places.get("answered", {}).get(number, [])
    own = places.get("responses", {}).get(number)
    return Printed(package, snapshot, bool(places), own, [(label, pages.get(label)) for label in answered])
