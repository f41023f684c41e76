"""Who of a group is decided together: the equal, with the reason why each of the others is not (interface.md 5.1).

Who differs in anything from the text that was read falls out by itself and waits in the queue.
"""

import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.errors import Refused
from consultation.lib.text import fold
from consultation.models import (
    AnswerGroup,
    Attachment,
    Claim,
    GroupMember,
    HeardParty,
    Letter,
    QueueEntry,
    Response,
    ResponseParty,
    Staff,
)
from consultation.moderation import bulk_proposals, campaigns, composition, group_queries, queries, rules
from consultation.moderation.bulk_proposals import Asked
from consultation.moderation.queries import Material
from consultation.moderation.rules import FindingState
from consultation.responses.suspicion import held_by
from consultation.vocabulary import DecisionKind, Reason, Status

SAMPLE = 10
CHUNK = 500
"""Responses that are read and written at a time."""
SYSTEM = "system"


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
    NOT_SHOWN = "not_shown"
    SINCE = "since"


@dataclass(frozen=True)
class Plan:
    """What an act would do. `sign` names it: another sign means that something has changed since (C1).

    `first` is the response whose words a person has read and marked; `together` are all that are decided as it is.
    `released` of them are on the desk of whoever acts. `asked` is what somebody has proposed for some of them, which
    `stands` while it is about just this text; where that was another, this person `seconds`, and those alone take part
    (R36).
    """

    first: Material
    together: Sequence[Material]
    apart: Mapping[int, Apart]
    released: int
    sign: str
    asked: Asked | None = None
    stands: bool = False
    seconds: bool = False

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
    def told(self) -> int:
        """How many authors get a mail or a letter."""
        return sum(row.is_told for row in self.together)

    @property
    def since(self) -> int:
        """How many could be decided with them, but are not in the proposal."""
        return sum(why is Apart.SINCE for why in self.apart.values())

    def second_of(self, kind: DecisionKind, reason: Reason | None) -> str | None:
        """Who has proposed just this, where it was another."""
        if self.asked is None or not self.seconds:
            return None
        told = self.asked.row
        return told.by if (told.kind, told.reason) == (kind, reason) else None

    def proposes(self, kind: DecisionKind, reason: Reason | None) -> bool:
        """Whether a decision takes two, and this would be the first (R36)."""
        two_person = self.first.consultation.two_person
        takes_two = rules.takes_two(kind, Status.AWAITING, two_person=two_person)
        return takes_two and self.second_of(kind, reason) is None

    @property
    def kind(self) -> DecisionKind:
        """How they would be published."""
        return DecisionKind.PUBLISH_REDACTED if self.first.is_redacted else DecisionKind.PUBLISH

    @property
    def lines(self) -> int:
        """How many lines the log gets: one each, and what was marked in the shared text for each of the others."""
        answered = sum(one.answer is not None and one.answer.by != SYSTEM for one in self.first.findings)
        marked = answered + 1 if is_marked(self.first) else 0
        return len(self.together) + self.released + marked * (len(self.together) - 1)


def plan(session: Session, actor: str, now: datetime, group: AnswerGroup, *, locks: bool = False) -> Plan:
    """Who would be decided together, and why not the others. Refused where nobody of them waits."""
    letter = group_queries.shared_letter(session, group)
    if letter is None:
        raise group_queries.empty_group()
    ids = _equal_ids(session, group, letter)
    rows = read_all(session, ids, locks=locks)
    outside = _outside(session, actor, now, group, rows)
    asked = _asked(session, group, rows)
    first = _first(rows, outside, asked)
    apart = {row.response.id: why for row in rows if (why := outside.get(row.response.id) or _differs(row, first))}
    others = session.scalars(
        select(GroupMember.response_id).where(GroupMember.group_id == group.id, GroupMember.letter_id != letter.id)
    )
    apart |= dict.fromkeys(others, Apart.OWN_WORDS)
    stands = asked is not None and bulk_proposals.is_read_alike(session, asked, first)
    seconds = asked is not None and stands and asked.row.by != actor
    if asked is not None and seconds:
        apart |= {row.response.id: Apart.SINCE for row in rows if row.response.id not in apart and not asked.holds(row)}
    together = [row for row in rows if row.response.id not in apart]
    mine = rules.staff_id_of(actor)
    desks = desks_of(session, [row.response.id for row in together], now)
    released = sum(one == mine for one in desks.values())
    sign = _sign(first, together, asked.row.id if asked is not None and seconds else None)
    return Plan(first, together, apart, released, sign, asked, stands, seconds)


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


def numbers_apart(session: Session, apart: Mapping[int, Apart]) -> list[tuple[Apart, list[str]]]:
    """Each reason with the numbers that it keeps out, in the order of the reasons; not those that came too late."""
    numbers = group_queries.numbers_of(session, list(apart))
    found: defaultdict[Apart, list[str]] = defaultdict(list)
    for response_id, why in apart.items():
        found[why].append(numbers[response_id])
    return [(why, sorted(found[why], key=campaigns.in_order)) for why in Apart if found[why] and why is not Apart.SINCE]


