"""The demo in a real server with a real browser before it; only the clock is turned by the story."""

import fcntl
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as ReadsMail
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, StorageState, expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.serving import BaseWSGIServer, make_server

from consultation import worker
from consultation.app import create_app
from consultation.config import Settings
from consultation.database import make_engine
from consultation.demo import loader
from consultation.models import Consultation
from consultation.storage import Store
from tests import kept
from tests.conftest import Clock, for_this_test
from tests.factories import NOW
from tests.journeys.listening import EarWalker
from tests.journeys.walking import NARROW, ROOT, WIDE, Inspector, KeyWalker, Walker

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong

SECRET = "not-a-secret-" * 4
MODES = ("script", "no-script")
HANDS = ("script", "no-script", "keys", "narrow")
"""With a mouse, without JavaScript, by keyboard alone, and in a window of 320 px."""
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-gpu",
    "--in-process-gpu",
    "--renderer-process-limit=2",
    # What looks at a page starts anew on each: compiling it further never pays, nor does sweeping up behind it early.
    "--js-flags=--no-opt --no-maglev --min-semi-space-size=32",
]
_DECIDING = (
    ROOT / "package-lock.json",
    kept.LIBRARIES,
    *sorted((ROOT / "consultation" / "web").glob("*.py")),
    *(Path(__file__).with_name(name) for name in ("conftest.py", "walking.py")),
)
"""What decides whether a page is sound, beside page and browser: axe, fonts, how it is served, and the checks."""
_LOOK_SECONDS = 0.02
"""How often a server looks whether it is to stop: its own half second is waited for by every test."""


class Mailbox(ReadsMail):
    """What a mail server on loopback was given."""

    def __init__(self) -> None:
        super().__init__(EmailMessage)
        self.mails: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.mails.append(message)

    def to(self, address: str) -> list[str]:
        """Bodies of the mails to this address, oldest first."""
        mails = [mail for mail in self.mails if mail["To"] == address]
        return [mail.get_payload(decode=True).decode("utf-8") for mail in mails]


@dataclass(frozen=True)
class Site:
    """The running application. `work()` does what the worker would, all of it."""

    url: str
    app: Flask
    engine: Engine
    settings: Settings
    mailbox: Mailbox
    clock: Clock = field(repr=False)

    def work(self) -> None:
        while worker.run_once(self.engine, self.settings, self.clock.now):
            pass

    def closes_at(self, slug: str) -> datetime:
        """The first instant after the deadline."""
        with Session(self.engine) as session:
            row = session.scalars(select(Consultation).where(Consultation.slug == slug)).one()
        assert row.closes_at is not None
        return row.closes_at


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The browser that the set-up found (stack.md 2.10)."""
    path = (ROOT / ".venv" / "browser").read_text("utf-8").strip()
    return {"executable_path": path, "args": _ARGUMENTS}


@pytest.fixture(scope="session")
def demo_template(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Path:
    """A folder with the demo's database and files, loaded once for all test processes of one state of the program."""
    shared = _of_all_processes(tmp_path_factory)
    folder = kept.of_this_state(kept.folder(pytestconfig, "demo") or shared / "demo", _program()) / "loaded"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _load(folder, migrated_sqlite)
    return folder


