"""Messages to the sender of a response: a mail, or a letter to print for who has no e-mail (R18, R23, states.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.config import Settings
from consultation.consultations.states import is_on_time
from consultation.errors import Invalid
from consultation.lib.tokens import check_code
from consultation.models import (
    Consultation,
    LateAdmission,
    LinkRequest,
    Message,
    Response,
    ResponseContact,
    ResponseVersion,
    Unsent,
)
from consultation.responses import outbox, proofs, queries, receipts, rules
from consultation.responses.content import Content, Place, PlaceKey, Submission
from consultation.responses.receipts import Linked, Words
from consultation.responses.rules import Sender
from consultation.vocabulary import Channel, Language

SENDER = "sender"
EVENT, AGAIN = "receipt", "receipt_again"
WITHDRAWN, LATE_DECIDED = "responses.tell_withdrawn", "responses.tell_late_decided"
"""Jobs: what the sender hears of a withdrawal (response_id) and of a decision on a late response (admission_id)."""


def event_of(response: Response) -> str:
    """The name under which a response's receipt stands in the outbox."""
    return f"{EVENT}:{response.id}"


def find_receipt(session: Session, response: Response) -> Message | None:
    """The receipt as it stands in the outbox: the one that was asked for last."""
    again = Message.event_key.startswith(f"{AGAIN}:{response.id}:", autoescape=True)
    found = select(Message).where(
        Message.response_id == response.id, or_(Message.event_key == event_of(response), again)
    )
    return session.scalars(found.order_by(Message.id.desc()).limit(1)).one_or_none()


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


def tell(
    session: Session,
    settings: Settings,
    now: datetime,
    consultation: Consultation,
    response: Response,
    *,
    event: str,
    words: Words,
    email: str,
    letter_to: str = "",
) -> Message | None:
    """Owes the sender of a response a message: by mail where an address is known, else as a letter to `letter_to`.

    None where neither is known.
    """
    if not email and not letter_to:
        return None
    queue = outbox.queue_mail if email else outbox.queue_letter
    return queue(
        session,
        settings,
        now,
        consultation,
        event=event,
        recipient=email or letter_to,
        words=words,
        language=response.language,
        response=response,
    )


def postal_of(sender: Sender) -> str:
    """Name and address in lines, as a window envelope shows them; "" where no address is known."""
    if not sender.address.strip():
        return ""
    lines = [sender.organisation, sender.name, *sender.address.splitlines()]
    return "\n".join(line.strip() for line in lines if line.strip())


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
    """Owes the receipt, in the response's transaction. None for who answered here without an e-mail address, and for
    who gave no address at all. `whole` is everything that was sent, for an address that is confirmed.
    """
    sender = sent.sender
    link = own_address(settings, consultation, token, response.language) if sender.email and token else ""
    closes_at = queries.closes_at_for(session, consultation, sent.heard_party_id)
    until = closes_at if closes_at is not None and now < closes_at else None
    words = receipts.words_of(
        receipt_of(
            consultation,
            response,
            link,
            sent.content,
            places,
            sender.organisation,
            closes_at=until,
            checked=proofs.checked_before(session, response),
        )
    )
    words = replace(words, body=words.body + whole)
    letter_to = "" if response.channel is Channel.PORTAL else postal_of(sender)
    event = event_of(response)
    return tell(
        session,
        settings,
        now,
        consultation,
        response,
        event=event,
        words=words,
        email=sender.email,
        letter_to=letter_to,
    )


def send_again(
    session: Session,
    settings: Settings,
    now: datetime,
    response: Response,
    version: ResponseVersion,
    token: str,
    email: str,
) -> Message:
    """Owes the receipt once more, to the address that the sender gives; it holds for what is told later, too.

    Invalid, with "often" for "email", where the address has had enough for a day (B3).
    """
    if outbox.is_often(session, email, now):
        raise Invalid("enough mails for a day", errors={"email": "often"})
    _note_email(session, SENDER, now, response, version, email)
    consultation = session.get_one(Consultation, response.consultation_id)
    words = receipts.words_of(_of_version(session, settings, consultation, response, version, token))
    return outbox.queue_mail(
        session,
        settings,
        now,
        consultation,
        event=f"{AGAIN}:{response.id}:{now:%Y%m%d%H%M%S%f}",
        recipient=email,
        words=words,
        language=response.language,
        response=response,
    )


def queue_corrected(
    session: Session, settings: Settings, now: datetime, response: Response, version: ResponseVersion, token: str
) -> Message | None:
    """Owes the receipt of a correction, with the version that counts now; `token` "" leaves the link out.

    None where the address may be somebody else's: it is not confirmed, and the mode asks for that.
    """
    if response.unconfirmed:
        return None
    consultation = session.get_one(Consultation, response.consultation_id)
    words = receipts.words_of(_of_version(session, settings, consultation, response, version, token))
    event, email = f"corrected:{response.id}:{version.number}", queries.email_of(session, version)
    letter_to = postal_of(queries.sender_of(version))
    return tell(
        session, settings, now, consultation, response, event=event, words=words, email=email, letter_to=letter_to
    )


def tell_withdrawn(session: Session, settings: Settings, now: datetime, *, response_id: int) -> None:
    """The job: owes the confirmation that a response has been taken back."""
    response = session.get_one(Response, response_id)
    if response.withdrawn_at is None or response.unconfirmed:
        return
    consultation = session.get_one(Consultation, response.consultation_id)
    version = queries.newest_version(session, response.id)
    receipt = _of_version(session, settings, consultation, response, version, "")
    words = receipts.withdrawn_words(receipt, response.withdrawn_at)
    event, email = f"withdrawn:{response.id}", queries.email_of(session, version)
    letter_to = postal_of(queries.sender_of(version))
    tell(session, settings, now, consultation, response, event=event, words=words, email=email, letter_to=letter_to)


