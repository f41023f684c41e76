"""kill -9 among the processes while people answer, and what must be stored afterwards (D1)."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consultation import chain
from consultation.lib.tokens import hash_token
from consultation.models import Answer, Consultation, Response, ResponseVersion
from consultation.responses import figures
from tests.durability import respondents
from tests.durability.respondents import Receipt
from tests.durability.serving import Site, open_consultation, serving, stored


@dataclass
class Run:
    """`every`: seconds between two kills, when somebody has got a receipt meanwhile; `is_enough` of the run so far."""

    clients: int
    processes: int
    every: float
    at_most: float
    is_enough: Callable[["Run"], bool]
    receipts: list[Receipt] = field(default_factory=list)
    kills: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began


def answer_and_kill(database_url: str, folder: Path, run: Run) -> None:
    """Raises AssertionError where a receipt is without its response, or anything else is not as it must be."""
    folder.mkdir(exist_ok=True)
    consultation = open_consultation(database_url)
    stop = threading.Event()
    with serving(database_url, folder, run.processes) as site, ThreadPoolExecutor(run.clients) as people:
        answering = [people.submit(_answer_until, site, name, stop, run.receipts) for name in range(run.clients)]
        try:
            _kill(site, run)
        finally:
            stop.set()
        for one in answering:
            one.result()
    log = site.log.read_text()
    assert "Traceback" not in log
    assert log.count("process_ended") == run.kills
    with stored(database_url) as session:
        _check_stored(session, consultation, run.receipts)


def _answer_until(site: Site, name: int, stop: threading.Event, receipts: list[Receipt]) -> None:
    """One form after the other, each sent until its receipt is read, and now and then once more."""
    for number in range(10_000):
        if stop.is_set():
            return
        words = f"Svar {name}-{number}: seks uger er for kort tid."
        link = respondents.ready(site, words)
        address = respondents.press_send(site, link)
        receipts.append(respondents.read_receipt(site, words, address))
        if number % 5 == 0:
            assert respondents.press_send(site, link) == address


def _kill(site: Site, run: Run) -> None:
    """One after the other, unless those that are left have not come so far as to answer."""
    choose, seen = random.Random(1), 0
    run.began = time.monotonic()
    while not run.is_enough(run):
        assert run.seconds < run.at_most, (run.kills, len(run.receipts))
        time.sleep(run.every)
        if len(run.receipts) > seen:
            seen = len(run.receipts)
            site.kill(choose.choice(sorted(site.children())))
            run.kills += 1


def _check_stored(session: Session, consultation: Consultation, receipts: list[Receipt]) -> None:
    """Every receipt's words under its number and its link, each form once, no number left out, file and log whole."""
    rows = session.execute(
        select(Response.token_hash, Response.seq, Answer.text)
        .join(ResponseVersion, ResponseVersion.response_id == Response.id)
        .join(Answer, Answer.version_id == ResponseVersion.id)
        .where(Response.consultation_id == consultation.id)
    ).all()
    kept = {(row.token_hash, row.seq, row.text) for row in rows}
    assert {(hash_token(one.token), one.number, one.text) for one in receipts} <= kept
    assert max(Counter(row.text for row in rows).values()) == 1
    assert sorted(row.seq for row in rows) == list(range(1, len(rows) + 1))
    assert figures.read(session, consultation.id) == figures.recount(session, consultation.id)
    assert chain.faults(session, consultation.authority_id) == []
    if session.get_bind().dialect.name == "sqlite":
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
