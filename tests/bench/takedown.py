"""A response is taken down while people read: how long until its last public trace is gone (R35)."""

import http.client
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event

from sqlalchemy.orm import Session

from consultation.models import Consultation, Package, PackageFile, PublishedAnnex, Response, Snapshot
from consultation.moderation import operations, takedown
from consultation.moderation.takedown import Seen
from consultation.responses.queries import standing_of
from consultation.responses.rules import sort_number
from consultation.search_index import write_texts
from consultation.storage import Store, keep
from consultation.vocabulary import DecisionKind, Reason
from tests import factories
from tests.bench import filling
from tests.bench.databases import KINDS, Database, database
from tests.bench.filling import SLUG
from tests.bench.results import Row
from tests.bench.scale import Scale
from tests.bench.serving import CLIENTS, PROCESSES, product

WORD, SOUGHT = "zebrastriberne", "kanalbredden"
"""What must be gone, and the word beside it that the search is asked for, which its page repeats."""
TEXT = f"Vandet over {WORD} ved {SOUGHT} er et problem hver efterårsdag."
BOUND = 60.0
_TARGET = f"<= {BOUND:.0f}"
OTHERS = 20
"""Responses beside it: whole lists are sent dozens of times."""
CLEAN = 8
"""So many answers in a row without a trace, of each address, are the end of it: both processes have been asked."""
_HOME = f"/hoeringer/{SLUG}"
_DATA = f"/api/v1/consultations/{SLUG}"
_GONE = frozenset({200, 404, 410})


@dataclass(frozen=True)
class Answer:
    status: int
    words: bool
    seconds_kept: int
    """How long others may keep it, as it says."""


def measure(scale: Scale) -> Iterator[Row]:
    for kind in KINDS:
        with database(kind) as where:
            session = filling.opened(where)
            owner = filling.open_consultation(session)
            filling.fill(session, owner, min(scale.few, OTHERS), published=True)
            row = _published(session, where, owner)
            addresses = _addresses(row)
            with product(where) as port:
                yield from _taken_down(session, where, port, row, addresses)
            filling.close(session)


def _published(session: Session, where: Database, owner: Consultation) -> Response:
    """Shown by a moderator's decision, as ever, and in a paper that lies on the page."""
    now = datetime.now(UTC)
    response = factories.response(session, owner, factories.submission(TEXT, received_at=now - timedelta(hours=1)))
    before = now - timedelta(minutes=10)
    operations.decide(session, "system", before, response.id, 0, 1, DecisionKind.PUBLISH, seen=True)
    write_texts(session, owner)
    own = {"authority_id": owner.authority_id, "by": "system", "at": now}
    snapshot = Snapshot(**own, consultation_id=owner.id, seq=1, inputs="{}", provisional=False)
    session.add(snapshot)
    session.flush()
    package = Package(**own, snapshot_id=snapshot.id, key="package")
    session.add(package)
    session.flush()
    blob = keep(session, Store(where.folder / "files"), owner.authority_id, TEXT.encode(), "text/html")
    ids = {"authority_id": owner.authority_id, "package_id": package.id, "blob_id": blob.id}
    file = PackageFile(**ids, name="samlede-hoeringssvar.html", public=True)
    session.add(file)
    session.flush()
    session.add(PublishedAnnex(**own, consultation_id=owner.id, file_id=file.id, name=file.name))
    session.commit()
    return response


def _addresses(row: Response) -> tuple[str, ...]:
    """Everything on which it can be read: pages, lists, data, search, feeds and files."""
    before = sort_number(row.series, row.seq) - 1
    pages = (f"{_HOME}/svar/{row.key}", f"/en{_HOME}/svar/{row.key}", f"{_HOME}/svar?efter={before}", _HOME)
    lists = (f"{_HOME}/svar?som=citizen&efter={before}", f"{_HOME}/svar/samlet?frist=til-tiden", f"{_HOME}/svar.csv")
    machines = (f"{_DATA}/responses/{row.key}", f"{_DATA}/responses?after={row.seq - 1}", f"{_HOME}/feed.atom")
    return (*pages, *lists, *machines, f"/soeg?q={SOUGHT}", f"{_HOME}/bilag/samlede-hoeringssvar.html")


def _taken_down(session: Session, where: Database, port: int, row: Response, addresses: Sequence[str]) -> Iterator[Row]:
    with ThreadPoolExecutor(CLIENTS) as pool, _readers(port, addresses):
        warm = list(pool.map(lambda address: _ask(port, address), [one for one in addresses for _time in range(CLEAN)]))
        traces = sum(answer.words for answer in warm) // CLEAN
        standing = standing_of(session, row)
        session.rollback()
        pressed = time.monotonic()
        seen = Seen(row.id, standing.decision.seq if standing.decision else 0, standing.version.number)
        takedown.take_down(session, "system", datetime.now(UTC), seen, Reason.SENSITIVE)
        session.commit()
        acted = time.monotonic() - pressed
        last = max(pool.map(lambda address: _last_trace(port, address, pressed), addresses))
    told = f"{traces} of {len(addresses)} addresses had it, from {PROCESSES} processes; the act took {acted:.3f} s"
    met = last <= BOUND and traces == len(addresses)
    yield Row("response taken down: its last trace on the site", where.kind, last, None, "s", _TARGET, met, told)
    kept = max(answer.seconds_kept for answer in warm if answer.words)
    told = "a cache that keeps what it may, and asked just before"
    yield Row("the same in caches of others", where.kind, kept, None, "s", _TARGET, kept <= BOUND, told)


@contextmanager
def _readers(port: int, addresses: Sequence[str]) -> Iterator[None]:
    """Others who read all the while."""
    stop = Event()

    def read(place: int) -> None:
        while not stop.is_set():
            _ask(port, addresses[place % len(addresses)])
            place += 1

    with ThreadPoolExecutor(CLIENTS // 2) as pool:
        for place in range(CLIENTS // 2):
            pool.submit(read, place)
        try:
            yield
        finally:
            stop.set()


def _last_trace(port: int, address: str, pressed: float) -> float:
    """Seconds after which the address told it for the last time; asked until it has long been silent."""
    last, clean = 0.0, 0
    while clean < CLEAN and time.monotonic() - pressed < 2 * BOUND:
        answer = _ask(port, address)
        clean = 0 if answer.words else clean + 1
        last = time.monotonic() - pressed if answer.words else last
    return last


def _ask(port: int, address: str) -> Answer:
    """On a connection of its own: either process may take it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=BOUND)
    connection.request("GET", address)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status not in _GONE:
        raise RuntimeError(f"{address} answered {response.status}")
    control = response.getheader("Cache-Control") or ""
    kept = int(control.partition("max-age=")[2] or 0)
    return Answer(response.status, WORD in body.decode().lower(), kept)
