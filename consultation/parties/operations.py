"""Writes of the register and of a consultation's heard parties (R9-R12)."""

from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit, jobs
from consultation.errors import Conflict, Invalid
from consultation.lib.dates import local, opening_instant
from consultation.lib.tokens import hash_token
from consultation.models import Consultation, HeardParty, Party
from consultation.vocabulary import Delivery, PartyBasis, PartyKind, SentBy


def add_party(session: Session, authority_id: int, kind: PartyKind, name: str, email: str = "", cvr: str = "") -> Party:
    """A party in the authority's register; the same name is the same party, and what is new replaces the old.

    One that had ended is in use again. Raises Conflict where another party has this CVR number.
    """
    row = session.scalars(select(Party).where(Party.authority_id == authority_id, Party.name == name)).one_or_none()
    other = cvr and session.scalar(select(Party.name).where(Party.authority_id == authority_id, Party.cvr == cvr))
    if other and other != name:
        raise Conflict("another party has this number")
    if row is None:
        row = Party(authority_id=authority_id, kind=kind, name=name, email=email or None, cvr=cvr or None)
        session.add(row)
    row.email, row.cvr, row.ended_at = email or row.email, cvr or row.cvr, None
    session.flush()
    return row


def include_party(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    party: Party,
    basis: PartyBasis,
    legal_ground: str = "",
) -> HeardParty:
    """Puts a party on the consultation's list, or takes back that it was opted out or removed."""
    row = _row(session, consultation, party)
    row.basis, row.legal_ground, row.opt_out_reason = basis, legal_ground, None
    row.removed_at, row.removed_reason = None, None
    session.flush()
    audit.note(session, consultation, actor, now, "party.included", party=row.party_id)
    return row


def opt_out_party(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    party: Party,
    basis: PartyBasis,
    reason: str,
) -> HeardParty:
    """Says that a party is not heard, and why (R10)."""
    if not reason.strip():
        raise Invalid("a reason is needed", errors={"reason": "required"})
    row = _row(session, consultation, party)
    if row.sent_at is not None:
        raise Conflict("the party has been asked; it can only be removed")
    row.basis, row.opt_out_reason = basis, reason.strip()
    session.flush()
    audit.note(session, consultation, actor, now, "party.opted_out", party=row.party_id)
    return row


def mark_sent(
    session: Session,
    actor: str,
    now: datetime,
    consultation: Consultation,
    heard: HeardParty,
    token: str | None,
    way: SentBy | None = None,
    on: date | None = None,
) -> None:
    """The letter went to the party by hand, today or on an earlier day; `token` replaces the link of an earlier letter.

    Raises Invalid for a day that has not come.
    """
    _check_on_list(heard)
    today = local(now).date()
    if on is not None and on > today:
        raise Invalid("sent in the future", errors={"on": "future"})
    at = now if on is None or on == today else opening_instant(on, time(12, 0))
    heard.sent_at, heard.sent_by, heard.sent_way, heard.delivery = at, actor, way, Delivery.SENT
    if token is not None:
        heard.token_hash = hash_token(token)
    session.flush()
    audit.note(session, consultation, actor, now, "party.sent", party=heard.party_id)


def mail_party(session: Session, actor: str, now: datetime, consultation: Consultation, heard: HeardParty) -> None:
    """Owes the party its letter by mail; whoever writes the mail makes the link, so that no secret waits in a job."""
    _check_on_list(heard)
    if consultation.published_at is None:
        raise Conflict("the consultation is not sent out")
    if heard.party.email is None:
        raise Invalid("the party has no address", errors={"email": "required"})
    heard.sent_at, heard.sent_by, heard.sent_way, heard.delivery = now, actor, SentBy.MAIL, Delivery.SENT
    jobs.enqueue(session, "notifications.party_invited", now, heard_party_id=heard.id)
    audit.note(session, consultation, actor, now, "party.sent", party=heard.party_id)


def waive_party(
    session: Session, actor: str, now: datetime, consultation: Consultation, heard: HeardParty, reason: str
) -> None:
    """Says why a party that could not be reached is let be (R11)."""
    if not reason.strip():
        raise Invalid("a reason is needed", errors={"reason": "required"})
    heard.waived_reason = reason.strip()
    session.flush()
    audit.note(session, consultation, actor, now, "party.waived", party=heard.party_id)


def _check_on_list(heard: HeardParty) -> None:
    if heard.opt_out_reason is not None or heard.removed_at is not None:
        raise Conflict("the party is not on the list")


def remove_party(
    session: Session, actor: str, now: datetime, consultation: Consultation, heard: HeardParty, reason: str
) -> None:
    """Before sending out the row goes; after, it stays and says why it was removed (states.md)."""
    if consultation.published_at is None:
        session.delete(heard)
    else:
        if not reason.strip():
            raise Invalid("a reason is needed", errors={"reason": "required"})
        heard.removed_at, heard.removed_reason, heard.token_hash = now, reason.strip(), None
    audit.note(session, consultation, actor, now, "party.removed", party=heard.party_id)
    session.flush()


def _row(session: Session, consultation: Consultation, party: Party) -> HeardParty:
    row = session.scalars(
        select(HeardParty).where(HeardParty.consultation_id == consultation.id, HeardParty.party_id == party.id)
    ).one_or_none()
    if row is None:
        row = HeardParty(
            authority_id=consultation.authority_id,
            consultation_id=consultation.id,
            party_id=party.id,
            delivery=Delivery.PENDING,
        )
        session.add(row)
    return row
