"""Signatures are told beside a response, and are in no number of responses or senders (R39)."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.errors import Invalid
from consultation.models import Audit, Consultation, Petition, Rendition, Staff
from consultation.moderation import petitions
from consultation.responses import figures
from consultation.summary.responses import collect_responses
from consultation.vocabulary import DecisionKind, Role
from tests import factories
from tests.factories import NOW
from tests.moderation.desk import decide, moderator, received
from tests.pages import PageClient

PAGE = "/intern/hoeringer/hjaelp-i-hverdagen/svar/1/gennemgang/underskrifter"


@pytest.fixture
def consultation(request: pytest.FixtureRequest) -> Consultation:
    session: Session = request.getfixturevalue("store" if "app" in request.fixturenames else "session")
    row = factories.consultation(session, factories.authority(session))
    session.commit()
    return row


def test_R39_signatures_are_shown_and_counted_apart(session: Session, consultation: Consultation) -> None:
    response, actor = received(session, consultation), moderator(session, consultation)
    before = figures.read(session, consultation.id)
    petitions.register(session, actor, NOW, response.id, 1204, "Bilag 1")
    decide(session, actor, response, DecisionKind.PUBLISH)
    shown = session.scalars(select(Rendition)).one()
    assert shown.signatures == 1204
    petitions.register(session, actor, NOW, response.id, 1300, "Bilag 1 og 2")
    session.commit()
    assert shown.signatures == 1300
    assert figures.read(session, consultation.id)["senders"] == before["senders"] == 1
    assert [one.signatures for one in petitions.list_petitions(session, response.id)] == [1204, 1300]
    assert [one.response.signatures for one in collect_responses(session, consultation)] == [1300]
    assert len(session.scalars(select(Audit).where(Audit.event == "petition.registered")).all()) == 2


@pytest.mark.parametrize(("number", "source"), [(None, "Bilag"), (-1, "Bilag"), (3, " "), (10**9, "Bilag")])
def test_what_is_no_number_or_has_no_source_is_refused(
    session: Session, consultation: Consultation, number: int | None, source: str
) -> None:
    response, actor = received(session, consultation), moderator(session, consultation)
    with pytest.raises(Invalid):
        petitions.register(session, actor, NOW, response.id, number, source)


def test_R39_the_page_registers_and_the_public_reads(
    store: Session, consultation: Consultation, sign_in: Callable[[Staff], PageClient], client: PageClient
) -> None:
    response, actor = received(store, consultation), moderator(store, consultation)
    decide(store, actor, response, DecisionKind.PUBLISH, now=factories.OPENED)
    maja = sign_in(factories.staff(store, consultation.authority, Role.MODERATOR, "Mona Modprøve"))
    store.commit()
    token = re.search(r'name="csrf_token" value="([^"]+)"', maja.get(PAGE).get_data(as_text=True))
    assert token is not None
    typed = {"csrf_token": token[1], "signatures": "1.204", "source": "Bilag 1, side 3"}
    assert maja.post(PAGE, data=typed | {"signatures": "mange"}).status_code == 200
    assert maja.post(PAGE, data=typed).status_code == 303
    assert store.scalars(select(Petition.signatures)).all() == [1204]
    store.commit()
    page = client.get("/hoeringer/hjaelp-i-hverdagen/svar").get_data(as_text=True)
    assert "1.204 underskrifter" in page
    told = client.get("/api/v1/consultations/hjaelp-i-hverdagen/responses").get_json()
    assert [one["signatures"] for one in told["responses"]] == [1204]
