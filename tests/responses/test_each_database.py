"""What is promised of time, of storing and of pressing twice, through the whole application on each database.

T1, T2, T4-T8, D3, D4, I3, C3, A3 and A5 in the form of reliability.md; what one database alone can show stands beside
the feature.
"""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from time import tzset

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse, encode_multipart

from consultation import clock
from consultation.app import create_app
from consultation.consultations import scheduling
from consultation.database import WAITED
from consultation.extensions import db
from consultation.lib.dates import closing_instant
from consultation.models import Base, Consultation, Job, Message, Response, UnsentPart
from consultation.responses import figures, queries, sending, versions
from consultation.vocabulary import JobState, Series
from consultation.web.bodies import RECEIVED_AT
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES, OPENED
from tests.pages import PageClient
from tests.responses.test_flow import ANSWER, KAREN, begin, hidden, send, text_of

MICROSECOND = timedelta(microseconds=1)
PAGE = "/hoeringer/hjaelp-i-hverdagen"
DATA = "/api/v1/consultations/hjaelp-i-hverdagen"


@pytest.fixture
def client(app_on_each: Flask, consultation_id: int) -> PageClient:
    made = app_on_each.test_client()
    assert isinstance(made, PageClient)
    return made


@pytest.fixture
def consultation_id(engine: Engine) -> int:
    with Session(engine) as session:
        row = factories.consultation(session, factories.authority(session))
        row.visible_from = OPENED - timedelta(days=7)
        session.commit()
        return row.id


def look(engine: Engine) -> Session:
    return Session(engine.execution_options(writes=False))


def lanes(engine: Engine) -> list[Series]:
    with look(engine) as session:
        return list(session.scalars(select(Response.series).order_by(Response.id)))


def rows(engine: Engine) -> dict[str, int]:
    with look(engine) as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def ready(client: PageClient, **typed: str) -> str:
    """The link of an answer of which only sending is left."""
    link = begin(client, **typed)
    client.post(f"{link}/om-dig", data=KAREN)
    return link


# Time


def test_T5_it_opens_and_closes_at_the_instant_on_page_and_form_with_no_job_run(
    client: PageClient, engine: Engine, at: Clock
) -> None:
    """The worker never works here: nothing but the clock says what a page says and what a form may do."""
    seen = []
    for instant in (OPENED - MICROSECOND, OPENED, CLOSES - MICROSECOND, CLOSES):
        at.now = instant
        page = text_of(client.get(PAGE))
        words = next(state for state in ("Åbner snart", "Åben for svar", "Lukket") if state in page)
        form = client.get(f"{ANSWER}?udkast=2").get_data(as_text=True)
        seen.append((words, 'name="text"' in form))
    assert seen == [("Åbner snart", False), ("Åben for svar", True), ("Åben for svar", True), ("Lukket", False)]
    with look(engine) as session:
        assert session.scalars(select(Job.id).where(Job.state != JobState.WAITING)).all() == []


def test_T5_data_and_feed_say_so_at_the_same_instant_with_no_job_run(client: PageClient, at: Clock) -> None:
    seen = []
    for instant in (OPENED - MICROSECOND, OPENED, CLOSES - MICROSECOND, CLOSES):
        at.now = instant
        feed = client.get(f"{PAGE}/feed.atom").get_data(as_text=True)
        told = [words for words in ("Høringen er åbnet", "Fristen er gået") if words in feed]
        seen.append((client.get(DATA).get_json()["state"], len(told)))
    assert seen == [("planned", 0), ("open", 1), ("open", 1), ("closed", 2)]


@pytest.mark.parametrize(
    ("on", "instant"),
    [
        ("2026-10-24", "2026-10-24T22:00"),
        ("2026-10-25", "2026-10-25T23:00"),
        ("2026-10-26", "2026-10-26T23:00"),
        ("2027-03-27", "2027-03-27T23:00"),
        ("2027-03-28", "2027-03-28T22:00"),
        ("2027-10-30", "2027-10-30T22:00"),
        ("2027-10-31", "2027-10-31T23:00"),
    ],
)
def test_T2_a_deadline_beside_a_clock_change_is_the_same_instant_when_it_comes_back(
    client: PageClient, engine: Engine, at: Clock, consultation_id: int, on: str, instant: str
) -> None:
    """Entered as a day, stored, read again, and judged by: the microsecond before is on time."""
    closes_at = closing_instant(date.fromisoformat(on), time(23, 59))
    assert closes_at == datetime.fromisoformat(instant).replace(tzinfo=UTC)
    with Session(engine) as session:
        session.get_one(Consultation, consultation_id).closes_at = closes_at
        session.commit()
    at.now = closes_at - timedelta(hours=1)
    links = [ready(client), ready(client)]
    for link, pressed_at in zip(links, (closes_at - MICROSECOND, closes_at), strict=True):
        at.now = pressed_at
        client.post(f"{link}/send", data={"til": "send"})
    assert lanes(engine) == [Series.ON_TIME, Series.LATE]


