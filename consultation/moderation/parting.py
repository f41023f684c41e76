"""What people decide about groups: that one is right, and who does not belong in it (R39).

The machine never undoes it: whoever a person has placed stays, until the sender corrects the response.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consultation import audit
from consultation.errors import Conflict, Invalid
from consultation.lib.tokens import new_key
from consultation.models import AnswerGroup, Consultation, GroupEvent, GroupMember
from consultation.moderation import grouping
from consultation.vocabulary import GroupAct, GroupKind

ALONE, TOGETHER = "alone", "together"
"""Where those go who leave a group: each for itself, or all into a new one; else the key of another group."""


def confirm_group(session: Session, actor: str, now: datetime, group: AnswerGroup, responses: int) -> None:
    """Says that all its members belong together; whoever comes later is put there by the machine alone.

    `responses` is how many there were when this person looked. Conflict: some have come or gone since.
    """
    grouping.lock(session, session.get_one(Consultation, group.consultation_id))
    session.refresh(group)
    if group.responses != responses:
        raise Conflict("the group has changed", cause="group")
    of = GroupMember.group_id == group.id
    session.execute(update(GroupMember).where(of, GroupMember.by == "").values(by=actor))
    group.confirmed_by, group.confirmed_at = actor, now
    session.add(
        GroupEvent(authority_id=group.authority_id, group_id=group.id, act=GroupAct.CONFIRMED, by=actor, at=now)
    )
    audit.note(session, group, actor, now, "group.confirmed", responses=responses)
    session.flush()


def part(
    session: Session,
    actor: str,
    now: datetime,
    group: AnswerGroup,
    response_ids: Collection[int],
    target: str,
    reason: str,
) -> None:
    """Takes responses out of a group: alone, into a new group together, or into another. Nothing of them changes.

    Invalid: none chosen, no reason, or no such group. Conflict: one of them is no longer in the group.
    """
    consultation = session.get_one(Consultation, group.consultation_id)
    faults = {"reason": "missing"} if not reason.strip() else {}
    faults |= {"responses": "missing"} if not response_ids else {}
    other = _find(session, group, target)
    faults |= {"target": "unknown"} if other is None and target not in {ALONE, TOGETHER} else {}
    if faults:
        raise Invalid("who leaves, for where, and why", errors=faults)
    grouping.lock(session, consultation)
    members = _members(session, group, response_ids)
    if len(members) != len(set(response_ids)):
        raise Conflict("the group has changed", cause="group")
    shared = other or (_new_group(session, actor, group) if target == TOGETHER else None)
    touched = {group.id}
    for member in members:
        to = shared or _new_group(session, actor, group)
        _place(session, actor, now, member, to, GroupAct.MOVED if other else GroupAct.SPLIT_OUT, reason.strip())
        touched.add(to.id)
    session.flush()
    grouping.count_again(session, touched)
    audit.note(session, group, actor, now, "group.parted", responses=len(members), to=shared.id if shared else None)


def _find(session: Session, group: AnswerGroup, key: str) -> AnswerGroup | None:
    return session.scalars(
        select(AnswerGroup).where(
            AnswerGroup.consultation_id == group.consultation_id, AnswerGroup.key == key, AnswerGroup.id != group.id
        )
    ).one_or_none()


def _members(session: Session, group: AnswerGroup, response_ids: Collection[int]) -> Sequence[GroupMember]:
    return session.scalars(
        select(GroupMember)
        .where(GroupMember.group_id == group.id, GroupMember.response_id.in_(response_ids))
        .order_by(GroupMember.response_id)
        .execution_options(populate_existing=True)
    ).all()


def _new_group(session: Session, actor: str, beside: AnswerGroup) -> AnswerGroup:
    row = AnswerGroup(
        authority_id=beside.authority_id,
        consultation_id=beside.consultation_id,
        key=new_key(),
        kind=GroupKind.IDENTICAL,
        made_by=actor,
    )
    session.add(row)
    session.flush()
    return row


def _place(
    session: Session, actor: str, now: datetime, member: GroupMember, to: AnswerGroup, act: GroupAct, reason: str
) -> None:
    session.add(
        GroupEvent(
            authority_id=member.authority_id,
            group_id=member.group_id,
            act=act,
            response_id=member.response_id,
            to_group_id=to.id,
            by=actor,
            at=now,
            reason=reason,
        )
    )
    member.group_id, member.by = to.id, actor
