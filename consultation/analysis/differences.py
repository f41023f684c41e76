"""Reads of how an adopted text differs from the consultation's, section by section, and why (R47)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import queries
from consultation.analysis.amending import Edit
from consultation.analysis.placing import stands
from consultation.consultations import queries as texts
from consultation.consultations.succession import Compared, compared
from consultation.models import (
    Change,
    ChangePosition,
    DraftVersion,
    Position,
    Section,
    SectionText,
    VersionCause,
)
from consultation.vocabulary import SectionFate


class Lacks(StrEnum):
    """What keeps an adopted text from the page; the words stand in addresses."""

    EMPTY = "tom"
    CAUSE = "grund"


@dataclass(frozen=True)
class Agreed:
    """A change that the decision takes up: where, which words, and the decided positions behind it."""

    section_id: int
    anchor: str
    edit: Edit
    positions: tuple[int, ...]


@dataclass(frozen=True)
class Difference:
    """A section that is not as it was, with its causes. `what` None: what stands beside the sections has changed."""

    section_id: int | None
    anchor: str
    what: Compared | None
    causes: tuple[VersionCause, ...]

    @property
    def positions(self) -> tuple[int, ...]:
        return tuple(row.position_id for row in self.causes if row.position_id is not None)

    @property
    def reason(self) -> str:
        return next((row.reason for row in self.causes if row.reason), "")


@dataclass(frozen=True)
class Adopted:
    """A text that was adopted: how it differs from the consultation's, and its sections' words by section."""

    version: DraftVersion
    differences: tuple[Difference, ...]
    words: Mapping[int, str]


def list_agreed(session: Session, consultation_id: int, draft_id: int) -> list[Agreed]:
    """The changes of a draft behind which a position stands that was accepted, wholly or in part; in order."""
    rows = session.execute(
        select(Change, Section, Position.id)
        .join(SectionText, SectionText.id == Change.section_text_id)
        .join(Section, Section.id == SectionText.section_id)
        .join(ChangePosition, ChangePosition.change_id == Change.id)
        .join(Position, Position.id == ChangePosition.position_id)
        .where(Change.consultation_id == consultation_id, Change.removed.is_(False), Section.draft_id == draft_id)
        .where(Position.removed.is_(False), Position.decided_outcome.in_(queries.NEEDS_CHANGE))
        .order_by(Change.id, Position.id)
    )
    found: dict[int, Agreed] = {}
    for change, section, position_id in rows:
        edit = Edit(change.id, change.before, change.after)
        earlier = found.get(change.id, Agreed(section.id, section.anchor, edit, ()))
        found[change.id] = Agreed(section.id, section.anchor, edit, (*earlier.positions, position_id))
    return list(found.values())


def list_left(session: Session, consultation_id: int, version: DraftVersion) -> list[Agreed]:
    """The agreed changes whose new words do not stand in the text to be adopted: a person places them, or says why."""
    words = {row.section_id: row.text for row in texts.list_sections(session, version.id)}
    agreed = list_agreed(session, consultation_id, version.draft_id)
    return [one for one in agreed if not _is_made(words.get(one.section_id, ""), one.edit)]


def _is_made(text: str, edit: Edit) -> bool:
    return stands(text, edit.after) if edit.after.strip() else not stands(text, edit.before)


def list_causes(session: Session, version_ids: Collection[int]) -> Sequence[VersionCause]:
    return session.scalars(
        select(VersionCause).where(VersionCause.version_id.in_(version_ids)).order_by(VersionCause.id)
    ).all()


def list_differences(session: Session, old: DraftVersion, new: DraftVersion) -> list[Difference]:
    """In the order of the new text; a section that only got another number is none, what stands beside comes last."""
    before, after = (texts.list_sections(session, version.id) for version in (old, new))
    return _differences(old, new, before, after, list_causes(session, [new.id]))


def list_adopted(session: Session, consultation_id: int) -> dict[int, Adopted]:
    """Draft -> what was adopted of it, for those that are on the page; as many statements for one as for fifteen."""
    new = texts.adopted_versions(session, consultation_id)
    if not new:
        return {}
    old = {one.draft.id: one.version for one in texts.list_drafts(session, consultation_id)}
    sections = _sections_of(session, [version.id for version in (*old.values(), *new.values())])
    causes = list_causes(session, [version.id for version in new.values()])
    found = {}
    for draft_id, version in new.items():
        before, after = sections[old[draft_id].id], sections[version.id]
        own = [row for row in causes if row.version_id == version.id]
        differences = _differences(old[draft_id], version, before, after, own)
        found[draft_id] = Adopted(version, tuple(differences), {row.section_id: row.text for row in after})
    return found


def _sections_of(session: Session, version_ids: Collection[int]) -> dict[int, list[SectionText]]:
    found: dict[int, list[SectionText]] = {version_id: [] for version_id in version_ids}
    for row in session.scalars(
        select(SectionText).where(SectionText.version_id.in_(version_ids)).order_by(SectionText.position)
    ):
        found[row.version_id].append(row)
    return found


def _differences(
    old: DraftVersion,
    new: DraftVersion,
    before: Sequence[SectionText],
    after: Sequence[SectionText],
    causes: Sequence[VersionCause],
) -> list[Difference]:
    ids = {row.section.anchor: row.section_id for row in (*before, *after)}
    found = [
        Difference(ids[one.anchor], one.anchor, one, _of(causes, ids[one.anchor]))
        for one in compared(texts.parts_of(before), texts.parts_of(after))
        if not _is_renumbered(one)
    ]
    if (old.legal_refs, old.easy_read) != (new.legal_refs, new.easy_read):
        found.append(Difference(None, "", None, _of(causes, None)))
    return found


def gaps_of(session: Session, old: DraftVersion, new: DraftVersion) -> tuple[tuple[Lacks, str], ...]:
    """What keeps the text from the page: (what, the section's anchor), "" for what stands beside the sections."""
    sections = texts.list_sections(session, new.id)
    empty = [(Lacks.EMPTY, one.section.anchor) for one in sections if not one.text.strip()]
    without = [(Lacks.CAUSE, one.anchor) for one in list_differences(session, old, new) if not one.causes]
    return (*(empty if sections else [(Lacks.EMPTY, "")]), *without)


def _of(causes: Sequence[VersionCause], section_id: int | None) -> tuple[VersionCause, ...]:
    return tuple(row for row in causes if row.section_id == section_id)


def _is_renumbered(one: Compared) -> bool:
    same = (one.before, one.heading) == (one.after, one.old_heading)
    return one.status is SectionFate.MOVED and same