@pytest.mark.parametrize(("pressed_at", "lane"), [(CLOSES - MICROSECOND, Series.ON_TIME), (CLOSES, Series.LATE)])
def test_T1_T5_the_last_microsecond_is_on_time_and_the_instant_is_late(
    client: PageClient, engine: Engine, at: Clock, pressed_at: datetime, lane: Series
) -> None:
    at.now = CLOSES - timedelta(hours=1)
    link = ready(client)
    at.now = pressed_at
    assert client.post(f"{link}/send", data={"til": "send"}).status_code == 303
    assert lanes(engine) == [lane]


def test_T6_a_request_that_was_here_before_the_close_is_on_time_however_late_it_is_stored(
    client: PageClient, engine: Engine, at: Clock
) -> None:
    link = ready(client)
    at.now = CLOSES + timedelta(seconds=8)
    here = {"consultation.received_at": CLOSES - timedelta(seconds=0.5)}
    client.post(f"{link}/send", data={"til": "send"}, environ_overrides=here)
    assert lanes(engine) == [Series.ON_TIME]


def test_T6_one_whose_last_byte_came_after_the_close_is_late_told_so_and_lost_by_nobody(
    client: PageClient, engine: Engine, at: Clock
) -> None:
    link = ready(client, text="Kom et øjeblik for sent.")
    at.now = CLOSES + timedelta(seconds=8)
    here = {"consultation.received_at": CLOSES}
    receipt = client.post(f"{link}/send", data={"til": "send"}, environ_overrides=here).location
    assert "Modtaget efter fristen" in text_of(client.get(receipt))
    assert "Kom et øjeblik for sent." in text_of(client.get(receipt))
    assert lanes(engine) == [Series.LATE]


def test_T7_a_form_of_yesterday_is_taken_by_a_newer_release_in_the_last_second(
    client: PageClient, app_on_each: Flask, engine: Engine, at: Clock
) -> None:
    """The application is made anew in between, as a release does; the form's signature and its link outlive it."""
    at.now = CLOSES - timedelta(hours=24)
    form = hidden(client.get(f"{ANSWER}?udkast=2"))
    newer = create_app(app_on_each.config["SETTINGS"], engine)
    newer.test_client_class = PageClient
    after = newer.test_client()
    assert isinstance(after, PageClient)
    at.now = CLOSES - timedelta(seconds=1)
    first = after.post(f"{ANSWER}?udkast=2", data=form | {"text": "I sidste øjeblik.", "til": "naeste"})
    send(after, first.location.removesuffix("/om-dig"))
    assert lanes(engine) == [Series.ON_TIME]


def test_T8_a_deadline_moved_in_the_last_second_holds_in_every_process_at_once(
    client: PageClient, app_on_each: Flask, engine: Engine, at: Clock, consultation_id: int
) -> None:
    other = create_app(app_on_each.config["SETTINGS"], engine)
    other.test_client_class = PageClient
    browsers = (client, other.test_client())
    links = [ready(one) for one in browsers if isinstance(one, PageClient)]
    at.now = CLOSES - timedelta(seconds=1)
    with Session(engine) as session:
        row = session.get_one(Consultation, consultation_id)
        given = (CLOSES + timedelta(days=7), "siden var nede.", factories.REASONS)
        scheduling.move_deadline(session, "staff:1", clock.now(), row, *given)
        session.commit()
    at.now = CLOSES
    for browser, link in zip(browsers, links, strict=True):
        assert "Du kan svare til og med søndag den 22. marts" in text_of(browser.get(PAGE))
        assert browser.post(f"{link}/send", data={"til": "send"}).status_code == 303
    assert lanes(engine) == [Series.ON_TIME] * 2


def test_T8_every_page_of_the_form_is_stored_nowhere(client: PageClient) -> None:
    link = ready(client)
    own = send(client, begin(client))
    steps = ("", "/vaelg", "/skriv", "/filer", "/om-dig", "/gennemse")
    pages = [ANSWER, f"{ANSWER}?udkast=2", *(link + step for step in steps), own, f"{own}/ret", f"{own}/kvittering"]
    assert {client.get(page).headers["Cache-Control"] for page in pages} == {"no-store"}


