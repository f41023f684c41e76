"""Signing in with an identity provider, over real HTTP on this machine (R13)."""

import base64
import hashlib
import json
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from consultation.accounts import operations
from consultation.models import Audit, Consultation, Response, ResponseVersion, Staff, Unsent
from consultation.responses import figures, formkeys, unsent_queries
from consultation.vocabulary import LoginMode, Role
from tests import factories
from tests.conftest import Clock
from tests.pages import PageClient
from tests.responses.identity_provider import KAREN, NAME, Identities, _one_provider, identities
from tests.responses.test_flow import ANSWER, begin, hidden, text_of

__all__ = ["_one_provider", "identities"]

PAGE = "/hoeringer/hjaelp-i-hverdagen"
ABOUT = {"capacity": "citizen", "postcode": "0000", "til": "naeste"}
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def consultation(store: Session, app: Flask, at: Clock, identities: Identities) -> Consultation:
    """Open today, for the provider knows no other day."""
    at.now = datetime.now(UTC)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], oidc=identities.known_as())
    row = factories.consultation(store, factories.authority(store), opens_at=at.now - 30 * DAY, closes_at=at.now + DAY)
    row.login_mode = LoginMode.IDENTITY
    store.commit()
    return row


def to_provider(client: PageClient, link: str) -> str:
    """Where "Om dig" sends one who has not signed in."""
    page = client.get(f"{link}/om-dig")
    assert "Log ind med MitID" in text_of(page)
    answer = client.get(f"{link}/log-ind")
    assert answer.status_code == 303
    return answer.location


def sign_in(client: PageClient, identities: Identities, link: str, subject: str = KAREN) -> None:
    page = client.get(identities.sign_in(to_provider(client, link), subject))
    assert "Du er logget ind" in text_of(page)
    assert client.post(f"{link}/navn", data=hidden(page)).location == f"{link}/om-dig"


def send(client: PageClient, link: str, **about: str) -> str:
    assert client.post(f"{link}/om-dig", data=ABOUT | about).location == f"{link}/gennemse"
    return client.post(f"{link}/send", data={"til": "send"}).location.removesuffix("/kvittering")


def everything_stored(store: Session) -> str:
    """Each value of each table, as text."""
    store.rollback()
    tables = store.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
    return " ".join(str(tuple(row)) for table in tables for row in store.execute(text(f'SELECT * FROM "{table}"')))


# There and back


def test_R13_one_writes_first_and_signs_in_before_sending(
    client: PageClient, store: Session, consultation: Consultation, identities: Identities
) -> None:
    link = begin(client)
    assert client.get(f"{link}/gennemse").location == f"{link}/om-dig"
    sign_in(client, identities, link)
    own = send(client, link)
    stored = store.scalars(select(Response)).one()
    version = store.scalars(select(ResponseVersion)).one()
    assert (stored.login_mode, stored.unconfirmed, version.name) == (LoginMode.IDENTITY, False, NAME)
    said = text_of(client.get(f"{own}/kvittering"))
    assert "Vi har modtaget dit svar" in said
    assert "Ét trin endnu" not in said


def test_R13_the_name_is_the_providers_whatever_is_typed(
    client: PageClient, store: Session, consultation: Consultation, identities: Identities
) -> None:
    link = begin(client)
    sign_in(client, identities, link)
    page = client.get(f"{link}/om-dig").get_data(as_text=True)
    assert re.search(rf'name="name"[^>]*value="{NAME}"[^>]*readonly', page)
    send(client, link, name="En Helt Anden", identity="forged")
    assert store.scalars(select(ResponseVersion)).one().name == NAME


def test_R13_the_same_person_is_one_sender_and_another_is_another(
    client: PageClient, store: Session, consultation: Consultation, identities: Identities
) -> None:
    for postcode in ("0000", "0001"):
        link = begin(client)
        sign_in(client, identities, link)
        send(client, link, postcode=postcode)
    assert figures.read(store, consultation.id)["senders"] == 1


