"""The server under slow clients, while it is renewed, and while it ends: whoever has asked is answered, once (V2)."""

import os
import resource
import signal
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select, text

from consultation.models import Response, UnsentPart
from tests.durability import respondents
from tests.durability.respondents import ANSWER
from tests.durability.serving import PATIENCE, Site, open_consultation, serving, stored, wait_until

SLOW_BODIES, SLOW_HEADERS, PROBES = 550, 550, 20
"""Of each kind; 200 are asked for. In one process together more than select() can count."""
WRITERS, PROCESSES = 6, 2
SEND = urlencode({"til": "send"}).encode()
FORM = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n"

pytestmark = pytest.mark.slow


def begin(site: Site, method: str, address: str, headers: str = "") -> socket.socket:
    """A connection on which the first part of a request has been sent."""
    sock = socket.create_connection((site.host, site.port), timeout=PATIENCE)
    sock.sendall(f"{method} {address} HTTP/1.1\r\nHost: {site.host}:{site.port}\r\n{headers}".encode())
    return sock


@contextmanager
def many_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


# V2


@pytest.fixture
def slow_clients(sqlite_url: str, tmp_path: Path) -> Iterator[tuple[Site, list[socket.socket]]]:
    open_consultation(sqlite_url)
    with many_files(), serving(sqlite_url, tmp_path, 1, workers=0) as site, ExitStack() as held:
        respondents.ask(site, "GET", "/")  # they would fill the queue of a server that does not accept yet
        head = FORM.format(length=1000) + "\r\ntext="
        bodies = [held.enter_context(begin(site, "POST", ANSWER, head)) for _ in range(SLOW_BODIES)]
        headers = [held.enter_context(begin(site, "GET", "/", "X-Slow: ")) for _ in range(SLOW_HEADERS)]
        yield site, bodies + headers


def test_V2_slow_clients_stop_nobody(slow_clients: tuple[Site, list[socket.socket]]) -> None:
    site, slow = slow_clients
    for _ in range(PROBES):
        for sock in slow:
            sock.sendall(b"a")
        assert respondents.ask(site, "GET", "/hoeringer/hjaelp-i-hverdagen").status == 200
    assert "Traceback" not in site.log.read_text()


# Renewing


@dataclass
class Writing:
    """What one person sent on one connection, and how each was answered."""

    site: Site
    name: int
    stop: threading.Event
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)

    def run(self) -> None:
        with closing(HTTPConnection(self.site.host, self.site.port, timeout=PATIENCE)) as connection:
            key = respondents.hidden_fields(self._ask(connection, "GET", None)[1])
            for number in count():
                if self.stop.is_set():
                    return
                words = f"Svar {self.name}-{number}"
                form = key | {"text": words, "til": "naeste"}
                self.answers[words, self._ask(connection, "POST", form)[0]] += 1
                key = respondents.hidden_fields(self._ask(connection, "GET", None)[1])

    def _ask(self, connection: HTTPConnection, method: str, form: dict[str, str] | None) -> tuple[int, str]:
        """Never tried again: a request that gets no answer is lost, and the test fails."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        connection.request(method, ANSWER, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_a_reload_loses_no_request_and_answers_none_twice(sqlite_url: str, tmp_path: Path) -> None:
    open_consultation(sqlite_url)
    with serving(sqlite_url, tmp_path, PROCESSES) as site, ThreadPoolExecutor(WRITERS) as people:
        respondents.ask(site, "GET", "/")
        before, fewest, stop = site.children(), Fewest(site), threading.Event()
        writing = [Writing(site, name, stop) for name in range(WRITERS)]
        ended = [people.submit(one.run) for one in writing]
        with fewest.counting(), setting(stop):
            os.kill(site.supervisor, signal.SIGHUP)
            wait_until(lambda: not before & site.children())
        for one in ended:
            one.result()
        assert fewest.seen == len(before)
    answers = Counter[tuple[str, int]](sum((one.answers for one in writing), Counter()))
    assert {status for _, status in answers} == {303}
    with stored(sqlite_url) as session:
        assert Counter(session.scalars(select(UnsentPart.text))) == Counter({words: 1 for words, _ in answers})


@contextmanager
def setting(event: threading.Event) -> Iterator[None]:
    """At the end, however it ends."""
    try:
        yield
    finally:
        event.set()


class Fewest:
    """The fewest processes that there were at once: a new one is there before an old one goes."""

    def __init__(self, site: Site) -> None:
        self._site, self._stop, self.seen = site, threading.Event(), len(site.children())

    def _count(self) -> None:
        while not self._stop.wait(0.01):
            self.seen = min(self.seen, len(self._site.children()))

    @contextmanager
    def counting(self) -> Iterator[None]:
        thread = threading.Thread(target=self._count)
        thread.start()
        with setting(self._stop):
            yield
        thread.join()


def test_a_version_that_does_not_come_up_leaves_the_old_one_in_place(sqlite_url: str, tmp_path: Path) -> None:
    open_consultation(sqlite_url)
    folder = tmp_path / "data"
    folder.mkdir()
    with serving(sqlite_url, folder, 1, workers=0) as site:
        respondents.ask(site, "GET", "/")
        before = site.web_processes()
        folder.rename(tmp_path / "gone")
        folder.write_text("A file where the data folder should be: no process can start.")
        os.kill(site.supervisor, signal.SIGHUP)
        wait_until(lambda: b"process_did_not_come_up" in (tmp_path / "gone" / "log").read_bytes())
        assert before <= site.children()
        assert respondents.ask(site, "GET", "/hoeringer/hjaelp-i-hverdagen").status == 200


# Ending


def begin_sending(site: Site, link: str) -> socket.socket:
    """A connection whose headers the server has read: it has said that it waits for the body."""
    sock = begin(site, "POST", f"{link}/send", FORM.format(length=len(SEND)) + "Expect: 100-continue\r\n\r\n")
    assert sock.recv(100).startswith(b"HTTP/1.1 100 ")
    return sock


def read_answer(sock: socket.socket) -> bytes:
    """All of it: the server closes after its last answer."""
    return b"".join(iter(lambda: sock.recv(65536), b""))


def test_whoever_is_sending_when_the_server_ends_gets_a_receipt(database_url: str, tmp_path: Path) -> None:
    """One request waits for the database, of another half the body is here; both were begun before the end."""
    open_consultation(database_url)
    with serving(database_url, tmp_path, 1) as site, stored(database_url) as session:
        links = [respondents.ready(site, words) for words in ("Venter på databasen.", "Langsom linje.")]
        session.execute(text("UPDATE number_series SET consultation_id = consultation_id"))
        with begin_sending(site, links[0]) as whole, begin_sending(site, links[1]) as half:
            whole.sendall(SEND)
            half.sendall(SEND[:4])
            os.kill(site.supervisor, signal.SIGTERM)
            wait_until(lambda: len(site.children()) == 1)  # the worker, which is told after the web process
            session.rollback()
            half.sendall(SEND[4:])
            answers = [read_answer(sock) for sock in (whole, half)]
        assert [answer.split(b"\r\n")[0] for answer in answers] == [b"HTTP/1.1 303 SEE OTHER"] * 2
        assert all(b"Connection: close" in answer for answer in answers)
        assert sorted(session.scalars(select(Response.seq))) == [1, 2]
