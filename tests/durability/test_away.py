"""The database or the disk is away for a while, over real HTTP: an honest no, the text back, and on without restart."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.engine import make_url

from consultation.models import Response
from tests.durability import away, respondents
from tests.durability.conftest import NAME
from tests.durability.serving import PATIENCE, Site, open_consultation, serving, stored

WORDS = "Må ikke blive væk."
FULL = """\
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = 'disk_full'; END $$
"""
TRIGGER = "BEFORE INSERT OR UPDATE ON {table} EXECUTE FUNCTION full_disk()"

Away = Callable[[Site, str], AbstractContextManager[None]]

pytestmark = pytest.mark.slow


@contextmanager
def no_space(site: Site, _url: str) -> Iterator[None]:
    with away.no_space(site.children()):
        yield


@contextmanager
def full_server(_site: Site, url: str) -> Iterator[None]:
    """PostgreSQL's own word for a disk that is full."""
    with stored(url) as session:
        session.execute(text(FULL))
        for table in ("unsent_part", "unsent_save", "response"):
            session.execute(text(f"CREATE TRIGGER full_{table} {TRIGGER.format(table=table)}"))
        session.commit()
        yield
        session.execute(text("DROP FUNCTION full_disk CASCADE"))
        session.commit()


@contextmanager
def refusing(_site: Site, url: str) -> Iterator[None]:
    """A server that takes no connection and has cut those that were."""
    server = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {NAME} ALLOW_CONNECTIONS false"))
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{NAME}'"))
        yield
        connection.execute(text(f"ALTER DATABASE {NAME} ALLOW_CONNECTIONS true"))
    server.dispose()


@contextmanager
def silent(_site: Site, url: str) -> Iterator[None]:
    with stored(url) as session:
        folder = session.scalar(text("SHOW data_directory"))
    with away.hanging(Path(str(folder))):
        yield


CASES = [
    pytest.param("sqlite_url", no_space, id="D5-sqlite-no-space"),
    pytest.param("own_postgres_url", full_server, id="D5-postgresql-full"),
    pytest.param("own_postgres_url", refusing, id="V3-postgresql-refusing"),
    pytest.param("own_postgres_url", silent, id="V3-postgresql-silent"),
]


@pytest.mark.parametrize(("url_fixture", "taken_away"), CASES)
def test_D5_V3_the_text_comes_back_and_the_server_goes_on(
    request: pytest.FixtureRequest, tmp_path: Path, url_fixture: str, taken_away: Away
) -> None:
    url: str = request.getfixturevalue(url_fixture)
    open_consultation(url)
    with serving(url, tmp_path, 1) as site:
        link, processes = respondents.ready(site, "Var her før."), site.children()
        with taken_away(site, url):
            saved = refused(site, f"{link}/skriv", {"text": WORDS, "til": "naeste"})
            sent = refused(site, f"{link}/send", {"til": "send"})
        assert WORDS in saved
        assert "/mit-svar/" not in sent
        assert "Var her før." in respondents.ask(site, "GET", f"{link}/gennemse").text
        assert respondents.read_receipt(site, "", respondents.press_send(site, link)).number == 1
        assert site.children() == processes
    with stored(url) as session:
        assert session.scalar(select(func.count(Response.id))) == 1


def refused(site: Site, address: str, form: dict[str, str]) -> str:
    """The page of a refusal that says when to come again."""
    connection = HTTPConnection(site.host, site.port, timeout=PATIENCE)
    try:
        connection.request("POST", address, urlencode(form), {"Content-Type": respondents.URLENCODED})
        answer = connection.getresponse()
        page = answer.read().decode()
        assert (answer.status, answer.headers["Retry-After"]) == (503, "30"), page
        assert "IKKE sendt" in page
        return page
    finally:
        connection.close()
