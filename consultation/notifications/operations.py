"""Messages owed to many when something happens to a consultation: one to each, once (R6, R48)."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.config import Settings
from consultation.lib.tokens import hash_token, new_token
from consultation.models import Consultation, Deadline, HeardParty, Response
from consultation.notifications import messages
from consultation.responses import outbox
from consultation.responses.queries import newest_version
from consultation.vocabulary import Language

PARTY_PAGE = "/part/"


def invite_party(session: Session, settings: Settings, now: datetime, *, heard_party_id: int) -> None:
    """The job "notifications.party_invited": the letter by mail, with a new link that replaces any earlier one."""
    heard = session.get_one(HeardParty, heard_party_id)
    consultation = session.get_one(Consultation, heard.consultation_id)
    if heard.removed_at is not None or heard.party.email is None or consultation.closes_at is None:
        return
    token = new_token()
    heard.token_hash = hash_token(token)
    link = f"{outbox.base_url(settings, consultation)}{PARTY_PAGE}{token}"
    words = messages.invitation(_about(settings, consultation), heard.party.name, link, consultation.closes_at)
    outbox.queue_mail(
        session,
        settings,
        now,
        consultation,
        event=f"invited:{heard.id}:{heard.sent_at:%Y%m%d%H%M%S}",
        recipient=heard.party.email,
        words=words,
    )


def tell_deadline_moved(session: Session, settings: Settings, now: datetime, *, deadline_id: int) -> None:
    """The job "notifications.deadline_moved": invited parties and those who have answered (R6)."""
    deadline = session.get_one(Deadline, deadline_id)
    consultation = session.get_one(Consultation, deadline.consultation_id)
    earlier = session.scalars(
        select(Deadline)
        .where(
            Deadline.consultation_id == consultation.id,
            Deadline.heard_party_id.is_(None),
            Deadline.seq < deadline.seq,
        )
        .order_by(Deadline.seq.desc())
    ).first()
    if earlier is None:
        return
    about = _about(settings, consultation)
    for address, language, response in _concerned(session, consultation):
        outbox.queue_mail(
            session,
            settings,
            now,
            consultation,
            event=f"deadline:{deadline.id}",
            recipient=address,
            words=messages.deadline_moved(about, language, earlier.closes_at, deadline.closes_at, deadline.reason),
            language=language,
            response=response,
        )


def tell_cancelled(session: Session, settings: Settings, now: datetime, *, consultation_id: int) -> None:
    """The job "notifications.consultation_cancelled"."""
    consultation = session.get_one(Consultation, consultation_id)
    about = _about(settings, consultation)
    for address, language, response in _concerned(session, consultation):
        outbox.queue_mail(
            session,
            settings,
            now,
            consultation,
            event=f"cancelled:{consultation.id}",
            recipient=address,
            words=messages.cancelled(about, language, consultation.cancelled_reason),
            language=language,
            response=response,
        )


def _about(settings: Settings, consultation: Consultation) -> messages.About:
    contact = f"{consultation.contact_name}, {consultation.contact_email}, {consultation.contact_phone}"
    url = f"{outbox.base_url(settings, consultation)}/hoeringer/{consultation.slug}"
    return messages.About(consultation.title, url, consultation.authority.name, contact)


def _concerned(session: Session, consultation: Consultation) -> Iterator[tuple[str, Language, Response | None]]:
    """Each address once: those who have answered, then heard parties."""
    told: set[str] = set()
    rows = session.scalars(
        select(Response)
        .where(Response.consultation_id == consultation.id, Response.withdrawn_at.is_(None))
        .order_by(Response.id)
    ).all()
    for row in rows:
        address = newest_version(session, row.id).email
        if address and address not in told:
            told.add(address)
            yield address, row.language, row
    heard = select(HeardParty).where(
        HeardParty.consultation_id == consultation.id,
        HeardParty.removed_at.is_(None),
        HeardParty.opt_out_reason.is_(None),
    )
    for party in session.scalars(heard.order_by(HeardParty.id)).all():
        address = party.party.email or ""
        if address and address not in told:
            told.add(address)
            yield address, Language.DANISH, None
