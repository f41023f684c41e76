"""Mail out of the house: the only user of smtplib. A fixed Message-ID makes a second delivery harmless (D6)."""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from urllib.parse import unquote, urlsplit

from sqlalchemy.orm import Session

from consultation import audit
from consultation.config import Settings
from consultation.models import Authority, Message, MessageDelivery
from consultation.vocabulary import MessageState

TIMEOUT_SECONDS = 30
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True)
class Outcome:
    """What a mail server answered."""

    delivered: bool
    answer: str


def deliver(session: Session, settings: Settings, *, message_id: int) -> Outcome | None:
    """Hands the message to the mail server. None where it is not waiting to be sent.

    A server that is away raises, and the job tries again; a recipient that is refused for good is an answer.
    """
    message = session.get(Message, message_id)
    if message is None or message.state is not MessageState.QUEUED or settings.mail_url is None:
        return None
    authority = session.get_one(Authority, message.authority_id)
    mail = compose(message, authority.name, authority.email)
    try:
        _send(settings.mail_url, mail)
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        if code < 500:  # noqa: PLR2004 - below, a server asks to try again later
            raise
        return Outcome(False, f"{code} {answer.decode('utf-8', 'replace')}"[:300])
    return Outcome(True, "")


def note_delivery(
    session: Session, _settings: Settings, now: datetime, *, message_id: int, prepared: Outcome | None
) -> None:
    """Keeps what the mail server answered (R11, R48)."""
    if prepared is None:
        return
    message = session.get_one(Message, message_id)
    message.state = MessageState.SENT if prepared.delivered else MessageState.FAILED
    message.sent_at = now if prepared.delivered else None
    session.add(
        MessageDelivery(
            authority_id=message.authority_id,
            message_id=message.id,
            delivered=prepared.delivered,
            answer=prepared.answer,
            at=now,
        )
    )
    if not prepared.delivered:
        subject, kind = f"message:{message.id}", message.event_key.partition(":")[0]
        audit.record(
            session, message.authority_id, actor="system", at=now, event="message.failed", subject=subject, kind=kind
        )
    session.flush()


def compose(message: Message, sender: str, address: str) -> EmailMessage:
    """Plain text in UTF-8; line breaks in a field cannot become headers (O6), the mail package refuses them."""
    mail = EmailMessage()
    mail["From"] = formataddr((sender, address))
    mail["To"] = message.recipient
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.made_at)
    mail["Message-ID"] = message.message_id
    mail["Content-Language"] = message.language.value
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    return mail


def _send(url: str, mail: EmailMessage) -> None:
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port or PORTS[parts.scheme]
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    with server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail)
