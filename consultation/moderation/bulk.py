"""One act on many: equal responses of a group decided together, and those that an import may publish (P6).

Each keeps its number, receipt, decision, notice and version. Who differs in anything from the text that was read falls
out by itself and waits in the queue (interface.md 5.1).
"""

import hashlib
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import exists, insert, select
from sqlalchemy.orm import Session, aliased

from consultation import audit
from consultation.errors import Conflict, NotFound, Refused
from consultation.lib.text import fold
from consultation.models import (
    AnswerGroup,
    Attachment,
    BulkAct,
    BulkDecision,
    Claim,
    Consultation,
    Decision,
    FindingDecision,
    GroupMember,
    HeardParty,
    Letter,
    QueueEntry,
    Redaction,
    RedactionSet,
    Response,
    ResponseParty,
    Staff,
)
from consultation.moderation import claims, composition, group_queries, grouping, operations, queries, rules
from consultation.moderation.composition import Spot
from consultation.moderation.queries import Found, Mark, Material
from consultation.moderation.rules import FindingState
from consultation.responses.queries import standing_of
from consultation.responses.suspicion import held_by
from consultation.vocabulary import DecisionKind, Reason, Status

SAMPLE = 10
_CHUNK = 500
_SYSTEM = "system"


class Apart(StrEnum):
    """Why a response of a group is not decided together with the others."""

    OWN_WORDS = "own_words"
    WRITTEN_OTHERWISE = "written_otherwise"
    DECIDED = "decided"
    PROTECTED = "protected"
    HIDE = "hide"
    FILES = "files"
    FINDINGS = "findings"
    BEGUN = "begun"
    TAKEN = "taken"
    HELD = "held"
    UNCONFIRMED = "unconfirmed"
    UNREAD = "unread"
    PARTIAL = "partial"


@dataclass(frozen=True)
class Plan:
    """What an act would do. `sign` names it: another sign means that something has changed since (C1).

    `first` is the response whose words a person has read and marked; `together` are all that are decided as it is.
    `released` of them are on the desk of whoever acts.
    """

    first: Material
    together: Sequence[Material]
    apart: Mapping[int, Apart]
    released: int
    sign: str

    @property
    def open_findings(self) -> int:
        """Those in the shared text that nobody has decided about."""
        return len(self.first.undecided)

    @property
    def kept_cpr(self) -> bool:
        """Whether two persons let a CPR number stand: that is decided response by response (R29)."""
        kept = (one for one in self.first.findings if one.state is FindingState.KEPT)
        return any(rules.needs_two(one.finding.kind, sure=one.finding.sure) for one in kept)

    @property
    def kind(self) -> DecisionKind:
        """How they would be published."""
        return DecisionKind.PUBLISH_REDACTED if self.first.is_redacted else DecisionKind.PUBLISH

    @property
    def lines(self) -> int:
        """How many lines the log gets: one each, and what was marked in the shared text for each of the others."""
        answered = sum(one.answer is not None and one.answer.by != _SYSTEM for one in self.first.findings)
        marked = answered + 1 if _is_marked(self.first) else 0
        return len(self.together) + self.released + marked * (len(self.together) - 1)


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


# Who takes part


def plan(session: Session, actor: str, now: datetime, group: AnswerGroup, *, locks: bool = False) -> Plan:
    """Who would be decided together, and why not the others. Refused where nobody of them waits."""
    letter = group_queries.shared_letter(session, group)
    if letter is None:
        raise group_queries.empty_group()
    ids = _equal_ids(session, group, letter)
    rows = [row for at in range(0, len(ids), _CHUNK) for row in _read(session, ids[at : at + _CHUNK], locks=locks)]
    outside = _outside(session, actor, now, group, rows)
    first = _first(rows, outside)
    apart = {row.response.id: why for row in rows if (why := outside.get(row.response.id) or _differs(row, first))}
    others = session.scalars(
        select(GroupMember.response_id).where(GroupMember.group_id == group.id, GroupMember.letter_id != letter.id)
    )
    apart |= dict.fromkeys(others, Apart.OWN_WORDS)
    together = [row for row in rows if row.response.id not in apart]
    mine = rules.staff_id_of(actor)
    desks = _claims(session, [row.response.id for row in together], now)
    return Plan(first, together, apart, sum(one == mine for one in desks.values()), _sign(first, together))


