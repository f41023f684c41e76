"""The pages by which one follows by mail (A2, A3, A5, B3, RFC 8058)."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consultation.models import Consultation, Message, Subscription
from consultation.notifications import queries, subscribing
from consultation.notifications.subscribing import Scope
from consultation.vocabulary import Language, Role
from tests import factories
from tests.conftest import ON_BOTH, Clock
from tests.factories import OPENED
from tests.notifications.following import token_in
from tests.site.published import page, words

EMAIL = "karen@proeve.example"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    row.subject = "27"
    store.commit()
    return row


def post(client: FlaskClient, address: str = "/foelg", **given: str) -> str:
    answer = client.post(address, data={"scope": "alt", "email": EMAIL} | given)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_data(as_text=True)


def mail_of(store: Session) -> Message:
    """Read apart: a session of SQLite's that has read holds the turn to write."""
    with Session(store.get_bind()) as own:
        return own.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()


def asked(client: FlaskClient, store: Session) -> str:
    """The path in the mail that follows."""
    post(client)
    return f"/foelg/{token_in(mail_of(store))}"


def row_of(store: Session) -> Subscription:
    with Session(store.get_bind()) as own:
        return own.scalars(select(Subscription)).one()


@pytest.mark.parametrize(
    ("value", "subject", "about"),
    [("alt", "", False), ("emne:skole", "17", False), ("hoering:hjaelp-i-hverdagen", "", True)],
)
def test_one_follows_everything_a_subject_or_one_consultation(
    client: FlaskClient, store: Session, consultation: Consultation, value: str, subject: str, about: bool
) -> None:
    post(client, "/foelg?hoering=hjaelp-i-hverdagen", scope=value)
    row = row_of(store)
    assert (row.subject, row.consultation_id) == (subject, consultation.id if about else None)
    assert row.confirmed_at is None