@pytest.fixture(params=["America/New_York", "Asia/Kathmandu"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Another time zone of the whole process."""
    monkeypatch.setenv("TZ", request.param)
    tzset()
    yield request.param
    monkeypatch.undo()
    tzset()


def test_T4_the_zone_of_the_machine_changes_no_deadline_and_no_word(
    client: PageClient, engine: Engine, at: Clock, zone: str
) -> None:
    told = []
    for pressed_at in (CLOSES - MICROSECOND, CLOSES):
        at.now = CLOSES - timedelta(hours=2)
        link = ready(client)
        at.now = pressed_at
        receipt = client.post(f"{link}/send", data={"til": "send"}).location
        told += [text_of(client.get(PAGE)), text_of(client.get(receipt)), client.get(DATA).get_data(as_text=True)]
    assert lanes(engine) == [Series.ON_TIME, Series.LATE]
    assert "Fristen var søndag den 15. marts 2026 kl. 23.59" in told[3]
    assert "søndag den 15. marts 2026 kl. 23.59.59" in told[1]
    assert "mandag den 16. marts 2026 kl. 0.00.00" in told[4]
    assert '"closes_at":"2026-03-15T23:00:00Z"' in told[5].replace(" ", "")


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kathmandu"])
def test_T4_the_zone_of_the_databases_session_changes_no_instant_and_no_order(
    postgres_engine: Engine, zone: str
) -> None:
    """Around the hour that comes twice; the sessions of the application are UTC, another program's need not be."""
    with Session(postgres_engine) as session:
        session.connection().exec_driver_sql(f"SET LOCAL TIME ZONE '{zone}'")
        owner = factories.authority(session)
        instants = [factories.CLOSES + timedelta(days=224, minutes=30 * step) for step in range(8)]
        for step, instant in enumerate(reversed(instants)):
            factories.consultation(session, owner, f"nr-{step}", closes_at=instant, drafts=0)
        session.flush()
        session.expire_all()
        found = session.scalars(select(Consultation.closes_at).order_by(Consultation.closes_at)).all()
        late = session.scalars(select(Consultation.id).where(Consultation.closes_at <= instants[3])).all()
        assert (found, len(late)) == (instants, 4)
        session.rollback()


# Storing


@pytest.mark.parametrize(
    "broken", [(versions, "add_version"), (sending, "queue_receipt"), (figures, "add"), (Session, "commit")]
)
def test_D3_a_fault_before_the_commit_gives_no_receipt_no_row_and_no_number(
    client: PageClient, engine: Engine, monkeypatch: pytest.MonkeyPatch, broken: tuple[object, str]
) -> None:
    link, before = ready(client, text="Må ikke blive væk."), rows(engine)

    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(*broken, fail)
        refused = client.post(f"{link}/send", data={"til": "send"})
    assert refused.status_code == 503
    assert "/mit-svar/" not in refused.get_data(as_text=True)
    assert rows(engine) == before
    receipt = client.post(f"{link}/send", data={"til": "send"}).location
    assert "Svar nr. 1" in text_of(client.get(receipt))


def test_D3_a_fault_after_the_commit_gives_the_same_receipt_again(
    client: PageClient, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page that would have said so breaks: the row is there, and pressing again leads to it."""
    link = ready(client)
    commit = Session.commit

    def fall(session: Session) -> None:
        commit(session)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Session, "commit", fall)
        assert client.post(f"{link}/send", data={"til": "send"}).status_code == 503
    assert lanes(engine) == [Series.ON_TIME]
    receipts = {client.post(f"{link}/send", data={"til": "send"}).location for _ in range(2)}
    assert len(receipts) == 1
    assert "Svar nr. 1" in text_of(client.get(receipts.pop()))
    assert lanes(engine) == [Series.ON_TIME]


CORPUS = (
    "Rødgrød med fløde 👩‍👩‍👧 — ‘citat’ €",
    '<script>alert(1)</script> & "=SUM(A1)" \'; DROP TABLE response; --',
    "\u202eomvendt\u202c og \u200bskjult",
    "=1+1\n+2\n-3\n@4\t5",
    "{{ 7*7 }} %s %00 \\0 \\u0000",
    "漢字 שלום مرحبا Привет",
    "x" * 200_000,
)


@pytest.mark.parametrize("typed", CORPUS)
def test_D4_what_is_submitted_is_stored_and_shown_to_its_sender(client: PageClient, engine: Engine, typed: str) -> None:
    own = send(client, begin(client, text=typed))
    with look(engine) as session:
        version = queries.newest_version(session, session.scalars(select(Response.id)).one())
        assert queries.list_answers(session, version.id)[0].text == typed
    assert " ".join(typed.split()) in text_of(client.get(own))


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("text=sm\xf8r".encode("latin-1"), "application/x-www-form-urlencoded"),
        (b"text=a%00b", "application/x-www-form-urlencoded"),
        (b"text=%ED%A0%80", "application/x-www-form-urlencoded"),
        (b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhal', "multipart/form-data; boundary=x"),
        (b"text=hej", "text/plain"),
        (b"", "application/x-www-form-urlencoded"),
    ],
)
def test_D4_I2_a_mangled_form_changes_no_row_of_any_table(
    client: PageClient, engine: Engine, body: bytes, content_type: str
) -> None:
    link = ready(client, text="Den hele tekst.")
    before = rows(engine)
    for path in (f"{link}/skriv", f"{link}/om-dig", f"{link}/send", f"{ANSWER}?udkast=2"):
        assert 400 <= client.post(path, data=body, content_type=content_type).status_code < 500, path
    assert rows(engine) == before
    assert "Den hele tekst." in text_of(client.get(f"{link}/gennemse"))


MOST = 200_000


def write(client: PageClient, link: str, text: str, encoding: str) -> TestResponse:
    form = {"text": text, "til": "naeste"}
    if encoding == "urlencoded":
        return client.post(f"{link}/skriv", data=form)
    boundary, body = encode_multipart(MultiDict(form))
    return client.post(f"{link}/skriv", data=body, content_type=f"multipart/form-data; boundary={boundary}")


ENCODINGS = pytest.mark.parametrize("encoding", ["urlencoded", "multipart"])


@pytest.mark.parametrize("letter", ["a", "\U0001f600"])
@ENCODINGS
def test_I3_a_text_at_the_limit_is_stored_whole_however_it_is_sent(
    client: PageClient, engine: Engine, letter: str, encoding: str
) -> None:
    link = begin(client)
    assert write(client, link, letter * MOST, encoding).status_code == 303
    assert kept(engine) == [letter * MOST]


@pytest.mark.parametrize("length", [MOST + 1, 1_000_000])
@ENCODINGS
def test_I3_one_letter_more_is_told_in_words_with_the_text_kept_on_the_page(
    client: PageClient, engine: Engine, length: int, encoding: str
) -> None:
    link = begin(client)
    page = write(client, link, "a" * length, encoding)
    assert f"Svaret er for langt: {length:,} tegn. Der er plads til 200.000.".replace(",", ".") in text_of(page)
    assert "a" * length in page.get_data(as_text=True)
    assert kept(engine) == ["Seks uger er for kort."]


def kept(engine: Engine) -> list[str]:
    with look(engine) as session:
        return list(session.scalars(select(UnsentPart.text)))


# Pressing, and reading


def test_C3_fifty_presses_at_once_give_one_row_and_one_receipt(
    client: PageClient, app_on_each: Flask, engine: Engine
) -> None:
    link = ready(client)

    def press(_place: int) -> str:
        return str(app_on_each.test_client().post(f"{link}/send", data={"til": "send"}).location)

    with ThreadPoolExecutor(10) as fingers:
        receipts = set(fingers.map(press, range(50)))
    assert len(receipts) == 1
    assert re.fullmatch(r"/mit-svar/\w+/kvittering", receipts.pop())
    assert lanes(engine) == [Series.ON_TIME]


def test_A3_a_scanner_that_reads_every_link_ten_times_changes_no_row(client: PageClient, engine: Engine) -> None:
    link = begin(client)
    own, before = send(client, begin(client)), rows(engine)
    for path in (link, f"{link}/gennemse", own, f"{own}/kvittering", f"{own}/ret", f"{own}/traek-tilbage"):
        for _ in range(10):
            client.get(path)
            client.head(path)
    assert rows(engine) == before


def test_A5_a_mail_leads_to_the_configured_address_whatever_the_request_says(
    client: PageClient, engine: Engine
) -> None:
    link = begin(client)
    forged = {"X-Forwarded-Host": "ond.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
    asked = {"email": "karen@proeve.example", "til": "link"}
    answer = client.post(link, data=asked, headers=forged, base_url="http://ond.example")
    assert answer.status_code == 200
    with look(engine) as session:
        body = session.scalars(select(Message.body)).one()
    assert f"http://localhost{link}" in body
    assert "ond.example" not in body


def test_V3_the_database_is_told_how_long_a_request_has_waited(app_on_each: Flask) -> None:
    arrived = {RECEIVED_AT: clock.now() - timedelta(seconds=9)}
    for method, told in (("POST", 9.0), ("GET", None)):
        with app_on_each.test_request_context("/", method=method, environ_overrides=arrived):
            app_on_each.preprocess_request()
            assert db.session.connection().get_execution_options().get(WAITED) == told
