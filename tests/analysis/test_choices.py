"""Choices make no sentences and need no point; words beside them do (R38, R39)."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import queries
from consultation.analysis.figures import board_of
from consultation.models import Consultation, Response
from consultation.responses.content import AnswerContent, Content
from tests import factories
from tests.moderation.grouped import regroup


def respond(session: Session, owner: Consultation, *answers: AnswerContent) -> Response:
    return factories.response(session, owner, factories.submission(content=Content(answers)))


def done(session: Session, owner: Consultation) -> list[str]:
    return [line.number for line in board_of(session, owner).responses if line.is_done]


@pytest.fixture
def question_id(session: Session, consultation: Consultation) -> int:
    return factories.question(session, consultation).id


def test_R38_a_response_of_choices_alone_is_done(
    session: Session, consultation: Consultation, question_id: int
) -> None:
    respond(session, consultation, AnswerContent(question_id=question_id, choices=(1,)))
    assert done(session, consultation) == ["1"]


def test_R38_words_beside_a_choice_are_open(session: Session, consultation: Consultation, question_id: int) -> None:
    respond(session, consultation, AnswerContent("Ja."), AnswerContent(question_id=question_id, choices=(1,)))
    assert done(session, consultation) == []


def test_R39_equal_words_with_other_choices_are_not_identical(
    session: Session, consultation: Consultation, question_id: int
) -> None:
    for choice in (1, 2, 1):
        chosen = AnswerContent(question_id=question_id, choices=(choice,))
        respond(session, consultation, AnswerContent("Seks uger er for kort."), chosen)
    regroup(session, consultation)
    first, _other, third = session.scalars(select(Response.id).order_by(Response.id))
    assert queries.group_ids(session, consultation.id) == {first: first, third: first}
