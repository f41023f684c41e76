"""The receipt that a response causes: a mail, or a letter to print for who has no e-mail (R18, R23)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.config import Settings
from consultation.lib.tokens import check_code
from consultation.models import Consultation, Message, Response, Unsent
from consultation.responses import outbox, queries, receipts, rules
from consultation.responses.content import Content, Place, PlaceKey, Submission
from consultation.responses.rules import Sender
from consultation.vocabulary import Channel, Language

EVENT = "receipt"


def event_of(response: Response) -> str:
    """The name under which a response's receipt stands in the outbox."""
    return f"{EVENT}:{response.id}"


def find_receipt(session: Session, response: Response) -> Message | None:
    """The receipt as it stands in the outbox."""
    return session.scalars(select(Message).where(Message.event_key == event_of(response))).one_or_none()


def own_address(settings: Settings, consultation: Consultation, token: str, language: Language) -> str:
    """The whole address of a private page, for messages."""
    prefix = "/en" if language is Language.ENGLISH else ""
    return f"{outbox.base_url(settings, consultation)}{prefix}/mit-svar/{token}"


def confirm_address(settings: Settings, consultation: Consultation, token: str, language: Language) -> str:
    """The whole address at which an e-mail address is confirmed, for its mail."""
    prefix = "/en" if language is Language.ENGLISH else ""
    return f"{outbox.base_url(settings, consultation)}{prefix}/bekraeft/{token}"


def unsent_address(settings: Settings, consultation: Consultation, token: str, language: Language) -> str:
    """The whole address of an answer that is not sent, for messages."""
    prefix = "/en" if language is Language.ENGLISH else ""
    return f"{outbox.base_url(settings, consultation)}{prefix}/kladde/{token}"


def queue_receipt(
    session: Session,
    settings: Settings,
    now: datetime,
    consultation: Consultation,
    response: Response,
    token: str,
    sent: Submission,
    places: Mapping[PlaceKey, Place],
    *,
    whole: str = "",
) -> Message | None:
    """Owes the receipt, in the response's transaction. None for who answered here without an e-mail address.

    `whole` is everything that was sent, for an address that is confirmed.
    """
    sender, content = sent.sender, sent.content
    link = own_address(settings, consultation, token, response.language) if sender.email else ""
    words = receipts.words_of(receipt_of(consultation, response, link, content, places))
    words = replace(words, body=words.body + whole)
    if sender.email:
        return outbox.queue_mail(
            session,
            settings,
            now,
            consultation,
            event=event_of(response),
            recipient=sender.email,
            words=words,
            language=response.language,
            response=response,
        )
    if response.channel is Channel.PORTAL:
        return None
    return outbox.queue_letter(
        session,
        settings,
        now,
        consultation,
        event=event_of(response),
        recipient=_postal(sender),
        words=words,
        language=response.language,
        response=response,
    )


def queue_unsent_link(
    session: Session,
    settings: Settings,
    now: datetime,
    consultation: Consultation,
    unsent: Unsent,
    token: str,
    email: str,
) -> Message:
    """Owes a mail with the link of an answer that is not sent; asked for again, it is sent again once an hour."""
    link = unsent_address(settings, consultation, token, unsent.language)
    closes_at = queries.closes_at_for(session, consultation, unsent.heard_party_id) or now
    return outbox.queue_mail(
        session,
        settings,
        now,
        consultation,
        event=f"unsent:{unsent.id}:{now:%Y%m%d%H}",
        recipient=email,
        words=receipts.unsent_words(unsent.language, consultation.title, link, closes_at, consultation.authority.name),
        language=unsent.language,
    )


def receipt_of(
    consultation: Consultation, response: Response, link: str, content: Content, places: Mapping[PlaceKey, Place]
) -> receipts.Receipt:
    """What a receipt tells, with the link it is to carry."""
    authority = consultation.authority
    numbers = {places[answer.place].draft_number for answer in content.answers}
    drafts = sorted(number for number in numbers if number is not None) if None not in numbers else ()
    return receipts.Receipt(
        language=response.language,
        title=consultation.title,
        number=rules.number_label(response.series, response.seq),
        received_at=response.received_at,
        precision=response.received_precision,
        late=response.late,
        no_remarks=content.no_remarks,
        drafts=tuple(drafts),
        code=check_code(response.commitment),
        link=link,
        files=len(content.files),
        authority=authority.name,
        department=authority.department,
        phone=consultation.contact_phone or authority.phone,
        contact_email=consultation.contact_email or authority.email,
    )


def _postal(sender: Sender) -> str:
    lines = [sender.organisation, sender.name, *sender.address.splitlines()]
    return "\n".join(line.strip() for line in lines if line.strip())
