"""Writes of remarks: one text for several positions, each text kept (C2)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis import queries
from consultation.analysis.positions import begin_change, lock
from consultation.errors import Conflict
from consultation.models import Consultation, Position, Remark, RemarkVersion
from consultation.vocabulary import PositionAct


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
    lock(session, consultation)
    for position in positions:
        begin_change(session, actor, now, position, PositionAct.CHANGED)
        position.remark_id = remark.id
        audit.note(session, consultation, actor, now, "position.saved", position=position.id)
    session.flush()
