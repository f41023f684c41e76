"""Reads of what became of the responses: decided positions with their remarks, changes and numbers (R47)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import queries as analysis
from consultation.consultations.queries import DraftText
from consultation.models import Change, Draft, Position, Section, SectionText
from consultation.responses import rules
from consultation.vocabulary import Outcome


@dataclass(frozen=True)
class Changed:
    """A place of the draft whose words were changed."""

    draft_number: int | None
    heading: str
    printed_number: str
    before: str
    after: str


@dataclass(frozen=True)
class Said:
    """A position that has been decided. `label` is its printed number ("8.3"), `numbers` are its responses'.

    `points` is how many points it gathers; draft number None means the whole.
    """

    label: str
    title: str
    outcome: Outcome
    draft_number: int | None
    draft_title: str
    anchor: str
    remark: str
    changes: tuple[Changed, ...]
    numbers: tuple[str, ...]
    points: int

    @property
    def draft_order(self) -> int:
        """The whole stands before draft 1."""
        return self.draft_number or 0


def list_decided(session: Session, consultation_id: int, drafts: Sequence[DraftText]) -> list[Said]:
    """In the order of the report, from the same reads. A position whose points no longer count says nothing.

    Only for consultations in which the deciding meeting's outcome is recorded; the caller sees to that.
    """
    positions = analysis.list_positions(session, consultation_id)
    by_id = {text.draft.id: text.draft for text in drafts}
    labels = analysis.position_labels(positions, {key: draft.number for key, draft in by_id.items()})
    remarks = {remark.id: version.text for remark, version in analysis.list_remarks(session, consultation_id)}
    changes = analysis.changes_by_position(session, consultation_id)
    numbers = _numbers(session, consultation_id)
    anchors = _anchors(session, positions)
    said = []
    for position in positions:
        if position.decided_outcome is None or position.id not in numbers:
            continue
        draft = by_id.get(position.draft_id) if position.draft_id is not None else None
        said.append(
            Said(
                label=labels[position.id],
                title=position.title,
                outcome=position.decided_outcome,
                draft_number=draft.number if draft else None,
                draft_title=draft.title if draft else "",
                anchor=anchors.get(position.section_id or 0, ""),
                remark=remarks.get(position.remark_id or 0, ""),
                changes=tuple(_changed(by_id, *pair) for pair in changes.get(position.id, ())),
                numbers=tuple(dict.fromkeys(numbers[position.id])),
                points=len(numbers[position.id]),
            )
        )
    return said


def points_by_outcome(said: Iterable[Said]) -> Counter[Outcome]:
    """How many points ended in each outcome."""
    counts: Counter[Outcome] = Counter()
    for one in said:
        counts[one.outcome] += one.points
    return counts


def points_by_section(said: Iterable[Said], draft_number: int) -> Counter[str]:
    """How many points are about each section of a draft, by its anchor."""
    counts: Counter[str] = Counter()
    for one in said:
        if one.draft_number == draft_number and one.anchor:
            counts[one.anchor] += one.points
    return counts


def _numbers(session: Session, consultation_id: int) -> dict[int, list[str]]:
    """Position -> the number of the response of each of its points that count."""
    found: dict[int, list[str]] = {}
    for point, response in analysis.list_points(session, consultation_id):
        if point.position_id is not None:
            found.setdefault(point.position_id, []).append(rules.number_label(response.series, response.seq))
    return found


def _anchors(session: Session, positions: Sequence[Position]) -> dict[int, str]:
    wanted = [position.section_id for position in positions if position.section_id is not None]
    return {row.id: row.anchor for row in session.scalars(select(Section).where(Section.id.in_(wanted)))}


def _changed(drafts: Mapping[int, Draft], change: Change, section: SectionText) -> Changed:
    draft = drafts.get(section.section.draft_id)
    return Changed(
        draft.number if draft else None, section.heading, section.printed_number, change.before, change.after
    )
