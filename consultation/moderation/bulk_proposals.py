"""What one person would decide about the equal responses of a group, until another decides the same (R36)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, func, insert, select
from sqlalchemy.orm import Session, aliased

from consultation import audit
from consultation.errors import Conflict
from consultation.models import (
    Answer,
    AnswerGroup,
    BulkProposal,
    BulkProposed,
    Consultation,
    Decision,
    GroupMember,
    QueueEntry,
    Redaction,
    RedactionSet,
    ResponseVersion,
)
from consultation.moderation.queries import Material
from consultation.vocabulary import DecisionKind, Reason


@dataclass(frozen=True)
class Asked:
    """A proposal with the responses that it is about, as they were: version and number of decisions of each.

    `read_id` is the version whose text was read.
    """

    row: BulkProposal
    read_id: int
    seen: Mapping[int, tuple[int, int]]

    def holds(self, one: Material) -> bool:
        """Whether it is about this response as it is now."""
        return self.seen.get(one.response.id) == (one.standing.version.id, one.decision_seq)


@dataclass(frozen=True)
class Pending:
    """A proposal that waits for another person, with the key of its group; of its responses `count` still wait."""

    key: str
    row: BulkProposal
    count: int


def propose(
    session: Session,
    actor: str,
    now: datetime,
    group: AnswerGroup,
    kind: DecisionKind,
    reason: Reason | None,
    first: Material,
    together: Sequence[Material],
) -> BulkProposal:
    """Keeps what this person would decide of just these responses, having read the first one's text.

    The caller has locked them, and has asked what a decision asks.
    """
    row = BulkProposal(
        authority_id=group.authority_id,
        group_id=group.id,
        kind=kind,
        reason=reason,
        redaction_set_id=first.set_id,
        by=actor,
        at=now,
    )
    session.add(row)
    session.flush()
    same = {"authority_id": group.authority_id, "proposal_id": row.id}
    seen = [
        {
            **same,
            "response_id": one.response.id,
            "version_id": one.standing.version.id,
            "decision_seq": one.decision_seq,
        }
        for one in together
    ]
    session.execute(insert(BulkProposed), seen)
    told = {"proposal": row.id, "kind": kind.value, "responses": len(seen)}
    audit.note(session, group, actor, now, "group.proposed", **told)
    return row


def withdraw(session: Session, actor: str, now: datetime, group: AnswerGroup) -> None:
    """Takes this person's proposal back. Conflict: they have none that counts.

    The caller has locked the consultation's groups.
    """
    row = _newest(session, group)
    if row is None or row.by != actor:
        raise Conflict("no proposal of this person stands", cause="proposal")
    row.withdrawn_at = now
    session.flush()
    audit.note(session, group, actor, now, "group.proposal_withdrawn", proposal=row.id)


def find_asked(session: Session, group: AnswerGroup) -> Asked | None:
    """The proposal about the group that counts, with its responses."""
    row = _newest(session, group)
    if row is None:
        return None
    read = session.get_one(RedactionSet, row.redaction_set_id)
    seen = session.execute(
        select(BulkProposed.response_id, BulkProposed.version_id, BulkProposed.decision_seq).where(
            BulkProposed.proposal_id == row.id
        )
    )
    return Asked(row, read.version_id, {one.response_id: (one.version_id, one.decision_seq) for one in seen})


def is_read_alike(session: Session, asked: Asked, first: Material) -> bool:
    """Whether this text is the one that the proposal is about, and just the same is taken out of it."""
    if not asked.holds(first):
        return False
    then = asked.row.redaction_set_id
    return then == first.set_id or _taken_out(session, then) == _taken_out(session, first.set_id)


def list_pending(session: Session, consultation_id: int) -> list[Pending]:
    """The proposals of the consultation that wait for another person, the oldest first."""
    rows = session.execute(_pending().where(AnswerGroup.consultation_id == consultation_id))
    return [Pending(*row) for row in rows]


def find_pending(session: Session, group: AnswerGroup) -> Pending | None:
    """The proposal about the group that waits for another person."""
    row = session.execute(_pending().where(AnswerGroup.id == group.id)).one_or_none()
    return Pending(*row) if row else None


def list_of_response(session: Session, response_id: int) -> Sequence[BulkProposal]:
    """Every proposal that was about the response, oldest first."""
    about = select(BulkProposal).join(BulkProposed, BulkProposed.proposal_id == BulkProposal.id)
    return session.scalars(about.where(BulkProposed.response_id == response_id).order_by(BulkProposal.id)).all()


def _newest(session: Session, group: AnswerGroup) -> BulkProposal | None:
    """None where it was taken back: those before it do not count again."""
    query = select(BulkProposal).where(BulkProposal.group_id == group.id).order_by(BulkProposal.id.desc()).limit(1)
    row = session.scalars(query.execution_options(populate_existing=True)).first()
    return row if row is not None and row.withdrawn_at is None else None


def _taken_out(session: Session, set_id: int | None) -> list[tuple[object, ...]]:
    """What a set takes out, by its places."""
    rows = session.execute(
        select(Answer.position, Redaction.place, Redaction.start, Redaction.end, Redaction.kind, Redaction.basis)
        .join(Answer, Answer.id == Redaction.answer_id)
        .where(Redaction.set_id == set_id)
        .order_by(Answer.position, Redaction.place, Redaction.start, Redaction.id)
    )
    return [tuple(row) for row in rows]


def _pending() -> Select[str, BulkProposal, int]:
    """The newest of each group, while its text is not marked otherwise and one of its responses waits as it was."""
    newer, again = aliased(BulkProposal), aliased(ResponseVersion)
    read, marked = aliased(RedactionSet), aliased(RedactionSet)
    of_group = (GroupMember.response_id == BulkProposed.response_id) & (GroupMember.group_id == BulkProposal.group_id)
    return (
        select(AnswerGroup.key, BulkProposal, func.count())
        .join(BulkProposal, BulkProposal.group_id == AnswerGroup.id)
        .join(Consultation, Consultation.id == AnswerGroup.consultation_id)
        .join(read, read.id == BulkProposal.redaction_set_id)
        .join(BulkProposed, BulkProposed.proposal_id == BulkProposal.id)
        .join(QueueEntry, QueueEntry.response_id == BulkProposed.response_id)
        .join(GroupMember, of_group)
        .where(
            Consultation.two_person,
            BulkProposal.withdrawn_at.is_(None),
            ~exists().where(newer.group_id == BulkProposal.group_id, newer.id > BulkProposal.id),
            ~exists().where(marked.version_id == read.version_id, marked.seq > read.seq),
            ~exists().where(Decision.response_id == BulkProposed.response_id, Decision.seq > BulkProposed.decision_seq),
            ~exists().where(again.response_id == BulkProposed.response_id, again.id > BulkProposed.version_id),
        )
        .group_by(AnswerGroup.key, BulkProposal.id)
        .order_by(BulkProposal.id)
    )