def test_R13_neither_the_subject_nor_the_number_is_kept(
    client: PageClient, store: Session, consultation: Consultation, identities: Identities
) -> None:
    link = begin(client)
    sign_in(client, identities, link)
    before = everything_stored(store)
    store.rollback()
    send(client, link)
    for stored in (before, everything_stored(store)):
        assert KAREN not in stored
        assert "010132" not in stored


def test_R13_the_trip_has_a_challenge_a_nonce_and_a_state_of_its_own(
    client: PageClient, consultation: Consultation, identities: Identities
) -> None:
    link = begin(client)
    first, second = (parse_qs(urlsplit(to_provider(client, link)).query) for _ in range(2))
    assert first["scope"] == ["openid profile"]
    assert first["redirect_uri"] == ["http://localhost/log-ind/tilbage"]
    assert first["code_challenge_method"] == ["S256"]
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))
    client.get(identities.sign_in(to_provider(client, link)))
    asked = identities.exchanges[-1]
    challenge = base64.urlsafe_b64encode(hashlib.sha256(asked["code_verifier"].encode()).digest()).rstrip(b"=")
    assert challenge.decode() not in {first["code_challenge"][0], second["code_challenge"][0]}
    assert len(asked["code_verifier"]) >= 43


def test_A3_the_secret_link_does_not_travel_and_nothing_changes_by_coming_back(
    client: PageClient, store: Session, consultation: Consultation, identities: Identities
) -> None:
    link = begin(client)
    url = to_provider(client, link)
    assert link.split("/")[-1] not in url
    before = store.scalars(select(Unsent.about)).one()
    store.rollback()
    page = client.get(identities.sign_in(url))
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert store.scalars(select(Unsent.about)).one() == before


def test_R13_a_browser_without_cookies_comes_back_to_its_answer(
    client: PageClient, app: Flask, consultation: Consultation, identities: Identities
) -> None:
    link = begin(client)
    back = identities.sign_in(to_provider(client, link))
    other = app.test_client()
    page = other.get(back)
    assert other.post(f"{link}/navn", data=hidden(page)).location == f"{link}/om-dig"


def test_A5_the_address_back_is_the_configured_one_whatever_the_host_says(
    client: PageClient, consultation: Consultation, identities: Identities
) -> None:
    link = begin(client)
    url = client.get(f"{link}/log-ind", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}).location
    assert parse_qs(urlsplit(url).query)["redirect_uri"] == ["http://localhost/log-ind/tilbage"]


def test_R13_english_stays_english(client: PageClient, consultation: Consultation, identities: Identities) -> None:
    link = begin(client, f"/en{ANSWER}?udkast=2")
    assert "Sign in with MitID" in text_of(client.get(f"{link}/om-dig"))
    onwards = client.get(identities.sign_in(client.get(f"{link}/log-ind").location))
    assert onwards.location.startswith("/en/log-ind/tilbage?")
    page = client.get(onwards.location)
    assert "You are signed in" in text_of(page)
    assert client.post(f"{link}/navn", data=hidden(page)).location == f"{link}/om-dig"


def test_R13_before_signing_in_one_can_go_back_pause_and_change_language(
    client: PageClient, consultation: Consultation
) -> None:
    link = begin(client)
    for button, onwards in (("tilbage", "/skriv?udkast=2"), ("pause", ""), ("en", "/om-dig")):
        assert client.post(f"{link}/om-dig", data={"til": button}).location.endswith(f"{link}{onwards}")
    assert client.post(f"{link}/om-dig", data=ABOUT | {"name": "Uden login"}).status_code == 200
    assert client.post(f"{link}/send", data={"til": "send"}).location == f"{link}/om-dig"


# What goes wrong


def falsified(change: Callable[[dict[str, Any], dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
    """Changes header and claims of the signed token, and keeps the signature."""

    def falsify(tokens: dict[str, Any]) -> None:
        parts = tokens["id_token"].split(".")
        header, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in parts[:2])
        change(header, claims)
        parts[:2] = [
            base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, claims)
        ]
        tokens["id_token"] = ".".join(parts)

    return falsify


def signed_by_us(token: str) -> str:
    """The same claims under a signature that whoever holds our password there can make."""
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("s" * 32))


