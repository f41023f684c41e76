"""A server that is asked at set times by a process of its own, and what came of each request."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path
from statistics import quantiles

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.lib.tokens import hash_token
from consultation.models import Response
from consultation.vocabulary import Series
from tests.bench.filling import SLUG
from tests.bench.serving import Request

_PAGE = f"/hoeringer/{SLUG}"
PAGES = ("/", *[_PAGE, f"{_PAGE}/svar"] * 3, f"{_PAGE}/besvar?udkast=0")
"""One in eight opens the form: at 200 a second as many as send."""
LEAD_SECONDS = 2.0
"""From the start of the process that asks to its first request."""
SEE_OTHER, SERVER_ERROR = 303, 500


@dataclass(frozen=True)
class Timed:
    """A request at so many seconds after the start; `words` are looked for in the answer."""

    at: float
    request: Request
    words: str = ""


@dataclass(frozen=True)
class Answer:
    """`seconds` from the set time to the whole answer; status 0: the connection was lost."""

    at: float
    status: int
    seconds: float
    location: str
    has_words: bool


class Asking:
    """`start` is the time of the first request, in seconds since 1970."""

    def __init__(self, port: int, requests: Sequence[Timed]) -> None:
        self._requests = requests
        self.start = time.time() + LEAD_SECONDS
        told = [[one.at, *one.request, one.words] for one in requests]
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("paced.py"))], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._told = json.dumps({"port": port, "start": self.start, "requests": told}).encode()

    def wait_until(self, seconds: float) -> None:
        time.sleep(max(0.0, self.start + seconds - time.time()))

    def answers(self) -> list[Answer]:
        written, _ = self._process.communicate()
        found = json.loads(written)
        return [Answer(one.at, *answer) for one, answer in zip(self._requests, found, strict=True)]

    def send(self) -> None:
        """Hands the requests over; the process waits for the start itself."""
        if self._process.stdin is not None:
            self._process.stdin.write(self._told)
            self._process.stdin.close()
            self._process.stdin = None


@contextmanager
def asking(port: int, requests: Sequence[Timed]) -> Iterator[Asking]:
    """The requests are on their way while the block runs."""
    one = Asking(port, requests)
    one.send()
    yield one


def evenly(requests: Sequence[Request], a_second: float, first: float = 0.0, words: str = "") -> list[Timed]:
    return [Timed(first + number / a_second, request, words) for number, request in enumerate(requests)]


def views(seconds: float, a_second: float) -> list[Timed]:
    """People who read, page by page."""
    pages = [("GET", PAGES[number % len(PAGES)], "", "") for number in range(int(seconds * a_second))]
    return evenly(pages, a_second)


def p99(answers: Sequence[Answer]) -> float:
    """Seconds; without end where next to nothing was answered."""
    seconds = [answer.seconds for answer in answers if answer.status]
    return quantiles(seconds, n=100, method="inclusive")[-1] if len(seconds) > 1 else inf


def failed(answers: Sequence[Answer]) -> int:
    """No answer, or one that says that it was our fault."""
    return sum(answer.status == 0 or answer.status >= SERVER_ERROR for answer in answers)


@dataclass(frozen=True)
class Kept:
    """Receipts without a response; receipts that two people share, or responses stored twice; responses marked late."""

    lost: int
    doubled: int
    late: int


def kept(session: Session, sent: Sequence[Answer]) -> Kept:
    """Receipts beside what is stored."""
    session.rollback()
    receipts = Counter(answer.location.split("/")[2] for answer in sent if answer.status == SEE_OTHER)
    rows = session.execute(select(Response.token_hash, Response.form_key, Response.series)).all()
    stored = {row.token_hash for row in rows}
    shared = receipts.total() - len(receipts)
    return Kept(
        lost=sum(hash_token(token) not in stored for token in receipts),
        doubled=shared + len(rows) - len({row.form_key for row in rows}),
        late=sum(row.series is not Series.ON_TIME for row in rows),
    )
