"""Reads of what became of the responses: decided positions with their remarks, changes and numbers (R47)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import differences
from consultation.analysis import queries as analysis
from consultation.analysis.differences import Adopted
from consultation.analysis.placing import differing, stands
from consultation.consultations.queries import DraftText
from consultation.models import Change, Draft, Position, Section, SectionText
from consultation.responses import rules
from consultation.vocabulary import Outcome


@dataclass(frozen=True)
class Changed:
    """A place of the draft whose words were changed: those of the adopted text, once it is on the page."""

    draft_number: int | None
    heading: str
    printed_number: str
    before: str
    after: str


@dataclass(frozen=True)
class Said:
    """A position that has been decided. `label` is its printed number ("8.3"), `numbers` are its responses'.

    `points` is how many points it gathers; draft number None means the whole. `heading` is that of its section, with
    its number. `recommended` is what the administration had advised.
    """

    id: int
    label: str
    title: str
    outcome: Outcome
    draft_number: int | None
    draft_title: str
    anchor: str
    heading: str
    recommended: Outcome | None
    remark: str
    changes: tuple[Changed, ...]
    numbers: tuple[str, ...]
    points: int

    @property
    def draft_order(self) -> int:
        """The whole stands before draft 1."""
        return self.draft_number or 0

    @property
    def is_overruled(self) -> bool:
        """Whether the meeting decided something else than was advised."""
        return self.recommended is not None and self.recommended is not self.outcome


def list_decided(session: Session, consultation_id: int, drafts: Sequence[DraftText]) -> list[Said]:
    """In the order of the report, from the same reads. A position whose points no longer count says nothing.

    Only for consultations in which the deciding meeting's outcome is recorded; the caller sees to that.
    """
    positions = analysis.list_positions(session, consultation_id)
    by_id = {text.draft.id: text.draft for text in drafts}
    labels = analysis.position_labels(positions, {key: draft.number for key, draft in by_id.items()})
    remarks = {remark.id: version.text for remark, version in analysis.list_remarks(session, consultation_id)}
    changes = changed_by_position(session, consultation_id, by_id)
    numbers = _numbers(session, consultation_id)
    sections = _sections(session, positions, drafts)
    said = []
    for position in positions:
        if position.decided_outcome is None or position.id not in numbers:
            continue
        draft = by_id.get(position.draft_id) if position.draft_id is not None else None
        anchor, heading = sections.get(position.section_id or 0, ("", ""))
        said.append(
            Said(
                id=position.id,
                label=labels[position.id],
                title=position.title,
                outcome=position.decided_outcome,
                draft_number=draft.number if draft else None,
                draft_title=draft.title if draft else "",
                anchor=anchor,
                heading=heading,
                recommended=position.recommended_outcome,
                remark=remarks.get(position.remark_id or 0, ""),
                changes=changes.get(position.id, ()),
                numbers=tuple(dict.fromkeys(numbers[position.id])),
                points=len(numbers[position.id]),
            )
        )
    return said


def decided_by_response(session: Session, consultation_id: int, said: Sequence[Said]) -> dict[int, tuple[Said, ...]]:
    """Response -> the decided positions that its points stand in, each once, in the order of the report (R48).

    Points on a text that others share were made for each of them, so everybody has their own.
    """
    behind: dict[int, set[int]] = {}
    for point, response in analysis.list_points(session, consultation_id):
        if point.position_id is not None:
            behind.setdefault(response.id, set()).add(point.position_id)
    return {key: tuple(one for one in said if one.id in positions) for key, positions in behind.items()}


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


def _sections(
    session: Session, positions: Sequence[Position], drafts: Sequence[DraftText]
) -> dict[int, tuple[str, str]]:
    """Section -> its anchor, and its number and heading in the consultation's text."""
    wanted = [position.section_id for position in positions if position.section_id is not None]
    versions = [text.version.id for text in drafts]
    rows = session.execute(
        select(Section.id, Section.anchor, SectionText.printed_number, SectionText.heading)
        .outerjoin(SectionText, (SectionText.section_id == Section.id) & SectionText.version_id.in_(versions))
        .where(Section.id.in_(wanted))
    )
    return {row.id: (row.anchor, f"{row.printed_number or ''} {row.heading or ''}".strip()) for row in rows}


# What was changed


def changed_by_position(
    session: Session, consultation_id: int, drafts: Mapping[int, Draft]
) -> dict[int, tuple[Changed, ...]]:
    """Position -> what it changed: in the words that were adopted where they are on the page, else as proposed."""
    proposed = analysis.changes_by_position(session, consultation_id)
    adopted = differences.list_adopted(session, consultation_id)
    found: dict[int, list[Changed]] = {}
    for position_id, pairs in proposed.items():
        for change, section in pairs:
            text = adopted.get(section.section.draft_id)
            if text is None or stands(text.words.get(section.section_id, ""), change.after):
                found.setdefault(position_id, []).append(_changed(drafts, change, section))
    for draft_id, text in adopted.items():
        _add_adopted(found, proposed, drafts[draft_id].number, text)
    return {position_id: tuple(changes) for position_id, changes in found.items()}


def _add_adopted(
    found: dict[int, list[Changed]],
    proposed: Mapping[int, Sequence[tuple[Change, SectionText]]],
    number: int,
    text: Adopted,
) -> None:
    """Sections that a position changed in other words than were proposed."""
    for one in text.differences:
        for position_id in one.positions:
            words = text.words.get(one.section_id or 0, "")
            made = any(
                section.section_id == one.section_id and stands(words, change.after)
                for change, section in proposed.get(position_id, ())
            )
            if one.what is not None and not made:
                before, after = differing(one.what.before, one.what.after)
                heading = (one.what.heading, one.what.number)
                found.setdefault(position_id, []).append(Changed(number, *heading, before, after))


def _changed(drafts: Mapping[int, Draft], change: Change, section: SectionText) -> Changed:
    draft = drafts.get(section.section.draft_id)
    return Changed(
        draft.number if draft else None, section.heading, section.printed_number, change.before, change.after
    )
