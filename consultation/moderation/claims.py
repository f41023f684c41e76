"""Who may act on a response and read its original now: by a claim and an access row, both ending by themselves."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.errors import Conflict, NotAllowed, NotFound
from consultation.models import Access, Claim, Response, Staff
from consultation.moderation import queries, rules
from consultation.moderation.queries import Material
from consultation.responses import queries as responses
from consultation.vocabulary import AccessPurpose


def claim_response(session: Session, actor: str, now: datetime, response: Response) -> Claim:
    """Puts the response on this person's desk, or keeps it there for another 30 minutes. Conflict: another has it.

    The caller has locked the response.
    """
    check_confirmed(response)
    staff = staff_of(session, actor, response)
    check_not_asked(session, staff.id, response)
    check_free(session, actor, now, response)
    row = session.scalars(select(Claim).where(Claim.response_id == response.id)).one_or_none()
    if row is None:
        row = Claim(authority_id=response.authority_id, response_id=response.id)
        session.add(row)
    taken = row.staff_id != staff.id or row.until_at <= now
    row.staff_id, row.until_at = staff.id, now + rules.CLAIM_LIFE
    session.flush()
    if taken:
        audit.note(session, response, actor, now, "claim.taken")
    return row


def release_response(session: Session, actor: str, now: datetime, response: Response) -> None:
    """Gives the response back to the queue; nothing where this person does not have it."""
    mine = Claim.staff_id == rules.staff_id_of(actor)
    row = session.scalars(select(Claim).where(Claim.response_id == response.id, mine)).one_or_none()
    if row is not None:
        session.delete(row)
        session.flush()
        audit.note(session, response, actor, now, "claim.released")


def open_access(
    session: Session, actor: str, now: datetime, response: Response, purpose: AccessPurpose = AccessPurpose.MODERATION
) -> Access:
    """Leave to read the original for 30 minutes, as a row and a line in the log (R57)."""
    row = Access(
        authority_id=response.authority_id,
        staff_id=staff_of(session, actor, response).id,
        response_id=response.id,
        purpose=purpose,
        from_at=now,
        until_at=now + rules.ACCESS_LIFE,
    )
    session.add(row)
    audit.note(session, response, actor, now, "access.opened", purpose=purpose.value)
    session.flush()
    return row


def hold(session: Session, actor: str, now: datetime, response: Response) -> None:
    """For every act at the desk: nobody else may have the response, and a person's desk and reading are prolonged."""
    staff_id = rules.staff_id_of(actor)
    if staff_id is None:
        return
    claim_response(session, actor, now, response)
    access = queries.find_access(session, staff_id, response.id, now)
    if access is None or access.until_at - now < rules.ACCESS_LIFE / 2:
        open_access(session, actor, now, response)


def check_free(session: Session, actor: str, now: datetime, response: Response) -> None:
    """Conflict where somebody else has the response on the desk."""
    held = queries.find_claim(session, response.id, now)
    if held is not None and held.staff_id != rules.staff_id_of(actor):
        who = queries.name_of(session, f"staff:{held.staff_id}")
        raise Conflict("another has the response on the desk", cause="claimed", by=who, until=held.until_at)


def check_not_asked(session: Session, staff_id: int | None, response: Response) -> None:
    """Conflict for who has asked a colleague: the question stands until another has taken it, or it is taken back."""
    entry = queries.find_entry(session, response.id)
    if entry is not None and staff_id is not None and entry.parked_id == staff_id:
        raise Conflict("this person has asked a colleague", cause="asked")


def check_impartial(session: Session, actor: str, response: Response) -> None:
    """NotAllowed for whoever wrote the response or belongs to the party that did (states.md)."""
    if rules.staff_id_of(actor) is None:
        return
    staff = staff_of(session, actor, response)
    if rules.is_partial(staff.email, queries.concerned_addresses(session, response)):
        raise NotAllowed("one does not decide on one's own response", cause="partial")
    if queries.lost_appeal(session, response.id, actor):
        raise NotAllowed("another decides after a complaint that was upheld", cause="own_decision")


def check_confirmed(response: Response) -> None:
    """Conflict where the e-mail address is not confirmed, and nobody has taken the response in (states.md)."""
    if response.unconfirmed:
        raise Conflict("nobody has confirmed who sent it", cause="unconfirmed")


def check_whole(session: Session, response: Response) -> None:
    """Conflict where what it says is erased: there is nothing left to decide on (P4)."""
    erased_at = responses.find_erased_at(session, response.id)
    if erased_at is not None:
        raise Conflict("its content is erased", cause="erased", at=erased_at)


def check_version(material: Material, version_number: int | None) -> None:
    """Conflict where the sender has corrected the response since this person saw it (states.md)."""
    version = material.standing.version
    if version_number is not None and version.number != version_number:
        raise Conflict("the response has a newer version", cause="version", number=version.number, at=version.at)


def decided(session: Session, material: Material) -> Conflict:
    """The refusal that names who was first, what was decided, and when (C1)."""
    response, decision = material.response, material.standing.decision
    if response.withdrawn_at is not None:
        return Conflict("the response is withdrawn", cause="withdrawn", at=response.withdrawn_at)
    if decision is None:
        return Conflict("another number of decisions was expected", cause="decided")
    told = {"by": queries.name_of(session, decision.by), "at": decision.at, "seq": decision.seq}
    return Conflict("it is decided already", cause="decided", kind=decision.kind, because=decision.reason, **told)


def staff_of(session: Session, actor: str, response: Response) -> Staff:
    """The member of staff behind the actor, of the response's authority and still in office; NotFound."""
    staff = session.get(Staff, rules.staff_id_of(actor) or 0)
    if staff is None or staff.authority_id != response.authority_id or staff.disabled_at is not None:
        raise NotFound("no such account at this authority")
    return staff