def _equal_ids(session: Session, group: AnswerGroup, letter: Letter) -> Sequence[int]:
    return session.scalars(
        select(GroupMember.response_id)
        .where(GroupMember.group_id == group.id, GroupMember.letter_id == letter.id)
        .order_by(GroupMember.response_id)
    ).all()


def read_all(session: Session, ids: Sequence[int], *, locks: bool) -> list[Material]:
    """In the order of `ids`, which rise: locked so, two acts cannot wait for each other."""
    query = select(Response).order_by(Response.id)
    if locks:
        query = query.with_for_update().execution_options(populate_existing=True)
    parts = (query.where(Response.id.in_(ids[at : at + CHUNK])) for at in range(0, len(ids), CHUNK))
    return [row for part in parts for row in queries.materials_of(session, session.scalars(part).all())]


def _asked(session: Session, group: AnswerGroup, rows: Sequence[Material]) -> Asked | None:
    """What somebody has proposed, where it is about one of these as it is now and a decision takes two."""
    asked = bulk_proposals.find_asked(session, group)
    if asked is None or not any(row.consultation.two_person and asked.holds(row) for row in rows):
        return None
    return asked


def _first(rows: Sequence[Material], outside: Mapping[int, Apart], asked: Asked | None) -> Material:
    """The response whose text stands for them: one that a person has marked before one that nobody has.

    The one that was read in a proposal comes before these, then what else the proposal is about.
    """
    waiting = [row for row in rows if outside.get(row.response.id) in {None, Apart.BEGUN}]
    if not waiting:
        raise Refused("none of them waits", cause="none_waits")
    if asked is not None:
        waiting = [row for row in waiting if asked.holds(row)] or waiting
        waiting = [row for row in waiting if row.standing.version.id == asked.read_id] or waiting
    return next((row for row in waiting if is_marked(row)), waiting[0])


def is_marked(row: Material) -> bool:
    """Whether a person has marked it, or answered a finding in it."""
    return any(mark.own for mark in row.marks) or any(
        one.answer is not None and one.answer.by != SYSTEM for one in row.findings
    )


def _differs(row: Material, first: Material) -> Apart | None:
    """What a response has that the text which was read does not have."""
    if row.response.id == first.response.id:
        return None
    if is_marked(row):
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
    filed, desks, parked = _with_files(session, rows), desks_of(session, ids, now), _parked(session, ids)
    own = partial_to(session, actor, group, rows)
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
    parts = (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK))
    return {
        one
        for part in parts
        for one in session.scalars(select(Attachment.version_id).where(Attachment.version_id.in_(part)))
    }


def desks_of(session: Session, ids: Sequence[int], now: datetime) -> dict[int, int]:
    """Response -> whose desk it is on now."""
    found: dict[int, int] = {}
    for at in range(0, len(ids), CHUNK):
        of = select(Claim.response_id, Claim.staff_id).where(Claim.until_at > now)
        for row in session.execute(of.where(Claim.response_id.in_(ids[at : at + CHUNK]))):
            found[row.response_id] = row.staff_id
    return found


def _parked(session: Session, ids: Sequence[int]) -> set[int]:
    """Those about which a colleague is asked."""
    found: set[int] = set()
    for at in range(0, len(ids), CHUNK):
        asked = select(QueueEntry.response_id).where(QueueEntry.opinion_id.is_not(None))
        found |= set(session.scalars(asked.where(QueueEntry.response_id.in_(ids[at : at + CHUNK]))))
    return found


def partial_to(session: Session, actor: str, group: AnswerGroup, rows: Sequence[Material]) -> set[int]:
    """What this person wrote, or the party to which they belong, or decided before a complaint was upheld."""
    staff = session.get(Staff, rules.staff_id_of(actor) or 0)
    email = fold(staff.email) if staff else ""
    parties = session.execute(
        select(ResponseParty.response_id, HeardParty)
        .join(HeardParty, HeardParty.id == ResponseParty.heard_party_id)
        .where(HeardParty.consultation_id == group.consultation_id)
    )
    belongs = {response_id for response_id, heard in parties if email and fold(heard.party.email or "") == email}
    lost = queries.lost_appeals(session, group.consultation_id, actor)
    return belongs | lost | {row.response.id for row in rows if email and fold(row.sender.email) == email}


def _sign(first: Material, together: Sequence[Material], proposal_id: int | None) -> str:
    """Names the responses with everything that has been seen of each, and the proposal; ids alone, no words."""
    seen = [[row.response.id, row.standing.version.id, row.decision_seq] for row in together]
    whole = [first.response.id, first.set_id, first.set_seq, seen, proposal_id]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()
