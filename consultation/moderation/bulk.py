"""One act on many: equal responses of a group decided together, and those that an import may publish (P6).

Each keeps its number, receipt, decision, notice and version. `bulk_plans` says who takes part.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import exists, insert, select
from sqlalchemy.orm import Session, aliased

from consultation.errors import Conflict, NotFound, Refused
from consultation.models import AnswerGroup, BulkAct, BulkDecision, Consultation, Decision, Erasure, Response
from consultation.moderation import bulk_proposals, claims, grouping, operations, queries, rules
from consultation.moderation.bulk_marks import mark_alike
from consultation.moderation.bulk_plans import CHUNK, Plan, desks_of, partial_to, plan, read_all
from consultation.moderation.queries import Material
from consultation.responses.queries import standing_of
from consultation.vocabulary import DecisionKind, Reason, Status


def publish_clean(session: Session, actor: str, now: datetime, response_ids: Iterable[int]) -> int:
    """A decision for each response without findings, in the actor's name; returns how many."""
    published = 0
    for response_id in response_ids:
        operations.scan_response(session, now, response_id)
        response = session.get_one(Response, response_id)
        waits = standing_of(session, response).status is Status.AWAITING and not response.unconfirmed
        material = queries.material_of(session, response)
        if waits and _is_plain(material) and not material.consultation.two_person:
            operations.publish_response(session, actor, now, response_id)
            published += 1
    return published


def _is_plain(material: Material) -> bool:
    """Without findings, and without files, which somebody looks at."""
    return not material.findings and not material.files


def check(session: Session, found: Plan, kind: DecisionKind, reason: Reason | None, *, seen: bool) -> None:
    """Refused and Invalid as `decide`: what stands in the way of the act."""
    if found.kept_cpr:
        raise Refused("a CPR number stands in the text", cause="kept_cpr")
    if kind in rules.PUBLISHES and not operations.is_known(session, found.first, found.together):
        raise Refused("a look now finds more", cause="looked")
    operations.check(found.first, kind, reason, seen=seen)


def decide(
    session: Session,
    actor: str,
    now: datetime,
    group: AnswerGroup,
    sign: str,
    kind: DecisionKind,
    reason: Reason | None = None,
    *,
    seen: bool = False,
) -> BulkAct | None:
    """Decides all that take part, in one act. Conflict: the group has changed since `sign` was shown (C1).

    None where the consultation asks for two persons and this is the first: it waits for another to decide the same.
    Refused: cause "open", "kept_cpr", "looked" (the responses are to be looked through again), and as
    `operations.decide`. Invalid as there.
    """
    found = _locked(session, actor, now, group, sign)
    check(session, found, kind, reason, seen=seen)
    reason = reason if kind is DecisionKind.WITHHOLD else None
    if found.proposes(kind, reason):
        bulk_proposals.propose(session, actor, now, group, kind, reason, found.first, found.together)
        _release(session, actor, now, found.together)
        return None
    first = found.second_of(kind, reason)
    act = begin(session, actor, now, group, kind, reason)
    for at in range(0, len(found.together), CHUNK):
        part = mark_alike(session, actor, now, found.first, found.together[at : at + CHUNK])
        decisions = operations.decide_all(
            session, first or actor, now, part, kind, reason, second_by=actor if first else None
        )
        keep(session, act, decisions)
    _release(session, actor, now, found.together)
    return act


def withdraw_proposal(session: Session, actor: str, now: datetime, group: AnswerGroup) -> None:
    """Takes back what this person has proposed. Conflict: another was first, or there is none."""
    grouping.lock(session, session.get_one(Consultation, group.consultation_id))
    bulk_proposals.withdraw(session, actor, now, group)


def undo(session: Session, actor: str, now: datetime, act: BulkAct) -> int:
    """Takes the whole act back within the undo time: what waits again is what nobody has decided on since.

    Not what this person may not decide on. Returns how many. Conflict: too late, or taken back.
    """
    group = session.get_one(AnswerGroup, act.group_id)
    grouping.lock(session, session.get_one(Consultation, group.consultation_id))
    taken_back = session.scalar(select(BulkAct.id).where(BulkAct.undoes_id == act.id))
    if taken_back is not None or now >= act.at + rules.UNDO_TIME or act.kind is DecisionKind.REOPEN:
        raise Conflict("the act cannot be taken back any more", cause="undo")
    row = begin(session, actor, now, group, DecisionKind.REOPEN, undoes=act)
    back = _still_as_decided(session, act)
    partial = partial_to(session, actor, group, back)
    back = [one for one in back if one.response.id not in partial]
    for at in range(0, len(back), CHUNK):
        keep(session, row, operations.decide_all(session, actor, now, back[at : at + CHUNK], DecisionKind.REOPEN))
    return len(back)