def waits(session: Session, group: AnswerGroup) -> bool:
    """Whether two of those with the shared text wait: then they can be decided together."""
    letter = group_queries.shared_letter(session, group)
    if letter is None:
        return False
    found = session.scalars(
        select(QueueEntry.id)
        .join(GroupMember, GroupMember.response_id == QueueEntry.response_id)
        .where(GroupMember.group_id == group.id, GroupMember.letter_id == letter.id)
        .limit(2)
    )
    return len(found.all()) > 1


def sample(found: Plan) -> list[Material]:
    """Ten of them by chance, the same for whoever looks at the same act: not chosen by who decides."""
    others = [row for row in found.together if row.response.id != found.first.response.id]
    chosen = random.Random(found.sign).sample(others, min(SAMPLE, len(others)))  # noqa: S311 - to be looked at
    return sorted(chosen, key=lambda row: row.response.id)


def _equal_ids(session: Session, group: AnswerGroup, letter: Letter) -> Sequence[int]:
    return session.scalars(
        select(GroupMember.response_id)
        .where(GroupMember.group_id == group.id, GroupMember.letter_id == letter.id)
        .order_by(GroupMember.response_id)
    ).all()


def _read(session: Session, ids: Sequence[int], *, locks: bool) -> list[Material]:
    query = select(Response).where(Response.id.in_(ids)).order_by(Response.id)
    if locks:
        query = query.with_for_update().execution_options(populate_existing=True)
    return queries.materials_of(session, session.scalars(query).all())


def _first(rows: Sequence[Material], outside: Mapping[int, Apart]) -> Material:
    """The response whose text stands for them: one that a person has marked before one that nobody has."""
    waiting = [row for row in rows if outside.get(row.response.id) in {None, Apart.BEGUN}]
    if not waiting:
        raise Refused("none of them waits", cause="none_waits")
    return next((row for row in waiting if _is_marked(row)), waiting[0])


def _is_marked(row: Material) -> bool:
    """Whether a person has marked it, or answered a finding in it."""
    return any(mark.own for mark in row.marks) or any(
        one.answer is not None and one.answer.by != _SYSTEM for one in row.findings
    )


def _differs(row: Material, first: Material) -> Apart | None:
    """What a response has that the text which was read does not have."""
    if row.response.id == first.response.id:
        return None
    if _is_marked(row):
        return Apart.BEGUN
    if [_said(one) for one in row.answers] != [_said(one) for one in first.answers]:
        return Apart.WRITTEN_OTHERWISE
    return Apart.FINDINGS if _found(row) != _found(first) or _is_told_by_name(row, first) else None


def _is_told_by_name(row: Material, first: Material) -> bool:
    """Whether its name, as it would be shown, says what is taken out of the text (R29, R30)."""
    name = replace(row.public, parts=())
    return bool(composition.leftovers(name, first.removed_words) or composition.cpr_left(name, ()))


def _said(answer: object) -> dict[str, object]:
    """Everything of an answer but its id."""
    return {name: value for name, value in vars(answer).items() if name != "id"}


def _found(row: Material) -> list[tuple[object, ...]]:
    """Every finding by its place in the text."""
    places = {answer.id: at for at, answer in enumerate(row.answers)}
    told: list[tuple[object, ...]] = []
    for found in row.findings:
        one, spot = found.finding, found.spot
        at = places[spot.answer_id] if spot.answer_id is not None else -1
        told.append((at, spot.place, one.kind, one.sure, one.start, one.end))
    return sorted(told, key=str)


def _outside(
    session: Session, actor: str, now: datetime, group: AnswerGroup, rows: Sequence[Material]
) -> dict[int, Apart]:
    """Those who are not decided together whatever their text is, each with the first reason that holds."""
    ids = [row.response.id for row in rows]
    filed, desks, parked = _with_files(session, rows), _claims(session, ids, now), _parked(session, ids)
    own = _own(session, actor, group, rows)
    mine = rules.staff_id_of(actor)
    return {
        row.response.id: why
        for row in rows
        if (
            why := _why(
                row,
                taken=desks.get(row.response.id, mine) != mine or row.response.id in parked,
                filed=row.standing.version.id in filed,
                own=row.response.id in own,
            )
        )
    }


def _why(row: Material, *, taken: bool, filed: bool, own: bool) -> Apart | None:
    response = row.response
    fields = any(found.finding.answer_id is None for found in row.findings)
    reasons = (
        (row.standing.status is not Status.AWAITING, Apart.DECIDED),
        (response.unconfirmed, Apart.UNCONFIRMED),
        (bool(held_by(response.suspicion, shown=response.has_shown_who)), Apart.HELD),
        (row.sender.protected, Apart.PROTECTED),
        (response.hide_requested, Apart.HIDE),
        (filed, Apart.FILES),
        (own, Apart.PARTIAL),
        (taken, Apart.TAKEN),
        (row.set_seq == 0, Apart.UNREAD),
        (fields, Apart.FINDINGS),
    )
    return next((why for holds, why in reasons if holds), None)


