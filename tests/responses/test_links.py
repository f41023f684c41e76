"""The private link: lost, sent again, made anew; and what reading it does, which is nothing (A2, A3, states.md)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation import config
from consultation.errors import Conflict, Invalid
from consultation.lib.tokens import hash_token
from consultation.models import Audit, Consultation, Job, LinkIssue, LinkRequest, Message, Response, Staff
from consultation.responses import lateness, links, operations
from consultation.responses.sending import find_receipt
from consultation.vocabulary import Channel, Language, MessageState, Role
from consultation.worker import run_once
from tests import factories
from tests.conftest import ON_BOTH, Clock
from tests.factories import NOW
from tests.pages import PageClient
from tests.responses.test_flow import begin, hidden, send, text_of
from tests.responses.test_receipt import EMAIL, mailed

CHECKED = "Ringede fra sit nummer og kendte svarets ord."
STAFF_PAGE = "/intern/hoeringer/hjaelp-i-hverdagen/nyt-link"


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


@pytest.fixture
def secretary(store: Session, consultation: Consultation, sign_in: Callable[[Staff], PageClient]) -> PageClient:
    return sign_in(factories.staff(store, consultation.authority, Role.SECRETARY))


def work(store: Session, at: Clock) -> None:
    """Does every job that is due."""
    engine = store.get_bind().engine
    store.rollback()
    while run_once(engine, factories.settings(), at.now):
        pass


# Lost


@ON_BOTH
def test_A2_the_answer_is_the_same_whether_the_address_is_known(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    own = mailed(client)
    known = client.post("/mit-svar/glemt", data={"email": EMAIL})
    unknown = client.post("/mit-svar/glemt", data={"email": "nogen@proeve.example"})
    assert known.data.replace(EMAIL.encode(), b"") == unknown.data.replace(b"nogen@proeve.example", b"")
    assert store.scalar(select(func.count(LinkRequest.id))) == 2
    work(store, at)
    sent = store.scalars(select(Message).where(Message.event_key.startswith("lost_links:"))).all()
    assert [(message.recipient, own in message.body) for message in sent] == [(EMAIL, True)]
    assert store.scalar(select(func.count(LinkRequest.id))) == 0


def test_R21_one_mail_has_the_links_of_all_that_an_address_has_answered(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    owns = [mailed(client), mailed(client, EMAIL.upper())]
    client.post(f"{owns[0]}/traek-tilbage", data={"til": "traek"})
    client.post("/mit-svar/glemt", data={"email": EMAIL})
    work(store, at)
    body = store.scalars(select(Message.body).where(Message.event_key.startswith("lost_links:"))).one()
    assert all(own in body for own in owns)
    assert "svar nr. 1, modtaget mandag den 2. marts 2026 kl. 13.00.00, trukket tilbage" in body


@ON_BOTH
def test_B3_an_address_gets_its_links_five_times_a_day(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    mailed(client)
    for _ in range(7):
        assert "Kig i din mail" in text_of(client.post("/mit-svar/glemt", data={"email": EMAIL}))
    work(store, at)
    sent = select(func.count(Message.id)).where(Message.event_key.startswith("lost_links:"))
    assert store.scalar(sent) == 5


def test_another_authority_sends_no_links_of_ours(session: Session) -> None:
    row = factories.consultation(session, factories.authority(session))
    other = factories.authority(session, "andenby")
    factories.response(session, row, factories.submission(sender=factories.sender(email=EMAIL)))
    links.ask_for_links(session, NOW, other.id, EMAIL, Language.DANISH)
    request = session.scalars(select(LinkRequest)).one()
    links.send_lost_links(session, factories.settings(), NOW, request_id=request.id)
    assert session.scalars(select(Message).where(Message.event_key.startswith("lost_links:"))).all() == []


@pytest.mark.parametrize("path", ["/mit-svar/x", "/kladde/x"])
def test_R21_a_link_that_does_not_work_leads_to_a_new_one(
    client: PageClient, consultation: Consultation, path: str
) -> None:
    assert "/mit-svar/glemt" in client.get(path).get_data(as_text=True)


# Made anew


def test_R57_a_new_link_is_given_after_a_recorded_check_and_the_old_one_dies(session: Session) -> None:
    row = factories.consultation(session, factories.authority(session))
    settings = factories.settings()
    received = operations.send_response(session, settings, NOW, row, factories.submission(form_key="et"))
    token = links.renew(session, settings, "staff:1", NOW, received.response, 0, CHECKED)
    assert token != received.token
    assert received.response.token_hash == hash_token(token)
    assert links.find_token(session, settings, received.response) == token
    issue = session.scalars(select(LinkIssue)).one()
    assert (issue.serial, issue.checked, issue.by) == (1, CHECKED, "staff:1")
    session.commit()
    assert "response.link_issued" in session.scalars(select(Audit.event)).all()


def test_C3_the_form_gives_its_number_but_not_a_link_that_staff_have_given(session: Session) -> None:
    row = factories.consultation(session, factories.authority(session))
    settings = factories.settings()
    received = operations.send_response(session, settings, NOW, row, factories.submission(form_key="et"))
    links.renew(session, settings, "staff:1", NOW, received.response, 0, CHECKED)
    again = operations.received_again(session, settings, row, "et")
    assert (again.number, again.token) == (received.number, "")


def test_C1_of_two_who_give_a_new_link_one_is_told(session: Session) -> None:
    response = factories.response(session, factories.consultation(session, factories.authority(session)))
    links.renew(session, factories.settings(), "staff:1", NOW, response, 0, CHECKED)
    with pytest.raises(Conflict):
        links.renew(session, factories.settings(), "staff:2", NOW, response, 0, CHECKED)


def test_a_check_is_told_in_words(session: Session) -> None:
    response = factories.response(session, factories.consultation(session, factories.authority(session)))
    with pytest.raises(Invalid):
        links.renew(session, factories.settings(), "staff:1", NOW, response, 0, "ok")


def test_staff_see_the_new_link_once_and_the_kladde_shows_none(
    client: PageClient, store: Session, consultation: Consultation, secretary: PageClient
) -> None:
    link = begin(client)
    own = send(client, link)
    page = secretary.get(f"{STAFF_PAGE}?svar=1")
    data = hidden(page) | {"svar": "1", "checked": CHECKED, "way": "vis"}
    given = secretary.post(STAFF_PAGE, data=data)
    assert "Det bliver kun vist denne ene gang" in text_of(given)
    assert client.get(own).status_code == 404
    kladde = client.get(link)
    assert "Dette svar er sendt, nr. 1" in text_of(kladde)
    assert "/mit-svar/" not in kladde.get_data(as_text=True)
    assert secretary.post(STAFF_PAGE, data=data).status_code == 409
    assert CHECKED in text_of(secretary.get(f"{STAFF_PAGE}?svar=1"))


def test_a_new_link_goes_by_letter_where_an_address_is_known(
    client: PageClient, store: Session, consultation: Consultation, secretary: PageClient
) -> None:
    sender = factories.sender(address="Prøvegade 1\n0000 Prøvestad")
    factories.response(
        store, consultation, factories.submission(sender=sender, channel=Channel.LETTER, actor="staff:1")
    )
    store.commit()
    data = hidden(secretary.get(f"{STAFF_PAGE}?svar=1")) | {"svar": "1", "checked": CHECKED, "way": "brev"}
    assert "venter på at blive printet" in text_of(secretary.post(STAFF_PAGE, data=data))
    letter = store.scalars(select(Message).where(Message.event_key.startswith("new_link:"))).one()
    assert letter.state is MessageState.LETTER
    assert "/mit-svar/" in letter.body
    response = store.scalars(select(Response)).one()
    assert find_receipt(store, response) is not None


@pytest.mark.parametrize(
    ("typed", "told"), [({"checked": " "}, "Skriv, hvordan du ved"), ({"way": ""}, "Vælg, hvordan")]
)
def test_the_staff_page_says_what_is_missing(
    store: Session, consultation: Consultation, secretary: PageClient, typed: dict[str, str], told: str
) -> None:
    factories.response(store, consultation)
    store.commit()
    given = {"svar": "1", "checked": CHECKED, "way": "vis"} | typed
    page = secretary.post(STAFF_PAGE, data=hidden(secretary.get(f"{STAFF_PAGE}?svar=1")) | given)
    assert told in text_of(page)
    assert store.scalar(select(func.count(LinkIssue.id))) == 0
    assert "ikke noget svar nr. 99" in text_of(secretary.get(f"{STAFF_PAGE}?svar=99"))


# Events by mail


def test_R48_a_withdrawal_is_confirmed_once(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    own = mailed(client)
    for _ in range(2):
        client.post(f"{own}/traek-tilbage", data={"til": "traek"})
    work(store, at)
    told = store.scalars(select(Message).where(Message.event_key.startswith("withdrawn:"))).one()
    assert told.subject == "Svar nr. 1 er trukket tilbage"
    assert "/mit-svar/" not in told.body


def test_R24_the_sender_hears_whether_a_late_response_is_taken_in(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    late = factories.submission(sender=factories.sender(email=EMAIL), received_at=factories.CLOSES + timedelta(hours=1))
    response = factories.response(store, consultation, late)
    lateness.decide_late(store, "staff:1", NOW, response, admitted=False, reason="Sagen er sendt videre.")
    store.commit()
    work(store, at)
    told = store.scalars(select(Message).where(Message.event_key.startswith("late_decided:"))).one()
    assert "Det indgår ikke." in told.body
    assert "Sagen er sendt videre." in told.body
    assert store.scalars(select(Job.last_error).where(Job.last_error != "")).all() == []


# Another key


def test_M3_a_staff_form_that_is_open_is_taken_after_a_change_of_keys(
    app: Flask, store: Session, consultation: Consultation, secretary: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.response(store, consultation)
    store.commit()
    form = hidden(secretary.get(f"{STAFF_PAGE}?svar=1")) | {"svar": "1", "checked": CHECKED, "way": "vis"}
    before, new = str(app.secret_key), "n" * 40
    monkeypatch.setitem(app.config, "SECRET_KEY", new)
    monkeypatch.setitem(app.config, "SECRET_KEY_FALLBACKS", [before])
    monkeypatch.setitem(app.config, "WTF_CSRF_SECRET_KEY", [f"{new}:forms"])
    assert secretary.post(STAFF_PAGE, data=form).status_code == 400
    monkeypatch.setitem(app.config, "WTF_CSRF_SECRET_KEY", [f"{before}:forms", f"{new}:forms"])
    assert "har fået et nyt link" in text_of(secretary.post(STAFF_PAGE, data=form))


def test_M3_earlier_keys_are_read_from_the_environment(tmp_path: Path) -> None:
    environ = {"CONSULTATION_DATA_DIR": str(tmp_path), "CONSULTATION_SECRET_KEY": "n" * 40}
    settings = config.read(environ | {"CONSULTATION_SECRET_KEY_FALLBACKS": f"{'a' * 40} {'b' * 40}"})
    assert settings.secret_keys == ("n" * 40, "a" * 40, "b" * 40)
    with pytest.raises(config.SettingsError, match="FALLBACKS"):
        config.read(environ | {"CONSULTATION_SECRET_KEY_FALLBACKS": "short"})
