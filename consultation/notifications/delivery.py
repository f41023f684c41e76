"""Handing a mail to a mail server: the only place that speaks SMTP. Knows no database (D6, O6)."""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, formataddr
from urllib.parse import SplitResult, unquote, urlsplit

SECONDS_TO_ANSWER = 20
"""Shorter than a job's lease, so that nobody else delivers meanwhile."""
UNSUBSCRIBE = "List-Unsubscribe"
_PERMANENT = 500
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class _Policy(EmailPolicy):
    """The address at which one stops stays on one line: folded, or encoded for its length, nobody could read it."""

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {value}{self.linesep}" if name == UNSUBSCRIBE else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii") if name == UNSUBSCRIBE else super().fold_binary(name, value)


@dataclass(frozen=True)
class Parcel:
    """One mail, ready to hand over. The message's own `message_id` makes a second copy recognisable.

    `unsubscribe` is the address at which who follows stops by one POST (RFC 8058), "" for other mails.
    """

    sender: str
    sender_name: str
    recipient: str
    subject: str
    body: str
    message_id: str
    language: str
    made_at: datetime
    unsubscribe: str = ""


@dataclass(frozen=True)
class Outcome:
    """What the server said. `delivered` None: not now, but perhaps later."""

    delivered: bool | None
    answer: str


def hand_over(mail_url: str, parcel: Parcel) -> Outcome:
    """Gives the mail to the server at smtp://user:password@host:port, smtp+starttls:// or smtps://.

    Never raises for what a server or a network does: that is an Outcome.
    """
    try:
        message = compose(parcel)
        recipient = ascii_address(parcel.recipient)
    except (ValueError, UnicodeError) as error:
        return Outcome(False, f"the address cannot be used: {type(error).__name__}")
    try:
        with _connect(urlsplit(mail_url)) as server:
            server.send_message(message, from_addr=ascii_address(parcel.sender), to_addrs=[recipient])
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        return Outcome(False if code >= _PERMANENT else None, f"{code} {_words(answer)}")
    except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
        refused = error.smtp_code >= _PERMANENT
        return Outcome(False if refused else None, f"{error.smtp_code} {_words(error.smtp_error)}")
    except (smtplib.SMTPException, OSError) as error:
        return Outcome(None, f"the mail server cannot be reached: {type(error).__name__}")
    return Outcome(True, "accepted")


def compose(parcel: Parcel) -> EmailMessage:
    """The mail as it travels. ValueError where a line break would make a header of a value."""
    message = EmailMessage(_Policy())
    message["From"] = formataddr((parcel.sender_name, ascii_address(parcel.sender)))
    message["To"] = ascii_address(parcel.recipient)
    message["Subject"] = parcel.subject
    message["Date"] = format_datetime(parcel.made_at)
    message["Message-ID"] = parcel.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = parcel.language
    if parcel.unsubscribe:
        message[UNSUBSCRIBE] = f"<{parcel.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(parcel.body, cte="quoted-printable")
    return message


def ascii_address(address: str) -> str:
    """An address whose domain is written as mail servers write it."""
    if not address.isprintable():
        raise ValueError("a control character in an address")
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def _connect(url: SplitResult) -> smtplib.SMTP:
    host, port = url.hostname or "localhost", url.port or _PORTS.get(url.scheme, 25)
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=SECONDS_TO_ANSWER, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS_TO_ANSWER)
    try:
        if url.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _words(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:300]