FALSE: dict[str, Callable[[dict[str, Any]], None]] = {
    "the subject is changed": falsified(lambda _header, claims: claims.update(sub="another")),
    "the name is changed": falsified(lambda _header, claims: claims.update(name="En Anden")),
    "the signature is left out": falsified(lambda header, _claims: header.update(alg="none")),
    "it is signed with our secret": lambda tokens: tokens.update(id_token=signed_by_us(tokens["id_token"])),
    "there is no token": lambda tokens: tokens.pop("id_token"),
    "the token is no token": lambda tokens: tokens.update(id_token="x.y.z"),
    "the access token is another": lambda tokens: tokens.update(access_token="another"),
}


def refused(client: PageClient, link: str, back: str, words: str, status: int = 400) -> None:
    """The page says what happened, that nothing is lost, and every way on; the answer has no name."""
    page = client.get(back)
    said = text_of(page)
    assert page.status_code == status
    assert words in said
    assert "Alt, du har skrevet, er gemt" in said
    assert "Prøv igen" in said
    assert "Ring til os på 00 00 00 00" in said
    assert "Log ind med MitID" in text_of(client.get(f"{link}/om-dig"))
    assert "Seks uger er for kort." in text_of(client.get(f"{link}/skriv"))


@pytest.mark.parametrize("what", FALSE)
def test_R13_a_falsified_token_is_refused(
    client: PageClient, consultation: Consultation, identities: Identities, what: str
) -> None:
    link = begin(client)
    back = identities.sign_in(to_provider(client, link))
    identities.falsify = FALSE[what]
    refused(client, link, back, "Det lykkedes ikke at logge ind")


def test_R13_another_nonce_is_refused(client: PageClient, consultation: Consultation, identities: Identities) -> None:
    link = begin(client)
    back = identities.sign_in(to_provider(client, link), nonce="of-another-trip")
    refused(client, link, back, "Det lykkedes ikke at logge ind")


def test_R13_a_code_for_somebody_else_is_refused(
    client: PageClient, consultation: Consultation, identities: Identities
) -> None:
    link = begin(client)
    back = identities.sign_in(to_provider(client, link), client_id="them")
    refused(client, link, back, "Det lykkedes ikke at logge ind")


def test_R13_coming_back_twice_is_refused_and_costs_nothing(
    client: PageClient, consultation: Consultation, identities: Identities
) -> None:
    link = begin(client)
    back = identities.sign_in(to_provider(client, link))
    assert client.get(back).status_code == 200
    refused(client, link, back, "Det lykkedes ikke at logge ind")


def test_R13_a_cancelled_sign_in_is_no_error(
    client: PageClient, consultation: Consultation, identities: Identities
) -> None:
    link = begin(client)
    back = identities.sign_in(to_provider(client, link), subject="")
    refused(client, link, back, "Du er ikke logget ind", 200)


def test_R13_a_provider_that_forgets_the_state_leaves_the_way_back_to_the_answer(
    client: PageClient, app: Flask, consultation: Consultation
) -> None:
    link = begin(client)
    page = client.get("/log-ind/tilbage?error=access_denied")
    assert "Du er ikke logget ind" in text_of(page)
    assert f'href="{link}"' in page.get_data(as_text=True)
    assert "Du er ikke logget ind" in text_of(app.test_client().get("/log-ind/tilbage?error=access_denied"))


def test_R13_an_error_of_the_provider_is_told(
    client: PageClient, consultation: Consultation, identities: Identities
) -> None:
    link = begin(client)
    state = parse_qs(urlsplit(to_provider(client, link)).query)["state"][0]
    refused(client, link, f"/log-ind/tilbage?error=server_error&state={state}", "Det lykkedes ikke at logge ind")


def test_R13_an_answer_of_another_issuer_is_refused(
    client: PageClient, consultation: Consultation, identities: Identities
) -> None:
    link = begin(client)
    back = identities.sign_in(to_provider(client, link)) + "&iss=https://evil.example"
    refused(client, link, back, "Det lykkedes ikke at logge ind")