@ON_BOTH
def test_A2_the_page_is_the_same_for_an_address_that_follows_and_one_that_had_its_mails(
    client: FlaskClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    shown = []
    for minute in range(7):
        at.now = at.now.replace(minute=minute)
        shown.append(post(client))
        if minute == 1:
            subscribing.confirm(store, at.now, store.scalars(select(Subscription)).one())
            store.commit()
    assert len(set(shown)) == 1
    assert store.scalar(select(func.count(Message.id))) == 5


@pytest.mark.parametrize("email", ["", "karen", "karen@proeve.example\nBcc: x@y.example", "a@b\0.example"])
def test_O6_what_is_no_address_is_said_so_and_stored_nowhere(
    client: FlaskClient, store: Session, consultation: Consultation, email: str
) -> None:
    answer = client.post("/foelg", data={"scope": "alt", "email": email})
    assert answer.status_code in {200, 400}
    if answer.status_code == 200 and "\n" not in email:
        assert "Skriv din e-mail som navn@eksempel.dk" in answer.get_data(as_text=True)
    for stored in store.scalars(select(Message.recipient)):
        assert "\n" not in stored


def test_a_scope_that_was_not_offered_is_refused_in_words(
    client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    factories.consultation(store, consultation.authority, "hemmelig", published=False)
    store.commit()
    assert "Vælg en af mulighederne" in post(client, scope="hoering:hemmelig")
    assert store.scalars(select(Subscription)).all() == []


@ON_BOTH
def test_A3_opening_the_link_changes_nothing_and_the_button_confirms(
    client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    link = asked(client, store)
    for _ in range(10):
        assert client.get(link).status_code == 200
        client.head(link)
    assert row_of(store).confirmed_at is None
    assert client.post(link, data={"til": "bekraeft"}).status_code == 303
    assert row_of(store).confirmed_at is not None
    assert "Du får mails om alle høringer fra Prøvestad Kommune." in words(page(client, link))


@ON_BOTH
@pytest.mark.parametrize("act", ["stop", "ikke-mig"])
def test_B3_stop_and_it_was_not_me_end_it(
    client: FlaskClient, store: Session, consultation: Consultation, act: str
) -> None:
    link = asked(client, store)
    client.post(link, data={"til": act})
    assert row_of(store).ended_at is not None
    assert "Du følger ikke længere alle høringer fra Prøvestad Kommune." in words(page(client, link))
    client.post(link, data={"til": "bekraeft"})
    assert row_of(store).confirmed_at is None


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_mail_providers_one_click_ends_it_without_cookie_origin_or_redirect(
    app: Flask, client: FlaskClient, store: Session, consultation: Consultation, kind: str, prefix: str
) -> None:
    """RFC 8058: a POST from a server of the provider's, again and again."""
    link = prefix + asked(client, store)
    client.post(link, data={"til": "bekraeft"})
    provider = app.test_client(use_cookies=False)
    for _ in range(2):
        answer = provider.post(link, data=ONE_CLICK, content_type=kind)
        assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert row_of(store).ended_at is not None
    assert queries.list_followers(store, consultation) == []


@ON_BOTH
def test_A5_a_form_on_another_site_confirms_nothing(
    client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    link = asked(client, store)
    answer = client.post(link, data={"til": "bekraeft"}, headers={"Origin": "https://ond.example"})
    assert answer.status_code == 403
    assert row_of(store).confirmed_at is None


def test_A2_an_unknown_link_says_what_may_have_happened(client: FlaskClient, consultation: Consultation) -> None:
    assert "Linket virker ikke mere." in page(client, "/foelg/" + "0" * 40, 404)
    assert client.post("/foelg/" + "0" * 40, data=ONE_CLICK).status_code == 404


def test_U20_a_danish_title_is_marked_on_the_english_page(
    client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    post(client, "/en/foelg?hoering=hjaelp-i-hverdagen", scope="hoering:hjaelp-i-hverdagen")
    html = page(client, f"/en/foelg/{token_in(mail_of(store))}")
    assert 'mails about the consultation <span lang="da">Hjælp i hverdagen</span>, press Confirm.' in html


def test_P7_a_consultation_that_cannot_be_seen_cannot_be_followed(
    client: FlaskClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    at.now = OPENED.replace(hour=7, minute=59, second=59)
    assert client.get("/foelg?hoering=hjaelp-i-hverdagen").status_code == 404
    assert client.get("/foelg?hoering=findes-ikke").status_code == 404


def test_on_a_host_that_several_share_one_chooses_whom_to_follow(
    client: FlaskClient, store: Session, consultation: Consultation
) -> None:
    other = factories.authority(store, "andenby")
    store.commit()
    html = page(client, "/foelg?emne=skole")
    assert 'href="/foelg?myndighed=andenby&amp;emne=skole"' in html
    assert "<form" not in html
    post(client, "/foelg?myndighed=andenby")
    assert row_of(store).authority_id == other.id
    assert client.post("/foelg", data={"scope": "alt", "email": EMAIL}).status_code == 404


@pytest.mark.parametrize("address", ["/", "/emner/social-og-handicap", "/hoeringer/hjaelp-i-hverdagen"])
def test_pages_lead_to_following_and_name_their_feed(
    client: FlaskClient, consultation: Consultation, address: str
) -> None:
    html = page(client, address)
    assert 'href="/foelg' in html
    assert 'type="application/atom+xml"' in html


def test_privacy_says_what_is_kept_and_for_how_long(client: FlaskClient, consultation: Consultation) -> None:
    told = words(page(client, "/privatliv"))
    assert "Når du følger høringer på mail" in told
    assert f"efter {subscribing.KEPT.days} dage er din adresse slettet" in told
    assert f"{subscribing.AFTER_THE_END.days} dage efter beslutningen" in told


def test_staff_see_numbers_of_followers_and_no_address(
    store: Session, consultation: Consultation, sign_in: Any
) -> None:
    for scope in (Scope(), Scope("27"), Scope(consultation_id=consultation.id)):
        subscribing.ask(
            store, factories.settings(), factories.NOW, consultation.authority, scope, EMAIL, Language.DANISH
        )
    for row in store.scalars(select(Subscription)):
        subscribing.confirm(store, factories.NOW, row)
    secretary = sign_in(factories.staff(store, consultation.authority, Role.SECRETARY))
    store.commit()
    told = words(page(secretary, "/intern/hoeringer/hjaelp-i-hverdagen"))
    assert "Denne høring 1 Emnet 1 Alt fra os 1" in told
    outbox = page(secretary, "/intern/hoeringer/hjaelp-i-hverdagen/beskeder")
    assert EMAIL not in outbox + told
