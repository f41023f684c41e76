"""Writes of the changes of the drafts' texts that positions lead to (R37).

A change stays with the text it was written against; a newer version of the draft takes it over by a person's act.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis import positions as holding
from consultation.analysis import queries
from consultation.analysis.amending import Edit, overlapping, stands_once
from consultation.errors import Conflict, Invalid
from consultation.models import Change, ChangePosition, Consultation, Position, SectionText
from consultation.vocabulary import PositionAct


def save_change(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    section: SectionText,
    *,
    before: str,
    after: str,
    positions: Sequence[Position],
) -> Change:
    """A proposed new text of a section and the positions behind it.

    Invalid: `before` does not stand in the section once, nothing is changed, or another change has the same words.
    """
    holding.lock(session, consultation)
    _check(session, section, Edit(0, before, after))
    for position in positions:
        holding.begin_change(session, actor, now, position, PositionAct.CHANGED)
    return _add(session, actor, now, consultation, section, before, after, [one.id for one in positions])


def _add(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    section: SectionText,
    before: str,
    after: str,
    position_ids: Sequence[int],
) -> Change:
    change = Change(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        section_text_id=section.id,
        before=before,
        after=after,
        removed=False,
    )
    session.add(change)
    session.flush()
    _link(session, change, position_ids)
    audit.note(session, consultation, actor, now, "change.saved", change=change.id)
    return change


def edit_change(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    change: Change,
    *,
    before: str,
    after: str,
    base: tuple[str, str] | None = None,
) -> None:
    """Other words for the same change. Conflict where it does not say `base` any more: old and new words (C2)."""
    _hold(session, consultation, change)
    if base is not None and (change.before, change.after) != base:
        raise Conflict("the change has been saved since", cause="changed")
    section = session.get_one(SectionText, change.section_text_id)
    _check(session, section, Edit(change.id, before, after))
    _begin(session, actor, now, change)
    change.before, change.after = before, after
    session.flush()
    audit.note(session, consultation, actor, now, "change.saved", change=change.id)


def set_positions(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    change: Change,
    positions: Collection[int],
) -> Change:
    """These positions are behind it, and no others; returns the change that stands.

    A link is never deleted: where one goes, the change gives way to one with the same words and the links that stay.
    """
    _hold(session, consultation, change)
    there = {row.id for row in queries.positions_behind(session, change.id)}
    wanted = set(positions)
    if not wanted:
        raise Invalid("a change has a position behind it", errors={"positions": "required"})
    for position_id in sorted(there ^ wanted):
        row = queries.get_position(session, consultation.id, position_id)
        holding.begin_change(session, actor, now, row, PositionAct.CHANGED)
    if wanted >= there:
        _link(session, change, sorted(wanted - there))
        audit.note(session, consultation, actor, now, "change.saved", change=change.id)
        return change
    change.removed = True
    section = session.get_one(SectionText, change.section_text_id)
    return _add(session, actor, now, consultation, section, change.before, change.after, sorted(wanted))


def remove_change(session: Session, actor: str, now: datetime, consultation: Consultation, change: Change) -> None:
    """The draft's words stay as they are; what was proposed stands in the history of its positions."""
    _hold(session, consultation, change)
    _begin(session, actor, now, change)
    change.removed = True
    session.flush()
    audit.note(session, consultation, actor, now, "change.removed", change=change.id)


def carry_change(session: Session, actor: str, now: datetime, consultation: Consultation, change: Change) -> None:
    """The same change of the draft's newest version. Invalid where its words do not stand there once."""
    _hold(session, consultation, change)
    section = queries.newest_text_of(session, session.get_one(SectionText, change.section_text_id))
    if section is None:
        raise Invalid("the section is gone", errors={"before": "not_found"})
    _check(session, section, Edit(change.id, change.before, change.after))
    _begin(session, actor, now, change)
    change.section_text_id = section.id
    session.flush()
    audit.note(session, consultation, actor, now, "change.saved", change=change.id)


def unlink(
    session: Session, actor: str, now: datetime, consultation: Consultation, change: Change, position: Position
) -> None:
    """One position less behind it; nothing where it is the only one. The position's own act is noted already."""
    rest = [row.id for row in queries.positions_behind(session, change.id) if row.id != position.id]
    if rest:
        change.removed = True
        section = session.get_one(SectionText, change.section_text_id)
        _add(session, actor, now, consultation, section, change.before, change.after, rest)


# Checks


def _hold(session: Session, consultation: Consultation, change: Change) -> None:
    holding.lock(session, consultation)
    session.refresh(change, with_for_update=True)
    if change.removed:
        raise Conflict("the change has been removed", cause="removed")


def _begin(session: Session, actor: str, now: datetime, change: Change) -> None:
    """Each position behind it says something else afterwards."""
    for position in queries.positions_behind(session, change.id):
        holding.begin_change(session, actor, now, position, PositionAct.CHANGED)


def _check(session: Session, section: SectionText, edit: Edit) -> None:
    if not stands_once(section.text, edit.before):
        raise Invalid("the old text does not stand there once", errors={"before": "not_found"})
    if edit.before == edit.after:
        raise Invalid("nothing is changed", errors={"after": "same"})
    others = [one for one in queries.edits_of(session, section.id) if one.id != edit.id]
    for pair in overlapping(section.text, [*others, edit]):
        if edit in pair:
            other = pair[0] if pair[1] == edit else pair[1]
            raise Invalid("another change has the same words", errors={"before": "overlap"}, words=other.before)


def _link(session: Session, change: Change, position_ids: Sequence[int]) -> None:
    known = set(session.scalars(select(ChangePosition.position_id).where(ChangePosition.change_id == change.id)))
    for position_id in position_ids:
        if position_id not in known:
            row = ChangePosition(authority_id=change.authority_id, change_id=change.id, position_id=position_id)
            session.add(row)
    session.flush()