@pytest.mark.parametrize("state", ["", "x", "NDIgZGE.00", "x" * 5000, "æ.ø"])
def test_A5_a_state_that_is_not_ours_leads_nowhere(
    client: PageClient, store: Session, consultation: Consultation, state: str
) -> None:
    page = client.get("/log-ind/tilbage", query_string={"state": state, "code": "x"})
    assert page.status_code == 400
    assert "Alt, du har skrevet, er gemt" in text_of(page)
    assert store.scalar(select(func.count(Audit.id))) == 0


def test_R13_a_state_with_one_letter_changed_is_not_ours(
    client: PageClient, consultation: Consultation, identities: Identities
) -> None:
    link = begin(client)
    back = identities.sign_in(to_provider(client, link))
    assert client.get(back[:-1] + ("0" if back[-1] != "0" else "1")).status_code == 400


def test_R13_more_than_an_hour_at_the_provider_is_too_long(
    client: PageClient, consultation: Consultation, identities: Identities, at: Clock
) -> None:
    link = begin(client)
    back = identities.sign_in(to_provider(client, link))
    at.now += 61 * MINUTE
    refused(client, link, back, "Det tog for lang tid at logge ind")


@pytest.mark.parametrize(("minutes", "taken"), [(-10, False), (-1, True), (1, True)])
def test_R13_clocks_may_differ_by_two_minutes(
    client: PageClient, consultation: Consultation, identities: Identities, at: Clock, minutes: int, taken: bool
) -> None:
    """Ours is behind, or ahead; a token from the future is refused."""
    at.now += minutes * MINUTE
    link = begin(client)
    page = client.get(identities.sign_in(to_provider(client, link)))
    assert ("Du er logget ind" in text_of(page)) is taken


@pytest.mark.parametrize("subject", ["nameless", "broken"])
def test_R13_without_a_name_that_can_be_kept_nobody_is_identified(
    client: PageClient, consultation: Consultation, identities: Identities, subject: str
) -> None:
    link = begin(client)
    refused(client, link, identities.sign_in(to_provider(client, link), subject), "Det lykkedes ikke at logge ind")


@pytest.mark.parametrize(("acr", "taken"), [("substantial high", True), ("high", False)])
def test_R13_less_assurance_than_asked_for_is_refused(
    client: PageClient, app: Flask, consultation: Consultation, identities: Identities, acr: str, taken: bool
) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], oidc=identities.known_as(acr=acr))
    link = begin(client)
    url = to_provider(client, link)
    assert parse_qs(urlsplit(url).query)["acr_values"] == [acr]
    assert ("Du er logget ind" in text_of(client.get(identities.sign_in(url)))) is taken


def test_R13_a_name_is_taken_into_the_answer_it_was_asked_for_only(
    client: PageClient, consultation: Consultation, identities: Identities, at: Clock
) -> None:
    mine, other = begin(client), begin(client)
    page = client.get(identities.sign_in(to_provider(client, mine)))
    for link, person in ((other, hidden(page)["person"]), (mine, "forged"), (mine, "")):
        answer = client.post(f"{link}/navn", data={"person": person})
        assert (answer.status_code, "log ind igen" in text_of(answer).lower()) == (400, True)
    at.now += 61 * MINUTE
    assert client.post(f"{mine}/navn", data=hidden(page)).status_code == 400


# The provider is away


@pytest.mark.parametrize("when", ["going", "coming"])
def test_R13_a_provider_that_is_down_leaves_the_other_ways(
    client: PageClient, consultation: Consultation, identities: Identities, when: str
) -> None:
    link = begin(client)
    back = f"{link}/log-ind" if when == "going" else identities.sign_in(to_provider(client, link))
    identities.down = True
    refused(client, link, back, "Vi kan ikke få forbindelse til MitID lige nu", 503)


