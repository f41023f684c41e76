"""The server is renewed while people read and send: nobody loses a request, and the slowest waits little."""

import os
import signal
import time
from collections.abc import Iterator

from sqlalchemy.orm import Session

from tests.bench import filling
from tests.bench.databases import SQLITE, Database, database
from tests.bench.last_hour import send
from tests.bench.pacing import SEE_OTHER, asking, evenly, failed, kept, views
from tests.bench.results import Row
from tests.bench.scale import Scale
from tests.bench.serving import PATIENCE, SECRET, product
from tests.durability.away import children

SENDS, VIEWS = 10, 40
SECONDS = 12.0
"""Of each reload: two processes start one after the other."""
SLOWEST = 2.0


def measure(scale: Scale) -> Iterator[Row]:
    with database(SQLITE) as where:
        session = filling.opened(where)
        try:
            yield _measure(scale.reloads, where, session)
        finally:
            filling.close(session)


def _measure(times: int, where: Database, session: Session) -> Row:
    owner = filling.open_consultation(session)
    links = filling.ready_to_send(session, SECRET, owner, int(times * SECONDS * SENDS))
    session.rollback()
    sends = evenly([send(link) for link in links], SENDS)
    with product(where) as port, asking(port, [*sends, *views(times * SECONDS, VIEWS)]) as people:
        for number in range(times):
            people.wait_until(number * SECONDS + 1)
            _reload(int((where.folder / "pid").read_text()))
        answers = people.answers()
    found, broken = kept(session, answers), failed(answers)
    receipts = sum(answer.status == SEE_OTHER for answer in answers)
    slowest = max(answer.seconds for answer in answers)
    return Row(
        f"reloads of the server, {times}, slowest answer",
        where.kind,
        slowest,
        None,
        "s",
        f"< {SLOWEST:.0f} s, none lost or doubled",
        broken == found.lost == found.doubled == 0 and receipts == len(links) and slowest < SLOWEST,
        f"{len(answers)} requests, {broken} without an answer or with an error, {receipts} of {len(links)} receipts, "
        f"{found.lost} lost, {found.doubled} doubled",
    )


def _reload(supervisor: int) -> None:
    """Until every process is another."""
    before, end = set(children(supervisor)), time.monotonic() + PATIENCE
    os.kill(supervisor, signal.SIGHUP)
    while before & set(children(supervisor)):
        if time.monotonic() > end:
            raise TimeoutError("the processes were not renewed")
        time.sleep(0.1)