def _with_files(session: Session, rows: Sequence[Material]) -> set[int]:
    ids = [row.standing.version.id for row in rows]
    parts = (ids[at : at + _CHUNK] for at in range(0, len(ids), _CHUNK))
    return {
        one
        for part in parts
        for one in session.scalars(select(Attachment.version_id).where(Attachment.version_id.in_(part)))
    }


def _claims(session: Session, ids: Sequence[int], now: datetime) -> dict[int, int]:
    """Response -> whose desk it is on now."""
    found: dict[int, int] = {}
    for at in range(0, len(ids), _CHUNK):
        of = select(Claim.response_id, Claim.staff_id).where(Claim.until_at > now)
        for row in session.execute(of.where(Claim.response_id.in_(ids[at : at + _CHUNK]))):
            found[row.response_id] = row.staff_id
    return found


def _parked(session: Session, ids: Sequence[int]) -> set[int]:
    """Those about which a colleague is asked."""
    found: set[int] = set()
    for at in range(0, len(ids), _CHUNK):
        asked = select(QueueEntry.response_id).where(QueueEntry.opinion_id.is_not(None))
        found |= set(session.scalars(asked.where(QueueEntry.response_id.in_(ids[at : at + _CHUNK]))))
    return found


def _own(session: Session, actor: str, group: AnswerGroup, rows: Sequence[Material]) -> set[int]:
    """What this person wrote, or the party to which they belong (states.md)."""
    staff = session.get(Staff, rules.staff_id_of(actor) or 0)
    email = fold(staff.email) if staff else ""
    parties = session.execute(
        select(ResponseParty.response_id, HeardParty)
        .join(HeardParty, HeardParty.id == ResponseParty.heard_party_id)
        .where(HeardParty.consultation_id == group.consultation_id)
    )
    belongs = {response_id for response_id, heard in parties if email and fold(heard.party.email or "") == email}
    return belongs | {row.response.id for row in rows if email and fold(row.sender.email) == email}


def _sign(first: Material, together: Sequence[Material]) -> str:
    """Names the responses with everything that has been seen of each; ids alone, no words."""
    seen = [[row.response.id, row.standing.version.id, row.decision_seq] for row in together]
    whole = [first.response.id, first.set_id, first.set_seq, seen]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


# The act


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
) -> BulkAct:
    """Decides all that take part, in one act. Conflict: the group has changed since `sign` was shown (C1).

    Refused: cause "two_person" (R36: those are decided one by one), "open", "kept_cpr", "none_waits", and as
    `operations.decide`. Invalid as there.
    """
    consultation = session.get_one(Consultation, group.consultation_id)
    grouping.lock(session, consultation)
    found = plan(session, actor, now, group, locks=True)
    if found.sign != sign:
        raise Conflict("the group has changed", cause="group")
    if rules.takes_two(kind, Status.AWAITING, two_person=consultation.two_person):
        raise Refused("a decision takes two persons in this consultation", cause="two_person")
    if found.kept_cpr:
        raise Refused("a CPR number stands in the text", cause="kept_cpr")
    operations.check(found.first, kind, reason, seen=seen)
    act = BulkAct(
        authority_id=group.authority_id,
        group_id=group.id,
        kind=kind,
        reason=reason if kind is DecisionKind.WITHHOLD else None,
        by=actor,
        at=now,
    )
    session.add(act)
    session.flush()
    for at in range(0, len(found.together), _CHUNK):
        part = _marked(session, actor, now, found.first, found.together[at : at + _CHUNK])
        _keep(session, act, operations.decide_all(session, actor, now, part, kind, reason))
    _release(session, actor, now, found.together)
    return act


