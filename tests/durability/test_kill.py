"""kill -9 among the processes while people answer: every receipt has its response, and no number comes twice (D1)."""

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consultation import audit
from consultation.lib.tokens import hash_token
from consultation.models import Answer, Consultation, Response, ResponseVersion
from consultation.responses import figures
from tests.durability import respondents
from tests.durability.respondents import Receipt
from tests.durability.serving import Site, open_consultation, serving, stored

CLIENTS, PROCESSES = 16, 2
SECONDS, KILLS, RECEIPTS = 20, 5, 50
"""How long people answer, and what must have happened by then; a slow machine goes on until it has."""
AT_MOST = 150


def answer_until(site: Site, name: int, stop: threading.Event, receipts: list[Receipt]) -> None:
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


def kill_while_people_answer(site: Site, receipts: list[Receipt]) -> None:
    """One a second, unless those that are left have not come so far as to answer."""
    choose, kills, seen, began = random.Random(1), 0, 0, time.monotonic()
    while time.monotonic() - began < SECONDS or kills < KILLS or len(receipts) < RECEIPTS:
        assert time.monotonic() - began < AT_MOST, (kills, len(receipts))
        time.sleep(1)
        if len(receipts) > seen:
            seen = len(receipts)
            site.kill(choose.choice(sorted(site.children())))
            kills += 1


@pytest.mark.slow
def test_D1_whoever_has_a_receipt_has_a_response(sqlite_url: str, own_postgres_url: str, tmp_path: Path) -> None:
    """On both databases, side by side: each site has processes, people and kills of its own."""
    with ThreadPoolExecutor(2) as sites:
        ended = [
            sites.submit(answer_and_kill, url, tmp_path / kind)
            for kind, url in (("sqlite", sqlite_url), ("postgresql", own_postgres_url))
        ]
    for one in ended:
        one.result()


def answer_and_kill(database_url: str, folder: Path) -> None:
    folder.mkdir()
    consultation = open_consultation(database_url)
    receipts: list[Receipt] = []
    stop = threading.Event()
    with serving(database_url, folder, PROCESSES) as site, ThreadPoolExecutor(CLIENTS) as people:
        answering = [people.submit(answer_until, site, name, stop, receipts) for name in range(CLIENTS)]
        try:
            kill_while_people_answer(site, receipts)
        finally:
            stop.set()
        for one in answering:
            one.result()
    assert "Traceback" not in site.log.read_text()
    with stored(database_url) as session:
        check_stored(session, consultation, receipts)


def check_stored(session: Session, consultation: Consultation, receipts: list[Receipt]) -> None:
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
    assert audit.faults(session, consultation.authority_id) == []
    if session.get_bind().dialect.name == "sqlite":
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