def test_R13_a_provider_that_nobody_answers_for_is_away(
    client: PageClient, app: Flask, consultation: Consultation, identities: Identities
) -> None:
    link = begin(client)
    for known in (
        identities.known_as(issuer="http://127.0.0.1:9"),
        identities.known_as(issuer=f"{identities.address}/x"),
        None,
    ):
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], oidc=known)
        assert client.get(f"{link}/log-ind").status_code == 503


def test_R13_begun_before_the_deadline_it_is_sent_after_the_provider_is_back(
    client: PageClient, store: Session, consultation: Consultation, identities: Identities, at: Clock
) -> None:
    link = begin(client)
    closes_at = at.now + MINUTE / 2
    store.execute(text("UPDATE consultation SET closes_at = :at"), {"at": closes_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")})
    store.commit()
    at.now += MINUTE
    assert "Du kan stadig sende" in text_of(client.get(f"{link}/om-dig"))
    sign_in(client, identities, link)
    send(client, link)
    assert store.scalars(select(Response)).one().late


# Beside it


def test_R13_other_modes_and_heard_parties_are_not_sent_to_the_provider(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    consultation.login_mode = LoginMode.OPEN
    store.commit()
    link = begin(client)
    assert client.get(f"{link}/log-ind").location == f"{link}/om-dig"
    assert "Log ind med MitID" not in text_of(client.get(f"{link}/om-dig"))
    row = store.scalars(select(Unsent)).one()
    row.heard_party_id = 1
    consultation.login_mode = LoginMode.IDENTITY
    assert unsent_queries.login_mode_of(row, consultation) is LoginMode.OPEN
    store.rollback()


def test_P7_nothing_secret_is_logged(
    client: PageClient,
    consultation: Consultation,
    identities: Identities,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG, "consultation")
    link = begin(client)
    back = identities.sign_in(to_provider(client, link))
    identities.falsify = FALSE["the name is changed"]
    client.get(back)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("consultation")]
    logged = " ".join(ours) + capsys.readouterr().out
    query = parse_qs(urlsplit(back).query)
    for secret in (link.split("/")[-1], query["code"][0], query["state"][0], KAREN, NAME):
        assert secret not in logged
    assert "sign_in_failed" in logged


def test_R13_staff_see_that_a_sender_is_identified(
    client: PageClient,
    store: Session,
    consultation: Consultation,
    identities: Identities,
    sign_in_staff: Callable[[Staff], PageClient],
) -> None:
    link = begin(client)
    sign_in(client, identities, link)
    send(client, link)
    moderator = sign_in_staff(factories.staff(store, consultation.authority, Role.MODERATOR))
    assert "Identificeret" in text_of(moderator.get("/intern/hoeringer/hjaelp-i-hverdagen/gennemgang"))


@pytest.fixture
def sign_in_staff(app: Flask, store: Session, at: Clock) -> Callable[[Staff], PageClient]:
    """As the fixture sign_in, on the day of these tests."""

    def signed_in(person: Staff) -> PageClient:
        token = operations.open_session(store, at.now, person)
        store.commit()
        client = app.test_client()
        client.set_cookie("staff", token)
        assert isinstance(client, PageClient)
        return client

    return signed_in


def test_R13_the_editor_is_offered_a_provider_that_is_configured(
    store: Session, app: Flask, at: Clock, identities: Identities, sign_in_staff: Callable[[Staff], PageClient]
) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], oidc=identities.known_as())
    owner = factories.authority(store)
    row = factories.consultation(store, owner, published=False)
    editor = sign_in_staff(factories.staff(store, owner, Role.EDITOR))
    part = "/intern/hoeringer/hjaelp-i-hverdagen/rediger/offentliggoerelse"
    given = {"publication_mode": "continuous", "name_rule": "citizen_postcode", "til": "gem", "login_mode": "identity"}
    assert editor.form(part, **given).status_code == 303
    store.refresh(row)
    assert row.login_mode is LoginMode.IDENTITY


def test_the_link_of_an_answer_is_made_again_from_its_key(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    link = begin(client)
    row = store.scalars(select(Unsent)).one()
    assert link.endswith(formkeys.unsent_token("not-a-secret-" * 4, row.form_key))
