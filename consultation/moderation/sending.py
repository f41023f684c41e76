"""The notice that a decision causes, when it takes effect: a mail, or a letter for who has no e-mail (R32, R48)."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from consultation.config import Settings
from consultation.models import Decision
from consultation.moderation import notices, queries
from consultation.moderation.notices import Notice
from consultation.moderation.queries import Material
from consultation.responses import appealing, links, mending, outbox, reason_texts, removing, sending
from consultation.responses import queries as responses
from consultation.vocabulary import DecisionKind, Language, PublicationMode, Reason


def tell_author(session: Session, settings: Settings, now: datetime, *, decision_id: int) -> None:
    """The job "notifications.decided": owes the author a mail, or a letter; nothing where the decision was undone."""
    row = session.get(Decision, decision_id)
    if row is None:
        return
    material = queries.material_of(session, queries.lock_response(session, row.response_id))
    response = material.response
    if material.decision_seq != row.seq or response.withdrawn_at is not None:
        return
    notice = notice_of(session, material, row.kind, row.reason, now, row.at)
    token = links.find_token(session, settings, response)
    link = sending.own_address(settings, material.consultation, token, response.language) if token else ""
    words = notices.words_of(replace(notice, link=link, rules=_rules(settings, material)))
    sending.tell(
        session,
        settings,
        now,
        material.consultation,
        response,
        event=f"decided:{row.id}",
        words=words,
        email=responses.email_of(session, responses.newest_version(session, response.id)),
        letter_to=sending.postal_of(material.sender),
    )


def _rules(settings: Settings, material: Material) -> str:
    """Where the authority's rules for responses are read, in the author's language."""
    english = "/en" if material.response.language is Language.ENGLISH else ""
    whose = urlencode({"myndighed": material.consultation.authority.slug})
    return f"{outbox.base_url(settings, material.consultation)}{english}/regler-for-svar?{whose}"


def notice_of(
    session: Session,
    material: Material,
    kind: DecisionKind,
    reason: Reason | None,
    now: datetime,
    decided_at: datetime | None = None,
) -> Notice:
    """What the author would be told of this decision, made now or at an instant before."""
    known = material.standing.decision
    decision = known if kind is DecisionKind.WITHHOLD and known is not None and known.kind is kind else None
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
    mended = mending.until(session, consultation.id, kind, reason, decided_at or now)
    contact = [consultation.contact_email or authority.email, consultation.contact_phone or authority.phone]
    return Notice(
        language=material.response.language,
        number=material.standing.number,
        title=consultation.title,
        kind=kind,
        because=reason_texts.text_of(session, authority.id, material.response.language, reason),
        removed=material.removed_kinds if kind is DecisionKind.PUBLISH_REDACTED else (),
        public_at=public_at if public_at is not None and public_at > now else None,
        never_public=mode is PublicationMode.NOT_PUBLIC,
        authority=authority.name,
        department=authority.department,
        contact=", ".join(one for one in contact if one),
        dpo=authority.dpo,
        corrected_until=mending.corrected_until(session, material.response, now, mended) if mended else None,
        appealed_until=appealing.until(kind, reason, decided_at or now),
        shown_from=removing.shown_from(session, consultation, decision) if decision else None,
        removed_at=decision.at if decision else None,
    )
