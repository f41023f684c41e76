"""The rules for responses: versions in both languages, which was in force when, and where they are read (R34)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consultation.errors import Conflict, NotFound
from consultation.models import Audit, Authority, AuthorityText, Staff
from consultation.moderation import policies
from consultation.moderation.policy_texts import DEFAULT
from consultation.vocabulary import Language, Role
from tests import factories
from tests.conftest import Clock
from tests.factories import NOW
from tests.moderation import desk
from tests.pages import PageClient
from tests.site.published import page, words

DANISH, ENGLISH = Language.DANISH, Language.ENGLISH
FIRST = {DANISH: "Vi læser alt.", ENGLISH: "We read everything."}
SECOND = {DANISH: "Vi læser alt to gange.", ENGLISH: "We read everything twice."}
LATER = NOW + timedelta(days=3)
SignIn = Callable[[Staff], PageClient]


def test_there_are_rules_before_anybody_has_written_any(session: Session) -> None:
    owner = factories.authority(session)
    found = policies.get_version(session, owner.id)
    assert (found.number, found.since, dict(found.bodies)) == (0, None, dict(DEFAULT))
    assert set(DEFAULT) == set(Language)


def test_R34_each_version_says_when_it_was_in_force(session: Session) -> None:
    owner = factories.authority(session)
    policies.save(session, "staff:1", NOW, owner.id, FIRST, 0)
    policies.save(session, "staff:1", LATER, owner.id, SECOND, 1)
    session.commit()
    found = [(one.number, one.since, one.until) for one in policies.list_versions(session, owner.id)]
    assert found == [(2, LATER, None), (1, NOW, LATER), (0, None, NOW)]
    assert policies.get_version(session, owner.id, 1).bodies == FIRST
    with pytest.raises(NotFound):
        policies.get_version(session, owner.id, 3)


def test_C2_of_two_who_write_one_is_told(session: Session) -> None:
    owner = factories.authority(session)
    policies.save(session, "staff:1", NOW, owner.id, FIRST, 0)
    with pytest.raises(Conflict):
        policies.save(session, "staff:2", NOW, owner.id, SECOND, 0)


def test_C1_of_two_who_write_at_once_one_is_told(engine: Engine) -> None:
    with Session(engine) as session:
        owner_id = factories.authority(session).id
        session.commit()

    def saving(bodies: dict[Language, str], base: int) -> desk.Act:
        return lambda session: policies.save(session, "staff:1", NOW, owner_id, bodies, base)

    for base in range(5):
        results = desk.race(engine, *(saving(FIRST | {DANISH: f"{base} {who}"}, base) for who in ("ene", "anden")))
        assert [type(one) for one in results if isinstance(one, Exception)] == [Conflict]


def test_the_same_again_is_no_new_version_and_the_log_has_each(session: Session) -> None:
    owner = factories.authority(session)
    for base in (0, 1):
        policies.save(session, "staff:1", NOW, owner.id, FIRST, base)
    session.commit()
    assert len(session.scalars(select(AuthorityText.id)).all()) == 2
    assert session.scalars(select(Audit.fields).where(Audit.event == "text.saved")).all() == ['{"kind":"policy"}'] * 2


def test_an_english_page_says_where_a_text_is_in_danish(client: FlaskClient, store: Session) -> None:
    owner = factories.authority(store)
    store.add(AuthorityText(authority_id=owner.id, kind="policy", language=DANISH, version=1, body="Vi læser.", at=NOW))
    store.commit()
    html = page(client, "/en/regler-for-svar")
    assert 'lang="da"><p>Vi læser.' in html


# The pages


@pytest.fixture
def owner(store: Session) -> Authority:
    row = factories.authority(store)
    store.commit()
    return row


def saved(client: PageClient, danish: str, english: str, base: str = "") -> TestResponse:
    address = "/intern/tekster/regler-for-svar"
    html = client.get(address).get_data(as_text=True)
    hidden = dict(re.findall(r'name="(csrf_token|base)" value="([^"]*)"', html))
    given = {"danish": danish, "english": english}
    return client.post(address, data=hidden | given | ({"base": base} if base else {}), follow_redirects=True)


def test_R34_the_administrator_writes_the_next_version_and_everybody_reads_both(
    client: FlaskClient, store: Session, owner: Authority, sign_in: SignIn, at: Clock
) -> None:
    admin = sign_in(factories.staff(store, owner, Role.ADMINISTRATOR))
    assert "Alle svar bliver læst af en medarbejder" in words(page(client, "/regler-for-svar"))
    at.now = NOW + timedelta(hours=1)
    assert "Reglerne er gemt og gælder fra nu af." in saved(admin, FIRST[DANISH], FIRST[ENGLISH]).get_data(as_text=True)
    told = words(page(client, "/regler-for-svar"))
    assert "Vi læser alt." in told
    assert "Version 1, gælder fra mandag den 2. marts 2026 kl. 14.00" in told
    assert "We read everything." in page(client, "/en/regler-for-svar")
    earlier = words(page(client, "/regler-for-svar?version=0"))
    assert "Alle svar bliver læst af en medarbejder" in earlier
    assert "Du læser en tidligere version." in earlier
    page(client, "/regler-for-svar?version=7", 404)


def test_what_is_missing_or_was_overtaken_is_said_and_kept(store: Session, owner: Authority, sign_in: SignIn) -> None:
    admin = sign_in(factories.staff(store, owner, Role.ADMINISTRATOR))
    assert saved(admin, "Kun dansk.", "").status_code == 400
    saved(admin, FIRST[DANISH], FIRST[ENGLISH])
    overtaken = saved(admin, SECOND[DANISH], SECOND[ENGLISH], base="0")
    assert overtaken.status_code == 409
    assert SECOND[DANISH] in overtaken.get_data(as_text=True)


def test_the_old_address_leads_to_the_new(client: FlaskClient, owner: Authority) -> None:
    moved = client.get("/hjaelp/gennemgang?myndighed=prøvestad")
    assert (moved.status_code, moved.location.split("?")[0]) == (301, "/regler-for-svar")
    page(client, "/hjaelp/noget-andet", 404)


def test_on_a_shared_host_one_says_whose_rules(client: FlaskClient, store: Session, owner: Authority) -> None:
    factories.authority(store, "andenby")
    store.commit()
    assert "/regler-for-svar?myndighed=andenby" in page(client, "/regler-for-svar")


def test_the_rules_are_linked_where_one_needs_them(client: FlaskClient, store: Session, owner: Authority) -> None:
    factories.consultation(store, owner)
    store.commit()
    for address in ("/", "/hjaelp", "/hoeringer/hjaelp-i-hverdagen/svar"):
        assert "/regler-for-svar" in page(client, address)
