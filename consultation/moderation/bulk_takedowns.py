"""Taking down all that everybody can read of a group: one act, a decision for each, one breach for all (R35)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consultation.errors import Conflict
from consultation.models import AnswerGroup, Breach, BulkAct, Consultation, GroupMember, Rendition, Response
from consultation.moderation import breaches, bulk, bulk_plans, group_queries, grouping, operations, rules, takedown
from consultation.moderation.breaches import Exposed
from consultation.moderation.bulk_plans import CHUNK, Apart
from consultation.moderation.queries import Material
from consultation.vocabulary import DecisionKind, Reason


@dataclass(frozen=True)
class Down:
    """What would be taken down, and why the others of the group stay as they are.

    `shown_from` says of each that everybody could read since when. `sign` names it: another sign means that something
    has changed since (C1).
    """

    rows: Sequence[Material]
    stays: Mapping[int, Apart]
    shown_from: Mapping[int, datetime]
    sign: str

    @property
    def told(self) -> int:
        """How many authors get a mail or a letter."""
        return sum(row.is_told for row in self.rows)


def plan(
    session: Session, actor: str, now: datetime, group: AnswerGroup, *, equal_only: bool, locks: bool = False
) -> Down:
    """All of the group that are published, or with `equal_only` those that say just what the shared text says."""
    ids = _members(session, group, equal_only=equal_only)
    read = bulk_plans.read_all(session, ids, locks=locks)
    partial = bulk_plans.partial_to(session, actor, group, read)
    stays = {row.response.id: why for row in read if (why := _why(row, partial))}
    others = set(_members(session, group, equal_only=False)) - set(ids)
    rows = [row for row in read if row.response.id not in stays]
    since: dict[int, datetime] = {}
    for at in range(0, len(rows), CHUNK):
        since |= takedown.shown_from(session, [row.response for row in rows[at : at + CHUNK]], now)
    return Down(rows, stays | dict.fromkeys(others, Apart.OWN_WORDS), since, _sign(rows))


def take_down(
    session: Session,
    actor: str,
    now: datetime,
    group: AnswerGroup,
    sign: str,
    reason: Reason,
    *,
    equal_only: bool,
) -> Breach | None:
    """Withholds them all at once. None where nobody could have read any of them.

    Conflict: what is shown of the group has changed since `sign` was seen (C1), or nothing of it is shown.
    """
    grouping.lock(session, session.get_one(Consultation, group.consultation_id))
    found = plan(session, actor, now, group, equal_only=equal_only, locks=True)
    if found.sign != sign or not found.rows:
        raise Conflict("the group has changed", cause="group")
    act = bulk.begin(session, actor, now, group, DecisionKind.WITHHOLD, reason)
    exposed: list[Exposed] = []
    for at in range(0, len(found.rows), CHUNK):
        exposed += _withhold(session, actor, now, act, found.rows[at : at + CHUNK], found.shown_from)
    return breaches.open_breach(session, actor, now, reason, exposed) if exposed else None


def shows(session: Session, group: AnswerGroup) -> bool:
    """Whether something of the group is published: then it can be taken down."""
    shown = (
        exists()
        .where(Rendition.key == Response.key, Rendition.hidden_at.is_(None))
        .where(Response.id == GroupMember.response_id, GroupMember.group_id == group.id)
    )
    return bool(session.scalar(select(shown)))


def _withhold(
    session: Session,
    actor: str,
    now: datetime,
    act: BulkAct,
    part: Sequence[Material],
    shown_from: Mapping[int, datetime],
) -> list[Exposed]:
    """Some of them; what of these everybody could read."""
    decisions = operations.decide_all(session, actor, now, part, DecisionKind.WITHHOLD, act.reason)
    bulk.keep(session, act, decisions)
    takedown.follow(session, actor, now, [row.response for row in part], decisions)
    return [
        Exposed(row.response, decision, shown_from[row.response.id])
        for row, decision in zip(part, decisions, strict=True)
        if row.response.id in shown_from
    ]


def _members(session: Session, group: AnswerGroup, *, equal_only: bool) -> Sequence[int]:
    query = select(GroupMember.response_id).where(GroupMember.group_id == group.id).order_by(GroupMember.response_id)
    if equal_only:
        letter = group_queries.shared_letter(session, group)
        query = query.where(GroupMember.letter_id == (letter.id if letter else None))
    return session.scalars(query).all()


def _why(row: Material, partial: set[int]) -> Apart | None:
    if row.standing.status not in rules.SHOWN:
        return Apart.NOT_SHOWN
    return Apart.PARTIAL if row.response.id in partial else None


def _sign(rows: Sequence[Material]) -> str:
    """Names the responses with what has been decided about each; ids alone, no words."""
    seen = [[row.response.id, row.standing.version.id, row.decision_seq] for row in rows]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()
