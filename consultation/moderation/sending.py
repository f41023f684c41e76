"""The notice that a decision causes, when it takes effect: a mail, or a letter for who has no e-mail (R32, R48)."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from consultation.config import Settings
from consultation.models import Decision, Message
from consultation.moderation import notices, queries
from consultation.moderation.notices import Notice
from consultation.moderation.queries import Material
from consultation.responses import outbox
from consultation.vocabulary import Channel, DecisionKind, PublicationMode, Reason


def tell_author(session: Session, settings: Settings, now: datetime, *, decision_id: int) -> None:
    """The job "notifications.decided": owes the author a mail, or a letter; nothing where the decision was undone."""
    row = session.get(Decision, decision_id)
    if row is None:
        return
    material = queries.material_of(session, queries.lock_response(session, row.response_id))
    response = material.response
    if material.decision_seq != row.seq or response.withdrawn_at is not None:
        return
    way = _way_to(material)
    if way is not None:
        send, recipient = way
        words = notices.words_of(notice_of(material, row.kind, row.reason, now))
        send(
            session,
            settings,
            now,
            material.consultation,
            event=f"decided:{row.id}",
            recipient=recipient,
            words=words,
            language=response.language,
            response=response,
        )


def _way_to(material: Material) -> tuple[Callable[..., Message], str] | None:
    """A mail; a letter for who did not answer here; nothing for who answered here without an address."""
    sender = material.sender
    if sender.email:
        return outbox.queue_mail, sender.email
    if material.response.channel is Channel.PORTAL:
        return None
    lines = [sender.organisation, sender.name, *sender.address.splitlines()]
    return outbox.queue_letter, "\n".join(line.strip() for line in lines if line.strip())


def notice_of(material: Material, kind: DecisionKind, reason: Reason | None, now: datetime) -> Notice:
    """What the author would be told of this decision."""
    consultation, authority = material.consultation, material.consultation.authority
    mode, closes_at = consultation.publication_mode, consultation.closes_at
    public_at = (
        {
            PublicationMode.AFTER_DEADLINE: closes_at,
            PublicationMode.WITH_AGENDA: consultation.responses_public_at,
        }.get(mode)
        if mode
        else None
    )
    contact = [consultation.contact_email or authority.email, consultation.contact_phone or authority.phone]
    return Notice(
        language=material.response.language,
        number=material.standing.number,
        title=consultation.title,
        kind=kind,
        reason=reason,
        removed=material.removals.kinds if kind is DecisionKind.PUBLISH_REDACTED else (),
        public_at=public_at if public_at is not None and public_at > now else None,
        never_public=mode is PublicationMode.NOT_PUBLIC,
        authority=authority.name,
        department=authority.department,
        contact=", ".join(one for one in contact if one),
        dpo=authority.dpo,
    )