def undo(session: Session, actor: str, now: datetime, act: BulkAct) -> int:
    """Takes the whole act back within the undo time: what waits again is what nobody has decided on since.

    Returns how many. Conflict: too late, or taken back already.
    """
    taken_back = session.scalar(select(BulkAct.id).where(BulkAct.undoes_id == act.id))
    if taken_back is not None or now >= act.at + rules.UNDO_TIME or act.kind is DecisionKind.REOPEN:
        raise Conflict("the act cannot be taken back any more", cause="undo")
    row = BulkAct(
        authority_id=act.authority_id,
        group_id=act.group_id,
        kind=DecisionKind.REOPEN,
        by=actor,
        at=now,
        undoes_id=act.id,
    )
    session.add(row)
    session.flush()
    made = {
        decision.response_id: decision.id
        for decision in session.scalars(
            select(Decision)
            .join(BulkDecision, BulkDecision.decision_id == Decision.id)
            .where(BulkDecision.act_id == act.id)
        )
    }
    ids, done = sorted(made), 0
    for at in range(0, len(ids), _CHUNK):
        read = _read(session, ids[at : at + _CHUNK], locks=True)
        part = [one for one in read if one.standing.decision and one.standing.decision.id == made[one.response.id]]
        part = [one for one in part if one.response.withdrawn_at is None]
        if part:
            _keep(session, row, operations.decide_all(session, actor, now, part, DecisionKind.REOPEN))
        done += len(part)
    return done


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


def _keep(session: Session, act: BulkAct, decisions: Sequence[Decision]) -> None:
    same = {"authority_id": act.authority_id, "act_id": act.id}
    session.execute(insert(BulkDecision), [{**same, "decision_id": one.id} for one in decisions])


def _release(session: Session, actor: str, now: datetime, rows: Sequence[Material]) -> None:
    mine = rules.staff_id_of(actor)
    desks = _claims(session, [row.response.id for row in rows], now)
    for row in rows:
        if desks.get(row.response.id) == mine:
            claims.release_response(session, actor, now, row.response)


# What was marked in the text that was read, marked in the others too


def _marked(
    session: Session, actor: str, now: datetime, first: Material, rows: Sequence[Material]
) -> Sequence[Material]:
    """The same responses with the findings answered and the words marked as in the first one."""
    others = [row for row in rows if row.response.id != first.response.id]
    if not _is_marked(first) or not others:
        return rows
    answers = {_place(first, found.spot, found): found for found in first.findings}
    session.add_all(
        _answered(found, answers[_place(row, found.spot, found)].answer, actor, now)
        for row in others
        for found in row.findings
        if _needs_answer(answers[_place(row, found.spot, found)])
    )
    sets = [_next_set(row, actor, now) for row in others]
    session.add_all(sets)
    session.flush()
    session.add_all(
        _redaction(first, row, newest, mark) for row, newest in zip(others, sets, strict=True) for mark in first.marks
    )
    session.flush()
    for row, newest in zip(others, sets, strict=True):
        _note_marks(session, actor, now, row, newest, answers)
    return queries.materials_of(session, [row.response for row in rows])


def _place(row: Material, spot: Spot, found: Found) -> tuple[int, str, str, int, int]:
    places = {answer.id: at for at, answer in enumerate(row.answers)}
    one = found.finding
    return places.get(spot.answer_id or 0, -1), spot.place, one.kind.value, one.start, one.end


def _needs_answer(first: Found) -> bool:
    return first.answer is not None and first.answer.by != _SYSTEM


def _answered(found: Found, answer: FindingDecision | None, actor: str, now: datetime) -> FindingDecision:
    if answer is None:
        raise ValueError("the finding is not answered")
    return FindingDecision(
        authority_id=found.finding.authority_id,
        finding_id=found.finding.id,
        seq=found.answer.seq + 1 if found.answer else 1,
        answer=answer.answer,
        reason=answer.reason,
        by=actor,
        at=now,
    )


def _next_set(row: Material, actor: str, now: datetime) -> RedactionSet:
    return RedactionSet(
        authority_id=row.response.authority_id,
        version_id=row.standing.version.id,
        seq=row.set_seq + 1,
        by=actor,
        at=now,
    )


def _redaction(first: Material, row: Material, newest: RedactionSet, mark: Mark) -> Redaction:
    at = next(place for place, answer in enumerate(first.answers) if answer.id == mark.spot.answer_id)
    return Redaction(
        authority_id=row.response.authority_id,
        set_id=newest.id,
        answer_id=row.answers[at].id,
        place=mark.spot.place,
        start=mark.span.start,
        end=mark.span.end,
        kind=mark.span.reason_kind,
        basis=mark.basis,
    )


def _note_marks(
    session: Session,
    actor: str,
    now: datetime,
    row: Material,
    newest: RedactionSet,
    answers: Mapping[tuple[int, str, str, int, int], Found],
) -> None:
    for found in row.findings:
        first = answers[_place(row, found.spot, found)]
        if first.answer is not None and first.answer.by != _SYSTEM:
            told = {"finding": found.finding.id, "answer": first.answer.answer.value}
            audit.note(session, row.response, actor, now, "finding.answered", **told)
    audit.note(session, row.response, actor, now, "redaction.marked", set=newest.seq)
