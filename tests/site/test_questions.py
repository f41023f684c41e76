"""Answers to questions as the public reads them, and their numbers (R31, R40, U14, U20)."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consultation.consultations.asked import read_choices
from consultation.models import Consultation
from consultation.responses.content import AnswerContent, Content
from consultation.site import renditions, tallies
from consultation.vocabulary import PublicationMode, QuestionKind
from tests import factories
from tests.conftest import Clock
from tests.site.published import ADDRESS, LATER, council, page, shown, words

FIGURES = f"{ADDRESS}/tal"


@pytest.fixture
def owner(store: Session, at: Clock) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    council(store, row)
    store.commit()
    at.now = LATER
    return row


def chose(store: Session, owner: Consultation, question_id: int, *choices: int) -> str:
    """The address of a response that was published with these choices."""
    row = shown(store, owner, content=Content((AnswerContent(question_id=question_id, choices=choices),)))
    return f"{ADDRESS}/svar/{row.key}"


def test_question_and_choice_stand_on_the_response(client: FlaskClient, owner: Consultation, store: Session) -> None:
    address = chose(store, owner, factories.question(store, owner).id, 2)
    store.commit()
    assert "Står det klart? Nej" in words(page(client, address))
    assert "Is it clear? No" in words(page(client, f"/en{address}"))


def test_a_response_of_choices_alone_says_so_in_the_list(
    client: FlaskClient, owner: Consultation, store: Session
) -> None:
    chose(store, owner, factories.question(store, owner).id, 2)
    store.commit()
    assert "Har valgt svar på spørgsmål." in words(page(client, f"{ADDRESS}/svar"))
    assert "Har ingen bemærkninger." not in words(page(client, f"{ADDRESS}/svar"))


def test_R40_each_option_is_counted_over_what_is_shown(
    client: FlaskClient, owner: Consultation, store: Session
) -> None:
    asked = factories.question(store, owner, QuestionKind.MULTIPLE)
    for choices in ((1, 2), (2,)):
        chose(store, owner, asked.id, *choices)
    factories.response(
        store, owner, factories.submission(content=Content((AnswerContent(question_id=asked.id, choices=(3,)),)))
    )
    store.commit()
    assert "Se, hvad der er svaret på spørgsmålene" in words(page(client))
    said = words(page(client, FIGURES))
    assert "2 har svaret. Man kunne vælge flere." in said
    assert "Ja 1 Nej 2 Ved ikke 0" in said


def test_R40_an_answer_that_many_gave_is_read_once(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = factories.consultation(session, factories.authority(session))
    asked = factories.question(session, owner, QuestionKind.MULTIPLE)
    for choices in [(1, 2), (2,), (2,)] * 3:
        chose(session, owner, asked.id, *choices)
    session.commit()
    read: list[str] = []

    def note(stored: str) -> tuple[int, ...]:
        read.append(stored)
        return read_choices(stored)

    monkeypatch.setattr(renditions, "read_choices", note)
    (tally,) = tallies.list_tallies(session, owner.id, LATER)
    assert (tally.answers, tally.chose) == (9, (3, 9, 0))
    assert sorted(read) == ["[1, 2]", "[2]"]


def test_U14_a_question_that_nobody_answered_says_so(client: FlaskClient, owner: Consultation, store: Session) -> None:
    factories.question(store, owner)
    shown(store, owner)
    store.commit()
    said = words(page(client, FIGURES))
    assert "Står det klart? Ingen har svaret på det spørgsmål." in said
    assert "Hvad er godt?" not in said


@pytest.mark.parametrize("mode", [PublicationMode.AFTER_DEADLINE, PublicationMode.NOT_PUBLIC])
def test_R26_nothing_is_counted_before_responses_are_public(
    client: FlaskClient, owner: Consultation, store: Session, mode: PublicationMode
) -> None:
    asked = factories.question(store, owner)
    chose(store, owner, asked.id, 1)
    owner.publication_mode = mode
    store.commit()
    assert "Står det klart?" not in words(page(client, FIGURES))


def test_R31_who_is_under_18_stands_as_young(client: FlaskClient, owner: Consultation, store: Session) -> None:
    row = shown(store, owner, sender=factories.sender(under_18=True, postcode="8900"))
    other = shown(store, owner, sender=factories.sender(under_18=True, postcode=""))
    store.commit()
    assert "Svar nr. 1: Ung, 8900" in words(page(client, f"{ADDRESS}/svar"))
    assert "Svar nr. 2: Ung" in words(page(client, f"{ADDRESS}/svar/{other.key}"))
    assert "Response no. 1: Young person, 8900" in words(page(client, f"/en{ADDRESS}/svar/{row.key}"))