def _program() -> list[Path]:
    """All that a demo may be made of."""
    parts = [ROOT / name for name in ("consultation", "migrations", "templates", "translations")]
    files = (file for part in parts for file in part.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return [kept.LIBRARIES, ROOT / "tests" / "factories.py", Path(__file__), *sorted(files)]


def _of_all_processes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder that the test processes of one run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def _load(ready: Path, migrated_sqlite: Path) -> None:
    folder = ready.with_name("being-loaded")
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was broken off
    folder.mkdir()
    shutil.copy(migrated_sqlite, folder / "site.sqlite")
    engine, settings = make_engine(f"sqlite:///{folder / 'site.sqlite'}"), _settings(folder, "http://127.0.0.1")
    with Session(engine) as session:
        loader.load(session, settings, Store(folder / "files"), NOW)
        session.commit()
    while worker.run_once(engine, settings, NOW):  # the drafts to download
        pass
    engine.dispose()
    folder.rename(ready)


class Busy:
    """Counts the requests that are being answered: a browser that is closed may have left one."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self._app = app
        self._now = 0
        self._changed = threading.Condition()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self._count(1)
        try:
            with closing(self._app(environ, start_response)) as answer:
                return list(answer)
        finally:
            self._count(-1)

    def _count(self, by: int) -> None:
        with self._changed:
            self._now += by
            self._changed.notify_all()

    def wait_until_idle(self) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self._now == 0, timeout=10)


@dataclass(frozen=True)
class Served:
    """The application at an address; `folder` is a link to the folder of whichever test is on."""

    app: Flask
    busy: Busy
    engine: Engine
    url: str
    folder: Path

    def show(self, folder: Path) -> None:
        """From now on what lies there."""
        self.busy.wait_until_idle()
        self.engine.dispose()
        self.folder.unlink(missing_ok=True)
        self.folder.symlink_to(folder)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Served]:
    """One server for all tests of a process, which knows its pages' templates and statements by the second test."""
    listener, folder = _free_socket(), tmp_path_factory.mktemp("served") / "now"
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    settings = _settings(folder, url)
    engine = make_engine(settings.database_url)
    folder.symlink_to(migrated_sqlite.parent)
    app = create_app(settings, engine)
    busy = Busy(app)
    with _serving(busy, listener):
        yield Served(app, busy, engine, url, folder)
    engine.dispose()


@pytest.fixture
def site(demo_template: Path, served: Served, tmp_path: Path, at: Clock) -> Iterator[Site]:
    """The demo at NOW, and a mail server beside it; what is served is the test's own."""
    shutil.copytree(demo_template, tmp_path / "site")
    served.show(tmp_path / "site")
    mailbox = Mailbox()
    postman = Controller(mailbox, hostname="127.0.0.1", port=_free_port())
    postman.start()
    settings = _settings(served.folder, served.url, f"smtp://127.0.0.1:{postman.port}")
    for_this_test(served.app, settings)
    yield Site(served.url, served.app, served.engine, settings, mailbox, at)
    postman.stop()


@pytest.fixture(scope="session")
def inspector(
    browser: Browser, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Inspector]:
    """What is sound is noted for this run and the next. A page names its style sheets and pictures by their content
    (web/assets.py), so that a new one is another page."""
    context = browser.new_context(service_workers="block")
    among = kept.folder(pytestconfig, "sound") or _of_all_processes(tmp_path_factory) / "sound"
    yield Inspector(context.new_page(), kept.Sound(kept.of_this_state(among, _DECIDING, browser.version)))
    context.close()


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    """Every story is told twice: with JavaScript and without."""
    return str(request.param)


@pytest.fixture(params=HANDS)
def hand(request: pytest.FixtureRequest) -> str:
    """The stories that must work for everybody are told four times."""
    return str(request.param)


@pytest.fixture
def walks(browser: Browser, site: Site, inspector: Inspector) -> Iterator[Callable[..., Walker]]:
    """walks("citizen", mode) -> somebody with a browser of their own; their faults fail the test when it ends.

    `kept` is what another browser had stored when it was closed: the same person, the next day. `seen` is how the
    browser shows pages, in Playwright's words. `audited`: all checks of a page, also where another mode has had them.
    """
    walkers: list[Walker] = []

    def start(
        story: str, mode: str = "script", kept: StorageState | None = None, *, audited: bool = False, **seen: Any
    ) -> Walker:
        context = browser.new_context(
            base_url=site.url,
            java_script_enabled=mode != "no-script",
            locale="da-DK",
            service_workers="block",
            storage_state=kept,
            **seen,
        )
        walkers.append(_walker(context, inspector, story, mode, audited=audited or mode in MODES))
        return walkers[-1]

    yield start
    for walker in walkers:
        walker.page.context.close()
    faults = [fault for walker in walkers for fault in walker.faults]
    assert not faults, "\n".join(faults)


def _walker(context: BrowserContext, inspector: Inspector, story: str, mode: str, *, audited: bool) -> Walker:
    """What is looked at with all checks is looked at once with JavaScript and once without."""
    kind = {"keys": KeyWalker, "ears": EarWalker}.get(mode, Walker)
    return kind(
        context.new_page(),
        inspector,
        f"{story}-{mode}",
        script=mode != "no-script",
        size=NARROW if mode == "narrow" else WIDE,
        audited=audited,
    )


def _settings(folder: Path, url: str, mail_url: str | None = None) -> Settings:
    return Settings(
        env="local",
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'site.sqlite'}",
        base_url=url,
        secret_key=SECRET,
        mail_url=mail_url,
    )


def _free_socket() -> socket.socket:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    return listener


def _free_port() -> int:
    with _free_socket() as free:
        return int(free.getsockname()[1])


class _serving:  # noqa: N801 - reads as what it does
    """The application on `listener` in a thread of its own."""

    def __init__(self, app: Callable[..., Any], listener: socket.socket) -> None:
        host, port = listener.getsockname()
        listener.listen(64)
        self._server: BaseWSGIServer = make_server(host, port, app, threaded=True, fd=listener.fileno())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_LOOK_SECONDS,), daemon=True)
        self._listener = listener

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._listener.close()
