"""Who is protected stands nowhere in public (R16), and who asks not to be shown is heard all the same."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consultation.models import Consultation
from consultation.moderation import operations as moderation
from consultation.responses.content import AnswerContent, Content
from consultation.summary import readback
from consultation.summary.collecting import collect
from consultation.summary.compiler import compile_package
from consultation.summary.inputs import Snapshot
from consultation.summary.papers import Package
from consultation.vocabulary import DecisionKind, NameRule, Reason
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES, NOW
from tests.moderation import desk

NAME, POSTCODE, ADDRESS, MAIL = "Birger Beskyttetprøve", "4321", "Skjultvej 17", "birger@skjult.example"
WORDS, WISH = "Seks uger er for kort tid.", "Vis helst ikke mit svar."
PAGES = ("", "/svar", "/tal", "/resultat", "/udkast/1")
HOME = "/hoeringer/hjaelp-i-hverdagen"
TEXTS = (".docx", ".pdf", ".xlsx", ".html", ".json")


@pytest.fixture
def consultation(store: Session) -> Consultation:
    """People are shown with their full name; a protected one has answered, and one who asks not to be shown."""
    row = factories.consultation(store, factories.authority(store), name_rule=NameRule.FULL_NAME)
    actor = desk.moderator(store, row)
    protected = factories.sender(name=NAME, postcode=POSTCODE, address=ADDRESS, email=MAIL, protected=True)
    shown = desk.received(store, row, WORDS, sender=protected)
    desk.decide(store, actor, shown, DecisionKind.PUBLISH)
    asked = desk.received(store, row, content=Content((AnswerContent(WISH),), hide_requested=True))
    desk.decide(store, actor, asked, DecisionKind.WITHHOLD, Reason.REQUESTED)
    moderation.scan_response(store, NOW, shown.id)
    store.commit()
    return row


def leaks(text: str) -> list[str]:
    return [private for private in (NAME, "Beskyttetprøve", POSTCODE, ADDRESS, MAIL) if private in text]


def package(store: Session, consultation: Consultation) -> Package:
    made = Snapshot(id="R16-1", seq=1, made_at=CLOSES + timedelta(days=1), provisional=True)
    return compile_package(collect(store, consultation, "http://localhost", made))


def test_R16_a_protected_person_is_on_no_public_page(
    client: FlaskClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    at.now = NOW + timedelta(minutes=10)
    pages = [client.get(f"{prefix}{HOME}{page}").get_data(as_text=True) for page in PAGES for prefix in ("", "/en")]
    listed = client.get(f"{HOME}/svar").get_data(as_text=True)
    assert WORDS in listed
    key = listed.split(f"{HOME}/svar/", 1)[1].split('"', 1)[0]
    pages.append(client.get(f"{HOME}/svar/{key}").get_data(as_text=True))
    assert WORDS in pages[-1]
    assert [leaks(page) for page in pages if leaks(page)] == []


def test_R16_a_protected_person_is_in_no_public_paper(store: Session, consultation: Consultation) -> None:
    files = package(store, consultation).files
    assert {name.rpartition(".")[2] for name in files} >= {"docx", "pdf", "xlsx", "json"}
    texts = {name: readback.words(name, data) for name, data in files.items() if name.endswith(TEXTS)}
    assert any(WORDS in text for text in texts.values())
    assert {name: leaks(text) for name, text in texts.items() if leaks(text)} == {}


def test_R16_a_leak_would_be_seen(store: Session, consultation: Consultation) -> None:
    made = Snapshot(id="R16-1", seq=1, made_at=CLOSES + timedelta(days=1), provisional=True)
    inputs = collect(store, consultation, "http://localhost", made)
    spoiled = tuple(replace(one, shown_name=NAME) if one.shown_name == "" else one for one in inputs.responses)
    text = readback.words("data.json", compile_package(replace(inputs, responses=spoiled)).files["data.json"])
    assert leaks(text)


def test_R32_who_asks_not_to_be_shown_is_counted_and_read_by_the_committee_alone(
    client: FlaskClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    at.now = NOW + timedelta(minutes=10)
    assert not any(WISH in client.get(f"{HOME}{page}").get_data(as_text=True) for page in PAGES)
    made = package(store, consultation)
    public = [readback.words(name, data) for name, data in made.files.items() if name.endswith(TEXTS)]
    assert not any(WISH in text for text in public)
    closed = [readback.words(name, data) for name, data in made.closed.items() if name.endswith(TEXTS)]
    assert any(WISH in text for text in closed)
