"""The same thing at once, over real HTTP and by two real workers: it happens once (C3, C5, D6)."""

import email
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from sqlalchemy import func, select

from consultation.models import Consultation, Job, Response
from consultation.responses import operations
from consultation.vocabulary import JobState
from tests import factories
from tests.durability import respondents
from tests.durability.serving import PATIENCE, ROOT, environment, open_consultation, serving, stored

PRESSES, PROCESSES, MAILS = 50, 2, 30


class Inbox:
    """Message-ID and recipient of every mail that a mail server was given."""

    def __init__(self) -> None:
        self.mails: Counter[tuple[str, str]] = Counter()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        identity = email.message_from_bytes(envelope.content)["Message-ID"]
        self.mails.update((str(identity), address) for address in envelope.rcpt_tos)
        return "250 OK"


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def mail_url(inbox: Inbox) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    yield f"smtp://127.0.0.1:{port}"
    server.stop()


@pytest.mark.slow
def test_C3_fifty_presses_of_one_button_give_one_response_and_one_receipt(database_url: str, tmp_path: Path) -> None:
    open_consultation(database_url)
    with serving(database_url, tmp_path, PROCESSES, workers=0) as site:
        link = respondents.ready(site, "Seks uger er for kort tid.")
        with ThreadPoolExecutor(PRESSES) as fingers:
            addresses = fingers.map(lambda _press: respondents.press_send(site, link), range(PRESSES))
        [address] = set(addresses)
        assert respondents.read_receipt(site, "", address).number == 1
    with stored(database_url) as session:
        assert session.scalar(select(func.count(Response.id))) == 1


@pytest.mark.slow
def test_C5_two_workers_send_each_receipt_once(database_url: str, tmp_path: Path, inbox: Inbox, mail_url: str) -> None:
    recipients = owe_receipts(database_url, mail_url)
    command = [sys.executable, "-m", "consultation.cli", "work", "--once"]
    told = environment(database_url, tmp_path, "http://127.0.0.1", mail_url)
    workers = [subprocess.Popen(command, env=told, cwd=ROOT) for _ in range(PROCESSES)]
    assert [worker.wait(PATIENCE) for worker in workers] == [0] * PROCESSES
    assert sorted(address for _, address in inbox.mails) == recipients
    assert set(inbox.mails.values()) == {1}
    with stored(database_url) as session:
        owed = Counter(tuple(row) for row in session.execute(select(Job.name, Job.state, Job.tries)))
    for nightly in ("notifications.check_logs", "notifications.check_overdue"):  # owed to nobody
        del owed[nightly, JobState.WAITING, 0]
    done = ("moderation.scan", "moderation.group", "notifications.deliver")
    assert owed == {(name, JobState.DONE, 1): MAILS for name in done}


def owe_receipts(database_url: str, mail_url: str) -> list[str]:
    """Responses from as many people, each owed a receipt and a look. Returns their addresses."""
    opened, settings = open_consultation(database_url), replace(factories.settings(), mail_url=mail_url)
    addresses = [f"svarer-{number:02}@proeve.example" for number in range(MAILS)]
    now = datetime.now(UTC)
    with stored(database_url) as session:
        consultation = session.get_one(Consultation, opened.id)
        for address in addresses:
            sent = factories.submission(received_at=now, sender=factories.sender(email=address))
            operations.send_response(session, settings, now, consultation, sent)
        session.commit()
    return addresses
