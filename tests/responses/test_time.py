"""How long is left, and what holds when it is over, on every page where one answers (U04, U05, U08)."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.config import Settings
from consultation.models import Consultation, DraftVersion, Message, Response
from consultation.responses import queries
from consultation.vocabulary import Series
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES
from tests.pages import PageClient
from tests.responses.test_flow import ANSWER, KAREN, begin, hidden, send, send_form, text_of
from tests.responses.test_party import LINK
from tests.responses.test_party import consultation as asked

__all__ = ["asked"]
PAGE = "/hoeringer/hjaelp-i-hverdagen"
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
INVITES = re.compile(r"kan svare|svar på d|skriv et|skriver i et|sende et svar|svare igen|besvar\b", re.IGNORECASE)


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    row.easy_read = "Kort om hjælpen."
    store.scalars(select(DraftVersion).limit(1)).one().easy_read = "Kort om udkastet."
    store.commit()
    return row


def _public(row: Consultation) -> tuple[str, ...]:
    return (PAGE, f"{PAGE}/udkast/1", ANSWER, f"{ANSWER}?udkast=1", f"{ANSWER}?let=1")


def _steps(link: str) -> tuple[str, ...]:
    return tuple(link + step for step in ("", "/vaelg", "/skriv", "/filer", "/om-dig", "/gennemse"))


@pytest.mark.parametrize(
    ("closes_at", "now", "left"),
    [
        # Sunday 29 March 2026 has 23 hours in Denmark: 2.00 becomes 3.00
        ("2026-03-29T22:00", "2026-03-28T23:30", "Fristen er i dag kl. 23.59. Der er 22 timer tilbage."),
        ("2026-03-29T22:00", "2026-03-28T22:30", "Fristen er i morgen, søndag, kl. 23.59."),
        ("2026-03-31T22:00", "2026-03-28T22:59", "Der er 3 dage tilbage."),
        ("2026-03-31T22:00", "2026-03-28T23:00", "Der er 2 dage tilbage."),
        # Sunday 25 October 2026 has 25: 3.00 becomes 2.00
        ("2026-10-25T23:00", "2026-10-24T22:30", "Fristen er i dag kl. 23.59. Der er 24 timer tilbage."),
        ("2026-10-25T23:00", "2026-10-24T21:30", "Fristen er i morgen, søndag, kl. 23.59."),
        ("2026-10-27T23:00", "2026-10-25T22:59", "Der er 2 dage tilbage."),
    ],
)
def test_U04_every_page_says_how_long_is_left_across_both_clock_changes(
    client: PageClient, store: Session, consultation: Consultation, at: Clock, closes_at: str, now: str, left: str
) -> None:
    link = begin(client)
    client.post(f"{link}/om-dig", data=KAREN)
    consultation.closes_at = datetime.fromisoformat(closes_at).replace(tzinfo=UTC)
    store.commit()
    at.now = datetime.fromisoformat(now).replace(tzinfo=UTC)
    for address in (*_public(consultation), *_steps(link)):
        assert left in text_of(client.get(address)), address


def test_U05_titles_say_nothing_of_answering_after_the_deadline(
    client: PageClient, consultation: Consultation, at: Clock
) -> None:
    link = begin(client)
    client.post(f"{link}/om-dig", data=KAREN)
    assert "åben høring" in _title(client, PAGE)
    at.now = CLOSES + SECOND
    for address in (*_public(consultation), f"{PAGE}/let", f"{PAGE}/udkast/1/let", *_steps(link)):
        assert not INVITES.search(_title(client, address)), address
        assert "åben" not in _title(client, address)


def _title(client: PageClient, address: str) -> str:
    found = re.search(r"<title>(.*?)</title>", client.get(address).get_data(as_text=True), re.DOTALL)
    assert found is not None
    return found[1]


def test_U05_a_party_that_has_answered_or_undone_is_asked_for_nothing_after_the_deadline(
    client: PageClient, asked: Consultation, at: Clock
) -> None:
    receipt = client.post(LINK, data={"til": "ingen"}).location
    answered = text_of(client.get(LINK))
    assert "I har svaret: ingen bemærkninger Svar nr. 1. Skriver I et svar, træder det i stedet." in answered
    at.now = CLOSES + SECOND
    closed = text_of(client.get(LINK))
    assert "I har svaret: ingen bemærkninger Svar nr. 1" in closed
    assert not INVITES.search(closed)
    at.now = CLOSES - SECOND
    own = receipt.removesuffix("/kvittering")
    client.post(f"{own}/traek-tilbage", data={"til": "fortryd"})
    assert "I kan svare igen med linket" in text_of(client.get(own))
    at.now = CLOSES + SECOND
    assert "Fortrudt" in text_of(client.get(own))
    assert not INVITES.search(text_of(client.get(own)))


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("", "Du kan svare til og med søndag den 15. marts", "Fristen var søndag den 15. marts 2026 kl. 23.59."),
        ("/en", "You can respond until and including Sunday 15", "The deadline was Sunday 15 March 2026 at 23:59."),
    ],
)
def test_U05_the_mail_with_the_link_of_a_late_answer_offers_no_time(
    client: PageClient, store: Session, asked: Consultation, at: Clock, language: str, before: str, after: str
) -> None:
    client.application.config["SETTINGS"] = _with_mail(client.application.config["SETTINGS"])
    link = begin(client, f"{language}{ANSWER}?udkast=2")
    for now in (CLOSES - DAY, CLOSES + SECOND):
        at.now = now
        client.post(link, data={"email": "karen@proeve.example", "til": "link"})
    early, late = store.scalars(select(Message.body).order_by(Message.id)).all()
    assert before in early
    assert after in late
    assert before not in late
    assert "48" not in text_of(client.get(link))  # no reminder is promised that cannot come


def _with_mail(settings: Settings) -> Settings:
    return Settings(**(vars(settings) | {"mail_url": "smtp://127.0.0.1:1"}))


def test_U08_every_form_opened_a_day_before_is_taken_in_the_last_second(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    """Nothing is fetched anew: what stood in the windows of yesterday is sent."""
    at.now = CLOSES - DAY
    link = begin(client)
    client.post(f"{link}/om-dig", data=KAREN)
    fresh = hidden(client.get(f"{ANSWER}?udkast=1"))
    forms = {step: hidden(client.get(step)) for step in _steps(link)}
    at.now = CLOSES - SECOND
    write = forms[f"{link}/skriv"] | {"text": "Skrevet i nat.", "til": "naeste"}
    assert client.post(f"{link}/skriv", data=write).location == f"{link}/om-dig"
    assert client.post(f"{link}/om-dig", data=forms[f"{link}/om-dig"] | KAREN).location == f"{link}/gennemse"
    assert "/mit-svar/" in client.post(f"{link}/send", data=forms[f"{link}/gennemse"]).location
    begun = client.post(f"{ANSWER}?udkast=1", data=fresh | {"text": "Et til.", "til": "naeste"}).location
    send(client, begun.removesuffix("/om-dig"))
    sent = store.scalars(select(Response).order_by(Response.id)).all()
    assert [row.series for row in sent] == [Series.ON_TIME, Series.ON_TIME]
    content = queries.content_of(store, queries.newest_version(store, sent[0].id))
    assert [answer.text for answer in content.answers] == ["Skrevet i nat."]


def test_U07_the_error_stands_at_the_section_that_was_asked_for(client: PageClient, consultation: Consultation) -> None:
    page = send_form(client, f"{ANSWER}?udkast=2&afsnit=hvor-laenge", til="naeste").get_data(as_text=True)
    assert '<a href="#text-hvor-laenge">Skriv dit svar, eller vedhæft en fil med det</a>' in page
    assert page.count("form-error-message") == 1