def _still_as_decided(session: Session, act: BulkAct) -> list[Material]:
    """Those on which nothing has been decided since, locked; nothing erased, which nobody could decide on again."""
    erased = exists().where(Erasure.table_name == "response", Erasure.row_id == Decision.response_id)
    rows = session.execute(
        select(Decision.response_id, Decision.id)
        .join(BulkDecision, BulkDecision.decision_id == Decision.id)
        .where(BulkDecision.act_id == act.id, ~erased)
    )
    made = dict(list(rows))
    return [
        one
        for one in read_all(session, sorted(made), locks=True)
        if one.response.withdrawn_at is None
        and one.standing.decision is not None
        and one.standing.decision.id == made[one.response.id]
    ]


def find_undoable(session: Session, group: AnswerGroup, now: datetime) -> BulkAct | None:
    """The newest act on the group that can still be taken back."""
    undone = select(BulkAct.undoes_id).where(BulkAct.group_id == group.id, BulkAct.undoes_id.is_not(None))
    return session.scalars(
        select(BulkAct)
        .where(
            BulkAct.group_id == group.id,
            BulkAct.kind != DecisionKind.REOPEN,
            BulkAct.at > now - rules.UNDO_TIME,
            BulkAct.id.not_in(undone),
        )
        .order_by(BulkAct.id.desc())
        .limit(1)
    ).one_or_none()


def list_undoable(session: Session, consultation_id: int, actor: str, now: datetime) -> Sequence[tuple[str, BulkAct]]:
    """This person's acts on the consultation that can still be taken back, with the key of the group."""
    back = aliased(BulkAct)
    rows = session.execute(
        select(AnswerGroup.key, BulkAct)
        .join(AnswerGroup, AnswerGroup.id == BulkAct.group_id)
        .where(
            AnswerGroup.consultation_id == consultation_id,
            BulkAct.by == actor,
            BulkAct.kind != DecisionKind.REOPEN,
            BulkAct.at > now - rules.UNDO_TIME,
            ~exists().where(back.undoes_id == BulkAct.id),
        )
        .order_by(BulkAct.id)
    )
    return [(row.key, row.BulkAct) for row in rows]


def get_act(session: Session, group: AnswerGroup, act_id: int) -> BulkAct:
    """An act on this group. NotFound."""
    act = session.get(BulkAct, act_id)
    if act is None or act.group_id != group.id:
        raise NotFound("no such act on this group")
    return act


def begin(
    session: Session,
    actor: str,
    now: datetime,
    group: AnswerGroup,
    kind: DecisionKind,
    reason: Reason | None = None,
    *,
    undoes: BulkAct | None = None,
) -> BulkAct:
    """An act on the group, in which no decision has been made yet."""
    row = BulkAct(
        authority_id=group.authority_id,
        group_id=group.id,
        kind=kind,
        reason=reason,
        by=actor,
        at=now,
        undoes_id=undoes.id if undoes is not None else None,
    )
    session.add(row)
    session.flush()
    return row


def keep(session: Session, act: BulkAct, decisions: Sequence[Decision]) -> None:
    """These were made in the act."""
    same = {"authority_id": act.authority_id, "act_id": act.id}
    session.execute(insert(BulkDecision), [{**same, "decision_id": one.id} for one in decisions])


def _locked(session: Session, actor: str, now: datetime, group: AnswerGroup, sign: str) -> Plan:
    """What was shown, with all of it locked. Conflict: it is not so any more."""
    grouping.lock(session, session.get_one(Consultation, group.consultation_id))
    try:
        found = plan(session, actor, now, group, locks=True)
    except Refused as gone:
        raise Conflict("none of them waits any more", cause="group") from gone
    if found.sign != sign:
        raise Conflict("the group has changed", cause="group")
    return found


def _release(session: Session, actor: str, now: datetime, rows: Sequence[Material]) -> None:
    mine = rules.staff_id_of(actor)
    desks = desks_of(session, [row.response.id for row in rows], now)
    for row in rows:
        if desks.get(row.response.id) == mine:
            claims.release_response(session, actor, now, row.response)
