"""What deploy/nginx.conf does in front of the server: what it says, what it keeps away, what it lets through."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from waitress.server import create_server

from consultation.arrival import channel_for
from consultation.web.bodies import RECEIVED_AT, SOURCE
from tests.bench import filling, nginx
from tests.bench.databases import SQLITE, Database, database
from tests.bench.filling import SLUG
from tests.bench.nginx import HOST, Proxy, proxy
from tests.bench.results import Row
from tests.bench.scale import Scale
from tests.bench.serving import SECRET, product

SLOW, PROBES = 200, 50
"""Of each kind, and pages asked for meanwhile."""
ANSWERED = 0.99
UPLOAD = 10_000_000
FOUND, SEE_OTHER, UNAVAILABLE = 200, 303, 503
SPOOFED = {
    "X_Real_IP": "192.0.2.1",
    "X_Received_At": "1000000000.000",
    "X_Forwarded_For": "192.0.2.1",
    "X_Forwarded_Proto": "http",
    "X_Forwarded_Host": "evil.example",
    "Forwarded": "for=192.0.2.1",
}
PAGE = f"/hoeringer/{SLUG}"
TOLD = {"CONSULTATION_ENV": "production", "CONSULTATION_BASE_URL": f"https://{HOST}", "CONSULTATION_PROXY": "127.0.0.1"}


def measure(scale: Scale) -> Iterator[Row]:
    if not nginx.program():
        return
    with database(SQLITE) as where:
        yield _row("what nginx tells the server", where.kind, _told(where.folder))
    with database(SQLITE) as where:
        session = filling.opened(where)
        owner = filling.open_consultation(session)
        [link] = filling.ready_to_send(session, SECRET, owner, 1)
        filling.close(session)
        with product(where, told=TOLD) as port:
            with proxy(where.folder / "nginx", port) as front:
                yield _slow(where, front)
                yield _row("what nginx lets through", where.kind, _passed(where, front, link))
            with proxy(where.folder / "greedy", port, greedy=True) as front:
                yield _row("a greedy cache keeps", where.kind, _cached(front, link))


def _row(work: str, kind: str, held: Mapping[str, bool]) -> Row:
    broken = [claim for claim, holds in held.items() if not holds]
    detail = f"not so: {', '.join(broken)}" if broken else ", ".join(held)
    return Row(work, kind, len(held) - len(broken), len(held), "of all", "all", not broken, detail)


# What the server is told


@dataclass
class Echo:
    """A server that answers with what it was told; `seen` counts its requests. It reads nothing before it `goes`."""

    port: int = 0
    seen: int = 0
    going: threading.Event = field(default_factory=threading.Event)

    def application(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        self.seen += 1
        body = environ["wsgi.input"].read()
        told = {name: value for name, value in environ.items() if isinstance(value, str)}
        told |= {"received": str(environ[RECEIVED_AT].timestamp()), "source": environ[SOURCE], "octets": str(len(body))}
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(told).encode()]


@contextmanager
def echo() -> Iterator[Echo]:
    found, stop = Echo(), threading.Event()
    server = create_server(found.application, host="127.0.0.1", port=0, threads=2)
    server.channel_class = channel_for("127.0.0.1")
    found.port = server.effective_port
    found.going.set()

    def run() -> None:
        while not stop.is_set():
            found.going.wait()
            server.asyncore.loop(timeout=0.05, use_poll=True, map=server._map, count=1)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield found
    finally:
        found.going.set()
        stop.set()
        thread.join()
        server.task_dispatcher.shutdown()
        server.close()


def _told(folder: Path) -> dict[str, bool]:
    with echo() as behind, proxy(folder / "nginx", behind.port) as front:
        told = json.loads(front.ask("GET", "/", **SPOOFED)[1])
        other = json.loads(front.ask("GET", "/", source="127.0.0.2", **SPOOFED)[1])
        upload = json.loads(front.ask("POST", "/", b"x" * UPLOAD)[1])
        return {
            "the client's address": (told["source"], other["source"]) == ("127.0.0.1", "127.0.0.2"),
            "its own time": time.time() - float(told["received"]) < nginx.PATIENCE,
            "no forwarded header": not [name for name in told if "FORWARDED" in name],
            "the name asked for": told["HTTP_HOST"] == HOST,
            "10 MB whole": upload["octets"] == str(UPLOAD),
            "nothing before the body is whole (T6)": _is_read_whole(front, behind),
            "the time it was whole here, not when the server came to it (T6)": _is_timed(front, behind),
        }


def _is_read_whole(front: Proxy, behind: Echo) -> bool:
    connection, before = front.connect(), behind.seen
    connection.putrequest("POST", "/", skip_host=True)
    connection.putheader("Host", HOST)
    connection.putheader("Content-Length", "10")
    connection.endheaders(b"12345")
    time.sleep(1)
    held, last = behind.seen == before, time.time()
    connection.send(b"67890")
    told = json.loads(connection.getresponse().read())
    connection.close()
    return (
        held and float(told["received"]) >= last - 0.01
    )  # nginx tells milliseconds, of a clock it looks at now and then


def _is_timed(front: Proxy, behind: Echo) -> bool:
    behind.going.clear()
    threading.Timer(2, behind.going.set).start()
    sent = time.time()
    told = json.loads(front.ask("POST", "/", b"hele")[1])
    return float(told["received"]) - sent < 1


# In front of the product


def _slow(where: Database, front: Proxy) -> Row:
    with ExitStack() as held:
        context = ssl._create_unverified_context()
        body = f"POST {PAGE}/besvar HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 100000\r\n\r\ntext="
        heads = [body, "GET / HTTP/1.1\r\nX-Slow: "]
        for head in heads * SLOW:
            raw = socket.create_connection(("127.0.0.1", front.port), timeout=nginx.PATIENCE)
            sock = held.enter_context(context.wrap_socket(raw))
            sock.sendall(head.encode())
        answered = sum(front.ask("GET", PAGE)[0].status == FOUND for _ in range(PROBES))
    share = answered / PROBES
    return Row(
        f"pages read beside {SLOW} slow bodies and {SLOW} slow headers, behind nginx",
        where.kind,
        share * 100,
        None,
        "%",
        f">= {ANSWERED:.0%}",
        share >= ANSWERED,
    )


def _passed(where: Database, front: Proxy, link: str) -> dict[str, bool]:
    page, _ = front.ask("GET", PAGE, Accept_Encoding="gzip")
    private, text = front.ask("GET", f"/kladde/{link}/gennemse", Accept_Encoding="gzip")
    style, _ = front.ask("GET", "/static/vendor/dkfds/css/dkfds.min.css", Accept_Encoding="gzip")
    sent, _ = front.ask("POST", f"/kladde/{link}/send", "til=send", Content_Type="application/x-www-form-urlencoded")
    logged = "".join(file.read_text("utf-8") for file in front.folder.glob("*.log"))
    return {
        "public pages compressed": page.status == FOUND and page.headers["Content-Encoding"] == "gzip",
        "their time in caches": "max-age" in page.headers["Cache-Control"],
        "private pages as they are, for no cache": private.status == FOUND
        and private.headers["Content-Encoding"] is None
        and private.headers["Cache-Control"] == "no-store"
        and b"<h1" in text,
        "static files compressed, for ever": style.headers["Content-Encoding"] == "gzip",
        "an answer with its receipt": sent.status == SEE_OTHER and "/kvittering" in sent.headers["Location"],
        "no secret address in a log (A3)": link not in logged and "/kladde/-" in logged,
        "words of its own where the server is gone": _is_away(where),
    }


def _is_away(where: Database) -> bool:
    """In front of a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with proxy(where.folder / "away", port) as front:
        answer, page = front.ask("GET", PAGE)
    return answer.status == UNAVAILABLE and answer.headers["Retry-After"] == "30" and b"ikke sendt" in page


def _cached(front: Proxy, link: str) -> dict[str, bool]:
    kept = [front.ask("GET", PAGE)[0].headers["X-Cache"] for _ in range(2)]
    private = [front.ask("GET", f"/kladde/{link}/skriv")[0].headers["X-Cache"] for _ in range(2)]
    staff = [front.ask("GET", "/intern", Cookie="staff=nobody")[0].headers["X-Cache"] for _ in range(2)]
    return {
        "a public page": kept == ["MISS", "HIT"],
        "no private page": "HIT" not in private,
        "no staff page": "HIT" not in staff,
    }
