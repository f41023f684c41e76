"""Writes of remarks, each text kept (C2), and of the changes of the drafts that positions lead to (R37)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis import queries
from consultation.analysis.positions import lock
from consultation.errors import Conflict, Invalid
from consultation.models import (
    Change,
    ChangePosition,
    Consultation,
    Position,
    Remark,
    RemarkVersion,
    SectionText,
)

# Remarks


def add_remark(session: Session, actor: str, now: datetime, consultation: Consultation, text: str) -> Remark:
    """A new remark B<n> with its first text."""
    lock(session, consultation)
    number = 1 + (session.scalar(select(func.max(Remark.number)).where(Remark.consultation_id == consultation.id)) or 0)
    remark = Remark(authority_id=consultation.authority_id, consultation_id=consultation.id, number=number)
    session.add(remark)
    session.flush()
    write_remark(session, actor, now, consultation, remark, base_number=0, text=text)
    return remark


def write_remark(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    remark: Remark,
    *,
    base_number: int,
    text: str,
) -> RemarkVersion:
    """The next version. Conflict, with both texts, where somebody wrote since `base_number` was read (C2)."""
    session.execute(select(Remark.id).where(Remark.id == remark.id).with_for_update())
    newest = queries.newest_remark(session, remark.id)
    if newest is not None and newest.number != base_number:
        raise Conflict("the remark has a newer text", theirs=newest, mine=text)
    version = RemarkVersion(
        authority_id=remark.authority_id,
        remark_id=remark.id,
        number=base_number + 1,
        base_number=base_number,
        text=text,
        by=actor,
        at=now,
    )
    session.add(version)
    session.flush()
    audit.note(session, consultation, actor, now, "remark.saved", remark=remark.number, version=version.number)
    return version


def keep_remark(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    remark: Remark,
    *,
    base_number: int,
    text: str,
) -> RemarkVersion:
    """Lets the other's text stand, and keeps the one that gave way as a version before it: no text is lost (C2)."""
    standing = queries.newest_remark(session, remark.id)
    if standing is None or standing.number != base_number:
        raise Conflict("the remark has a newer text", theirs=standing, mine=text)
    kept = write_remark(session, actor, now, consultation, remark, base_number=base_number, text=text)
    return write_remark(session, actor, now, consultation, remark, base_number=kept.number, text=standing.text)


def use_remark(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    remark: Remark,
    positions: Sequence[Position],
) -> None:
    """One remark for several positions."""
    for position in positions:
        position.remark_id = remark.id
        audit.note(session, consultation, actor, now, "position.saved", position=position.id)
    session.flush()


# Changes


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
    """A proposed new text of a section and the positions behind it. `before` must stand in the section once."""
    _check_stands_once(section, before, after)
    change = Change(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        section_text_id=section.id,
        before=before,
        after=after,
    )
    session.add(change)
    session.flush()
    for position in positions:
        session.add(ChangePosition(authority_id=change.authority_id, change_id=change.id, position_id=position.id))
    session.flush()
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
) -> None:
    """Other words for the same change; it stays with its section and its positions."""
    _check_stands_once(session.get_one(SectionText, change.section_text_id), before, after)
    change.before, change.after = before, after
    session.flush()
    audit.note(session, consultation, actor, now, "change.saved", change=change.id)


def _check_stands_once(section: SectionText, before: str, after: str) -> None:
    if not before or section.text.count(before) != 1:
        raise Invalid("the old text does not stand there once", errors={"before": "not_found"})
    if before == after:
        raise Invalid("nothing is changed", errors={"after": "same"})