def tell_late_decided(session: Session, settings: Settings, now: datetime, *, admission_id: int) -> None:
    """The job: owes the sender of a late response word on whether it is taken in (R24); the newest decision alone."""
    admission = session.get_one(LateAdmission, admission_id)
    response = session.get_one(Response, admission.response_id)
    newest = queries.newest_admissions(session, response.consultation_id).get(response.id)
    if newest is not admission or response.withdrawn_at is not None:
        return
    consultation = session.get_one(Consultation, response.consultation_id)
    version = queries.newest_version(session, response.id)
    receipt = _of_version(session, settings, consultation, response, version, "")
    words = receipts.late_decided_words(receipt, admission.reason, admitted=admission.admitted)
    event, email = f"late_decided:{admission.id}", queries.email_of(session, version)
    letter_to = postal_of(queries.sender_of(version))
    tell(session, settings, now, consultation, response, event=event, words=words, email=email, letter_to=letter_to)


def give_new_link(
    session: Session, settings: Settings, actor: str, now: datetime, response: Response, token: str, *, email: str
) -> Message:
    """Owes the link that staff have made anew: by mail to `email`, which holds for later mails too, else as a letter.

    Invalid, with "unknown" for "address", where there is no address for a letter.
    """
    consultation = session.get_one(Consultation, response.consultation_id)
    version = queries.newest_version(session, response.id)
    if email:
        _note_email(session, actor, now, response, version, email)
    receipt = _of_version(session, settings, consultation, response, version, token)
    words, event = receipts.new_link_words(receipt), f"new_link:{response.id}:{now:%Y%m%d%H%M%S%f}"
    letter_to = postal_of(queries.sender_of(version))
    told = tell(
        session, settings, now, consultation, response, event=event, words=words, email=email, letter_to=letter_to
    )
    if told is None:
        raise Invalid("no address is known", errors={"address": "unknown"})
    return told


def _note_email(
    session: Session, actor: str, now: datetime, response: Response, version: ResponseVersion, email: str
) -> None:
    """Another e-mail address for what is told about a response."""
    if email == queries.email_of(session, version):
        return
    owner = response.authority_id
    session.add(ResponseContact(authority_id=owner, response_id=response.id, email=email, by=actor, at=now))
    audit.note(session, response, actor, now, "response.email_changed")
    session.flush()


def queue_lost_links(
    session: Session,
    settings: Settings,
    now: datetime,
    consultation: Consultation,
    request: LinkRequest,
    found: Sequence[tuple[Response, str]],
) -> Message:
    """Owes one mail with the link of each response of an address; it stands with the newest one's consultation."""
    linked = []
    for response, token in found:
        about = session.get_one(Consultation, response.consultation_id)
        number = queries.number_of(response)
        link = own_address(settings, about, token, request.language)
        withdrawn = response.withdrawn_at is not None
        at, precision = response.received_at, response.received_precision
        linked.append(Linked(number, about.title, at, precision, withdrawn, link))
    return outbox.queue_mail(
        session,
        settings,
        now,
        consultation,
        event=f"lost_links:{request.id}:{now:%Y%m%d%H%M%S%f}",
        recipient=request.email,
        words=receipts.lost_links_words(request.language, linked, consultation.authority.name),
        language=request.language,
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
        words=receipts.unsent_words(
            unsent.language,
            consultation.title,
            link,
            closes_at,
            consultation.authority.name,
            late=not is_on_time(now, closes_at),
        ),
        language=unsent.language,
    )


def _of_version(
    session: Session,
    settings: Settings,
    consultation: Consultation,
    response: Response,
    version: ResponseVersion,
    token: str,
) -> receipts.Receipt:
    """What is told of a version of a response as it stands."""
    places, content = queries.places_of(session, consultation.id), queries.content_of(session, version)
    link = own_address(settings, consultation, token, response.language) if token else ""
    checked = proofs.checked_before(session, response)
    return receipt_of(
        consultation, response, link, content, places, version.organisation, version=version, checked=checked
    )


def receipt_of(
    consultation: Consultation,
    response: Response,
    link: str,
    content: Content,
    places: Mapping[PlaceKey, Place],
    organisation: str,
    *,
    closes_at: datetime | None = None,
    version: ResponseVersion | None = None,
    checked: receipts.Checked | None = None,
) -> receipts.Receipt:
    """What a receipt tells, with the link it is to carry."""
    authority = consultation.authority
    corrected = version is not None and version.number > 1
    return receipts.Receipt(
        language=response.language,
        title=consultation.title,
        number=rules.number_label(response.series, response.seq),
        received_at=response.received_at,
        precision=response.received_precision,
        late=response.late,
        no_remarks=content.no_remarks,
        drafts=_drafts(content, places),
        code=check_code(response.commitment),
        link=link,
        files=len(content.files),
        organisation=organisation,
        authority=authority.name,
        department=authority.department,
        phone=consultation.contact_phone or authority.phone,
        contact_email=consultation.contact_email or authority.email,
        closes_at=closes_at,
        checked=checked,
        version=version.number if version is not None else 1,
        corrected_at=version.at if version is not None and corrected else None,
    )


def _drafts(content: Content, places: Mapping[PlaceKey, Place]) -> tuple[int, ...]:
    """The numbers of the drafts; none where the response is about the whole, too."""
    numbers = {places[answer.place].draft_number for answer in content.answers}
    return () if None in numbers else tuple(sorted(number for number in numbers if number is not None))
