"""Mail over real SMTP on this machine (D6, O6)."""

import email
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation import worker
from consultation.config import Settings
from consultation.models import Audit, Consultation, Job, Message, MessageDelivery
from consultation.notifications.delivery import Outcome, Parcel, compose, hand_over
from consultation.responses import operations
from consultation.vocabulary import JobState, MessageState
from tests import factories
from tests.conftest import Clock
from tests.factories import NOW, RECEIVED, sender, submission


class Inbox:
    """What a mail server has taken; `refuse` is what it says instead."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refuse = ""

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        mail = email.message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def server(inbox: Inbox) -> Iterator[Controller]:
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def url_of(controller: Controller) -> str:
    return f"smtp://127.0.0.1:{controller.port}"


@pytest.fixture
def consultation(session: Session) -> Consultation:
    row = factories.consultation(session, factories.authority(session))
    session.commit()
    return row


def send(
    session: Session, settings: Settings, consultation: Consultation, address: str = "karen@proeve.example"
) -> str:
    sent = submission(sender=sender(email=address))
    token = operations.send_response(session, settings, RECEIVED, consultation, sent).token
    session.commit()
    return token


def work(engine: Engine, settings: Settings, at: Clock) -> None:
    """Everything that is due, mails only."""
    handlers = {"notifications.deliver": worker.HANDLERS["notifications.deliver"]}
    ignored = worker.Handler(lambda *_args, **_ids: None)
    while worker.run_once(engine, settings, at.now, handlers | {"moderation.scan": ignored}):
        pass


def message_of(session: Session) -> Message:
    session.rollback()
    return session.scalars(select(Message)).one()


def test_D6_the_receipt_leaves_by_mail(
    engine: Engine, session: Session, consultation: Consultation, server: Controller, inbox: Inbox, at: Clock
) -> None:
    settings = factories.settings(url_of(server))
    token = send(session, settings, consultation)
    work(engine, settings, at)
    work(engine, settings, at)
    (mail,) = inbox.mails
    stored = message_of(session)
    assert mail["Subject"] == "Kvittering: vi har modtaget svar nr. 1"
    assert mail["To"] == "karen@proeve.example"
    assert mail["From"] == "Prøvestad Kommune <post@xn--prvestad-64a.example>"
    assert mail["Message-ID"] == stored.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert f"http://localhost/mit-svar/{token}" in mail.get_content()
    assert (stored.state, stored.sent_at) == (MessageState.SENT, at.now)


def test_D6_a_day_without_mail_server_loses_and_doubles_nothing(
    engine: Engine, session: Session, consultation: Consultation, server: Controller, inbox: Inbox, at: Clock
) -> None:
    down = factories.settings("smtp://127.0.0.1:1")
    for address in ("a@proeve.example", "b@proeve.example"):
        send(session, down, consultation, address)
    for _ in range(25):
        work(engine, down, at)
        at.now += timedelta(hours=1)
    session.rollback()
    assert set(session.scalars(select(Message.state))) == {MessageState.QUEUED}
    assert set(session.scalars(select(Job.state))) <= {JobState.WAITING, JobState.DONE}
    assert len(session.scalars(select(MessageDelivery.id)).all()) == 2
    session.rollback()
    up = factories.settings(url_of(server))
    for _ in range(2):
        at.now += timedelta(minutes=5)
        work(engine, up, at)
    assert sorted(inbox.recipients) == ["a@proeve.example", "b@proeve.example"]
    assert len({mail["Message-ID"] for mail in inbox.mails}) == 2


def test_an_address_that_does_not_exist_fails_and_is_noted(
    engine: Engine, session: Session, consultation: Consultation, server: Controller, inbox: Inbox, at: Clock
) -> None:
    inbox.refuse = "550 No such user"
    settings = factories.settings(url_of(server))
    send(session, settings, consultation)
    work(engine, settings, at)
    assert message_of(session).state is MessageState.FAILED
    assert session.scalars(select(MessageDelivery.answer)).all() == ["550 No such user"]
    assert "message.failed" in session.scalars(select(Audit.event)).all()


def test_a_full_mailbox_is_tried_again_for_four_days(
    engine: Engine, session: Session, consultation: Consultation, server: Controller, inbox: Inbox, at: Clock
) -> None:
    inbox.refuse = "452 Mailbox full"
    settings = factories.settings(url_of(server))
    send(session, settings, consultation)
    work(engine, settings, at)
    assert message_of(session).state is MessageState.QUEUED
    session.rollback()
    at.now += timedelta(days=4, hours=1)
    work(engine, settings, at)
    assert message_of(session).state is MessageState.FAILED


def test_a_mail_server_that_is_taken_away_leaves_the_mail_to_be_read(
    engine: Engine, session: Session, consultation: Consultation, at: Clock
) -> None:
    send(session, factories.settings("smtp://127.0.0.1:1"), consultation)
    work(engine, factories.settings(), at)
    assert message_of(session).state is MessageState.KEPT


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
def test_the_server_is_told_who_we_are_where_it_asks(inbox: Inbox) -> None:
    def authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: Any, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        return AuthResult(success=(given.login, given.password) == (b"bruger", b"a b/c"), handled=False)

    controller = Controller(
        inbox,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=authenticate,
        auth_require_tls=False,
        auth_required=True,
    )
    controller.start()
    try:
        url = f"127.0.0.1:{controller.port}"
        assert hand_over(f"smtp://bruger:a%20b%2Fc@{url}", parcel()) == Outcome(True, "accepted")
        wrong = hand_over(f"smtp://bruger:forkert@{url}", parcel())
    finally:
        controller.stop()
    assert wrong.delivered is None


def test_a_server_without_encryption_is_not_used_where_it_was_demanded(server: Controller, inbox: Inbox) -> None:
    outcome = hand_over(url_of(server).replace("smtp:", "smtp+starttls:"), parcel())
    assert outcome.delivered is None
    assert inbox.mails == []


def parcel(**given: str) -> Parcel:
    values = {
        "sender": "post@proeve.example",
        "sender_name": "Prøvestad Kommune",
        "recipient": "karen@proeve.example",
        "subject": "Kvittering",
        "body": "Æblegrød\n.\n.skjult linje\n",
        "message_id": "<1@proeve.example>",
        "language": "da",
    }
    return Parcel(**(values | given), made_at=NOW)


def test_the_body_arrives_letter_by_letter(server: Controller, inbox: Inbox) -> None:
    assert hand_over(url_of(server), parcel()).delivered
    assert inbox.mails[0].get_content().replace("\r\n", "\n") == "Æblegrød\n.\n.skjult linje\n"


@pytest.mark.parametrize(
    "given",
    [
        {"recipient": "a@proeve.example\nBcc: b@proeve.example"},
        {"recipient": "a@proeve.example\r\n.\r\nMAIL FROM"},
        {"subject": "Emne\nBcc: b@proeve.example"},
        {"sender_name": "Navn\r\nBcc: b@proeve.example"},
    ],
)
def test_O6_a_line_break_never_becomes_a_header(given: dict[str, str], server: Controller, inbox: Inbox) -> None:
    with pytest.raises(ValueError):
        compose(parcel(**given))
    assert hand_over(url_of(server), parcel(**given)).delivered is False
    assert inbox.mails == []


def test_a_danish_domain_travels_as_ascii(server: Controller, inbox: Inbox) -> None:
    assert hand_over(url_of(server), parcel(recipient="karen@prøve.example")).delivered
    assert inbox.recipients == ["karen@xn--prve-hra.example"]


def test_no_secret_of_the_mail_server_is_written_down(
    engine: Engine, session: Session, consultation: Consultation, at: Clock, tmp_path: Path
) -> None:
    settings = factories.settings("smtp://bruger:hemmelig@127.0.0.1:1")
    send(session, settings, consultation)
    work(engine, settings, at)
    session.rollback()
    written = [*session.scalars(select(MessageDelivery.answer)), *session.scalars(select(Job.last_error))]
    assert not any("hemmelig" in words for words in written)
