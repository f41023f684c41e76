"""Reads of parties and of what each answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from consultation.errors import NotFound
from consultation.lib.tokens import hash_token
from consultation.models import Consultation, Deadline, HeardParty, Party, Response, ResponseParty
from consultation.vocabulary import PartyOutcome

_ANSWERED = (
    select(ResponseParty.heard_party_id, Response)
    .join(Response, Response.id == ResponseParty.response_id)
    .where(Response.consultation_id == bindparam("consultation_id"), Response.withdrawn_at.is_(None))
    .where(ResponseParty.heard_party_id.is_not(None))
    .order_by(Response.series, Response.seq)
)
_HEARD = select(HeardParty).where(HeardParty.consultation_id == bindparam("consultation_id")).order_by(HeardParty.id)
"""Made once: every page asks them."""


@dataclass(frozen=True)
class Heard:
    """A heard party, what it answered, and its responses that stand."""

    heard: HeardParty
    outcome: PartyOutcome
    responses: tuple[Response, ...]


def list_parties(session: Session, authority_id: int) -> Sequence[Party]:
    """The authority's register, by name."""
    return session.scalars(
        select(Party).where(Party.authority_id == authority_id, Party.ended_at.is_(None)).order_by(Party.name)
    ).all()


@dataclass(frozen=True)
class Registered:
    """A party of the register, and in how many consultations it stands on the list."""

    party: Party
    heard: int


def list_register(session: Session, authority_id: int) -> list[Registered]:
    """The whole register by name, those that have ended last."""
    heard = (
        select(HeardParty.party_id, func.count(HeardParty.id).label("count"))
        .where(HeardParty.authority_id == authority_id)
        .group_by(HeardParty.party_id)
        .subquery()
    )
    rows = session.execute(
        select(Party, func.coalesce(heard.c.count, 0))
        .outerjoin(heard, heard.c.party_id == Party.id)
        .where(Party.authority_id == authority_id)
        .order_by(Party.ended_at.is_not(None), Party.name)
    )
    return [Registered(party, count) for party, count in rows]


def list_heard_in(session: Session, party_id: int) -> Sequence[Consultation]:
    """The consultations on whose list the party stands, newest first."""
    return session.scalars(
        select(Consultation)
        .join(HeardParty, HeardParty.consultation_id == Consultation.id)
        .where(HeardParty.party_id == party_id)
        .order_by(Consultation.id.desc())
    ).all()


def get_party(session: Session, authority_id: int, party_id: int) -> Party:
    """A party of this authority's register; NotFound for any other."""
    row = session.get(Party, party_id)
    if row is None or row.authority_id != authority_id:
        raise NotFound("no such party")
    return row


def get_consultation(session: Session, authority_id: int, slug: str) -> Consultation:
    """The consultation whose parties these are; another authority's looks like an unknown one."""
    found = session.scalars(
        select(Consultation).where(Consultation.slug == slug, Consultation.authority_id == authority_id)
    ).one_or_none()
    if found is None:
        raise NotFound("no such consultation")
    return found


def own_deadlines(session: Session, consultation_id: int) -> dict[int, datetime]:
    """Heard party's id -> its own deadline now in force, exclusive; nobody who has the same as all (R6)."""
    rows = session.execute(
        select(Deadline.heard_party_id, Deadline.closes_at)
        .where(Deadline.consultation_id == consultation_id, Deadline.heard_party_id.is_not(None))
        .order_by(Deadline.seq)
    )
    return {heard_id: closes_at for heard_id, closes_at in rows if heard_id is not None}


def get_heard(session: Session, consultation_id: int, heard_id: int) -> HeardParty:
    row = session.get(HeardParty, heard_id)
    if row is None or row.consultation_id != consultation_id:
        raise NotFound("no such party")
    return row


def get_by_token(session: Session, token: str) -> HeardParty:
    """The party whose answering link this is; NotFound for any other token."""
    row = session.scalars(
        select(HeardParty).where(HeardParty.token_hash == hash_token(token), HeardParty.removed_at.is_(None))
    ).one_or_none()
    if row is None:
        raise NotFound("no such link")
    return row


def list_heard_with_answers(session: Session, consultation_id: int) -> list[Heard]:
    """Every heard party with what it answered, in the order they were listed (R9, R12)."""
    rows = session.scalars(_HEARD, {"consultation_id": consultation_id}).all()
    answered = session.execute(_ANSWERED, {"consultation_id": consultation_id}).all()
    by_party: dict[int, list[Response]] = {}
    for heard_id, response in answered:
        by_party.setdefault(heard_id or 0, []).append(response)
    return [Heard(row, outcome_of(by_party.get(row.id, [])), tuple(by_party.get(row.id, []))) for row in rows]


def outcome_of(responses: Sequence[Response]) -> PartyOutcome:
    """With remarks, when any answer has some; the last word of R9's three."""
    if not responses:
        return PartyOutcome.NO_ANSWER
    remarks = any(not response.no_remarks for response in responses)
    return PartyOutcome.REMARKS if remarks else PartyOutcome.NO_REMARKS
