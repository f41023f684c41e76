"""The draft's own words that a response is about, from the desk into public: read, never redacted (R2, R30)."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Consultation, RenditionPart, Response, SectionText, Staff
from consultation.moderation import queries
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import DecisionKind, PublicationMode, Role
from tests import factories
from tests.conftest import ON_BOTH, Clock
from tests.moderation import desk
from tests.moderation.test_staff import DESK, _post
from tests.pages import PageClient
from tests.responses.test_quotes import words_of
from tests.site.published import ADDRESS, LATER, decided

NUMBER = "87 65 43 21"
WORDS = f"Ring på {NUMBER}"
SAID = f"Om ordene: »{WORDS}«"


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    row.publication_mode = PublicationMode.CONTINUOUS
    store.commit()
    return row


@pytest.fixture
def response(store: Session, consultation: Consultation) -> Response:
    """About words of the draft that hold a telephone number: the authority's own."""
    place = factories.places(store, consultation)[2, "hvor-laenge"]
    text = store.scalars(
        select(SectionText).where(
            SectionText.version_id == place.version_id, SectionText.section_id == place.section_id
        )
    ).one()
    text.text = f"Er du i tvivl? {WORDS}."
    store.flush()
    answer = AnswerContent("Nummeret virker ikke.", None, "", *place, quote=WORDS, quote_start=15)
    row = desk.received(store, consultation, content=Content((answer,)))
    store.commit()
    return row


def test_R28_the_drafts_own_words_are_not_searched(store: Session, response: Response) -> None:
    assert queries.material_of(store, response).findings == ()


@ON_BOTH
def test_R2_everybody_who_reads_the_answer_reads_the_words(
    client: PageClient, store: Session, response: Response, at: Clock
) -> None:
    decided(store, response, DecisionKind.PUBLISH)
    store.commit()
    at.now = LATER
    assert store.scalars(select(RenditionPart.quote)).all() == [WORDS]
    store.rollback()
    for address in (f"{ADDRESS}/svar/{response.key}", f"{ADDRESS}/svar", ADDRESS):
        assert SAID in words_of(client.get(address)), address
    told = json.loads(client.get(f"/api/v1/consultations/hjaelp-i-hverdagen/responses/{response.key}").data)
    assert [answer["quote"] for answer in told["answers"]] == [WORDS]


def test_R2_the_desk_shows_them_beside_the_original_and_as_the_public_will(
    store: Session, response: Response, sign_in: Callable[[Staff], PageClient]
) -> None:
    person = factories.staff(store, response.consultation.authority, Role.MODERATOR)
    store.commit()
    client = sign_in(person)
    assert words_of(client.get(DESK)).count(SAID) == 0
    _post(client, "original")
    assert words_of(client.get(DESK)).count(SAID) == 2


def test_a_part_is_composed_with_its_words(store: Session, response: Response) -> None:
    material = queries.material_of(store, response)
    assert [part.quote for part in material.public.parts] == [answer.quote for answer in material.answers] == [WORDS]
    assert NUMBER not in material.public.words
    assert replace(material.answers[0], quote="").text == material.answers[0].text
