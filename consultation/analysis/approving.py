"""Approvals of what is answered, written one after the other and never changed (domain.md 6)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.analysis import approvals, positions, queries
from consultation.analysis.approvals import Given, Words
from consultation.errors import Conflict, Invalid, Refused
from consultation.models import Approval, Consultation, Position
from consultation.vocabulary import ApprovalStep


def steps_of(consultation: Consultation) -> tuple[ApprovalStep, ...]:
    return approvals.required(owner=consultation.owner_approval, director=consultation.director_approval)


def words_of(session: Session, position: Position) -> Words:
    """What would be approved now."""
    newest = queries.newest_remark(session, position.remark_id) if position.remark_id is not None else None
    return Words(position.revision, newest.id if newest else None)


def approve(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    step: ApprovalStep,
    seen: Mapping[int, Words],
) -> int:
    """Approves positions as they were seen; returns how many.

    Conflict where one is another now: nothing is approved. Refused where one lacks its remark or outcome, or a step
    that comes first.
    """
    positions.lock(session, consultation)
    acts, steps = acts_by_position(session, consultation.id), steps_of(consultation)
    for position_id, words in sorted(seen.items()):
        row = _standing_as(session, consultation, position_id, words)
        if words.remark_version is None or queries.outcome_of(row) is None:
            raise Refused("what is not answered cannot be approved", ("unanswered",))
        if approvals.standings(acts.get(row.id, ()), steps, words).get(step) is approvals.Standing.LATER:
            raise Refused("an earlier step comes first", ("earlier_step",))
        _note(session, actor, now, consultation, row, step, words, granted=True)
        audit.note(session, consultation, actor, now, "position.approved", position=row.id, step=step.value)
    session.flush()
    return len(seen)


def send_back(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    step: ApprovalStep,
    position_id: int,
    words: Words,
    note: str,
) -> None:
    """Says what must be changed first. Invalid without words; Conflict where the position is another now."""
    if not note.strip():
        raise Invalid("a note says why", errors={"note": "required"})
    positions.lock(session, consultation)
    row = _standing_as(session, consultation, position_id, words)
    _note(session, actor, now, consultation, row, step, words, granted=False, note=note.strip())
    audit.note(session, consultation, actor, now, "position.sent_back", position=row.id, step=step.value)
    session.flush()


def _standing_as(session: Session, consultation: Consultation, position_id: int, seen: Words) -> Position:
    row = queries.get_position(session, consultation.id, position_id)
    positions.expect(session, row, None)
    if words_of(session, row) != seen:
        raise Conflict("the position has been changed since", cause="changed")
    return row


def _note(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    row: Position,
    step: ApprovalStep,
    words: Words,
    *,
    granted: bool,
    note: str = "",
) -> None:
    session.add(
        Approval(
            authority_id=consultation.authority_id,
            position_id=row.id,
            step=step,
            revision=words.revision,
            remark_version_id=words.remark_version,
            granted=granted,
            note=note,
            by=actor,
            at=now,
        )
    )


# Reads


def acts_by_position(session: Session, consultation_id: int) -> dict[int, list[Given]]:
    """Position -> every act of approval, oldest first."""
    rows = session.scalars(
        select(Approval)
        .join(Position, Position.id == Approval.position_id)
        .where(Position.consultation_id == consultation_id)
        .order_by(Approval.id)
    )
    found: dict[int, list[Given]] = {}
    for row in rows:
        words = Words(row.revision, row.remark_version_id)
        given = Given(row.step, words, row.granted, row.note, row.by, row.at)
        found.setdefault(row.position_id, []).append(given)
    return found


def words_by_position(session: Session, consultation_id: int) -> dict[int, Words]:
    """What each position in use says now."""
    newest = {remark.id: text.id for remark, text in queries.list_remarks(session, consultation_id)}
    return {
        row.id: Words(row.revision, newest.get(row.remark_id or 0))
        for row in queries.list_positions(session, consultation_id)
    }


def lacking_by_position(session: Session, consultation: Consultation) -> dict[int, tuple[ApprovalStep, ...]]:
    """Position -> the steps it waits for; empty where the consultation asks for none."""
    steps = steps_of(consultation)
    if not steps:
        return {}
    acts = acts_by_position(session, consultation.id)
    return {
        key: approvals.lacking(acts.get(key, ()), steps, words)
        for key, words in words_by_position(session, consultation.id).items()
    }


def count_waiting(session: Session, consultation: Consultation, step: ApprovalStep) -> int:
    """How many answered positions wait for this step, but for those that were sent back as they stand."""
    steps = steps_of(consultation)
    if step not in steps:
        return 0
    acts = acts_by_position(session, consultation.id)
    rows = {row.id: row for row in queries.list_positions(session, consultation.id)}
    return sum(
        is_ready(rows[key], words) and approvals.standings(acts.get(key, ()), steps, words)[step] in approvals.WAITING
        for key, words in words_by_position(session, consultation.id).items()
    )


def is_ready(row: Position, words: Words) -> bool:
    """Answered, so that somebody can approve it."""
    return words.remark_version is not None and queries.outcome_of(row) is not None
