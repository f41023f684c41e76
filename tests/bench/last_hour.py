"""The last hour before a deadline (V1): people send and read, and the last second is the fullest.

Everything is sent at set times, so that a slow server is not asked less. 25 a second once broke a petition site.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from consultation.models import Consultation, Deadline
from tests.bench import filling
from tests.bench.databases import KINDS, Database, database
from tests.bench.pacing import PAGES, SEE_OTHER, Answer, Timed, asking, evenly, failed, kept, p99, views
from tests.bench.results import Row
from tests.bench.scale import Scale
from tests.bench.serving import FORM, SECRET, Request, ask, get, product

SENDS, VIEWS, LAST_SECOND = 25, 200, 200
SLOWEST = 2.0
_MARGIN = 0.1
"""Of the last second, in which a request must have been read: what is on its way at midnight is late."""
SEND = "til=send"
_WARM = 4
"""Times that each page has been asked for before the hour: nobody starts the servers then."""


def measure(scale: Scale) -> Iterator[Row]:
    for kind in KINDS:
        with database(kind) as where:
            session = filling.opened(where)
            try:
                yield _measure(scale.hour_seconds, where, session)
            finally:
                filling.close(session)


def _measure(seconds: float, where: Database, session: Session) -> Row:
    owner = filling.open_consultation(session)
    links = filling.ready_to_send(session, SECRET, owner, int(seconds * SENDS) + LAST_SECOND)
    sends = _sends(links, seconds)
    reads = views(seconds, VIEWS)
    with product(where) as port:
        ask(port, [get(page) for page in PAGES] * _WARM, None)
        with asking(port, [*sends, *reads]) as people:
            _close(session, owner, people.start + seconds)
            answers = people.answers()
    return _row(where, session, answers[: len(sends)], answers[len(sends) :])


def send(link: str) -> Request:
    return "POST", f"/kladde/{link}/send", FORM, SEND


def _sends(links: list[str], seconds: float) -> list[Timed]:
    last, before = links[:LAST_SECOND], links[LAST_SECOND:]
    rush = evenly([send(link) for link in last], LAST_SECOND / (1 - _MARGIN), first=seconds - 1)
    return [*evenly([send(link) for link in before], SENDS), *rush]


def _close(session: Session, owner: Consultation, at: float) -> None:
    """The deadline is when the last request has been sent."""
    owner.closes_at = datetime.fromtimestamp(at, UTC)
    session.add(
        Deadline(
            authority_id=owner.authority_id,
            consultation_id=owner.id,
            seq=2,
            closes_at=owner.closes_at,
            shown_local="om lidt",
            by="system",
            at=owner.opens_at,
        )
    )
    session.commit()


def _row(where: Database, session: Session, sent: list[Answer], read: list[Answer]) -> Row:
    """The p99 is that of the hour; who sends in its last second has to be on time and have a receipt."""
    found, broken = kept(session, sent), failed([*sent, *read])
    rush = sent[-LAST_SECOND:]
    begins = min(answer.at for answer in rush)
    before = [[answer for answer in answers if answer.at < begins] for answers in (sent, read)]
    slowest = max(map(p99, before))
    receipts = sum(answer.status == SEE_OTHER for answer in sent)
    met = broken == found.lost == found.doubled == found.late == 0 and receipts == len(sent) and slowest < SLOWEST
    return Row(
        f"last hour: {SENDS} sent and {VIEWS} read a second, p99, then {LAST_SECOND} sent in the last second",
        where.kind,
        slowest,
        None,
        "s",
        f"< {SLOWEST:.0f} s, none lost, doubled, late",
        met,
        f"{receipts} of {len(sent)} receipts, {found.lost} lost, {found.doubled} doubled, {found.late} late, "
        f"{broken} errors; p99 of sending {p99(before[0]):.2f} s, of reading {p99(before[1]):.2f} s, "
        f"of the last second {p99(rush):.2f} s",
    )
